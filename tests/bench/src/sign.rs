//! Requests as SDKs send them, signed in version 4 and ready to be written to a socket. The tests sign with the SDK's own
//! code; a bench that people build before anything else does without that.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use crc_fast::CrcAlgorithm::Crc32IsoHdlc;
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::Md5;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use time::macros::format_description;

/// The chunks of aws-chunked bodies, as SDKs make them.
const CHUNK: usize = 64 * 1024;

/// How a body is announced, and who does so.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Payload {
    /// `UNSIGNED-PAYLOAD`: clients over TLS.
    Unsigned,
    /// Its digest: most SDKs in clear.
    Sha256,
    /// Chunks that end in a CRC32: SDKs with streams.
    Trailer,
}

/// A request, whole.
pub(crate) struct Request {
    /// Its head and, of a small one, its body: one write.
    pub(crate) head: Bytes,
    pub(crate) rest: Bytes,
    /// The answer has no body whatever it says.
    pub(crate) is_head: bool,
    /// What a good answer has: these bytes as its body.
    pub(crate) body: Option<Bytes>,
    /// What a good answer has somewhere in its body.
    pub(crate) part: &'static str,
}

/// Makes requests to one server.
pub(crate) struct Maker {
    host: String,
    time: String,
    scope: String,
    key: Vec<u8>,
}

impl Maker {
    pub(crate) fn new(host: &str) -> Self {
        let now = OffsetDateTime::now_utc();
        let time = now.format(format_description!("[year][month][day]T[hour][minute][second]Z")).unwrap_or_default();
        let scope = format!("{}/us-east-1/s3/aws4_request", time.split('T').next().unwrap_or_default());
        let key = scope.split('/').fold(b"AWS4test".to_vec(), |key, part| hmac(&key, part));
        Self { host: host.to_owned(), time, scope, key }
    }

    /// A request without a body. `target` has its query in the order and form that is signed.
    pub(crate) fn plain(&self, method: &str, target: &str) -> Request {
        self.request(method, target, &[], &Bytes::new(), Payload::Unsigned)
    }

    /// A request. The names of `headers` are in small letters; those of S3 are signed.
    pub(crate) fn request(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &Bytes,
        payload: Payload,
    ) -> Request {
        let hash = match payload {
            Payload::Unsigned => "UNSIGNED-PAYLOAD".to_owned(),
            Payload::Sha256 => hex(&Sha256::digest(body)),
            Payload::Trailer => "STREAMING-UNSIGNED-PAYLOAD-TRAILER".to_owned(),
        };
        let decoded = body.len().to_string();
        let mut headers = headers.to_vec();
        headers.extend([("host", &*self.host), ("x-amz-content-sha256", &hash), ("x-amz-date", &self.time)]);
        let sent = if payload == Payload::Trailer {
            headers.extend([("x-amz-decoded-content-length", &*decoded), ("x-amz-trailer", "x-amz-checksum-crc32")]);
            headers.push(("content-encoding", "aws-chunked"));
            chunked(body)
        } else {
            body.clone()
        };
        headers.sort_unstable();
        let authorization = self.authorization(method, target, &headers, &hash);
        let length = sent.len().to_string();
        headers.extend([("authorization", &*authorization), ("content-length", &length)]);
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let mut head = format!("{method} {target} HTTP/1.1\r\n{lines}\r\n").into_bytes();
        let rest = if sent.len() <= CHUNK {
            head.extend_from_slice(&sent);
            Bytes::new()
        } else {
            sent
        };
        Request { head: head.into(), rest, is_head: method == "HEAD", body: None, part: "" }
    }

    /// The value of the header; `headers` are in order.
    fn authorization(&self, method: &str, target: &str, headers: &[(&str, &str)], hash: &str) -> String {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let signed = headers.iter().filter(|(name, _)| *name == "host" || name.starts_with("x-amz-"));
        let lines: String = signed.clone().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let names = signed.map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let canonical = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{hash}");
        let (time, scope) = (&self.time, &self.scope);
        let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
        let signature = hex(&hmac(&self.key, &text));
        format!("AWS4-HMAC-SHA256 Credential=test/{scope}, SignedHeaders={names}, Signature={signature}")
    }
}

/// What Content-MD5 says of `body`.
pub(crate) fn content_md5(body: &[u8]) -> String {
    BASE64_STANDARD.encode(Md5::digest(body))
}

fn chunked(body: &Bytes) -> Bytes {
    let mut sent = Vec::with_capacity(body.len() + body.len() / 512 + 128);
    for chunk in body.chunks(CHUNK) {
        sent.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        sent.extend_from_slice(chunk);
        sent.extend_from_slice(b"\r\n");
    }
    // The checksum has 32 bits; the crate gives those of every width in 64.
    let crc = crc_fast::checksum(Crc32IsoHdlc, body).to_be_bytes();
    let crc = BASE64_STANDARD.encode(&crc[4..]);
    sent.extend_from_slice(format!("0\r\nx-amz-checksum-crc32:{crc}\r\n\r\n").as_bytes());
    sent.into()
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
