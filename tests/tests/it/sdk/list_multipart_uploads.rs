//! ListMultipartUploads: by key, then by start, in pages (AWS.md 36).

use super::{shelf, start};
use aws_sdk_s3::Client;
use aws_sdk_s3::types::EncodingType;
use sandpail_tests::sdk::refused;

/// Everything that listing in pages of `size` shows, uploads as `key id`.
async fn pages(s3: &Client, size: i32, prefix: &str, delimiter: &str) -> Vec<String> {
    let (mut seen, mut key, mut id) = (Vec::new(), None, None);
    loop {
        let list = s3.list_multipart_uploads().bucket("shelf").prefix(prefix).delimiter(delimiter).max_uploads(size);
        let page = list.set_key_marker(key).set_upload_id_marker(id).send().await.expect("a page");
        let uploads = page
            .uploads()
            .iter()
            .map(|u| format!("{} {}", u.key().unwrap_or_default(), u.upload_id().unwrap_or_default()));
        seen.extend(uploads);
        seen.extend(page.common_prefixes().iter().filter_map(|prefix| prefix.prefix().map(str::to_owned)));
        if page.is_truncated() != Some(true) {
            return seen;
        }
        (key, id) = (page.next_key_marker, page.next_upload_id_marker);
        if key.as_deref() == Some("") {
            key = page.common_prefixes.and_then(|prefixes| prefixes.last()?.prefix.clone());
        }
    }
}

#[tokio::test]
async fn list_multipart_uploads_of_one_key_in_the_order_of_their_start() {
    let (_server, s3) = shelf();
    let mut expected = Vec::new();
    for key in ["b", "a", "a", "a"] {
        expected.push(format!("{key} {}", start(&s3, key).await));
    }
    expected.rotate_left(1);
    assert_eq!(pages(&s3, 1000, "", "").await, expected);
    for size in 1..=4 {
        assert_eq!(pages(&s3, size, "", "").await, expected, "pages of {size}");
    }
}

#[tokio::test]
async fn list_multipart_uploads_folds_prefixes() {
    let (_server, s3) = shelf();
    for key in ["a/1", "a/2", "b", "c/1", "ü/1"] {
        start(&s3, key).await;
    }
    for size in 1..=5 {
        let found: Vec<String> = pages(&s3, size, "", "/").await;
        let mut names: Vec<&str> = found.iter().map(|entry| entry.split(' ').next().unwrap_or_default()).collect();
        names.sort_unstable();
        assert_eq!(names, ["a/", "b", "c/", "ü/"], "pages of {size}");
    }
    assert_eq!(pages(&s3, 1000, "a/", "/").await.len(), 2);
}

#[tokio::test]
async fn list_multipart_uploads_always_tells_where_it_ends() {
    let (server, s3) = shelf();
    let id = start(&s3, "k").await;
    let list = server.raw().ask("GET", "/shelf?uploads", &[], b"").ok(200).xml();
    for (name, value) in [
        ("Bucket", "shelf"),
        ("KeyMarker", ""),
        ("UploadIdMarker", ""),
        ("NextKeyMarker", "k"),
        ("NextUploadIdMarker", &id),
        ("MaxUploads", "1000"),
        ("IsTruncated", "false"),
        ("Upload/Key", "k"),
        ("Upload/StorageClass", "STANDARD"),
    ] {
        assert_eq!(list.get(name), Some(value), "{name}");
    }
    for name in ["Upload/Initiated", "Upload/Owner/ID", "Upload/Initiator/ID"] {
        assert!(list.get(name).is_some_and(|text| !text.is_empty()), "{name}");
    }
}

/// Recorded: there is no way on but by the last prefix.
#[tokio::test]
async fn list_multipart_uploads_names_no_marker_after_prefixes_alone() {
    let (server, s3) = shelf();
    for key in ["a/1", "a/2", "b"] {
        start(&s3, key).await;
    }
    let target = "/shelf?uploads&delimiter=%2F&max-uploads=1";
    let list = server.raw().ask("GET", target, &[], b"").ok(200).xml();
    assert_eq!(list.texts("CommonPrefixes/Prefix"), ["a/"]);
    for (name, value) in [("IsTruncated", "true"), ("NextKeyMarker", ""), ("NextUploadIdMarker", "")] {
        assert_eq!(list.get(name), Some(value), "{name}");
    }
    let list = server.raw().ask("GET", &format!("{target}&key-marker=a%2F"), &[], b"").ok(200).xml();
    assert_eq!((list.get("Upload/Key"), list.get("NextKeyMarker")), (Some("b"), Some("b")));
}

#[tokio::test]
async fn list_multipart_uploads_with_odd_markers_is_refused() {
    let (_server, s3) = shelf();
    start(&s3, "a").await;
    let foreign = s3.list_multipart_uploads().bucket("shelf").key_marker("a").upload_id_marker("nonsense").send().await;
    let fields = [("ArgumentName", "upload-id-marker"), ("ArgumentValue", "nonsense")];
    refused(foreign).has(400, "InvalidArgument", "Invalid uploadId marker", &fields);
    let encoding = s3.list_multipart_uploads().bucket("shelf").encoding_type(EncodingType::from("base64")).send().await;
    let message = "Invalid Encoding Method specified in Request";
    refused(encoding).has(400, "InvalidArgument", message, &[("ArgumentName", "encoding-type")]);
    let none = refused(s3.list_multipart_uploads().bucket("none").send().await);
    none.is(404, "NoSuchBucket", "The specified bucket does not exist", &[("BucketName", "none")]);
}
