// Who calls, when, and by which host.

import http from "node:http";
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import {
  assert, BUCKET, client, expect, expectForged, FORGER, forged, KEYS, refused, send, STRANGER, URL_, VERIFY,
} from "./endpoint.mjs";
import { post } from "./forms.mjs";

const plain = { Bucket: BUCKET, Key: "plain" };

export async function strangers() {
  for (const [credentials, code] of [[FORGER, "SignatureDoesNotMatch"], [STRANGER, "InvalidAccessKeyId"]]) {
    const other = client({ credentials });
    await forged(other.send(new GetObjectCommand(plain)), code);
    await forged(other.send(new HeadObjectCommand(plain)));
    await forged(other.send(new ListObjectsV2Command({ Bucket: BUCKET })), code);
    await forged(other.send(new PutObjectCommand({ ...plain, Key: "foreign", Body: "x".repeat(100_000) })), code);
    expectForged(await send("GET", await getSignedUrl(other, new GetObjectCommand(plain))), 200, code);
  }
}

export async function session() {
  const known = { accessKeyId: "AKIASESSION", secretAccessKey: "secret of a session", sessionToken: "token/of+a=session" };
  const own = client({ credentials: known });
  await own.send(new PutObjectCommand({ ...plain, Key: "by session", Body: "x" }));
  const url = await getSignedUrl(own, new GetObjectCommand({ ...plain, Key: "by session" }));
  assert.match(url, /X-Amz-Security-Token=token%2Fof%2Ba%3Dsession/);
  expect(await send("GET", url), 200);
  const other = client({ credentials: { ...known, sessionToken: "another token" } });
  if (VERIFY) await refused(other.send(new GetObjectCommand(plain)), 400, "InvalidToken");
  const none = client({ credentials: { ...known, sessionToken: undefined } });
  await forged(none.send(new GetObjectCommand(plain)), "InvalidAccessKeyId");
}

/** A client sees from the refusal what time it is. */
export async function clocks() {
  const ahead = client({ systemClockOffset: 3_600_000 });
  if (VERIFY) await refused(ahead.send(new GetObjectCommand(plain)), 403, "RequestTimeTooSkewed");
  await ahead.send(new GetObjectCommand(plain));
  const behind = client({ systemClockOffset: -3_600_000, maxAttempts: 1 });
  if (VERIFY) await refused(behind.send(new GetObjectCommand(plain)), 403, "RequestTimeTooSkewed");
}

/** Buckets as subdomains of `localhost`, which not every machine resolves. */
export async function virtual() {
  const lookup = (_, options, found) =>
    options.all ? found(null, [{ address: "127.0.0.1", family: 4 }]) : found(null, "127.0.0.1", 4);
  const endpoint = URL_.replace("127.0.0.1", "localhost");
  const requestHandler = { httpAgent: new http.Agent({ lookup }) };
  const own = client({ endpoint, forcePathStyle: false, requestHandler });
  for (const Key of KEYS) {
    const at = { Bucket: BUCKET, Key: `virtual/${Key}` };
    await own.send(new PutObjectCommand({ ...at, Body: "virtual" }));
    const { Body } = await own.send(new GetObjectCommand(at));
    assert.equal(await Body.transformToString(), "virtual");
    const url = await getSignedUrl(own, new GetObjectCommand(at));
    assert.ok(url.startsWith(`http://${BUCKET}.localhost:`), url);
    expect(await send("GET", url), 200);
  }
  const listed = await own.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "virtual/", MaxKeys: 100 }));
  assert.equal(listed.KeyCount, KEYS.length);
  const form = await createPresignedPost(own, { Bucket: BUCKET, Key: "virtual/form" });
  assert.ok(form.url.startsWith(`http://${BUCKET}.localhost:`), form.url);
  expect(await post(form, "by form"), 204);
}
