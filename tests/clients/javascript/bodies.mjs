// Bodies from everywhere: each way of sending one is signed and framed differently.

import { createReadStream, writeFileSync } from "node:fs";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateMultipartUploadCommand, GetObjectCommand,
  HeadObjectCommand, ListPartsCommand, PutObjectCommand, UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { assert, BUCKET, client, refused, s3, TLS } from "./endpoint.mjs";

const MIB = 1 << 20;

async function bytes(client, Key) {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  return Buffer.from(await Body.transformToByteArray());
}

/** Bytes that differ from one place to the next. */
function pattern(size) {
  return Buffer.alloc(size, Buffer.from(Array.from({ length: 251 }, (_, place) => place)));
}

export async function empty() {
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "empty" }));
  assert.equal((await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "empty" }))).ContentLength, 0);
}

export async function file() {
  const content = pattern(3 * MIB + 17);
  writeFileSync("body", content);
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "file", Body: createReadStream("body") }));
  assert.ok((await bytes(s3, "file")).equals(content));
}

/** A stream that cannot go back: its checksum travels behind it. */
export async function stream(client = s3) {
  const content = pattern(MIB + 1);
  const put = (first) => {
    const pieces = [content.subarray(0, first), content.subarray(first, 70_000), content.subarray(70_000)];
    const at = { Bucket: BUCKET, Key: "stream", ContentLength: content.length };
    return client.send(new PutObjectCommand({ ...at, Body: Readable.from(pieces) }));
  };
  // Each piece becomes a chunk, and all but the last must have 8 KiB.
  await refused(put(8191), 403, "InvalidChunkSizeError");
  assert.ok((await put(8192)).ChecksumCRC32);
  assert.ok((await bytes(client, "stream")).equals(content));
}

export async function multipart() {
  const at = { Bucket: BUCKET, Key: "in parts/é+ %" };
  const bodies = [pattern(5 * MIB), pattern(1000)];
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at));
  const Parts = [];
  for (const [place, Body] of bodies.entries()) {
    const PartNumber = place + 1;
    const { ETag } = await s3.send(new UploadPartCommand({ ...at, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  const listed = await s3.send(new ListPartsCommand({ ...at, UploadId }));
  assert.deepEqual(listed.Parts.map((part) => part.Size), bodies.map((body) => body.length));
  const done = { ...at, UploadId, MultipartUpload: { Parts } };
  assert.match((await s3.send(new CompleteMultipartUploadCommand(done))).ETag, /-2"$/);
  assert.ok((await bytes(s3, at.Key)).equals(Buffer.concat(bodies)));
  const other = await s3.send(new CreateMultipartUploadCommand(at));
  await s3.send(new AbortMultipartUploadCommand({ ...at, UploadId: other.UploadId }));
  await refused(s3.send(new ListPartsCommand({ ...at, UploadId: other.UploadId })), 404, "NoSuchUpload");
}

export async function library() {
  const content = pattern(11 * MIB);
  const params = { Bucket: BUCKET, Key: "library", Body: Readable.from([content]) };
  await new Upload({ client: s3, params }).done();
  assert.ok((await bytes(s3, "library")).equals(content));
}

export async function secure() {
  const s3 = client({ endpoint: TLS });
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "secure", Body: "by TLS" }));
  assert.equal((await bytes(s3, "secure")).toString(), "by TLS");
  await stream(s3);
}
