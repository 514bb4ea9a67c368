/** Fixtures for Vitest. */

import type { TestAPI } from "vitest";

import type { Endpoint, Options, Server } from "./index.js";

/** What a test can ask for. */
export interface Fixtures {
  /** The server of this worker. */
  sandpailServer: Server;
  /** The endpoint, as an account sees it that is this test's alone. */
  sandpail: Endpoint;
  /** The name of an empty bucket, which no other test has. */
  bucket: string;
}

/** A `test` that has the fixtures beside those of the given one. */
export function sandpail<Given>(test: TestAPI<Given>, options?: Options): TestAPI<Given & Fixtures>;
