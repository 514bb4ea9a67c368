//! URLs that a store signs, with and without queries and headers that belong to the signature.

use std::time::Duration;

use object_store::ObjectStoreExt as _;
use object_store::aws::AmazonS3;
use object_store::multipart::{MultipartStore as _, PartId};
use object_store::path::Path;
use object_store::signer::{HeaderName, HeaderValue, Method, SignedUrlOptions, Signer as _, Url};
use reqwest::Response;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use sandpail_suites::signed::{FOR, answer, request, send, url};
use sandpail_suites::store;

/// The SHA-256 of `hello world`, in base 64.
const CHECKSUM: &str = "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=";

fn signed_for(header: HeaderName, value: &'static str) -> SignedUrlOptions {
    SignedUrlOptions::new().with_signed_header(header, HeaderValue::from_static(value))
}

fn checksummed() -> SignedUrlOptions {
    signed_for(HeaderName::from_static("x-amz-checksum-sha256"), CHECKSUM)
}

fn part(number: &str, upload: &str) -> SignedUrlOptions {
    // Not in the order of the canonical query.
    SignedUrlOptions::new().with_query([("uploadId", upload), ("partNumber", number)])
}

async fn bytes(store: &AmazonS3, key: &str) -> Vec<u8> {
    store.get(&Path::from(key)).await.expect("an object").bytes().await.expect("its bytes").to_vec()
}

#[track_caller]
fn assert_status(response: &Response, status: u16) {
    assert_eq!(response.status().as_u16(), status, "{response:?}");
}

#[tokio::test]
async fn there_and_back() {
    let store = store().await;
    let none = SignedUrlOptions::new();
    for key in ["plain", "a b/c=d&e+f/π.bin", "100%/~tilde!*'()"] {
        assert_status(&send(&store, Method::PUT, key, &none, "hello").await, 200);
        let got = send(&store, Method::GET, key, &none, "").await;
        assert_eq!(got.text().await.expect("a body"), "hello");
        assert_eq!(bytes(&store, key).await, b"hello");
        assert_status(&send(&store, Method::HEAD, key, &none, "").await, 200);
        assert_status(&send(&store, Method::DELETE, key, &none, "").await, 204);
        assert_status(&send(&store, Method::GET, key, &none, "").await, 404);
    }
}

#[tokio::test]
async fn many_at_once() {
    let store = store().await;
    let paths = [Path::from("one"), Path::from("two")];
    for url in store.signed_urls(Method::PUT, &paths, FOR).await.expect("signed URLs") {
        assert_status(&answer(request(Method::PUT, url).body("hello")).await, 200);
    }
    assert_eq!(bytes(&store, "two").await, b"hello");
}

#[tokio::test]
async fn parts() {
    let store = store().await;
    let path = Path::from("a b/parts=1");
    let upload = store.create_multipart(&path).await.expect("an upload");
    let bodies = [vec![1; 6 << 20], vec![2; 6 << 20], vec![3; 1 << 20]];
    let mut parts = Vec::new();
    for (body, number) in bodies.iter().zip(["1", "2", "3"]) {
        let put = send(&store, Method::PUT, path.as_ref(), &part(number, &upload), body.clone()).await;
        assert_status(&put, 200);
        let etag = put.headers()[ETAG].to_str().expect("text");
        parts.push(PartId { content_id: etag.to_owned() });
    }
    store.complete_multipart(&path, &upload, parts).await.expect("an object");
    assert!(bytes(&store, path.as_ref()).await == bodies.concat());
}

#[tokio::test]
async fn a_signed_checksum_holds() {
    let store = store().await;
    let options = checksummed();
    let name = HeaderName::from_static("x-amz-checksum-sha256");
    let put = url(&store, Method::PUT, "key", &options).await;
    let with = |value: &'static str| request(Method::PUT, put.clone()).header(name.clone(), value);
    assert_status(&answer(with(CHECKSUM).body("hello world")).await, 200);
    assert_status(&answer(with(CHECKSUM).body("other bytes")).await, 400);
    let other = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    assert_status(&answer(with(other).body("hello world")).await, 403);
    assert_status(&answer(request(Method::PUT, put.clone()).body("hello world")).await, 403);
    assert_eq!(bytes(&store, "key").await, b"hello world");
}

#[tokio::test]
async fn a_signed_content_type_holds() {
    let store = store().await;
    let put = url(&store, Method::PUT, "key", &signed_for(CONTENT_TYPE, "text/plain; charset=utf-8")).await;
    let with = |value: &'static str| request(Method::PUT, put.clone()).header(CONTENT_TYPE, value).body("hello");
    assert_status(&answer(with("text/plain; charset=utf-8")).await, 200);
    assert_status(&answer(with("application/octet-stream")).await, 403);
}

#[tokio::test]
async fn a_signed_condition_holds() {
    let store = store().await;
    let options = signed_for(IF_NONE_MATCH, "*");
    assert_status(&send(&store, Method::PUT, "key", &options, "first").await, 200);
    assert_status(&send(&store, Method::PUT, "key", &options, "second").await, 412);
    assert_eq!(bytes(&store, "key").await, b"first");
}

#[tokio::test]
async fn a_query_with_spaces() {
    let store = store().await;
    store.put(&Path::from("key"), "hello".into()).await.expect("an object");
    let disposition = r#"attachment; filename="a b.txt""#;
    let options = SignedUrlOptions::new().with_query([("response-content-disposition", disposition)]);
    let got = send(&store, Method::GET, "key", &options, "").await;
    assert_status(&got, 200);
    assert_eq!(got.headers()[CONTENT_DISPOSITION], disposition);
}

/// Nothing that is signed can be changed, and what is not signed does not matter.
#[tokio::test]
async fn tampering() {
    let store = store().await;
    let path = Path::from("key");
    let upload = store.create_multipart(&path).await.expect("an upload");
    let signed = url(&store, Method::PUT, "key", &part("1", &upload)).await;
    for (what, other) in [("partNumber=1", "partNumber=2"), ("uploadId=", "uploadId=x"), ("/key", "/kex")] {
        let changed = Url::parse(&signed.as_str().replace(what, other)).expect("a URL");
        assert_ne!(changed, signed);
        assert_status(&answer(request(Method::PUT, changed).body("part")).await, 403);
    }
    assert_status(&answer(request(Method::GET, signed.clone())).await, 403);
    assert_status(&answer(request(Method::PUT, signed).header("x-custom", "1").body("part")).await, 200);
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the clock is that of the server, another process")]
async fn expiry() {
    let store = store().await;
    let url = store.signed_url(Method::PUT, &Path::from("key"), Duration::from_secs(1)).await.expect("a URL");
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_status(&answer(request(Method::PUT, url).body("late")).await, 403);
}
