//! The everyday part of the suite by other connections: HTTPS, HTTP/2, and the bucket in the host's name.

use object_store::ClientOptions;
use sandpail_suites::https::{https, trusting};
use sandpail_suites::{bucket, built, names, settings};

use crate::modes::everyday;

#[tokio::test]
async fn by_https() {
    everyday(built(https(&bucket().await).await)).await;
}

#[tokio::test]
async fn by_https_and_http2() {
    let options = trusting().await.with_http2_only();
    everyday(built(https(&bucket().await).await.with_client_options(options))).await;
}

#[tokio::test]
async fn by_http2_in_clear() {
    let options = ClientOptions::new().with_allow_http(true).with_http2_only();
    everyday(built(settings(&bucket().await).with_client_options(options))).await;
}

#[tokio::test]
async fn virtual_hosted_style() {
    let bucket = bucket().await;
    let store = names::endpoint(settings(&bucket), &format!("{bucket}.localhost"));
    everyday(built(store.with_virtual_hosted_style_request(true))).await;
}
