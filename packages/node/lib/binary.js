/** Where the binary is: `$SANDPAIL_BINARY`, the one in this package, or `sandpail` in the PATH. */
"use strict";

const { accessSync, constants, statSync } = require("node:fs");
const { delimiter, join } = require("node:path");

const OWN = join(__dirname, "..", "bin", "sandpail");

/** The binary to start. */
exports.find = () => {
  const given = process.env.SANDPAIL_BINARY;
  if (given) {
    if (!runs(given)) throw new Error(`SANDPAIL_BINARY is ${given}, which is no binary that can be run`);
    return given;
  }
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const found = [OWN, ...folders.map((folder) => join(folder, "sandpail"))].find(runs);
  if (found) return found;
  throw new Error(
    "no binary of Sandpail: this installation has none for this platform, and there is no sandpail in PATH; " +
      "set SANDPAIL_BINARY to one, or SANDPAIL_URL to a running server",
  );
};

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
