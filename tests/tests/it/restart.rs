//! The same engine under one life of the service after another: what was acknowledged is there, and nothing else.

use std::sync::Arc;

use sandpail_blob::{MemVfs, Vfs};
use sandpail_tests::Local;
use sandpail_tests::digest::content_md5;

const ENABLED: &[u8] = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";

fn engine() -> Arc<dyn Vfs> {
    Arc::new(MemVfs::new())
}

/// A first life with the bucket `shelf`.
async fn shelf(vfs: &Arc<dyn Vfs>) -> Local {
    let local = Local::over(vfs, 1);
    let _ = local.ask("PUT", "/shelf", &[], b"").await.ok(200);
    local
}

/// Asserts that two lives in a row answer this the same.
async fn check(before: &Local, after: &Local, target: &str) {
    let (first, second) = (before.ask("GET", target, &[], b"").await, after.ask("GET", target, &[], b"").await);
    assert_eq!((second.status, second.text()), (first.status, first.text()), "{target}");
}

#[tokio::test]
async fn s05_an_undone_delete_stays_undone() {
    let vfs = engine();
    let before = shelf(&vfs).await;
    let _ = before.ask("PUT", "/shelf?versioning", &[], ENABLED).await.ok(200);
    let _ = before.ask("PUT", "/shelf/k", &[], b"back again").await.ok(200);
    let marker = before.ask("DELETE", "/shelf/k", &[], b"").await.ok(204);
    let id = marker.header("x-amz-version-id").expect("a marker's id").to_owned();
    let _ = before.ask("DELETE", &format!("/shelf/k?versionId={id}"), &[], b"").await.ok(204);
    let after = Local::over(&vfs, 2);
    assert_eq!(after.ask("GET", "/shelf/k", &[], b"").await.ok(200).text(), "back again");
    check(&before, &after, "/shelf?versions").await;
}

#[tokio::test]
async fn s06_a_deleted_object_stays_deleted() {
    let vfs = engine();
    let before = shelf(&vfs).await;
    let _ = before.ask("PUT", "/shelf/k", &[], b"x").await.ok(200);
    let _ = before.ask("DELETE", "/shelf/k", &[], b"").await.ok(204);
    let after = Local::over(&vfs, 2);
    let versions = after.ask("GET", "/shelf?versions", &[], b"").await.ok(200).xml();
    assert_eq!(versions.all("Version").len(), 0);
    let _ = after.ask("DELETE", "/shelf", &[], b"").await.ok(204);
}

#[tokio::test]
async fn s07_tags_and_uploads_outlive_the_service() {
    let vfs = engine();
    let before = shelf(&vfs).await;
    let _ = before.ask("PUT", "/shelf/k", &[("x-amz-tagging", "a=1")], b"x").await.ok(200);
    let tags = b"<Tagging><TagSet><Tag><Key>b</Key><Value>2</Value></Tag></TagSet></Tagging>";
    let digest = content_md5(tags);
    let _ = before.ask("PUT", "/shelf?tagging", &[("content-md5", &digest)], tags).await.ok(204);
    let upload = before.ask("POST", "/shelf/big?uploads", &[("x-amz-meta-a", "b")], b"").await.ok(200).xml();
    let id = upload.get("UploadId").expect("an upload id").to_owned();
    let part = before.ask("PUT", &format!("/shelf/big?partNumber=1&uploadId={id}"), &[], b"in parts").await.ok(200);
    let etag = part.header("etag").expect("an etag").to_owned();
    let after = Local::over(&vfs, 2);
    for target in ["/shelf/k?tagging", "/shelf?tagging", "/shelf?uploads", &format!("/shelf/big?uploadId={id}")] {
        check(&before, &after, target).await;
    }
    let complete = format!(
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>"
    );
    let _ = after.ask("POST", &format!("/shelf/big?uploadId={id}"), &[], complete.as_bytes()).await.ok(200);
    let big = after.ask("GET", "/shelf/big", &[], b"").await.ok(200);
    assert_eq!((big.text().as_str(), big.header("x-amz-meta-a")), ("in parts", Some("b")));
}

#[tokio::test]
async fn s20_every_life_sees_what_the_one_before_left() {
    let vfs = engine();
    let mut life = shelf(&vfs).await;
    for seed in 2..6 {
        let text = format!("of life {seed}");
        let _ = life.ask("PUT", "/shelf/k", &[], text.as_bytes()).await.ok(200);
        let _ = life.ask("PUT", &format!("/shelf/{seed}"), &[], b"x").await.ok(200);
        let _ = life.ask("DELETE", &format!("/shelf/{}", seed - 1), &[], b"").await.ok(204);
        life = Local::over(&vfs, seed);
        assert_eq!(life.ask("GET", "/shelf/k", &[], b"").await.ok(200).text(), text);
        let listed = life.ask("GET", "/shelf", &[], b"").await.ok(200).xml();
        assert_eq!(listed.texts("Contents/Key"), [seed.to_string().as_str(), "k"]);
    }
}

#[tokio::test]
async fn two_lives_at_once_are_one_endpoint() {
    let vfs = engine();
    let first = shelf(&vfs).await;
    let second = Local::over(&vfs, 2);
    let _ = first.ask("PUT", "/shelf/k", &[], b"from the first").await.ok(200);
    assert_eq!(second.ask("GET", "/shelf/k", &[], b"").await.ok(200).text(), "from the first");
    let star = [("if-none-match", "*")];
    assert_eq!(second.ask("PUT", "/shelf/k", &star, b"x").await.status, 412);
    let _ = second.ask("DELETE", "/shelf/k", &[], b"").await.ok(204);
    assert_eq!(first.ask("GET", "/shelf/k", &[], b"").await.status, 404);
}
