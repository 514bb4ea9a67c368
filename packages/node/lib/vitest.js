/**
 * Fixtures for Vitest: a server for each worker, and for each test an account and a bucket of its own.
 * Accounts and names follow from a test's file and name, so they are the same in every run; on a server that has seen
 * the test before, it gets the next ones.
 */
"use strict";

const { bucketName } = require("./names.js");
const { start } = require("./server.js");

/** A `test` that has the fixtures beside those of the given one. */
exports.sandpail = (test, options) => test.extend(fixtures(options));

const fixtures = (options) => ({
  sandpailServer: [
    // Vitest reads from the braces which fixtures a fixture needs.
    async ({}, use) => {
      const server = await start(options);
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  sandpail: async ({ sandpailServer, task }, use) => {
    await use(await sandpailServer.freshAccount(names(task).join(" > ")));
  },
  bucket: async ({ sandpail, task }, use) => {
    await use(await sandpail.createBucket(bucketName(task.name, sandpail.accessKeyId)));
  },
});

/** The names of a test, from its file inwards. */
function names(task) {
  return [...(task.suite ? names(task.suite) : [task.file.name]), task.name];
}
