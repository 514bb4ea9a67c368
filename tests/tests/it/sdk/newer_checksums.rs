//! The checksum algorithms of 2026: SHA512, MD5 and the three XXHASHes, wherever a checksum is told.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>

use super::{put, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::types::{Checksum, ChecksumAlgorithm, ChecksumMode, ChecksumType, CompletedPart, ObjectAttributes};
use sandpail_tests::sdk::refused;

/// Of `123456789`: the algorithm, the checksum, and that of an upload with this as its only part. The XXHASHes are the
/// reference library's, the most significant byte first.
const SUMS: [(ChecksumAlgorithm, &str, &str); 5] = [
    (
        ChecksumAlgorithm::Sha512,
        "2eZ2LdHI6vbWGzxhkvxAjU1tXxF20MKRabwk5xw/J0rSf81YEbMT1oH35V7ALXPUmclUVba1u1A6z1dPuo/+hQ==",
        "BAhVESR8pFuv/S2pHMrDSxjHVgcYCwozEda98ahLvKJ8ll4B1SyOb7caBgdNEU6tpyb0mS26scvZwucvSD0i8A==-1",
    ),
    (ChecksumAlgorithm::Md5, "JfnnlDI7RTiF9RgfG2JNCw==", "WSfF1k2UpXhvkAA6om0BWQ==-1"),
    (ChecksumAlgorithm::Xxhash64, "jLhB20DmroM=", "aIYCMYPSWcc=-1"),
    (ChecksumAlgorithm::Xxhash3, "ctyxi2ehff8=", "ksPmtVIgSbU=-1"),
    (ChecksumAlgorithm::Xxhash128, "MxGUd+3l3NXpcWQnaB1YYA==", "qhtapxAN/tUuBHXli2H9nQ==-1"),
];

/// The checksum of an answer that has a member for each algorithm, and must have only this one.
macro_rules! only {
    ($of:expr) => {{
        let of = $of;
        let sums = [
            (ChecksumAlgorithm::Crc32, of.checksum_crc32()),
            (ChecksumAlgorithm::Crc32C, of.checksum_crc32_c()),
            (ChecksumAlgorithm::Crc64Nvme, of.checksum_crc64_nvme()),
            (ChecksumAlgorithm::Sha1, of.checksum_sha1()),
            (ChecksumAlgorithm::Sha256, of.checksum_sha256()),
            (ChecksumAlgorithm::Sha512, of.checksum_sha512()),
            (ChecksumAlgorithm::Md5, of.checksum_md5()),
            (ChecksumAlgorithm::Xxhash64, of.checksum_xxhash64()),
            (ChecksumAlgorithm::Xxhash3, of.checksum_xxhash3()),
            (ChecksumAlgorithm::Xxhash128, of.checksum_xxhash128()),
        ];
        let sums: Vec<_> = sums.into_iter().filter_map(|(algorithm, sum)| Some((algorithm, sum?.to_owned()))).collect();
        let [sum] = <[_; 1]>::try_from(sums).expect("one checksum");
        sum
    }};
}

/// Sets the checksum of `$algorithm` in a request that has a member for each.
macro_rules! with {
    ($request:expr, $algorithm:expr, $sum:expr) => {
        match $algorithm {
            ChecksumAlgorithm::Sha512 => $request.checksum_sha512($sum),
            ChecksumAlgorithm::Md5 => $request.checksum_md5($sum),
            ChecksumAlgorithm::Xxhash64 => $request.checksum_xxhash64($sum),
            ChecksumAlgorithm::Xxhash3 => $request.checksum_xxhash3($sum),
            _ => $request.checksum_xxhash128($sum),
        }
    };
}

async fn attributes(s3: &Client, key: &str) -> Checksum {
    let get = s3.get_object_attributes().bucket("shelf").key(key).object_attributes(ObjectAttributes::Checksum);
    get.send().await.expect("attributes").checksum.expect("a checksum")
}

#[tokio::test]
async fn put_object_with_a_newer_checksum_keeps_it() {
    let (_server, s3) = shelf();
    for (algorithm, sum, _) in SUMS {
        let expected = (algorithm.clone(), sum.to_owned());
        let put = s3.put_object().bucket("shelf").key("k").body(b"123456789".to_vec().into());
        let put = with!(put, algorithm, sum).send().await.expect("a put");
        assert_eq!(only!(&put), expected);
        assert_eq!(put.checksum_type(), Some(&ChecksumType::FullObject));
        let head = s3.head_object().bucket("shelf").key("k").checksum_mode(ChecksumMode::Enabled);
        assert_eq!(only!(&head.send().await.expect("a head")), expected);
        let get = s3.get_object().bucket("shelf").key("k").checksum_mode(ChecksumMode::Enabled);
        assert_eq!(only!(&get.send().await.expect("a get")), expected);
        assert_eq!(only!(&attributes(&s3, "k").await), expected);
        let list = s3.list_objects_v2().bucket("shelf").send().await.expect("a list");
        assert_eq!(list.contents()[0].checksum_algorithm(), [algorithm]);
    }
}

#[tokio::test]
async fn put_object_with_a_wrong_newer_checksum_is_refused() {
    let (_server, s3) = shelf();
    put(&s3, "k", "before").await;
    for (algorithm, sum, _) in SUMS {
        let put = || s3.put_object().bucket("shelf").key("k").body(b"12345678".to_vec().into());
        let message = format!("The {} you specified did not match the calculated checksum.", algorithm.as_str());
        refused(with!(put(), algorithm, sum).send().await).is(400, "BadDigest", &message, &[]);
        let header = format!("x-amz-checksum-{}", algorithm.as_str().to_lowercase());
        let message = format!("Value for {header} header is invalid.");
        refused(with!(put(), algorithm, "AAAA").send().await).is(400, "InvalidRequest", &message, &[]);
        assert_eq!(super::read(&s3, "k").await, b"before");
    }
}

#[tokio::test]
async fn copy_object_computes_a_newer_checksum() {
    let (_server, s3) = shelf();
    put(&s3, "k", "123456789").await;
    let mut source = "k".to_owned();
    for (algorithm, sum, _) in SUMS {
        let expected = (algorithm.clone(), sum.to_owned());
        let target = algorithm.as_str().to_owned();
        let copy = s3.copy_object().bucket("shelf").key(&target).copy_source(format!("shelf/{source}"));
        let copy = copy.checksum_algorithm(algorithm).send().await.expect("a copy");
        assert_eq!(only!(copy.copy_object_result().expect("a result")), expected);
        let again = s3.copy_object().bucket("shelf").key("again").copy_source(format!("shelf/{target}"));
        let again = again.send().await.expect("a copy keeps the algorithm");
        assert_eq!(only!(again.copy_object_result().expect("a result")), expected);
        assert_eq!(only!(&attributes(&s3, "again").await), expected);
        source = target;
    }
}

#[tokio::test]
async fn upload_part_copy_computes_a_newer_checksum() {
    let (_server, s3) = shelf();
    put(&s3, "k", "123456789").await;
    for (algorithm, sum, _) in SUMS {
        let expected = (algorithm.clone(), sum.to_owned());
        let create = s3.create_multipart_upload().bucket("shelf").key("made").checksum_algorithm(algorithm.clone());
        let made = create.send().await.expect("an upload");
        assert_eq!(
            (made.checksum_algorithm(), made.checksum_type()),
            (Some(&algorithm), Some(&ChecksumType::Composite))
        );
        let id = made.upload_id.expect("an upload id");
        let copy = s3.upload_part_copy().bucket("shelf").key("made").upload_id(&id).part_number(1);
        let copy = copy.copy_source("shelf/k").send().await.expect("a part");
        assert_eq!(only!(copy.copy_part_result().expect("a result")), expected);
        let list = s3.list_parts().bucket("shelf").key("made").upload_id(&id).send().await.expect("parts");
        assert_eq!(list.checksum_algorithm(), Some(&algorithm));
        assert_eq!(only!(&list.parts()[0]), expected);
    }
}

#[tokio::test]
async fn create_multipart_upload_has_newer_checksums_of_parts_alone() {
    let (_server, s3) = shelf();
    for (algorithm, ..) in SUMS {
        let create = s3.create_multipart_upload().bucket("shelf").key("k").checksum_algorithm(algorithm.clone());
        let message = format!(
            "The FULL_OBJECT checksum type cannot be used with the {} checksum algorithm.",
            algorithm.as_str().to_lowercase()
        );
        let refusal = refused(create.checksum_type(ChecksumType::FullObject).send().await);
        refusal.is(400, "InvalidRequest", &message, &[]);
    }
    let create = s3.create_multipart_upload().bucket("shelf").key("k");
    let create = create.checksum_algorithm(ChecksumAlgorithm::from("CRC16"));
    let message = "Checksum algorithm provided is unsupported. Please try again with any of the valid types: \
        [CRC32, CRC32C, CRC64NVME, MD5, SHA1, SHA256, SHA512, XXHASH128, XXHASH3, XXHASH64]";
    refused(create.send().await).is(400, "InvalidRequest", message, &[]);
}

#[tokio::test]
async fn complete_multipart_upload_with_newer_checksums_of_the_parts() {
    let (_server, s3) = shelf();
    for (algorithm, sum, made_of_one) in SUMS {
        let create = s3.create_multipart_upload().bucket("shelf").key("k").checksum_algorithm(algorithm.clone());
        let id = create.send().await.expect("an upload").upload_id.expect("an upload id");
        let upload = s3.upload_part().bucket("shelf").key("k").upload_id(&id).part_number(1);
        let upload = upload.body(b"123456789".to_vec().into());
        let part = with!(upload, algorithm, sum).send().await.expect("a part");
        assert_eq!(only!(&part), (algorithm.clone(), sum.to_owned()));
        let part = |sum: Option<&str>| {
            let part = CompletedPart::builder().part_number(1).e_tag(part.e_tag().expect("an ETag"));
            match sum {
                Some(sum) => with!(part, algorithm, sum).build(),
                None => part.build(),
            }
        };
        let complete = || s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
        let name = algorithm.as_str().to_lowercase();
        let message = format!(
            "The upload was created using a {name} checksum. The complete request must include the checksum for each \
             part. It was missing for part 1 in the request."
        );
        let missing = complete().multipart_upload(super::parts([part(None)])).send().await;
        refused(missing).is(400, "InvalidRequest", &message, &[]);
        let wrong = complete().multipart_upload(super::parts([part(Some("AAAA"))])).send().await;
        assert_eq!(refused(wrong).code, "InvalidPart");
        let expected = (algorithm.clone(), made_of_one.to_owned());
        let bad = with!(complete(), algorithm, sum).multipart_upload(super::parts([part(Some(sum))])).send().await;
        let message = format!("The {name} you specified did not match the calculated checksum.");
        refused(bad).is(400, "BadDigest", &message, &[]);
        let made = with!(complete(), algorithm, made_of_one).multipart_upload(super::parts([part(Some(sum))]));
        let made = made.send().await.expect("it completes");
        assert_eq!(only!(&made), expected);
        assert_eq!(made.checksum_type(), Some(&ChecksumType::Composite));
        let head = s3.head_object().bucket("shelf").key("k").checksum_mode(ChecksumMode::Enabled);
        assert_eq!(only!(&head.send().await.expect("a head")), expected);
        let get = s3.get_object().bucket("shelf").key("k").part_number(1).checksum_mode(ChecksumMode::Enabled);
        assert_eq!(only!(&get.send().await.expect("a part")), (algorithm.clone(), sum.to_owned()));
        let get = s3.get_object_attributes().bucket("shelf").key("k").object_attributes(ObjectAttributes::ObjectParts);
        let parts = get.send().await.expect("attributes").object_parts.expect("parts");
        assert_eq!(only!(&parts.parts()[0]), (algorithm, sum.to_owned()));
    }
}
