//! CompleteMultipartUpload and its checksums: of the full object, or composed of those of the parts (AWS.md 32).

use super::{MIB_5, parts, pattern, put, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::types::{ChecksumAlgorithm, ChecksumMode, ChecksumType, CompletedPart};
use sandpail_tests::sdk::refused;

/// Starts an upload of `k` with this algorithm and kind of checksum.
async fn begin(s3: &Client, algorithm: &ChecksumAlgorithm, kind: &ChecksumType) -> String {
    let create = s3.create_multipart_upload().bucket("shelf").key("k");
    let create = create.checksum_algorithm(algorithm.clone()).checksum_type(kind.clone());
    create.send().await.expect("an upload").upload_id.expect("an upload id")
}

/// Uploads `bodies` as parts, each with its checksum.
async fn fill(s3: &Client, id: &str, algorithm: &ChecksumAlgorithm, bodies: &[Vec<u8>]) -> Vec<CompletedPart> {
    let mut done = Vec::new();
    for (number, body) in (1..).zip(bodies) {
        let upload = s3.upload_part().bucket("shelf").key("k").upload_id(id).part_number(number);
        let upload = upload.checksum_algorithm(algorithm.clone()).body(body.clone().into());
        let part = upload.send().await.expect("a part");
        let part = CompletedPart::builder()
            .part_number(number)
            .set_e_tag(part.e_tag)
            .set_checksum_crc32(part.checksum_crc32)
            .set_checksum_crc32_c(part.checksum_crc32_c)
            .set_checksum_crc64_nvme(part.checksum_crc64_nvme)
            .set_checksum_sha1(part.checksum_sha1)
            .set_checksum_sha256(part.checksum_sha256);
        done.push(part.build());
    }
    done
}

/// The checksum of `key`, whichever it has.
async fn checksum(s3: &Client, key: &str) -> (String, Option<ChecksumType>) {
    let head = s3.head_object().bucket("shelf").key(key).checksum_mode(ChecksumMode::Enabled);
    let head = head.send().await.expect("a head");
    let sums = [
        head.checksum_crc32(),
        head.checksum_crc32_c(),
        head.checksum_crc64_nvme(),
        head.checksum_sha1(),
        head.checksum_sha256(),
    ];
    let [sum] = sums.into_iter().flatten().collect::<Vec<_>>()[..] else { panic!("one checksum of {sums:?}") };
    (sum.to_owned(), head.checksum_type().cloned())
}

#[tokio::test]
async fn complete_multipart_upload_with_a_full_checksum_has_that_of_the_bytes() {
    let (_server, s3) = shelf();
    let bodies = [pattern(MIB_5, 1), pattern(MIB_5, 2), pattern(77, 3)];
    for algorithm in [ChecksumAlgorithm::Crc32, ChecksumAlgorithm::Crc32C, ChecksumAlgorithm::Crc64Nvme] {
        let id = begin(&s3, &algorithm, &ChecksumType::FullObject).await;
        let done = fill(&s3, &id, &algorithm, &bodies).await;
        let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(id);
        complete.multipart_upload(parts(done)).send().await.expect("it completes");
        let whole = s3.put_object().bucket("shelf").key("whole").checksum_algorithm(algorithm.clone());
        whole.body(bodies.concat().into()).send().await.expect("a put");
        assert_eq!(checksum(&s3, "k").await, checksum(&s3, "whole").await, "{algorithm:?}");
    }
}

#[tokio::test]
async fn complete_multipart_upload_with_composite_checksums_counts_the_parts() {
    let (_server, s3) = shelf();
    let bodies = [pattern(MIB_5, 1), pattern(77, 3)];
    for algorithm in
        [ChecksumAlgorithm::Crc32, ChecksumAlgorithm::Crc32C, ChecksumAlgorithm::Sha1, ChecksumAlgorithm::Sha256]
    {
        let id = begin(&s3, &algorithm, &ChecksumType::Composite).await;
        let done = fill(&s3, &id, &algorithm, &bodies).await;
        let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(id);
        let made = complete.multipart_upload(parts(done)).send().await.expect("it completes");
        assert_eq!(made.checksum_type(), Some(&ChecksumType::Composite));
        let (sum, kind) = checksum(&s3, "k").await;
        assert!(sum.ends_with("-2"), "{algorithm:?} {sum}");
        assert_eq!(kind, Some(ChecksumType::Composite));
        // Recorded: a part's own checksum goes by the type of the object's.
        let one = s3.get_object().bucket("shelf").key("k").part_number(1).checksum_mode(ChecksumMode::Enabled);
        assert_eq!(one.send().await.expect("a part").checksum_type(), Some(&ChecksumType::Composite));
    }
}

#[tokio::test]
async fn complete_multipart_upload_needs_the_composites_checksums() {
    let (_server, s3) = shelf();
    let algorithm = ChecksumAlgorithm::Crc32;
    let id = begin(&s3, &algorithm, &ChecksumType::Composite).await;
    let done = fill(&s3, &id, &algorithm, &[pattern(9, 1)]).await;
    let bare = done
        .iter()
        .map(|part| CompletedPart::builder().set_part_number(part.part_number()).set_e_tag(part.e_tag.clone()).build());
    let complete = || s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    let message = "The upload was created using a crc32 checksum. The complete request must include the checksum for \
        each part. It was missing for part 1 in the request.";
    refused(complete().multipart_upload(parts(bare)).send().await).is(400, "InvalidRequest", message, &[]);
    complete().multipart_upload(parts(done)).send().await.expect("it completes");
}

#[tokio::test]
async fn complete_multipart_upload_verifies_the_full_checksum() {
    let (_server, s3) = shelf();
    put(&s3, "k", "before").await;
    let algorithm = ChecksumAlgorithm::Crc64Nvme;
    let id = begin(&s3, &algorithm, &ChecksumType::FullObject).await;
    let done = fill(&s3, &id, &algorithm, &[b"123456789".to_vec()]).await;
    let complete = |sum: &str| {
        let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
        complete
            .checksum_crc64_nvme(sum)
            .checksum_type(ChecksumType::FullObject)
            .multipart_upload(parts(done.clone()))
            .send()
    };
    let refusal = refused(complete("AAAAAAAAAAA=").await);
    assert_eq!((refusal.status, refusal.code.as_str()), (400, "BadDigest"), "{refusal:?}");
    assert_eq!(super::read(&s3, "k").await, b"before");
    complete("rosUhgp5mIg=").await.expect("it completes");
}

#[tokio::test]
async fn upload_part_with_a_wrong_checksum_is_no_part() {
    let (_server, s3) = shelf();
    let id = begin(&s3, &ChecksumAlgorithm::Crc32, &ChecksumType::FullObject).await;
    let upload = s3.upload_part().bucket("shelf").key("k").upload_id(&id).part_number(1);
    let upload = upload.checksum_crc32("AAAAAA==").body(pattern(9, 1).into());
    assert_eq!(refused(upload.send().await).code, "BadDigest");
    let list = s3.list_parts().bucket("shelf").key("k").upload_id(&id).send().await.expect("parts");
    assert_eq!(list.parts().len(), 0);
}
