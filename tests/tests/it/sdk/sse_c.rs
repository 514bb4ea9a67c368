//! SSE-C: objects that only their own key opens (AWS.md 53; recorded, but for a missing MD5).

use super::{enable_versions, put, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ObjectAttributes;
use sandpail_tests::sdk::refused;
use sandpail_tests::{Refusal, Server};

const SSE: &str = "x-amz-server-side-encryption";
const ALGORITHM: &str = "x-amz-server-side-encryption-customer-algorithm";
const KEY: &str = "x-amz-server-side-encryption-customer-key";
const MD5: &str = "x-amz-server-side-encryption-customer-key-md5";

/// A key and its MD5.
pub(super) const ONE: (&str, &str) = ("YSBrZXkgb2YgZXhhY3RseSB0aGlydHktdHdvIGJ5dGU=", "0gSH3R6iUD94sRq7CINr8Q==");
/// Another key and its MD5.
pub(super) const TWO: (&str, &str) = ("YW5vdGhlciBvZiB0aGlydHktdHdvIGJ5dGVzLCB0b28=", "q/u3CtZLhpWteM/lQoyhWA==");
/// A key of ten bytes and its MD5.
const SHORT: (&str, &str) = ("dGVuIGJ5dGVzLg==", "HN2WodPTOoLlyAPt1pyiPQ==");

pub(super) const REQUIRED: &str = "The object was stored using a form of Server Side Encryption. The correct parameters \
    must be provided to retrieve the object.";
pub(super) const WRONG: &str =
    "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.";
pub(super) const NOT_APPLICABLE: &str = "The encryption parameters are not applicable to this object.";
const ONLY_AES256: &str = "The Encryption request you specified is not valid. Supported value: AES256.";

/// Puts an object with a customer's key, and answers its version.
pub(super) async fn put_with(s3: &Client, name: &str, body: &'static str, (key, md5): (&str, &str)) -> Option<String> {
    let put = s3.put_object().bucket("shelf").key(name).body(ByteStream::from_static(body.as_bytes()));
    let put = put.sse_customer_algorithm("AES256").sse_customer_key(key).sse_customer_key_md5(md5);
    let put = put.send().await.expect("a put");
    assert_eq!((put.sse_customer_algorithm(), put.sse_customer_key_md5()), (Some("AES256"), Some(md5)));
    assert_eq!(put.server_side_encryption(), None);
    put.version_id
}

/// Reads an object with a customer's key.
pub(super) async fn read_with(s3: &Client, name: &str, version: Option<&str>, (key, md5): (&str, &str)) -> Vec<u8> {
    let get = s3.get_object().bucket("shelf").key(name).set_version_id(version.map(str::to_owned));
    let get = get.sse_customer_algorithm("AES256").sse_customer_key(key).sse_customer_key_md5(md5);
    let get = get.send().await.expect("a get");
    assert_eq!((get.sse_customer_algorithm(), get.sse_customer_key_md5()), (Some("AES256"), Some(md5)));
    assert_eq!(get.server_side_encryption(), None);
    get.body.collect().await.expect("a whole body").to_vec()
}

#[tokio::test]
async fn put_object_with_a_customers_key_is_read_with_it() {
    let (_server, s3) = shelf();
    put_with(&s3, "k", "123456789", ONE).await;
    assert_eq!(read_with(&s3, "k", None, ONE).await, b"123456789");
    let head = s3.head_object().bucket("shelf").key("k").sse_customer_algorithm("AES256");
    let head = head.sse_customer_key(ONE.0).sse_customer_key_md5(ONE.1).send().await.expect("a head");
    assert_eq!((head.sse_customer_algorithm(), head.sse_customer_key_md5()), (Some("AES256"), Some(ONE.1)));
    assert_eq!((head.server_side_encryption(), head.content_length()), (None, Some(9)));
    let etag = head.e_tag().expect("an ETag");
    assert!(etag.len() == 34 && !etag.contains("25f9e794"), "it is not the MD5 of the bytes: {etag}");
}

/// What S3 says to a PUT with these headers; nothing may be stored by it.
fn put_raw(server: &Server, headers: &[(&str, &str)]) -> Refusal {
    let refusal = server.raw().ask("PUT", "/shelf/none", headers, b"x").refusal();
    assert_eq!(server.raw().ask("HEAD", "/shelf/none", &[], b"").status, 404, "{headers:?}");
    refusal
}

#[tokio::test]
async fn put_object_with_an_incomplete_or_wrong_customers_key_is_refused() {
    let (server, _s3) = shelf();
    let name = ("ArgumentName", SSE);
    let (algorithm, key, md5) = ((ALGORITHM, "AES256"), (KEY, ONE.0), (MD5, ONE.1));
    let incompatible =
        "Server Side Encryption with Customer provided key is incompatible with the encryption method specified";
    let both = put_raw(&server, &[(SSE, "AES256"), (ALGORITHM, "KMS"), key, md5]);
    both.is(400, "InvalidArgument", incompatible, &[name, ("ArgumentValue", "AES256")]);
    let other = put_raw(&server, &[(ALGORITHM, "KMS"), key, md5]);
    other.is(400, "InvalidEncryptionAlgorithmError", ONLY_AES256, &[name, ("ArgumentValue", "KMS")]);
    let must = "Requests specifying Server Side Encryption with Customer provided keys must provide";
    let cases = [
        (&[key, md5][..], format!("{must} a valid encryption algorithm.")),
        (&[algorithm, md5], format!("{must} an appropriate secret key.")),
        (&[algorithm, key], format!("{must} the client calculated MD5 of the secret key.")),
        (
            &[algorithm, (KEY, SHORT.0), (MD5, SHORT.1)],
            "The secret key was invalid for the specified algorithm.".to_owned(),
        ),
        (
            &[algorithm, key, (MD5, TWO.1)],
            "The calculated MD5 hash of the key did not match the hash that was provided.".to_owned(),
        ),
    ];
    for (headers, message) in cases {
        put_raw(&server, headers).is(400, "InvalidArgument", &message, &[name]);
    }
}

#[tokio::test]
async fn get_object_without_its_customers_key_is_refused() {
    let (server, s3) = shelf();
    put_with(&s3, "k", "123456789", ONE).await;
    let ask = |method: &str, headers: &[(&str, &str)]| server.raw().ask(method, "/shelf/k", headers, b"");
    let algorithm = (ALGORITHM, "AES256");
    let cases = [
        (&[][..], 400, "InvalidRequest", REQUIRED),
        (&[algorithm, (KEY, TWO.0), (MD5, TWO.1)], 403, "AccessDenied", WRONG),
        // Recorded with a key of 44 bytes.
        (&[algorithm, (KEY, SHORT.0), (MD5, SHORT.1)], 403, "AccessDenied", WRONG),
    ];
    for (headers, status, code, message) in cases {
        ask("GET", headers).refusal().is(status, code, message, &[]);
        assert_eq!(ask("HEAD", headers).status, status);
    }
    let other = [(ALGORITHM, "KMS"), (KEY, ONE.0), (MD5, ONE.1)];
    let fields = [("ArgumentName", SSE), ("ArgumentValue", "KMS")];
    ask("GET", &other).refusal().is(400, "InvalidEncryptionAlgorithmError", ONLY_AES256, &fields);
    assert_eq!(ask("HEAD", &other).status, 400);
    // The key comes before the conditions.
    ask("GET", &[("if-none-match", "*")]).refusal().is(400, "InvalidRequest", REQUIRED, &[]);
}

#[tokio::test]
async fn head_object_with_a_customers_key_that_it_does_not_have_is_refused() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    let headers = [(ALGORITHM, "AES256"), (KEY, ONE.0), (MD5, ONE.1)];
    assert_eq!(server.raw().ask("HEAD", "/shelf/k", &headers, b"").status, 400);
    let refused = server.raw().ask("GET", "/shelf/k", &headers, b"").refusal();
    refused.is(400, "InvalidRequest", NOT_APPLICABLE, &[]);
    // What is not there comes before.
    assert_eq!(server.raw().ask("GET", "/shelf/none", &headers, b"").refusal().code, "NoSuchKey");
}

#[tokio::test]
async fn get_object_attributes_needs_the_customers_key() {
    let (server, s3) = shelf();
    put_with(&s3, "k", "123456789", ONE).await;
    let get = s3.get_object_attributes().bucket("shelf").key("k").object_attributes(ObjectAttributes::ObjectSize);
    refused(get.clone().send().await).is(400, "InvalidRequest", REQUIRED, &[]);
    let with =
        |(key, md5)| get.clone().sse_customer_algorithm("AES256").sse_customer_key(key).sse_customer_key_md5(md5);
    refused(with(TWO).send().await).is(403, "AccessDenied", WRONG, &[]);
    assert_eq!(with(ONE).send().await.expect("attributes").object_size(), Some(9));
    let headers = [(ALGORITHM, "AES256"), (KEY, ONE.0), (MD5, ONE.1), ("x-amz-object-attributes", "ETag")];
    let raw = server.raw().ask("GET", "/shelf/k?attributes", &headers, b"").ok(200);
    assert!(raw.headers.iter().all(|(name, _)| !name.contains("encryption")), "{:?}", raw.headers);
}

#[tokio::test]
async fn get_object_of_a_version_needs_the_key_of_that_version() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let first = put_with(&s3, "k", "version1", ONE).await;
    put_with(&s3, "k", "version2", TWO).await;
    assert_eq!(read_with(&s3, "k", None, TWO).await, b"version2");
    assert_eq!(read_with(&s3, "k", first.as_deref(), ONE).await, b"version1");
    let wrong = s3.get_object().bucket("shelf").key("k").set_version_id(first).sse_customer_algorithm("AES256");
    let wrong = wrong.sse_customer_key(TWO.0).sse_customer_key_md5(TWO.1).send().await;
    refused(wrong).is(403, "AccessDenied", WRONG, &[]);
    // To delete and to list one needs none.
    s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete marker");
    let list = s3.list_object_versions().bucket("shelf").send().await.expect("a list");
    assert_eq!(list.versions().len(), 2);
}
