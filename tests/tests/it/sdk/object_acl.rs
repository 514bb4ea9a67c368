//! Get- and PutObjectAcl, and the ACLs that an object is made with (AWS.md 44, 47).

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    AccessControlPolicy, BucketVersioningStatus, ObjectCannedAcl, ObjectOwnership, Owner, Permission,
    VersioningConfiguration,
};
use sandpail_tests::Server;
use sandpail_tests::sdk::{self, refused};

/// A server with the bucket `open` of that ownership, and two clients: of its owner, and of someone else.
async fn open(ownership: ObjectOwnership) -> (Server, Client, Client) {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client_as(&server.url(), "111111111111");
    s3.create_bucket().bucket("open").object_ownership(ownership).send().await.expect("a bucket");
    s3.delete_public_access_block().bucket("open").send().await.expect("public lists may be put");
    let other = sdk::client_as(&server.url(), "222222222222");
    (server, s3, other)
}

async fn put(s3: &Client, key: &str, acl: Option<ObjectCannedAcl>) -> Option<String> {
    let body = ByteStream::from_static(b"x");
    let put = s3.put_object().bucket("open").key(key).body(body).set_acl(acl).send().await.expect("a put");
    put.version_id
}

/// The owner of an object, and what is granted: to users by id, to groups by URI.
async fn acl(s3: &Client, key: &str, version: Option<&str>) -> (String, Vec<(String, Permission)>) {
    let get = s3.get_object_acl().bucket("open").key(key).set_version_id(version.map(str::to_owned));
    let got = get.send().await.expect("an ACL");
    let grants = got.grants().iter().map(|grant| {
        let grantee = grant.grantee().expect("a grantee");
        let name = grantee.id().or(grantee.uri()).expect("a name");
        (name.to_owned(), grant.permission().expect("a permission").clone())
    });
    let owner = got.owner().and_then(Owner::id).expect("an owner").to_owned();
    (owner, grants.collect())
}

async fn id(s3: &Client) -> String {
    let listed = s3.list_buckets().send().await.expect("a list");
    listed.owner().and_then(Owner::id).expect("an owner").to_owned()
}

fn public(owner: &str) -> Vec<(String, Permission)> {
    let all = "http://acs.amazonaws.com/groups/global/AllUsers".to_owned();
    vec![(owner.to_owned(), Permission::FullControl), (all, Permission::Read)]
}

fn private(owner: &str) -> Vec<(String, Permission)> {
    vec![(owner.to_owned(), Permission::FullControl)]
}

#[tokio::test]
async fn get_object_acl_tells_what_the_object_was_put_with() {
    let (_server, s3, _) = open(ObjectOwnership::ObjectWriter).await;
    let owner = id(&s3).await;
    put(&s3, "k", None).await;
    assert_eq!(acl(&s3, "k", None).await, (owner.clone(), private(&owner)));
    put(&s3, "k", Some(ObjectCannedAcl::PublicRead)).await;
    assert_eq!(acl(&s3, "k", None).await, (owner.clone(), public(&owner)));
    s3.copy_object().bucket("open").key("copy").copy_source("open/k").send().await.expect("a copy");
    assert_eq!(acl(&s3, "copy", None).await, (owner.clone(), private(&owner)));
    let missing = refused(s3.get_object_acl().bucket("open").key("none").send().await);
    missing.is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "none")]);
}

#[tokio::test]
async fn put_object_acl_of_a_version_is_of_that_version() {
    let (_server, s3, _) = open(ObjectOwnership::ObjectWriter).await;
    let configuration = VersioningConfiguration::builder().status(BucketVersioningStatus::Enabled).build();
    let versioning = s3.put_bucket_versioning().bucket("open").versioning_configuration(configuration);
    versioning.send().await.expect("versioning is set");
    let owner = id(&s3).await;
    let first = put(&s3, "k", None).await.expect("a version id");
    let second = put(&s3, "k", None).await.expect("a version id");
    let change = s3.put_object_acl().bucket("open").key("k").version_id(&first).acl(ObjectCannedAcl::PublicRead);
    change.send().await.expect("an ACL is put");
    assert_eq!(acl(&s3, "k", Some(&first)).await.1, public(&owner));
    assert_eq!(acl(&s3, "k", Some(&second)).await.1, private(&owner));
    assert_eq!(acl(&s3, "k", None).await.1, private(&owner));
}

#[tokio::test]
async fn put_object_acl_with_no_grants_leaves_none() {
    let (_server, s3, _) = open(ObjectOwnership::ObjectWriter).await;
    put(&s3, "k", None).await;
    let owner = id(&s3).await;
    let owned = Owner::builder().id(&owner).build();
    let none = AccessControlPolicy::builder().owner(owned).set_grants(Some(Vec::new())).build();
    let change = s3.put_object_acl().bucket("open").key("k").access_control_policy(none);
    change.send().await.expect("an ACL is put");
    assert_eq!(acl(&s3, "k", None).await, (owner.clone(), vec![]));
    let change = s3.put_object_acl().bucket("open").key("k").grant_read(format!("id={owner}"));
    change.send().await.expect("an ACL is put");
    assert_eq!(acl(&s3, "k", None).await.1, [(owner, Permission::Read)]);
}

#[tokio::test]
async fn put_object_acl_does_not_change_the_owner() {
    let (_server, s3, other) = open(ObjectOwnership::ObjectWriter).await;
    put(&s3, "k", None).await;
    let theirs = Owner::builder().id(id(&other).await).build();
    let policy = AccessControlPolicy::builder().owner(theirs).set_grants(Some(Vec::new())).build();
    let change = s3.put_object_acl().bucket("open").key("k").access_control_policy(policy);
    refused(change.send().await).is(403, "AccessDenied", "Access Denied", &[]);
}

#[tokio::test]
async fn put_object_by_another_is_owned_as_the_bucket_says() {
    let full = || Some(ObjectCannedAcl::BucketOwnerFullControl);
    for (ownership, plain, given) in [
        (ObjectOwnership::ObjectWriter, true, true),
        (ObjectOwnership::BucketOwnerPreferred, true, false),
        (ObjectOwnership::BucketOwnerEnforced, false, false),
    ] {
        let (_server, s3, other) = open(ownership.clone()).await;
        let (owner, writer) = (id(&s3).await, id(&other).await);
        put(&other, "k", None).await;
        assert_eq!(acl(&s3, "k", None).await.0, if plain { &*writer } else { &*owner }, "{ownership:?}");
        put(&other, "k", full()).await;
        assert_eq!(acl(&s3, "k", None).await.0, if given { &*writer } else { &*owner }, "{ownership:?}");
    }
}

#[tokio::test]
async fn put_object_acl_where_acls_are_disabled_is_refused() {
    let (_server, s3, _) = open(ObjectOwnership::BucketOwnerEnforced).await;
    put(&s3, "k", Some(ObjectCannedAcl::BucketOwnerFullControl)).await;
    let message = "The bucket does not allow ACLs";
    let change = s3.put_object_acl().bucket("open").key("k").acl(ObjectCannedAcl::PublicRead);
    refused(change.send().await).is(400, "AccessControlListNotSupported", message, &[]);
    let put = s3.put_object().bucket("open").key("new").acl(ObjectCannedAcl::Private);
    refused(put.send().await).is(400, "AccessControlListNotSupported", message, &[]);
    let upload = s3.create_multipart_upload().bucket("open").key("new").acl(ObjectCannedAcl::Private);
    refused(upload.send().await).is(400, "AccessControlListNotSupported", message, &[]);
    let owner = id(&s3).await;
    assert_eq!(acl(&s3, "k", None).await, (owner.clone(), private(&owner)));
}
