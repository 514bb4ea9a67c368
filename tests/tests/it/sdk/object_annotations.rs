//! Put-, Get-, Delete- and ListObjectAnnotation(s), and what becomes of annotations when their object is copied,
//! overwritten or deleted.

use super::{assemble, enable_versions, etag, put, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    AnnotationDirective, AnnotationEntry, ChecksumAlgorithm, ChecksumMode, ServerSideEncryption, StorageClass,
};
use sandpail_tests::Refusal;
use sandpail_tests::sdk::refused;

async fn annotate(s3: &Client, key: &str, name: &str, text: &str) {
    let put = s3.put_object_annotation().bucket("shelf").key(key).annotation_name(name);
    put.annotation_payload(ByteStream::from(text.as_bytes().to_vec())).send().await.expect("an annotation");
}

async fn refuse(s3: &Client, key: &str, name: &str, text: impl Into<Vec<u8>>) -> Refusal {
    let put = s3.put_object_annotation().bucket("shelf").key(key).annotation_name(name);
    refused(put.annotation_payload(ByteStream::from(text.into())).send().await)
}

async fn read(s3: &Client, key: &str, name: &str, version: Option<&str>) -> Result<String, Refusal> {
    let get = s3.get_object_annotation().bucket("shelf").key(key).annotation_name(name);
    match get.set_version_id(version.map(str::to_owned)).send().await {
        Ok(got) => {
            let bytes = got.annotation_payload.collect().await.expect("a whole body").to_vec();
            Ok(String::from_utf8(bytes).expect("text"))
        }
        error => Err(refused(error)),
    }
}

async fn names(s3: &Client, key: &str) -> Vec<String> {
    let list = s3.list_object_annotations().bucket("shelf").key(key).send().await.expect("a list");
    list.annotations().iter().map(|entry| entry.annotation_name().to_owned()).collect()
}

#[tokio::test]
async fn put_object_annotation_leaves_the_object_as_it_was() {
    let (_server, s3) = shelf();
    put(&s3, "k", "body").await;
    let before = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    let put = s3.put_object_annotation().bucket("shelf").key("k").annotation_name("note");
    let put = put.annotation_payload(ByteStream::from_static(b"hello")).send().await.expect("an annotation");
    assert_eq!((put.key(), put.annotation_name()), (Some("k"), Some("note")));
    assert_eq!(put.e_tag(), Some("\"5d41402abc4b2a76b9719d911017c592\""));
    assert_eq!(put.object_version_id(), None);
    assert_eq!(put.server_side_encryption().map(ServerSideEncryption::as_str), Some("AES256"));
    let after = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!((after.e_tag(), after.last_modified()), (before.e_tag(), before.last_modified()));
    assert_eq!(read(&s3, "k", "note", None).await.as_deref(), Ok("hello"));
    annotate(&s3, "k", "note", "другое").await;
    assert_eq!(read(&s3, "k", "note", None).await.as_deref(), Ok("другое"));
    assert_eq!(super::read(&s3, "k").await, b"body");
    assert_eq!(names(&s3, "k").await, ["note"]);
}

#[tokio::test]
async fn put_object_annotation_takes_names_of_few_characters() {
    let (server, s3) = shelf();
    put(&s3, "k", "body").await;
    for name in ["a", "A.b_c-9", "猫", &"n".repeat(512)] {
        annotate(&s3, "k", name, "x").await;
        assert_eq!(read(&s3, "k", name, None).await.as_deref(), Ok("x"));
    }
    for name in ["a b", "a/b", "aws-x", "S3x", "😀"] {
        let message = "The annotation name you provided is invalid.";
        refuse(&s3, "k", name, "x").await.is(400, "InvalidAnnotationName", message, &[("AnnotationName", name)]);
    }
    let fields = [("Size", "513"), ("MaxSizeAllowed", "512")];
    let long = refuse(&s3, "k", &"n".repeat(513), "x").await;
    long.is(400, "AnnotationNameTooLong", "Your annotation name is too long", &fields);
    let missing = "You must specify a user annotation name.";
    for (method, target) in [
        ("PUT", "/shelf/k?annotation"),
        ("PUT", "/shelf/k?annotation&annotationName="),
        ("GET", "/shelf/k?annotation&annotationName"),
        ("GET", "/shelf/none?annotation&annotationName="),
        ("DELETE", "/shelf/k?annotation"),
    ] {
        let refusal = server.raw().ask(method, target, &[], b"").refusal();
        refusal.is(400, "UserAnnotationNameMustBeSpecified", missing, &[]);
    }
    for method in ["GET", "PUT", "DELETE"] {
        let refusal = server.raw().ask(method, "/shelf/k?annotationName=a", &[], b"").refusal();
        let fields = [("ArgumentName", "ResourceType"), ("ArgumentValue", "annotationName")];
        refusal.is(400, "InvalidArgument", "Unexpected query string parameter", &fields);
    }
    assert_eq!(super::read(&s3, "k").await, b"body");
}

#[tokio::test]
async fn put_object_annotation_takes_text_of_a_mebibyte() {
    let (server, s3) = shelf();
    put(&s3, "k", "body").await;
    let most = "é".repeat(1 << 19);
    annotate(&s3, "k", "most", &most).await;
    assert_eq!(read(&s3, "k", "most", None).await, Ok(most.clone()));
    let message = "Your proposed upload exceeds the maximum allowed size";
    let fields = [("ProposedSize", "1048577"), ("MaxSizeAllowed", "1048576")];
    refuse(&s3, "k", "n", most + "x").await.is(400, "EntityTooLarge", message, &fields);
    let message = "Your proposed upload is smaller than the minimum allowed size";
    let fields = [("ProposedSize", "0"), ("MinSizeAllowed", "1")];
    refuse(&s3, "k", "n", "").await.is(400, "EntityTooSmall", message, &fields);
    let message = "The request payload contains an unsupported media type. The annotation payload must be valid UTF-8 \
        encoded text.";
    refuse(&s3, "k", "n", [0xff]).await.is(415, "UnsupportedMediaType", message, &[]);
    refuse(&s3, "k", "n", [b'a', 0xc3]).await.is(415, "UnsupportedMediaType", message, &[]);
    let headers = [("content-md5", "XUFAKrxLKna5cZ2REBfFkg==")];
    let reply = server.raw().ask("PUT", "/shelf/k?annotation&annotationName=n", &headers, b"other");
    assert_eq!(reply.refusal().code, "BadDigest");
    assert_eq!(names(&s3, "k").await, ["most"]);
}

#[tokio::test]
async fn put_object_annotation_needs_an_object_and_the_one_that_is_meant() {
    let (_server, s3) = shelf();
    let missing = refuse(&s3, "k", "n", "x").await;
    missing.is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "k")]);
    put(&s3, "k", "body").await;
    let put = || {
        let put = s3.put_object_annotation().bucket("shelf").key("k").annotation_name("n");
        put.annotation_payload(ByteStream::from_static(b"x"))
    };
    put().object_if_match(etag(&s3, "k").await).send().await.expect("an annotation");
    let message = "At least one of the pre-conditions you specified did not hold";
    let fields = [("Condition", "x-amz-object-if-match")];
    let refusal = refused(put().object_if_match("\"other\"").send().await);
    refusal.is(412, "PreconditionFailed", message, &fields);
    let delete = s3.delete_object_annotation().bucket("shelf").key("k").annotation_name("n");
    let refusal = refused(delete.object_if_match("other").send().await);
    refusal.is(412, "PreconditionFailed", message, &fields);
    assert_eq!(names(&s3, "k").await, ["n"]);
    s3.put_object().bucket("shelf").key("cold").storage_class(StorageClass::Glacier).send().await.expect("a put");
    annotate(&s3, "cold", "n", "of any class").await;
    assert_eq!(read(&s3, "cold", "n", None).await.as_deref(), Ok("of any class"));
}

#[tokio::test]
async fn put_object_annotation_makes_a_thousand_and_no_more() {
    let (server, s3) = shelf();
    put(&s3, "k", "body").await;
    let mut raw = server.raw();
    for number in 0..1000 {
        let target = format!("/shelf/k?annotation&annotationName=n{number}");
        assert_eq!(raw.ask("PUT", &target, &[], b"x").status, 200);
    }
    let message = "The object annotation count exceeds the limit (1000).";
    refuse(&s3, "k", "more", "x").await.is(400, "AnnotationLimitExceeded", message, &[]);
    annotate(&s3, "k", "n7", "replaced").await;
    let delete = s3.delete_object_annotation().bucket("shelf").key("k").annotation_name("n8");
    delete.send().await.expect("a delete");
    annotate(&s3, "k", "more", "x").await;
    assert_eq!(names(&s3, "k").await.len(), 1000);
}

#[tokio::test]
async fn get_object_annotation_tells_of_the_annotation() {
    let (_server, s3) = shelf();
    put(&s3, "k", "body").await;
    let put = s3.put_object_annotation().bucket("shelf").key("k").annotation_name("n");
    let put = put.checksum_algorithm(ChecksumAlgorithm::Sha256).annotation_payload(ByteStream::from_static(b"hello"));
    let sum = put.send().await.expect("an annotation").checksum_sha256.expect("a checksum");
    let get = s3.get_object_annotation().bucket("shelf").key("k").annotation_name("n");
    let got = get.checksum_mode(ChecksumMode::Enabled).send().await.expect("an annotation");
    assert_eq!(got.checksum_sha256(), Some(sum.as_str()));
    assert_eq!((got.content_length(), got.e_tag()), (Some(5), Some("\"5d41402abc4b2a76b9719d911017c592\"")));
    assert!(got.last_modified().is_some());
    let none = read(&s3, "k", "none", None).await.expect_err("there is none");
    none.is(404, "NoSuchAnnotation", "The specified annotation does not exist.", &[("AnnotationName", "none")]);
    let none = read(&s3, "none", "n", None).await.expect_err("there is none");
    none.is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "none")]);
}

#[tokio::test]
async fn delete_object_annotation_is_done_when_there_is_none() {
    let (_server, s3) = shelf();
    put(&s3, "k", "body").await;
    annotate(&s3, "k", "a", "1").await;
    annotate(&s3, "k", "b", "2").await;
    for _ in 0..2 {
        let delete = s3.delete_object_annotation().bucket("shelf").key("k").annotation_name("a");
        delete.send().await.expect("a delete");
        assert_eq!(names(&s3, "k").await, ["b"]);
    }
    let delete = s3.delete_object_annotation().bucket("shelf").key("none").annotation_name("a");
    let refusal = refused(delete.send().await);
    refusal.is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "none")]);
}

#[tokio::test]
async fn list_object_annotations_goes_in_pages_by_name() {
    let (server, s3) = shelf();
    put(&s3, "k", "body").await;
    let none = server.raw().ask("GET", "/shelf/k?annotation", &[], b"");
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <ListObjectAnnotationsOutput xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Annotations/>\
        <Bucket>shelf</Bucket><Key>k</Key><AnnotationCount>0</AnnotationCount></ListObjectAnnotationsOutput>";
    assert_eq!((none.status, none.text(), none.header("content-type")), (200, expected.to_owned(), None));
    for name in ["b1", "a1", "b2", "b3", "C"] {
        annotate(&s3, "k", name, name).await;
    }
    assert_eq!(names(&s3, "k").await, ["C", "a1", "b1", "b2", "b3"]);
    let page = |token: Option<String>| {
        let list = s3.list_object_annotations().bucket("shelf").key("k").annotation_prefix("b");
        list.max_annotation_results(2).set_continuation_token(token).send()
    };
    let first = page(None).await.expect("a page");
    assert_eq!(first.annotations().iter().map(AnnotationEntry::annotation_name).collect::<Vec<_>>(), ["b1", "b2"]);
    assert_eq!((first.annotation_count(), first.max_annotation_results()), (Some(2), Some(2)));
    assert_eq!((first.annotation_prefix(), first.bucket(), first.key()), (Some("b"), Some("shelf"), Some("k")));
    let entry = &first.annotations()[0];
    assert_eq!((entry.size(), entry.e_tag()), (2, Some("\"edbab45572c72a5d9440b40bcc0500c0\"")));
    assert_eq!(entry.checksum_algorithm().len(), 1);
    let token = first.next_continuation_token.expect("a token");
    let second = page(Some(token.clone())).await.expect("a page");
    assert_eq!(second.annotations().iter().map(AnnotationEntry::annotation_name).collect::<Vec<_>>(), ["b3"]);
    assert_eq!((second.next_continuation_token(), second.continuation_token()), (None, Some(token.as_str())));

    let incorrect = "The continuation token provided is incorrect";
    for token in ["", "wrong"] {
        let target = format!("/shelf/k?annotation&continuation-token={token}");
        let refusal = server.raw().ask("GET", &target, &[], b"").refusal();
        refusal.is(400, "InvalidArgument", incorrect, &[("ArgumentName", "continuation-token")]);
    }
    for max in ["0", "1001", "-01", "00"] {
        let target = format!("/none/k?annotation&max-annotation-results={max}");
        let message = "Argument max-annotation-results must be an integer between 1 and 1000";
        let fields = [("ArgumentName", "max-annotation-results"), ("ArgumentValue", max)];
        server.raw().ask("GET", &target, &[], b"").refusal().is(400, "InvalidArgument", message, &fields);
    }
    let prefix = server.raw().ask("GET", "/shelf/k?annotation&annotation-prefix=a%20b", &[], b"").refusal();
    prefix.is(400, "InvalidPrefix", "The annotation prefix you have provided is not valid.", &[]);
}

#[tokio::test]
async fn annotations_belong_to_their_version() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let first = put(&s3, "k", "1").await.expect("a version");
    annotate(&s3, "k", "n", "of the first").await;
    let second = put(&s3, "k", "2").await.expect("a version");
    assert_eq!(names(&s3, "k").await, [""; 0]);
    let put = s3.put_object_annotation().bucket("shelf").key("k").version_id(&first).annotation_name("m");
    let put = put.annotation_payload(ByteStream::from_static(b"x")).send().await.expect("an annotation");
    assert_eq!(put.object_version_id(), Some(first.as_str()));
    let list = s3.list_object_annotations().bucket("shelf").key("k").version_id(&first).send().await.expect("a list");
    assert_eq!((list.annotations().len(), list.object_version_id()), (2, Some(first.as_str())));
    s3.delete_object().bucket("shelf").key("k").send().await.expect("a marker");
    assert_eq!(read(&s3, "k", "n", Some(&first)).await.as_deref(), Ok("of the first"));
    assert_eq!(read(&s3, "k", "n", None).await.expect_err("a marker").status, 404);
    let delete = s3.delete_object().bucket("shelf").key("k").version_id(&second);
    delete.send().await.expect("a delete");
    let delete = s3.delete_object_annotation().bucket("shelf").key("k").version_id(&first).annotation_name("n");
    assert_eq!(delete.send().await.expect("a delete").object_version_id(), Some(first.as_str()));
}

#[tokio::test]
async fn annotations_go_with_their_object() {
    let (_server, s3) = shelf();
    put(&s3, "k", "1").await;
    annotate(&s3, "k", "n", "x").await;
    put(&s3, "k", "2").await;
    assert_eq!(names(&s3, "k").await, [""; 0], "an overwritten object takes them along");
    annotate(&s3, "k", "n", "x").await;
    s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    put(&s3, "k", "3").await;
    assert_eq!(names(&s3, "k").await, [""; 0], "a deleted object takes them along");
    annotate(&s3, "k", "n", "x").await;
    s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    s3.delete_bucket().bucket("shelf").send().await.expect("nothing is left");
}

#[tokio::test]
async fn copies_take_annotations_along_unless_told_otherwise() {
    let (server, s3) = shelf();
    put(&s3, "k", "1").await;
    annotate(&s3, "k", "n", "x").await;
    let copy = |key: &str, directive: Option<AnnotationDirective>| {
        let copy = s3.copy_object().bucket("shelf").key(key).copy_source("shelf/k");
        copy.set_annotation_directive(directive).send()
    };
    copy("plain", None).await.expect("a copy");
    copy("copy", Some(AnnotationDirective::Copy)).await.expect("a copy");
    copy("bare", Some(AnnotationDirective::Exclude)).await.expect("a copy");
    assert_eq!((names(&s3, "plain").await, names(&s3, "copy").await), (vec!["n".to_owned()], vec!["n".to_owned()]));
    assert_eq!(names(&s3, "bare").await, [""; 0]);
    s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    assert_eq!(read(&s3, "plain", "n", None).await.as_deref(), Ok("x"), "the copy has its own");
    let headers = [("x-amz-copy-source", "shelf/plain")];
    let target = "/shelf/query?x-amz-object-annotation-directive=EXCLUDE";
    let _ = server.raw().ask("PUT", target, &headers, b"").ok(200);
    assert_eq!(names(&s3, "query").await, [""; 0]);
    let refusal = refused(
        s3.copy_object()
            .bucket("shelf")
            .key("x")
            .copy_source("shelf/plain")
            .annotation_directive("REPLACE".into())
            .send()
            .await,
    );
    let fields = [("ArgumentName", "x-amz-object-annotation-directive"), ("ArgumentValue", "REPLACE")];
    refusal.is(400, "InvalidArgument", "Unknown annotation directive.", &fields);
    assemble(&s3, "plain", &[b"parts".to_vec()]).await;
    assert_eq!(names(&s3, "plain").await, [""; 0]);
    annotate(&s3, "plain", "of", "parts").await;
    assert_eq!(super::read(&s3, "plain").await, b"parts");
}

#[tokio::test]
async fn annotations_are_kept_by_the_lock_of_their_object() {
    let (server, s3) = shelf();
    s3.create_bucket().bucket("locked").object_lock_enabled_for_bucket(true).send().await.expect("a bucket");
    let headers = [
        ("x-amz-object-lock-mode", "GOVERNANCE"),
        ("x-amz-object-lock-retain-until-date", "2100-01-01T00:00:00Z"),
        ("content-md5", "3OfEF0zpMjkEqTSkhsQSiA=="),
    ];
    let mut raw = server.raw();
    let put = raw.ask("PUT", "/locked/k", &headers, b"lock");
    assert_eq!(put.status, 200, "{}", put.text());
    let target = "/locked/k?annotation&annotationName=n";
    let _ = raw.ask("PUT", target, &[], b"first").ok(200);
    for (method, body) in [("PUT", &b"second"[..]), ("DELETE", b"")] {
        let refusal = raw.ask(method, target, &[], body).refusal();
        refusal.is(403, "AccessDenied", "Access Denied because object protected by object lock.", &[]);
    }
    let _ = raw.ask("GET", target, &[], b"").ok(200);
    let bypass = [("x-amz-bypass-governance-retention", "true")];
    assert_eq!(raw.ask("DELETE", target, &bypass, b"").status, 204);
}

#[tokio::test]
async fn objects_with_a_key_of_the_customer_have_no_annotations() {
    let (_server, s3) = shelf();
    let put = s3.put_object().bucket("shelf").key("k").sse_customer_algorithm("AES256");
    let put = put.sse_customer_key("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    put.sse_customer_key_md5("hRasmdxgYDKV3nvbahU1MA==").send().await.expect("a put");
    let refusal = refuse(&s3, "k", "n", "x").await;
    assert_eq!((refusal.status, refusal.code.as_str()), (400, "InvalidRequest"));
}
