// Uploads by form (PostObject): by fetch, or as a form that the browser submits, which leaves this page for wherever S3
// sends it.
const file = ({ name, text, type }) => new File([text], name, { type });

const sent = async (plan) => {
  const data = new FormData();
  plan.fields.forEach(([name, value]) => data.append(name, value));
  data.append("file", file(plan.file)); // last: S3 reads no field after it
  const answer = await fetch(plan.action, { method: "POST", body: data });
  const { status, headers } = answer;
  return { status, etag: headers.get("ETag"), location: headers.get("Location"), text: await answer.text() };
};

const input = (attributes) => Object.assign(document.createElement("input"), attributes);

const submitted = (plan) => {
  const form = Object.assign(document.createElement("form"), {
    action: plan.action,
    method: "post",
    enctype: "multipart/form-data",
  });
  const chosen = new DataTransfer();
  chosen.items.add(file(plan.file));
  form.append(
    ...plan.fields.map(([name, value]) => input({ type: "hidden", name, value })),
    input({ type: "file", name: "file", files: chosen.files }),
  );
  document.body.append(form);
  form.submit();
};

export default (plan) => (plan.submit ? submitted(plan) : sent(plan).catch((error) => ({ refused: String(error) })));
