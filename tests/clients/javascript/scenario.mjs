// Everything that signs in the AWS SDK for JavaScript, at its default settings.

import { step, TLS } from "./endpoint.mjs";
import { buckets, copies, deletions, listing, objects } from "./objects.mjs";
import { empty, file, library, multipart, secure, stream } from "./bodies.mjs";
import { expired, overrides, parts, reads, tampered, unsigned, writes } from "./presigned.mjs";
import { expiredForm, forms, limits, strangersForm } from "./forms.mjs";
import { clocks, session, strangers, virtual } from "./callers.mjs";

await step("buckets", buckets);
await step("odd keys", objects);
await step("copies of odd keys", copies);
await step("listing", listing);
await step("an empty body", empty);
await step("a body from a file", file);
await step("a body from a stream", stream);
await step("a body in parts", multipart);
await step("the library's upload", library);
await step("presigned reads", reads);
await step("presigned overrides", overrides);
await step("presigned writes", writes);
await step("presigned parts", parts);
await step("expired URLs", expired);
await step("tampered URLs", tampered);
await step("headers that nobody signed", unsigned);
await step("forms", forms);
await step("forms over their limits", limits);
await step("expired forms", expiredForm);
await step("forms of strangers", strangersForm);
await step("strangers", strangers);
await step("a session", session);
await step("a clock that is wrong", clocks);
await step("virtual-host style", virtual);
if (TLS) await step("TLS", secure);
await step("deletions", deletions);

// Answers that nobody read keep their connections, and those the process.
process.exit(0);
