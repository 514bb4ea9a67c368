//! Hosts by name, without a DNS that knows them.

use std::net::IpAddr;
use std::sync::Arc;

use object_store::ClientOptions;
use object_store::aws::AmazonS3Builder;
use object_store::client::{DnsFuture, DnsResolver};

use crate::authority;

/// Every host is this machine.
#[derive(Debug)]
struct Here;

impl DnsResolver for Here {
    fn resolve(&self, _: &str) -> DnsFuture {
        Box::pin(async { Ok(vec![IpAddr::from([127, 0, 0, 1])]) })
    }
}

/// The same settings with a server of this name, which is the one under test.
#[must_use]
pub fn endpoint(settings: AmazonS3Builder, host: &str) -> AmazonS3Builder {
    let authority = authority();
    let (_, port) = authority.rsplit_once(':').expect("a port");
    let options = ClientOptions::new().with_allow_http(true).with_dns_resolver(Arc::new(Here));
    settings.with_endpoint(format!("http://{host}:{port}")).with_client_options(options)
}
