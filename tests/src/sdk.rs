//! The AWS SDK for Rust as its users have it: default settings, an endpoint of their own.

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::{Client, Config};
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{self, TlsContext, TrustStore};
use std::net::SocketAddr;

use crate::Refusal;

/// The access key that tests sign with, unless they are about others.
pub const ACCESS_KEY: &str = "AKIDEXAMPLE";

/// The secret of every access key that is no session's, as servers that verify know it (`credentials.json`).
pub const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// A client in path style.
#[must_use]
pub fn client(url: &str) -> Client {
    client_as(url, ACCESS_KEY)
}

/// A client in path style that signs as `access_key`.
#[must_use]
pub fn client_as(url: &str, access_key: &str) -> Client {
    client_with(url, known(access_key))
}

/// A client in path style that signs with `credentials`.
#[must_use]
pub fn client_with(url: &str, credentials: Credentials) -> Client {
    Client::from_conf(settings(url, credentials).force_path_style(true).build())
}

/// A client in path style that signs for `region`.
#[must_use]
pub fn client_in(url: &str, region: &'static str) -> Client {
    let settings = settings(url, known(ACCESS_KEY)).region(Region::new(region));
    Client::from_conf(settings.force_path_style(true).build())
}

/// A client in virtual-host style: each bucket is a subdomain of `localhost`. Not every machine resolves those, so the
/// server is also the proxy through which they are reached.
#[must_use]
pub fn client_virtual(server: SocketAddr) -> Client {
    let proxy = format!("http://{server}");
    let connector = move || {
        let proxy = ProxyConfig::http(proxy.as_str()).expect("a URL");
        Connector::builder().proxy_config(proxy).build_http()
    };
    let http = aws_smithy_http_client::Builder::new().build_with_connector_fn(move |_, _| connector());
    let url = format!("http://localhost:{}", server.port());
    Client::from_conf(settings(&url, known(ACCESS_KEY)).http_client(http).force_path_style(false).build())
}

/// A client in path style over HTTPS that trusts this certificate, in PEM, and no other.
#[must_use]
pub fn client_trusting(url: &str, pem: &str) -> Client {
    let trusted = TrustStore::empty().with_pem_certificate(pem);
    let context = TlsContext::builder().with_trust_store(trusted).build().expect("a certificate");
    let provider = tls::Provider::Rustls(CryptoMode::Ring);
    let http = aws_smithy_http_client::Builder::new().tls_provider(provider).tls_context(context).build_https();
    Client::from_conf(settings(url, known(ACCESS_KEY)).http_client(http).force_path_style(true).build())
}

fn known(access_key: &str) -> Credentials {
    Credentials::new(access_key, SECRET, None, None, "tests")
}

fn settings(url: &str, credentials: Credentials) -> aws_sdk_s3::config::Builder {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .region(Region::new("us-east-1"))
        .credentials_provider(credentials)
        .endpoint_url(url)
}

/// What S3 said to a request that must fail.
#[track_caller]
pub fn refused<T: std::fmt::Debug, E: std::fmt::Debug>(result: Result<T, SdkError<E, HttpResponse>>) -> Refusal {
    let error = result.expect_err("the request is refused");
    let response = error.raw_response().unwrap_or_else(|| panic!("no response: {error:?}"));
    Refusal::new(response.status().as_u16(), response.body().bytes().unwrap_or_default())
}
