//! RenameObject: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_RenameObject.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::operation::rename_object::builders::RenameObjectFluentBuilder;
use aws_sdk_s3::primitives::{ByteStream, DateTime};
use sandpail_tests::sdk::refused;

use super::directory_buckets::{SHELF, directory_shelf};

const FAILED: &str = "At least one of the pre-conditions you specified did not hold";

async fn put(s3: &Client, key: &str, body: &'static str) -> String {
    let put = s3.put_object().bucket(SHELF).key(key).metadata("color", "blue");
    let put = put.body(ByteStream::from_static(body.as_bytes())).send().await.expect("an object");
    put.e_tag.expect("a tag")
}

fn rename(s3: &Client, source: &str, key: &str) -> RenameObjectFluentBuilder {
    s3.rename_object().bucket(SHELF).rename_source(source).key(key)
}

/// The keys of the bucket, and what is under them.
async fn all(s3: &Client) -> Vec<(String, String)> {
    let listed = s3.list_objects_v2().bucket(SHELF).send().await.expect("a listing");
    let mut found = Vec::new();
    for key in listed.contents().iter().filter_map(aws_sdk_s3::types::Object::key) {
        let got = s3.get_object().bucket(SHELF).key(key).send().await.expect("an object");
        let bytes = got.body.collect().await.expect("its bytes").to_vec();
        found.push((key.to_owned(), String::from_utf8(bytes).expect("text")));
    }
    found
}

fn are(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, body)| ((*key).to_owned(), (*body).to_owned())).collect()
}

#[tokio::test]
async fn rename_object_keeps_the_object_as_it_was() {
    let (_server, s3) = directory_shelf().await;
    let tag = put(&s3, "dir/a b", "bytes").await;
    let before = s3.head_object().bucket(SHELF).key("dir/a b").send().await.expect("an object");
    rename(&s3, "dir/a%20b", "new/a").send().await.expect("a rename");
    let after = s3.head_object().bucket(SHELF).key("new/a").send().await.expect("the object under its new key");
    assert_eq!(after.e_tag(), Some(tag.as_str()));
    assert_eq!(after.last_modified(), before.last_modified());
    assert_eq!(after.metadata(), before.metadata());
    assert_eq!(all(&s3).await, are(&[("new/a", "bytes")]));
}

#[tokio::test]
async fn rename_object_replaces_what_was_there() {
    let (_server, s3) = directory_shelf().await;
    put(&s3, "a", "old").await;
    put(&s3, "b", "new").await;
    rename(&s3, "/b", "a").send().await.expect("a rename");
    assert_eq!(all(&s3).await, are(&[("a", "new")]));
    rename(&s3, "a", "a").send().await.expect("a rename to itself");
    assert_eq!(all(&s3).await, are(&[("a", "new")]));
}

#[tokio::test]
async fn rename_object_holds_source_and_destination_to_conditions() {
    let (_server, s3) = directory_shelf().await;
    let tag = put(&s3, "a", "source").await;
    let other = put(&s3, "b", "there").await;
    let (past, future) = (DateTime::from_secs(1_000_000_000), DateTime::from_secs(4_000_000_000));
    let to = |key| rename(&s3, "a", key);
    for (asked, condition) in [
        (to("c").source_if_match(&other), "If-Match"),
        (to("c").source_if_none_match(&tag), "If-None-Match"),
        (to("c").source_if_unmodified_since(past), "If-Unmodified-Since"),
        (to("b").destination_if_none_match("*"), "If-None-Match"),
        (to("b").destination_if_match(&tag), "If-Match"),
        (to("c").destination_if_match(&tag), "If-Match"),
        (to("c").destination_if_modified_since(past), "If-Modified-Since"),
        (to("b").destination_if_unmodified_since(past), "If-Unmodified-Since"),
    ] {
        let what = format!("{asked:?}");
        let refusal = refused(asked.send().await);
        assert_eq!(refusal.field("Condition"), Some(condition), "{what}");
        refusal.has(412, "PreconditionFailed", FAILED, &[]);
    }
    assert_eq!(all(&s3).await, are(&[("a", "source"), ("b", "there")]));

    let moved = to("c").source_if_match(&tag).source_if_unmodified_since(future).destination_if_none_match("*");
    moved.send().await.expect("all hold");
    let back = rename(&s3, "c", "b").destination_if_match(&other);
    back.destination_if_modified_since(past).send().await.expect("all hold");
    assert_eq!(all(&s3).await, are(&[("b", "source")]));
}

#[tokio::test]
async fn rename_object_again_with_its_token_does_nothing() {
    let (_server, s3) = directory_shelf().await;
    put(&s3, "a", "first").await;
    let renames = || rename(&s3, "a", "b").client_token("token");
    renames().send().await.expect("a rename");
    renames().send().await.expect("it was done");
    // Not even when it could be done.
    put(&s3, "a", "second").await;
    renames().send().await.expect("it was done");
    assert_eq!(all(&s3).await, are(&[("a", "second"), ("b", "first")]));
    let other = rename(&s3, "a", "c").client_token("token").send().await;
    let message = "Parameters on this idempotent request are inconsistent with parameters used in previous request(s).";
    refused(other).has(400, "IdempotencyParameterMismatch", message, &[]);
    rename(&s3, "a", "b").client_token("another").send().await.expect("a rename");
    assert_eq!(all(&s3).await, are(&[("b", "second")]));
    let missing = rename(&s3, "a", "b").client_token("third").send().await;
    refused(missing).has(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "a")]);
    // What was refused was not done.
    put(&s3, "a", "late").await;
    rename(&s3, "a", "b").client_token("third").send().await.expect("a rename");
    assert_eq!(all(&s3).await, are(&[("b", "late")]));
}

#[tokio::test]
async fn rename_object_refusals() {
    let (server, s3) = directory_shelf().await;
    put(&s3, "a", "bytes").await;
    s3.put_object().bucket("shelf").key("a").send().await.expect("an object");
    let long = "k".repeat(1025);
    let token = "t".repeat(65);
    for (target, headers, status, code) in [
        (format!("/{SHELF}/b?renameObject"), &[("x-amz-rename-source", "none")][..], 404, "NoSuchKey"),
        (format!("/{SHELF}/b?renameObject"), &[], 400, "InvalidRequest"),
        (format!("/{SHELF}/b?renameObject"), &[("x-amz-rename-source", "%ff")], 400, "InvalidArgument"),
        (format!("/{SHELF}/b?renameObject"), &[("x-amz-rename-source", &long)], 400, "KeyTooLongError"),
        (format!("/{SHELF}/b/?renameObject"), &[("x-amz-rename-source", "a")], 400, "InvalidRequest"),
        (format!("/{SHELF}/b?renameObject"), &[("x-amz-rename-source", "a/")], 400, "InvalidRequest"),
        (
            format!("/{SHELF}/b?renameObject"),
            &[("x-amz-rename-source", "a"), ("x-amz-client-token", &token)],
            400,
            "InvalidArgument",
        ),
        (
            format!("/{SHELF}/b?renameObject"),
            &[("x-amz-rename-source", "a"), ("if-none-match", "\"tag\"")],
            501,
            "NotImplemented",
        ),
        ("/none--use1-az4--x-s3/b?renameObject".to_owned(), &[("x-amz-rename-source", "a")], 404, "NoSuchBucket"),
        // It is for directory buckets.
        ("/shelf/b?renameObject".to_owned(), &[("x-amz-rename-source", "a")], 501, "NotImplemented"),
    ] {
        let refusal = server.raw().ask("PUT", &target, headers, b"").ok(status).refusal();
        assert_eq!(refusal.code, code, "{target} {headers:?}");
    }
    assert_eq!(all(&s3).await, are(&[("a", "bytes")]));
    s3.head_object().bucket("shelf").key("a").send().await.expect("nothing was moved");
}
