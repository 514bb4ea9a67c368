//! The ways in which clients and proxies write a path otherwise than S3 reads it.
//!
//! S3 takes the path as it came, decodes it once and encodes it once; nothing is normalised.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>

use http::HeaderMap;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::text;
use crate::explain::finding::{Finding, Part};
use crate::signature::canonical::path as canonical;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What S3 wants in a path.
const PATH: &AsciiSet = &UNRESERVED.remove(b'/');
/// What JavaScript's `encodeURIComponent` leaves.
const COMPONENT: &AsciiSet = &PATH.remove(b'!').remove(b'\'').remove(b'(').remove(b')').remove(b'*');
/// What JavaScript's `encodeURI` leaves.
const URI: &AsciiSet = &COMPONENT
    .remove(b';')
    .remove(b',')
    .remove(b'?')
    .remove(b':')
    .remove(b'@')
    .remove(b'&')
    .remove(b'=')
    .remove(b'+')
    .remove(b'$')
    .remove(b'#');
/// What RFC 3986 allows in a path.
const PCHAR: &AsciiSet = &URI.add(b'?').add(b'#');
const TILDE: &AsciiSet = &PATH.add(b'~');
const ALL: &AsciiSet = UNRESERVED;

/// Headers in which proxies say what the path was before they changed it.
const ORIGINAL: [&str; 4] = ["x-original-uri", "x-original-url", "x-forwarded-uri", "x-rewrite-url"];

/// Places under which people publish a store.
const PREFIXES: [&str; 3] = ["/minio", "/s3", "/storage"];

fn encode(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

fn decode(raw: &str) -> String {
    percent_decode_str(raw).decode_utf8_lossy().into_owned()
}

/// Canonical paths that a signer may have had for what came as `raw`, each with what that would mean.
pub(super) fn variants(raw: &str, headers: &HeaderMap) -> Vec<(String, Finding)> {
    let (decoded, right) = (decode(raw), canonical(raw));
    let mut found = Vec::new();
    let mut add = |path: String, why: &str, remedy: &str| {
        if path != right && path.starts_with('/') {
            let words = format!("The signature is good for the path `{path}`, but S3 reads `{right}`: {why}.");
            found.push((path, Finding::new(Part::Path, words, remedy)));
        }
    };
    let once = "Encode each segment of the path once for the signature (RFC 3986, unreserved characters alone stay).";
    add(
        encode(&right, PATH),
        "the client encoded the path twice",
        "Encode the path once: in signers of other services, turn off double encoding for S3.",
    );
    add(decoded.clone(), "the client signed the path without encoding it", once);
    add(raw.to_owned(), "the client signed the path as it sent it, which is not how S3 encodes it", once);
    add(
        right.replace("%2B", "%20"),
        "the client took the plus sign for a space",
        "Write a plus sign as %2B in URLs, and sign it so.",
    );
    add(
        right.replace("%20", "+"),
        "the client wrote spaces as plus signs, as forms do",
        "Write a space as %20 in the path.",
    );
    add(
        right.replace("%20", "%2B"),
        "the client wrote spaces as plus signs, as forms do",
        "Write a space as %20 in the path.",
    );
    for (set, by) in [(COMPONENT, "encodeURIComponent"), (URI, "encodeURI"), (PCHAR, "RFC 3986")] {
        let why = format!("reserved characters were left as they are, as {by} does");
        add(encode(&decoded, set), &why, once);
    }
    add(right.replace("%3D", "="), "the equals sign was left unencoded", once);
    add(encode(&decoded, TILDE), "the tilde was encoded", "Leave the tilde as it is.");
    add(
        encode(&decoded, ALL).replacen("%2F", "/", 1),
        "the slashes of the key were encoded",
        "Leave slashes as they are.",
    );
    add(
        encode(&decoded, ALL).replacen("%2F", "/", 2),
        "the slashes of the key were encoded",
        "Leave slashes as they are.",
    );
    add(lower_escapes(&right), "escapes were written in small letters", "Write escapes in capital letters (%2F).");
    slashes(&right, &mut add);
    prefixes(&right, headers, &mut add);
    found
}

/// Slashes and dots that someone tidied.
fn slashes(right: &str, add: &mut impl FnMut(String, &str, &str)) {
    let keep = "Sign and send the path as it is: in S3 every slash and dot is part of the key. In nginx: merge_slashes \
        off, and proxy_pass without a path.";
    let merged = merge(right);
    add(merged.clone(), "the signer merged slashes", keep);
    add(resolve(right), "the signer resolved `.` and `..`", keep);
    add(resolve(&merged), "the signer normalised the path", keep);
    match right.strip_suffix('/') {
        Some(shorter) => add(shorter.to_owned(), "a slash at the end was added after signing, or not signed", keep),
        None => add(format!("{right}/"), "a slash at the end was lost after signing", keep),
    }
    if let Some((bucket, key)) = right[1..].split_once('/') {
        add(format!("/{bucket}//{key}"), "one of two slashes was lost on the way", keep);
    }
    add(format!("/{right}"), "one of two slashes was lost on the way", keep);
}

/// A part of the path that a proxy took off or put before.
fn prefixes(right: &str, headers: &HeaderMap, add: &mut impl FnMut(String, &str, &str)) {
    let remedy = "Sign the URL as clients see it and let the proxy pass the path on unchanged: give the store a host \
        name of its own instead of a path.";
    for name in ORIGINAL {
        if let Some(original) = text(headers, name) {
            let path = original.split('?').next().unwrap_or_default();
            let path =
                path.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or(path);
            add(canonical(path).into_owned(), &format!("a proxy changed the path (header {name})"), remedy);
        }
    }
    let named = text(headers, "x-forwarded-prefix").map(|prefix| prefix.trim_end_matches('/').to_owned());
    for prefix in named.into_iter().chain(PREFIXES.map(str::to_owned)) {
        add(format!("{prefix}{right}"), &format!("a proxy took `{prefix}` off the path"), remedy);
    }
    if let Some((first, rest)) = right[1..].split_once('/') {
        add(format!("/{rest}"), &format!("a proxy put `/{first}` before the path"), remedy);
    }
}

fn lower_escapes(path: &str) -> String {
    let mut pieces = path.split('%');
    let mut lowered = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2).unwrap_or((piece, ""));
        lowered += &format!("%{}{rest}", digits.to_ascii_lowercase());
    }
    lowered
}

fn merge(path: &str) -> String {
    let mut merged = String::with_capacity(path.len());
    for letter in path.chars() {
        if !(letter == '/' && merged.ends_with('/')) {
            merged.push(letter);
        }
    }
    merged
}

/// `.` and `..` taken out as RFC 3986 does it for relative references.
fn resolve(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path[1..].split('/') {
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            segment => kept.push(segment),
        }
    }
    let slash = if path.ends_with("/.") || path.ends_with("/..") { "/" } else { "" };
    format!("/{}{slash}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, path: &str, why: &str) {
        let variants = variants(raw, &HeaderMap::new());
        let found = variants.iter().find(|(signed, _)| signed == path);
        let words = found.map(|(_, finding)| finding.words.as_str()).unwrap_or_default();
        assert!(words.contains(why), "{raw} {path}: {words:?} of {variants:#?}");
    }

    #[test]
    fn what_became_of_a_path() {
        check("/b/a%20b", "/b/a%2520b", "encoded the path twice");
        check("/b/a%20b", "/b/a b", "without encoding it");
        check("/b/a=b", "/b/a=b", "without encoding it");
        check("/b/a+b", "/b/a%20b", "took the plus sign for a space");
        check("/b/a%20b", "/b/a+b", "as forms do");
        check("/b/(a)%20b", "/b/(a)%20b", "as it sent it");
        check("/b/%28a%29%20b", "/b/(a)%20b", "encodeURIComponent");
        check("/b/a%40%5Bb", "/b/a@%5Bb", "encodeURI");
        check("/b/~", "/b/%7E", "tilde");
        check("/b/x/y", "/b/x%2Fy", "slashes of the key");
        check("/x%2Fy", "/x%2Fy", "as it sent it");
        check("/b/%C3%BC", "/b/%c3%bc", "small letters");
        check("/b//x", "/b/x", "merged slashes");
        check("/b/x", "/b//x", "one of two slashes");
        check("/b/./x/../y", "/b/y", "resolved");
        check("/b//./x", "/b/x", "normalised");
        check("/b/x", "/b/x/", "was lost");
        check("/b/x/", "/b/x", "was added");
        check("/b/x", "/minio/b/x", "took `/minio` off");
        check("/v2/b/x", "/b/x", "put `/v2` before");
    }

    #[test]
    fn proxies_say_what_the_path_was() {
        let mut headers = HeaderMap::new();
        headers.insert("x-original-uri", "/store/b/k?x=1".parse().unwrap());
        headers.insert("x-forwarded-prefix", "/files/".parse().unwrap());
        let paths: Vec<_> = variants("/b/k", &headers).into_iter().map(|(path, _)| path).collect();
        for path in ["/store/b/k", "/files/b/k"] {
            assert!(paths.iter().any(|found| found == path), "{paths:?}");
        }
    }

    #[test]
    fn none_is_the_right_one() {
        for raw in ["/", "/b", "/b/", "/b/k", "/b/a%20b", "/b//", "/b/%", "/b/../../x"] {
            assert!(variants(raw, &HeaderMap::new()).iter().all(|(path, _)| *path != canonical(raw)), "{raw}");
        }
    }
}
