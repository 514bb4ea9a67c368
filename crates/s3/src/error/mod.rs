//! What can go wrong, as one table: each fact of S3 with its status, code, message and extra fields.
//!
//! Operations name the fact; nothing else in this crate spells an S3 error. The texts are AWS's, as recorded or
//! documented: <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>.

pub(crate) mod access;
pub(crate) mod annotation;
pub(crate) mod configuration;
mod convert;
pub(crate) mod cors;
pub(crate) mod directory;
pub(crate) mod encryption;
pub(crate) mod form;
pub(crate) mod lifecycle;
pub(crate) mod lock;
pub(crate) mod logging;
pub(crate) mod metadata;
pub(crate) mod notification;
pub(crate) mod place;
mod render;
pub(crate) mod replication;
pub(crate) mod request;
pub(crate) mod restore;
mod select;
pub(crate) mod signature;
mod subject;
mod table;
pub(crate) mod website;

use std::borrow::Cow;

use http::{HeaderMap, StatusCode};

pub(crate) use self::render::render;
pub(crate) use self::table::Error;

/// The result of everything that can fail with an S3 error.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// An error as the client sees it.
#[derive(Debug)]
pub(crate) struct Document {
    /// The HTTP status.
    pub(crate) status: StatusCode,
    /// The `Code` element.
    pub(crate) code: Cow<'static, str>,
    /// The `Message` element.
    pub(crate) message: Cow<'static, str>,
    /// The code's own elements, in the order in which they are sent.
    pub(crate) fields: Vec<(&'static str, String)>,
    /// Headers that go with the answer.
    pub(crate) headers: HeaderMap,
}

impl Document {
    pub(crate) fn new(
        status: u16,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
        fields: Vec<(&'static str, String)>,
    ) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            code: code.into(),
            message: message.into(),
            fields,
            headers: HeaderMap::new(),
        }
    }
}
