//! Signed chunks and trailers, where signatures are verified.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html>

use super::DIGITS;
use super::verified::{names, shelf, spelled, untouched};
use sandpail_tests::{Raw, Reply, Server, Signer, digest};

const SIGNED: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
const WITH_TRAILER: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";

/// An upload to `k` in signed chunks, whose parts can be spoiled before it is sent.
struct Upload {
    headers: Vec<(String, String)>,
    /// Each chunk's signature and data, the empty last one too.
    chunks: Vec<(String, Vec<u8>)>,
    /// The lines after the chunks.
    trailers: Vec<String>,
}

impl Upload {
    fn of(server: &Server, payload: &str, parts: &[&[u8]]) -> Self {
        let signer = Signer::default();
        let length = parts.concat().len().to_string();
        let mut headers = vec![("x-amz-content-sha256", payload), ("x-amz-decoded-content-length", &length)];
        if payload == WITH_TRAILER {
            headers.push(("x-amz-trailer", "x-amz-checksum-crc32"));
        }
        let signature = signer.headers("PUT", &format!("{}/shelf/k", server.url()), &headers);
        let value = |name: &str| signature.iter().find(|(n, _)| n == name).expect(name).1.clone();
        let (moment, seed) = (value("x-amz-date"), value("authorization"));
        let scope = format!("{}/us-east-1/s3/aws4_request", &moment[..8]);
        let (_, seed) = seed.split_once("Signature=").expect("a signature");
        let mut previous = seed.to_owned();
        let mut sign = |kind: &str, hashes: &str| {
            previous = signer.text(&format!("AWS4-HMAC-SHA256-{kind}\n{moment}\n{scope}\n{previous}\n{hashes}"));
            previous.clone()
        };
        let empty = digest::sha256_hex(b"");
        let last: [&[u8]; 1] = [b""];
        let parts = parts.iter().chain(&last);
        let chunks =
            parts.map(|data| (sign("PAYLOAD", &format!("{empty}\n{}", digest::sha256_hex(data))), data.to_vec()));
        let chunks = chunks.collect();
        let mut trailers = Vec::new();
        if payload == WITH_TRAILER {
            let line = "x-amz-checksum-crc32:y/Q5Jg==";
            let hash = digest::sha256_hex(format!("{line}\n").as_bytes());
            trailers = vec![line.to_owned(), format!("x-amz-trailer-signature:{}", sign("TRAILER", &hash))];
        }
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self { headers: headers.chain(signature).collect(), chunks, trailers }
    }

    fn send(&self, server: &Server) -> Reply {
        let mut body = Vec::new();
        for (signature, data) in &self.chunks {
            body.extend(format!("{:x};chunk-signature={signature}\r\n", data.len()).into_bytes());
            body.extend_from_slice(data);
            body.extend_from_slice(if data.is_empty() { b"" } else { b"\r\n" });
        }
        for line in &self.trailers {
            body.extend(format!("{line}\r\n").into_bytes());
        }
        body.extend_from_slice(b"\r\n");
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Raw::connect(server.addr()).ask("PUT", "/shelf/k", &headers, &body)
    }

    /// Sends it and expects the signature of a text that begins with `first` not to match.
    fn mismatches(&self, server: &Server, first: &str) {
        let refusal = self.send(server).refusal();
        assert_eq!((refusal.status, refusal.code.as_str()), (403, "SignatureDoesNotMatch"), "{refusal:?}");
        let text = refusal.field("StringToSign").expect("a text");
        assert!(text.starts_with(&format!("{first}\n")), "{text}");
        assert_eq!(refusal.field("StringToSignBytes"), Some(spelled(text).as_str()));
        assert_eq!(names(&refusal).len(), 6, "{refusal:?}");
        untouched(server);
    }
}

#[test]
fn chunks_that_go_on_from_each_other_are_taken() {
    let server = shelf();
    let large = vec![b'a'; 65536];
    let _ = Upload::of(&server, SIGNED, &[&large, DIGITS]).send(&server).ok(200);
    let got = server.raw().ask("GET", "/shelf/k", &[], b"").ok(200);
    assert_eq!(got.text().len(), 65536 + 9);
    let _ = Upload::of(&server, SIGNED, &[]).send(&server).ok(200);
    let _ = Upload::of(&server, WITH_TRAILER, &[DIGITS]).send(&server).ok(200);
}

#[test]
fn a_chunk_that_was_changed_does_not_match() {
    let server = shelf();
    let large = vec![b'a'; 8192];
    let good = || Upload::of(&server, SIGNED, &[&large, DIGITS]);
    let mut upload = good();
    upload.chunks[0].1[8191] = b'b';
    upload.mismatches(&server, "AWS4-HMAC-SHA256-PAYLOAD");
    upload = good();
    upload.chunks[1].1[0] = b'0';
    upload.mismatches(&server, "AWS4-HMAC-SHA256-PAYLOAD");
    for at in 0..3 {
        upload = good();
        upload.chunks[at].0 = "0".repeat(64);
        upload.mismatches(&server, "AWS4-HMAC-SHA256-PAYLOAD");
    }
}

#[test]
fn trailers_that_were_changed_do_not_match() {
    let server = shelf();
    let mut upload = Upload::of(&server, WITH_TRAILER, &[DIGITS]);
    upload.trailers[0] = "x-amz-checksum-crc32:AAAAAA==".into();
    upload.mismatches(&server, "AWS4-HMAC-SHA256-TRAILER");
    upload = Upload::of(&server, WITH_TRAILER, &[DIGITS]);
    upload.trailers[1] = format!("x-amz-trailer-signature:{}", "0".repeat(64));
    upload.mismatches(&server, "AWS4-HMAC-SHA256-TRAILER");
    upload = Upload::of(&server, WITH_TRAILER, &[DIGITS]);
    upload.trailers.truncate(1);
    assert_eq!(upload.send(&server).refusal().code, "MalformedTrailerError");
    untouched(&server);
}

#[test]
fn unsigned_chunks_need_only_a_signed_request() {
    let server = shelf();
    let kind = ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    let headers = [kind, ("x-amz-decoded-content-length", "9"), ("x-amz-trailer", "x-amz-checksum-crc32")];
    let body = b"9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n";
    let _ = server.raw().ask("PUT", "/shelf/k", &headers, body).ok(200);
    let other = Signer { secret: "another".into(), ..Signer::default() };
    let refusal = Raw::connect(server.addr()).signing(other).ask("PUT", "/shelf/l", &headers, body).refusal();
    assert_eq!(refusal.code, "SignatureDoesNotMatch");
}
