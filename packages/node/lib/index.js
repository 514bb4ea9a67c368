/** Sandpail, an S3-compatible mock endpoint, started from Node. For Vitest and Jest see vitest.js and jest.js. */
"use strict";

// CommonJS throughout: Jest's tests `require` it, and everybody can import it by name.
exports.start = require("./server.js").start;
exports.Server = require("./server.js").Server;
exports.Endpoint = require("./endpoint.js").Endpoint;
