/** A server: one that is started, or one that runs already. */
"use strict";

const { createHash } = require("node:crypto");

const { Endpoint, send } = require("./endpoint.js");
const { Process } = require("./process.js");

/** A server, and its endpoint as it is seen with its own keys, or as account 000000000000. */
class Server extends Endpoint {
  #process;
  #labels = new Map();

  constructor(url, settings, process) {
    super(url, settings);
    this.#process = process;
  }

  /** The endpoint as an account that owns no bucket sees it. The same label gives the same accounts, in order. */
  async freshAccount(label = "") {
    for (;;) {
      const count = (this.#labels.get(label) ?? 0) + 1;
      this.#labels.set(label, count);
      const number = createHash("sha256").update(`${label}#${count}`).digest().readBigUInt64BE() % 10n ** 12n;
      const keys = { accessKeyId: String(number).padStart(12, "0"), secretAccessKey: "test" };
      const endpoint = new Endpoint(this.url, { region: this.region, ...keys });
      // A running server may know it from an earlier run.
      if (!(await send(endpoint, "GET", "/")).includes("<Bucket>")) return endpoint;
    }
  }

  /** Makes everything gone, except for the buckets that the server was started with. */
  async reset() {
    await send(this, "POST", "/_sandpail/reset");
  }

  /** How many bytes the log has; 0 where the server was not started here. */
  get logged() {
    return this.#process?.logged ?? 0;
  }

  /** What the server logged, after the first `since` bytes. Nothing where it was not started here. */
  log(since = 0) {
    return this.#process?.log(since) ?? "";
  }

  /** Ends the server, if it was started here. */
  async stop() {
    await this.#process?.stop();
  }
}
// Node has it before V8 has, which is what Jest's tests see.
if (Symbol.asyncDispose) Server.prototype[Symbol.asyncDispose] = Server.prototype.stop;

/**
 * Starts a server on a free port, with the options of the command line: `{ buckets: ["photos"], restoreSeconds: 5 }`.
 *
 * Of this process's environment it knows nothing; `env` is what it shall know. Where `$SANDPAIL_URL` is set and nothing
 * but buckets is asked for, it is the server there.
 */
async function start({ buckets = [], env = {}, ...options } = {}) {
  const running = process.env.SANDPAIL_URL;
  if (running && Object.keys(options).length + Object.keys(env).length === 0) {
    const server = new Server(running);
    for (const name of buckets) await server.createBucket(name);
    return server;
  }
  const started = await Process.start(words({ listen: "127.0.0.1:0", bucket: buckets, ...options }), env);
  const region = options.region ?? env.SANDPAIL_REGION;
  const accessKeyId = options.accessKey ?? env.SANDPAIL_ACCESS_KEY;
  const secretAccessKey = options.secretKey ?? env.SANDPAIL_SECRET_KEY;
  return new Server(started.url, { region, accessKeyId, secretAccessKey }, started);
}

/** Options as words of a command line. */
function words(options) {
  return Object.entries(options).flatMap(([name, value]) => {
    const option = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return [value].flat().flatMap((one) => (one === true ? [option] : one === undefined ? [] : [`${option}=${one}`]));
  });
}

Object.assign(exports, { start, Server });
