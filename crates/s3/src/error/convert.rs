//! Errors of the front and of the layers below, as S3 errors.

use std::sync::Arc;

use sandpail_blob::Error as BlobError;

use super::Error;
use super::access::AccessError;
use super::signature::SignatureError;
use crate::front::body::{BodyError, CONTENT_SHA256_EXPECTED, digest};
use crate::front::identity::{Expired, IdentityError};
use crate::front::target::TargetError;
use crate::rules::policy::Flaw;

impl From<BlobError> for Error {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::Conflict { .. } | BlobError::GuardFailed | BlobError::Superseded => Self::Stale {},
            BlobError::InvalidKey(key) => Self::InvalidUri { uri: key },
            other => Self::internal(other),
        }
    }
}

impl From<Flaw> for Error {
    fn from(flaw: Flaw) -> Self {
        let message = flaw.to_string();
        match flaw.detail() {
            None => AccessError::MalformedPolicy { message }.into(),
            Some(detail) => AccessError::MalformedPolicyPart { message, detail }.into(),
        }
    }
}

impl From<TargetError> for Error {
    fn from(error: TargetError) -> Self {
        let TargetError::InvalidUri { uri } = error;
        Self::InvalidUri { uri }
    }
}

impl From<IdentityError> for Error {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Header { message } => Self::MalformedAuthorization { message },
            IdentityError::Query { message } => Self::PresignedParameters { message },
            IdentityError::QueryV2 => Self::PresignedV2Parameters {},
            IdentityError::Region { presigned, region, expected } => {
                let message = IdentityError::region_message(presigned, &region, &expected);
                if presigned {
                    Self::PresignedRegion { message, region: expected }
                } else {
                    Self::WrongRegion { message, region: expected }
                }
            }
            IdentityError::Argument { message, value } => {
                Self::InvalidArgument { message: message.to_owned(), name: "Authorization".to_owned(), value }
            }
            IdentityError::Request { message } => Self::InvalidRequest { message: message.to_owned() },
            IdentityError::Denied { message } => Self::Denied { message },
        }
    }
}

impl From<Expired> for Error {
    fn from(expired: Expired) -> Self {
        let Expired { seconds, expires, server_time } = expired;
        match seconds {
            Some(seconds) => Self::PresignedExpired { seconds, expires, server_time },
            None => Self::PresignedV2Expired { expires, server_time },
        }
    }
}

impl From<BodyError> for Error {
    fn from(error: BodyError) -> Self {
        Self::from(&error)
    }
}

impl From<&BodyError> for Error {
    fn from(error: &BodyError) -> Self {
        match error {
            BodyError::Signature(evidence) => SignatureError::Mismatch { evidence: Arc::clone(evidence) }.into(),
            BodyError::MissingContentLength => Self::MissingContentLength {},
            BodyError::EntityTooLarge { size, limit } => Self::EntityTooLarge { size: *size, limit: *limit },
            BodyError::HeaderNotImplemented { header } => Self::HeaderNotImplemented { header: (*header).to_owned() },
            BodyError::ContentSha256 { value } => Self::InvalidArgument {
                message: CONTENT_SHA256_EXPECTED.to_owned(),
                name: "x-amz-content-sha256".to_owned(),
                value: value.clone(),
            },
            BodyError::ChunkedDocument => Self::InvalidHeader { header: "x-amz-content-sha256" },
            BodyError::InvalidDigest { value } => Self::InvalidDigest { value: value.clone() },
            BodyError::InvalidChecksum { header, trailing: false } => Self::InvalidChecksum { header },
            BodyError::InvalidChecksum { header, trailing: true } => Self::InvalidTrailingChecksum { header },
            BodyError::UnknownChecksum => Self::UnknownChecksum {},
            BodyError::SeveralChecksums => Self::SeveralChecksums {},
            BodyError::ChecksumAndTrailer => Self::ChecksumAndTrailer {},
            BodyError::SdkAlgorithm => Self::InvalidChecksum { header: "x-amz-sdk-checksum-algorithm" },
            BodyError::UnknownTrailer => Self::UnknownTrailer {},
            BodyError::LengthMismatch { expected, provided } => {
                Self::LengthMismatch { expected: *expected, provided: *provided }
            }
            BodyError::Framing | BodyError::Broken(_) => Self::EndedEarly {},
            BodyError::ChunkTooSmall { chunk, size } => Self::ChunkTooSmall { chunk: *chunk, size: *size },
            BodyError::MalformedTrailer => Self::MalformedTrailer {},
            BodyError::ContentSha256Mismatch { sent, computed } => {
                Self::ContentSha256Mismatch { client: sent.clone(), computed: computed.clone() }
            }
            BodyError::Md5Mismatch { expected, calculated } => {
                Self::BadDigest { expected: expected.clone(), calculated: calculated.clone() }
            }
            BodyError::Form(error) => error.clone().into(),
            BodyError::ChecksumMismatch { algorithm } => Self::BadChecksum { algorithm: digest::name(*algorithm) },
        }
    }
}
