//! Signatures as they are sent: none makes the parser panic, and what it read means the same when it is written again.

use std::time::{SystemTime, UNIX_EPOCH};

use http::header::{AUTHORIZATION, DATE, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Request, Uri};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use time::OffsetDateTime;
use time::macros::format_description;

use crate::front::identity::{Claim, Signed, Version};

/// The lines are the values of headers, in this order.
const HEADERS: [HeaderName; 6] = [
    AUTHORIZATION,
    HeaderName::from_static("x-amz-date"),
    DATE,
    HeaderName::from_static("x-amz-content-sha256"),
    HeaderName::from_static("x-amz-region-set"),
    HeaderName::from_static("x-amz-security-token"),
];

pub(super) fn authorization(data: &[u8]) {
    let mut parts = parts(Uri::from_static("/"));
    for (name, line) in HEADERS.into_iter().zip(data.split(|&byte| byte == b'\n')) {
        if let Ok(value) = HeaderValue::from_bytes(line)
            && !line.is_empty()
        {
            parts.headers.insert(name, value);
        }
    }
    let Ok(claim) = Claim::parse(&parts) else { return };
    let Claim::Signed(signed) = &claim else { return };
    let written = header(signed);
    let value = HeaderValue::from_str(&written).or_else(|_| HeaderValue::from_bytes(written.as_bytes()));
    parts.headers.insert(AUTHORIZATION, value.unwrap_or_else(|error| panic!("{written:?}: {error}")));
    assert_eq!(Claim::parse(&parts).ok(), Some(claim), "{written:?}");
}

pub(super) fn presigned(data: &[u8]) {
    let uri = super::text(data).and_then(|query| Uri::try_from(format!("/?{query}")).ok());
    let Some(uri) = uri else { return };
    let Ok(claim) = Claim::parse(&parts(uri)) else { return };
    let Claim::Signed(signed) = &claim else { return };
    let written = query(signed);
    let uri = Uri::try_from(format!("/?{written}")).unwrap_or_else(|error| panic!("{written:?}: {error}"));
    assert_eq!(Claim::parse(&parts(uri)).ok(), Some(claim.clone()), "{written:?}");
    // Whatever it says, there is a moment at which it is over or not.
    let _ = claim.expired(UNIX_EPOCH);
}

fn parts(uri: Uri) -> Parts {
    let (mut parts, ()) = Request::new(()).into_parts();
    parts.uri = uri;
    parts
}

fn header(signed: &Signed) -> String {
    let (access_key, signature) = (signed.access_key(), signed.signature());
    let algorithm = match signed.version {
        Version::V2 => return format!("AWS {access_key}:{signature}"),
        Version::V4 => "AWS4-HMAC-SHA256",
        Version::V4a => "AWS4-ECDSA-P256-SHA256",
    };
    let (credential, headers) = (credential(signed), signed.signed_headers());
    format!("{algorithm} Signature={signature},SignedHeaders={headers},Credential={credential}")
}

fn query(signed: &Signed) -> String {
    let Signed { version, date, expiry, session_token, .. } = signed;
    let end = expiry.as_ref().map(|expiry| expiry.at);
    let after = |at: SystemTime| at.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()).to_string();
    let text = |text: &str| Some(text.to_owned());
    let mut items = match version {
        Version::V2 => vec![
            ("Expires", end.map(after)),
            ("Signature", text(signed.signature())),
            ("AWSAccessKeyId", text(signed.access_key())),
        ],
        Version::V4 | Version::V4a => vec![
            ("X-Amz-Expires", expiry.as_ref().and_then(|expiry| expiry.seconds.clone())),
            ("X-Amz-Date", date.map(basic)),
            ("X-Amz-SignedHeaders", text(signed.signed_headers())),
            ("X-Amz-Signature", text(signed.signature())),
            ("X-Amz-Credential", Some(credential(signed))),
        ],
    };
    match version {
        Version::V2 => {}
        Version::V4 => items.push(("X-Amz-Algorithm", text("AWS4-HMAC-SHA256"))),
        Version::V4a => {
            items.push(("X-Amz-Algorithm", text("AWS4-ECDSA-P256-SHA256")));
            items.push(("X-Amz-Region-Set", signed.region().and_then(text)));
        }
    }
    items.push(("x-amz-security-token", session_token.clone()));
    let sent = items.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let sent = sent.map(|(name, value)| format!("{name}={}", utf8_percent_encode(&value, NON_ALPHANUMERIC)));
    sent.collect::<Vec<_>>().join("&")
}

fn credential(signed: &Signed) -> String {
    format!("{}/{}", signed.access_key(), signed.scope())
}

fn basic(at: SystemTime) -> String {
    let form = format_description!("[year][month][day]T[hour][minute][second]Z");
    OffsetDateTime::from(at).format(&form).unwrap_or_default()
}
