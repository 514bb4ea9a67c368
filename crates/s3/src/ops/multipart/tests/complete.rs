//! CompleteMultipartUpload: which parts make which object.

use super::*;

#[tokio::test]
async fn the_parts_make_the_object() {
    let bench = Bench::new().await;
    let upload = bench.start(&[]).await;
    let last = bench.named(&upload, 9, "end").await;
    bench.named(&upload, 3, "unused").await;
    let first = bench.named(&upload, 2, vec![b'x'; FULL]).await;
    let answer = bench.complete(&upload, &[], &(first + &last)).await.ok();
    assert_eq!((answer.text("Bucket"), answer.text("Key")), ("bkt", "k"));
    assert_eq!(answer.text("Location"), "http://h:9000/bkt/k");
    assert_eq!(answer.header("x-amz-server-side-encryption"), "AES256");
    assert_eq!((answer.header("x-amz-version-id"), answer.text("ChecksumType")), ("", "FULL_OBJECT"));
    let object = bench.get("/bkt/k").await.ok();
    assert_eq!(object.body.len(), FULL + 3);
    assert!(object.body.ends_with(b"xend") && object.header("etag").ends_with("-2\""));
    assert_eq!(object.header("etag").replace('"', "&quot;"), answer.text("ETag"));
    assert_eq!(bench.get("/bkt?uploads").await.ok().all("UploadId"), [""; 0]);
}

#[tokio::test]
async fn the_location_has_the_scheme_of_the_request() {
    let bench = Bench::new().await;
    let upload = bench.start(&[]).await;
    let parts = bench.named(&upload, 1, "data").await;
    let document = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
    let request = Request::post(format!("/bkt/k?uploadId={upload}")).header(HOST, "h:9000");
    let request = request.header(CONTENT_LENGTH, document.len()).extension(SecureTransport);
    let response = bench.service.call(request.body(Body::from(Bytes::from(document))).unwrap()).await;
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let answer = Answer { status: StatusCode::OK, headers: HeaderMap::new(), body };
    assert_eq!(answer.text("Location"), "https://h:9000/bkt/k");
}

#[tokio::test]
async fn a_list_that_does_not_fit_is_refused_and_the_upload_stays() {
    let bench = Bench::new().await;
    let upload = bench.start(&[]).await;
    let (one, two) = (bench.named(&upload, 1, "data").await, bench.named(&upload, 2, "data").await);
    let complete = async |parts: &str| bench.complete(&upload, &[], parts).await;
    let small = complete(&(one.clone() + &two)).await;
    small.is(400, "EntityTooSmall: Your proposed upload is smaller than the minimum allowed size");
    assert_eq!(
        (small.text("MinSizeAllowed"), small.text("ProposedSize"), small.text("PartNumber")),
        ("5242880", "4", "1")
    );
    assert_eq!(small.text("ETag"), "8d777f385d3dfec8815d20f7496026dc");
    let order = complete(&(two + &one)).await;
    order.is(
        400,
        "InvalidPartOrder: The list of parts was not in ascending order. Parts must be ordered by part number.",
    );
    let part = complete(&part(3, "\"abc\"", "")).await;
    assert_eq!((part.text("Code"), part.text("PartNumber"), part.text("ETag")), ("InvalidPart", "3", "abc"));
    assert_eq!(part.text("UploadId"), upload);
    complete("").await.is(400, "InvalidRequest: You must specify at least one part");
    let malformed =
        "MalformedXML: The XML you provided was not well-formed or did not validate against our published schema";
    complete("<Part><PartNumber>1</PartNumber></Part>").await.is(400, malformed);
    complete("<Part><ETag>x</ETag></Part>").await.is(400, malformed);
    bench.get("/bkt/k").await.is(404, "NoSuchKey: The specified key does not exist.");
    complete(&one).await.ok();
}

#[tokio::test]
async fn there_has_to_be_an_upload() {
    let bench = Bench::new().await;
    let upload = bench.start(&[]).await;
    bench.complete("fakeid", &[], &part(1, "x", "")).await.is(404, NO_SUCH_UPLOAD);
    bench.complete("fakeid", &[], "").await.is(404, NO_SUCH_UPLOAD);
    let document = format!("<CompleteMultipartUpload>{}</CompleteMultipartUpload>", part(1, "x", ""));
    let other = bench.send(Method::POST, &format!("/bkt/other?uploadId={upload}"), &[], document).await;
    other.is(404, NO_SUCH_UPLOAD);
}

#[tokio::test]
async fn the_size_is_checked_when_it_is_sent() {
    let bench = Bench::new().await;
    let upload = bench.start(&[]).await;
    let parts = bench.named(&upload, 1, "aaaa").await;
    let size = |value| [("x-amz-mp-object-size", value)];
    let wrong =
        "InvalidRequest: The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 4";
    bench.complete(&upload, &size("5"), &parts).await.is(400, wrong);
    let invalid = "InvalidRequest: Value for x-amz-mp-object-size header is invalid: 'size'";
    bench.complete(&upload, &size("size"), &parts).await.is(400, invalid);
    bench.complete(&upload, &size("4"), &parts).await.ok();
}

#[tokio::test]
async fn a_completion_that_is_repeated_is_answered_as_the_first() {
    for status in ["", "Enabled", "Suspended"] {
        let bench = Bench::new().await;
        if !status.is_empty() {
            bench.set_versioning(status).await;
        }
        let upload = bench.start(&[]).await;
        let parts = bench.named(&upload, 1, "body").await;
        let condition = [("if-none-match", "*")];
        let first = bench.complete(&upload, &condition, &parts).await.ok();
        let second = bench.complete(&upload, &condition, &parts).await.ok();
        assert_eq!(first.document(), second.document());
        assert_eq!(first.header("x-amz-version-id"), second.header("x-amz-version-id"));
        assert_eq!(bench.get("/bkt?versions").await.ok().all("VersionId").len(), 1);
        bench.complete(&upload, &[], &part(1, "x", "")).await.is(404, NO_SUCH_UPLOAD);
        bench.put("/bkt/k", "other").await.ok();
        bench.complete(&upload, &[], &parts).await.is(404, NO_SUCH_UPLOAD);
    }
}

#[tokio::test]
async fn versions_are_kept_where_the_bucket_keeps_them() {
    let bench = Bench::versioned("Enabled").await;
    bench.put("/bkt/k", "old").await.ok();
    let upload = bench.start(&[]).await;
    let parts = bench.named(&upload, 1, "new").await;
    let version = bench.complete(&upload, &[], &parts).await.ok().header("x-amz-version-id").to_owned();
    assert_eq!(bench.get(&format!("/bkt/k?versionId={version}")).await.ok().body, "new");
    assert_eq!(bench.get("/bkt?versions").await.ok().all("VersionId").len(), 2);

    bench.set_versioning("Suspended").await;
    let upload = bench.start(&[]).await;
    let parts = bench.named(&upload, 1, "null").await;
    let answer = bench.complete(&upload, &[], &parts).await.ok();
    assert_eq!(answer.header("x-amz-version-id"), "");
    assert_eq!(bench.get("/bkt/k?versionId=null").await.ok().body, "null");
    assert_eq!(bench.get(&format!("/bkt/k?versionId={version}")).await.ok().body, "new");
}

#[tokio::test]
async fn parts_can_be_read_by_their_number() {
    let bench = Bench::new().await;
    let upload = bench.start(&[]).await;
    let parts = bench.named(&upload, 1, vec![b'x'; FULL]).await + &bench.named(&upload, 2, "end").await;
    bench.complete(&upload, &[], &parts).await.ok();
    let part = bench.get("/bkt/k?partNumber=2").await;
    assert_eq!((part.status, part.body.as_ref()), (StatusCode::PARTIAL_CONTENT, &b"end"[..]));
    assert_eq!(part.header("x-amz-mp-parts-count"), "2");
    assert_eq!(part.header("content-range"), "bytes 5242880-5242882/5242883");
}
