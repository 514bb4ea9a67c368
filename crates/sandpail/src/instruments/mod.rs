//! The server's own pages: those under `/_sandpail`, where no bucket can be, for no bucket's name holds an underscore; and
//! the ones that other servers have for the same, so that whoever comes from there finds them: `aliases`.
//!
//! In virtual-host style the whole path is a key, so there these paths belong to the bucket like any other.

mod aliases;
mod explain;
mod health;
mod page;

use http::header::HOST;
use http::uri::Authority;
use http::{Method, Request, Response};
use sandpail_s3::{Body, Service};

use self::aliases::Alias;
use self::page::Page;
use crate::current::Current;

const ROOT: &str = "/_sandpail";

/// The page that a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Instrument {
    /// One under the root, or none.
    Own,
    /// One that another server has there.
    Alias(&'static Alias),
}

impl Instrument {
    /// The page that `request` is for; none when it is for S3.
    pub(crate) fn of<B>(request: &Request<B>, domains: &[String]) -> Option<Self> {
        let path = request.uri().path();
        let found = match path.strip_prefix(ROOT) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => Self::Own,
            _ => Self::Alias(aliases::find(request)?),
        };
        (!names_bucket(request, domains)).then_some(found)
    }

    /// Its answer; none where there is a bucket whose the path is. `ca_pem` is the certificate that clients must trust, where there
    /// is one.
    pub(crate) async fn answer<B>(
        self,
        request: &Request<B>,
        ca_pem: Option<&str>,
        service: &Service,
        current: &Current,
    ) -> Option<Response<Body>> {
        let method = request.method();
        let page = match self {
            Self::Own if is_reset(request.uri().path()) => match *method {
                Method::POST => reset(current, Page::json(r#"{"status":"reset"}"#)).await,
                _ => Page::method_not_allowed("POST"),
            },
            Self::Own => match page(request, ca_pem, service) {
                Some(page) if matches!(*method, Method::GET | Method::HEAD) => page,
                Some(_) => Page::method_not_allowed("GET, HEAD"),
                None => Page::nothing(),
            },
            Self::Alias(alias) => match alias.bucket() {
                Some(bucket) if service.has_bucket(bucket).await => return None,
                _ if alias.resets => reset(current, alias.page()).await,
                _ => alias.page(),
            },
        };
        Some(page.answer(method))
    }
}

fn is_reset(path: &str) -> bool {
    path.strip_prefix(ROOT) == Some("/reset")
}

/// The page that shows what is there, whatever the method.
fn page<B>(request: &Request<B>, ca_pem: Option<&str>, service: &Service) -> Option<Page> {
    match request.uri().path().strip_prefix(ROOT)? {
        "/health" | "/ready" => Some(health::page()),
        "/ca.pem" => ca_pem.map(|pem| Page::certificate(pem.to_owned())),
        path => explain::page(path.strip_prefix("/explain")?, request.headers(), service),
    }
}

/// Begins anew, and says so with `done`.
async fn reset(current: &Current, done: Page) -> Page {
    match current.reset().await {
        Ok(()) => {
            tracing::info!("reset: everything is as at the start");
            done
        }
        Err(error) => {
            tracing::error!(%error, "cannot reset, so nothing was");
            Page::failed(&error.to_string())
        }
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
