/** The endpoint as one account sees it: what clients need to know of it. */
"use strict";

const { createHmac } = require("node:crypto");

// Version 2 signs no date but the last one that a URL is good for: one rule for any clock that a server may have.
const FOREVER = 4102444800;

class Endpoint {
  /** Where S3 is, and with which keys. */
  constructor(url, { region = "us-east-1", accessKeyId = "test", secretAccessKey = "test" } = {}) {
    this.url = url.replace(/\/$/, "");
    this.region = region;
    this.accessKeyId = accessKeyId;
    this.secretAccessKey = secretAccessKey;
  }

  /** The configuration of an `S3Client` of @aws-sdk/client-s3. */
  config() {
    const { url: endpoint, region, accessKeyId, secretAccessKey } = this;
    return { endpoint, region, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } };
  }

  /** The variables by which AWS SDKs and the aws CLI find this endpoint. */
  env() {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_REGION: this.region,
      AWS_DEFAULT_REGION: this.region,
      AWS_ACCESS_KEY_ID: this.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }

  /** Creates a bucket, and returns its name. */
  async createBucket(name) {
    await send(this, "PUT", `/${name}`, location(this.region));
    return name;
  }
}

/** Sends a request that needs no library, and returns the body of its answer. */
async function send({ url, accessKeyId, secretAccessKey }, method, path, body = "") {
  const signed = `${method}\n\n\n${FOREVER}\n${path}`;
  const Signature = createHmac("sha1", secretAccessKey).update(signed).digest("base64");
  const query = new URLSearchParams({ AWSAccessKeyId: accessKeyId, Expires: FOREVER, Signature });
  const { status, text } = await exchange(`${url}${path}?${query}`, method, body).catch((error) => {
    throw new Error(`${method} ${url}${path}: ${error.message}`);
  });
  if (status === 200) return text;
  const [code, message] = ["Code", "Message"].map((name) => text.split(`<${name}>`)[1]?.split("<")[0]);
  throw new Error(`${method} ${url}${path}: ${status} ${code ? `${code}: ${message}` : "without a word"}`);
}

// Not `fetch`, which Jest's jsdom has not.
function exchange(url, method, body) {
  const { request } = require(url.startsWith("https:") ? "node:https" : "node:http");
  return new Promise((resolve, reject) => {
    const headers = { "content-length": Buffer.byteLength(body) };
    // On a connection of its own, which keeps nobody waiting when the server ends. A certificate that the server made
    // itself is known to nobody, and these requests have no secret.
    const options = { method, headers, agent: false, timeout: 30_000, rejectUnauthorized: false };
    const sent = request(url, options, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece) => (text += piece));
      answer.on("end", () => resolve({ status: answer.statusCode, text })).on("error", reject);
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer")));
    sent.on("error", reject).end(body);
  });
}

function location(region) {
  if (region === "us-east-1") return "";
  const location = `<LocationConstraint>${region}</LocationConstraint>`;
  return `<CreateBucketConfiguration>${location}</CreateBucketConfiguration>`;
}

exports.Endpoint = Endpoint;
exports.send = send;
