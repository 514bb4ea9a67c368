/** Half of the tests that runners.test.mjs runs; the other half is the same file again, beside it. */

import { ListBucketsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { sandpail } from "sandpail/vitest";
import { test as base, expect } from "vitest";

const test = sandpail(base);

test.concurrent.for([1, 2, 3, 4])("has its own %i", async (number, { sandpail, bucket }) => {
  const s3 = new S3Client(sandpail.config());
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual([bucket]);
  expect((await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).KeyCount).toBe(0);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "key", Body: "" }));
  console.log(`BUCKET ${bucket}`);
});

