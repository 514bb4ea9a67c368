/** A server as a program has it: started, found, used, ended. */

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, test } from "node:test";

import { GetObjectCommand, HeadBucketCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { start } from "sandpail";

const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "sandpail-tests-"));
after(() => rmSync(folder, { recursive: true }));

// Whatever the environment of these tests says.
const given = { ...process.env };
beforeEach(() => ["SANDPAIL_URL", "SANDPAIL_BINARY"].forEach((name) => delete process.env[name]));
afterEach(() => (process.env = { ...given }));

const send = (endpoint, command, settings = {}) => new S3Client({ ...endpoint.config(), ...settings }).send(command);
const names = async (endpoint) => {
  const { Buckets = [] } = await send(endpoint, new ListBucketsCommand({}));
  return Buckets.map(({ Name }) => Name);
};
const serves = (url) => fetch(`${url}/_sandpail/ready`).then(({ status }) => status === 200, () => false);

/** Something that is started in the place of the binary. */
function script(text) {
  const path = join(folder, "script");
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  process.env.SANDPAIL_BINARY = path;
}

/** What a program printed until its end. */
function node(program) {
  const options = { cwd: import.meta.dirname, encoding: "utf8", timeout: 30_000 };
  return spawnSync(process.execPath, ["--eval", program], options).stdout.trim();
}

test("it serves until it is stopped", async () => {
  const server = await start({ buckets: ["photos"] });
  await send(server, new PutObjectCommand({ Bucket: "photos", Key: "hello.txt", Body: "hello" }));
  const { Body } = await send(server, new GetObjectCommand({ Bucket: "photos", Key: "hello.txt" }));
  assert.equal(await Body.transformToString(), "hello");
  await server.stop();
  assert(!(await serves(server.url)));
  await server.stop();
});

test("it has the options that it is given", async () => {
  const options = { region: "eu-west-1", tls: false, hostAlias: ["a", "b"], accessKey: "mine", secretKey: "secret" };
  const server = await start({ buckets: ["one", "two"], ...options });
  for (const Bucket of ["one", "two", await server.createBucket("three")]) {
    assert.equal((await send(server, new HeadBucketCommand({ Bucket }))).BucketRegion, "eu-west-1");
  }
  const credentials = { accessKeyId: "mine", secretAccessKey: "other" };
  await assert.rejects(send(server, new ListBucketsCommand({}), { credentials }), { name: "SignatureDoesNotMatch" });
  assert.match(server.log(), /signature refused/);
  assert.equal(server.log(server.logged), "");
  const log = server.log();
  await server.stop();
  assert(server.log().startsWith(log));
});

test("of the environment it knows only what it is told", async () => {
  for (const name of ["AWS_REGION", "SANDPAIL_REGION", "MINIO_REGION"]) process.env[name] = "eu-west-1";
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"]) {
    process.env[name] = "of-the-environment";
  }
  const server = await start({ env: { SANDPAIL_BUCKET: "told" } });
  assert.equal((await send(server, new HeadBucketCommand({ Bucket: "told" }))).BucketRegion, "us-east-1");
  await server.stop();
});

test("what is wrong is said", async () => {
  const unexpected = /^Error: Sandpail did not start: sandpail: unexpected argument '--bukkets'/;
  await assert.rejects(start({ bukkets: "photos" }), unexpected);
  await assert.rejects(start({ buckets: ["Photos"] }), /sandpail: .*Photos/);
  script("exit 3");
  await assert.rejects(start(), /it ended with 3/);
  process.env.SANDPAIL_BINARY = folder;
  await assert.rejects(start(), { message: `SANDPAIL_BINARY is ${folder}, which is no binary that can be run` });
});

test("one that does not become ready, or does not end, is killed", async (t) => {
  script("exec sleep 60");
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const starting = assert.rejects(start(), /Sandpail did not start/);
  t.mock.timers.runAll();
  await starting;
  t.mock.timers.reset();

  script("trap '' TERM\necho sandpail ready on http://127.0.0.1:$$\nwhile :; do sleep 0.1; done");
  const server = await start();
  const pid = Number(server.url.split(":")[2]);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const stopping = server.stop();
  process.kill(pid, 0);
  t.mock.timers.runAll();
  await stopping;
  assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
});

test("it ends with Node, which it does not keep from ending", async () => {
  for (const end of ["", "process.exit(1)", "throw 1"]) {
    const program = `require("sandpail").start().then(({ url }) => { console.log(url); ${end} })`;
    const url = node(program);
    assert.match(url, /^http:\/\/127.0.0.1:\d+$/);
    assert(!(await serves(url)), end);
  }
});

test("it ends with the block that uses it", async () => {
  const server = await start();
  await server[Symbol.asyncDispose]();
  assert(!(await serves(server.url)));
});

test("a fresh account owns nothing and is the same each time", async () => {
  const [server, again] = await Promise.all([start(), start()]);
  const accounts = async (of) => {
    const all = [];
    for (const label of ["a", "a", "b"]) all.push(await of.freshAccount(label));
    return all;
  };
  const [first, second, other] = await accounts(server);
  const keys = [first, second, other].map(({ accessKeyId }) => accessKeyId);
  assert.equal(new Set(keys).size, 3);
  keys.forEach((key) => assert.match(key, /^\d{12}$/));
  await first.createBucket("photos");
  assert.deepEqual([await names(first), await names(second)], [["photos"], []]);
  await assert.rejects(second.createBucket("photos"), ({ message }) =>
    message.startsWith(`PUT ${server.url}/photos: 409 BucketAlreadyExists: `),
  );
  assert.deepEqual((await accounts(again)).map(({ accessKeyId }) => accessKeyId), keys);
  await Promise.all([server.stop(), again.stop()]);
});

test("a server with keys knows no other accounts", async () => {
  const keys = { accessKey: "mine", secretKey: "secret" };
  const [strict, lax] = await Promise.all([start(keys), start({ ...keys, verify: false })]);
  await assert.rejects(strict.freshAccount(), /403 InvalidAccessKeyId/);
  await (await lax.freshAccount()).createBucket("photos");
  await Promise.all([strict.stop(), lax.stop()]);
});

test("a running server is used", async () => {
  const server = await start();
  process.env.SANDPAIL_URL = `${server.url}/`;
  const same = await start({ buckets: ["photos"] });
  assert.equal(same.url, server.url);
  const earlier = await same.freshAccount("test");
  await earlier.createBucket("leftover");
  assert.deepEqual([same.log(), same.logged], ["", 0]);
  await same.stop();
  assert.deepEqual(await names(server), ["photos"]);
  assert.notEqual((await (await start()).freshAccount("test")).accessKeyId, earlier.accessKeyId);
  const own = await start({ region: "eu-west-1" });
  assert.notEqual(own.url, server.url);
  await Promise.all([own.stop(), server.stop()]);
  await assert.rejects((await start()).freshAccount(), /^Error: GET http:\/\/127.0.0.1:\d+\/: .*ECONNREFUSED/);
});

test("it speaks HTTPS", async () => {
  const server = await start({ tls: true });
  assert.equal(await server.createBucket("photos"), "photos");
  await server.stop();
});

test("variables lead SDKs to it", async () => {
  const server = await start();
  const endpoint = await server.freshAccount();
  await endpoint.createBucket("photos");
  Object.assign(process.env, endpoint.env());
  const { Buckets } = await new S3Client().send(new ListBucketsCommand({}));
  assert.deepEqual(Buckets.map(({ Name }) => Name), ["photos"]);
  await server.stop();
});

test("it can be reset", async () => {
  const server = await start({ buckets: ["initial"] });
  await server.createBucket("later");
  await server.reset();
  assert.deepEqual(await names(server), ["initial"]);
  await server.stop();
});

test("the command is the binary of this version", () => {
  const { version } = require("sandpail/package.json");
  const command = join(import.meta.dirname, "node_modules", ".bin", "sandpail");
  assert.equal(execFileSync(command, ["--version"], { encoding: "utf8" }), `sandpail ${version}\n`);
});
