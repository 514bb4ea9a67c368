//! The paths under `/_sandpail`, which are the server's own: no bucket name holds an underscore.
//!
//! In virtual-host style the whole path is a key, so there these paths belong to the bucket like any other.

mod explain;
mod health;
mod page;

use http::header::HOST;
use http::uri::Authority;
use http::{Method, Request, Response};
use sandpail_s3::{Body, Service};

use self::page::Page;

const ROOT: &str = "/_sandpail";

/// The answer, when `request` is for one of the server's own paths; `None` when it is for S3. `ca_pem` is the
/// certificate that clients must trust, where there is one.
pub(crate) fn answer<B>(
    request: &Request<B>,
    domains: &[String],
    ca_pem: Option<&str>,
    service: &Service,
) -> Option<Response<Body>> {
    let path = request.uri().path().strip_prefix(ROOT)?;
    if !(path.is_empty() || path.starts_with('/')) || names_bucket(request, domains) {
        return None;
    }
    let Some(page) = page(path, request, ca_pem, service) else {
        return Some(Page::nothing().answer(request.method()));
    };
    Some(match *request.method() {
        Method::GET | Method::HEAD => page.answer(request.method()),
        _ => Page::method_not_allowed().answer(request.method()),
    })
}

/// The page at `path` below the root, whatever the method.
fn page<B>(path: &str, request: &Request<B>, ca_pem: Option<&str>, service: &Service) -> Option<Page> {
    match path {
        "/health" | "/ready" => Some(health::page()),
        "/ca.pem" => ca_pem.map(|pem| Page::certificate(pem.to_owned())),
        _ => explain::page(path.strip_prefix("/explain")?, request.headers(), service),
    }
}

fn names_bucket<B>(request: &Request<B>, domains: &[String]) -> bool {
    let header = || request.headers().get(HOST)?.to_str().ok()?.parse::<Authority>().ok();
    let Some(authority) = request.uri().authority().cloned().or_else(header) else {
        return false;
    };
    let host = authority.host().to_ascii_lowercase();
    let host = host.strip_suffix('.').unwrap_or(&host);
    let below =
        |domain: &String| host.strip_suffix(&domain.to_ascii_lowercase()).is_some_and(|rest| rest.ends_with('.'));
    domains.iter().any(below) || host.split('.').skip(1).any(is_of_websites)
}

/// Whether a label of a host begins an endpoint for websites, with a region or without: what stands before it is a bucket.
fn is_of_websites(label: &str) -> bool {
    let region = label.strip_prefix("s3-website");
    region.is_some_and(|region| {
        region.is_empty() || region.starts_with('-') && region.ends_with(|end: char| end.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests;
