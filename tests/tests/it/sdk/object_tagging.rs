//! Get-, Put- and DeleteObjectTagging (AWS.md 48, 49).

use super::{enable_versions, put, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::types::{Tag, Tagging};
use sandpail_tests::Refusal;
use sandpail_tests::sdk::refused;

fn tagging(tags: &[(&str, &str)]) -> Tagging {
    let tag = |(key, value): &(&str, &str)| Tag::builder().key(*key).value(*value).build().expect("key and value");
    Tagging::builder().set_tag_set(Some(tags.iter().map(tag).collect())).build().expect("a set")
}

async fn tags(s3: &Client, version: Option<&str>) -> Vec<(String, String)> {
    let get = s3.get_object_tagging().bucket("shelf").key("k").set_version_id(version.map(str::to_owned));
    let got = get.send().await.expect("tags");
    let mut tags: Vec<_> = got.tag_set().iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect();
    tags.sort();
    tags
}

fn owned(tags: &[(&str, &str)]) -> Vec<(String, String)> {
    tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// What putting these tags is refused with.
async fn check(s3: &Client, tags: &[(&str, &str)]) -> Refusal {
    refused(s3.put_object_tagging().bucket("shelf").key("k").tagging(tagging(tags)).send().await)
}

#[tokio::test]
async fn put_object_tagging_replaces_the_whole_set() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    assert_eq!(tags(&s3, None).await, []);
    for set in [&[("a", "1"), ("b", "ü")][..], &[("c + - = . _ : / @", "")], &[]] {
        let put = s3.put_object_tagging().bucket("shelf").key("k").tagging(tagging(set));
        put.send().await.expect("tags are put");
        assert_eq!(tags(&s3, None).await, owned(set));
    }
}

#[tokio::test]
async fn get_object_tagging_of_a_version_is_of_that_version() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let first = put(&s3, "k", "1").await.expect("a version id");
    let second = put(&s3, "k", "2").await.expect("a version id");
    let tag = s3.put_object_tagging().bucket("shelf").key("k").version_id(&first).tagging(tagging(&[("on", "first")]));
    let tagged = tag.send().await.expect("tags are put");
    assert_eq!(tagged.version_id(), Some(first.as_str()));
    assert_eq!(tags(&s3, Some(&first)).await, owned(&[("on", "first")]));
    assert_eq!(tags(&s3, Some(&second)).await, []);
    assert_eq!(tags(&s3, None).await, []);
    let delete = s3.delete_object_tagging().bucket("shelf").key("k").version_id(&first);
    assert_eq!(delete.send().await.expect("tags are deleted").version_id(), Some(first.as_str()));
    assert_eq!(tags(&s3, Some(&first)).await, []);
}

#[tokio::test]
async fn delete_object_tagging_keeps_the_object() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let put = s3.put_object_tagging().bucket("shelf").key("k").tagging(tagging(&[("a", "1")]));
    put.send().await.expect("tags are put");
    for _ in 0..2 {
        s3.delete_object_tagging().bucket("shelf").key("k").send().await.expect("tags are deleted");
    }
    assert_eq!(tags(&s3, None).await, []);
    assert_eq!(super::read(&s3, "k").await, b"x");
}

#[tokio::test]
async fn put_object_tagging_leaves_the_object_as_it_was() {
    let (_server, s3) = shelf();
    let stored = s3.put_object().bucket("shelf").key("k").metadata("a", "b").content_type("text/plain");
    stored.body(aws_sdk_s3::primitives::ByteStream::from_static(b"x")).send().await.expect("a put");
    let before = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    let put = s3.put_object_tagging().bucket("shelf").key("k").tagging(tagging(&[("a", "1")]));
    put.send().await.expect("tags are put");
    let after = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(after.e_tag(), before.e_tag());
    assert_eq!(after.last_modified(), before.last_modified());
    assert_eq!(after.metadata(), before.metadata());
    assert_eq!(after.content_type(), before.content_type());
}

#[tokio::test]
async fn put_object_tagging_refuses_what_is_no_tag() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let key = "The TagKey you have provided is invalid";
    let value = "The TagValue you have provided is invalid";
    let twice = "Cannot provide multiple Tags with the same key";
    check(&s3, &[("a", "1"), ("a", "2")]).await.is(400, "InvalidTag", twice, &[("TagKey", "a")]);
    let system = "Your TagKey cannot be prefixed with aws:";
    check(&s3, &[("aws:a", "1")]).await.is(400, "InvalidTag", system, &[("TagKey", "aws:a")]);
    check(&s3, &[("ke&y", "1")]).await.has(400, "InvalidTag", key, &[("TagKey", "ke&y")]);
    check(&s3, &[(&"k".repeat(129), "1")]).await.has(400, "InvalidTag", key, &[]);
    check(&s3, &[("a", &"v".repeat(257))]).await.has(400, "InvalidTag", value, &[]);
    let many: Vec<String> = (0..11).map(|n| format!("k{n}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|key| (key.as_str(), "v")).collect();
    check(&s3, &many).await.is(400, "BadRequest", "Object tags cannot be greater than 10", &[]);
    assert_eq!(tags(&s3, None).await, []);
}

#[tokio::test]
async fn get_object_tagging_of_none_is_refused() {
    let (_server, s3) = shelf();
    let message = "The specified key does not exist.";
    let missing = refused(s3.get_object_tagging().bucket("shelf").key("none").send().await);
    // Recorded: only here the key is named with its bucket.
    missing.is(404, "NoSuchKey", message, &[("Key", "shelf/none")]);
    let put = s3.put_object_tagging().bucket("shelf").key("none").tagging(tagging(&[("a", "1")]));
    refused(put.send().await).is(404, "NoSuchKey", message, &[("Key", "none")]);
}

/// Recorded: a delete marker has no tags to ask for, be it named or only current.
#[tokio::test]
async fn get_object_tagging_of_a_marker_is_not_allowed() {
    let (_server, s3) = shelf();
    super::enable_versions(&s3).await;
    put(&s3, "k", "x").await;
    s3.delete_object().bucket("shelf").key("k").send().await.expect("a marker");
    let message = "The specified method is not allowed against this resource.";
    let got = refused(s3.get_object_tagging().bucket("shelf").key("k").send().await);
    got.is(405, "MethodNotAllowed", message, &[("Method", "GET"), ("ResourceType", "DeleteMarker")]);
    let deleted = refused(s3.delete_object_tagging().bucket("shelf").key("k").send().await);
    deleted.is(405, "MethodNotAllowed", message, &[("Method", "DELETE"), ("ResourceType", "DeleteMarker")]);
}

/// Recorded: a document without a set is one with an empty set, and an equals sign in a header's value is not encoded.
#[tokio::test]
async fn put_object_tagging_takes_no_set_for_an_empty_one() {
    let (server, s3) = shelf();
    let body = b"<Tagging></Tagging>";
    let digest = sandpail_tests::digest::content_md5(body);
    put(&s3, "k", "x").await;
    let _ = server.raw().ask("PUT", "/shelf/k?tagging", &[("Content-MD5", &digest)], body).ok(200);
    assert_eq!(tags(&s3, None).await, []);
    let odd = s3.put_object().bucket("shelf").key("odd").tagging("key1=val1,key2=val2").send().await;
    let message = "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without \
        tag name duplicates.";
    let fields = [("ArgumentName", "x-amz-tagging"), ("ArgumentValue", "key1=val1,key2=val2")];
    refused(odd).is(400, "InvalidArgument", message, &fields);
}
