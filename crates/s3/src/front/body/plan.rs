//! What is to be done with a request body, read from the headers before a byte of it has come.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html> (the values of
//! `x-amz-content-sha256`), <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>

use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use sandpail_blob::Algorithm;

use super::super::query::Query;
use super::digest::{self, DigestValue};
use super::error::BodyError;
use super::headers::BodyHeaders;

/// The longest body in bytes that one PutObject or UploadPart may bring: 5 GiB.
const OBJECT_LIMIT: u64 = 5 << 30;

const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");
const CHECKSUM_ALGORITHM: HeaderName = HeaderName::from_static("x-amz-checksum-algorithm");

/// The checksum that a client sends with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) algorithm: Algorithm,
    /// Its value from a header; none when it comes as a trailer.
    pub(super) value: Option<DigestValue>,
}

/// How a body is wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    Plain,
    /// aws-chunked, without or with a signature on each chunk.
    Chunked {
        signed: bool,
    },
}

/// How to read one body, and what it must turn out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(super) framing: Framing,
    pub(super) length: Option<u64>,
    /// As it was sent.
    pub(super) sha256: Option<HeaderValue>,
    pub(super) content_md5: Option<DigestValue>,
    pub(super) checksum: Option<Sent>,
    /// Whether the MD5 is wanted in any case, for the ETag.
    pub(super) etag: bool,
    /// Whether the body is a part of an upload.
    pub(super) part: bool,
    /// The checksum that is computed when the client sent none.
    pub(super) default: Option<Algorithm>,
}

impl Plan {
    /// Reads the headers of a request. `object_write` is for PutObject and UploadPart: their bodies need a length, get
    /// an MD5, and CRC64NVME unless the client sent a checksum.
    ///
    /// # Errors
    /// What S3 finds wrong before it reads a body: lengths, malformed or doubled digests, unknown payload kinds.
    pub(crate) fn of(parts: &Parts, object_write: bool) -> Result<Self, BodyError> {
        let payload = Payload::of(&parts.headers)?;
        if payload.has_trailer() && !object_write {
            return Err(BodyError::ChunkedDocument);
        }
        if matches!(parts.method, Method::GET | Method::HEAD | Method::DELETE) {
            return Ok(Self::unread());
        }
        let headers = BodyHeaders::of(&parts.headers);
        let framing = framing(&payload, &headers);
        let chunked = framing != Framing::Plain;
        // The order is S3's: digests before lengths, and Content-MD5 first only where it takes an object's bytes.
        let md5_first = if object_write { content_md5(&headers)? } else { None };
        let checksum = if is_completion(parts) { None } else { checksum(&headers, chunked)? };
        let content_md5 = if object_write { md5_first } else { content_md5(&headers)? };
        Ok(Self {
            framing,
            length: length(&headers, chunked, object_write)?,
            content_md5,
            checksum,
            sha256: payload.digest(),
            etag: object_write,
            part: Query::new(parts.uri.query().unwrap_or_default()).has("uploadId"),
            default: object_write.then_some(Algorithm::Crc64Nvme),
        })
    }

    /// Reads the headers of a request whose body is a form: as of a document, but with a length, as of an object.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub(crate) fn of_form(parts: &Parts) -> Result<Self, BodyError> {
        let plan = Self::of(parts, false)?;
        if plan.framing == Framing::Plain && plan.length.is_none() {
            length(&BodyHeaders::of(&parts.headers), false, true)?;
        }
        Ok(plan)
    }

    /// Reads the fields of a form, as the headers that they stand for: its file is an object of any length.
    ///
    /// # Errors
    /// Malformed or doubled digests; an algorithm that is named without its checksum.
    pub(crate) fn of_file(fields: &HeaderMap) -> Result<Self, BodyError> {
        let headers = BodyHeaders::of(fields);
        let content_md5 = content_md5(&headers)?;
        let checksum = checksum(&headers, false)?;
        if let Some(name) = fields.get(CHECKSUM_ALGORITHM).filter(|name| !name.is_empty()) {
            let named = name.to_str().ok().and_then(digest::of_name);
            if named.is_none() || named != checksum.as_ref().map(|sent| sent.algorithm) {
                return Err(BodyError::InvalidChecksum { header: "x-amz-checksum-algorithm", trailing: false });
            }
        }
        Ok(Self {
            framing: Framing::Plain,
            length: None,
            sha256: None,
            content_md5,
            checksum,
            etag: true,
            part: false,
            default: Some(Algorithm::Crc64Nvme),
        })
    }

    /// For a request whose body S3 does not look at, nor at what is said of it (measured).
    fn unread() -> Self {
        Self {
            framing: Framing::Plain,
            length: None,
            content_md5: None,
            checksum: None,
            sha256: None,
            etag: false,
            part: false,
            default: None,
        }
    }

    /// The algorithm of the checksum that the client sends, in a header or as a trailer.
    pub(super) fn sent(&self) -> Option<Algorithm> {
        self.checksum.as_ref().map(|sent| sent.algorithm)
    }
}

/// The values of `x-amz-content-sha256`.
#[derive(Clone, Debug)]
enum Payload {
    Absent,
    Unsigned,
    UnsignedTrailer,
    /// Signed chunks, by HMAC or ECDSA.
    Signed,
    SignedTrailer,
    Digest(HeaderValue),
}

impl Payload {
    fn of(headers: &HeaderMap) -> Result<Self, BodyError> {
        let Some(value) = headers.get(CONTENT_SHA256) else {
            return Ok(Self::Absent);
        };
        Ok(match value.as_bytes() {
            b"UNSIGNED-PAYLOAD" => Self::Unsigned,
            b"STREAMING-UNSIGNED-PAYLOAD-TRAILER" => Self::UnsignedTrailer,
            b"STREAMING-AWS4-HMAC-SHA256-PAYLOAD" | b"STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD" => Self::Signed,
            b"STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" | b"STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER" => {
                Self::SignedTrailer
            }
            hex if hex.len() == 64 && hex.iter().all(u8::is_ascii_hexdigit) => Self::Digest(value.clone()),
            _ => return Err(BodyError::ContentSha256 { value: text(value) }),
        })
    }

    fn has_trailer(&self) -> bool {
        matches!(self, Self::UnsignedTrailer | Self::SignedTrailer)
    }

    fn digest(self) -> Option<HeaderValue> {
        match self {
            Self::Digest(hex) => Some(hex),
            _ => None,
        }
    }
}

/// How the body is wrapped. Requests that sign no payload may be wrapped all the same. Content-Encoding alone does not
/// tell: clients set it as metadata of bodies that are not wrapped.
fn framing(payload: &Payload, headers: &BodyHeaders<'_>) -> Framing {
    let is_announced = headers.decoded_length.is_some() && headers.is_aws_chunked;
    match payload {
        Payload::Signed | Payload::SignedTrailer => Framing::Chunked { signed: true },
        Payload::UnsignedTrailer => Framing::Chunked { signed: false },
        Payload::Absent | Payload::Unsigned if is_announced => Framing::Chunked { signed: false },
        Payload::Absent | Payload::Unsigned | Payload::Digest(_) => Framing::Plain,
    }
}

fn length(headers: &BodyHeaders<'_>, chunked: bool, object_write: bool) -> Result<Option<u64>, BodyError> {
    let length = match if chunked { headers.decoded_length } else { headers.content_length } {
        Some(value) => Some(number(value).ok_or(BodyError::MissingContentLength)?),
        None if chunked => return Err(BodyError::MissingContentLength),
        None if object_write && headers.has_transfer_encoding => {
            return Err(BodyError::HeaderNotImplemented { header: "Transfer-Encoding" });
        }
        None if object_write => return Err(BodyError::MissingContentLength),
        None => None,
    };
    match length {
        Some(size) if object_write && size > OBJECT_LIMIT => {
            Err(BodyError::EntityTooLarge { size, limit: OBJECT_LIMIT })
        }
        length => Ok(length),
    }
}

fn number(value: &HeaderValue) -> Option<u64> {
    let digits = value.to_str().ok()?;
    // Without this a plus sign would pass.
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn content_md5(headers: &BodyHeaders<'_>) -> Result<Option<DigestValue>, BodyError> {
    let Some(value) = headers.content_md5 else {
        return Ok(None);
    };
    match digest::decode(Algorithm::Md5, value.as_bytes()) {
        Some(md5) => Ok(Some(md5)),
        None => Err(BodyError::InvalidDigest { value: text(value) }),
    }
}

/// Whether this completes a multipart upload: a checksum there is the object's, not the body's.
fn is_completion(parts: &Parts) -> bool {
    let query = parts.uri.query().unwrap_or_default();
    parts.method == Method::POST && query.split('&').any(|pair| pair.split('=').next() == Some("uploadId"))
}

/// The one checksum that is sent with the body.
fn checksum(headers: &BodyHeaders<'_>, chunked: bool) -> Result<Option<Sent>, BodyError> {
    let mut sent = trailer(headers, chunked)?;
    if headers.has_unknown_checksum {
        return Err(BodyError::UnknownChecksum);
    }
    // That there are several goes before what they are (recorded).
    if headers.checksums > 1 {
        return Err(BodyError::SeveralChecksums);
    }
    if let Some((algorithm, value)) = headers.checksum {
        let header = digest::header(algorithm);
        let value = digest::decode(algorithm, value.as_bytes());
        let value = value.ok_or(BodyError::InvalidChecksum { header, trailing: false })?;
        if sent.replace(Sent { algorithm, value: Some(value) }).is_some() {
            return Err(BodyError::ChecksumAndTrailer);
        }
    }
    check_sdk_algorithm(headers, sent.as_ref())?;
    Ok(sent)
}

fn trailer(headers: &BodyHeaders<'_>, chunked: bool) -> Result<Option<Sent>, BodyError> {
    let Some(value) = headers.trailer.filter(|value| chunked && !value.is_empty()) else {
        return Ok(None);
    };
    let algorithm = value.to_str().ok().and_then(digest::of_header).ok_or(BodyError::UnknownTrailer)?;
    Ok(Some(Sent { algorithm, value: None }))
}

/// `x-amz-sdk-checksum-algorithm` must be known and say the same as the checksum that is there; alone it does nothing.
fn check_sdk_algorithm(headers: &BodyHeaders<'_>, sent: Option<&Sent>) -> Result<(), BodyError> {
    let Some(value) = headers.sdk_algorithm.filter(|value| !value.is_empty()) else {
        return Ok(());
    };
    let algorithm = value.to_str().ok().and_then(digest::of_name).ok_or(BodyError::SdkAlgorithm)?;
    match sent {
        Some(sent) if sent.algorithm != algorithm => Err(BodyError::SdkAlgorithm),
        _ => Ok(()),
    }
}

fn text(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

#[cfg(test)]
mod tests;
