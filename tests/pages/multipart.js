// Uploads in parts by URLs that were presigned for it, as a page does that knows no credentials: each part's ETag is read
// off its answer, for the document that completes the upload. Then downloads what lies across two parts.
const part = (letter, size) => new Blob([letter.repeat(size)], { type: "application/octet-stream" });

const upload = async ({ url, letter, size }) => {
  const answer = await fetch(url, { method: "PUT", body: part(letter, size) });
  return { status: answer.status, etag: answer.headers.get("ETag") };
};

export default async ({ parts, complete, get, range }) => {
  const uploaded = await Promise.all(parts.map(upload));
  const entry = ({ etag }, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${etag}</ETag></Part>`;
  const body = `<CompleteMultipartUpload>${uploaded.map(entry).join("")}</CompleteMultipartUpload>`;
  const completed = await fetch(complete, { method: "POST", body, headers: { "Content-Type": "application/xml" } });
  const xml = new DOMParser().parseFromString(await completed.text(), "application/xml");
  const download = await fetch(get, { headers: { Range: range } });
  return {
    uploaded,
    completed: { status: completed.status, etag: xml.querySelector("ETag")?.textContent },
    download: {
      status: download.status,
      range: download.headers.get("Content-Range"),
      etag: download.headers.get("ETag"),
      text: await download.text(),
    },
  };
};
