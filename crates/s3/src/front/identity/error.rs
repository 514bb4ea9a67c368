//! What can be wrong with a signature before anyone verifies it. Messages are AWS's, whole.

/// A fault of a signature. Each variant names the answer that S3 gives.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum IdentityError {
    /// 400 `AuthorizationHeaderMalformed`.
    #[error("malformed authorization header: {message}")]
    Header {
        /// The message.
        message: String,
    },
    /// 400 `AuthorizationQueryParametersError`.
    #[error("malformed presigned query: {message}")]
    Query {
        /// The message.
        message: String,
    },
    /// 403 `AccessDenied` "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters".
    #[error("incomplete presigned query of version 2")]
    QueryV2,
    /// 400 `AuthorizationHeaderMalformed`, or `AuthorizationQueryParametersError` when presigned, with `Region`: the
    /// messages of [`Self::region_message`].
    #[error("signed for region {region}, expected {expected}")]
    Region {
        /// Whether the signature was in the query.
        presigned: bool,
        /// The region that was signed for.
        region: String,
        /// The region of the endpoint.
        expected: String,
    },
    /// 400 `InvalidArgument`, argument `Authorization`.
    #[error("unusable authorization header: {message}")]
    Argument {
        /// The message.
        message: &'static str,
        /// The header as sent.
        value: String,
    },
    /// 400 `InvalidRequest`.
    #[error("unusable request: {message}")]
    Request {
        /// The message.
        message: &'static str,
    },
    /// 403 `AccessDenied` with a message of its own.
    #[error("refused: {message}")]
    Denied {
        /// The message.
        message: String,
    },
}

impl IdentityError {
    /// The message of [`Self::Region`].
    pub(crate) fn region_message(presigned: bool, region: &str, expected: &str) -> String {
        let subject = if presigned { QUERY_SUBJECT } else { HEADER_SUBJECT };
        format!("{subject}; the region '{region}' is wrong; expecting '{expected}'")
    }
}

/// How messages about the Authorization header begin.
pub(super) const HEADER_SUBJECT: &str = "The authorization header is malformed";

/// How messages about the credential of a presigned URL begin.
pub(super) const QUERY_SUBJECT: &str = "Error parsing the X-Amz-Credential parameter";
