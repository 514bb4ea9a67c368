//! CompleteMultipartUpload: which parts, in which order, how large, and twice (AWS.md 30, 31).

use super::{MIB_5, enable_versions, part, parts, pattern, put, read, shelf, start};
use aws_sdk_s3::Client;
use aws_sdk_s3::types::CompletedPart;
use sandpail_tests::Refusal;
use sandpail_tests::sdk::refused;

/// What completing with these parts is refused with.
async fn check(s3: &Client, id: &str, done: Vec<CompletedPart>) -> Refusal {
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(id);
    refused(complete.multipart_upload(parts(done)).send().await)
}

fn claimed(number: i32, etag: &str) -> CompletedPart {
    CompletedPart::builder().part_number(number).e_tag(etag).build()
}

#[tokio::test]
async fn complete_multipart_upload_joins_the_parts_chosen() {
    let (server, s3) = shelf();
    let id = start(&s3, "k").await;
    let bodies = [pattern(MIB_5, 1), pattern(MIB_5, 2), pattern(10, 3)];
    let mut done = Vec::new();
    for (number, body) in [3, 70, 10_000].into_iter().zip(&bodies) {
        done.push(part(&s3, "k", &id, number, body.clone()).await);
    }
    part(&s3, "k", &id, 9, "never chosen").await;
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    let made = complete.multipart_upload(parts(done)).send().await.expect("it completes");
    assert_eq!((made.bucket(), made.key()), (Some("shelf"), Some("k")));
    assert_eq!(made.location(), Some(format!("{}/shelf/k", server.url()).as_str()));
    let etag = made.e_tag().expect("an ETag");
    assert!(etag.trim_matches('"').len() == 34 && etag.ends_with("-3\""), "{etag}");
    assert!(read(&s3, "k").await == bodies.concat());
    assert_eq!(super::etag(&s3, "k").await, etag);
    let left = refused(s3.list_parts().bucket("shelf").key("k").upload_id(&id).send().await);
    assert_eq!(left.code, "NoSuchUpload");
}

#[tokio::test]
async fn s12_complete_multipart_upload_takes_an_etag_without_quotes() {
    let (_server, s3) = shelf();
    let id = start(&s3, "k").await;
    part(&s3, "k", &id, 1, "123456789").await;
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    let done = parts([claimed(1, "25f9e794323b453885f5181f1b624d0b")]);
    complete.multipart_upload(done).send().await.expect("it completes");
    assert_eq!(read(&s3, "k").await, b"123456789");
}

#[tokio::test]
async fn s12_complete_multipart_upload_out_of_order_is_refused() {
    let (_server, s3) = shelf();
    let id = start(&s3, "k").await;
    let first = part(&s3, "k", &id, 1, pattern(MIB_5, 1)).await;
    let second = part(&s3, "k", &id, 2, "end").await;
    let message = "The list of parts was not in ascending order. Parts must be ordered by part number.";
    for done in [vec![second.clone(), first.clone()], vec![first.clone(), first.clone()]] {
        check(&s3, &id, done).await.is(400, "InvalidPartOrder", message, &[("UploadId", &id)]);
    }
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    complete.multipart_upload(parts([first, second])).send().await.expect("in order it completes");
}

#[tokio::test]
async fn s12_complete_multipart_upload_of_tiny_parts_is_refused() {
    let (_server, s3) = shelf();
    let id = start(&s3, "k").await;
    let first = part(&s3, "k", &id, 1, "123456789").await;
    let second = part(&s3, "k", &id, 2, "end").await;
    let fields = [
        ("ProposedSize", "9"),
        ("MinSizeAllowed", "5242880"),
        ("PartNumber", "1"),
        ("ETag", "25f9e794323b453885f5181f1b624d0b"),
    ];
    let message = "Your proposed upload is smaller than the minimum allowed size";
    check(&s3, &id, vec![first, second.clone()]).await.is(400, "EntityTooSmall", message, &fields);
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    complete.multipart_upload(parts([second])).send().await.expect("the last part may be tiny");
    assert_eq!(read(&s3, "k").await, b"end");
}

#[tokio::test]
async fn complete_multipart_upload_of_parts_it_has_not_is_refused() {
    let (_server, s3) = shelf();
    let id = start(&s3, "k").await;
    part(&s3, "k", &id, 1, "x").await;
    let message = "One or more of the specified parts could not be found.  The part may not have been uploaded, or \
        the specified entity tag may not match the part's entity tag.";
    for (number, etag) in [(2, "25f9e794323b453885f5181f1b624d0b"), (1, "00000000000000000000000000000000")] {
        let refusal = check(&s3, &id, vec![claimed(number, &format!("\"{etag}\""))]).await;
        let number = number.to_string();
        let fields = [("UploadId", id.as_str()), ("PartNumber", number.as_str()), ("ETag", etag)];
        refusal.is(400, "InvalidPart", message, &fields);
    }
    let list = s3.list_parts().bucket("shelf").key("k").upload_id(&id).send().await.expect("parts");
    assert_eq!(list.parts().len(), 1, "the upload goes on");
}

#[tokio::test]
async fn complete_multipart_upload_of_no_parts_is_refused() {
    let (server, s3) = shelf();
    let id = start(&s3, "k").await;
    let target = format!("/shelf/k?uploadId={id}");
    let body = b"<CompleteMultipartUpload></CompleteMultipartUpload>";
    let refusal = server.raw().ask("POST", &target, &[], body).refusal();
    refusal.is(400, "InvalidRequest", "You must specify at least one part", &[]);
}

#[tokio::test]
async fn complete_multipart_upload_again_is_the_same_answer() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let id = start(&s3, "k").await;
    let first = part(&s3, "k", &id, 1, "x").await;
    let complete = || s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    let made = complete().multipart_upload(parts([first.clone()])).send().await.expect("it completes");
    let again = complete().multipart_upload(parts([first])).send().await.expect("a retry is no error");
    assert_eq!(again.e_tag(), made.e_tag());
    assert_eq!(again.version_id(), made.version_id());
    let list = s3.list_object_versions().bucket("shelf").send().await.expect("a list");
    assert_eq!(list.versions().len(), 1);
}

#[tokio::test]
async fn complete_multipart_upload_of_none_is_refused() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let refusal = check(&s3, "nonsense", vec![claimed(1, "\"0\"")]).await;
    let message = "The specified upload does not exist. The upload ID may be invalid, or the upload may have been \
        aborted or completed.";
    refusal.is(404, "NoSuchUpload", message, &[("UploadId", "nonsense")]);
}

#[tokio::test]
async fn complete_multipart_upload_of_another_size_is_refused() {
    let (_server, s3) = shelf();
    let id = start(&s3, "k").await;
    let first = part(&s3, "k", &id, 1, "1234").await;
    let complete = || s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    let wrong = complete().mpu_object_size(5).multipart_upload(parts([first.clone()])).send().await;
    let message = "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 4";
    refused(wrong).is(400, "InvalidRequest", message, &[]);
    complete().mpu_object_size(4).multipart_upload(parts([first])).send().await.expect("it completes");
}

#[tokio::test]
async fn complete_multipart_upload_makes_a_version_like_any_other() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let plain = put(&s3, "k", "plain").await.expect("a version id");
    let id = start(&s3, "k").await;
    let first = part(&s3, "k", &id, 1, "composite").await;
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    let made = complete.multipart_upload(parts([first])).send().await.expect("it completes");
    let composite = made.version_id().expect("a version id").to_owned();
    put(&s3, "k", "newest").await;
    assert_eq!(super::read_version(&s3, "k", &plain).await, b"plain");
    assert_eq!(super::read_version(&s3, "k", &composite).await, b"composite");
    assert_eq!(read(&s3, "k").await, b"newest");
}
