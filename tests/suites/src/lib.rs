//! Stores on the server under test, each with a bucket of its own.
//!
//! `$SANDPAIL_URL` says where the server is; `scripts/suites` starts one that has what these tests need.

mod bucket;
pub mod https;
pub mod names;
pub mod signed;

pub use bucket::{bucket, locked_bucket};

use object_store::RetryConfig;
use object_store::aws::{AmazonS3, AmazonS3Builder};

/// Where the server is, without a slash at the end.
///
/// # Panics
/// If the environment does not say.
#[must_use]
pub fn server() -> String {
    let url = std::env::var("SANDPAIL_URL").expect("SANDPAIL_URL, which scripts/suites sets");
    url.trim_end_matches('/').to_owned()
}

/// The host and the port of the server.
#[must_use]
pub fn authority() -> String {
    server().rsplit('/').next().unwrap_or_default().to_owned()
}

/// What a store on `bucket` is built with, where a test has no other wishes.
#[must_use]
pub fn settings(bucket: &str) -> AmazonS3Builder {
    // That another test has done it is no error.
    let _ = rustls::crypto::ring::default_provider().install_default();
    AmazonS3Builder::new()
        .with_endpoint(server())
        .with_allow_http(true)
        .with_region("us-east-1")
        .with_access_key_id("test")
        .with_secret_access_key("test")
        .with_bucket_name(bucket)
        // To try again would hide what the server did wrong.
        .with_retry(RetryConfig { max_retries: 0, ..RetryConfig::default() })
}

/// A store on a new bucket.
pub async fn store() -> AmazonS3 {
    store_with(|settings| settings).await
}

/// A store on a new bucket, with these options on top.
pub async fn store_with(options: impl FnOnce(AmazonS3Builder) -> AmazonS3Builder) -> AmazonS3 {
    built(options(settings(&bucket().await)))
}

/// The store of these settings.
///
/// # Panics
/// If object_store does not take them.
#[must_use]
pub fn built(settings: AmazonS3Builder) -> AmazonS3 {
    settings.build().expect("settings of a store")
}
