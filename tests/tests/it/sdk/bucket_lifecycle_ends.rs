//! What answers about objects and uploads say of the lifecycle configuration that will end them.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html>; AWS.md 54.

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::{ByteStream, DateTime, DateTimeFormat};
use sandpail_tests::Server;

use super::{enable_versions, put, shelf, start};

/// The configuration of these rules: id, filter, action.
fn configure(server: &Server, rules: &[(&str, &str, &str)]) {
    let rule = |(id, filter, action): &(&str, &str, &str)| {
        format!("<Rule><ID>{id}</ID><Filter>{filter}</Filter><Status>Enabled</Status>{action}</Rule>")
    };
    let rules: String = rules.iter().map(rule).collect();
    let body = format!("<LifecycleConfiguration>{rules}</LifecycleConfiguration>");
    let digest = sandpail_tests::digest::content_md5(body.as_bytes());
    let _ = server.raw().ask("PUT", "/shelf?lifecycle", &[("Content-MD5", &digest)], body.as_bytes()).ok(200);
}

/// The midnight after `days` more days than `made`, as headers write it.
fn midnight(made: &DateTime, days: i64) -> String {
    let day = made.secs() / 86_400 + days + 1;
    DateTime::from_secs(day * 86_400).fmt(DateTimeFormat::HttpDate).expect("a date of this century")
}

fn expiration(made: &DateTime, days: i64, rule: &str) -> Option<String> {
    Some(format!("expiry-date=\"{}\", rule-id=\"{rule}\"", midnight(made, days)))
}

async fn made(s3: &Client, key: &str) -> DateTime {
    let head = s3.head_object().bucket("shelf").key(key).send().await.expect("a head");
    head.last_modified.expect("a date")
}

/// What PutObject answers of an object with these tags.
async fn put_tagged(s3: &Client, key: &str, size: usize, tagging: Option<&str>) -> Option<String> {
    let put = s3.put_object().bucket("shelf").key(key).body(ByteStream::from(vec![b'a'; size]));
    put.set_tagging(tagging.map(str::to_owned)).send().await.expect("a put").expiration
}

const SEVEN: &str = "<Expiration><Days>7</Days></Expiration>";

#[tokio::test]
async fn put_object_says_when_it_expires() {
    let (server, s3) = shelf();
    assert_eq!(put_tagged(&s3, "before", 4, None).await, None);
    configure(&server, &[("after a week", "", SEVEN)]);
    let said = put_tagged(&s3, "k", 4, None).await;
    let day = made(&s3, "k").await;
    assert_eq!(said, expiration(&day, 7, "after a week"));
    let head = s3.head_object().bucket("shelf").key("before").send().await.expect("a head");
    assert_eq!(head.expiration, expiration(&made(&s3, "before").await, 7, "after a week"));
    s3.delete_bucket_lifecycle().bucket("shelf").send().await.expect("it is deleted");
    assert_eq!(put_tagged(&s3, "k", 4, None).await, None);
}

#[tokio::test]
async fn get_object_and_its_like_say_when_it_expires() {
    let (server, s3) = shelf();
    configure(&server, &[("r", "", SEVEN)]);
    put(&s3, "k", "text").await;
    let got = s3.get_object().bucket("shelf").key("k").send().await.expect("a get");
    let expected = expiration(got.last_modified.as_ref().expect("a date"), 7, "r");
    assert_eq!(got.expiration, expected);
    let range = s3.get_object().bucket("shelf").key("k").range("bytes=0-1").send().await.expect("a get");
    assert_eq!(range.expiration, expected);
    let copy = s3.copy_object().bucket("shelf").key("copy").copy_source("shelf/k").send().await.expect("a copy");
    assert_eq!(copy.expiration, expiration(&made(&s3, "copy").await, 7, "r"));
    let id = start(&s3, "parts").await;
    let part = super::part(&s3, "parts", &id, 1, "one").await;
    let complete = s3.complete_multipart_upload().bucket("shelf").key("parts").upload_id(id);
    let complete = complete.multipart_upload(super::parts([part])).send().await.expect("it completes");
    assert_eq!(complete.expiration, expiration(&made(&s3, "parts").await, 7, "r"));
}

/// Recorded: who names a version is not told, even of the current one.
#[tokio::test]
async fn head_object_says_when_the_key_expires_and_not_a_version() {
    let (server, s3) = shelf();
    enable_versions(&s3).await;
    let noncurrent = "<Expiration><Days>3</Days></Expiration><NoncurrentVersionExpiration>\
         <NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>";
    configure(&server, &[("rule2", "", noncurrent)]);
    let old = put(&s3, "k", "1").await.expect("a version");
    let new = put(&s3, "k", "2").await.expect("a version");
    for version in [old, new] {
        let head = s3.head_object().bucket("shelf").key("k").version_id(version).send().await.expect("a head");
        assert_eq!(head.expiration, None);
    }
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.expiration, expiration(&made(&s3, "k").await, 3, "rule2"));
}

/// Recorded: several rules, sizes, tags, and a rule that only removes delete markers.
#[tokio::test]
async fn put_object_is_told_of_the_rule_that_covers_it() {
    let (server, s3) = shelf();
    let prefix = |text: &str| format!("<Prefix>{text}</Prefix>");
    let (long, short, all) = (prefix("testobject"), prefix("test"), prefix("t"));
    configure(&server, &[("one", &long, SEVEN), ("two", &short, SEVEN), ("three", &all, SEVEN)]);
    let rule = |said: Option<String>| said.and_then(|said| Some(said.split_once("rule-id=\"")?.1.replace('"', "")));
    assert_eq!(rule(put_tagged(&s3, "testobject-expiry", 4, None).await).as_deref(), Some("one"));
    assert_eq!(rule(put_tagged(&s3, "test-one-rule", 4, None).await).as_deref(), Some("two"));
    assert_eq!(put_tagged(&s3, "no-rules", 4, None).await, None);

    let (larger, smaller) =
        ("<ObjectSizeGreaterThan>20</ObjectSizeGreaterThan>", "<ObjectSizeLessThan>10</ObjectSizeLessThan>");
    configure(&server, &[("large", larger, SEVEN), ("small", smaller, SEVEN)]);
    assert_eq!(rule(put_tagged(&s3, "k", 22, None).await).as_deref(), Some("large"));
    assert_eq!(rule(put_tagged(&s3, "k", 5, None).await).as_deref(), Some("small"));
    assert_eq!(put_tagged(&s3, "k", 15, None).await, None);

    let tag = |key: &str, value: &str| format!("<Tag><Key>{key}</Key><Value>{value}</Value></Tag>");
    let both = format!("<And>{}{}</And>", tag("a", "1"), tag("b", "2"));
    configure(&server, &[("both", &both, SEVEN), ("c", &tag("c", "3"), SEVEN)]);
    assert_eq!(rule(put_tagged(&s3, "k", 4, Some("a=1&b=2&d=4")).await).as_deref(), Some("both"));
    assert_eq!(put_tagged(&s3, "k", 4, Some("a=1&b=3")).await, None);
    assert_eq!(rule(put_tagged(&s3, "k", 4, Some("c=3")).await).as_deref(), Some("c"));
    let got = s3.get_object().bucket("shelf").key("k").send().await.expect("a get");
    assert_eq!(rule(got.expiration).as_deref(), Some("c"));

    let marker = "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>";
    configure(&server, &[("marker", "", marker)]);
    assert_eq!(put_tagged(&s3, "k", 4, None).await, None);
}

#[tokio::test]
async fn create_multipart_upload_and_list_parts_say_when_it_is_aborted() {
    let (server, s3) = shelf();
    let abort =
        "<AbortIncompleteMultipartUpload><DaysAfterInitiation>2</DaysAfterInitiation></AbortIncompleteMultipartUpload>";
    configure(&server, &[("abort", "<Prefix>a/</Prefix>", abort)]);
    let upload = s3.create_multipart_upload().bucket("shelf").key("a/k").send().await.expect("an upload");
    assert_eq!(upload.abort_rule_id.as_deref(), Some("abort"));
    let uploads = s3.list_multipart_uploads().bucket("shelf").send().await.expect("a list");
    let begun = uploads.uploads()[0].initiated.expect("a date");
    let date = upload.abort_date.expect("a date");
    assert_eq!(date.fmt(DateTimeFormat::HttpDate).expect("a date"), midnight(&begun, 2));
    let id = upload.upload_id.expect("an id");
    let parts = s3.list_parts().bucket("shelf").key("a/k").upload_id(id).send().await.expect("a list");
    assert_eq!((parts.abort_date, parts.abort_rule_id.as_deref()), (Some(date), Some("abort")));
    let other = s3.create_multipart_upload().bucket("shelf").key("b").send().await.expect("an upload");
    assert_eq!((other.abort_date, other.abort_rule_id), (None, None));
}
