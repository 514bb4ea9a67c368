//! What S3 says of a signature that is well-formed and still not good. The texts and fields are those of answers that
//! clients were given (recorded, and quoted in their issue trackers).

use std::sync::Arc;

use super::Error;
use super::subject::subject;
use crate::signature::Evidence;

subject! {
    /// What S3 says of signatures. All of it can be read off the evidence.
    SignatureError as Signature;

    Mismatch { evidence: Arc<Evidence> } => 403 "SignatureDoesNotMatch"
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        ["AWSAccessKeyId" = evidence.access_key(), "StringToSign" = evidence.string(),
         "SignatureProvided" = evidence.provided, "StringToSignBytes" = evidence.string_bytes(),
         "CanonicalRequest" = evidence.request(), "CanonicalRequestBytes" = evidence.request_bytes()];
    // Version 2, and the policies of forms, have no canonical request.
    MismatchOfText { evidence: Arc<Evidence> } => 403 "SignatureDoesNotMatch"
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        ["AWSAccessKeyId" = evidence.access_key(), "StringToSign" = evidence.string(),
         "SignatureProvided" = evidence.provided, "StringToSignBytes" = evidence.string_bytes()];
    UnknownKey { evidence: Arc<Evidence> } => 403 "InvalidAccessKeyId"
        "The AWS Access Key Id you provided does not exist in our records.", ["AWSAccessKeyId" = evidence.access_key()];
    InvalidToken { evidence: Arc<Evidence> } => 400 "InvalidToken"
        "The provided token is malformed or otherwise invalid.", ["Token-0" = evidence.token()];
    ExpiredToken { evidence: Arc<Evidence> } => 400 "ExpiredToken"
        "The provided token has expired.", ["Token-0" = evidence.token()];
    Skewed { evidence: Arc<Evidence> } => 403 "RequestTimeTooSkewed"
        "The difference between the request time and the current time is too large.",
        ["RequestTime" = evidence.request_time(), "ServerTime" = evidence.server_time(),
         "MaxAllowedSkewMilliseconds" = 900_000];
    NotYetValid { evidence: Arc<Evidence> } => 403 "AccessDenied" "Request is not yet valid",
        ["X-Amz-Date" = evidence.signed_millis(), "Expires" = evidence.expires(), "ServerTime" = evidence.server_time()];
    HeadersNotSigned { evidence: Arc<Evidence>, headers: String } => 403 "AccessDenied"
        "There were headers present in the request which were not signed",
        ["HeadersNotSigned" = { let _ = evidence; headers }];
}

impl SignatureError {
    /// All that is known of the signature.
    pub(crate) fn evidence(&self) -> &Arc<Evidence> {
        match self {
            Self::Mismatch { evidence }
            | Self::MismatchOfText { evidence }
            | Self::UnknownKey { evidence }
            | Self::InvalidToken { evidence }
            | Self::ExpiredToken { evidence }
            | Self::Skewed { evidence }
            | Self::NotYetValid { evidence }
            | Self::HeadersNotSigned { evidence, .. } => evidence,
        }
    }
}

impl Error {
    /// What is known of the signature, if this is the refusal of one.
    pub(crate) fn evidence(&self) -> Option<&Arc<Evidence>> {
        match self {
            Self::Signature(refusal) => Some(refusal.evidence()),
            Self::With { error, .. } => error.evidence(),
            _ => None,
        }
    }
}
