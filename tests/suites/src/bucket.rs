//! Buckets, which object_store itself neither makes nor configures: by signed URLs.

use std::sync::atomic::{AtomicU32, Ordering};

use object_store::signer::{HeaderName, HeaderValue, Method, SignedUrlOptions};

use crate::signed::send;
use crate::{built, settings};

/// The name of a bucket that exists from now on, and is empty.
pub async fn bucket() -> String {
    made(&SignedUrlOptions::new()).await
}

/// The same of a bucket with object lock, which so has versions too.
pub async fn locked_bucket() -> String {
    let header = HeaderName::from_static("x-amz-bucket-object-lock-enabled");
    made(&SignedUrlOptions::new().with_signed_header(header, HeaderValue::from_static("true"))).await
}

async fn made(options: &SignedUrlOptions) -> String {
    let name = unused();
    let store = built(settings(&name));
    let answer = send(&store, Method::PUT, "", options, "").await;
    assert!(answer.status().is_success(), "CreateBucket: {answer:?}");
    name
}

/// A name that no other test has, of this run and of those before it.
fn unused() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("suite-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}
