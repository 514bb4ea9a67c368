//! Copies and writes that must not replace anything, in each way that object_store has for S3.

use object_store::aws::{AmazonS3, Checksum, S3CopyIfNotExists};
use object_store::path::Path;
use object_store::{Error, ObjectStore as _, ObjectStoreExt as _, PutMode, PutPayload, integration};
use reqwest::StatusCode;
use sandpail_suites::{bucket, built, locked_bucket, settings, store, store_with};
use tokio::task::JoinSet;

/// As S3 has it since it takes this header for copies too.
fn header() -> S3CopyIfNotExists {
    S3CopyIfNotExists::Header("if-none-match".to_owned(), "*".to_owned())
}

fn header_with_status() -> S3CopyIfNotExists {
    let status = StatusCode::PRECONDITION_FAILED;
    S3CopyIfNotExists::HeaderWithStatus("if-none-match".to_owned(), "*".to_owned(), status)
}

async fn copies(how: S3CopyIfNotExists) {
    let store = store_with(|settings| settings.with_copy_if_not_exists(how)).await;
    integration::copy_if_not_exists(&store).await;
    integration::copy_rename_nonexistent_object(&store).await;
}

#[tokio::test]
async fn copy_by_multipart() {
    copies(S3CopyIfNotExists::Multipart).await;
}

#[tokio::test]
async fn copy_by_header() {
    copies(header()).await;
}

#[tokio::test]
async fn copy_by_header_with_status() {
    copies(header_with_status()).await;
}

/// What a delete marker hides does not exist.
#[tokio::test]
async fn copy_over_a_delete_marker() {
    for how in [S3CopyIfNotExists::Multipart, header()] {
        let store = built(settings(&locked_bucket().await).with_copy_if_not_exists(how));
        integration::copy_if_not_exists(&store).await;
    }
}

/// The copy has another checksum than its source, and is written in a part.
#[tokio::test]
async fn copy_by_multipart_with_checksums() {
    let algorithms = [None, Some(Checksum::SHA256), Some(Checksum::CRC64NVME)];
    for from in algorithms {
        for to in algorithms {
            copy_between(from, to).await;
        }
    }
}

async fn copy_between(from: Option<Checksum>, to: Option<Checksum>) {
    let bucket = bucket().await;
    let with = |algorithm: Option<Checksum>| {
        let settings = settings(&bucket).with_copy_if_not_exists(S3CopyIfNotExists::Multipart);
        built(match algorithm {
            Some(algorithm) => settings.with_checksum_algorithm(algorithm),
            None => settings,
        })
    };
    let bytes = vec![7; 100_000];
    let (source, copy) = (Path::from("source"), Path::from("copy"));
    with(from).put(&source, PutPayload::from(bytes.clone())).await.expect("an object");
    with(to).copy_if_not_exists(&source, &copy).await.expect("a copy");
    assert_eq!(bytes_of(&with(None), &copy).await, bytes);
}

async fn bytes_of(store: &AmazonS3, path: &Path) -> Vec<u8> {
    store.get(path).await.expect("an object").bytes().await.expect("its bytes").to_vec()
}

/// Of many who create one object at the same time, one succeeds, and the object is its.
#[tokio::test]
async fn one_creates() {
    let store = store().await;
    let path = Path::from("contended");
    let mut writers = JoinSet::new();
    for writer in 0..32_u8 {
        let (store, path) = (store.clone(), path.clone());
        let write = async move { store.put_opts(&path, vec![writer].into(), PutMode::Create.into()).await };
        writers.spawn(async move { (writer, write.await) });
    }
    let mut winners = Vec::new();
    for (writer, written) in writers.join_all().await {
        match written {
            Ok(_) => winners.push(writer),
            Err(Error::AlreadyExists { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(bytes_of(&store, &path).await, winners);
}
