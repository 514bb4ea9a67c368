//! UploadPartCopy: whole objects and ranges of them as parts (AWS.md 27).

use super::{MIB_5, parts, pattern, put, read, shelf, start};
use aws_sdk_s3::types::CompletedPart;
use sandpail_tests::sdk::refused;

#[tokio::test]
async fn upload_part_copy_takes_ranges_and_wholes() {
    let (_server, s3) = shelf();
    let body = pattern(2 * MIB_5, 4);
    put(&s3, "source/ü", body.clone()).await;
    let id = start(&s3, "k").await;
    let mut done = Vec::new();
    let ranges = [Some((10, MIB_5 + 9)), Some((0, 2 * MIB_5 - 1)), None, Some((7, 7))];
    for (number, range) in (1..).zip(ranges) {
        let copy = s3.upload_part_copy().bucket("shelf").key("k").upload_id(&id).part_number(number);
        let range = range.map(|(from, to)| format!("bytes={from}-{to}"));
        let copy = copy.copy_source("shelf/source/%C3%BC").set_copy_source_range(range);
        let part = copy.send().await.expect("a part");
        let result = part.copy_part_result().expect("a result");
        assert!(result.last_modified().is_some());
        done.push(CompletedPart::builder().part_number(number).set_e_tag(result.e_tag.clone()).build());
    }
    s3.delete_object().bucket("shelf").key("source/ü").send().await.expect("a delete");
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    complete.multipart_upload(parts(done)).send().await.expect("it completes");
    let expected = [&body[10..MIB_5 + 10], &body, &body, &body[7..8]].concat();
    assert!(read(&s3, "k").await == expected);
}

#[tokio::test]
async fn upload_part_copy_of_no_range_is_refused() {
    let (_server, s3) = shelf();
    put(&s3, "source", "0123456789").await;
    let id = start(&s3, "k").await;
    let form = "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the \
        zero-based offsets of the first and last bytes to copy";
    let end = "Range specified is not valid for source object of size: 10";
    let start = "The specified copy range is invalid for the source object size";
    for (range, code, message) in [
        ("0-1", "InvalidArgument", form),
        ("bytes=0", "InvalidArgument", form),
        ("bytes=2-1", "InvalidArgument", form),
        ("bytes=hello-world", "InvalidArgument", form),
        ("bytes=0-bar", "InvalidArgument", form),
        ("bytes=-3", "InvalidArgument", form),
        ("bytes=0-10", "InvalidArgument", end),
        ("bytes=9-99", "InvalidArgument", end),
        ("bytes=10-10", "InvalidRequest", start),
        ("bytes=100-200", "InvalidRequest", start),
    ] {
        let copy = s3.upload_part_copy().bucket("shelf").key("k").upload_id(&id).part_number(1);
        let refusal = refused(copy.copy_source("shelf/source").copy_source_range(range).send().await);
        refusal.has(400, code, message, &[]);
        let named = (code == "InvalidArgument").then_some("x-amz-copy-source-range");
        assert_eq!(refusal.field("ArgumentName"), named, "{range}");
    }
    let list = s3.list_parts().bucket("shelf").key("k").upload_id(&id).send().await.expect("parts");
    assert_eq!(list.parts().len(), 0);
}

#[tokio::test]
async fn upload_part_copy_from_nothing_is_refused() {
    let (server, s3) = shelf();
    put(&s3, "source", "x").await;
    let id = start(&s3, "k").await;
    let copy = |source: &str, id: &str| {
        let copy = s3.upload_part_copy().bucket("shelf").key("k").upload_id(id).part_number(1);
        copy.copy_source(source).send()
    };
    assert_eq!(refused(copy("shelf/none", &id).await).code, "NoSuchKey");
    assert_eq!(refused(copy("none/k", &id).await).code, "NoSuchBucket");
    assert_eq!(refused(copy("shelf/source", "nonsense").await).code, "NoSuchUpload");
    for headers in [&[("x-amz-copy-source", "shelf/source")][..], &[]] {
        let reply = server.raw().ask("PUT", "/shelf/k?partNumber=1", headers, b"");
        assert_eq!(reply.status, 400, "a part of no upload is no object: {}", reply.text());
        let message = "This operation does not accept partNumber without uploadId";
        reply.refusal().has(400, "InvalidArgument", message, &[("ArgumentName", "partNumber")]);
    }
}

#[tokio::test]
async fn upload_part_copy_keeps_the_conditions_of_its_source() {
    let (_server, s3) = shelf();
    put(&s3, "source", "x").await;
    let id = start(&s3, "k").await;
    let copy = s3.upload_part_copy().bucket("shelf").key("k").upload_id(&id).part_number(1).copy_source("shelf/source");
    let refusal = refused(copy.copy_source_if_match("\"0\"").send().await);
    assert_eq!((refusal.status, refusal.code.as_str()), (412, "PreconditionFailed"));
    assert_eq!(refusal.field("Condition"), Some("x-amz-copy-source-If-Match"));
}
