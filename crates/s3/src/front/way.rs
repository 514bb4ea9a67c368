//! By which way a request comes to its operation.
//!
//! s3s finds most operations and reads what their path, query and document say. The hottest ones, where a request says no
//! more than bucket, key and version, are run without it, and so are those that it does not know: `docs/decisions/0020`.

use std::sync::Arc;

use http::header::HeaderMap;
use http::{Extensions, Method};
use s3s::Body;
use s3s::service::S3Service;

use super::{finish, forward};
use crate::boxed::boxed;
use crate::error::{Error, Result};
use crate::exchange::Exchange;
use crate::operation::Operations;
use crate::ops::object::{CopyObject, DeleteObject, GetObject, HeadObject, PutObject};
use crate::reply::Reply;

/// The name of the operation that a request is, in its extensions: there only where s3s does not know it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewerOperation(pub(crate) &'static str);

/// A request that may come to its operation.
pub(super) struct Admitted {
    pub(super) exchange: Arc<Exchange>,
    pub(super) body: Body,
    pub(super) way: Way,
}

/// How its operation is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It is known already, and needs nothing of s3s.
    Plain(Plain),
    /// It is known already, but not to s3s.
    Newer(&'static str),
    /// By s3s; signed for the service of directory buckets or not.
    ByS3s { express: bool },
}

/// Operations on objects that need nothing of s3s where their request is plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    Copy,
    Delete,
    Get,
    Head,
    Put,
}

impl Plain {
    /// Which of them a request for an object is, if its query says nothing but a version and what nobody reads.
    pub(super) fn of(method: &Method, query: &str, headers: &HeaderMap) -> Option<Self> {
        let version = matches!(*method, Method::GET | Method::HEAD | Method::DELETE);
        let is_plain = |item: &str| match item.split_once('=') {
            Some(("versionId", value)) => version && !value.is_empty(),
            Some(("x-id", _)) => true,
            _ => item.is_empty(),
        };
        if !query.is_empty() && !query.split('&').all(is_plain) {
            return None;
        }
        Some(match *method {
            Method::GET => Self::Get,
            Method::HEAD => Self::Head,
            Method::DELETE => Self::Delete,
            Method::PUT if headers.contains_key(forward::COPY_SOURCE) => Self::Copy,
            Method::PUT => Self::Put,
            _ => return None,
        })
    }
}

/// What runs operations.
#[derive(Clone)]
pub(crate) struct Ways {
    operations: Arc<Operations>,
    s3s: S3Service,
    /// Whether plain requests go past s3s.
    short: bool,
}

impl Ways {
    pub(crate) fn new(operations: Operations, s3s: S3Service) -> Self {
        Self { operations: Arc::new(operations), s3s, short: true }
    }

    /// The same, but every request goes through s3s that can.
    pub(crate) fn all_through_s3s(self) -> Self {
        Self { short: false, ..self }
    }

    /// Runs the operation.
    ///
    /// # Errors
    /// What was wrong with its body, its own error, or why s3s found none.
    pub(super) async fn run(&self, exchange: &Arc<Exchange>, body: Body, way: Way) -> Result<Reply> {
        let answer = match way {
            Way::Plain(plain) if self.short => self.run_plain(plain, exchange, body).await,
            Way::Newer(name) => boxed(|| self.operations.run_newer(name, exchange, body)).await,
            Way::Plain(_) => boxed(|| self.through_s3s(exchange, body, false)).await,
            Way::ByS3s { express } => boxed(|| self.through_s3s(exchange, body, express)).await,
        };
        answer.map_err(|error| exchange.body_error().unwrap_or(error))
    }

    /// Each future is boxed, so that all of them together are no larger than a pointer.
    async fn run_plain(&self, plain: Plain, exchange: &Arc<Exchange>, body: Body) -> Result<Reply> {
        let operations = &self.operations;
        match plain {
            Plain::Copy => boxed(|| operations.run_plain::<CopyObject>(exchange, body)).await,
            Plain::Delete => boxed(|| operations.run_plain::<DeleteObject>(exchange, body)).await,
            Plain::Get => boxed(|| operations.run_plain::<GetObject>(exchange, body)).await,
            Plain::Head => boxed(|| operations.run_plain::<HeadObject>(exchange, body)).await,
            Plain::Put => boxed(|| operations.run_plain::<PutObject>(exchange, body)).await,
        }
    }

    async fn through_s3s(&self, exchange: &Arc<Exchange>, body: Body, express: bool) -> Result<Reply> {
        let mut request = forward::request(exchange, body, express)?;
        request.extensions_mut().insert(Arc::clone(exchange));
        match self.s3s.call(request).await {
            Ok(sent) => finish::result(exchange, &sent),
            Err(error) => Err(Error::internal(Unserialised(format!("{error:?}")))),
        }
    }
}

/// The operation that the front has found, if s3s would not.
pub(super) fn newer(extensions: &Extensions) -> Option<&'static str> {
    extensions.get::<NewerOperation>().map(|operation| operation.0)
}

/// s3s could not make a response.
#[derive(Debug, thiserror::Error)]
#[error("no answer: {0}")]
struct Unserialised(String);

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn check(method: &Method, query: &str, expected: Option<Plain>) {
        assert_eq!(Plain::of(method, query, &HeaderMap::new()), expected, "{method} {query}");
    }

    #[test]
    fn requests_that_say_no_more_than_a_version_are_plain() {
        check(&Method::GET, "", Some(Plain::Get));
        check(&Method::GET, "x-id=GetObject&versionId=v", Some(Plain::Get));
        check(&Method::HEAD, "versionId=null", Some(Plain::Head));
        check(&Method::PUT, "x-id=PutObject", Some(Plain::Put));
        check(&Method::DELETE, "&versionId=v", Some(Plain::Delete));
        check(&Method::POST, "", None);
        check(&Method::PATCH, "", None);
    }

    #[test]
    fn whatever_else_a_query_says_is_for_s3s() {
        for query in ["versionId", "versionId=", "partNumber=1", "response-expires=x", "acl", "version%49d=v", "y"] {
            check(&Method::GET, query, None);
        }
        check(&Method::PUT, "versionId=v", None);
        check(&Method::PUT, "uploadId=u&partNumber=1", None);
    }

    #[test]
    fn a_source_makes_it_a_copy() {
        let headers = HeaderMap::from_iter([(forward::COPY_SOURCE, HeaderValue::from_static("b/k"))]);
        assert_eq!(Plain::of(&Method::PUT, "", &headers), Some(Plain::Copy));
        assert_eq!(Plain::of(&Method::GET, "", &headers), Some(Plain::Get));
    }
}
