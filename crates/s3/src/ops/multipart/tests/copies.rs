//! UploadPartCopy.

use super::*;

const SOURCE: (&str, &str) = ("x-amz-copy-source", "bkt/source");

async fn copy(bench: &Bench, upload: &str, number: u32, headers: &[(&str, &str)]) -> Answer {
    let headers: Vec<_> = headers.iter().copied().chain([SOURCE]).collect();
    bench.part(upload, number, &headers, "").await
}

#[tokio::test]
async fn a_part_is_a_range_of_its_source() {
    let bench = Bench::new().await;
    bench.put("/bkt/source", "0123456789").await.ok();
    let upload = bench.start(&[]).await;
    let answer = copy(&bench, &upload, 1, &[("x-amz-copy-source-range", "bytes=0-8")]).await.ok();
    assert!(answer.document().contains("<CopyPartResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"));
    assert_eq!(answer.text("ETag"), "&quot;22975d8a5ed1b91445f6c55ac121505b&quot;");
    assert_eq!(answer.text("LastModified"), "2023-11-14T22:13:20.000Z");
    assert_eq!(answer.header("x-amz-server-side-encryption"), "AES256");
    assert_eq!(answer.header("x-amz-copy-source-version-id"), "");
    assert!(!answer.document().contains("Checksum"));
    let parts = part(1, answer.text("ETag"), "");
    bench.complete(&upload, &[], &parts).await.ok();
    assert_eq!(bench.get("/bkt/k").await.body, "012345678");
}

#[tokio::test]
async fn a_copied_part_has_the_checksum_of_its_upload() {
    let bench = Bench::new().await;
    bench.put("/bkt/source", "this is a part").await.ok();
    for (kind, whole) in [("COMPOSITE", "F9bAnw==-1"), ("FULL_OBJECT", "iqJrOQ==")] {
        let asked = [("x-amz-checksum-algorithm", "CRC32C"), ("x-amz-checksum-type", kind)];
        let upload = bench.start(&asked).await;
        let answer = copy(&bench, &upload, 1, &[]).await.ok();
        assert_eq!(answer.text("ChecksumCRC32C"), "iqJrOQ==");
        let named = part(1, answer.text("ETag"), "<ChecksumCRC32C>iqJrOQ==</ChecksumCRC32C>");
        let answer = bench.complete(&upload, &[], &named).await.ok();
        assert_eq!((answer.text("ChecksumCRC32C"), answer.text("ChecksumType")), (whole, kind));
        assert_eq!(answer.text("ETag"), "&quot;395d97c07920de036bfa21e7568a2e9f-1&quot;");
    }
}

#[tokio::test]
async fn a_part_stays_when_its_source_goes() {
    let bench = Bench::new().await;
    bench.put("/bkt/source", "0123456789").await.ok();
    let upload = bench.start(&[]).await;
    let answer = copy(&bench, &upload, 1, &[("x-amz-copy-source-range", "bytes=2-4")]).await.ok();
    bench.send(Method::DELETE, "/bkt/source", &[], "").await.ok();
    bench.complete(&upload, &[], &part(1, answer.text("ETag"), "")).await.ok();
    assert_eq!(bench.get("/bkt/k").await.body, "234");
}

#[tokio::test]
async fn a_source_may_be_a_version() {
    let bench = Bench::versioned("Enabled").await;
    let old = bench.put("/bkt/source", "old").await.ok().header("x-amz-version-id").to_owned();
    bench.put("/bkt/source", "new").await.ok();
    let upload = bench.start(&[]).await;
    let source = format!("/bkt/source?versionId={old}");
    let answer = bench.part(&upload, 1, &[("x-amz-copy-source", &source)], "").await.ok();
    assert_eq!(answer.header("x-amz-copy-source-version-id"), old);
    bench.complete(&upload, &[], &part(1, answer.text("ETag"), "")).await.ok();
    assert_eq!(bench.get("/bkt/k").await.body, "old");
}

#[tokio::test]
async fn what_cannot_be_copied_is_refused() {
    let bench = Bench::new().await;
    bench.put("/bkt/source", "0123456789").await.ok();
    let upload = bench.start(&[]).await;
    let refused = async |headers: &[_]| copy(&bench, &upload, 1, headers).await;
    let answer = refused(&[("x-amz-copy-source-range", "bytes=0-100")]).await;
    answer.is(400, "InvalidArgument: Range specified is not valid for source object of size: 10");
    assert_eq!(answer.text("ArgumentValue"), "bytes=0-100");
    let failed = refused(&[("x-amz-copy-source-if-match", "\"other\"")]).await;
    failed.is(412, "PreconditionFailed: At least one of the pre-conditions you specified did not hold");
    assert_eq!(failed.text("Condition"), "x-amz-copy-source-If-Match");
    let none = bench.part(&upload, 1, &[("x-amz-copy-source", "bkt/none")], "").await;
    none.is(404, "NoSuchKey: The specified key does not exist.");
    let bucket = bench.part(&upload, 1, &[("x-amz-copy-source", "none/source")], "").await;
    bucket.is(404, "NoSuchBucket: The specified bucket does not exist");
    copy(&bench, "fakeid", 1, &[]).await.is(404, NO_SUCH_UPLOAD);
    let number = copy(&bench, &upload, 10_001, &[]).await;
    number.is(400, "InvalidArgument: Part number must be an integer between 1 and 10000, inclusive");
    assert_eq!(bench.get(&format!("/bkt/k?uploadId={upload}")).await.ok().all("PartNumber"), [""; 0]);
}
