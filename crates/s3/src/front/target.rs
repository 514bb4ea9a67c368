//! Where a request is addressed: Host and path become a bucket, a key, and the path-style path that s3s is given.
//!
//! Promises that the bucket and the key are what s3s will read out of [`Target::path`]. Whether a bucket name or a key
//! is legal is decided elsewhere.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>

use std::borrow::Cow;
use std::net::{IpAddr, Ipv6Addr};

use http::Uri;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::regional::{self, Regional};

/// What a request addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The bucket, decoded; none for the service itself.
    pub(crate) bucket: Option<String>,
    /// The key, decoded and otherwise as sent: no slash, dot or control character means anything here.
    pub(crate) key: Option<String>,
    /// The path in path style, still percent-encoded, where it is another than the one that was sent.
    pub(crate) path: Option<String>,
    /// Whether the bucket was named by the Host header.
    pub(crate) virtual_host: bool,
    /// The one region that the host stands for.
    pub(crate) regional: Option<Regional>,
}

/// Why a request addresses nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TargetError {
    /// A percent sign without two hexadecimal digits, or bytes that are not UTF-8: 400 `InvalidURI`.
    #[error("the path {uri:?} is not percent-encoded UTF-8")]
    InvalidUri {
        /// The path as sent.
        uri: String,
    },
}

impl Target {
    /// Reads the request target `path` (percent-encoded, without its query) that was sent to `host`. An authority in an
    /// absolute-form target goes before `host` (RFC 9112, 3.2.2).
    ///
    /// # Errors
    /// [`TargetError::InvalidUri`] when the path cannot be decoded.
    pub(crate) fn parse(host: Option<&str>, path: &str, domains: &[String]) -> Result<Self, TargetError> {
        let sent = path;
        let (host, path) = origin_form(host, path);
        let regional = host.and_then(regional::split);
        let bucket = match &regional {
            Some((before, at)) => under_region(before, at, domains),
            None => host.and_then(|host| bucket_of(host, domains)),
        };
        let target = match bucket {
            Some(bucket) => Self::under(bucket, path)?,
            None => Self { path: (path != sent).then(|| path.to_owned()), ..Self::path_style(path)? },
        };
        Ok(Self { regional: regional.map(|(_, at)| at), ..target })
    }

    /// The path in path style, still percent-encoded; `uri` is what was sent.
    pub(crate) fn path<'a>(&'a self, uri: &'a Uri) -> &'a str {
        self.path.as_deref().unwrap_or_else(|| uri.path())
    }

    /// What it addresses, as error documents name it.
    pub(crate) fn resource(&self) -> &'static str {
        match (&self.bucket, &self.key) {
            (_, Some(_)) => "OBJECT",
            (Some(_), None) => "BUCKET",
            (None, None) => "SERVICE",
        }
    }

    /// Addresses the bucket alone.
    pub(crate) fn forget_key(&mut self) {
        if self.key.take().is_some() {
            let bucket = self.bucket.as_deref().unwrap_or_default();
            self.path = Some(format!("/{}", utf8_percent_encode(bucket, NON_ALPHANUMERIC)));
        }
    }

    fn under(bucket: String, path: &str) -> Result<Self, TargetError> {
        let decoded = decode(path)?;
        let key = decoded.strip_prefix('/').unwrap_or(&decoded);
        Ok(Self {
            key: (!key.is_empty()).then(|| key.to_owned()),
            path: Some(format!("/{bucket}{path}")),
            bucket: Some(bucket),
            virtual_host: true,
            regional: None,
        })
    }

    fn path_style(path: &str) -> Result<Self, TargetError> {
        let decoded = decode(path)?;
        let rest = decoded.strip_prefix('/').unwrap_or(&decoded);
        // Split after decoding, as s3s does, so that both read one bucket even from `/bucket%2Fkey`.
        let (bucket, key) = match rest.split_once('/') {
            Some((bucket, key)) => (Some(bucket), Some(key).filter(|key| !key.is_empty())),
            None => (Some(rest).filter(|bucket| !bucket.is_empty()), None),
        };
        Ok(Self {
            bucket: bucket.map(str::to_owned),
            key: key.map(str::to_owned),
            path: None,
            virtual_host: false,
            regional: None,
        })
    }
}

/// Host and path of a target in any of the forms of RFC 9112, 3.2.
fn origin_form<'a>(host: Option<&'a str>, path: &'a str) -> (Option<&'a str>, &'a str) {
    if path.starts_with('/') {
        return (host, path);
    }
    match path.split_once("://") {
        Some((_, rest)) => {
            let slash = rest.find('/').unwrap_or(rest.len());
            let (authority, path) = rest.split_at(slash);
            (Some(authority), if path.is_empty() { "/" } else { path })
        }
        // The asterisk form, and the empty path of an absolute form that was taken apart before.
        None => (host, "/"),
    }
}

/// The bucket that `host` names under the longest of `domains` that it ends with; none means path style.
fn bucket_of(host: &str, domains: &[String]) -> Option<String> {
    let host = without_port(host);
    let host = host.strip_suffix('.').unwrap_or(host);
    let domain = domains.iter().filter(|domain| is_under(host, domain)).max_by_key(|domain| domain.len())?;
    if host.parse::<IpAddr>().is_ok() || is_bracketed_ip(host) {
        return None;
    }
    plain(host[..host.len() - domain.len()].strip_suffix('.')?)
}

/// The bucket that stands `before` the endpoint of a region whose domain is one of `domains`, with its region or
/// without.
fn under_region(before: &str, at: &Regional, domains: &[String]) -> Option<String> {
    let domain = without_port(&at.rest);
    let dotted = format!("s3.{}.{domain}", at.region);
    domains.iter().any(|known| is_under(domain, known) || is_under(&dotted, known)).then(|| plain(before))?
}

/// A bucket in a host. Anything but these characters could not be put into the path unchanged, and no bucket is named
/// so.
pub(super) fn plain(bucket: &str) -> Option<String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    (!bucket.is_empty() && bucket.bytes().all(plain)).then(|| bucket.to_ascii_lowercase())
}

pub(super) fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

fn is_bracketed_ip(host: &str) -> bool {
    let inner = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
    inner.is_some_and(|h| h.parse::<Ipv6Addr>().is_ok())
}

/// Whether `host` is `domain` or ends with `.domain`, in any case of letters.
pub(super) fn is_under(host: &str, domain: &str) -> bool {
    let Some(start) = host.len().checked_sub(domain.len()) else {
        return false;
    };
    let (front, end) = host.as_bytes().split_at(start);
    end.eq_ignore_ascii_case(domain.as_bytes()) && front.last().is_none_or(|&b| b == b'.')
}

/// Whether every percent sign of `path` begins an escape.
pub(super) fn is_escaped(path: &str) -> bool {
    let whole = |at: usize| {
        let digits = path.as_bytes().get(at + 1..at + 3);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    memchr::memchr_iter(b'%', path.as_bytes()).all(whole)
}

/// Decodes a path strictly. A plus is a plus: only queries and forms write a blank so.
pub(super) fn decode(path: &str) -> Result<Cow<'_, str>, TargetError> {
    if memchr::memchr(b'%', path.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(path));
    }
    let invalid = || TargetError::InvalidUri { uri: path.to_owned() };
    if !is_escaped(path) {
        return Err(invalid());
    }
    percent_decode_str(path).decode_utf8().map_err(|_| invalid())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOMAINS: [&str; 4] = ["localhost", "s3.localhost", "Example.com", "s3mock"];

    fn parse(host: &str, path: &str) -> Result<Target, TargetError> {
        Target::parse(Some(host), path, &DOMAINS.map(str::to_owned))
    }

    /// A path-style request: bucket and key, the path unchanged.
    fn check_path(host: &str, path: &str, bucket: Option<&str>, key: Option<&str>) {
        let target = parse(host, path).unwrap();
        assert_eq!((target.bucket.as_deref(), target.key.as_deref()), (bucket, key), "{host} {path}");
        assert_eq!((target.path.as_deref(), target.virtual_host), (None, false), "{host} {path}");
    }

    /// A virtual-host style request: bucket, key, and the path that s3s gets.
    fn check_host(host: &str, path: &str, bucket: &str, key: Option<&str>, full: &str) {
        let target = parse(host, path).unwrap();
        assert_eq!((target.bucket.as_deref(), target.key.as_deref()), (Some(bucket), key), "{host} {path}");
        assert_eq!((target.path.as_deref(), target.virtual_host), (Some(full), true), "{host} {path}");
    }

    #[test]
    fn path_style_splits_at_the_first_slash() {
        check_path("localhost", "/", None, None);
        check_path("localhost", "/b", Some("b"), None);
        check_path("localhost", "/b/", Some("b"), None);
        check_path("localhost", "/b//", Some("b"), Some("/"));
        check_path("localhost", "/b///x", Some("b"), Some("//x"));
        check_path("localhost", "//k", Some(""), Some("k"));
        check_path("localhost", "/b%2Fk", Some("b"), Some("k"));
    }

    #[test]
    fn keys_are_kept_as_they_are() {
        check_path("localhost", "/b/a/", Some("b"), Some("a/"));
        check_path("localhost", "/b/a+b%20c%2B", Some("b"), Some("a+b c+"));
        check_path("localhost", "/b/./../x", Some("b"), Some("./../x"));
        check_path("localhost", "/b/..", Some("b"), Some(".."));
        check_path("localhost", "/b/%2F%2f", Some("b"), Some("//"));
        check_path("localhost", "/b/%00%1f%7F", Some("b"), Some("\0\u{1f}\u{7f}"));
        check_path("localhost", "/b/%E2%82%AC-%F0%9F%98%80", Some("b"), Some("€-😀"));
        check_path("localhost", "/b/ü", Some("b"), Some("ü"));
        check_path("localhost", "/b/%2525", Some("b"), Some("%25"));
    }

    #[test]
    fn hosts_without_a_bucket_are_path_style() {
        for host in [
            "localhost",
            "localhost:9000",
            "s3.localhost",
            "LOCALHOST",
            "localhost.",
            "127.0.0.1:9000",
            "127.0.0.1",
            "[::1]:9000",
            "[::1]",
            "::1",
            "unknown.org",
            "notlocalhost",
            "bucket.example.org",
            ".localhost",
            "a/b.localhost",
            "a%41.localhost",
            "",
        ] {
            check_path(host, "/b/k", Some("b"), Some("k"));
        }
        let target = Target::parse(None, "/b/k", &["localhost".to_owned()]).unwrap();
        assert!(!target.virtual_host);
    }

    #[test]
    fn hosts_name_buckets() {
        check_host("b.localhost", "/", "b", None, "/b/");
        check_host("b.localhost:9000", "/k", "b", Some("k"), "/b/k");
        check_host("b.localhost.:9000", "/k", "b", Some("k"), "/b/k");
        check_host("b.localhost", "//", "b", Some("/"), "/b//");
        check_host("b.localhost", "/%2Fk", "b", Some("/k"), "/b/%2Fk");
        check_host("b.localhost", "/b/k", "b", Some("b/k"), "/b/b/k");
        check_host("My.Dotted.Bucket.EXAMPLE.com", "/k/", "my.dotted.bucket", Some("k/"), "/my.dotted.bucket/k/");
        check_host("b.s3mock:1", "/k", "b", Some("k"), "/b/k");
        check_host("1.2.3.4.localhost", "/k", "1.2.3.4", Some("k"), "/1.2.3.4/k");
    }

    #[test]
    fn hosts_name_regions() {
        let check = |host: &str, bucket: Option<&str>, region: Option<&str>| {
            let target = parse(host, "/b/k").unwrap();
            let found = target.regional.as_ref().map(|at| at.region.as_str());
            assert_eq!((target.bucket.as_deref(), found), (bucket, region), "{host}");
        };
        check("s3.eu-west-1.localhost:9000", Some("b"), Some("eu-west-1"));
        check("shelf.s3.eu-west-1.localhost:9000", Some("shelf"), Some("eu-west-1"));
        check("shelf.s3-eu-west-1.localhost", Some("shelf"), Some("eu-west-1"));
        check("s3.eu-west-1.amazonaws.com", Some("b"), Some("eu-west-1"));
        check("shelf.s3.eu-west-1.amazonaws.com", Some("b"), Some("eu-west-1"));
        check("shelf.localhost", Some("shelf"), None);
        check("localhost", Some("b"), None);
    }

    #[test]
    fn the_longest_domain_wins() {
        check_host("b.s3.localhost", "/k", "b", Some("k"), "/b/k");
        check_host("s3x.localhost", "/k", "s3x", Some("k"), "/s3x/k");
    }

    #[test]
    fn other_forms_of_target() {
        let of = |host: &str, path: &str| {
            let target = parse(host, path).unwrap();
            (target.bucket, target.key, target.path.unwrap_or_default())
        };
        let some = |s: &str| Some(s.to_owned());
        assert_eq!(of("other", "http://b.localhost:9000/k"), (some("b"), some("k"), "/b/k".to_owned()));
        assert_eq!(of("b.localhost", "http://127.0.0.1/c/k"), (some("c"), some("k"), "/c/k".to_owned()));
        assert_eq!(of("other", "http://b.localhost"), (some("b"), None, "/b/".to_owned()));
        assert_eq!(of("localhost", "*"), (None, None, "/".to_owned()));
        assert_eq!(of("b.localhost", "*"), (some("b"), None, "/b/".to_owned()));
        assert_eq!(of("localhost", ""), (None, None, "/".to_owned()));
    }

    #[test]
    fn what_cannot_be_decoded_is_refused() {
        for path in ["/b/%", "/b/%2", "/b/%zz", "/b/%%41", "/b/%+1", "/b/%ff", "/b/%E2%82", "/%C0%80", "/b/%2é"] {
            let expected = Err(TargetError::InvalidUri { uri: path.to_owned() });
            assert_eq!(parse("localhost", path), expected);
            assert_eq!(parse("b.localhost", path), expected);
        }
    }
}
