// The endpoint under test, clients for it, and what every step says with.
//
// node scenario.mjs URL accept|verify [HTTPS_URL], in a folder with keys.txt.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { S3Client } from "@aws-sdk/client-s3";

export const [URL_, MODE, TLS] = process.argv.slice(2);
/** Whether signatures are compared: if not, anyone is let in. */
export const VERIFY = MODE === "verify";
export const BUCKET = "javascript";
export const KEYS = readFileSync("keys.txt", "utf8").split("\n").slice(0, -1);
export const KNOWN = { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY };
export const FORGER = { ...KNOWN, secretAccessKey: "another secret" };
export const STRANGER = { accessKeyId: "AKIASTRANGER", secretAccessKey: "any secret" };

/** A client at its default settings, except for what a test is about. */
export function client(settings = {}) {
  return new S3Client({ endpoint: URL_, forcePathStyle: true, region: "us-east-1", credentials: KNOWN, ...settings });
}

export const s3 = client();

/** Runs one step and prints its line; the first that fails ends the program. */
export async function step(name, run) {
  await run();
  console.log(`${name}: ok`);
}

export { assert };

/** A call that must be refused with this status and code. */
export async function refused(call, status, code) {
  const error = await call.then(() => assert.fail(`not refused: ${status} ${code}`), (error) => error);
  assert.equal(error.$metadata?.httpStatusCode, status, String(error));
  if (code) assert.equal(error.name, code);
}

/** A call with a signature that is not the known caller's: refused where signatures are compared. */
export async function forged(call, code) {
  if (VERIFY) await refused(call, 403, code);
  else await call;
}

/** Sends exactly this, without any AWS library, and returns status, headers and text. */
export function send(method, url, { headers = {}, body = "" } = {}) {
  const [, scheme, authority, target] = /^(https?):\/\/([^/]*)(.*)$/s.exec(url);
  const [, port] = authority.split(":");
  const options = { host: "127.0.0.1", port, path: target, method, agent: false };
  const sized = method === "PUT" || method === "POST" ? { "Content-Length": Buffer.byteLength(body) } : {};
  options.headers = { Host: authority, ...sized, ...headers };
  return new Promise((resolve, reject) => {
    const request = (scheme === "https" ? https : http).request(options, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() });
    });
    request.on("error", reject).end(body);
  });
}

/** The text of an element of an XML document. */
export function element(text, name) {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
}

/** Looks at an answer: its status, and for an error its code and message where they are told. */
export function expect(answer, status, code, message) {
  assert.equal(answer.status, status, `${answer.status} ${answer.text}`);
  if (code) assert.equal(element(answer.text, "Code"), code, answer.text);
  if (message) assert.equal(element(answer.text, "Message"), message);
}

/** The same for what only a server that compares signatures refuses; another answers `status`. */
export function expectForged(answer, status, code = "SignatureDoesNotMatch") {
  if (VERIFY) expect(answer, 403, answer.text && code);
  else expect(answer, status);
}
