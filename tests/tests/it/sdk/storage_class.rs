//! Storage classes, wherever an object can be given one and wherever it is told.

use super::{part, parts, put, read, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::types::{ObjectAttributes, ObjectStorageClass, ObjectVersionStorageClass, StorageClass};
use sandpail_tests::sdk::refused;

const CLASSES: [&str; 8] = [
    "STANDARD",
    "REDUCED_REDUNDANCY",
    "STANDARD_IA",
    "ONEZONE_IA",
    "INTELLIGENT_TIERING",
    "GLACIER",
    "DEEP_ARCHIVE",
    "GLACIER_IR",
];

/// Where the class of an object is told: not in headers where it is STANDARD.
async fn check(s3: &Client, key: &str, class: &str) {
    let head = s3.head_object().bucket("shelf").key(key).send().await.expect("a head");
    let told = head.storage_class().map(StorageClass::as_str);
    assert_eq!(told, Some(class).filter(|class| *class != "STANDARD"), "{key}");
    assert_eq!(head.restore(), None, "{key}");
    let attributes = s3.get_object_attributes().bucket("shelf").key(key);
    let attributes = attributes.object_attributes(ObjectAttributes::StorageClass).send().await.expect("attributes");
    assert_eq!(attributes.storage_class().map(StorageClass::as_str), Some(class), "{key}");
    let list = s3.list_objects_v2().bucket("shelf").prefix(key).send().await.expect("a list");
    assert_eq!(list.contents()[0].storage_class().map(ObjectStorageClass::as_str), Some(class), "{key}");
    let versions = s3.list_object_versions().bucket("shelf").prefix(key).send().await.expect("a list");
    assert_eq!(versions.versions()[0].storage_class().map(ObjectVersionStorageClass::as_str), Some(class), "{key}");
}

#[tokio::test]
async fn every_class_is_kept_and_told() {
    let (_server, s3) = shelf();
    put(&s3, "source", "x").await;
    for class in CLASSES {
        let named = StorageClass::from(class);
        let put = s3.put_object().bucket("shelf").key(format!("put-{class}.")).storage_class(named.clone());
        put.send().await.expect("a put");
        check(&s3, &format!("put-{class}."), class).await;
        let copy = s3.copy_object().bucket("shelf").key(format!("copy-{class}.")).copy_source("shelf/source");
        copy.storage_class(named.clone()).send().await.expect("a copy");
        check(&s3, &format!("copy-{class}."), class).await;

        let key = format!("parts-{class}.");
        let upload = s3.create_multipart_upload().bucket("shelf").key(&key).storage_class(named).send().await;
        let id = upload.expect("an upload").upload_id.expect("an id");
        let list = s3.list_multipart_uploads().bucket("shelf").send().await.expect("a list");
        assert_eq!(list.uploads()[0].storage_class().map(StorageClass::as_str), Some(class));
        let one = part(&s3, &key, &id, 1, "x").await;
        let list = s3.list_parts().bucket("shelf").key(&key).upload_id(&id).send().await.expect("a list");
        assert_eq!(list.storage_class().map(StorageClass::as_str), Some(class));
        let complete = s3.complete_multipart_upload().bucket("shelf").key(&key).upload_id(id);
        complete.multipart_upload(parts([one])).send().await.expect("it completes");
        check(&s3, &key, class).await;
    }
}

#[tokio::test]
async fn classes_of_other_places_are_refused() {
    let (_server, s3) = shelf();
    put(&s3, "k", "x").await;
    for class in ["OUTPOSTS", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP", "standard", "NONE"] {
        let named = StorageClass::from(class);
        let message = "The storage class you specified is not valid";
        let fields = [("StorageClassRequested", class)];
        let refusal = refused(s3.put_object().bucket("shelf").key("new").storage_class(named.clone()).send().await);
        refusal.is(400, "InvalidStorageClass", message, &fields);
        let copy = s3.copy_object().bucket("shelf").key("new").copy_source("shelf/k").storage_class(named.clone());
        refused(copy.send().await).is(400, "InvalidStorageClass", message, &fields);
        let upload = s3.create_multipart_upload().bucket("shelf").key("new").storage_class(named);
        refused(upload.send().await).is(400, "InvalidStorageClass", message, &fields);
    }
    assert_eq!(s3.list_objects_v2().bucket("shelf").send().await.expect("a list").key_count(), Some(1));
}

#[tokio::test]
async fn a_copy_onto_itself_changes_the_class() {
    let (_server, s3) = shelf();
    put(&s3, "k", "body").await;
    for class in ["STANDARD_IA", "GLACIER_IR", "STANDARD"] {
        let copy = s3.copy_object().bucket("shelf").key("k").copy_source("shelf/k").storage_class(class.into());
        copy.send().await.expect("a copy");
        check(&s3, "k", class).await;
        assert_eq!(read(&s3, "k").await, b"body");
    }
    // Without a class the copy is of STANDARD, whatever its source was.
    let put = s3.put_object().bucket("shelf").key("ia").storage_class(StorageClass::StandardIa);
    put.send().await.expect("a put");
    s3.copy_object().bucket("shelf").key("copy").copy_source("shelf/ia").send().await.expect("a copy");
    check(&s3, "copy", "STANDARD").await;
}

#[tokio::test]
async fn head_object_counts_the_tags() {
    let (_server, s3) = shelf();
    s3.put_object().bucket("shelf").key("k").tagging("a=1&b=2").send().await.expect("a put");
    let head = s3.head_object().bucket("shelf").key("k").send().await.expect("a head");
    assert_eq!(head.tag_count(), Some(2));
    put(&s3, "none", "x").await;
    let head = s3.head_object().bucket("shelf").key("none").send().await.expect("a head");
    assert_eq!(head.tag_count(), None);
}
