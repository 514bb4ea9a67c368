/** The fixtures of Vitest and the hooks of Jest, in real runs of theirs; and the types. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";

import { start } from "sandpail";

const here = import.meta.dirname;

// A name by which the servers of these runs are known from all others.
const folder = mkdtempSync(join(tmpdir(), "sandpail-runners-"));
after(() => rmSync(folder, { recursive: true }));
const binary = join(folder, "sandpail");
symlinkSync(join(dirname(createRequire(import.meta.url).resolve("sandpail/package.json")), "bin", "sandpail"), binary);

/** Runs a command of node_modules in a folder to its good end, and returns what it printed. */
function run(command, folder, env = {}) {
  const { NODE_TEST_CONTEXT, SANDPAIL_URL, ...rest } = process.env;
  const [program, ...words] = command.split(" ");
  const { stdout, stderr, status } = spawnSync(join(here, "node_modules", ".bin", program), words, {
    cwd: join(here, folder),
    env: { ...rest, NO_COLOR: "1", CI: "1", SANDPAIL_BINARY: binary, ...env },
    encoding: "utf8",
    timeout: 120_000,
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  assert.deepEqual(servers(), [], "it left servers behind");
  return stdout + stderr;
}

/** The processes of servers that there are. */
function servers() {
  return readdirSync("/proc").filter((id) => {
    const file = `/proc/${id}/cmdline`;
    return /^\d+$/.test(id) && existsSync(file) && readFileSync(file, "utf8").startsWith(binary);
  });
}

/** The buckets that a run told of. */
const buckets = (printed) => [...printed.matchAll(/BUCKET ([a-z0-9-]+)/g)].map(([, name]) => name).sort();

for (const [runner, command] of [["vitest", "vitest run"], ["jest", "jest --ci"]]) {
  test(`each test of ${runner} has an account and a bucket, the same in every run`, () => {
    const [first, second] = [run(command, runner), run(command, runner)].map(buckets);
    assert.equal(new Set(first).size, 8);
    assert.deepEqual(first, second);
  });

  test(`runs of ${runner} that share a server do not meet`, async () => {
    const server = await start();
    const [first, second] = [0, 1].map(() => buckets(run(command, runner, { SANDPAIL_URL: server.url })));
    assert.equal(new Set([...first, ...second]).size, 16);
    await server.stop();
  });
}

test("the types fit what users write", () => {
  run("tsc --project .", "types");
});
