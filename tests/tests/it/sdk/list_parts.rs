//! ListParts: in order, in pages, with everything that is always there (AWS.md 35).

use super::{part, shelf, start};
use aws_sdk_s3::types::Part;
use sandpail_tests::sdk::refused;

#[tokio::test]
async fn list_parts_tells_each_part() {
    let (_server, s3) = shelf();
    let id = start(&s3, "k").await;
    part(&s3, "k", &id, 2, "123456789").await;
    part(&s3, "k", &id, 1, "x").await;
    let list = s3.list_parts().bucket("shelf").key("k").upload_id(&id).send().await.expect("parts");
    let found: Vec<_> = list.parts().iter().map(|part| (part.part_number(), part.size())).collect();
    assert_eq!(found, [(Some(1), Some(1)), (Some(2), Some(9))]);
    assert_eq!(list.parts()[1].e_tag(), Some("\"25f9e794323b453885f5181f1b624d0b\""));
    assert!(list.parts().iter().all(|part| part.last_modified().is_some()));
    assert_eq!((list.bucket(), list.key(), list.upload_id()), (Some("shelf"), Some("k"), Some(id.as_str())));
}

#[tokio::test]
async fn list_parts_of_nothing_yet_has_all_its_fields() {
    let (server, s3) = shelf();
    let id = start(&s3, "k").await;
    for query in ["", "&max-parts=&part-number-marker=&encoding-type="] {
        let list = server.raw().ask("GET", &format!("/shelf/k?uploadId={id}{query}"), &[], b"").ok(200).xml();
        for (name, value) in [
            ("MaxParts", "1000"),
            ("PartNumberMarker", "0"),
            ("NextPartNumberMarker", "0"),
            ("IsTruncated", "false"),
            ("StorageClass", "STANDARD"),
        ] {
            assert_eq!(list.get(name), Some(value), "{name} {query}");
        }
        for name in ["Owner/ID", "Initiator/ID"] {
            assert!(list.get(name).is_some_and(|id| !id.is_empty()), "{name} {query}");
        }
    }
}

#[tokio::test]
async fn list_parts_pages_lose_and_repeat_nothing() {
    let (_server, s3) = shelf();
    let id = start(&s3, "k").await;
    let numbers = [1, 2, 5, 6, 7, 100, 10_000];
    for number in numbers {
        part(&s3, "k", &id, number, "x").await;
    }
    for size in 1..=8 {
        let (mut seen, mut marker) = (Vec::new(), None);
        loop {
            let list = s3.list_parts().bucket("shelf").key("k").upload_id(&id).max_parts(size);
            let page = list.set_part_number_marker(marker).send().await.expect("a page");
            assert!(page.parts().len() <= usize::try_from(size).expect("above zero"));
            seen.extend(page.parts().iter().filter_map(Part::part_number));
            if page.is_truncated() != Some(true) {
                break;
            }
            marker = page.next_part_number_marker;
        }
        assert_eq!(seen, numbers, "pages of {size}");
    }
}

#[tokio::test]
async fn list_parts_of_none_is_refused() {
    let (_server, s3) = shelf();
    let refusal = refused(s3.list_parts().bucket("shelf").key("k").upload_id("nonsense").send().await);
    let message = "The specified upload does not exist. The upload ID may be invalid, or the upload may have been \
        aborted or completed.";
    refusal.is(404, "NoSuchUpload", message, &[("UploadId", "nonsense")]);
}
