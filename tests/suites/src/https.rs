//! HTTPS at the server's one port, by the authority that it tells in clear.

use object_store::aws::AmazonS3Builder;
use object_store::{Certificate, ClientOptions};

use crate::{authority, server, settings};

/// Options of a client that trusts the server.
pub async fn trusting() -> ClientOptions {
    let answer = reqwest::get(format!("{}/_sandpail/ca.pem", server())).await.expect("an answer");
    assert!(answer.status().is_success(), "a server started with --tls: {answer:?}");
    let pem = answer.bytes().await.expect("a certificate");
    ClientOptions::new().with_root_certificate(Certificate::from_pem(&pem).expect("a certificate"))
}

/// Settings of a store on `bucket`, by HTTPS.
pub async fn https(bucket: &str) -> AmazonS3Builder {
    settings(bucket).with_endpoint(format!("https://{}", authority())).with_client_options(trusting().await)
}
