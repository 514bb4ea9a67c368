//! ACLs of objects and of their versions.

use super::*;

const PRIVATE: [&str; 2] = ["owner", "owner FULL_CONTROL"];
const PUBLIC: [&str; 3] = ["owner", "owner FULL_CONTROL", "AllUsers READ"];
const READABLE: (&str, &str) = ("x-amz-acl", "public-read");

#[tokio::test]
async fn an_object_has_the_list_that_it_was_put_with() {
    let bench = Bench::new("ObjectWriter").await;
    bench.put("/box/k", &[READABLE], "body").await.ok();
    assert_eq!(bench.acl("/box/k?acl").await, PUBLIC);
    bench.put("/box/k", &[("x-amz-grant-full-control", "id=other")], "body").await.ok();
    assert_eq!(bench.acl("/box/k?acl").await, ["owner", "other FULL_CONTROL"]);
    bench.put("/box/k", &[], "body").await.ok();
    assert_eq!(bench.acl("/box/k?acl").await, PRIVATE);
    let refused = bench.put("/box/k", &[("x-amz-acl", "log-delivery-write")], "other").await;
    let fields = "<ArgumentName>x-amz-acl</ArgumentName><ArgumentValue>log-delivery-write</ArgumentValue>";
    refused.is(400, "InvalidArgument: ", fields);
    assert_eq!(bench.get("/box/k").await.ok().body, "body");
}

#[tokio::test]
async fn a_copy_never_has_the_list_of_its_source() {
    let bench = Bench::new("ObjectWriter").await;
    bench.put("/box/k", &[READABLE], "body").await.ok();
    bench.put("/box/copy", &[("x-amz-copy-source", "box/k")], "").await.ok();
    assert_eq!(bench.acl("/box/copy?acl").await, PRIVATE);
    bench
        .put("/box/copy", &[("x-amz-copy-source", "box/copy"), READABLE, ("x-amz-metadata-directive", "REPLACE")], "")
        .await
        .ok();
    assert_eq!(bench.acl("/box/copy?acl").await, PUBLIC);
    let theirs = bench.send_as(OTHER, Method::PUT, "/box/theirs", &[("x-amz-copy-source", "box/k")], "").await;
    theirs.ok();
    assert_eq!(bench.acl("/box/theirs?acl").await, ["other", "other FULL_CONTROL"]);
}

#[tokio::test]
async fn an_upload_keeps_the_list_for_its_object() {
    let bench = Bench::new("ObjectWriter").await;
    let started = bench.send_as(OTHER, Method::POST, "/box/k?uploads", &[READABLE], "").await.ok();
    let id = text(&started.body, "UploadId").to_owned();
    let uploads = bench.get("/box?uploads").await.ok().body;
    assert!(
        uploads.contains("<Initiator><ID>other</ID>") && uploads.contains("<Owner><ID>other</ID></Owner>"),
        "{uploads}"
    );
    let part = bench.put(&format!("/box/k?partNumber=1&uploadId={id}"), &[], "body").await.ok();
    let etag = part.headers["etag"].to_str().unwrap().replace('"', "&quot;");
    let parts = format!("<Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part>");
    let document = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
    bench.send_as(OWNER, Method::POST, &format!("/box/k?uploadId={id}"), &[], &document).await.ok();
    assert_eq!(bench.acl("/box/k?acl").await, ["other", "other FULL_CONTROL", "AllUsers READ"]);
}

#[tokio::test]
async fn each_version_has_its_own_list() {
    let bench = Bench::new("ObjectWriter").await;
    let enabled = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    bench.put("/box?versioning", &[], enabled).await.ok();
    let version = async || {
        let put = bench.put("/box/k", &[], "body").await.ok();
        put.headers["x-amz-version-id"].to_str().unwrap().to_owned()
    };
    let (first, second) = (version().await, version().await);
    let (first_acl, second_acl) = (format!("/box/k?acl&versionId={first}"), format!("/box/k?acl&versionId={second}"));
    let put = bench.put(&first_acl, &[READABLE], "").await.ok();
    assert_eq!(put.headers["x-amz-version-id"], first.as_str());
    assert_eq!(bench.acl(&first_acl).await, PUBLIC);
    assert_eq!(bench.acl(&second_acl).await, PRIVATE);
    assert_eq!(bench.get("/box/k?acl").await.ok().headers["x-amz-version-id"], second.as_str());
    let deleted = bench.send_as(OWNER, Method::DELETE, "/box/k", &[], "").await;
    let marker = deleted.headers["x-amz-version-id"].to_str().unwrap();
    let refused = bench.get(&format!("/box/k?acl&versionId={marker}")).await;
    assert_eq!((refused.status, text(&refused.body, "ResourceType")), (405, "DeleteMarker"));
    let missing = "NoSuchKey: The specified key does not exist.";
    bench.get("/box/k?acl").await.is(404, missing, "<Key>k</Key>");
    let refused = bench.put("/box/k?acl", &[READABLE], "").await;
    assert_eq!((refused.status, text(&refused.body, "ResourceType")), (405, "DeleteMarker"));
}

#[tokio::test]
async fn a_list_is_all_that_changes() {
    let bench = Bench::new("ObjectWriter").await;
    bench
        .put("/box/k", &[("x-amz-meta-a", "b"), ("content-type", "text/x"), ("x-amz-tagging", "c=d")], "body")
        .await
        .ok();
    let before = bench.get("/box/k").await.ok();
    bench.put("/box/k?acl", &[READABLE], "").await.ok();
    let after = bench.get("/box/k").await.ok();
    for name in ["etag", "last-modified", "content-type", "x-amz-meta-a", "x-amz-tagging-count"] {
        assert_eq!(before.headers[name], after.headers[name], "{name}");
    }
    bench.put("/box/k?tagging", &[], "<Tagging><TagSet></TagSet></Tagging>").await.ok();
    assert_eq!(bench.acl("/box/k?acl").await, PUBLIC);
}
