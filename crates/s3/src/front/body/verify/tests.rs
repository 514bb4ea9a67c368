//! Bodies in pieces against their plans: the digests of good ones, the one error item of bad ones.

use std::collections::VecDeque;

use futures_util::FutureExt as _;
use futures_util::stream::StreamExt as _;

use super::super::digest::Hasher;
use super::*;

/// A body that comes in pieces, or breaks.
struct Pieces(VecDeque<Result<Bytes, StdError>>);

impl Stream for Pieces {
    type Item = Result<Bytes, StdError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}

impl ByteStream for Pieces {}

fn body(pieces: impl Iterator<Item = Result<Bytes, StdError>>) -> Body {
    Body::from(Box::pin(Pieces(pieces.collect())) as DynByteStream)
}

fn plan(headers: &[(&str, &str)], object_write: bool) -> Plan {
    let mut request = http::Request::put("/bucket/key");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Plan::of(&request.body(()).unwrap().into_parts().0, object_write).unwrap()
}

/// Reads to the end: the bytes, and what the outcome then holds. The stream's items and the outcome must agree.
fn read(body: Body, plan: Plan) -> (Vec<u8>, Result<Digests, BodyError>) {
    let outcome = Arc::new(Outcome::default());
    let mut verified = VerifiedBody::new(body, plan, Arc::clone(&outcome), None);
    let (mut bytes, mut error) = (Vec::new(), None);
    while let Some(item) = verified.next().now_or_never().expect("the body is ready") {
        assert!(error.is_none(), "an item after the error");
        assert!(outcome.get().is_some() == item.is_err());
        match item {
            Ok(data) => bytes.extend_from_slice(&data),
            Err(fault) => error = Some(fault.downcast::<BodyError>().unwrap()),
        }
    }
    assert!(verified.next().now_or_never().unwrap().is_none());
    assert_eq!(verified.remaining_length().exact(), Some(0));
    let result = outcome.get().unwrap().clone();
    assert_eq!(error.map(|e| e.to_string()), outcome.error().map(ToString::to_string));
    (bytes, result)
}

fn whole(text: &[u8]) -> Body {
    body([Ok(Bytes::copy_from_slice(text))].into_iter())
}

/// A PUT of `sent` with `headers`, whole and byte by byte, that is stored as `data`.
fn accepted(sent: &[u8], headers: &[(&str, &str)], data: &[u8]) -> Digests {
    let (bytes, result) = read(whole(sent), plan(headers, true));
    let single = sent.iter().map(|&b| Ok(Bytes::copy_from_slice(&[b])));
    let (again, same) = read(body(single), plan(headers, true));
    assert_eq!((bytes.as_slice(), again.as_slice()), (data, data));
    let digests = result.unwrap();
    assert_eq!(same.unwrap(), digests);
    assert_eq!(digests.size, data.len() as u64);
    digests
}

/// A PUT of `sent` with `headers` is refused with `expected`.
fn refused(sent: &[u8], headers: &[(&str, &str)], expected: &str) {
    let (_, result) = read(whole(sent), plan(headers, true));
    assert_eq!(format!("{:?}", result.unwrap_err()), expected, "{headers:?}");
}

const LENGTH: (&str, &str) = ("content-length", "5");
const DECODED: (&str, &str) = ("x-amz-decoded-content-length", "5");
const CHUNKED: (&str, &str) = ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
const HELLO_MD5: &str = "5d41402abc4b2a76b9719d911017c592";
const HELLO_SHA256: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

#[test]
fn object_data_gets_an_md5_and_a_crc64() {
    let digests = accepted(b"hello", &[LENGTH], b"hello");
    assert_eq!(digests.md5.map(|md5| digest::hex(&md5)).as_deref(), Some(HELLO_MD5));
    let crc = digests.checksum(Algorithm::Crc64Nvme).map(digest::encode);
    assert_eq!(crc.as_deref(), Some("M3eFcAZSQlc="));
    assert_eq!(digests.sent, None);
    let empty = accepted(b"", &[("content-length", "0")], b"");
    assert_eq!(empty.md5.map(|md5| digest::encode(&md5)).as_deref(), Some("1B2M2Y8AsgTpgAmY7PhCfg=="));
}

#[test]
fn the_default_can_be_another_or_none() {
    let of = |default| {
        let plan = Plan { default, ..plan(&[LENGTH], true) };
        read(whole(b"hello"), plan).1.unwrap().checksum
    };
    assert_eq!(of(None), None);
    assert_eq!(of(Some(Algorithm::Crc32)), Some((Algorithm::Crc32, DigestValue::new(&[0x36, 0x10, 0xa6, 0x86]))));
}

#[test]
fn documents_get_what_they_ask_for() {
    let of = |headers: &[_]| read(whole(b"hello"), plan(headers, false)).1.unwrap();
    let nothing = of(&[]);
    assert_eq!((nothing.md5, nothing.checksum, nothing.size), (None, None, 5));
    assert!(of(&[("content-md5", "XUFAKrxLKna5cZ2REBfFkg==")]).md5.is_some());
}

#[test]
fn a_sent_checksum_takes_the_place_of_the_default() {
    let check = |header: &str, value: &str, algorithm| {
        let digests = accepted(b"hello", &[LENGTH, (header, value), ("x-amz-content-sha256", HELLO_SHA256)], b"hello");
        assert_eq!(digests.sent, Some(algorithm));
        assert_eq!(digests.checksum(algorithm).map(digest::encode).as_deref(), Some(value));
    };
    check("x-amz-checksum-crc32", "NhCmhg==", Algorithm::Crc32);
    check("x-amz-checksum-crc32c", "mnG7TA==", Algorithm::Crc32c);
    check("x-amz-checksum-crc64nvme", "M3eFcAZSQlc=", Algorithm::Crc64Nvme);
    check("x-amz-checksum-sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00=", Algorithm::Sha1);
    check("x-amz-checksum-sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", Algorithm::Sha256);
}

#[test]
fn what_does_not_match() {
    let zeroes = "0".repeat(64);
    refused(
        b"hello",
        &[LENGTH, ("x-amz-content-sha256", &zeroes)],
        &format!("ContentSha256Mismatch {{ sent: {zeroes:?}, computed: {HELLO_SHA256:?} }}"),
    );
    refused(
        b"hello",
        &[LENGTH, ("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")],
        "Md5Mismatch { expected: \"d41d8cd98f00b204e9800998ecf8427e\", calculated: \"XUFAKrxLKna5cZ2REBfFkg==\" }",
    );
    refused(b"hello", &[LENGTH, ("x-amz-checksum-crc32", "AAAAAA==")], "ChecksumMismatch { algorithm: Crc32 }");
    accepted(b"hello", &[LENGTH, ("x-amz-content-sha256", &HELLO_SHA256.to_uppercase())], b"hello");
}

#[test]
fn lengths_are_kept() {
    refused(b"hell", &[LENGTH], "LengthMismatch { expected: 5, provided: 4 }");
    refused(b"", &[LENGTH], "LengthMismatch { expected: 5, provided: 0 }");
    refused(b"hello!", &[LENGTH], "LengthMismatch { expected: 5, provided: 6 }");
    let three = ("x-amz-decoded-content-length", "3");
    refused(b"5\r\nhello\r\n0\r\n\r\n", &[CHUNKED, three], "LengthMismatch { expected: 3, provided: 5 }");
    refused(b"3\r\nhel\r\n0\r\n\r\n", &[CHUNKED, DECODED], "LengthMismatch { expected: 5, provided: 3 }");
    // All of it counts, in whatever pieces it comes.
    refused(b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", &[CHUNKED, three], "ChunkTooSmall { chunk: 2, size: 2 }");
    refused(b"5\r\nhello\r\n0\r\n", &[CHUNKED, DECODED], "Framing");
}

#[test]
fn a_connection_that_breaks() {
    let pieces = [Ok(Bytes::from_static(b"he")), Err("reset".into())];
    let (bytes, result) = read(body(pieces.into_iter()), plan(&[LENGTH], true));
    let error = result.unwrap_err();
    assert_eq!(bytes, b"he");
    assert!(matches!(&error, BodyError::Broken(source) if source.to_string() == "reset"));
}

#[test]
fn trailers() {
    let crc32 = ("x-amz-trailer", "x-amz-checksum-crc32");
    let of = |trailers: &str| format!("5\r\nhello\r\n0\r\n{trailers}\r\n").into_bytes();
    let good = of("x-amz-checksum-crc32:NhCmhg==\r\n");
    let digests = accepted(&good, &[CHUNKED, DECODED, crc32], b"hello");
    assert_eq!(digests.checksum(Algorithm::Crc32), Some(&[0x36, 0x10, 0xa6, 0x86][..]));
    assert_eq!(digests.sent, Some(Algorithm::Crc32));
    // Without any, the default is computed, as for a plain body.
    let digests = accepted(&of(""), &[CHUNKED, DECODED], b"hello");
    assert!(digests.checksum(Algorithm::Crc64Nvme).is_some());
    // An anonymous caller's has no x-amz-content-sha256.
    accepted(&good, &[("content-length", "46"), ("content-encoding", "aws-chunked"), DECODED, crc32], b"hello");

    let malformed = "MalformedTrailer";
    refused(&of(""), &[CHUNKED, DECODED, crc32], malformed);
    refused(&good, &[CHUNKED, DECODED], malformed);
    refused(&of("x-amz-checksum-crc32c:NhCmhg==\r\n"), &[CHUNKED, DECODED, crc32], malformed);
    refused(&of("x-amz-checksum-crc32:NhCmhg==\r\na:b\r\n"), &[CHUNKED, DECODED, crc32], malformed);
    refused(&of("x-amz-checksum-crc32:NhCmhg==\r\n").repeat(2), &[CHUNKED, DECODED, crc32], "Framing");
    refused(&good, &[CHUNKED, DECODED, ("x-amz-checksum-crc32", "NhCmhg==")], malformed);
    refused(
        &of("x-amz-checksum-crc32:bad\r\n"),
        &[CHUNKED, DECODED, crc32],
        "InvalidChecksum { header: \"x-amz-checksum-crc32\", trailing: true }",
    );
    refused(
        &of("x-amz-checksum-crc32:AAAAAA==\r\n"),
        &[CHUNKED, DECODED, crc32],
        "ChecksumMismatch { algorithm: Crc32 }",
    );
}

#[test]
fn the_remaining_length_is_exact_until_the_last_byte() {
    let pieces = [b"he".as_slice(), b"llo"].map(|piece| Ok(Bytes::from_static(piece)));
    let outcome = Arc::new(Outcome::default());
    let mut verified = VerifiedBody::new(body(pieces.into_iter()), plan(&[LENGTH], true), Arc::clone(&outcome), None);
    let mut seen = vec![verified.remaining_length().exact()];
    while verified.next().now_or_never().unwrap().is_some() {
        seen.push(verified.remaining_length().exact());
    }
    seen.push(verified.remaining_length().exact());
    assert_eq!(seen, [Some(5), Some(3), None, Some(0)]);
    assert!(outcome.digests().is_some());
}

#[test]
fn an_empty_body_is_still_asked_for_its_end() {
    let plan = plan(&[("content-length", "0"), ("x-amz-checksum-crc32", "AAAAAQ==")], true);
    let verified = Body::from(VerifiedBody::new(Body::empty(), plan, Arc::default(), None));
    assert!(!http_body::Body::is_end_stream(&verified));
}

#[test]
fn it_can_be_shared_between_threads() {
    fn check<T: Send + Sync + Unpin>() {}
    check::<VerifiedBody>();
}

/// A body that is hashed beside the I/O, in pieces of `size`, with headers beside its length.
async fn large(len: usize, size: usize, headers: &[(&str, &str)]) -> (Vec<u8>, Vec<Bytes>, Result<Digests, BodyError>) {
    let sent: Vec<u8> = (0..len).map(|at| (at * 31 + at / 251) as u8).collect();
    let length = len.to_string();
    let plan = plan(&[&[("content-length", length.as_str())], headers].concat(), true);
    let pieces: Vec<_> = sent.chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    let outcome = Arc::new(Outcome::default());
    let mut verified = VerifiedBody::new(body(pieces.into_iter()), plan, Arc::clone(&outcome), None);
    assert_eq!((outcome.is_gathered(), verified.remaining_length().exact()), (len >= 256 << 10, Some(len)));
    let (mut blocks, mut left) = (Vec::new(), len);
    while let Some(item) = verified.next().await {
        let Ok(block) = item else { break };
        left -= block.len();
        assert_eq!(verified.remaining_length().exact(), Some(left).filter(|left| *left > 0));
        blocks.push(block);
    }
    (sent, blocks, outcome.get().unwrap().clone())
}

#[tokio::test]
async fn large_bodies_come_in_blocks_and_are_hashed_all_the_same() {
    for len in [(256 << 10) - 1, 256 << 10, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (3 << 20) + 63] {
        for size in [1000, 65_536, 5 << 20] {
            let (sent, blocks, digests) = large(len, size, &[]).await;
            let (md5, crc) = (Hasher::new(Algorithm::Md5), Hasher::new(Algorithm::Crc64Nvme));
            let [md5, crc] = [md5, crc].map(|mut hasher| {
                hasher.update(&sent);
                hasher.finish()
            });
            let digests = digests.unwrap();
            assert!(blocks.concat() == sent);
            assert_eq!(digests.md5.as_ref().map(|md5| &md5[..]), Some(&md5[..]), "{len} in {size}");
            assert_eq!(digests.checksum(Algorithm::Crc64Nvme), Some(&crc[..]));
            if len >= 256 << 10 {
                assert!(blocks.iter().rev().skip(1).all(|block| block.len() == 1 << 20));
            }
        }
    }
}

#[tokio::test]
async fn large_bodies_are_refused_as_small_ones() {
    let (_, _, result) = large(300_000, 4096, &[("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")]).await;
    assert!(matches!(result, Err(BodyError::Md5Mismatch { .. })), "{result:?}");
    let (_, _, result) = large(300_000, 4096, &[("x-amz-checksum-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")]).await;
    assert!(matches!(result, Err(BodyError::ChecksumMismatch { algorithm: Algorithm::Md5 })), "{result:?}");
    let (_, _, result) = large(300_000, 4096, &[("x-amz-checksum-crc32", "AAAAAA==")]).await;
    assert!(matches!(result, Err(BodyError::ChecksumMismatch { algorithm: Algorithm::Crc32 })), "{result:?}");
    // A connection that breaks after several blocks.
    let pieces = (0..30).map(|_| Ok(Bytes::from(vec![7; 100_000]))).chain([Err("reset".into())]);
    let outcome = Arc::new(Outcome::default());
    let verified =
        VerifiedBody::new(body(pieces), plan(&[("content-length", "5000000")], true), Arc::clone(&outcome), None);
    let items: Vec<_> = verified.collect().await;
    assert_eq!(items.iter().filter(|item| item.is_ok()).count(), 2);
    assert!(items[2].is_err() && matches!(outcome.error(), Some(BodyError::Broken(_))));
    // One that is shorter than it was to be.
    let pieces = (0..30).map(|_| Ok(Bytes::from(vec![7; 100_000])));
    let outcome = Arc::new(Outcome::default());
    let verified =
        VerifiedBody::new(body(pieces), plan(&[("content-length", "5000000")], true), Arc::clone(&outcome), None);
    assert!(verified.collect::<Vec<_>>().await.last().unwrap().is_err());
    let expected = "LengthMismatch { expected: 5000000, provided: 3000000 }";
    assert_eq!(format!("{:?}", outcome.error().unwrap()), expected);
}
