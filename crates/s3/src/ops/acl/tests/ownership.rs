//! What S3 Object Ownership makes of ACLs.

use super::*;

const FULL: (&str, &str) = ("x-amz-acl", "bucket-owner-full-control");

async fn put_by_other(bench: &Bench, headers: &[(&str, &str)]) -> Vec<String> {
    bench.send_as(OTHER, Method::PUT, "/box/k", headers, "body").await.ok();
    bench.acl("/box/k?acl").await
}

#[tokio::test]
async fn the_writer_owns_an_object_or_the_buckets_owner_does() {
    let theirs = ["other", "other FULL_CONTROL"];
    let ours = ["owner", "owner FULL_CONTROL"];
    let bench = Bench::new("ObjectWriter").await;
    assert_eq!(put_by_other(&bench, &[]).await, theirs);
    assert_eq!(put_by_other(&bench, &[FULL]).await, ["other", "other FULL_CONTROL", "owner FULL_CONTROL"]);
    let bench = Bench::new("BucketOwnerPreferred").await;
    assert_eq!(put_by_other(&bench, &[]).await, theirs);
    assert_eq!(put_by_other(&bench, &[FULL]).await, ours);
    let bench = Bench::new("BucketOwnerEnforced").await;
    assert_eq!(put_by_other(&bench, &[]).await, ours);
    assert_eq!(put_by_other(&bench, &[FULL]).await, ours);
}

#[tokio::test]
async fn lists_tell_who_owns_and_by_which_name() {
    let bench = Bench::new("ObjectWriter").await;
    bench.put("/box/ours", &[], "").await.ok();
    put_by_other(&bench, &[]).await;
    let (ours, theirs) =
        ("<Owner><ID>owner</ID><DisplayName>The Owner</DisplayName></Owner>", "<Owner><ID>other</ID></Owner>");
    for target in ["/box", "/box?list-type=2&fetch-owner=true", "/box?versions"] {
        let listed = bench.get(target).await.ok().body;
        assert_eq!((listed.matches(ours).count(), listed.matches(theirs).count()), (1, 1), "{listed}");
    }
    assert!(bench.get("/").await.ok().body.contains(ours));
}

#[tokio::test]
async fn where_lists_are_disabled_they_only_say_what_holds_anyway() {
    let bench = Bench::new("BucketOwnerEnforced").await;
    bench.put("/box/k", &[], "body").await.ok();
    let own = document(OWNER, &[("CanonicalUser", "<ID>owner</ID>", "FULL_CONTROL")]);
    let more = document(OWNER, &[("CanonicalUser", "<ID>other</ID>", "READ")]);
    let disabled = "AccessControlListNotSupported: The bucket does not allow ACLs";
    for target in ["/box?acl", "/box/k?acl"] {
        bench.put(target, &[FULL], "").await.ok();
        bench.put(target, &[], &own).await.ok();
        bench.put(target, &[], &more).await.is(400, disabled, "");
        bench.put(target, &[("x-amz-acl", "private")], "").await.is(400, disabled, "");
        bench.put(target, &[("x-amz-grant-read", "id=other")], "").await.is(400, disabled, "");
        assert_eq!(bench.acl(target).await, ["owner", "owner FULL_CONTROL"]);
    }
    let public = ("x-amz-acl", "public-read");
    bench.put("/box/new", &[public], "body").await.is(400, disabled, "");
    bench.put("/box/new", &[public, ("x-amz-copy-source", "box/k")], "").await.is(400, disabled, "");
    bench.send_as(OWNER, Method::POST, "/box/new?uploads", &[public], "").await.is(400, disabled, "");
    assert_eq!(bench.get("/box/new").await.status, 404);
}

#[tokio::test]
async fn a_bucket_is_made_with_its_list() {
    let bench = Bench::new("ObjectWriter").await;
    let (public, writer) = (("x-amz-acl", "public-read"), ("x-amz-object-ownership", "ObjectWriter"));
    let enforced = "InvalidBucketAclWithObjectOwnership: \
        Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
    bench.put("/new", &[public], "").await.is(400, enforced, "");
    bench.put("/new", &[("x-amz-grant-read", "id=other")], "").await.is(400, enforced, "");
    let unknown = "InvalidArgument: Invalid x-amz-object-ownership header: Nobody";
    let field = "<ArgumentName>x-amz-object-ownership</ArgumentName>";
    bench.put("/new", &[("x-amz-object-ownership", "Nobody")], "").await.is(400, unknown, field);
    assert_eq!(bench.get("/new?acl").await.status, 404);
    // A new bucket's public access is blocked.
    let refused = bench.put("/new", &[public, writer], "").await;
    assert_eq!((refused.status, text(&refused.body, "Code")), (403, "AccessDenied"));
    assert!(text(&refused.body, "Message").contains("s3:CreateBucket"), "{}", refused.body);
    assert_eq!(bench.get("/new?acl").await.status, 404);
    bench.put("/new", &[("x-amz-grant-read", "id=other"), writer], "").await.ok();
    assert_eq!(bench.acl("/new?acl").await, ["owner", "other READ"]);
}

#[tokio::test]
async fn making_a_bucket_again_resets_its_list() {
    let bench = Bench::new("ObjectWriter").await;
    bench.put("/box?acl", &[("x-amz-acl", "public-read")], "").await.ok();
    bench.put("/box", &[], "").await.ok();
    assert_eq!(bench.acl("/box?acl").await, ["owner", "owner FULL_CONTROL"]);
    let (public, writer) = (("x-amz-acl", "public-read"), ("x-amz-object-ownership", "ObjectWriter"));
    bench.put("/box", &[public, writer], "").await.ok();
    assert_eq!(bench.acl("/box?acl").await, ["owner", "owner FULL_CONTROL", "AllUsers READ"]);
    bench.put("/box?acl", &[("x-amz-grant-read", "id=other")], "").await.ok();
    assert_eq!(bench.acl("/box?acl").await, ["owner", "other READ"]);
}

#[tokio::test]
async fn a_bucket_without_a_setting_has_no_lists() {
    let bench = Bench::new("ObjectWriter").await;
    bench.put("/plain", &[], "").await.ok();
    let refused = bench.put("/plain?acl", &[("x-amz-acl", "public-read")], "").await;
    refused.is(400, "AccessControlListNotSupported: The bucket does not allow ACLs", "");
    assert_eq!(bench.acl("/plain?acl").await, ["owner", "owner FULL_CONTROL"]);
}
