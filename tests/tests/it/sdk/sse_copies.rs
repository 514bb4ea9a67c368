//! Copies between objects that are encrypted in different ways. A copy gets what it asks for, else its bucket's default,
//! never the source's; the source's key has a header of its own (recorded).

use super::sse_c::{NOT_APPLICABLE, ONE, REQUIRED, TWO, WRONG, put_with, read_with};
use super::{put, read, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::operation::copy_object::builders::CopyObjectFluentBuilder;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ServerSideEncryption;
use sandpail_tests::sdk::refused;

const BODY: &str = "123456789";
/// Its MD5, in quotes.
const ETAG: &str = "\"25f9e794323b453885f5181f1b624d0b\"";

const ITSELF: &str = "This copy request is illegal because it is trying to copy an object to itself without changing the \
    object's metadata, storage class, website redirect location or encryption attributes.";

/// A way to be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    S3,
    Kms,
    Customer,
}

use Way::{Customer, Kms, S3};

async fn put_by(s3: &Client, way: Way) {
    let kms = s3.put_object().bucket("shelf").key("source").server_side_encryption(ServerSideEncryption::AwsKms);
    match way {
        S3 => drop(put(s3, "source", BODY).await),
        Kms => drop(kms.body(ByteStream::from_static(BODY.as_bytes())).send().await.expect("a put")),
        Customer => drop(put_with(s3, "source", BODY, ONE).await),
    }
}

fn source_key(copy: CopyObjectFluentBuilder, (key, md5): (&str, &str)) -> CopyObjectFluentBuilder {
    let copy = copy.copy_source_sse_customer_algorithm("AES256").copy_source_sse_customer_key(key);
    copy.copy_source_sse_customer_key_md5(md5)
}

#[tokio::test]
async fn copy_object_works_between_all_ways_to_be_encrypted() {
    let (_server, s3) = shelf();
    for from in [S3, Kms, Customer] {
        put_by(&s3, from).await;
        for to in [S3, Kms, Customer] {
            let copy = s3.copy_object().bucket("shelf").key("copy").copy_source("shelf/source");
            let copy = if from == Customer { source_key(copy, ONE) } else { copy };
            let copy = match to {
                S3 => copy,
                Kms => copy.server_side_encryption(ServerSideEncryption::AwsKms).ssekms_key_id("testkey-2"),
                Customer => copy.sse_customer_algorithm("AES256").sse_customer_key(TWO.0).sse_customer_key_md5(TWO.1),
            };
            let copied = copy.send().await.expect("a copy");
            let etag = copied.copy_object_result().and_then(|result| result.e_tag()).expect("an ETag");
            assert_eq!(etag == ETAG, to == S3, "{from:?} to {to:?}: {etag}");
            let method = match to {
                S3 => Some(ServerSideEncryption::Aes256),
                Kms => Some(ServerSideEncryption::AwsKms),
                Customer => None,
            };
            assert_eq!(copied.server_side_encryption(), method.as_ref());
            assert_eq!(copied.ssekms_key_id(), (to == Kms).then_some("testkey-2"));
            assert_eq!(copied.sse_customer_key_md5(), (to == Customer).then_some(TWO.1));
            let body = if to == Customer { read_with(&s3, "copy", None, TWO).await } else { read(&s3, "copy").await };
            assert_eq!(body, BODY.as_bytes(), "{from:?} to {to:?}");
        }
    }
}

#[tokio::test]
async fn copy_object_needs_the_key_of_its_source() {
    let (_server, s3) = shelf();
    put_by(&s3, Customer).await;
    let copy = || s3.copy_object().bucket("shelf").key("copy").copy_source("shelf/source");
    refused(copy().send().await).is(400, "InvalidRequest", REQUIRED, &[]);
    let target = copy().sse_customer_algorithm("AES256").sse_customer_key(ONE.0).sse_customer_key_md5(ONE.1);
    refused(target.send().await).is(400, "InvalidRequest", REQUIRED, &[]);
    refused(source_key(copy(), TWO).send().await).is(403, "AccessDenied", WRONG, &[]);
    let other = source_key(copy(), ONE).copy_source_sse_customer_algorithm("KMS");
    let message = "The Encryption request you specified is not valid. Supported value: AES256.";
    let fields = [("ArgumentName", "x-amz-server-side-encryption"), ("ArgumentValue", "KMS")];
    refused(other.send().await).is(400, "InvalidEncryptionAlgorithmError", message, &fields);
    let both = source_key(copy(), ONE).server_side_encryption(ServerSideEncryption::Aes256);
    let both = both.sse_customer_algorithm("AES256").sse_customer_key(ONE.0).sse_customer_key_md5(ONE.1);
    let message =
        "Server Side Encryption with Customer provided key is incompatible with the encryption method specified";
    let fields = [("ArgumentName", "x-amz-server-side-encryption"), ("ArgumentValue", "AES256")];
    refused(both.send().await).is(400, "InvalidArgument", message, &fields);
    put_by(&s3, S3).await;
    refused(source_key(copy(), ONE).send().await).is(400, "InvalidRequest", NOT_APPLICABLE, &[]);
}

#[tokio::test]
async fn upload_part_copy_needs_the_key_of_its_source() {
    let (_server, s3) = shelf();
    put_by(&s3, Customer).await;
    let id = super::start(&s3, "k").await;
    let copy = s3.upload_part_copy().bucket("shelf").key("k").upload_id(&id).part_number(1);
    let copy = copy.copy_source("shelf/source");
    refused(copy.clone().send().await).is(400, "InvalidRequest", REQUIRED, &[]);
    let with = |(key, md5)| {
        let copy = copy.clone().copy_source_sse_customer_algorithm("AES256").copy_source_sse_customer_key(key);
        copy.copy_source_sse_customer_key_md5(md5)
    };
    refused(with(TWO).send().await).is(403, "AccessDenied", WRONG, &[]);
    let part = with(ONE).send().await.expect("a part");
    assert_eq!(part.server_side_encryption(), Some(&ServerSideEncryption::Aes256));
    assert_eq!(part.copy_part_result().and_then(|part| part.e_tag()), Some(ETAG));
}

/// AWS.md 24, and the recorded copies in place.
#[tokio::test]
async fn copy_object_onto_itself_may_change_the_encryption() {
    let (_server, s3) = shelf();
    put_by(&s3, S3).await;
    let copy = || s3.copy_object().bucket("shelf").key("source").copy_source("shelf/source");
    refused(copy().send().await).is(400, "InvalidRequest", ITSELF, &[]);
    let kms = copy().server_side_encryption(ServerSideEncryption::AwsKms).send().await.expect("a copy");
    assert_eq!(kms.server_side_encryption(), Some(&ServerSideEncryption::AwsKms));
    // The default is another than the source has.
    let plain = copy().send().await.expect("a copy");
    assert_eq!(plain.server_side_encryption(), Some(&ServerSideEncryption::Aes256));
    assert_eq!(plain.copy_object_result().and_then(|result| result.e_tag()), Some(ETAG));
    refused(copy().send().await).is(400, "InvalidRequest", ITSELF, &[]);
    copy().server_side_encryption(ServerSideEncryption::Aes256).send().await.expect("a copy");
    let sealed = copy().sse_customer_algorithm("AES256").sse_customer_key(ONE.0).sse_customer_key_md5(ONE.1);
    sealed.send().await.expect("a copy");
    assert_eq!(read_with(&s3, "source", None, ONE).await, BODY.as_bytes());
}
