/**
 * Hooks for Jest: a server for each file of tests, and for each test an account and a bucket of its own.
 * Accounts and names follow from a test's file and name, so they are the same in every run; on a server that has seen
 * the test before, it gets the next ones.
 */
"use strict";

const { relative } = require("node:path");

const { bucketName } = require("./names.js");
const { start } = require("./server.js");

/** Registers the hooks. What is returned has its properties while a test runs. */
exports.sandpail = (options) => {
  const mock = {};
  beforeAll(async () => {
    mock.server = await start(options);
  });
  beforeEach(async () => {
    const { currentTestName, testPath } = expect.getState();
    mock.endpoint = await mock.server.freshAccount(`${relative(process.cwd(), testPath)} > ${currentTestName}`);
    mock.bucket = await mock.endpoint.createBucket(bucketName(currentTestName, mock.endpoint.accessKeyId));
  });
  afterAll(() => mock.server?.stop());
  return mock;
};
