/** Hooks for Jest. */

import type { Endpoint, Options, Server } from "./index.js";

/** What there is while a test runs. */
export interface Mock {
  /** The server of this file of tests. */
  readonly server: Server;
  /** The endpoint, as an account sees it that is this test's alone. */
  readonly endpoint: Endpoint;
  /** The name of an empty bucket, which no other test has. */
  readonly bucket: string;
}

/** Registers the hooks: call it once in a file, outside of tests. */
export function sandpail(options?: Options): Mock;
