//! GetObjectAttributes: what was asked for and nothing else (AWS.md 39).

use super::{MIB_5, assemble, pattern, put, shelf, start};
use aws_sdk_s3::types::{ChecksumAlgorithm, ChecksumType, CompletedPart, ObjectAttributes, ObjectPart, StorageClass};
use sandpail_tests::sdk::refused;

const ALL: [ObjectAttributes; 5] = [
    ObjectAttributes::Etag,
    ObjectAttributes::Checksum,
    ObjectAttributes::ObjectParts,
    ObjectAttributes::ObjectSize,
    ObjectAttributes::StorageClass,
];

#[tokio::test]
async fn get_object_attributes_of_a_plain_object() {
    let (_server, s3) = shelf();
    put(&s3, "k", "123456789").await;
    let get = s3.get_object_attributes().bucket("shelf").key("k").set_object_attributes(Some(ALL.into()));
    let got = get.send().await.expect("attributes");
    assert_eq!(got.e_tag(), Some("25f9e794323b453885f5181f1b624d0b"), "no quotes here");
    assert_eq!(got.object_size(), Some(9));
    assert_eq!(got.storage_class(), Some(&StorageClass::Standard));
    assert_eq!(got.checksum().and_then(|c| c.checksum_crc32()), Some("y/Q5Jg=="));
    assert_eq!(got.checksum().and_then(|c| c.checksum_type()), Some(&ChecksumType::FullObject));
    assert!(got.object_parts().is_none());
    assert!(got.last_modified().is_some());
}

#[tokio::test]
async fn get_object_attributes_tells_only_what_was_asked() {
    let (_server, s3) = shelf();
    put(&s3, "k", "123456789").await;
    let get = s3.get_object_attributes().bucket("shelf").key("k").object_attributes(ObjectAttributes::ObjectSize);
    let got = get.send().await.expect("attributes");
    assert_eq!(got.object_size(), Some(9));
    assert_eq!((got.e_tag(), got.storage_class()), (None, None));
    assert!(got.checksum().is_none() && got.object_parts().is_none());
}

#[tokio::test]
async fn get_object_attributes_of_a_full_checksum_counts_parts() {
    let (_server, s3) = shelf();
    assemble(&s3, "k", &[pattern(MIB_5, 1), pattern(9, 2)]).await;
    let get = s3.get_object_attributes().bucket("shelf").key("k").set_object_attributes(Some(ALL.into()));
    let got = get.send().await.expect("attributes");
    assert!(got.e_tag().is_some_and(|etag| etag.ends_with("-2")));
    let parts = got.object_parts().expect("parts");
    assert_eq!((parts.total_parts_count(), parts.parts().len()), (Some(2), 0));
}

#[tokio::test]
async fn get_object_attributes_of_a_composite_checksum_lists_parts() {
    let (_server, s3) = shelf();
    let create = s3.create_multipart_upload().bucket("shelf").key("k");
    let create = create.checksum_algorithm(ChecksumAlgorithm::Sha256).checksum_type(ChecksumType::Composite);
    let id = create.send().await.expect("an upload").upload_id.expect("an upload id");
    let mut done = Vec::new();
    for (number, size) in [(1, MIB_5), (2, MIB_5), (3, 9)] {
        let upload = s3.upload_part().bucket("shelf").key("k").upload_id(&id).part_number(number);
        let upload = upload.checksum_algorithm(ChecksumAlgorithm::Sha256).body(pattern(size, 1).into());
        let part = upload.send().await.expect("a part");
        let part = CompletedPart::builder().part_number(number).set_e_tag(part.e_tag);
        done.push(part);
    }
    let listed = s3.list_parts().bucket("shelf").key("k").upload_id(&id).send().await.expect("parts");
    let sums = listed.parts().iter().map(|part| part.checksum_sha256().map(str::to_owned));
    let done = done.into_iter().zip(sums).map(|(part, sum)| part.set_checksum_sha256(sum).build());
    let complete = s3.complete_multipart_upload().bucket("shelf").key("k").upload_id(&id);
    complete.multipart_upload(super::parts(done)).send().await.expect("it completes");
    let get = s3.get_object_attributes().bucket("shelf").key("k").object_attributes(ObjectAttributes::ObjectParts);
    let got = get.max_parts(2).send().await.expect("attributes");
    let parts = got.object_parts().expect("parts");
    assert_eq!((parts.total_parts_count(), parts.max_parts()), (Some(3), Some(2)));
    assert_eq!((parts.is_truncated(), parts.next_part_number_marker()), (Some(true), Some("2")));
    let numbers: Vec<_> = parts.parts().iter().filter_map(ObjectPart::part_number).collect();
    assert_eq!(numbers, [1, 2]);
    assert!(parts.parts().iter().all(|part| part.checksum_sha256().is_some() && part.size() == Some(MIB_5 as i64)));
    let get = s3.get_object_attributes().bucket("shelf").key("k").object_attributes(ObjectAttributes::ObjectParts);
    let got = get.part_number_marker("10").send().await.expect("attributes");
    let parts = got.object_parts().expect("parts");
    // recorded
    assert_eq!((parts.part_number_marker(), parts.next_part_number_marker()), (Some("10"), Some("0")));
    assert_eq!((parts.is_truncated(), parts.parts().len()), (Some(false), 0));
}

#[tokio::test]
async fn get_object_attributes_of_none_is_refused() {
    let (_server, s3) = shelf();
    start(&s3, "none").await;
    let get = s3.get_object_attributes().bucket("shelf").key("none").object_attributes(ObjectAttributes::Etag);
    refused(get.send().await).is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "none")]);
}
