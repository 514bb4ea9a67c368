//! ListObjectVersions: every version and marker, newest first, in pages (AWS.md 42).

use super::{enable_versions, put, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::operation::list_object_versions::ListObjectVersionsOutput;
use aws_sdk_s3::types::EncodingType;
use sandpail_tests::Server;
use sandpail_tests::sdk::refused;

/// What a page shows in the order of its document: `key version` for versions, with `-` before for markers.
fn entries(server: &Server, query: &str) -> (Vec<String>, Option<(String, String)>) {
    let xml = server.raw().ask("GET", &format!("/shelf?versions&{query}"), &[], b"").ok(200).xml();
    let mut found = Vec::new();
    for element in &xml.children {
        let id = || element.get("VersionId").expect("an id").to_owned();
        match element.name.as_str() {
            "Version" => found.push(format!("{} {}", element.get("Key").expect("a key"), id())),
            "DeleteMarker" => found.push(format!("-{} {}", element.get("Key").expect("a key"), id())),
            "CommonPrefixes" => found.push(element.get("Prefix").expect("a prefix").to_owned()),
            _ => (),
        }
    }
    let next = xml
        .get("NextKeyMarker")
        .map(|key| (key.to_owned(), xml.get("NextVersionIdMarker").unwrap_or_default().to_owned()));
    assert_eq!(xml.get("IsTruncated"), Some(if next.is_some() { "true" } else { "false" }));
    (found, next)
}

async fn history(s3: &Client) {
    enable_versions(s3).await;
    for key in ["a", "b/1", "a", "c", "b/2"] {
        put(s3, key, "x").await;
    }
    s3.delete_object().bucket("shelf").key("a").send().await.expect("a delete");
    put(s3, "a", "x").await;
    s3.delete_object().bucket("shelf").key("c").send().await.expect("a delete");
}

#[tokio::test]
async fn list_object_versions_shows_the_newest_of_each_key_first() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let first = put(&s3, "a", "1").await.expect("a version id");
    let second = put(&s3, "a", "22").await.expect("a version id");
    let marker = s3.delete_object().bucket("shelf").key("a").send().await.expect("a delete");
    let list = s3.list_object_versions().bucket("shelf").send().await.expect("a list");
    let versions: Vec<_> = list.versions().iter().map(|v| (v.version_id(), v.is_latest(), v.size())).collect();
    let expected = [(Some(second.as_str()), Some(false), Some(2)), (Some(first.as_str()), Some(false), Some(1))];
    assert_eq!(versions, expected);
    let [entry] = list.delete_markers() else { panic!("{list:?}") };
    assert_eq!((entry.version_id(), entry.is_latest()), (marker.version_id(), Some(true)));
    assert!(entry.last_modified().is_some() && entry.owner().is_some());
}

#[tokio::test]
async fn s19_list_object_versions_pages_lose_and_repeat_nothing() {
    let (server, s3) = shelf();
    history(&s3).await;
    for fixed in ["", "delimiter=/&", "prefix=a&", "prefix=b/&delimiter=/&"] {
        let (whole, none) = entries(&server, fixed);
        assert_eq!(none, None);
        for size in 1..=4 {
            let mut cut = Vec::new();
            let mut query = format!("{fixed}max-keys={size}");
            loop {
                let (page, next) = entries(&server, &query);
                assert!(page.len() <= size, "{page:?}");
                cut.extend(page);
                let Some((key, id)) = next else { break };
                // After a prefix there is no version to go on from.
                let id = if id.is_empty() { id } else { format!("&version-id-marker={id}") };
                query = format!("{fixed}max-keys={size}&key-marker={key}{id}");
            }
            // A page shows its prefixes last, so only within the page is their order another.
            let sorted = |mut list: Vec<String>| {
                list.sort();
                list
            };
            assert_eq!(sorted(cut), sorted(whole.clone()), "{fixed:?} in pages of {size}");
        }
    }
}

#[tokio::test]
async fn list_object_versions_after_a_key_leaves_out_all_of_it() {
    let (server, s3) = shelf();
    history(&s3).await;
    let (list, _) = entries(&server, "key-marker=a");
    assert!(!list.is_empty() && list.iter().all(|entry| !entry.contains("a ")), "{list:?}");
    let output: ListObjectVersionsOutput =
        s3.list_object_versions().bucket("shelf").key_marker("a").send().await.expect("a list");
    assert_eq!(output.key_marker(), Some("a"));
}

#[tokio::test]
async fn list_object_versions_in_an_unversioned_bucket_shows_null_versions() {
    let (_server, s3) = shelf();
    put(&s3, "a", "x").await;
    put(&s3, "a", "y").await;
    let list = s3.list_object_versions().bucket("shelf").send().await.expect("a list");
    let [version] = list.versions() else { panic!("{list:?}") };
    assert_eq!((version.version_id(), version.is_latest()), (Some("null"), Some(true)));
}

#[tokio::test]
async fn list_object_versions_with_odd_markers_is_refused() {
    let (_server, s3) = shelf();
    let alone = s3.list_object_versions().bucket("shelf").version_id_marker("null").send().await;
    let message = "A version-id marker cannot be specified without a key marker.";
    refused(alone).has(400, "InvalidArgument", message, &[("ArgumentName", "version-id-marker")]);
    let odd = s3.list_object_versions().bucket("shelf").key_marker("a").version_id_marker("nonsense").send().await;
    let refusal = refused(odd);
    assert_eq!((refusal.status, refusal.code.as_str()), (400, "InvalidArgument"));
    assert_eq!(refusal.field("ArgumentName"), Some("version-id-marker"));
    let encoding = s3.list_object_versions().bucket("shelf").encoding_type(EncodingType::from("base64")).send().await;
    let message = "Invalid Encoding Method specified in Request";
    refused(encoding).has(400, "InvalidArgument", message, &[("ArgumentName", "encoding-type")]);
    let negative = refused(s3.list_object_versions().bucket("shelf").max_keys(-1).send().await);
    assert_eq!((negative.code.as_str(), negative.message.as_str()), ("InvalidArgument", "max-keys cannot be negative"));
}
