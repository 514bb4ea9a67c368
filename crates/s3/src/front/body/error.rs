//! What can be wrong with a request body or with what its headers announce, with the data that the error document names.

use std::error::Error as StdError;
use std::sync::Arc;

use sandpail_blob::Algorithm;

use crate::error::form::FormError;
use crate::signature::Evidence;

/// A fault of a request body. Each variant names the answer that S3 gives.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum BodyError {
    /// 403 `SignatureDoesNotMatch`: of a chunk or the trailers.
    #[error("the signature of a chunk or the trailers does not match")]
    Signature(Arc<Evidence>),
    /// 411 `MissingContentLength`: no length, or an `x-amz-decoded-content-length` that is absent or no number.
    #[error("the length of the body is missing or no number")]
    MissingContentLength,
    /// 400 `EntityTooLarge`: longer than one PUT may be.
    #[error("a body of {size} bytes exceeds the limit of {limit}")]
    EntityTooLarge {
        /// The announced length in bytes.
        size: u64,
        /// The longest that is taken, in bytes.
        limit: u64,
    },
    /// 501 `NotImplemented` with `Header`: S3, or Sandpail so far, does not do what this header asks for.
    #[error("header {header} asks for what is not implemented")]
    HeaderNotImplemented {
        /// The header's name as AWS spells it.
        header: &'static str,
    },
    /// 400 `InvalidArgument` (argument `x-amz-content-sha256`), message [`CONTENT_SHA256_EXPECTED`].
    #[error("x-amz-content-sha256 {value:?} is neither a digest nor a known literal")]
    ContentSha256 {
        /// The header's value.
        value: String,
    },
    /// 400 `InvalidRequest` "The value of x-amz-content-sha256 header is invalid.": chunks with trailers that are no
    /// object's data.
    #[error("only object data may come with trailers")]
    ChunkedDocument,
    /// 400 `InvalidDigest` with `Content-MD5`.
    #[error("Content-MD5 {value:?} is not the base64 of 16 bytes")]
    InvalidDigest {
        /// The header's value.
        value: String,
    },
    /// 400 `InvalidRequest` "Value for {header} header is invalid.", or "… trailing header …".
    #[error("{header} is not the base64 of a digest of its algorithm")]
    InvalidChecksum {
        /// The header's name in small letters.
        header: &'static str,
        /// Whether it came after the body.
        trailing: bool,
    },
    /// 400 `InvalidRequest` "The algorithm type you specified in x-amz-checksum- header is invalid."
    #[error("a checksum of an unknown algorithm")]
    UnknownChecksum,
    /// 400 `InvalidRequest` "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."
    #[error("more than one checksum")]
    SeveralChecksums,
    /// 400 `InvalidRequest` "Expecting a single x-amz-checksum- header": one in a header and one announced as a trailer.
    #[error("a checksum in a header and another as a trailer")]
    ChecksumAndTrailer,
    /// 400 `InvalidRequest` "Value for x-amz-sdk-checksum-algorithm header is invalid.": unknown, or another algorithm
    /// than the checksum that was sent.
    #[error("x-amz-sdk-checksum-algorithm is unknown or contradicts the checksum sent")]
    SdkAlgorithm,
    /// 400 `InvalidRequest` "The value specified in the x-amz-trailer header is not supported".
    #[error("x-amz-trailer names no known checksum")]
    UnknownTrailer,
    /// 400 `IncompleteBody` "You did not provide the number of bytes specified by the Content-Length HTTP header", with
    /// `NumberBytesExpected` and `NumberBytesProvided`.
    #[error("a body of {expected} bytes was announced, {provided} came")]
    LengthMismatch {
        /// The announced length in bytes, without framing.
        expected: u64,
        /// The bytes that came, as far as they were read.
        provided: u64,
    },
    /// 400 `IncompleteBody` "The request body terminated unexpectedly": the framing is broken, or ends in the middle.
    #[error("the aws-chunked framing is broken or ends early")]
    Framing,
    /// 400 `IncompleteBody` "The request body terminated unexpectedly": the connection failed.
    #[error("the body broke off")]
    Broken(#[source] Arc<dyn StdError + Send + Sync>),
    /// 403 `InvalidChunkSizeError` "Only the last chunk is allowed to have a size less than 8192 bytes", with `Chunk` and
    /// `BadChunkSize`.
    #[error("chunk {chunk} follows one of {size} bytes")]
    ChunkTooSmall {
        /// The number of the chunk at which it was noticed, from 1.
        chunk: u64,
        /// The size in bytes of the one before it.
        size: u64,
    },
    /// 400 `MalformedTrailerError`: broken trailers, or others than were announced.
    #[error("the trailers are broken or not the ones announced")]
    MalformedTrailer,
    /// 400 `XAmzContentSHA256Mismatch` with `ClientComputedContentSHA256` and `S3ComputedContentSHA256`.
    #[error("the SHA-256 sent is {sent}, the body's is {computed}")]
    ContentSha256Mismatch {
        /// The header's value, 64 hexadecimal digits.
        sent: String,
        /// The body's digest in small hexadecimal digits.
        computed: String,
    },
    /// 400 `BadDigest` for Content-MD5, with `ExpectedDigest` and `CalculatedDigest`.
    #[error("the MD5 sent is {expected}, the body's is {calculated}")]
    Md5Mismatch {
        /// What was sent, as the answer names it.
        expected: String,
        /// What was computed, in base64.
        calculated: String,
    },
    /// 400 `BadDigest` "The {algorithm} you specified did not match the calculated checksum."
    #[error("the {algorithm:?} sent is not the body's")]
    ChecksumMismatch {
        /// The algorithm; [`super::digest::name`] spells it.
        algorithm: Algorithm,
    },
    /// What is wrong with the form that the body is.
    #[error("the form is refused: {0:?}")]
    Form(FormError),
}

impl BodyError {
    /// The fault that a stream ended in. One that has been found already stays what it is.
    pub(crate) fn of(error: s3s::StdError) -> Self {
        match error.downcast::<Self>() {
            Ok(found) => *found,
            Err(source) => Self::Broken(source.into()),
        }
    }
}

/// The message of [`BodyError::ContentSha256`].
pub(crate) const CONTENT_SHA256_EXPECTED: &str = "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, \
    STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, \
    STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, \
    STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.";
