//! UploadPart.

use super::*;

const CRC32_OF_ABC: (&str, &str) = ("x-amz-checksum-crc32", "NSRBwg==");

#[tokio::test]
async fn a_part_has_an_etag_and_the_checksum_that_was_sent_or_asked_for() {
    let bench = Bench::new().await;
    let plain = bench.start(&[]).await;
    let answer = bench.part(&plain, 1, &[], "abc").await.ok();
    assert_eq!(answer.header("etag"), "\"900150983cd24fb0d6963f7d28e17f72\"");
    assert_eq!(answer.header("x-amz-server-side-encryption"), "AES256");
    assert_eq!(answer.header("x-amz-checksum-crc64nvme"), "");
    let answer = bench.part(&plain, 1, &[CRC32_OF_ABC], "abc").await.ok();
    assert_eq!(answer.header("x-amz-checksum-crc32"), "NSRBwg==");
    assert_eq!(answer.header("x-amz-checksum-type"), "");

    let headers = [("x-amz-checksum-algorithm", "CRC32C"), ("x-amz-checksum-type", "FULL_OBJECT")];
    let full = bench.start(&headers).await;
    assert_eq!(bench.part(&full, 1, &[], "abc").await.ok().header("x-amz-checksum-crc32c"), "Nks/tw==");
}

#[tokio::test]
async fn a_part_of_another_checksum_is_refused() {
    let bench = Bench::new().await;
    let upload = bench.start(&[("x-amz-checksum-algorithm", "SHA256")]).await;
    let mismatch = |actual: &str| {
        format!(
            "InvalidRequest: Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: {actual}"
        )
    };
    bench.part(&upload, 1, &[CRC32_OF_ABC], "abc").await.is(400, &mismatch("crc32"));
    bench.part(&upload, 1, &[], "abc").await.is(400, &mismatch("null"));
    assert_eq!(bench.get(&format!("/bkt/k?uploadId={upload}")).await.ok().all("PartNumber"), [""; 0]);
}

#[tokio::test]
async fn a_body_that_is_not_what_was_announced_leaves_the_part_as_it_was() {
    let bench = Bench::new().await;
    let upload = bench.start(&[]).await;
    bench.part(&upload, 1, &[], "old").await.ok();
    let wrong = bench.part(&upload, 1, &[CRC32_OF_ABC], "new").await;
    wrong.is(400, "BadDigest: The CRC32 you specified did not match the calculated checksum.");
    let invalid = bench.part(&upload, 1, &[("x-amz-checksum-crc32", "bad")], "new").await;
    invalid.is(400, "InvalidRequest: Value for x-amz-checksum-crc32 header is invalid.");
    let digest = bench.part(&upload, 1, &[("content-md5", "1B2M2Y8AsgTpgAmy7PhCfg==")], "new").await;
    digest.is(400, "BadDigest: The Content-MD5 you specified did not match what we received.");
    let old = part(1, "149603e6c03516362a8da23f624db945", "");
    bench.complete(&upload, &[], &old).await.ok();
    assert_eq!(bench.get("/bkt/k").await.body, "old");
}

#[tokio::test]
async fn a_part_needs_an_upload_and_a_number() {
    let bench = Bench::new().await;
    let upload = bench.start(&[]).await;
    let range = "InvalidArgument: Part number must be an integer between 1 and 10000, inclusive";
    for number in ["0", "10001", "-1", "x", "99999999999"] {
        let target = format!("/bkt/k?partNumber={number}&uploadId={upload}");
        let answer = bench.put(&target, "x").await;
        answer.is(400, range);
        assert_eq!((answer.text("ArgumentName"), answer.text("ArgumentValue")), ("partNumber", number));
    }
    for target in ["/bkt/k?partNumber=1&uploadId=fakeid", &format!("/bkt/other?partNumber=1&uploadId={upload}")] {
        let answer = bench.put(target, "x").await;
        answer.is(404, NO_SUCH_UPLOAD);
        assert!(target.ends_with(answer.text("UploadId")));
    }
}

#[tokio::test]
async fn a_part_that_is_sent_again_replaces_the_first() {
    let bench = Bench::new().await;
    let upload = bench.start(&[]).await;
    let first = bench.named(&upload, 1, "first").await;
    let second = bench.named(&upload, 1, "second").await;
    let listed = bench.get(&format!("/bkt/k?uploadId={upload}")).await.ok();
    assert_eq!((listed.all("PartNumber"), listed.all("Size")), (vec!["1"], vec!["6"]));
    assert_eq!(bench.complete(&upload, &[], &first).await.text("Code"), "InvalidPart");
    bench.complete(&upload, &[], &second).await.ok();
    assert_eq!(bench.get("/bkt/k").await.body, "second");
}

#[tokio::test]
async fn a_checksum_may_come_after_the_body() {
    let bench = Bench::new().await;
    let trailing = [
        ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("x-amz-decoded-content-length", "3"),
        ("x-amz-trailer", "x-amz-checksum-crc32"),
    ];
    let body = "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n";
    let upload = bench.start(&[]).await;
    let answer = bench.part(&upload, 1, &trailing, body).await.ok();
    assert_eq!(answer.header("x-amz-checksum-crc32"), "NSRBwg==");
    // The object's checksum is of another algorithm, and right all the same.
    let completed = bench.complete(&upload, &[], &part(1, answer.header("etag"), "")).await.ok();
    let put = bench.put("/bkt/whole", "abc").await.ok();
    assert_eq!(completed.text("ChecksumCRC64NVME"), put.header("x-amz-checksum-crc64nvme"));

    let upload = bench.start(&[("x-amz-checksum-algorithm", "CRC32")]).await;
    bench.part(&upload, 1, &trailing, body).await.ok();
    let none = bench.part(&upload, 2, &trailing[1..], "abc").await;
    assert_eq!((none.status.as_u16(), none.text("Code")), (400, "InvalidRequest"));
    assert_eq!(bench.get(&format!("/bkt/k?uploadId={upload}")).await.ok().all("PartNumber"), ["1"]);
}
