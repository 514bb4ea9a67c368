//! Whoever adds an operation to the table adds a test of it here.

use std::path::Path;

/// `CreateBucket` as the name of a test begins: `create_bucket`. A digit stays with its letter, as in `v2`.
fn snake(operation: &str) -> String {
    let mut name = String::new();
    for c in operation.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(c.to_lowercase());
    }
    name
}

#[test]
fn every_operation_of_the_table_is_tested() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/sdk");
    let files = std::fs::read_dir(folder).expect("the tests lie beside their manifest");
    let text = |file: std::io::Result<std::fs::DirEntry>| {
        std::fs::read_to_string(file.expect("an entry").path()).expect("a file of text")
    };
    let tests: String = files.map(text).collect();
    let tested = |operation: &&&str| tests.contains(&format!("async fn {}_", snake(operation)));
    let missing: Vec<_> = sandpail_s3::SUPPORTED.iter().filter(|operation| !tested(operation)).collect();
    assert!(missing.is_empty(), "no test begins with the name of {missing:?}");
}

#[test]
fn every_operation_of_the_first_release_is_in_the_table() {
    let missing: Vec<_> = FIRST.iter().filter(|operation| !sandpail_s3::SUPPORTED.contains(operation)).collect();
    assert!(missing.is_empty(), "{missing:?} is not served");
}

const FIRST: [&str; 30] = [
    "AbortMultipartUpload",
    "CompleteMultipartUpload",
    "CopyObject",
    "CreateBucket",
    "CreateMultipartUpload",
    "DeleteBucket",
    "DeleteBucketTagging",
    "DeleteObject",
    "DeleteObjectTagging",
    "DeleteObjects",
    "GetBucketLocation",
    "GetBucketTagging",
    "GetBucketVersioning",
    "GetObject",
    "GetObjectAttributes",
    "GetObjectTagging",
    "HeadBucket",
    "HeadObject",
    "ListBuckets",
    "ListMultipartUploads",
    "ListObjectVersions",
    "ListObjects",
    "ListObjectsV2",
    "ListParts",
    "PutBucketTagging",
    "PutBucketVersioning",
    "PutObject",
    "PutObjectTagging",
    "UploadPart",
    "UploadPartCopy",
];
