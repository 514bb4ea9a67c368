//! Get-, Put- and DeleteBucketTagging (AWS.md 48, 49).

use super::shelf;
use aws_sdk_s3::Client;
use aws_sdk_s3::types::{Tag, Tagging};
use sandpail_tests::Refusal;
use sandpail_tests::sdk::refused;

fn tagging(tags: &[(&str, &str)]) -> Tagging {
    let tag = |(key, value): &(&str, &str)| Tag::builder().key(*key).value(*value).build().expect("key and value");
    Tagging::builder().set_tag_set(Some(tags.iter().map(tag).collect())).build().expect("a set")
}

async fn tags(s3: &Client) -> Vec<(String, String)> {
    let got = s3.get_bucket_tagging().bucket("shelf").send().await.expect("tags");
    let mut tags: Vec<_> = got.tag_set().iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect();
    tags.sort();
    tags
}

/// What putting these tags is refused with.
async fn check(s3: &Client, tags: &[(&str, &str)]) -> Refusal {
    refused(s3.put_bucket_tagging().bucket("shelf").tagging(tagging(tags)).send().await)
}

#[tokio::test]
async fn put_bucket_tagging_replaces_the_whole_set() {
    let (server, s3) = shelf();
    for set in [&[("a", "1"), ("b", "2")][..], &[("c+ -=._:/@", "")]] {
        s3.put_bucket_tagging().bucket("shelf").tagging(tagging(set)).send().await.expect("tags are put");
        let expected: Vec<_> = set.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        assert_eq!(tags(&s3).await, expected);
    }
    let body = b"<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>";
    let digest = sandpail_tests::digest::content_md5(body);
    let _ = server.raw().ask("PUT", "/shelf?tagging", &[("Content-MD5", &digest)], body).ok(204);
}

#[tokio::test]
async fn get_bucket_tagging_of_none_is_refused() {
    let (_server, s3) = shelf();
    let refusal = refused(s3.get_bucket_tagging().bucket("shelf").send().await);
    refusal.is(404, "NoSuchTagSet", "The TagSet does not exist", &[("BucketName", "shelf")]);
}

#[tokio::test]
async fn delete_bucket_tagging_removes_all() {
    let (_server, s3) = shelf();
    s3.put_bucket_tagging().bucket("shelf").tagging(tagging(&[("a", "1")])).send().await.expect("tags are put");
    for _ in 0..2 {
        s3.delete_bucket_tagging().bucket("shelf").send().await.expect("tags are deleted");
    }
    assert_eq!(refused(s3.get_bucket_tagging().bucket("shelf").send().await).code, "NoSuchTagSet");
}

#[tokio::test]
async fn put_bucket_tagging_refuses_what_is_no_tag() {
    let (_server, s3) = shelf();
    s3.put_bucket_tagging().bucket("shelf").tagging(tagging(&[("kept", "1")])).send().await.expect("tags are put");
    let key = "The TagKey you have provided is invalid";
    let value = "The TagValue you have provided is invalid";
    let twice = "Cannot provide multiple Tags with the same key";
    check(&s3, &[("a", "1"), ("a", "2")]).await.is(400, "InvalidTag", twice, &[("TagKey", "a")]);
    let system = "System tags cannot be added/updated by requester";
    check(&s3, &[("aws:a", "1")]).await.is(400, "InvalidTag", system, &[("TagKey", "aws:a")]);
    check(&s3, &[("te&st", "1")]).await.has(400, "InvalidTag", key, &[("TagKey", "te&st")]);
    check(&s3, &[("", "1")]).await.has(400, "InvalidTag", key, &[]);
    check(&s3, &[(&"k".repeat(129), "1")]).await.has(400, "InvalidTag", key, &[]);
    let odd = [("TagKey", "key"), ("TagValue", "inv&alid")];
    check(&s3, &[("key", "inv&alid")]).await.has(400, "InvalidTag", value, &odd);
    check(&s3, &[("a", &"v".repeat(257))]).await.has(400, "InvalidTag", value, &[]);
    let many: Vec<String> = (0..51).map(|n| format!("k{n}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|key| (key.as_str(), "v")).collect();
    check(&s3, &many).await.is(400, "BadRequest", "Bucket tag count cannot be greater than 50", &[]);
    assert_eq!(tags(&s3).await, [("kept".to_owned(), "1".to_owned())]);
}
