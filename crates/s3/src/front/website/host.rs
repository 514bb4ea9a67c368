//! Hosts of website endpoints: `BUCKET.s3-website-REGION.…`, `BUCKET.s3-website.REGION.…`, `BUCKET.s3-website.…`, and
//! whatever lies below a domain for websites.
//!
//! The first two stand for one region, as S3's own do; the others for every region (`docs/decisions/0016`).
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html>

use super::super::regional;
use super::super::target::{is_under, plain, without_port};
use crate::rules::region;

/// What the label of an endpoint begins with.
const MARK: &str = "s3-website";

/// Regions whose endpoint is written with a dash; that of any other has a dot.
/// <https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints>
const DASHED: &[&str] = &[
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-west-1",
    "sa-east-1",
    "us-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

/// The website that a host stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::front) struct Site {
    /// What its bucket may be called: the first of them that is there. None where the host names no bucket.
    pub(super) buckets: Vec<String>,
    /// The one region that the host stands for, and what follows the endpoint.
    pub(super) regional: Option<(String, String)>,
}

impl Site {
    /// The website at `host`, if it stands for one: the longest of the endpoints and domains that it ends with is one for
    /// websites.
    pub(in crate::front) fn of(host: &str, domains: &[String], website_domains: &[String]) -> Option<Self> {
        // Most hosts have no label of an endpoint, which has a dash.
        if website_domains.is_empty() && !host.contains('-') {
            return None;
        }
        let name = without_port(host);
        let name = name.strip_suffix('.').unwrap_or(name);
        let longest = |domains: &[String]| {
            domains.iter().filter(|domain| is_under(name, domain)).map(String::len).max().unwrap_or_default()
        };
        let (endpoint, below) = (endpoint(host), longest(website_domains));
        if endpoint.is_none() && below == 0 {
            return None;
        }
        let regional = regional::split(name).map_or(0, |(before, _)| name.len() - before.len());
        let other = longest(domains);
        if let Some(endpoint) = endpoint {
            let length = name.len() - endpoint.before.len();
            // Of two endpoints the last is the one: what stands before it is a bucket.
            let is_last = regional == 0 || length < regional;
            if is_last && length >= other.max(below) {
                return endpoint.site();
            }
        }
        if below > 0 && below >= other.max(regional) { below_domain(name, below) } else { None }
    }

    /// The endpoint of `bucket` in the region that it is in.
    pub(super) fn endpoint(bucket: &str, region: &str, rest: &str) -> String {
        let mark = if DASHED.contains(&region) { '-' } else { '.' };
        format!("{bucket}.s3-website{mark}{region}.{rest}")
    }
}

/// A host that ends with an endpoint for websites.
#[derive(Debug, PartialEq, Eq)]
struct Endpoint<'a> {
    /// What stands before it: a bucket, or nothing.
    before: &'a str,
    region: Option<String>,
    /// What follows it: a domain, and perhaps a port.
    rest: &'a str,
}

impl Endpoint<'_> {
    fn site(self) -> Option<Site> {
        let buckets = if self.before.is_empty() { Vec::new() } else { vec![plain(self.before)?] };
        Some(Site { buckets, regional: self.region.map(|region| (region, self.rest.to_owned())) })
    }
}

/// Takes a host apart at the last label that is an endpoint's.
fn endpoint(host: &str) -> Option<Endpoint<'_>> {
    let dots = host.rmatch_indices('.').map(|(at, _)| at + 1);
    dots.chain([0]).find_map(|start| {
        let (before, endpoint) = host.split_at(start);
        let (region, rest) = parse(endpoint)?;
        Some(Endpoint { before: before.strip_suffix('.').unwrap_or(before), region, rest })
    })
}

/// The region and the domain of a text that begins with an endpoint.
fn parse(endpoint: &str) -> Option<(Option<String>, &str)> {
    let (label, rest) = endpoint.split_once('.').filter(|(_, rest)| !rest.is_empty())?;
    let (mark, dashed) = label.split_at_checked(MARK.len())?;
    if !mark.eq_ignore_ascii_case(MARK) {
        return None;
    }
    let known = |name: &str| Some(name.to_ascii_lowercase()).filter(|name| region::exists(name));
    match dashed {
        "" => match rest.split_once('.') {
            Some((next, domain)) if known(next).is_some() && !domain.is_empty() => Some((known(next), domain)),
            _ => Some((None, rest)),
        },
        _ => Some((Some(known(dashed.strip_prefix('-')?)?), rest)),
    }
}

/// The website at a host that ends with a domain for websites, of that many letters. With a name of its own, as after a
/// CNAME, the bucket is called like the host; else like what stands before the domain. A domain of one label, such as
/// `localhost`, is no name of a website itself.
fn below_domain(name: &str, domain: usize) -> Option<Site> {
    let before = name[..name.len() - domain].strip_suffix('.');
    if before.is_none() && !name.contains('.') {
        return None;
    }
    let buckets = [Some(name), before].into_iter().flatten().map(plain).collect::<Option<Vec<_>>>()?;
    Some(Site { buckets, regional: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(host: &str) -> Option<Site> {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let domains = owned(&["localhost", "s3.web.test", "both.test"]);
        Site::of(host, &domains, &owned(&["web.test", "example.com", "both.test", "solo"]))
    }

    fn check(host: &str, buckets: &[&str], regional: Option<(&str, &str)>) {
        let found = site(host).unwrap_or_else(|| panic!("{host} is no website"));
        let regional = regional.map(|(region, rest)| (region.to_owned(), rest.to_owned()));
        assert_eq!((found.buckets, found.regional), (buckets.iter().map(|b| (*b).to_owned()).collect(), regional));
    }

    #[test]
    fn endpoints_of_s3() {
        let us = Some(("us-east-1", "amazonaws.com"));
        check("shelf.s3-website-us-east-1.amazonaws.com", &["shelf"], us);
        check("shelf.s3-website.us-east-1.amazonaws.com", &["shelf"], us);
        check("SHELF.S3-Website-US-East-1.amazonaws.com", &["shelf"], us);
        check("www.example.com.s3-website-us-east-1.amazonaws.com", &["www.example.com"], us);
        check("shelf.s3-website.eu-central-1.localhost:9000", &["shelf"], Some(("eu-central-1", "localhost:9000")));
        check("s3-website-us-east-1.amazonaws.com", &[], us);
    }

    #[test]
    fn endpoints_of_no_region() {
        check("shelf.s3-website.localhost", &["shelf"], None);
        check("shelf.s3-website.localhost:9000", &["shelf"], None);
        check("my.dotted.shelf.s3-website.localhost.localstack.cloud:4566", &["my.dotted.shelf"], None);
        check("s3-website.localhost", &[], None);
        check("shelf.s3-website.localhost.", &["shelf"], None);
    }

    #[test]
    fn below_a_domain_of_websites_the_host_itself_may_be_the_bucket() {
        check("shelf.web.test:9000", &["shelf.web.test", "shelf"], None);
        check("www.example.com", &["www.example.com", "www"], None);
        check("Example.com", &["example.com"], None);
        check("example.com:80", &["example.com"], None);
        check("shelf.both.test", &["shelf.both.test", "shelf"], None);
        check("shelf.solo", &["shelf.solo", "shelf"], None);
    }

    #[test]
    fn the_longest_name_wins() {
        check("shelf.s3-website.web.test", &["shelf"], None);
        check("shelf.s3.eu-west-1.s3-website.localhost", &["shelf.s3.eu-west-1"], None);
        for host in ["shelf.s3.web.test", "shelf.s3-website.s3.eu-west-1.localhost", "s3.eu-west-1.example.com"] {
            assert_eq!(site(host), None, "{host}");
        }
        let domains = ["s3-website.localhost".to_owned()];
        assert!(Site::of("shelf.s3-website.localhost", &domains, &[]).is_some());
        let domains = ["a.s3-website.localhost".to_owned()];
        assert_eq!(Site::of("shelf.a.s3-website.localhost", &domains, &[]), None);
    }

    #[test]
    fn other_hosts_are_no_websites() {
        for host in [
            "localhost:9000",
            "shelf.localhost",
            "s3-website",
            "s3-website:9000",
            "s3-website.",
            "shelf.s3-website-moon-1.localhost",
            "shelf.s3-websites.localhost",
            "127.0.0.1:9000",
            "[::1]:9000",
            "solo",
            "a/b.s3-website.localhost",
            "s3.us-east-1.amazonaws.com",
            "notexample.com",
            "",
        ] {
            assert_eq!(site(host), None, "{host}");
        }
    }

    #[test]
    fn endpoints_have_the_mark_of_their_region() {
        assert_eq!(Site::endpoint("b", "us-west-2", "localhost:9"), "b.s3-website-us-west-2.localhost:9");
        assert_eq!(Site::endpoint("b", "eu-central-1", "amazonaws.com"), "b.s3-website.eu-central-1.amazonaws.com");
        assert!(DASHED.iter().all(|name| region::exists(name)));
    }
}
