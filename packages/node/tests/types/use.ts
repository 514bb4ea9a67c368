/** What users write, for the compiler alone. A line that must be refused says so. */

import { type S3ClientConfig } from "@aws-sdk/client-s3";
import { type Endpoint, start, type Server } from "sandpail";
import { sandpail as hooks } from "sandpail/jest";
import { sandpail } from "sandpail/vitest";
import { test as base } from "vitest";

export async function program(): Promise<string> {
  const options = { buckets: ["photos"], restoreSeconds: 5, hostAlias: ["a", "b"], env: { A: "b" } };
  await using server: Server = await start(options);
  const account: Endpoint = await server.freshAccount("label");
  const configs: S3ClientConfig[] = [server.config(), account.config()];
  // @ts-expect-error: a list.
  await start({ buckets: "photos" });
  // @ts-expect-error: not of an account.
  account.stop();
  return server.log(server.logged) + configs.length;
}

const test = sandpail(base.extend({ number: 7 }), { region: "eu-west-1" });
test("fixtures have types", async ({ sandpailServer, sandpail, bucket, number }) => {
  const all: [Server, Endpoint, string, number] = [sandpailServer, sandpail, bucket, number];
  // @ts-expect-error: no number.
  const wrong: number = bucket;
  return void [all, wrong];
});

const mock = hooks();
export const named = (): [Server, Endpoint, string] => [mock.server, mock.endpoint, mock.bucket];
