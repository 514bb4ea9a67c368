//! What is remembered of every request until it is answered, so that a refusal can be explained: a few pointers, for
//! most requests are not refused.

use std::sync::Arc;
use std::time::SystemTime;

use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Uri};

use super::redact;
use crate::front::identity::{Claim, Signed, Version};
use crate::front::located::Located;

/// A request as it was asked.
pub(crate) struct Asked {
    pub(super) now: SystemTime,
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) host: Option<Arc<str>>,
    authorization: Option<HeaderValue>,
}

impl Asked {
    pub(crate) fn of(located: &Located, parts: &Parts) -> Self {
        Self {
            now: located.now,
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            host: located.host.clone(),
            authorization: parts.headers.get(AUTHORIZATION).cloned(),
        }
    }

    /// Path and query, as they may be shown.
    pub(super) fn target(&self) -> String {
        match self.uri.query() {
            Some(query) => format!("{}?{}", self.uri.path(), redact::query(query)),
            None => self.uri.path().to_owned(),
        }
    }

    /// The signature of a presigned URL, where it can be read.
    pub(super) fn presigned(&self) -> Option<Signed> {
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.uri = self.uri.clone();
        match Claim::parse(&parts) {
            Ok(Claim::Signed(signed)) => Some(signed),
            _ => None,
        }
    }

    /// How it was signed, as far as that can be told from the outside.
    pub(super) fn signature(&self, version: Option<Version>) -> String {
        let query = self.uri.query().unwrap_or_default();
        let has = |name: &str| {
            query.split('&').any(|item| item.split('=').next().is_some_and(|n| n.eq_ignore_ascii_case(name)))
        };
        let presigned = has("X-Amz-Signature")
            || has("X-Amz-Credential")
            || has("X-Amz-Algorithm")
            || has("Signature")
            || has("AWSAccessKeyId");
        let scheme =
            self.authorization.as_ref().and_then(|value| value.to_str().ok()?.split(' ').next().map(str::to_owned));
        let version = match (version, scheme.as_deref()) {
            (Some(Version::V2), _) | (None, Some("AWS")) => "Signature Version 2",
            (Some(Version::V4a), _) | (None, Some("AWS4-ECDSA-P256-SHA256")) => "Signature Version 4A",
            (Some(Version::V4), _) | (None, Some("AWS4-HMAC-SHA256")) => "Signature Version 4",
            (None, _) => "a signature",
        };
        match (&self.authorization, presigned) {
            (Some(_), true) => "twice: in the Authorization header and in the URL".to_owned(),
            (Some(_), false) => format!("{version} in the Authorization header"),
            (None, true) => format!("{version} in a presigned URL"),
            (None, false) if self.method == Method::POST => format!("{version} in a form, or none"),
            (None, false) => "without a signature".to_owned(),
        }
    }
}
