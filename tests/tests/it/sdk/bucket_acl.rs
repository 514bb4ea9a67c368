//! Get- and PutBucketAcl, and the ACLs that a bucket is made with (AWS.md 47).

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{
    AccessControlPolicy, BucketCannedAcl, Grant, Grantee, ObjectOwnership, Owner, Permission, Type,
};
use sandpail_tests::sdk::{self, refused};
use sandpail_tests::{Refusal, Server};

const ALL_USERS: &str = "http://acs.amazonaws.com/groups/global/AllUsers";

/// A server with the bucket `open`, in which ACLs mean something, and a client of it.
async fn open() -> (Server, Client) {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client(&server.url());
    let bucket = s3.create_bucket().bucket("open").object_ownership(ObjectOwnership::ObjectWriter);
    bucket.send().await.expect("a bucket");
    s3.delete_public_access_block().bucket("open").send().await.expect("public lists may be put");
    (server, s3)
}

/// The owner of `open`, and what is granted to whom: an id or a URI.
async fn acl(s3: &Client) -> (String, Vec<(String, Permission)>) {
    let got = s3.get_bucket_acl().bucket("open").send().await.expect("an ACL");
    let grants = got.grants().iter().map(|grant| {
        let grantee = grant.grantee().expect("a grantee");
        let name = match grantee.r#type() {
            Type::Group => grantee.uri(),
            _ => grantee.id(),
        };
        (name.expect("a name").to_owned(), grant.permission().expect("a permission").clone())
    });
    let owner = got.owner().and_then(Owner::id).expect("an owner").to_owned();
    (owner, grants.collect())
}

fn grant(kind: &Type, name: &str, permission: Permission) -> Grant {
    let grantee = Grantee::builder().r#type(kind.clone());
    let grantee = match kind {
        Type::Group => grantee.uri(name),
        Type::AmazonCustomerByEmail => grantee.email_address(name),
        _ => grantee.id(name),
    };
    Grant::builder().grantee(grantee.build().expect("a type")).permission(permission).build()
}

fn policy(owner: &str, grants: Vec<Grant>) -> AccessControlPolicy {
    AccessControlPolicy::builder().owner(Owner::builder().id(owner).build()).set_grants(Some(grants)).build()
}

/// What putting this list is refused with.
async fn check(s3: &Client, policy: AccessControlPolicy) -> Refusal {
    refused(s3.put_bucket_acl().bucket("open").access_control_policy(policy).send().await)
}

#[tokio::test]
async fn get_bucket_acl_gives_the_owner_everything_at_first() {
    let (_server, s3) = open().await;
    let (owner, grants) = acl(&s3).await;
    assert_eq!(grants, [(owner, Permission::FullControl)]);
}

#[tokio::test]
async fn put_bucket_acl_takes_each_form() {
    let (_server, s3) = open().await;
    let (owner, _) = acl(&s3).await;
    s3.put_bucket_acl().bucket("open").acl(BucketCannedAcl::PublicRead).send().await.expect("a canned ACL");
    let public = [(owner.clone(), Permission::FullControl), (ALL_USERS.to_owned(), Permission::Read)];
    assert_eq!(acl(&s3).await.1, public);
    let granted = s3.put_bucket_acl().bucket("open").grant_write(format!("uri=\"{ALL_USERS}\""));
    granted.grant_read_acp(format!("id=\"{owner}\"")).send().await.expect("grants");
    let listed = [(ALL_USERS.to_owned(), Permission::Write), (owner.clone(), Permission::ReadAcp)];
    assert_eq!(acl(&s3).await.1, listed);
    let other = "ab".repeat(32);
    let written = policy(
        &owner,
        vec![
            grant(&Type::CanonicalUser, &other, Permission::WriteAcp),
            grant(&Type::Group, ALL_USERS, Permission::ReadAcp),
        ],
    );
    s3.put_bucket_acl().bucket("open").access_control_policy(written).send().await.expect("a document");
    assert_eq!(acl(&s3).await.1, [(other, Permission::WriteAcp), (ALL_USERS.to_owned(), Permission::ReadAcp)]);
}

#[tokio::test]
async fn put_bucket_acl_refuses_whom_nobody_knows() {
    let (_server, s3) = open().await;
    let (owner, _) = acl(&s3).await;
    let stranger = policy(&owner, vec![grant(&Type::CanonicalUser, "_foo", Permission::Read)]);
    let fields = [("ArgumentName", "CanonicalUser/ID"), ("ArgumentValue", "_foo")];
    check(&s3, stranger).await.is(400, "InvalidArgument", "Invalid id", &fields);
    let email = policy(&owner, vec![grant(&Type::AmazonCustomerByEmail, "a@example.com", Permission::Read)]);
    let message = "The e-mail address you provided does not match any account on record.";
    check(&s3, email).await.is(400, "UnresolvableGrantByEmailAddress", message, &[]);
    assert_eq!(acl(&s3).await.1, [(owner, Permission::FullControl)]);
}

#[tokio::test]
async fn put_bucket_acl_refuses_what_is_no_list() {
    let (_server, s3) = open().await;
    let malformed = "The XML you provided was not well-formed or did not validate against our published schema";
    let ownerless = AccessControlPolicy::builder().set_grants(Some(Vec::new())).build();
    check(&s3, ownerless).await.is(400, "MalformedACLError", malformed, &[]);
    let nothing = refused(s3.put_bucket_acl().bucket("open").send().await);
    let missing = "Your request was missing a required header";
    nothing.is(400, "MissingSecurityHeader", missing, &[("MissingHeaderName", "x-amz-acl")]);
    let both = s3.put_bucket_acl().bucket("open").acl(BucketCannedAcl::Private).grant_read("id=x");
    let message = "Specifying both Canned ACLs and Header Grants is not allowed";
    refused(both.send().await).is(400, "InvalidRequest", message, &[]);
    let unknown = s3.put_bucket_acl().bucket("open").acl(BucketCannedAcl::from("public-ready"));
    let fields = [("ArgumentName", "x-amz-acl"), ("ArgumentValue", "public-ready")];
    refused(unknown.send().await).is(400, "InvalidArgument", "", &fields);
}

#[tokio::test]
async fn create_bucket_without_acls_takes_none() {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client(&server.url());
    let public = s3.create_bucket().bucket("public").acl(BucketCannedAcl::PublicRead);
    let message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
    refused(public.clone().send().await).is(400, "InvalidBucketAclWithObjectOwnership", message, &[]);
    let log = s3.create_bucket().bucket("log").acl(BucketCannedAcl::from("log-delivery-write"));
    log.object_ownership(ObjectOwnership::BucketOwnerPreferred).send().await.expect("a bucket for logs");
    let unknown = s3.create_bucket().bucket("odd").object_ownership(ObjectOwnership::from("Nobody"));
    let message = "Invalid x-amz-object-ownership header: Nobody";
    let fields = [("ArgumentName", "x-amz-object-ownership")];
    refused(unknown.send().await).is(400, "InvalidArgument", message, &fields);
}

#[tokio::test]
async fn put_bucket_acl_of_a_bucket_without_acls_is_refused() {
    let server = Server::for_sdk(&["--bucket", "open"]);
    let s3 = sdk::client(&server.url());
    let put = s3.put_bucket_acl().bucket("open").acl(BucketCannedAcl::Private);
    let message = "The bucket does not allow ACLs";
    refused(put.send().await).is(400, "AccessControlListNotSupported", message, &[]);
    let (owner, grants) = acl(&s3).await;
    assert_eq!(grants, [(owner, Permission::FullControl)]);
}
