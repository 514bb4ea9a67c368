//! What of a bucket cannot be made public:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{BucketCannedAcl, ObjectCannedAcl, ObjectOwnership, PublicAccessBlockConfiguration};
use sandpail_tests::Server;
use sandpail_tests::sdk::{self, refused};

use super::shelf;

async fn settings(s3: &Client) -> [Option<bool>; 4] {
    let got = s3.get_public_access_block().bucket("shelf").send().await.expect("settings");
    let block = got.public_access_block_configuration.expect("settings");
    [block.block_public_acls, block.ignore_public_acls, block.block_public_policy, block.restrict_public_buckets]
}

/// A server with the bucket `shelf` of account 111111111111, in which ACLs mean something, and a client of it.
async fn open() -> (Server, Client) {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client_as(&server.url(), "111111111111");
    let bucket = s3.create_bucket().bucket("shelf").object_ownership(ObjectOwnership::ObjectWriter);
    bucket.send().await.expect("a bucket");
    (server, s3)
}

/// What S3 says of a public list.
fn blocked(action: &str, resource: &str) -> String {
    format!(
        "User: arn:aws:iam::111111111111:root is not authorized to perform: {action} on resource: \
         \"arn:aws:s3:::{resource}\" because public access control lists (ACLs) are blocked by the BlockPublicAcls \
         block public access setting."
    )
}

#[tokio::test]
async fn get_public_access_block_of_a_new_bucket_is_all_on() {
    let (server, s3) = shelf();
    assert_eq!(settings(&s3).await, [Some(true); 4]);
    let wire = server.raw().ask("GET", "/shelf?publicAccessBlock", &[], b"");
    assert_eq!(
        wire.text(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <PublicAccessBlockConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
         <BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>\
         <BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets>\
         </PublicAccessBlockConfiguration>"
    );
}

#[tokio::test]
async fn put_public_access_block_replaces_all_four() {
    let (_server, s3) = shelf();
    let one = PublicAccessBlockConfiguration::builder().ignore_public_acls(true).build();
    let put = s3.put_public_access_block().bucket("shelf").public_access_block_configuration(one);
    put.send().await.expect("settings are put");
    assert_eq!(settings(&s3).await, [Some(false), Some(true), Some(false), Some(false)]);
}

#[tokio::test]
async fn put_public_access_block_refuses_what_is_none() {
    let (server, s3) = shelf();
    let put = |body: &str| server.raw().ask("PUT", "/shelf?publicAccessBlock", &[], body.as_bytes()).refusal();
    let of = |inner: &str| format!("<PublicAccessBlockConfiguration>{inner}</PublicAccessBlockConfiguration>");
    let malformed = "The XML you provided was not well-formed or did not validate against our published schema";
    for inner in ["<BlockPublicAcls>maybe</BlockPublicAcls>", "<Other>true</Other>", "<BlockPublicAcls/>"] {
        put(&of(inner)).is(400, "MalformedXML", malformed, &[]);
    }
    put(&of("")).is(400, "InvalidRequest", "Must specify at least one configuration.", &[]);
    assert_eq!(put("").code, "MissingRequestBodyError");
    assert_eq!(settings(&s3).await, [Some(true); 4]);
}

#[tokio::test]
async fn put_public_access_block_keeps_public_lists_out() {
    let (_server, s3) = open().await;
    s3.put_object().bucket("shelf").key("k").send().await.expect("a put");
    let public = s3.put_bucket_acl().bucket("shelf").acl(BucketCannedAcl::PublicRead);
    refused(public.send().await).is(403, "AccessDenied", &blocked("s3:PutBucketAcl", "shelf"), &[]);
    let public = s3.put_object_acl().bucket("shelf").key("k").acl(ObjectCannedAcl::AuthenticatedRead);
    refused(public.send().await).is(403, "AccessDenied", &blocked("s3:PutObjectAcl", "shelf/k"), &[]);
    let put = blocked("s3:PutObject", "shelf/new");
    let body = ByteStream::from_static(b"x");
    let public = s3.put_object().bucket("shelf").key("new").body(body).acl(ObjectCannedAcl::PublicRead);
    refused(public.send().await).is(403, "AccessDenied", &put, &[]);
    let all = "uri=http://acs.amazonaws.com/groups/global/AllUsers";
    let public = s3.copy_object().bucket("shelf").key("new").copy_source("shelf/k").grant_read(all);
    refused(public.send().await).is(403, "AccessDenied", &put, &[]);
    let public = s3.create_multipart_upload().bucket("shelf").key("new").acl(ObjectCannedAcl::PublicReadWrite);
    refused(public.send().await).is(403, "AccessDenied", &put, &[]);
    let public = s3.create_bucket().bucket("new").object_ownership(ObjectOwnership::ObjectWriter);
    let public = public.acl(BucketCannedAcl::PublicRead).send().await;
    refused(public).is(403, "AccessDenied", &blocked("s3:CreateBucket", "new"), &[]);
    let listed = s3.list_objects_v2().bucket("shelf").send().await.expect("a list");
    assert_eq!(listed.contents().len(), 1);
    let private = s3.put_bucket_acl().bucket("shelf").acl(BucketCannedAcl::Private);
    private.send().await.expect("a list that is not public");
}

/// Where ACLs are disabled that is what S3 says first (reported by users of new buckets).
#[tokio::test]
async fn put_public_access_block_comes_after_ownership() {
    let (_server, s3) = shelf();
    let public = s3.put_object().bucket("shelf").key("k").acl(ObjectCannedAcl::PublicRead).send().await;
    refused(public).is(400, "AccessControlListNotSupported", "The bucket does not allow ACLs", &[]);
}

#[tokio::test]
async fn delete_public_access_block_lets_public_lists_in() {
    let (_server, s3) = open().await;
    for _ in 0..2 {
        s3.delete_public_access_block().bucket("shelf").send().await.expect("the settings are deleted");
    }
    let missing = "The public access block configuration was not found";
    let got = refused(s3.get_public_access_block().bucket("shelf").send().await);
    got.is(404, "NoSuchPublicAccessBlockConfiguration", missing, &[("BucketName", "shelf")]);
    let public = s3.put_bucket_acl().bucket("shelf").acl(BucketCannedAcl::PublicRead);
    public.send().await.expect("a public list");
    let public = s3.put_object().bucket("shelf").key("k").acl(ObjectCannedAcl::PublicRead);
    public.send().await.expect("a public object");
}
