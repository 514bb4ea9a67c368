//! Signatures of the SDK, header and presigned, for a server that compares them: odd keys, every kind of body, and what
//! happens to a request that somebody else signed, or that was changed on the way.

use super::{MIB_5, put, read, start};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::Credentials;
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart, Delete, ObjectIdentifier, StorageClass};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http_body_util::StreamBody;
use hyper::body::Frame;
use sandpail_tests::{Reply, Server, sdk};
use std::io;
use std::time::{Duration, UNIX_EPOCH};

/// The keys that the clients in other languages try.
const KEYS: &str = include_str!("../../../clients/keys.txt");

/// A server that knows one caller, with the bucket `shelf`; and that caller.
fn verifying() -> (Server, Client) {
    let known = ["--access-key", sdk::ACCESS_KEY, "--secret-key", sdk::SECRET];
    let server = Server::with(&[&["--bucket", "shelf", "--domain", "localhost"], &known[..]].concat());
    let s3 = sdk::client(&server.url());
    (server, s3)
}

fn hour() -> PresigningConfig {
    PresigningConfig::expires_in(Duration::from_secs(3600)).expect("an hour is allowed")
}

/// Sends what was signed, but for what `change` makes of the target.
fn send(server: &Server, request: &PresignedRequest, body: &[u8], change: impl Fn(String) -> String) -> Reply {
    let target = request.uri().strip_prefix(&server.url()).expect("a URL of this server");
    let mut headers = vec![("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];
    headers.extend(request.headers());
    server.raw().ask(request.method(), &change(target.to_owned()), &headers, body)
}

fn unchanged(target: String) -> String {
    target
}

#[tokio::test]
async fn put_object_get_object_copy_object_and_delete_objects_of_odd_keys_verify() {
    let (_server, s3) = verifying();
    let mut gone = Vec::new();
    for key in KEYS.lines() {
        put(&s3, key, key).await;
        assert_eq!(read(&s3, key).await, key.as_bytes());
        let source = format!("shelf/{}", percent(key));
        let copy = s3.copy_object().bucket("shelf").key(format!("copy/{key}")).copy_source(source);
        copy.send().await.expect("a copy");
        assert_eq!(read(&s3, &format!("copy/{key}")).await, key.as_bytes());
        gone.push(ObjectIdentifier::builder().key(key).build().expect("a key"));
    }
    let listed = s3.list_objects_v2().bucket("shelf").prefix("copy/").send().await.expect("a list");
    assert_eq!(listed.key_count(), Some(i32::try_from(gone.len()).expect("few")));
    let count = gone.len();
    let delete = Delete::builder().set_objects(Some(gone)).build().expect("some keys");
    let deleted = s3.delete_objects().bucket("shelf").delete(delete).send().await.expect("an answer");
    assert_eq!((deleted.deleted().len(), deleted.errors().len()), (count, 0));
}

/// Every byte of a key that is no letter or digit, in percent-encoding: this SDK sends copy sources as they are.
fn percent(key: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    key.bytes().map(encode).collect()
}

#[tokio::test]
async fn put_object_of_a_stream_verifies() {
    let (_server, s3) = verifying();
    let pieces = [vec![b'a'; 70_000], vec![b'b'; 70_000], vec![b'c'; 7]];
    let size = i64::try_from(pieces.iter().map(Vec::len).sum::<usize>()).expect("few");
    let frames = stream::iter(pieces.clone()).map(|piece| Ok::<_, io::Error>(Frame::data(Bytes::from(piece))));
    let body = ByteStream::from_body_1_x(StreamBody::new(frames));
    let put = s3.put_object().bucket("shelf").key("k").content_length(size).body(body).send().await.expect("a put");
    assert!(put.checksum_crc32().is_some());
    assert_eq!(read(&s3, "k").await, pieces.concat());
}

#[tokio::test]
async fn upload_part_and_complete_multipart_upload_verify() {
    let (server, s3) = verifying();
    let upload = start(&s3, "in parts/é+ %").await;
    let part = s3.upload_part().bucket("shelf").key("in parts/é+ %").upload_id(&upload).part_number(1);
    let first = part.body(vec![b'a'; MIB_5].into()).send().await.expect("a part");
    let part = s3.upload_part().bucket("shelf").key("in parts/é+ %").upload_id(&upload).part_number(2);
    let url = part.presigned(hour()).await.expect("a URL");
    let second = send(&server, &url, b"by URL", unchanged).ok(200);
    let named = [first.e_tag(), second.header("etag")].into_iter().zip(1..);
    let parts =
        named.map(|(etag, number)| CompletedPart::builder().part_number(number).e_tag(etag.expect("an ETag")).build());
    let parts = CompletedMultipartUpload::builder().set_parts(Some(parts.collect())).build();
    let done = s3.complete_multipart_upload().bucket("shelf").key("in parts/é+ %").upload_id(&upload);
    done.multipart_upload(parts).send().await.expect("an object");
    assert_eq!(read(&s3, "in parts/é+ %").await.len(), MIB_5 + "by URL".len());
}

#[tokio::test]
async fn get_object_head_object_put_object_and_delete_object_by_url_verify() {
    let (server, s3) = verifying();
    for key in KEYS.lines() {
        let url = s3.put_object().bucket("shelf").key(key).content_type("text/x-odd").metadata("colour", "blue  red");
        let url = url.storage_class(StorageClass::StandardIa).presigned(hour()).await.expect("a URL");
        let _ = send(&server, &url, key.as_bytes(), unchanged).ok(200);
        let url = s3.get_object().bucket("shelf").key(key).response_content_disposition("attachment; filename=\"+ %\"");
        let reply = send(&server, &url.presigned(hour()).await.expect("a URL"), b"", unchanged).ok(200);
        assert_eq!((reply.text().as_str(), reply.header("x-amz-meta-colour")), (key, Some("blue  red")));
        assert_eq!(reply.header("content-disposition"), Some("attachment; filename=\"+ %\""));
        let url = s3.head_object().bucket("shelf").key(key).presigned(hour()).await.expect("a URL");
        assert_eq!(send(&server, &url, b"", unchanged).ok(200).header("content-type"), Some("text/x-odd"));
        let url = s3.delete_object().bucket("shelf").key(key).presigned(hour()).await.expect("a URL");
        let _ = send(&server, &url, b"", unchanged).ok(204);
    }
}

#[tokio::test]
async fn get_object_by_an_url_that_was_changed_is_refused() {
    let (server, s3) = verifying();
    put(&s3, "k", "x").await;
    put(&s3, "other", "y").await;
    let url = s3.get_object().bucket("shelf").key("k").presigned(hour()).await.expect("a URL");
    let check = |change: fn(String) -> String| {
        let refusal = send(&server, &url, b"", change).refusal();
        assert_eq!((refusal.status, refusal.code.as_str()), (403, "SignatureDoesNotMatch"), "{refusal:?}");
        for field in ["AWSAccessKeyId", "StringToSign", "SignatureProvided", "CanonicalRequest"] {
            assert!(refusal.field(field).is_some(), "{field} {refusal:?}");
        }
    };
    check(|target| target.replace("/shelf/k?", "/shelf/other?"));
    check(|target| format!("{target}&response-content-type=text/x-odd"));
    check(|target| target.replace("X-Amz-Expires=3600", "X-Amz-Expires=3601"));
    assert_eq!(send(&server, &url, b"", unchanged).ok(200).text(), "x");
}

#[tokio::test]
async fn get_object_by_an_old_url_is_refused_as_expired() {
    let (server, s3) = verifying();
    put(&s3, "k", "x").await;
    let then = UNIX_EPOCH + Duration::from_secs(1_577_836_800);
    let old = PresigningConfig::builder().start_time(then).expires_in(Duration::from_secs(60)).build().expect("times");
    let url = s3.get_object().bucket("shelf").key("k").presigned(old).await.expect("a URL");
    let fields = [("X-Amz-Expires", "60"), ("Expires", "2020-01-01T00:01:00Z")];
    send(&server, &url, b"", unchanged).refusal().has(403, "AccessDenied", "Request has expired", &fields);
}

#[tokio::test]
async fn put_object_by_strangers_is_refused() {
    let (server, s3) = verifying();
    put(&s3, "k", "x").await;
    for (other, code) in [
        ((sdk::ACCESS_KEY, "another secret"), "SignatureDoesNotMatch"),
        (("AKIASTRANGER", sdk::SECRET), "InvalidAccessKeyId"),
    ] {
        let other = Credentials::new(other.0, other.1, None, None, "tests");
        let other = sdk::client_with(&server.url(), other);
        let refusal = sdk::refused(other.put_object().bucket("shelf").key("k").body(b"y".to_vec().into()).send().await);
        assert_eq!((refusal.status, refusal.code.as_str()), (403, code), "{refusal:?}");
        let url = other.get_object().bucket("shelf").key("k").presigned(hour()).await.expect("a URL");
        assert_eq!(send(&server, &url, b"", unchanged).refusal().code, code);
    }
    assert_eq!(read(&s3, "k").await, b"x");
}

#[tokio::test]
async fn put_object_in_virtual_host_style_verifies() {
    let (server, _) = verifying();
    let s3 = sdk::client_virtual(server.addr());
    for key in KEYS.lines() {
        put(&s3, key, "x").await;
        assert_eq!(read(&s3, key).await, b"x", "{key}");
    }
}
