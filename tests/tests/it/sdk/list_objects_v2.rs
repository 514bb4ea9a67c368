//! ListObjectsV2: tokens, pages that lose and repeat nothing, counts (AWS.md 40).

use super::{put, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::types::{EncodingType, OptionalObjectAttributes};
use sandpail_tests::sdk::refused;

/// Everything that listing in pages of `size` shows, keys and prefixes in one order.
async fn pages(s3: &Client, size: i32, prefix: &str, delimiter: &str) -> Vec<String> {
    let (mut seen, mut token) = (Vec::new(), None);
    loop {
        let list = s3.list_objects_v2().bucket("shelf").prefix(prefix).delimiter(delimiter).max_keys(size);
        let page = list.set_continuation_token(token.clone()).send().await.expect("a page");
        let keys = page.contents().iter().filter_map(|object| object.key());
        let prefixes = page.common_prefixes().iter().filter_map(|prefix| prefix.prefix());
        let mut entries: Vec<String> = keys.chain(prefixes).map(str::to_owned).collect();
        entries.sort();
        assert_eq!(page.key_count(), i32::try_from(entries.len()).ok(), "prefixes count");
        assert!(entries.len() <= usize::try_from(size).expect("above zero"), "a page of {size} has {entries:?}");
        assert_eq!(page.continuation_token(), token.as_deref());
        assert_eq!(page.is_truncated(), Some(page.next_continuation_token().is_some()));
        seen.extend(entries);
        token = page.next_continuation_token;
        if token.is_none() {
            return seen;
        }
    }
}

#[tokio::test]
async fn s09_list_objects_v2_pages_lose_no_prefix() {
    let (_server, s3) = shelf();
    for key in ["a/1", "b", "c/1", "d", "e/1", "f"] {
        put(&s3, key, "x").await;
    }
    for size in 1..=7 {
        assert_eq!(pages(&s3, size, "", "/").await, ["a/", "b", "c/", "d", "e/", "f"], "pages of {size}");
    }
}

#[tokio::test]
async fn list_objects_v2_pages_are_the_whole_list_cut() {
    let (_server, s3) = shelf();
    let keys = [
        "a", "a/", "a/1", "a/2", "a//", "a//b", "ab", "b/x/1", "b/x/2", "b/y", "b0", "c", "é/1", "é/2", "日本", "😀/x",
        "\u{1}", "z",
    ];
    for key in keys {
        put(&s3, key, "x").await;
    }
    for (prefix, delimiter) in
        [("", ""), ("", "/"), ("a", "/"), ("a/", "/"), ("b/", "/"), ("b/x", "/"), ("", "x"), ("é", "")]
    {
        let whole = pages(&s3, 1000, prefix, delimiter).await;
        for size in 1..=5 {
            let cut = pages(&s3, size, prefix, delimiter).await;
            assert_eq!(cut, whole, "{prefix:?} {delimiter:?} in pages of {size}");
        }
    }
}

#[tokio::test]
async fn list_objects_v2_starts_after_any_text() {
    let (_server, s3) = shelf();
    for key in ["a", "b/1", "b/2", "c"] {
        put(&s3, key, "x").await;
    }
    for (after, expected) in
        [("", &["a", "b/1", "b/2", "c"][..]), ("a", &["b/1", "b/2", "c"]), ("b/1", &["b/2", "c"]), ("z", &[])]
    {
        let list = s3.list_objects_v2().bucket("shelf").start_after(after).send().await.expect("a list");
        assert_eq!(list.contents().iter().filter_map(|o| o.key()).collect::<Vec<_>>(), expected, "{after:?}");
        assert_eq!(list.start_after().unwrap_or_default(), after);
    }
    let inside = s3.list_objects_v2().bucket("shelf").start_after("b/1").delimiter("/").send().await.expect("a list");
    assert_eq!(inside.common_prefixes().iter().filter_map(|p| p.prefix()).collect::<Vec<_>>(), ["b/"]);
}

#[tokio::test]
async fn list_objects_v2_goes_on_though_keys_come_and_go() {
    let (_server, s3) = shelf();
    for key in ["a", "b", "c", "d"] {
        put(&s3, key, "x").await;
    }
    let page = s3.list_objects_v2().bucket("shelf").max_keys(2).send().await.expect("a page");
    s3.delete_object().bucket("shelf").key("b").send().await.expect("a delete");
    put(&s3, "aa", "x").await;
    put(&s3, "bb", "x").await;
    let next = s3.list_objects_v2().bucket("shelf").set_continuation_token(page.next_continuation_token);
    let next = next.send().await.expect("a page");
    assert_eq!(next.contents().iter().filter_map(|o| o.key()).collect::<Vec<_>>(), ["bb", "c", "d"]);
}

#[tokio::test]
async fn list_objects_v2_with_an_odd_token_is_refused() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    let odd = s3.list_objects_v2().bucket("shelf").continuation_token("nonsense").send().await;
    let message = "The continuation token provided is incorrect";
    refused(odd).has(400, "InvalidArgument", message, &[("ArgumentName", "continuation-token")]);
    let odd = s3.list_objects_v2().bucket("shelf").encoding_type(EncodingType::from("base64")).send().await;
    let message = "Invalid Encoding Method specified in Request";
    refused(odd).has(400, "InvalidArgument", message, &[("ArgumentName", "encoding-type")]);
    let none = refused(s3.list_objects_v2().bucket("none").send().await);
    none.is(404, "NoSuchBucket", "The specified bucket does not exist", &[("BucketName", "none")]);
}

#[tokio::test]
async fn list_objects_v2_tells_what_an_entry_is() {
    let (_server, s3) = shelf();
    put(&s3, "k", "123456789").await;
    let list = s3.list_objects_v2().bucket("shelf").fetch_owner(true);
    let list = list.optional_object_attributes(OptionalObjectAttributes::RestoreStatus).send().await.expect("a list");
    let [object] = list.contents() else { panic!("{list:?}") };
    assert_eq!((object.key(), object.size()), (Some("k"), Some(9)));
    assert_eq!(object.e_tag(), Some("\"25f9e794323b453885f5181f1b624d0b\""));
    assert!(object.last_modified().is_some());
    assert_eq!(object.owner().and_then(|owner| owner.id()).map(str::len), Some(64));
    assert_eq!((list.name(), list.max_keys(), list.key_count()), (Some("shelf"), Some(1000), Some(1)));
}
