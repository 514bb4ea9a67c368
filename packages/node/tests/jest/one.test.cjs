/** Half of the tests that runners.test.mjs runs; the other half is the same file again, beside it. */

const { ListBucketsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } = require("@aws-sdk/client-s3");
const { sandpail } = require("sandpail/jest");

const mock = sandpail();

test.each([1, 2, 3, 4])("has its own %i", async () => {
  const s3 = new S3Client(mock.endpoint.config());
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets.map(({ Name }) => Name)).toEqual([mock.bucket]);
  expect((await s3.send(new ListObjectsV2Command({ Bucket: mock.bucket }))).KeyCount).toBe(0);
  await s3.send(new PutObjectCommand({ Bucket: mock.bucket, Key: "key", Body: "" }));
  console.log(`BUCKET ${mock.bucket}`);
});

test("needs no bucket", async () => {
  expect(await mock.server.createBucket("photos")).toBe("photos");
});
