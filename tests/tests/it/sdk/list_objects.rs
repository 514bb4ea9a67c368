//! ListObjects, the first version: markers, delimiters, encoding (AWS.md 40, 41).

use super::{put, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::operation::list_objects::ListObjectsOutput;
use aws_sdk_s3::types::EncodingType;
use sandpail_tests::sdk::refused;

fn names(list: &ListObjectsOutput) -> (Vec<&str>, Vec<&str>) {
    let keys = list.contents().iter().filter_map(|object| object.key()).collect();
    (keys, list.common_prefixes().iter().filter_map(|prefix| prefix.prefix()).collect())
}

/// Asserts what a prefix and a delimiter show.
async fn check(s3: &Client, prefix: &str, delimiter: &str, keys: &[&str], prefixes: &[&str]) {
    let list = s3.list_objects().bucket("shelf").prefix(prefix).delimiter(delimiter).send().await.expect("a list");
    assert_eq!(names(&list), (keys.to_vec(), prefixes.to_vec()), "{prefix:?} {delimiter:?}");
    assert_eq!(list.is_truncated(), Some(false));
}

#[tokio::test]
async fn list_objects_by_prefix_and_delimiter() {
    let (_server, s3) = shelf();
    for key in ["a", "a/1", "a/b/2", "a/b/3", "b", "c/", "c/x", "ü/1", "zz//1"] {
        put(&s3, key, "x").await;
    }
    check(&s3, "", "/", &["a", "b"], &["a/", "c/", "zz/", "ü/"]).await;
    check(&s3, "a/", "/", &["a/1"], &["a/b/"]).await;
    check(&s3, "a/b", "/", &[], &["a/b/"]).await;
    check(&s3, "c/", "/", &["c/", "c/x"], &[]).await;
    check(&s3, "zz/", "/", &[], &["zz//"]).await;
    check(&s3, "none", "/", &[], &[]).await;
    check(&s3, "", "b", &["a", "a/1", "c/", "c/x", "zz//1", "ü/1"], &["a/b", "b"]).await;
    check(&s3, "", "/b/", &["a", "a/1", "b", "c/", "c/x", "zz//1", "ü/1"], &["a/b/"]).await;
}

#[tokio::test]
async fn list_objects_goes_on_after_any_marker() {
    let (_server, s3) = shelf();
    for key in ["a", "b", "c"] {
        put(&s3, key, "x").await;
    }
    for (marker, expected) in [("", &["a", "b", "c"][..]), ("a", &["b", "c"]), ("aa", &["b", "c"]), ("c", &[])] {
        let list = s3.list_objects().bucket("shelf").marker(marker).send().await.expect("a list");
        assert_eq!(names(&list).0, expected, "{marker:?}");
        assert_eq!(list.marker(), Some(marker));
    }
}

#[tokio::test]
async fn list_objects_tells_its_next_marker_only_with_a_delimiter() {
    let (server, s3) = shelf();
    for key in ["a", "b/1", "b/2", "c"] {
        put(&s3, key, "x").await;
    }
    let plain = s3.list_objects().bucket("shelf").max_keys(2).send().await.expect("a list");
    assert_eq!((plain.is_truncated(), plain.next_marker()), (Some(true), None));
    let folded = s3.list_objects().bucket("shelf").delimiter("/").max_keys(2).send().await.expect("a list");
    assert_eq!(names(&folded), (vec!["a"], vec!["b/"]));
    assert_eq!((folded.is_truncated(), folded.next_marker()), (Some(true), Some("b/")));
    let rest = s3.list_objects().bucket("shelf").delimiter("/").marker("b/").send().await.expect("a list");
    assert_eq!(names(&rest), (vec!["c"], vec![]));
    let xml = server.raw().ask("GET", "/shelf", &[], b"").ok(200).xml();
    assert_eq!((xml.get("Marker"), xml.get("Prefix")), (Some(""), Some("")), "there, though empty");
}

#[tokio::test]
async fn list_objects_encodes_when_asked() {
    let (_server, s3) = shelf();
    for key in ["b+c", "ü/1", "x\u{1}y", "(1)'!*~-_."] {
        put(&s3, key, "x").await;
    }
    let list = s3.list_objects().bucket("shelf").delimiter("/").encoding_type(EncodingType::Url);
    let list = list.send().await.expect("a list");
    assert_eq!(list.encoding_type(), Some(&EncodingType::Url));
    let keys = names(&list).0;
    assert_eq!(keys[1..], ["b%2Bc", "x%01y"]);
    assert!(keys[0].starts_with("%281%29"), "as the API reference has it: {keys:?}");
    assert_eq!(names(&list).1, ["%C3%BC/"]);
    let odd = s3.list_objects().bucket("shelf").encoding_type(EncodingType::from("base64")).send().await;
    let message = "Invalid Encoding Method specified in Request";
    let fields = [("ArgumentName", "encoding-type"), ("ArgumentValue", "base64")];
    refused(odd).is(400, "InvalidArgument", message, &fields);
}

#[tokio::test]
async fn list_objects_takes_no_odd_numbers() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    let none = s3.list_objects().bucket("shelf").max_keys(0).send().await.expect("a list");
    assert_eq!((none.contents().len(), none.is_truncated(), none.max_keys()), (0, Some(false), Some(0)));
    s3.list_objects().bucket("shelf").max_keys(5000).send().await.expect("more than a thousand may be asked for");
    let refusal = refused(s3.list_objects().bucket("shelf").max_keys(-1).send().await);
    let message = "Argument maxKeys must be an integer between 0 and 2147483647";
    refusal.is(400, "InvalidArgument", message, &[("ArgumentName", "maxKeys"), ("ArgumentValue", "-1")]);
    for value in ["abc", "1.5", "99999999999"] {
        let refusal = server.raw().ask("GET", &format!("/shelf?max-keys={value}"), &[], b"").refusal();
        let message = "Provided max-keys not an integer or within integer range";
        refusal.is(400, "InvalidArgument", message, &[("ArgumentName", "max-keys"), ("ArgumentValue", value)]);
    }
    let _ = server.raw().ask("GET", "/shelf?max-keys=", &[], b"").ok(200);
}
