//! PutObject and DeleteObject through the life of a versioned bucket: null versions, suspension, markers, undeleting.

use super::{enable_versions, put, read, read_version, set_versioning, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::types::BucketVersioningStatus::{Enabled, Suspended};
use sandpail_tests::sdk::refused;

/// All that is listed of `k`, sorted: version ids, `-` before those of markers, `*` after the latest.
async fn history(s3: &Client) -> Vec<String> {
    let list = s3.list_object_versions().bucket("shelf").prefix("k").send().await.expect("a list");
    let star = |latest: Option<bool>| if latest == Some(true) { "*" } else { "" };
    let text = |mark: &str, id: Option<&str>, latest| format!("{mark}{}{}", id.unwrap_or_default(), star(latest));
    let versions = list.versions().iter().map(|v| text("", v.version_id(), v.is_latest()));
    let markers = list.delete_markers().iter().map(|m| text("-", m.version_id(), m.is_latest()));
    let mut all: Vec<String> = versions.chain(markers).collect();
    all.sort();
    all
}

fn sorted<const N: usize>(mut entries: [String; N]) -> Vec<String> {
    entries.sort();
    entries.into()
}

#[tokio::test]
async fn s02_put_object_while_suspended_spares_the_enabled_versions() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let kept = put(&s3, "k", "enabled").await.expect("a version id");
    set_versioning(&s3, Suspended).await;
    assert_eq!(put(&s3, "k", "suspended").await, None, "S3 names the null version when it is read, not when it is put");
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.version_id(), Some("null"));
    assert_eq!(read_version(&s3, "k", &kept).await, b"enabled");
    assert_eq!(read(&s3, "k").await, b"suspended");
    put(&s3, "k", "suspended again").await;
    assert_eq!(history(&s3).await, sorted([kept, "null*".into()]), "only the null version is replaced");
    assert_eq!(read_version(&s3, "k", "null").await, b"suspended again");
}

#[tokio::test]
async fn s03_put_object_keeps_the_version_from_before_versions() {
    let (_server, s3) = shelf();
    put(&s3, "k", "before").await;
    assert_eq!(read_version(&s3, "k", "null").await, b"before");
    enable_versions(&s3).await;
    assert_eq!(history(&s3).await, ["null*"]);
    let newer = put(&s3, "k", "after").await.expect("a version id");
    assert_eq!(history(&s3).await, sorted([format!("{newer}*"), "null".into()]));
    assert_eq!(read_version(&s3, "k", "null").await, b"before");
    s3.delete_object().bucket("shelf").key("k").version_id(&newer).send().await.expect("a delete");
    assert_eq!(read(&s3, "k").await, b"before", "the null version is current again");
}

#[tokio::test]
async fn s04_put_object_leaves_delete_markers_in_place() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let first = put(&s3, "k", "1").await.expect("a version id");
    let mut markers = Vec::new();
    for _ in 0..2 {
        let marker = s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
        markers.push(marker.version_id.expect("a marker's id"));
    }
    let all = sorted([first.clone(), format!("-{}", markers[0]), format!("-{}*", markers[1])]);
    assert_eq!(history(&s3).await, all, "one latest only");
    let second = put(&s3, "k", "2").await.expect("a version id");
    let all = sorted([first, format!("-{}", markers[0]), format!("-{}", markers[1]), format!("{second}*")]);
    assert_eq!(history(&s3).await, all);
}

#[tokio::test]
async fn delete_object_while_suspended_marks_in_place_of_the_null_version() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let kept = put(&s3, "k", "enabled").await.expect("a version id");
    set_versioning(&s3, Suspended).await;
    put(&s3, "k", "null").await;
    let deleted = s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    assert_eq!((deleted.delete_marker(), deleted.version_id()), (Some(true), Some("null")));
    assert_eq!(history(&s3).await, sorted([kept.clone(), "-null*".into()]));
    put(&s3, "k", "new").await;
    assert_eq!(history(&s3).await, sorted([kept.clone(), "null*".into()]), "the null marker is replaced");
    set_versioning(&s3, Enabled).await;
    let newest = put(&s3, "k", "newest").await.expect("a version id");
    assert_eq!(history(&s3).await, sorted([kept, "null".into(), format!("{newest}*")]));
}

#[tokio::test]
async fn get_object_of_a_marker_tells_that_it_is_one() {
    let (server, s3) = shelf();
    enable_versions(&s3).await;
    put(&s3, "k", "x").await;
    let marker = s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete");
    let marker = marker.version_id.expect("a marker's id");
    let current = server.raw().ask("GET", "/shelf/k", &[], b"");
    assert_eq!(current.header("x-amz-delete-marker"), Some("true"));
    assert_eq!(current.header("x-amz-version-id"), Some(marker.as_str()));
    current.refusal().is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "k")]);
    let message = "The specified method is not allowed against this resource.";
    for query in ["", "tagging&"] {
        let target = format!("/shelf/k?{query}versionId={marker}");
        let reply = server.raw().ask("GET", &target, &[], b"");
        let fields = [("Method", "GET"), ("ResourceType", "DeleteMarker")];
        reply.refusal().is(405, "MethodNotAllowed", message, &fields);
    }
}

#[tokio::test]
async fn get_object_of_a_version_that_is_gone_is_refused() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let version = put(&s3, "k", "1").await.expect("a version id");
    put(&s3, "k", "2").await;
    s3.delete_object().bucket("shelf").key("k").version_id(&version).send().await.expect("a delete");
    let refusal = refused(s3.get_object().bucket("shelf").key("k").version_id(&version).send().await);
    let fields = [("Key", "k"), ("VersionId", version.as_str())];
    refusal.is(404, "NoSuchVersion", "The specified version does not exist.", &fields);
}

#[tokio::test]
async fn get_object_of_another_keys_version_is_refused() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    put(&s3, "k", "mine").await;
    let other = put(&s3, "k/other", "other").await.expect("a version id");
    let refusal = refused(s3.get_object().bucket("shelf").key("k").version_id(other).send().await);
    assert_eq!((refusal.status, refusal.code.as_str()), (404, "NoSuchVersion"));
}

#[tokio::test]
async fn put_object_in_a_hurry_keeps_every_version() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let puts = (0..50).map(|n| {
        let s3 = &s3;
        async move { put(s3, "k", format!("{n}")).await }
    });
    let mut ids: Vec<_> = futures_util::future::join_all(puts).await.into_iter().flatten().collect();
    let list = s3.list_object_versions().bucket("shelf").send().await.expect("a list");
    let mut listed: Vec<_> = list.versions().iter().filter_map(|v| v.version_id().map(str::to_owned)).collect();
    assert_eq!(list.versions().iter().filter(|v| v.is_latest() == Some(true)).count(), 1);
    ids.sort();
    listed.sort();
    assert_eq!(listed, ids);
}

/// Recorded: an id that this endpoint never issued is no id at all, also where no versions are kept.
#[tokio::test]
async fn get_object_of_an_id_from_elsewhere_is_refused() {
    let (_server, s3) = shelf();
    let message = "Invalid version id specified";
    let elsewhere = "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD";
    let fields = [("ArgumentName", "versionId"), ("ArgumentValue", elsewhere)];
    for _ in 0..2 {
        put(&s3, "k", "x").await;
        let got = s3.get_object().bucket("shelf").key("k").version_id(elsewhere).send().await;
        refused(got).is(400, "InvalidArgument", message, &fields);
        let deleted = s3.delete_object().bucket("shelf").key("k").version_id(elsewhere).send().await;
        refused(deleted).is(400, "InvalidArgument", message, &fields);
        assert_eq!(read(&s3, "k").await, b"x");
        enable_versions(&s3).await;
    }
}
