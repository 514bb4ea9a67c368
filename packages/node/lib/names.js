/** Names of buckets for tests. */
"use strict";

/** A name that says whose the bucket is. All accounts share the names of buckets, so the account is part of it. */
exports.bucketName = (test, account) => {
  const words = test.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const name = words.startsWith("test") ? words : `test-${words}`;
  return `${name.slice(0, 50).replace(/-$/, "")}-${account}`;
};
