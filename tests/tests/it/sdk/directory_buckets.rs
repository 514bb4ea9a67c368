//! Directory buckets themselves:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-buckets-overview.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::config::Credentials;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    BucketInfo, BucketLocationConstraint, BucketType, CreateBucketConfiguration, DataRedundancy, LocationInfo,
    LocationType, ServerSideEncryption, SessionMode, Tag,
};
use sandpail_tests::sdk::{self, refused};
use sandpail_tests::{Raw, Server, Signer};

/// A directory bucket that every test may make.
pub(super) const SHELF: &str = "shelf--use1-az4--x-s3";

const MALFORMED: &str = "The XML you provided was not well-formed or did not validate against our published schema";
const NOT_IMPLEMENTED: &str = "A header you provided implies functionality that is not implemented";
const OWNED: &str = "Your previous request to create the named bucket succeeded and you already own it.";
const ACCOUNT: &str = "000000000000";

fn configuration(zone: &str, redundancy: &DataRedundancy) -> CreateBucketConfiguration {
    let location = LocationInfo::builder().name(zone).r#type(LocationType::AvailabilityZone).build();
    let bucket = BucketInfo::builder().data_redundancy(redundancy.clone()).r#type(BucketType::Directory).build();
    CreateBucketConfiguration::builder().location(location).bucket(bucket).build()
}

fn of_zone(zone: &str) -> CreateBucketConfiguration {
    configuration(zone, &DataRedundancy::SingleAvailabilityZone)
}

/// The client for what is asked of the service: at a given endpoint, the SDK would open a session for that too.
fn control(s3: &Client) -> Client {
    Client::from_conf(s3.config().to_builder().disable_s3_express_session_auth(true).build())
}

pub(super) async fn create(s3: &Client, name: &str) {
    let create = control(s3).create_bucket().bucket(name).create_bucket_configuration(of_zone("use1-az4"));
    create.send().await.expect("a directory bucket");
}

/// A server with the directory bucket [`SHELF`] and the bucket `shelf`, and a client of it.
pub(super) async fn directory_shelf() -> (Server, Client) {
    let (server, s3) = super::shelf();
    create(&s3, SHELF).await;
    (server, s3)
}

/// The names of a page, and the token of the next.
async fn page(s3: &Client, limit: Option<i32>, token: Option<String>) -> (Vec<String>, Option<String>) {
    let list = control(s3).list_directory_buckets().set_max_directory_buckets(limit).set_continuation_token(token);
    let page = list.send().await.expect("a page");
    let names = page.buckets().iter().filter_map(|bucket| bucket.name().map(str::to_owned)).collect();
    (names, page.continuation_token)
}

#[tokio::test]
async fn create_bucket_of_a_zone() {
    let (_server, s3) = super::shelf();
    let make = control(&s3).create_bucket().bucket(SHELF).create_bucket_configuration(of_zone("use1-az4"));
    let made = make.clone().send().await.expect("a directory bucket");
    assert_eq!(made.location(), Some(format!("/{SHELF}").as_str()));
    let arn = format!("arn:aws:s3express:us-east-1:{ACCOUNT}:bucket/{SHELF}");
    assert_eq!(made.bucket_arn(), Some(arn.as_str()));
    // Even in the classic region.
    refused(make.send().await).has(409, "BucketAlreadyOwnedByYou", OWNED, &[]);

    let head = s3.head_bucket().bucket(SHELF).send().await.expect("the bucket is there");
    assert_eq!(head.bucket_arn(), Some(arn.as_str()));
    assert_eq!(head.bucket_region(), Some("us-east-1"));
    assert_eq!(head.bucket_location_type(), Some(&LocationType::AvailabilityZone));
    assert_eq!(head.bucket_location_name(), Some("use1-az4"));

    control(&s3).delete_bucket().bucket(SHELF).send().await.expect("it is empty");
    assert_eq!(page(&s3, None, None).await.0, [""; 0]);
    create(&s3, SHELF).await;
}

#[tokio::test]
async fn create_bucket_of_a_directory_refuses_what_does_not_fit() {
    let (_server, s3) = super::shelf();
    let constrained = CreateBucketConfiguration::builder().location_constraint(BucketLocationConstraint::EuWest1);
    for (name, configuration, code) in [
        ("shelf--x-s3", of_zone("use1-az4"), "InvalidBucketName"),
        ("Shelf--use1-az4--x-s3", of_zone("use1-az4"), "InvalidBucketName"),
        ("shelf--use1--x-s3", of_zone("use1"), "InvalidBucketName"),
        (SHELF, of_zone("use1-az5"), "MalformedXML"),
        (SHELF, configuration("use1-az4", &DataRedundancy::SingleLocalZone), "MalformedXML"),
        (SHELF, constrained.build(), "MalformedXML"),
        // A zone is no place for any other bucket.
        ("fresh", of_zone("use1-az4"), "MalformedXML"),
    ] {
        let message = if code == "MalformedXML" { MALFORMED } else { "The specified bucket is not valid." };
        let create = control(&s3).create_bucket().bucket(name).create_bucket_configuration(configuration);
        refused(create.send().await).has(400, code, message, &[]);
    }
    let create = control(&s3).create_bucket().bucket(SHELF).create_bucket_configuration(of_zone("use1-az4"));
    let acl = create.acl(aws_sdk_s3::types::BucketCannedAcl::Private);
    refused(acl.send().await).is(501, "NotImplemented", NOT_IMPLEMENTED, &[("Header", "x-amz-acl")]);
    assert_eq!(page(&s3, None, None).await.0, [""; 0]);
}

#[tokio::test]
async fn create_bucket_of_a_directory_takes_tags() {
    let (_server, s3) = super::shelf();
    let tag = Tag::builder().key("a").value("b").build().expect("key and value");
    let plain = of_zone("use1-az4");
    let tagged = CreateBucketConfiguration::builder().tags(tag).set_location(plain.location).set_bucket(plain.bucket);
    let configuration = tagged.build();
    let create = control(&s3).create_bucket().bucket(SHELF).create_bucket_configuration(configuration);
    create.send().await.expect("a bucket with tags");
}

#[tokio::test]
async fn list_directory_buckets_lists_no_others() {
    let (server, s3) = super::shelf();
    for letter in ["c", "a", "b"] {
        create(&s3, &format!("{letter}--use1-az4--x-s3")).await;
    }
    let listed = s3.list_buckets().send().await.expect("the buckets");
    let names: Vec<_> = listed.buckets().iter().filter_map(aws_sdk_s3::types::Bucket::name).collect();
    assert_eq!(names, ["shelf"]);
    let expected = ["a--use1-az4--x-s3", "b--use1-az4--x-s3", "c--use1-az4--x-s3"];
    let (names, token) = page(&s3, None, None).await;
    assert_eq!((names.as_slice(), token), (expected.map(str::to_owned).as_slice(), None));
    let (names, token) = page(&s3, Some(2), None).await;
    assert_eq!(names, expected[..2]);
    assert!(token.is_some());
    assert_eq!(page(&s3, Some(2), token).await, (vec![expected[2].to_owned()], None));

    let arn = control(&s3).list_directory_buckets().send().await.expect("a page").buckets()[0].bucket_arn.clone();
    assert_eq!(arn.as_deref(), Some("arn:aws:s3express:us-east-1:000000000000:bucket/a--use1-az4--x-s3"));
    let other = sdk::client_as(&server.url(), "111122223333");
    assert_eq!(page(&other, None, None).await, (Vec::new(), None));
}

#[tokio::test]
async fn list_directory_buckets_refuses_bad_pages() {
    let (_server, s3) = super::shelf();
    let token = control(&s3).list_directory_buckets().continuation_token("made up").send().await;
    refused(token).has(400, "InvalidArgument", "The continuation token provided is incorrect", &[]);
    for limit in [-1, 1001] {
        let list = control(&s3).list_directory_buckets().max_directory_buckets(limit).send().await;
        let message = "Argument max-directory-buckets must be an integer between 0 and 1000";
        refused(list).has(400, "InvalidArgument", message, &[]);
    }
}

/// As clients ask that name the operation nowhere: by the service that they sign for, or by its parameter.
#[tokio::test]
async fn list_directory_buckets_is_told_from_list_buckets() {
    let (server, _s3) = directory_shelf().await;
    let signed = |service: &str| {
        let signer = Signer { service: service.to_owned(), ..Signer::default() };
        Raw::connect(server.addr()).signing(signer)
    };
    for (target, service, directories) in [
        ("/", "s3express", true),
        ("/?max-directory-buckets=", "s3", true),
        ("/?max-directory-buckets=7", "s3", true),
        ("/?x-id=ListDirectoryBuckets", "s3", true),
        ("/", "s3", false),
    ] {
        let listed = signed(service).ask("GET", target, &[], b"").ok(200).xml();
        let root = if directories { "ListAllMyDirectoryBucketsResult" } else { "ListAllMyBucketsResult" };
        assert_eq!(listed.name, root, "{target}");
        assert_eq!(listed.texts("Buckets/Bucket/Name"), [if directories { SHELF } else { "shelf" }], "{target}");
    }
}

#[tokio::test]
async fn create_session_hands_out_credentials() {
    let (server, _s3) = directory_shelf().await;
    let s3 = sdk::client_as(&server.url(), "111122223333");
    let name = "other--use1-az4--x-s3";
    create(&s3, name).await;
    let session = s3.create_session().bucket(name).session_mode(SessionMode::ReadOnly).send().await.expect("a session");
    assert_eq!(session.server_side_encryption(), Some(&ServerSideEncryption::Aes256));
    let credentials = session.credentials.expect("credentials");
    assert_eq!(credentials.access_key_id().len(), 20);
    assert!(!credentials.secret_access_key().is_empty() && !credentials.session_token().is_empty());
    // Five minutes from now, which is just after the bucket was made.
    let listed = control(&s3).list_directory_buckets().send().await.expect("a page");
    let made = listed.buckets()[0].creation_date.expect("a date");
    let life = credentials.expiration().secs() - made.secs();
    assert!((300..=360).contains(&life), "{life}");

    // They are the account's.
    let (key, secret) = (credentials.access_key_id(), credentials.secret_access_key());
    let token = Some(credentials.session_token().to_owned());
    let as_session = sdk::client_with(&server.url(), Credentials::new(key, secret, token, None, "session"));
    assert_eq!(page(&as_session, None, None).await.0, [name]);
    let again = s3.create_session().bucket(name).send().await.expect("a session").credentials.expect("credentials");
    assert_ne!(again.access_key_id(), credentials.access_key_id());
}

#[tokio::test]
async fn create_session_tells_the_encryption() {
    let (_server, s3) = directory_shelf().await;
    let kms = s3.create_session().bucket(SHELF).server_side_encryption(ServerSideEncryption::AwsKms);
    let session = kms.clone().ssekms_key_id("key").send().await.expect("a session");
    assert_eq!(session.server_side_encryption(), Some(&ServerSideEncryption::AwsKms));
    assert_eq!((session.ssekms_key_id(), session.bucket_key_enabled()), (Some("key"), Some(true)));
    let message = "Sessions with SSE-KMS need the id of a customer managed key";
    refused(kms.send().await).has(400, "InvalidArgument", message, &[]);
    let other = s3.create_session().bucket(SHELF).server_side_encryption(ServerSideEncryption::from("rot13"));
    refused(other.send().await).has(400, "InvalidArgument", "The encryption method specified is not supported", &[]);
}

#[tokio::test]
async fn create_session_refuses_what_is_no_session() {
    let (server, _s3) = directory_shelf().await;
    let mode = ("x-amz-create-session-mode", "WriteOnly");
    for (target, headers, status, code) in [
        ("/shelf?session", &[][..], 405, "MethodNotAllowed"),
        (&format!("/{SHELF}?session"), &[mode], 400, "InvalidArgument"),
    ] {
        let refusal = server.raw().ask("GET", target, headers, b"").ok(status).refusal();
        assert_eq!(refusal.code, code, "{target}");
    }
}

/// What other buckets do and these do not. The texts are as clients report them.
#[tokio::test]
async fn put_object_and_others_refuse_what_directory_buckets_do_not_have() {
    let (server, s3) = directory_shelf().await;
    s3.put_object().bucket(SHELF).key("a/b").body(ByteStream::from_static(b"bytes")).send().await.expect("an object");
    let bucket = format!("/{SHELF}");
    let key = format!("/{SHELF}/a/b");
    let versioning = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>".as_slice();
    let md5 = ("content-md5", "S2qUvJcJw5J6yUIhzSYdWg==");
    for (method, target, headers, body, status, message) in [
        (
            "PUT",
            format!("{bucket}?versioning"),
            &[][..],
            versioning,
            400,
            "VersioningConfiguration is not valid, expected CreateBucketConfiguration",
        ),
        ("GET", format!("{bucket}?versions"), &[], b"", 501, "This bucket does not support Object Versioning"),
        ("GET", format!("{key}?versionId=x"), &[], b"", 501, "This bucket does not support Object Versioning"),
        (
            "GET",
            format!("{bucket}?location"),
            &[],
            b"",
            405,
            "The specified method is not allowed against this resource.",
        ),
        ("GET", format!("{key}?tagging"), &[], b"", 405, "The specified method is not allowed against this resource."),
        ("PUT", key.clone(), &[("x-amz-tagging", "a=b")], b"new", 501, NOT_IMPLEMENTED),
        ("PUT", key.clone(), &[md5], b"new", 501, "This bucket does not support Content Md5 header."),
        (
            "GET",
            format!("{bucket}?list-type=2&delimiter=b"),
            &[],
            b"",
            400,
            "This bucket does not support a delimiter other than /",
        ),
        (
            "GET",
            format!("{bucket}?list-type=2&prefix=a"),
            &[],
            b"",
            400,
            "This bucket does not support a prefix that does not end in a delimiter. Specify a prefix path ending with a delimiter and try again.",
        ),
    ] {
        let refusal = server.raw().ask(method, &target, headers, body).ok(status).refusal();
        assert_eq!(refusal.message, message, "{method} {target}");
    }
    assert_eq!(server.raw().ask("GET", &key, &[], b"").ok(200).text(), "bytes");
    let listed = s3.list_objects_v2().bucket(SHELF).prefix("a/").delimiter("/").send().await.expect("a listing");
    assert_eq!(listed.contents().len(), 1);
}

/// With its default settings the SDK opens a session for the bucket that it is about to make (decision 0011).
#[tokio::test]
async fn create_bucket_of_a_directory_works_by_default() {
    let server = Server::for_sdk(&[]);
    let s3 = sdk::client(&server.url());
    let create = s3.create_bucket().bucket(SHELF).create_bucket_configuration(of_zone("use1-az4"));
    create.send().await.expect("a bucket");
    let put = s3.put_object().bucket(SHELF).key("a").body(ByteStream::from_static(b"x"));
    put.send().await.expect("a put by a session");
    let listed = s3.list_objects_v2().bucket(SHELF).send().await.expect("a list");
    assert_eq!(listed.key_count(), Some(1));
}
