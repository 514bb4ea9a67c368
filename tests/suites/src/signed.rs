//! Requests by URLs that a store signs, sent by a client that has no keys.

use std::time::Duration;

use object_store::aws::AmazonS3;
use object_store::path::Path;
use object_store::signer::{Method, SignedUrlOptions, Signer as _, Url};
use reqwest::{Body, Client, RequestBuilder, Response};

/// Long enough for any test.
pub const FOR: Duration = Duration::from_secs(300);

/// The URL of a key, or of the bucket where the key is empty.
pub async fn url(store: &AmazonS3, method: Method, key: &str, options: &SignedUrlOptions) -> Url {
    store.signed_url_opts(method, &Path::from(key), FOR, options).await.expect("a signed URL")
}

/// Sends such a request, with the headers that it is signed for.
pub async fn send(
    store: &AmazonS3,
    method: Method,
    key: &str,
    options: &SignedUrlOptions,
    body: impl Into<Body>,
) -> Response {
    let url = url(store, method.clone(), key, options).await;
    answer(request(method, url).headers(options.signed_headers.clone()).body(body)).await
}

/// A request to a URL, as it is.
pub fn request(method: Method, url: Url) -> RequestBuilder {
    Client::new().request(method, url)
}

/// What it is answered.
pub async fn answer(request: RequestBuilder) -> Response {
    request.send().await.expect("an answer")
}
