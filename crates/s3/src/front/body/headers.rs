//! The headers that say something of a body, found in one pass over all of them.

use http::{HeaderMap, HeaderName, HeaderValue};
use sandpail_blob::Algorithm;

use super::digest;

/// What begins the names of Amazon's headers.
const AMZ: &str = "x-amz-";

/// Headers that begin as those of checksums do and carry none.
const NO_CHECKSUMS: [&str; 3] = ["x-amz-checksum-algorithm", "x-amz-checksum-mode", "x-amz-checksum-type"];

/// What the headers of a request say of its body. Of a header that came more than once, the first.
#[derive(Debug, Default)]
pub(super) struct BodyHeaders<'a> {
    pub(super) content_length: Option<&'a HeaderValue>,
    pub(super) decoded_length: Option<&'a HeaderValue>,
    pub(super) content_md5: Option<&'a HeaderValue>,
    pub(super) trailer: Option<&'a HeaderValue>,
    pub(super) sdk_algorithm: Option<&'a HeaderValue>,
    pub(super) has_transfer_encoding: bool,
    /// Whether any Content-Encoding names aws-chunked.
    pub(super) is_aws_chunked: bool,
    /// The first checksum, and how many there are.
    pub(super) checksum: Option<(Algorithm, &'a HeaderValue)>,
    pub(super) checksums: usize,
    /// Whether there is a checksum of an algorithm that S3 does not know.
    pub(super) has_unknown_checksum: bool,
}

impl<'a> BodyHeaders<'a> {
    pub(super) fn of(headers: &'a HeaderMap) -> Self {
        let mut found = Self::default();
        for (name, value) in headers {
            found.note(name, value);
        }
        found
    }

    fn note(&mut self, name: &HeaderName, value: &'a HeaderValue) {
        let first = |place: &mut Option<&'a HeaderValue>| {
            place.get_or_insert(value);
        };
        match name.as_str() {
            "content-length" => first(&mut self.content_length),
            "content-md5" => first(&mut self.content_md5),
            "x-amz-decoded-content-length" => first(&mut self.decoded_length),
            "x-amz-trailer" => first(&mut self.trailer),
            "x-amz-sdk-checksum-algorithm" => first(&mut self.sdk_algorithm),
            "transfer-encoding" => self.has_transfer_encoding = true,
            "content-encoding" => self.is_aws_chunked |= codings(value).any(is_aws_chunked),
            other if other.starts_with(AMZ) => self.note_checksum(other, value),
            _ => {}
        }
    }

    fn note_checksum(&mut self, name: &str, value: &'a HeaderValue) {
        if let Some(algorithm) = digest::of_header(name) {
            self.checksums += 1;
            self.checksum.get_or_insert((algorithm, value));
        } else if name.starts_with(digest::PREFIX) && !NO_CHECKSUMS.contains(&name) {
            self.has_unknown_checksum = true;
        }
    }
}

fn codings(value: &HeaderValue) -> impl Iterator<Item = &str> {
    value.to_str().unwrap_or_default().split(',').map(str::trim)
}

fn is_aws_chunked(coding: &str) -> bool {
    coding.eq_ignore_ascii_case("aws-chunked")
}
