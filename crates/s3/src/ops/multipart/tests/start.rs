//! CreateMultipartUpload.

use super::*;

#[tokio::test]
async fn an_upload_says_what_its_object_will_have() {
    let bench = Bench::new().await;
    let answer = bench.send(Method::POST, "/bkt/a%20%26b?uploads", &[], "").await.ok();
    assert_eq!((answer.text("Bucket"), answer.text("Key")), ("bkt", "a &amp;b"));
    assert!(
        answer.document().contains("<InitiateMultipartUploadResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">")
    );
    assert_eq!(answer.header("x-amz-server-side-encryption"), "AES256");
    assert_eq!((answer.header("x-amz-checksum-algorithm"), answer.header("x-amz-checksum-type")), ("", ""));

    let asked = [("x-amz-checksum-algorithm", "crc32c")];
    let answer = bench.send(Method::POST, "/bkt/k?uploads", &asked, "").await.ok();
    assert_eq!(answer.header("x-amz-checksum-algorithm"), "CRC32C");
    assert_eq!(answer.header("x-amz-checksum-type"), "COMPOSITE");
}

#[tokio::test]
async fn an_upload_that_cannot_be_is_refused() {
    let bench = Bench::new().await;
    let start = async |target: &str, headers: &[_]| bench.send(Method::POST, target, headers, "").await;
    start("/none/k?uploads", &[]).await.is(404, "NoSuchBucket: The specified bucket does not exist");
    let class = [("x-amz-storage-class", "OUTPOSTS")];
    start("/bkt/k?uploads", &class).await.is(400, "InvalidStorageClass: The storage class you specified is not valid");
    let sums = [("x-amz-checksum-algorithm", "SHA1"), ("x-amz-checksum-type", "FULL_OBJECT")];
    let unusable = "InvalidRequest: The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm.";
    start("/bkt/k?uploads", &sums).await.is(400, unusable);
    assert_eq!(bench.get("/bkt?uploads").await.ok().all("UploadId"), [""; 0]);
}

#[tokio::test]
async fn the_object_has_what_the_upload_was_started_with() {
    let bench = Bench::new().await;
    let headers = [
        ("content-type", "text/x"),
        ("cache-control", "no-store"),
        ("x-amz-meta-name", "value"),
        ("x-amz-tagging", "a=1&b=2"),
        ("x-amz-storage-class", "STANDARD_IA"),
    ];
    let upload = bench.start(&headers).await;
    let parts = bench.named(&upload, 1, "body").await;
    bench.complete(&upload, &[("content-type", "application/xml")], &parts).await.ok();
    let object = bench.get("/bkt/k").await.ok();
    assert_eq!(object.body, "body");
    assert_eq!((object.header("content-type"), object.header("cache-control")), ("text/x", "no-store"));
    assert_eq!((object.header("x-amz-meta-name"), object.header("x-amz-tagging-count")), ("value", "2"));
    assert_eq!(object.header("x-amz-storage-class"), "STANDARD_IA");
}

#[tokio::test]
async fn the_object_is_dated_from_the_start_of_the_upload() {
    let bench = Bench::new().await;
    let upload = bench.start(&[]).await;
    bench.tick();
    let parts = bench.named(&upload, 1, "body").await;
    bench.complete(&upload, &[], &parts).await.ok();
    assert_eq!(bench.get("/bkt/k").await.header("last-modified"), "Tue, 14 Nov 2023 22:13:20 GMT");
}
