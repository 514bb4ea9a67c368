//! Hosts that name a region: `s3.REGION.…`, `s3.dualstack.REGION.…`, `s3-REGION.…`, and the same below a bucket.
//!
//! They stand for that region alone, as S3's own do; any other host stands for every region (`docs/decisions/0010`).
//! <https://docs.aws.amazon.com/general/latest/gr/s3.html>

use crate::rules::region;

/// An endpoint of one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Regional {
    /// The region.
    pub(crate) region: String,
    /// What follows it in the host: a domain, and perhaps a port.
    pub(super) rest: String,
}

impl Regional {
    /// The endpoint of another region, of a bucket where the bucket stood in the host.
    pub(crate) fn of(&self, bucket: Option<&str>, region: &str) -> String {
        let bucket = bucket.map(|bucket| format!("{bucket}.")).unwrap_or_default();
        format!("{bucket}s3-{region}.{}", self.rest)
    }
}

/// Takes such a host apart: what stands before the endpoint, and the endpoint.
pub(super) fn split(host: &str) -> Option<(&str, Regional)> {
    // Most hosts have no such label, wherever it would begin.
    let bytes = host.as_bytes();
    if !memchr::memchr_iter(b'3', bytes).any(|at| at > 0 && bytes[at - 1].eq_ignore_ascii_case(&b's')) {
        return None;
    }
    let dots = host.rmatch_indices('.').map(|(at, _)| at + 1);
    dots.chain([0]).find_map(|start| {
        let (before, endpoint) = host.split_at(start);
        Some((before.strip_suffix('.').unwrap_or(before), parse(endpoint)?))
    })
}

fn parse(endpoint: &str) -> Option<Regional> {
    let (label, rest) = endpoint.split_once('.')?;
    let label = label.to_ascii_lowercase();
    let (region, rest) = match label.strip_prefix("s3")? {
        "" => {
            let (next, rest) = rest.split_once('.')?;
            if next.eq_ignore_ascii_case("dualstack") { rest.split_once('.')? } else { (next, rest) }
        }
        hyphenated => (hyphenated.strip_prefix('-')?, rest),
    };
    let region = region.to_ascii_lowercase();
    (region::exists(&region) && !rest.is_empty()).then(|| Regional { region, rest: rest.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(host: &str, expected: Option<(&str, &str, &str)>) {
        let found = split(host);
        let found = found.as_ref().map(|(before, at)| (*before, at.region.as_str(), at.rest.as_str()));
        assert_eq!(found, expected, "{host}");
    }

    #[test]
    fn regions_are_found() {
        check("s3.eu-west-1.localhost:9000", Some(("", "eu-west-1", "localhost:9000")));
        check("s3-eu-west-1.amazonaws.com", Some(("", "eu-west-1", "amazonaws.com")));
        check("S3.Dualstack.us-west-2.amazonaws.com", Some(("", "us-west-2", "amazonaws.com")));
        check("shelf.s3.eu-west-1.localhost", Some(("shelf", "eu-west-1", "localhost")));
        check("my.shelf.s3-eu-west-1.localhost", Some(("my.shelf", "eu-west-1", "localhost")));
        check("s3.eu-west-1.s3.us-west-2.localhost", Some(("s3.eu-west-1", "us-west-2", "localhost")));
    }

    #[test]
    fn other_hosts_are_of_no_region() {
        for host in ["localhost:9000", "s3.localhost", "s3.amazonaws.com", "s3.eu-west-1", "s3.moon-1.localhost"] {
            check(host, None);
        }
        for host in ["127.0.0.1", "[::1]:9000", "s3x.eu-west-1.localhost", "", "shelf.localhost", "s3-.localhost"] {
            check(host, None);
        }
    }

    #[test]
    fn endpoints_of_other_regions() {
        let (_, at) = split("shelf.s3.eu-west-1.localhost:9000").unwrap();
        assert_eq!(at.of(Some("shelf"), "us-west-2"), "shelf.s3-us-west-2.localhost:9000");
        assert_eq!(at.of(None, "us-west-2"), "s3-us-west-2.localhost:9000");
    }
}
