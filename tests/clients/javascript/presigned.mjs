// Presigned URLs, used without any AWS library: as they are, too late, and changed on the way.

import {
  CompleteMultipartUploadCommand, CreateMultipartUploadCommand, DeleteObjectCommand, GetObjectCommand,
  HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { assert, BUCKET, element, expect, expectForged, KEYS, s3, send } from "./endpoint.mjs";

const at = (Key) => ({ Bucket: BUCKET, Key });
const sign = (command, settings) => getSignedUrl(s3, command, { expiresIn: 600, ...settings });

export async function reads() {
  for (const Key of KEYS) {
    const answer = await send("GET", await sign(new GetObjectCommand(at(Key))));
    expect(answer, 200);
    assert.equal(answer.text, `body of ${Key}`);
    const head = await send("HEAD", await sign(new HeadObjectCommand(at(Key))));
    assert.equal(head.headers["x-amz-meta-colour"], "blue  and red");
    const range = { headers: { Range: "bytes=0-3" } };
    const part = await send("GET", await sign(new GetObjectCommand(at(Key))), range);
    assert.deepEqual([part.status, part.text], [206, "body"]);
  }
  const list = await send("GET", await sign(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "100%" })));
  assert.equal(element(list.text, "KeyCount"), "1");
  expect(await send("GET", await sign(new GetObjectCommand(at("none")))), 404, "NoSuchKey");
}

export async function overrides() {
  const ResponseContentDisposition = 'attachment; filename="ü + %.txt"';
  const get = { ...at("plain"), ResponseContentDisposition, ResponseContentType: "text/x-odd; charset=utf-8" };
  const answer = await send("GET", await sign(new GetObjectCommand(get)));
  expect(answer, 200);
  assert.equal(answer.headers["content-type"], "text/x-odd; charset=utf-8");
  // S3 sends Latin-1, as which Node reads headers.
  assert.equal(answer.headers["content-disposition"], ResponseContentDisposition);
}

export async function writes() {
  for (const Key of KEYS) {
    const key = `url/${Key}`;
    expect(await send("PUT", await sign(new PutObjectCommand(at(key))), { body: "by URL" }), 200);
    const { Body } = await s3.send(new GetObjectCommand(at(key)));
    assert.equal(await Body.transformToString(), "by URL");
    expect(await send("DELETE", await sign(new DeleteObjectCommand(at(key)))), 204);
    expect(await send("GET", await sign(new GetObjectCommand(at(key)))), 404, "NoSuchKey");
  }
  // The type is a signed header, the metadata travels in the query.
  const put = new PutObjectCommand({ ...at("typed"), ContentType: "text/x-odd", Metadata: { Colour: "red" } });
  const url = await sign(put, { signableHeaders: new Set(["content-type"]) });
  const answer = await send("PUT", url, { headers: { "Content-Type": "text/plain" }, body: "typed" });
  expectForged(answer, 200);
  expect(await send("PUT", url, { headers: { "Content-Type": "text/x-odd" }, body: "typed" }), 200);
  const head = await s3.send(new HeadObjectCommand(at("typed")));
  assert.deepEqual([head.ContentType, head.Metadata], ["text/x-odd", { colour: "red" }]);
  // The metadata is a signed header too.
  const kept = { unhoistableHeaders: new Set(["x-amz-meta-colour"]) };
  const signed = await sign(new PutObjectCommand({ ...at("typed"), Metadata: { Colour: "green" } }), kept);
  const headers = { "x-amz-meta-colour": "  green " };
  expect(await send("PUT", signed, { headers, body: "" }), 200);
  assert.deepEqual((await s3.send(new HeadObjectCommand(at("typed")))).Metadata, { colour: "green" });
  expectForged(await send("PUT", signed, { headers: { "x-amz-meta-colour": "grey" } }), 200);
}

export async function parts() {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at("parts by URL")));
  const upload = { ...at("parts by URL"), UploadId };
  const part = await send("PUT", await sign(new UploadPartCommand({ ...upload, PartNumber: 1 })), { body: "part" });
  expect(part, 200);
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.headers.etag }] };
  await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload }));
  const { Body } = await s3.send(new GetObjectCommand(at("parts by URL")));
  assert.equal(await Body.transformToString(), "part");
}

export async function expired() {
  const late = { signingDate: new Date(Date.now() - 60_000), expiresIn: 30 };
  const answer = await send("GET", await sign(new GetObjectCommand(at("plain")), late));
  expect(answer, 403, "AccessDenied", "Request has expired");
  assert.equal(element(answer.text, "X-Amz-Expires"), "30");
  assert.ok(element(answer.text, "Expires") < element(answer.text, "ServerTime"));
  expect(await send("HEAD", await sign(new HeadObjectCommand(at("plain")), late)), 403);
  const inTime = { signingDate: new Date(Date.now() - 60_000), expiresIn: 300 };
  expect(await send("GET", await sign(new GetObjectCommand(at("plain")), inTime)), 200);
}

export async function tampered() {
  const get = await sign(new GetObjectCommand(at("plain")));
  const change = (from, to) => {
    assert.ok(from.test(get), String(from));
    return send("GET", get.replace(from, to));
  };
  expectForged(await change(/plain/, "100%25"), 200);
  expectForged(await change(/X-Amz-Expires=600/, "X-Amz-Expires=601"), 200);
  expectForged(await change(/$/, "&response-content-type=text/x-odd"), 200);
  expectForged(await change(/(X-Amz-Signature=)(....)/, "$1abcd"), 200);
  const other = await change(/(X-Amz-Signature=)(....)/, "$1abcd");
  if (other.status === 403) {
    for (const name of ["AWSAccessKeyId", "StringToSign", "SignatureProvided", "CanonicalRequest"]) {
      assert.ok(element(other.text, name), name);
    }
  }
  expectForged(await send("HEAD", get), 200);
  expectForged(await send("DELETE", get.replace("plain", "nothing")), 204);
}

export async function unsigned() {
  const put = await sign(new PutObjectCommand(at("unsigned")));
  const answer = await send("PUT", put, { headers: { "x-amz-meta-colour": "red", "x-amz-storage-class": "STANDARD" } });
  expectForged(answer, 200, "AccessDenied");
  if (answer.status === 403) {
    assert.equal(element(answer.text, "Message"), "There were headers present in the request which were not signed");
    assert.equal(element(answer.text, "HeadersNotSigned"), "x-amz-meta-colour, x-amz-storage-class");
  }
  // What S3 does not know may be added by anyone on the way.
  expect(await send("PUT", put, { headers: { "X-Forwarded-For": "10.0.0.1", "User-Agent": "other" } }), 200);
}
