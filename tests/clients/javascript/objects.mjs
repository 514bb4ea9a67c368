// Objects with odd keys: written, read, copied, listed and deleted.

import {
  CopyObjectCommand, CreateBucketCommand, DeleteBucketCommand, DeleteObjectsCommand, GetBucketLocationCommand,
  GetObjectCommand, HeadBucketCommand, HeadObjectCommand, ListBucketsCommand, ListObjectsV2Command,
  paginateListObjectsV2, PutObjectCommand,
} from "@aws-sdk/client-s3";
import { assert, BUCKET, KEYS, refused, s3 } from "./endpoint.mjs";

export async function buckets() {
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3.send(new HeadBucketCommand({ Bucket: BUCKET }));
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  assert.deepEqual(Buckets.map((bucket) => bucket.Name), [BUCKET]);
  assert.equal((await s3.send(new GetBucketLocationCommand({ Bucket: BUCKET }))).LocationConstraint, undefined);
}

export async function objects() {
  for (const Key of KEYS) {
    const at = { Bucket: BUCKET, Key };
    const body = Buffer.from(`body of ${Key}`);
    const metadata = { colour: "blue  and red", trimmed: "x" };
    await s3.send(new PutObjectCommand({ ...at, Body: body, Metadata: metadata, Tagging: "kind=odd%20key" }));
    const head = await s3.send(new HeadObjectCommand(at));
    assert.deepEqual([head.ContentLength, head.Metadata], [body.length, metadata]);
    const whole = await s3.send(new GetObjectCommand(at));
    assert.equal(await whole.Body.transformToString(), body.toString(), Key);
    const range = await s3.send(new GetObjectCommand({ ...at, Range: "bytes=2-3" }));
    assert.deepEqual([await range.Body.transformToString(), range.$metadata.httpStatusCode], ["dy", 206]);
  }
  await refused(s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: "none" })), 404, "NoSuchKey");
  await refused(s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "none" })), 404, "NotFound");
}

export async function copies() {
  for (const Key of KEYS) {
    const CopySource = `${BUCKET}/${encodeURIComponent(Key)}`;
    await s3.send(new CopyObjectCommand({ Bucket: BUCKET, Key: `copy/${Key}`, CopySource }));
    const copy = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: `copy/${Key}` }));
    assert.equal(await copy.Body.transformToString(), `body of ${Key}`);
  }
}

export async function listing() {
  const keys = [];
  const copies = { Bucket: BUCKET, Prefix: "copy/", MaxKeys: 3 };
  for await (const page of paginateListObjectsV2({ client: s3 }, copies)) {
    keys.push(...page.Contents.map((entry) => entry.Key.slice("copy/".length)));
  }
  assert.deepEqual(keys.toSorted(), KEYS.toSorted());
  // Only what the request names is encoded; this SDK gives it as it came.
  const encoded = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "copy/", EncodingType: "url" }));
  const decode = (text) => decodeURIComponent(text.replaceAll("+", " "));
  assert.deepEqual(encoded.Contents.map((entry) => decode(entry.Key).slice(5)).toSorted(), KEYS.toSorted());
  const folders = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Delimiter: "/", Prefix: "a/" }));
  assert.deepEqual([folders.CommonPrefixes, folders.Contents], [[{ Prefix: "a/./" }, { Prefix: "a//" }].toSorted(
    (a, b) => Buffer.compare(Buffer.from(a.Prefix), Buffer.from(b.Prefix))), undefined]);
}

export async function deletions() {
  for (;;) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    if (Contents.length === 0) break;
    const Delete = { Objects: Contents.map((entry) => ({ Key: entry.Key })) };
    const gone = await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete }));
    assert.deepEqual([gone.Deleted.length, gone.Errors], [Contents.length, undefined]);
  }
  await s3.send(new DeleteBucketCommand({ Bucket: BUCKET }));
}
