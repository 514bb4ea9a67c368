//! The hosts that a request may have been signed for: the Host header is signed in every request, and what stands
//! between client and server likes to change it.

use http::HeaderMap;

use super::text;
use crate::explain::finding::{Finding, Part};

/// Where a request came to.
pub(in crate::explain) struct Arrived<'a> {
    /// The host, as it was sent.
    pub(in crate::explain) host: &'a str,
    /// The canonical path, as it was sent.
    pub(in crate::explain) path: &'a str,
    /// The bucket, and whether the host named it.
    pub(in crate::explain) bucket: Option<(&'a str, bool)>,
    /// The region that was signed for.
    pub(in crate::explain) region: &'a str,
    pub(in crate::explain) headers: &'a HeaderMap,
    pub(in crate::explain) domains: &'a [String],
    pub(in crate::explain) aliases: &'a [String],
}

/// A host, the path that goes with it, and what it would mean.
pub(super) struct Candidate {
    pub(super) host: String,
    pub(super) path: String,
    pub(super) finding: Finding,
}

/// Headers in which proxies and browsers name the host that they were asked for.
const NAMING: [&str; 4] = ["x-forwarded-host", "x-original-host", "x-forwarded-server", "x-host"];

/// Names that stores have in compose files, with the port of each.
const NAMES: [(&str, &str); 9] = [
    ("s3mock", "9090"),
    ("minio", "9000"),
    ("localstack", "4566"),
    ("sandpail", "9000"),
    ("s3", "9000"),
    ("storage", "9000"),
    ("host.docker.internal", "9000"),
    ("host.containers.internal", "9000"),
    ("localhost.localstack.cloud", "4566"),
];

const PROXY: &str = "Let the proxy pass the Host header on unchanged (nginx: proxy_set_header Host $http_host)";

/// All hosts that are tried, the likeliest first.
pub(super) fn variants(arrived: &Arrived<'_>) -> Vec<Candidate> {
    let mut list = List { arrived, found: Vec::new() };
    list.ports();
    list.named();
    list.configured();
    list.local();
    list.styles();
    list.usual();
    list.amazon();
    list.found
}

struct List<'a> {
    arrived: &'a Arrived<'a>,
    found: Vec<Candidate>,
}

impl List<'_> {
    fn add(&mut self, host: &str, path: &str, part: Part, why: &str, remedy: &str) {
        let arrived = (self.arrived.host, self.arrived.path);
        let known = self.found.iter().any(|found| (found.host.as_str(), found.path.as_str()) == (host, path));
        if host.is_empty() || (host, path) == arrived || known {
            return;
        }
        let words = format!("The signature is good for host `{host}`, but the request came to `{}`: {why}.", arrived.0);
        let finding = Finding::new(part, words, remedy);
        self.found.push(Candidate { host: host.to_owned(), path: path.to_owned(), finding });
    }

    /// The same path at another host.
    fn host(&mut self, host: &str, why: &str, remedy: &str) {
        let part = if split(host).0 == split(self.arrived.host).0 { Part::Port } else { Part::Host };
        self.add(host, self.arrived.path, part, why, remedy);
    }

    /// Another endpoint, which could be made an alias.
    fn endpoint(&mut self, host: &str) {
        let remedy = format!("Give --host-alias {host}, or presign with the host that clients use.");
        self.host(host, "the URL was presigned with another endpoint", &remedy);
    }

    /// The same name with another port.
    fn ports(&mut self) {
        let (name, port) = split(self.arrived.host);
        let remedy = "Presign with the port that clients use; where a proxy drops it, let it pass the Host header on \
            unchanged (nginx: $http_host, not $host).";
        match port {
            Some(_) => self.host(name, "the port was not signed", remedy),
            None => {
                for port in ["80", "443", "9000"] {
                    let why =
                        format!("port {port} was signed, and the client or a proxy left it out of the Host header");
                    self.host(&format!("{name}:{port}"), &why, remedy);
                }
            }
        }
        if let Some("80" | "443") = port {
            self.host(name, "the default port was sent, but not signed", remedy);
        }
        self.host(
            &self.arrived.host.to_ascii_lowercase(),
            "the client signed it in small letters",
            "Write host names in small letters.",
        );
    }

    /// Hosts that the request itself names.
    fn named(&mut self) {
        let headers = self.arrived.headers;
        let port = text(headers, "x-forwarded-port");
        for name in NAMING {
            for host in text(headers, name).unwrap_or_default().split(',').map(str::trim) {
                let why = format!("a proxy changed it (header {name})");
                let remedy = format!("{PROXY}, or give --host-alias {host}.");
                self.host(host, &why, &remedy);
                if let Some(port) = port {
                    self.host(&format!("{}:{port}", split(host).0), &why, &remedy);
                }
            }
        }
        for host in text(headers, "forwarded").into_iter().flat_map(forwarded) {
            self.host(
                &host,
                "a proxy changed it (header Forwarded)",
                &format!("{PROXY}, or give --host-alias {host}."),
            );
        }
        for name in ["origin", "referer"] {
            if let Some((_, rest)) = text(headers, name).and_then(|url| url.split_once("://")) {
                self.endpoint(rest.split('/').next().unwrap_or_default());
            }
        }
    }

    /// Hosts that the settings name.
    fn configured(&mut self) {
        for alias in self.arrived.aliases {
            self.endpoint(alias);
        }
        let port = split(self.arrived.host).1.map(|port| format!(":{port}")).unwrap_or_default();
        for domain in self.arrived.domains {
            self.endpoint(&format!("{domain}{port}"));
            self.endpoint(domain);
        }
    }

    /// This machine by its other names.
    fn local(&mut self) {
        let port = split(self.arrived.host).1.map(|port| format!(":{port}")).unwrap_or_default();
        for name in ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"] {
            self.endpoint(&format!("{name}{port}"));
        }
    }

    /// The bucket in the host instead of the path, and the other way round.
    fn styles(&mut self) {
        let Some((bucket, in_host)) = self.arrived.bucket else { return };
        let remedy = "Presign and send in the same style: force_path_style (or addressing_style), and --domain for \
            virtual hosts.";
        let (host, path) = (self.arrived.host, self.arrived.path);
        if in_host {
            let below = host.get(bucket.len() + 1..).unwrap_or_default().to_owned();
            let path = format!("/{bucket}{path}");
            self.add(
                &below,
                &path,
                Part::Host,
                "it was presigned in path style and sent in virtual-host style",
                remedy,
            );
        } else if let Some(key) = under(path, bucket) {
            let hosts = [host].into_iter().chain(self.arrived.aliases.iter().map(String::as_str));
            let hosts: Vec<String> = hosts.map(|host| format!("{bucket}.{host}")).collect();
            for host in hosts {
                self.add(
                    &host,
                    &key,
                    Part::Host,
                    "it was presigned in virtual-host style and sent in path style",
                    remedy,
                );
            }
        }
    }

    /// The names of containers.
    fn usual(&mut self) {
        let own = split(self.arrived.host).1.map(str::to_owned);
        for (name, port) in NAMES {
            for port in [port, "9000"].into_iter().chain(own.as_deref()) {
                self.endpoint(&format!("{name}:{port}"));
            }
            self.endpoint(name);
        }
    }

    /// Amazon's own.
    fn amazon(&mut self) {
        let (region, path) = (self.arrived.region, self.arrived.path.to_owned());
        let (why, remedy) = (
            "the URL was presigned for Amazon S3, and its host was changed afterwards",
            "Presign with the endpoint that clients use (endpoint_url, AWS_ENDPOINT_URL_S3).",
        );
        let below = match self.arrived.bucket {
            Some((bucket, false)) => under(&path, bucket).map(|key| (bucket.to_owned(), key, path.clone())),
            Some((bucket, true)) => Some((bucket.to_owned(), path.clone(), format!("/{bucket}{path}"))),
            None => None,
        };
        for endpoint in ["s3.amazonaws.com".to_owned(), format!("s3.{region}.amazonaws.com")] {
            match &below {
                Some((bucket, key, whole)) => {
                    self.add(&format!("{bucket}.{endpoint}"), key, Part::Host, why, remedy);
                    self.add(&endpoint, whole, Part::Host, why, remedy);
                }
                None => self.add(&endpoint, &path, Part::Host, why, remedy),
            }
        }
    }
}

/// The path of a key below its bucket, where the path begins with the bucket.
fn under(path: &str, bucket: &str) -> Option<String> {
    let rest = path.strip_prefix('/')?.strip_prefix(bucket)?;
    match rest {
        "" => Some("/".to_owned()),
        rest => rest.starts_with('/').then(|| rest.to_owned()),
    }
}

/// A host without its port, and the port.
pub(super) fn split(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => (name, Some(port)),
        _ => (host, None),
    }
}

/// The hosts in a Forwarded header (RFC 7239).
fn forwarded(value: &str) -> Vec<String> {
    let pairs = value.split([',', ';']).filter_map(|pair| pair.trim().split_once('='));
    pairs
        .filter(|(name, _)| name.eq_ignore_ascii_case("host"))
        .map(|(_, host)| host.trim_matches('"').to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrived<'a>(host: &'a str, path: &'a str, headers: &'a HeaderMap) -> Arrived<'a> {
        Arrived { host, path, bucket: Some(("b", false)), region: "eu-west-1", headers, domains: &[], aliases: &[] }
    }

    fn check(arrived: &Arrived<'_>, host: &str, path: &str, part: Part, why: &str) {
        let variants = variants(arrived);
        let found = variants.iter().find(|found| (found.host.as_str(), found.path.as_str()) == (host, path));
        let found = found.map(|found| (found.finding.part, found.finding.words.contains(why)));
        let hosts: Vec<_> = variants.iter().map(|found| (&found.host, &found.path)).collect();
        assert_eq!(found, Some((part, true)), "{host} {path}: {hosts:?}");
    }

    #[test]
    fn what_a_host_may_have_been() {
        let none = HeaderMap::new();
        let at = |host| arrived(host, "/b/k", &none);
        check(&at("localhost:9000"), "localhost", "/b/k", Part::Port, "port was not signed");
        check(&at("localhost"), "localhost:80", "/b/k", Part::Port, "port 80 was signed");
        check(&at("Localhost:1"), "localhost:1", "/b/k", Part::Host, "small letters");
        check(&at("localhost:9000"), "127.0.0.1:9000", "/b/k", Part::Host, "another endpoint");
        check(&at("localhost:9000"), "s3mock:9000", "/b/k", Part::Host, "another endpoint");
        check(&at("localhost:1"), "s3mock:9000", "/b/k", Part::Host, "another endpoint");
        check(&at("localhost:1"), "minio:9000", "/b/k", Part::Host, "another endpoint");
        check(&at("localhost:1"), "b.localhost:1", "/k", Part::Host, "virtual-host style");
        check(&at("localhost:1"), "b.s3.eu-west-1.amazonaws.com", "/k", Part::Host, "presigned for Amazon S3");
        check(&at("localhost:1"), "s3.amazonaws.com", "/b/k", Part::Host, "presigned for Amazon S3");
        let virtual_host = Arrived { bucket: Some(("b", true)), ..arrived("b.localhost:1", "/k", &none) };
        check(&virtual_host, "localhost:1", "/b/k", Part::Host, "path style");
        check(&virtual_host, "b.s3.amazonaws.com", "/k", Part::Host, "presigned for Amazon S3");
    }

    #[test]
    fn who_else_names_a_host() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-host", "files.example.com, inner:1".parse().unwrap());
        headers.insert("x-forwarded-port", "8443".parse().unwrap());
        headers.insert("forwarded", "for=1.2.3.4;host=\"outer.example.com\";proto=https".parse().unwrap());
        headers.insert("origin", "http://app.example.com:3000".parse().unwrap());
        let request = arrived("localhost:9000", "/b/k", &headers);
        for host in ["files.example.com", "files.example.com:8443", "inner:1"] {
            check(&request, host, "/b/k", Part::Host, "x-forwarded-host");
        }
        check(&request, "outer.example.com", "/b/k", Part::Host, "Forwarded");
        check(&request, "app.example.com:3000", "/b/k", Part::Host, "another endpoint");
        let (domains, aliases) = (["s3.test".to_owned()], ["proxy:1".to_owned()]);
        let request = Arrived { domains: &domains, aliases: &aliases, ..arrived("localhost:9000", "/b/k", &headers) };
        check(&request, "s3.test:9000", "/b/k", Part::Host, "another endpoint");
        check(&request, "proxy:1", "/b/k", Part::Host, "another endpoint");
        check(&request, "b.proxy:1", "/k", Part::Host, "virtual-host style");
    }

    #[test]
    fn the_list_is_bounded_and_never_names_where_the_request_came_to() {
        let none = HeaderMap::new();
        for (host, path) in [("localhost:9000", "/b/k"), ("minio:9000", "/b"), ("b", "/"), ("", "/b/k")] {
            let variants = variants(&arrived(host, path, &none));
            assert!(variants.len() < 64, "{host} {}", variants.len());
            assert!(variants.iter().all(|found| (found.host.as_str(), found.path.as_str()) != (host, path)), "{host}");
        }
    }
}
