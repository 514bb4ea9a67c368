/** The server's process: started, until it is ready; ended, whatever happens here. */
"use strict";

const { spawn } = require("node:child_process");
const { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { createInterface } = require("node:readline");

const { find } = require("./binary.js");

const READY = "sandpail ready on ";
// Far above the milliseconds that a start takes, and the five seconds that requests in flight get at the end.
const STARTS_WITHIN = 30_000;
const ENDS_WITHIN = 10_000;
// All else that is in the environment could be configuration: keys, regions and buckets have many names there.
const KEPT = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"];

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill()));

/** A running server. It is ended by `stop`, and when Node ends. */
class Process {
  #child;
  #log = unnamedFile();
  #ended;

  /** Starts one, and waits until it is ready. */
  static async start(words, env) {
    const started = new Process(words, env);
    await started.#ready();
    return started;
  }

  constructor(words, env) {
    const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => KEPT.includes(name)));
    // The log is a file, since a pipe that nobody reads would make the server wait.
    const stdio = ["ignore", "pipe", this.#log];
    this.#child = spawn(find(), words, { env: { ...kept, ...env }, stdio });
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", resolve);
      this.#child.once("exit", (code, signal) => resolve(code ?? signal));
    });
    running.add(this.#child);
  }

  /** Waits for the line that says where the server is. */
  async #ready() {
    const bound = setTimeout(() => this.#child.kill("SIGKILL"), STARTS_WITHIN);
    const lines = createInterface({ input: this.#child.stdout });
    const line = new Promise((resolve) => lines.once("line", resolve));
    const first = await Promise.race([line, this.#ended]);
    clearTimeout(bound);
    lines.close();
    if (typeof first !== "string" || !first.startsWith(READY)) {
      await this.stop();
      throw new Error(`Sandpail did not start: ${this.log().trim() || first?.message || `it ended with ${first}`}`);
    }
    this.url = first.slice(READY.length).match(/[^ ,]+/)[0];
    // Node ends when nothing is left to do, and takes the server with it.
    this.#child.unref();
    this.#child.stdout.unref();
  }

  /** How many bytes the log has. */
  get logged() {
    return typeof this.#log === "string" ? Buffer.byteLength(this.#log) : fstatSync(this.#log).size;
  }

  /** What the server logged, after the first `since` bytes. */
  log(since = 0) {
    if (typeof this.#log === "string") return Buffer.from(this.#log).subarray(since).toString();
    const bytes = Buffer.alloc(Math.max(this.logged - since, 0));
    return bytes.toString("utf8", 0, readSync(this.#log, bytes, 0, bytes.length, since));
  }

  /** Ends the server. It may have ended. */
  async stop() {
    this.#child.ref();
    this.#child.kill();
    const bound = setTimeout(() => this.#child.kill("SIGKILL"), ENDS_WITHIN);
    await this.#ended;
    clearTimeout(bound);
    running.delete(this.#child);
    if (typeof this.#log === "string") return;
    const file = this.#log;
    this.#log = this.log();
    closeSync(file);
  }
}

/** A file that is gone when it is closed. */
function unnamedFile() {
  const folder = mkdtempSync(join(tmpdir(), "sandpail-"));
  try {
    return openSync(join(folder, "log"), "w+");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

exports.Process = Process;
