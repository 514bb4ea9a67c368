//! Checksums of uploads. The values are those that Amazon S3 answers for these bytes.

use super::*;

/// Uploads 5 MiB and a byte of the letter a twice, and ten of it, and answers the parts for a completion with `element`.
async fn three_parts(bench: &Bench, upload: &str, algorithm: &str, element: &str) -> String {
    let header = format!("x-amz-checksum-{algorithm}");
    let mut parts = String::new();
    for (number, size) in [(1, FULL + 1), (2, FULL + 1), (3, 10)] {
        let value = bench_value(algorithm, size);
        let answer = bench.part(upload, number, &[(&header, &value)], vec![b'a'; size]).await.ok();
        assert_eq!(answer.header(&header), value);
        parts += &part(number, answer.header("etag"), &format!("<{element}>{value}</{element}>"));
    }
    parts
}

fn bench_value(algorithm: &str, size: usize) -> String {
    let large = size > 10;
    let value = match algorithm {
        "crc32" if large => "NRU+Sw==",
        "crc32" => "TBHN8A==",
        other => panic!("no values of {other}"),
    };
    value.to_owned()
}

#[tokio::test]
async fn a_composite_checksum_is_made_of_the_parts() {
    let bench = Bench::new().await;
    let upload = bench.start(&[("x-amz-checksum-algorithm", "CRC32")]).await;
    let parts = three_parts(&bench, &upload, "crc32", "ChecksumCRC32").await;
    let wrong = parts.replace("TBHN8A==", "AAAAAA==");
    assert_eq!(bench.complete(&upload, &[], &wrong).await.text("Code"), "InvalidPart");
    let sum = |value| [("x-amz-checksum-crc32", value)];
    let bad = "BadDigest: The crc32 you specified did not match the calculated checksum.";
    bench.complete(&upload, &sum("qSEQSA=="), &parts).await.is(400, bad);
    let answer = bench.complete(&upload, &sum("5FRUiw==-3"), &parts).await.ok();
    assert_eq!(answer.text("ETag"), "&quot;4d45984fc3feb2ac9b22683c49674b56-3&quot;");
    assert_eq!((answer.text("ChecksumCRC32"), answer.text("ChecksumType")), ("5FRUiw==-3", "COMPOSITE"));
    let head = bench.send(Method::HEAD, "/bkt/k", &[("x-amz-checksum-mode", "ENABLED")], "").await;
    assert_eq!(head.header("x-amz-checksum-crc32"), "5FRUiw==-3");
    assert_eq!(head.header("x-amz-checksum-type"), "COMPOSITE");
}

#[tokio::test]
async fn a_full_object_checksum_is_that_of_all_bytes() {
    let bench = Bench::new().await;
    let full = ("x-amz-checksum-type", "FULL_OBJECT");
    let upload = bench.start(&[("x-amz-checksum-algorithm", "CRC32"), full]).await;
    let parts = three_parts(&bench, &upload, "crc32", "ChecksumCRC32").await;
    let bad = "BadDigest: The crc32 you specified did not match the calculated checksum.";
    bench.complete(&upload, &[("x-amz-checksum-crc32", "AAAAAA=="), full], &parts).await.is(400, bad);
    // S3 takes a checksum without its type for a composite one.
    bench.complete(&upload, &[("x-amz-checksum-crc32", "qSEQSA==")], &parts).await.is(400, bad);
    let changed = "InvalidRequest: The upload was created using the FULL_OBJECT checksum mode. The complete request must use \
        the same checksum mode.";
    bench.complete(&upload, &[("x-amz-checksum-type", "COMPOSITE")], &parts).await.is(400, changed);
    let answer = bench.complete(&upload, &[("x-amz-checksum-crc32", "qSEQSA=="), full], &parts).await.ok();
    assert_eq!((answer.text("ChecksumCRC32"), answer.text("ChecksumType")), ("qSEQSA==", "FULL_OBJECT"));
}

#[tokio::test]
async fn an_upload_without_algorithm_makes_an_object_with_crc64nvme() {
    let bench = Bench::new().await;
    let upload = bench.start(&[]).await;
    // Whatever is sent with the part is verified and answered, and then forgotten.
    let answer = bench.part(&upload, 1, &[("x-amz-checksum-crc32c", "45fn2Q==")], "aaa").await.ok();
    assert_eq!(answer.header("x-amz-checksum-crc32c"), "45fn2Q==");
    let listed = bench.get(&format!("/bkt/k?uploadId={upload}")).await.ok();
    assert!(!listed.document().contains("Checksum"), "{}", listed.document());
    let etag = answer.header("etag");
    let named = part(1, etag, "<ChecksumCRC32C>45fn2Q==</ChecksumCRC32C>");
    assert_eq!(bench.complete(&upload, &[], &named).await.text("Code"), "InvalidPart");
    let changed = "InvalidRequest: The upload was created using the null checksum mode. The complete request must use the same \
        checksum mode.";
    let parts = part(1, etag, "");
    bench.complete(&upload, &[("x-amz-checksum-type", "FULL_OBJECT")], &parts).await.is(400, changed);
    let answer = bench.complete(&upload, &[("x-amz-checksum-crc32c", "AAAAAA==-2")], &parts).await.ok();
    assert_eq!((answer.text("ChecksumCRC64NVME"), answer.text("ChecksumType")), ("Rnr2/5P7Gsk=", "FULL_OBJECT"));
    assert_eq!(answer.text("ETag"), "&quot;e2c3da976e66ec9e7dc128fbc782fc91-1&quot;");
}

#[tokio::test]
async fn composite_uploads_need_each_parts_checksum() {
    let bench = Bench::new().await;
    let upload = bench.start(&[("x-amz-checksum-algorithm", "CRC32")]).await;
    let answer = bench.part(&upload, 1, &[("x-amz-checksum-crc32", "NSRBwg==")], "abc").await.ok();
    let etag = answer.header("etag");
    let missing = "InvalidRequest: The upload was created using a crc32 checksum. The complete request must include the \
        checksum for each part. It was missing for part 1 in the request.";
    bench.complete(&upload, &[], &part(1, etag, "")).await.is(400, missing);
    let other = "BadDigest: The sha256 you specified for part 1 did not match what we received.";
    let named = part(1, etag, "<ChecksumSHA256>ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=</ChecksumSHA256>");
    bench.complete(&upload, &[], &named).await.is(400, other);
    let named = part(1, etag, "<ChecksumCRC32>NSRBwg==</ChecksumCRC32>");
    let invalid = "InvalidRequest: Value for x-amz-checksum-sha256 header is invalid.";
    bench.complete(&upload, &[("x-amz-checksum-sha256", "bad")], &named).await.is(400, invalid);
    bench.complete(&upload, &[], &named).await.ok();
}
