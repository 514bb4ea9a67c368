//! Get-, Put- and DeleteBucketEncryption, and what a bucket's default does to writes. The answers are recorded ones;
//! those about blocking follow
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html>.

use super::{put, shelf, start};
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    BlockedEncryptionTypes, EncryptionType, ServerSideEncryption, ServerSideEncryptionByDefault,
    ServerSideEncryptionConfiguration, ServerSideEncryptionRule,
};
use sandpail_tests::sdk::refused;

const NO_BUCKET: &str = "The specified bucket does not exist";

fn by_default(method: ServerSideEncryption, key: Option<&str>) -> ServerSideEncryptionByDefault {
    let built = ServerSideEncryptionByDefault::builder().sse_algorithm(method);
    built.set_kms_master_key_id(key.map(str::to_owned)).build().expect("a method")
}

fn blocking(kind: EncryptionType) -> BlockedEncryptionTypes {
    BlockedEncryptionTypes::builder().encryption_type(kind).build()
}

fn document(rules: impl IntoIterator<Item = ServerSideEncryptionRule>) -> ServerSideEncryptionConfiguration {
    let rules = rules.into_iter().collect();
    ServerSideEncryptionConfiguration::builder().set_rules(Some(rules)).build().expect("rules")
}

/// Stores one rule.
async fn set(s3: &Client, rule: ServerSideEncryptionRule) {
    let put = s3.put_bucket_encryption().bucket("shelf").server_side_encryption_configuration(document([rule]));
    put.send().await.expect("the rule is stored");
}

async fn get(s3: &Client) -> ServerSideEncryptionRule {
    let got = s3.get_bucket_encryption().bucket("shelf").send().await.expect("a document");
    let [rule] = got.server_side_encryption_configuration().expect("a document").rules() else { panic!("{got:?}") };
    rule.clone()
}

fn rule() -> aws_sdk_s3::types::builders::ServerSideEncryptionRuleBuilder {
    ServerSideEncryptionRule::builder()
}

#[tokio::test]
async fn get_bucket_encryption_of_any_bucket_is_aes256() {
    let (_server, s3) = shelf();
    let default = by_default(ServerSideEncryption::Aes256, None);
    let expected = rule().apply_server_side_encryption_by_default(default).bucket_key_enabled(false).build();
    assert_eq!(get(&s3).await, expected);
    let missing = refused(s3.get_bucket_encryption().bucket("none").send().await);
    missing.is(404, "NoSuchBucket", NO_BUCKET, &[("BucketName", "none")]);
}

#[tokio::test]
async fn put_bucket_encryption_is_answered_as_it_was_put() {
    let (_server, s3) = shelf();
    for default in [
        by_default(ServerSideEncryption::Aes256, None),
        by_default(ServerSideEncryption::AwsKms, None),
        by_default(ServerSideEncryption::AwsKms, Some("134f2428-cec1-4b25-a1ae-9048164dba47")),
        by_default(ServerSideEncryption::AwsKmsDsse, Some("alias/mine")),
    ] {
        for bucket_key in [true, false] {
            let with = rule().apply_server_side_encryption_by_default(default.clone()).bucket_key_enabled(bucket_key);
            set(&s3, with.clone().build()).await;
            assert_eq!(get(&s3).await, with.build());
        }
    }
}

#[tokio::test]
async fn put_bucket_encryption_adds_what_was_left_out() {
    let (_server, s3) = shelf();
    let kms = by_default(ServerSideEncryption::AwsKms, None);
    set(&s3, rule().apply_server_side_encryption_by_default(kms.clone()).build()).await;
    let completed = rule().apply_server_side_encryption_by_default(kms).bucket_key_enabled(false).build();
    assert_eq!(get(&s3).await, completed);
    set(&s3, rule().blocked_encryption_types(blocking(EncryptionType::SseC)).build()).await;
    let default = by_default(ServerSideEncryption::Aes256, None);
    let completed = rule().apply_server_side_encryption_by_default(default).bucket_key_enabled(false);
    assert_eq!(get(&s3).await, completed.blocked_encryption_types(blocking(EncryptionType::SseC)).build());
}

#[tokio::test]
async fn put_bucket_encryption_takes_exactly_one_rule() {
    let (_server, s3) = shelf();
    let malformed = "The XML you provided was not well-formed or did not validate against our published schema";
    let put = |bucket: &str, document| {
        s3.put_bucket_encryption().bucket(bucket).server_side_encryption_configuration(document).send()
    };
    let one = rule().apply_server_side_encryption_by_default(by_default(ServerSideEncryption::Aes256, None)).build();
    refused(put("shelf", document([])).await).is(400, "MalformedXML", malformed, &[]);
    refused(put("shelf", document([one.clone(), one])).await).is(400, "MalformedXML", malformed, &[]);
    let unknown = by_default(ServerSideEncryption::from("SSE-KMS"), None);
    let unknown = rule().apply_server_side_encryption_by_default(unknown).build();
    refused(put("shelf", document([unknown])).await).is(400, "MalformedXML", malformed, &[]);
    // A bucket that is not there comes first.
    refused(put("none", document([])).await).is(404, "NoSuchBucket", NO_BUCKET, &[("BucketName", "none")]);
}

#[tokio::test]
async fn put_bucket_encryption_takes_a_key_only_with_kms() {
    let (_server, s3) = shelf();
    let with_key = by_default(ServerSideEncryption::Aes256, Some("randomkeyid"));
    let with_key = document([rule().apply_server_side_encryption_by_default(with_key).build()]);
    let put = s3.put_bucket_encryption().bucket("shelf").server_side_encryption_configuration(with_key);
    let message = "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse";
    let fields = [("ArgumentName", "ApplyServerSideEncryptionByDefault")];
    refused(put.send().await).is(400, "InvalidArgument", message, &fields);
}

#[tokio::test]
async fn delete_bucket_encryption_goes_back_to_aes256() {
    let (_server, s3) = shelf();
    let before = get(&s3).await;
    let kms = by_default(ServerSideEncryption::AwsKms, None);
    set(&s3, rule().apply_server_side_encryption_by_default(kms).build()).await;
    for _ in 0..2 {
        s3.delete_bucket_encryption().bucket("shelf").send().await.expect("it is deleted, or was");
        assert_eq!(get(&s3).await, before);
    }
    put(&s3, "k", "x").await;
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.server_side_encryption(), Some(&ServerSideEncryption::Aes256));
    let missing = refused(s3.delete_bucket_encryption().bucket("none").send().await);
    missing.is(404, "NoSuchBucket", NO_BUCKET, &[("BucketName", "none")]);
}

#[tokio::test]
async fn put_object_is_encrypted_by_the_buckets_default() {
    let (_server, s3) = shelf();
    put(&s3, "before", "x").await;
    let key = "134f2428-cec1-4b25-a1ae-9048164dba47";
    let arn = format!("arn:aws:kms:us-east-1:000000000000:key/{key}");
    for bucket_key in [true, false] {
        let kms = by_default(ServerSideEncryption::AwsKms, Some(key));
        set(&s3, rule().apply_server_side_encryption_by_default(kms).bucket_key_enabled(bucket_key).build()).await;
        let put = s3.put_object().bucket("shelf").key("k").body(ByteStream::from_static(b"x")).send().await;
        let put = put.expect("a put");
        assert_eq!(put.server_side_encryption(), Some(&ServerSideEncryption::AwsKms));
        assert_eq!(put.ssekms_key_id(), Some(arn.as_str()));
        assert_eq!(put.bucket_key_enabled(), bucket_key.then_some(true));
        let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
        assert_eq!(head.server_side_encryption(), Some(&ServerSideEncryption::AwsKms));
        assert_eq!(head.bucket_key_enabled(), bucket_key.then_some(true));
        assert_eq!((head.e_tag(), head.ssekms_key_id()), (put.e_tag(), Some(arn.as_str())));
    }
    let asked = s3.put_object().bucket("shelf").key("k").server_side_encryption(ServerSideEncryption::Aes256);
    let asked = asked.send().await.expect("a put");
    assert_eq!(asked.server_side_encryption(), Some(&ServerSideEncryption::Aes256));
    let before = s3.head_object().bucket("shelf").key("before").send().await.expect("a head");
    assert_eq!(before.server_side_encryption(), Some(&ServerSideEncryption::Aes256));
}

/// An object is encrypted by the default that holds when it becomes visible.
#[tokio::test]
async fn put_object_follows_a_default_that_changes_under_it() {
    let (server, s3) = shelf();
    let mut raw = server.raw();
    let head = raw.head("PUT", "/shelf/k", &[], 9);
    raw.send(&head);
    raw.send(b"1234");
    // The upload has begun once the server has read this much of it; whichever it sees, the commit decides.
    let kms = by_default(ServerSideEncryption::AwsKms, Some("testkey-1"));
    set(&s3, rule().apply_server_side_encryption_by_default(kms).build()).await;
    raw.send(b"56789");
    let put = raw.reply("PUT").of_s3().ok(200);
    assert_eq!(put.header("x-amz-server-side-encryption-aws-kms-key-id"), Some("testkey-1"));
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.ssekms_key_id(), Some("testkey-1"));
    assert_eq!(head.e_tag(), put.header("etag"));
}

/// Documented: 403 before the key is looked at; what is there already can be read.
#[tokio::test]
async fn put_object_with_a_customers_key_may_be_blocked() {
    let (_server, s3) = shelf();
    let key = "YSBrZXkgb2YgZXhhY3RseSB0aGlydHktdHdvIGJ5dGU=";
    let md5 = "0gSH3R6iUD94sRq7CINr8Q==";
    let put = |name: &str| {
        let put = s3.put_object().bucket("shelf").key(name).body(ByteStream::from_static(b"x"));
        put.sse_customer_algorithm("AES256").sse_customer_key(key).sse_customer_key_md5(md5).send()
    };
    put("there").await.expect("a put");
    set(&s3, rule().blocked_encryption_types(blocking(EncryptionType::SseC)).build()).await;
    refused(put("k").await).is(403, "AccessDenied", "Access Denied", &[]);
    let create = s3.create_multipart_upload().bucket("shelf").key("k").sse_customer_algorithm("AES256");
    let create = create.sse_customer_key(key).sse_customer_key_md5(md5).send().await;
    refused(create).is(403, "AccessDenied", "Access Denied", &[]);
    let copy = s3.copy_object().bucket("shelf").key("k").copy_source("shelf/there");
    let copy = copy.copy_source_sse_customer_algorithm("AES256").copy_source_sse_customer_key(key);
    let copy = copy.copy_source_sse_customer_key_md5(md5);
    let sealed = copy.clone().sse_customer_algorithm("AES256").sse_customer_key(key).sse_customer_key_md5(md5);
    refused(sealed.send().await).is(403, "AccessDenied", "Access Denied", &[]);
    copy.send().await.expect("a copy without a key");
    let head = s3.head_object().bucket("shelf").key("there").sse_customer_algorithm("AES256");
    head.sse_customer_key(key).sse_customer_key_md5(md5).send().await.expect("a head");
    // A document that says nothing of it leaves it so.
    let default = by_default(ServerSideEncryption::AwsKms, None);
    set(&s3, rule().apply_server_side_encryption_by_default(default).build()).await;
    refused(put("k").await).is(403, "AccessDenied", "Access Denied", &[]);
    set(&s3, rule().blocked_encryption_types(blocking(EncryptionType::None)).build()).await;
    put("k").await.expect("a put");
    start(&s3, "k").await;
}
