//! Metadata and conditions in the query of a presigned URL, where some SDKs hoist them: S3 takes them for headers
//! (recorded).
//!
//! Nothing else is taken from there. A checksum of the body in the query, which the SDK for JavaScript makes of an empty
//! one by default, means nothing (recorded), nor do tags (aws-sdk-go-v2#1017) or a copy source (aws-sdk-php#1275).

use http::header::{HeaderName, HeaderValue};
use http::request::Parts;

use super::Claim;
use super::mechanism::{name, value};

/// The conditions that a write can have.
const CONDITIONS: [&str; 2] = ["if-match", "if-none-match"];

/// Gives a presigned request the metadata and conditions of its query as headers, unless it has headers of those names.
pub(crate) fn lower(claim: &Claim, parts: &mut Parts) {
    let presigned = claim.signed().is_some_and(|signed| signed.expiry.is_some());
    let Some(query) = parts.uri.query().filter(|_| presigned) else { return };
    for item in query.split('&') {
        let name = name(item).to_ascii_lowercase();
        if !name.starts_with("x-amz-meta-") && !CONDITIONS.contains(&&*name) {
            continue;
        }
        // What could be no header is none.
        let header = HeaderName::from_bytes(name.as_bytes()).ok();
        if let Some((name, value)) = header.zip(HeaderValue::from_bytes(value(item).as_bytes()).ok()) {
            parts.headers.entry(name).or_insert(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRESIGNED: &str = "AWSAccessKeyId=A&Signature=S&Expires=1";

    fn check(query: &str, expected: &[(&str, &str)]) {
        let request = http::Request::put(format!("/b/k?{query}")).header("x-amz-meta-sent", "header");
        let mut parts = request.body(()).unwrap().into_parts().0;
        let claim = Claim::parse(&parts).unwrap();
        lower(&claim, &mut parts);
        let found = parts.headers.iter().map(|(name, value)| (name.as_str(), std::str::from_utf8(value.as_bytes())));
        let mut found: Vec<_> = found.map(|(name, value)| (name, value.unwrap())).collect();
        found.retain(|(name, _)| *name != "x-amz-meta-sent");
        assert_eq!(found, expected, "{query}");
        assert_eq!(parts.headers["x-amz-meta-sent"], "header");
    }

    #[test]
    fn metadata_of_a_presigned_query_is_taken() {
        check(
            &format!("{PRESIGNED}&x-amz-meta-a=1&X-Amz-Meta-B=%C3%BC%20+"),
            &[("x-amz-meta-a", "1"), ("x-amz-meta-b", "ü +")],
        );
        check(&format!("{PRESIGNED}&x-amz-meta-sent=query&x-amz-meta-a=1&x-amz-meta-a=2"), &[("x-amz-meta-a", "1")]);
        check(&format!("{PRESIGNED}&x-amz-meta-a=%0A&x-amz-meta-%20=1&x-amz-meta-c"), &[("x-amz-meta-c", "")]);
    }

    #[test]
    fn conditions_of_a_presigned_query_are_taken() {
        check(&format!("{PRESIGNED}&If-None-Match=%2A"), &[("if-none-match", "*")]);
        check(&format!("{PRESIGNED}&if-match=%22e%22"), &[("if-match", "\"e\"")]);
        check("If-None-Match=%2A", &[]);
    }

    #[test]
    fn nothing_else_is() {
        check("x-amz-meta-a=1", &[]);
        check(&format!("{PRESIGNED}&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32"), &[]);
        check(&format!("{PRESIGNED}&x-amz-tagging=a%3Db&x-amz-copy-source=b%2Fk"), &[]);
    }
}
