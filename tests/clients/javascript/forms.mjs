// Uploads by HTML form, signed by the SDK and posted without it.

import { HeadObjectCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { assert, BUCKET, client, element, expect, expectForged, FORGER, s3, send, STRANGER } from "./endpoint.mjs";

/** Posts a form as a browser does. */
export async function post({ url, fields }, content, name = "photo.txt") {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append("file", new File([content], name, { type: "text/x-file" }));
  const encoded = new Response(form);
  const headers = { "Content-Type": encoded.headers.get("content-type") };
  return send("POST", url, { headers, body: Buffer.from(await encoded.arrayBuffer()) });
}

/** A form for keys below `form/`, of 2 to 20 bytes. */
function sign({ by = s3, Key = "form/${filename}", Fields = {}, ...settings } = {}) {
  const Conditions = [["content-length-range", 2, 20], ["starts-with", "$key", "form/"]];
  return createPresignedPost(by, { Bucket: BUCKET, Key, Fields, Conditions, Expires: 600, ...settings });
}

export async function forms() {
  const plain = await post(await sign(), "by form");
  expect(plain, 204);
  assert.ok(plain.headers.etag);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "form/photo.txt" }));
  assert.equal(await Body.transformToString(), "by form");
  const Fields = { "Content-Type": "text/x-odd", "x-amz-meta-colour": "blue", success_action_status: "201" };
  const told = await post(await sign({ Key: "form/é + %", Fields }), "by form");
  expect(told, 201);
  assert.deepEqual([element(told.text, "Bucket"), element(told.text, "Key")], [BUCKET, "form/é + %"]);
  const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "form/é + %" }));
  assert.deepEqual([head.ContentType, head.Metadata], ["text/x-odd", { colour: "blue" }]);
}

export async function limits() {
  expect(await post(await sign(), "far more bytes than are allowed"), 400, "EntityTooLarge");
  expect(await post(await sign(), "x"), 400, "EntityTooSmall");
  const outside = await sign();
  outside.fields.key = "elsewhere";
  expect(await post(outside, "by form"), 403, "AccessDenied",
    'Invalid according to Policy: Policy Condition failed: [&quot;starts-with&quot;,&quot;$key&quot;,&quot;form/&quot;]');
  const extra = await sign();
  extra.fields["x-amz-meta-extra"] = "1";
  expect(await post(extra, "by form"), 403, "AccessDenied",
    "Invalid according to Policy: Extra input fields: x-amz-meta-extra");
}

export async function expiredForm() {
  const late = await sign({ Expires: -60 });
  expect(await post(late, "by form"), 403, "AccessDenied", "Invalid according to Policy: Policy expired.");
}

export async function strangersForm() {
  expectForged(await post(await sign({ by: client({ credentials: FORGER }) }), "by form"), 204);
  const stranger = await sign({ by: client({ credentials: STRANGER }) });
  expectForged(await post(stranger, "by form"), 204, "InvalidAccessKeyId");
  const changed = await sign();
  changed.fields["X-Amz-Signature"] = "0".repeat(64);
  expectForged(await post(changed, "by form"), 204);
}
