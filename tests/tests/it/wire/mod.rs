//! What comes over a raw socket: requests that no client library would send, and the exact bytes of the answers.

mod anonymous;
mod bodyless;
mod checksums;
mod conditions;
mod connections;
mod cors;
mod defaults;
mod digests;
mod explain;
mod form;
mod framing;
mod garbage;
mod garbage_documents;
mod guards;
mod hosts;
mod hosts_missing;
mod http2;
mod identity;
mod large;
mod limits;
mod methods;
mod overrides;
mod owners;
mod paths;
mod presigned;
mod queries;
mod ranges;
mod regions;
mod reuse;
mod times;
mod tls;
mod trailers;
mod truncated;
mod unconfigured;
mod unserved;
mod verified;
mod verified_chunks;
mod verified_urls;
mod verified_versions;
mod website;
mod website_hosts;
mod website_redirects;
mod xml;

use sandpail_tests::{Reply, Server};

/// The text whose digests every catalogue of checksums gives.
pub(crate) const DIGITS: &[u8] = b"123456789";
/// Its MD5 as `Content-MD5` has it.
pub(crate) const DIGITS_MD5: &str = "JfnnlDI7RTiF9RgfG2JNCw==";
/// Its MD5 as an ETag has it, without quotes.
pub(crate) const DIGITS_ETAG: &str = "25f9e794323b453885f5181f1b624d0b";
/// Its SHA-256 in hex.
pub(crate) const DIGITS_SHA256: &str = "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225";

/// Every checksum: its name in headers, its name in messages, that of [`DIGITS`], and a wrong one.
pub(crate) const CHECKSUMS: [(&str, &str, &str, &str); 10] = [
    ("crc32", "CRC32", "y/Q5Jg==", "AAAAAA=="),
    ("crc32c", "CRC32C", "4waSgw==", "AAAAAA=="),
    ("crc64nvme", "CRC64NVME", "rosUhgp5mIg=", "AAAAAAAAAAA="),
    ("sha1", "SHA1", "98O8HYCOBHMq32eZZczDTKeuNEE=", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
    (
        "sha256",
        "SHA256",
        "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ),
    (
        "sha512",
        "SHA512",
        "2eZ2LdHI6vbWGzxhkvxAjU1tXxF20MKRabwk5xw/J0rSf81YEbMT1oH35V7ALXPUmclUVba1u1A6z1dPuo/+hQ==",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
    ),
    ("md5", "MD5", "JfnnlDI7RTiF9RgfG2JNCw==", "AAAAAAAAAAAAAAAAAAAAAA=="),
    ("xxhash64", "XXHASH64", "jLhB20DmroM=", "AAAAAAAAAAA="),
    ("xxhash3", "XXHASH3", "ctyxi2ehff8=", "AAAAAAAAAAA="),
    ("xxhash128", "XXHASH128", "MxGUd+3l3NXpcWQnaB1YYA==", "AAAAAAAAAAAAAAAAAAAAAA=="),
];

/// A server with the bucket `shelf`, in which the object `k` holds `before`.
pub(crate) fn shelf() -> Server {
    let server = Server::with(&["--bucket", "shelf"]);
    let _ = put(&server, "/shelf/k", b"before").ok(200);
    server
}

/// Puts an object on a connection of its own.
pub(crate) fn put(server: &Server, target: &str, body: &[u8]) -> Reply {
    server.raw().ask("PUT", target, &[], body)
}

/// Gets an object on a connection of its own.
pub(crate) fn get(server: &Server, target: &str) -> Reply {
    server.raw().ask("GET", target, &[], b"")
}

/// Asserts that the server is alive and `shelf` as [`shelf`] made it: nothing of a refused request was stored.
#[track_caller]
pub(crate) fn untouched(server: &Server) {
    assert_eq!(get(server, "/shelf/k").ok(200).text(), "before");
    assert_eq!(get(server, "/shelf").ok(200).xml().texts("Contents/Key"), ["k"]);
    let uploads = get(server, "/shelf?uploads").ok(200).xml();
    let parts = uploads.texts("Upload/UploadId").into_iter().map(|id| format!("/shelf/k?uploadId={id}"));
    for target in parts {
        assert_eq!(get(server, &target).ok(200).xml().all("Part").len(), 0, "a part was stored");
    }
}

/// The id of a new upload of `key` in `shelf`.
pub(crate) fn upload(server: &Server, key: &str, headers: &[(&str, &str)]) -> String {
    let reply = server.raw().ask("POST", &format!("/shelf/{key}?uploads"), headers, b"").ok(200);
    reply.xml().get("UploadId").expect("an upload id").to_owned()
}
