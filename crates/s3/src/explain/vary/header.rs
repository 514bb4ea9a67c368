//! The values that signed headers may have had before someone changed or dropped them.

use http::HeaderMap;

use super::quoted;
use crate::explain::finding::{Finding, Part};

/// How many signed headers are looked at, and how many other values are tried for each.
const HEADERS: usize = 24;
const VALUES: usize = 12;

/// A header's other value, and what it would mean.
pub(super) struct Candidate {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) finding: Finding,
}

/// What clients and proxies call a body whose type nobody named.
pub(in crate::explain) const TYPES: [&str; 9] = [
    "application/octet-stream",
    "binary/octet-stream",
    "application/x-www-form-urlencoded",
    "application/json",
    "application/xml",
    "text/plain",
    "image/jpeg",
    "image/png",
    "application/pdf",
];

/// The values that such a header has in the wild.
fn usual(name: &str) -> &'static [&'static str] {
    match name {
        "accept" => &["*/*", "application/json, text/plain, */*"],
        "accept-encoding" => {
            &["identity", "gzip", "gzip, deflate", "gzip, deflate, br", "gzip, deflate, br, zstd", "gzip, br"]
        }
        "cache-control" | "pragma" => &["no-cache"],
        "connection" => &["keep-alive", "close", "Keep-Alive"],
        "content-encoding" => &["aws-chunked", "gzip"],
        "content-length" => &["0"],
        "content-type" => &TYPES,
        "expect" => &["100-continue"],
        "te" => &["trailers"],
        "transfer-encoding" => &["chunked"],
        "x-amz-content-sha256" => &["UNSIGNED-PAYLOAD"],
        _ => &[],
    }
}

/// Who does such a thing to such a header, and what to do.
fn blame(name: &str) -> (&'static str, &'static str) {
    match name {
        "accept-encoding" => (
            "a proxy (Cloudflare, nginx with compression) changed a signed header",
            "Let the proxy leave Accept-Encoding alone, or have the client not sign it.",
        ),
        "content-type"
        | "content-md5"
        | "content-disposition"
        | "content-encoding"
        | "content-language"
        | "cache-control" => (
            "who uses the URL sends another value than was signed; browsers and HTTP libraries add or complete this \
                header by themselves",
            "Send exactly the header that was presigned, or presign without it.",
        ),
        "connection" | "expect" | "te" | "transfer-encoding" | "content-length" | "upgrade" | "keep-alive" => (
            "a proxy or the HTTP library changed a header that belongs to the connection",
            "Have the client not sign headers of the connection.",
        ),
        "range" => (
            "a caching proxy dropped or changed the range",
            "Let the proxy pass Range on, or have the client not sign it.",
        ),
        "cookie" | "user-agent" | "accept" | "referer" | "origin" => (
            "a proxy or a browser changed a header that should not be signed",
            "Have the client sign no more than host, content-type and the x-amz- headers.",
        ),
        _ => (
            "who sent the request, or a proxy, changed a signed header",
            "Send exactly the headers that were signed, and let proxies pass them on.",
        ),
    }
}

/// Values that the signed headers may have had. `received` gives the value that counts for a name, as S3 reads it.
pub(super) fn variants(signed: &[String], headers: &HeaderMap, received: &dyn Fn(&str) -> String) -> Vec<Candidate> {
    let mut found = Vec::new();
    for name in signed.iter().filter(|name| *name != "host").take(HEADERS) {
        let now = received(name);
        let mut values: Vec<String> = Vec::new();
        let original = format!("x-original-{name}");
        values.extend(headers.get(&original).and_then(|value| value.to_str().ok()).map(str::to_owned));
        values.push(String::new());
        values.extend(parameters(name, &now));
        values.extend(usual(name).iter().map(|value| (*value).to_owned()));
        values.push(now.to_ascii_lowercase());
        let mut seen = vec![now.clone()];
        for value in values.into_iter().take(VALUES) {
            if !seen.contains(&value) {
                found.push(Candidate {
                    name: name.clone(),
                    finding: finding(name, &value, &now),
                    value: value.clone(),
                });
                seen.push(value);
            }
        }
    }
    found
}

fn finding(name: &str, signed: &str, now: &str) -> Finding {
    let (why, remedy) = blame(name);
    let good = if signed.is_empty() {
        format!("without a value of `{name}`")
    } else {
        format!("for {}", quoted(&format!("{name}: {signed}")))
    };
    let came = if now.is_empty() {
        format!("without `{name}`")
    } else {
        format!("with {}", quoted(&format!("{name}: {now}")))
    };
    Finding::new(Part::Header, format!("The signature is good {good}, but the request came {came}: {why}."), remedy)
}

/// A media type with its charset or without.
fn parameters(name: &str, now: &str) -> Vec<String> {
    if name != "content-type" || now.is_empty() {
        return Vec::new();
    }
    match now.split_once(';') {
        Some((bare, _)) => vec![bare.trim().to_owned()],
        None => ["; charset=utf-8", ";charset=utf-8", "; charset=UTF-8", ";charset=UTF-8"]
            .map(|end| format!("{now}{end}"))
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, now: &str, signed: &str, why: &str) {
        let found = variants(&["host".to_owned(), name.to_owned()], &HeaderMap::new(), &|_| now.to_owned());
        let words = found.iter().find(|found| found.value == signed).map(|found| found.finding.words.as_str());
        assert!(words.unwrap_or_default().contains(why), "{name}: {now} {signed}: {words:?}");
        assert!(found.iter().all(|found| found.value != now && found.name == name));
    }

    #[test]
    fn what_a_header_may_have_been() {
        check("accept-encoding", "gzip", "identity", "Cloudflare");
        check("content-type", "", "image/png", "came without `content-type`");
        check("content-type", "text/plain;charset=UTF-8", "text/plain", "another value than was signed");
        check("content-type", "text/plain", "text/plain; charset=utf-8", "another value than was signed");
        check("content-type", "text/plain", "", "good without a value of `content-type`");
        check("connection", "close", "keep-alive", "belongs to the connection");
        check("expect", "", "100-continue", "belongs to the connection");
        check("range", "bytes=0-1", "", "caching proxy");
        check("x-amz-meta-a", "B", "b", "changed a signed header");
    }

    #[test]
    fn proxies_keep_what_a_header_was() {
        let mut headers = HeaderMap::new();
        headers.insert("x-original-user-agent", "aws-cli".parse().unwrap());
        let found = variants(&["user-agent".to_owned()], &headers, &|_| "curl".to_owned());
        assert_eq!(found[0].value, "aws-cli");
    }

    #[test]
    fn the_list_is_bounded() {
        let signed: Vec<String> = (0..1000).map(|n| format!("x-{n}")).collect();
        assert!(variants(&signed, &HeaderMap::new(), &|_| "a".to_owned()).len() <= HEADERS * VALUES);
    }
}
