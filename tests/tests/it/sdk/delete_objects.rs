//! DeleteObjects: many at once, each with its own outcome (AWS.md 45).

use super::{assemble, enable_versions, etag, pattern, put, read, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::operation::delete_objects::DeleteObjectsOutput;
use aws_sdk_s3::types::{Delete, ObjectIdentifier};

fn object(key: &str) -> ObjectIdentifier {
    ObjectIdentifier::builder().key(key).build().expect("a key")
}

fn version(key: &str, id: &str) -> ObjectIdentifier {
    ObjectIdentifier::builder().key(key).version_id(id).build().expect("a key")
}

async fn delete(s3: &Client, objects: Vec<ObjectIdentifier>, quiet: bool) -> DeleteObjectsOutput {
    let delete = Delete::builder().set_objects(Some(objects)).quiet(quiet).build().expect("objects");
    s3.delete_objects().bucket("shelf").delete(delete).send().await.expect("an answer")
}

fn deleted(output: &DeleteObjectsOutput) -> Vec<&str> {
    output.deleted().iter().filter_map(|deleted| deleted.key()).collect()
}

#[tokio::test]
async fn delete_objects_reports_each_key_there_or_not() {
    let (_server, s3) = shelf();
    for key in ["a", "b", "ü/ &<>\"'", "kept"] {
        put(&s3, key, "x").await;
    }
    let output = delete(&s3, ["a", "none", "ü/ &<>\"'", "b"].map(object).into(), false).await;
    assert_eq!(deleted(&output), ["a", "none", "ü/ &<>\"'", "b"]);
    assert_eq!(output.errors().len(), 0);
    let list = s3.list_objects_v2().bucket("shelf").send().await.expect("a list");
    assert_eq!(list.contents().iter().filter_map(|o| o.key()).collect::<Vec<_>>(), ["kept"]);
}

#[tokio::test]
async fn delete_objects_may_be_quiet() {
    let (_server, s3) = shelf();
    put(&s3, "a", "x").await;
    let output = delete(&s3, vec![object("a"), version("b", "nonsense")], true).await;
    assert_eq!(output.deleted().len(), 0);
    assert_eq!(output.errors().len(), 1, "errors are never kept quiet");
}

#[tokio::test]
async fn delete_objects_takes_a_thousand() {
    let (_server, s3) = shelf();
    for n in 0..20 {
        put(&s3, &format!("k{n}"), "x").await;
    }
    let output = delete(&s3, (0..1000).map(|n| object(&format!("k{n}"))).collect(), false).await;
    assert_eq!(output.deleted().len(), 1000);
    let list = s3.list_objects_v2().bucket("shelf").send().await.expect("a list");
    assert_eq!(list.contents().len(), 0);
}

/// Most keys go in one commit with their neighbours. What consists of parts, shares its bytes, has a condition or is named twice does
/// not, and is gone all the same.
#[tokio::test]
async fn delete_objects_takes_every_kind_of_object() {
    let (_server, s3) = shelf();
    let plain: Vec<String> = (0..230).map(|n| format!("plain/{n}")).collect();
    for key in &plain {
        put(&s3, key, "x").await;
    }
    assemble(&s3, "parts", &[pattern(5 << 20, 1), pattern(3, 2)]).await;
    for copy in ["copy", "kept"] {
        s3.copy_object().bucket("shelf").key(copy).copy_source("shelf/plain/7").send().await.expect("a copy");
    }
    let held = ObjectIdentifier::builder().key("plain/9").e_tag("\"other\"").build().expect("a key");
    let mut objects: Vec<_> = plain.iter().filter(|key| *key != "plain/9").map(|key| object(key)).collect();
    objects.extend(["parts", "none", "plain/3", "copy"].map(object));
    objects.insert(150, held);
    let output = delete(&s3, objects.clone(), false).await;
    let named: Vec<_> = objects.iter().map(ObjectIdentifier::key).filter(|key| *key != "plain/9").collect();
    assert_eq!(deleted(&output), named);
    let [refused] = output.errors() else { panic!("{output:?}") };
    assert_eq!((refused.key(), refused.code()), (Some("plain/9"), Some("PreconditionFailed")));
    let list = s3.list_objects_v2().bucket("shelf").send().await.expect("a list");
    assert_eq!(list.contents().iter().filter_map(|o| o.key()).collect::<Vec<_>>(), ["kept", "plain/9"]);
    assert_eq!(read(&s3, "kept").await, b"x");
}

#[tokio::test]
async fn delete_objects_leaves_markers_where_there_are_versions() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let id = put(&s3, "a", "x").await.expect("a version id");
    let output = delete(&s3, vec![object("a"), object("none")], false).await;
    for entry in output.deleted() {
        assert_eq!(entry.delete_marker(), Some(true), "{entry:?}");
        assert!(entry.delete_marker_version_id().is_some(), "{entry:?}");
        assert_eq!(entry.version_id(), None, "{entry:?}");
    }
    let marker = output.deleted()[0].delete_marker_version_id().expect("a marker's id").to_owned();
    let output = delete(&s3, vec![version("a", &marker), version("a", &id)], false).await;
    let [undone, gone] = output.deleted() else { panic!("{output:?}") };
    assert_eq!((undone.delete_marker(), undone.version_id()), (Some(true), Some(marker.as_str())));
    assert_eq!(undone.delete_marker_version_id(), Some(marker.as_str()));
    assert_eq!((gone.delete_marker(), gone.version_id()), (None, Some(id.as_str())));
}

#[tokio::test]
async fn delete_objects_names_the_versions_it_does_not_know() {
    let (_server, s3) = shelf();
    put(&s3, "a", "x").await;
    let output = delete(&s3, vec![version("a", "nonsense")], false).await;
    let [error] = output.errors() else { panic!("{output:?}") };
    assert_eq!((error.key(), error.version_id()), (Some("a"), Some("nonsense")));
    assert_eq!(error.code(), Some("NoSuchVersion"));
    assert_eq!(error.message(), Some("The specified version does not exist."));
    assert_eq!(read(&s3, "a").await, b"x");
}

#[tokio::test]
async fn delete_objects_keeps_each_condition() {
    let (_server, s3) = shelf();
    put(&s3, "a", "x").await;
    put(&s3, "b", "y").await;
    let right = etag(&s3, "a").await;
    let meant = |key: &str, etag: &str| ObjectIdentifier::builder().key(key).e_tag(etag).build().expect("a key");
    let output = delete(&s3, vec![meant("a", &right), meant("b", &right)], false).await;
    assert_eq!(deleted(&output), ["a"]);
    let [error] = output.errors() else { panic!("{output:?}") };
    assert_eq!((error.key(), error.code()), (Some("b"), Some("PreconditionFailed")));
    assert_eq!(read(&s3, "b").await, b"y");
}
