//! Tags, as all three ways to write send them.

use std::sync::Arc;

use object_store::aws::AmazonS3;
use object_store::buffered::BufWriter;
use object_store::path::Path;
use object_store::signer::{Method, SignedUrlOptions};
use object_store::{ObjectStore as _, TagSet};
use sandpail_suites::signed::send;
use sandpail_suites::store;
use tokio::io::AsyncWriteExt as _;

/// Characters that are escaped in a header or a document, and some that are not.
const TAGS: [(&str, &str); 2] = [("team=a/b.c", "pears/and.more-_"), ("a key: b+c@d", "a value with spaces")];

fn tags() -> TagSet {
    let mut tags = TagSet::default();
    for (key, value) in TAGS {
        tags.push(key, value);
    }
    tags
}

async fn assert_tagged(store: &AmazonS3, key: &str) {
    let options = SignedUrlOptions::new().with_query([("tagging", "")]);
    let document = send(store, Method::GET, key, &options, "").await.text().await.expect("a document");
    assert_eq!(document.matches("<Tag>").count(), TAGS.len(), "{document}");
    for (key, value) in TAGS {
        let tag = format!("<Tag><Key>{key}</Key><Value>{value}</Value></Tag>");
        assert!(document.contains(&tag), "{tag} in {document}");
    }
}

#[tokio::test]
async fn put() {
    let store = store().await;
    store.put_opts(&Path::from("put"), "body".into(), tags().into()).await.expect("an object");
    assert_tagged(&store, "put").await;
}

#[tokio::test]
async fn multipart() {
    let store = store().await;
    let mut upload = store.put_multipart_opts(&Path::from("parts"), tags().into()).await.expect("an upload");
    upload.put_part("body".into()).await.expect("a part");
    upload.complete().await.expect("an object");
    assert_tagged(&store, "parts").await;
}

#[tokio::test]
async fn buffered() {
    let store = store().await;
    let mut writer = BufWriter::new(Arc::new(store.clone()), Path::from("buffered")).with_tags(tags());
    writer.write_all(b"body").await.expect("a write");
    writer.shutdown().await.expect("an object");
    assert_tagged(&store, "buffered").await;
}
