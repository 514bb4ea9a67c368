//! The variables of other servers, for whoever has them set already.
//!
//! An option on the command line goes before all of them. A setting with one value may be named twice only if both say the
//! same; lists add up. What AWS's own variables say counts where nothing else says anything: they are set for clients.

use super::Refusal;
use super::listen;

/// A variable and its value.
pub(super) type Found = (&'static str, String);

/// Pairs of an access key and its secret.
pub(super) const KEYS: [[&str; 2]; 7] = [
    ["MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"],
    ["MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"],
    ["RUSTFS_ACCESS_KEY", "RUSTFS_SECRET_KEY"],
    ["RUSTFS_ROOT_USER", "RUSTFS_ROOT_PASSWORD"],
    ["ROOT_ACCESS_KEY", "ROOT_SECRET_KEY"],
    ["ROOT_ACCESS_KEY_ID", "ROOT_SECRET_ACCESS_KEY"],
    ["S3PROXY_IDENTITY", "S3PROXY_CREDENTIAL"],
];

/// The key of AWS's clients.
pub(super) const AWS_KEYS: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

/// The token that goes with it.
pub(super) const AWS_TOKEN: &str = "AWS_SESSION_TOKEN";

/// Regions.
pub(super) const REGIONS: [&str; 10] = [
    "MINIO_REGION",
    "MINIO_REGION_NAME",
    "MINIO_SITE_REGION",
    "RUSTFS_REGION",
    "VGW_REGION",
    "COM_ADOBE_TESTING_S3MOCK_STORE_REGION",
    "COM_ADOBE_TESTING_S3MOCK_REGION",
    "FLOCI_DEFAULT_REGION",
    "MINISTACK_REGION",
    "FAKECLOUD_REGION",
];

/// The regions of clients, the one that counts first.
pub(super) const CLIENT_REGIONS: [&str; 3] = ["AWS_REGION", "AWS_DEFAULT_REGION", "DEFAULT_REGION"];

/// Lists of buckets.
pub(super) const BUCKETS: [&str; 8] = [
    "initialBuckets",
    "INITIAL_BUCKETS",
    "COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS",
    "COM_ADOBE_TESTING_S3MOCK_STORE_INITIALBUCKETS",
    "COM_ADOBE_TESTING_S3MOCK_DOMAIN_INITIAL_BUCKETS",
    "COM_ADOBE_TESTING_S3MOCK_DOMAIN_INITIALBUCKETS",
    "S3_BUCKET",
    MINIO_BUCKETS,
];

/// The one whose buckets may have a policy behind a colon.
const MINIO_BUCKETS: &str = "MINIO_DEFAULT_BUCKETS";

/// The policies that it may have.
const POLICIES: [&str; 5] = ["none", "private", "download", "upload", "public"];

/// Lists of base domains, or of hosts with a port.
pub(super) const DOMAINS: [&str; 7] = [
    "MINIO_DOMAIN",
    "RUSTFS_SERVER_DOMAINS",
    "VGW_VIRTUAL_DOMAIN",
    "S3PROXY_VIRTUALHOST",
    "LOCALSTACK_HOST",
    "FLOCI_HOSTNAME",
    "MINISTACK_HOST",
];

/// Those of servers that have more than S3, which is then at `s3.` and the host.
const HOSTS: [&str; 3] = ["LOCALSTACK_HOST", "FLOCI_HOSTNAME", "MINISTACK_HOST"];

/// Lists of addresses, or of ports on every address.
pub(super) const ADDRESSES: [&str; 8] = [
    "MINIO_ADDRESS",
    "MINIO_API_PORT_NUMBER",
    "RUSTFS_ADDRESS",
    "GATEWAY_LISTEN",
    "VGW_PORT",
    "COM_ADOBE_TESTING_S3MOCK_HTTP_PORT",
    "MOTO_PORT",
    "FLOCI_PORT",
];

/// URLs by which clients know the endpoint.
pub(super) const URLS: [&str; 2] = ["MINIO_SERVER_URL", "S3_EXTERNAL_URL"];

/// Environment variables; empty ones are not there.
pub(super) struct Environment<F>(pub(super) F);

impl<F: Fn(&str) -> Option<String>> Environment<F> {
    pub(super) fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.trim().is_empty())
    }

    fn found<'a>(&'a self, names: &'a [&'static str]) -> impl Iterator<Item = Found> + 'a {
        names.iter().filter_map(|name| Some((*name, self.get(name)?)))
    }

    /// The entries of all lists of these names, each with its variable, without blank ones.
    pub(super) fn entries(&self, names: &[&'static str]) -> Vec<Found> {
        let lists = self.found(names);
        let entries = lists.flat_map(|(name, list)| {
            let entries = list.split([',', ';', ' ']).map(str::trim).filter(|entry| !entry.is_empty());
            entries.map(|entry| (name, entry.to_owned())).collect::<Vec<_>>()
        });
        entries.collect()
    }

    /// The one value that all of these variables have which are set.
    ///
    /// # Errors
    /// Two say different things: both are named.
    pub(super) fn one(&self, names: &[&'static str], own: Option<Found>) -> Result<Option<Found>, Refusal> {
        let mut known = own;
        for (name, value) in self.found(names) {
            match &known {
                Some((other, said)) if *said != value => {
                    return Err(contradiction(other, name));
                }
                Some(_) => {}
                None => known = Some((name, value)),
            }
        }
        Ok(known)
    }

    /// The first of these variables that is set.
    pub(super) fn first(&self, names: &[&'static str]) -> Option<Found> {
        names.iter().find_map(|name| Some((*name, self.get(name)?)))
    }

    /// Both values of a pair; none where neither is set.
    ///
    /// # Errors
    /// Only one of them is set.
    pub(super) fn pair(&self, [id, secret]: [&'static str; 2]) -> Result<Option<[Found; 2]>, Refusal> {
        match (self.get(id), self.get(secret)) {
            (Some(key), Some(hidden)) => Ok(Some([(id, key), (secret, hidden)])),
            (None, None) => Ok(None),
            (Some(_), None) => Err(Refusal(format!("{id} is set without {secret}: set both, or neither"))),
            (None, Some(_)) => Err(Refusal(format!("{secret} is set without {id}: set both, or neither"))),
        }
    }
}

/// Two variables have two values. Neither is shown, for it may be a secret.
fn contradiction(name: &str, other: &str) -> Refusal {
    Refusal(format!("{name} and {other} say different things: unset one of them"))
}

/// Makes sure that two pairs say the same.
///
/// # Errors
/// They do not: the variables that differ are named.
pub(super) fn agree(one: &[Found; 2], other: &[Found; 2]) -> Result<(), Refusal> {
    let differs = one.iter().zip(other).find(|((_, said), (_, value))| said != value);
    match differs {
        Some(((name, _), (with, _))) => Err(contradiction(name, with)),
        None => Ok(()),
    }
}

/// The bucket that an entry of [`BUCKETS`] names. Its policy need only be one: requests without a signature pass in any
/// case.
///
/// # Errors
/// A policy that there is not.
pub(super) fn bucket((variable, entry): &Found) -> Result<String, Refusal> {
    match entry.split_once(':') {
        Some((name, policy)) if *variable == MINIO_BUCKETS => {
            if POLICIES.contains(&policy) {
                return Ok(name.to_owned());
            }
            Err(Refusal(format!("{variable} has the policy {policy:?}: it takes {}", POLICIES.join(", "))))
        }
        _ => Ok(entry.clone()),
    }
}

/// The base domains that an entry of [`DOMAINS`] stands for, without their ports.
pub(super) fn domains((variable, entry): &Found) -> Vec<String> {
    let host = entry.split_once(':').map_or(entry.as_str(), |(host, _)| host);
    let below = HOSTS.contains(variable).then(|| format!("s3.{host}"));
    [host.to_owned()].into_iter().chain(below).collect()
}

/// The host, and the port if there is one, of a URL.
pub(super) fn host((_, url): &Found) -> String {
    let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default().to_owned()
}

/// The address that an entry of [`ADDRESSES`] stands for: a port alone is on every address, and a host alone, which only
/// LocalStack takes, has LocalStack's port.
pub(super) fn address((_, entry): &Found) -> String {
    let is_port = entry.bytes().all(|byte| byte.is_ascii_digit());
    let entry = match entry.contains(':') {
        true => entry.clone(),
        false if is_port => format!(":{entry}"),
        false => format!("{entry}:4566"),
    };
    listen::addresses([entry.as_str()].into_iter(), "").concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(set: &[(&str, &str)]) -> Environment<impl Fn(&str) -> Option<String>> {
        let set: Vec<_> = set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Environment(move |name: &str| set.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()))
    }

    #[test]
    fn lists_add_up_without_blanks() {
        let set =
            environment(&[("initialBuckets", " a, ,b,"), ("MINIO_DEFAULT_BUCKETS", "c:public;d"), ("S3_BUCKET", "")]);
        let buckets: Vec<_> = set.entries(&BUCKETS).iter().map(|found| bucket(found).unwrap()).collect();
        assert_eq!(buckets, ["a", "b", "c", "d"]);
        assert!(bucket(&("MINIO_DEFAULT_BUCKETS", "c:open".to_owned())).is_err());
        // Elsewhere a colon is no policy: S3 says what it thinks of the name.
        assert_eq!(bucket(&("S3_BUCKET", "c:open".to_owned())).unwrap(), "c:open");
    }

    #[test]
    fn who_says_the_same_twice_is_believed_and_who_does_not_is_told() {
        let both =
            |other: &str| environment(&[("MINIO_REGION", "eu-west-1"), ("VGW_REGION", other)]).one(&REGIONS, None);
        assert_eq!(both("eu-west-1").unwrap(), Some(("MINIO_REGION", "eu-west-1".to_owned())));
        let Refusal(why) = both("eu-west-2").unwrap_err();
        assert!(why.contains("MINIO_REGION and VGW_REGION"), "{why}");
        let own = Some(("SANDPAIL_REGION", "eu-west-3".to_owned()));
        let Refusal(why) = environment(&[("VGW_REGION", "eu-west-1")]).one(&REGIONS, own).unwrap_err();
        assert!(why.contains("SANDPAIL_REGION and VGW_REGION"), "{why}");
    }

    #[test]
    fn half_a_pair_is_none() {
        let pair = |set: &[(&str, &str)]| environment(set).pair(KEYS[0]);
        assert_eq!(pair(&[]), Ok(None));
        assert_eq!(pair(&[("MINIO_ROOT_USER", ""), ("MINIO_ROOT_PASSWORD", "")]), Ok(None));
        assert!(pair(&[("MINIO_ROOT_USER", "a"), ("MINIO_ROOT_PASSWORD", "b")]).unwrap().is_some());
        let Refusal(why) = pair(&[("MINIO_ROOT_USER", "a")]).unwrap_err();
        assert!(why.contains("MINIO_ROOT_USER") && why.contains("MINIO_ROOT_PASSWORD"), "{why}");
    }

    #[test]
    fn hosts_are_domains_and_ports_are_addresses() {
        let known = ("LOCALSTACK_HOST", "localhost.localstack.cloud:4566".to_owned());
        assert_eq!(domains(&known), ["localhost.localstack.cloud", "s3.localhost.localstack.cloud"]);
        assert_eq!(domains(&("MINIO_DOMAIN", "minio:9000".to_owned())), ["minio"]);
        assert_eq!(host(&("MINIO_SERVER_URL", "https://minio.example.net:9000/".to_owned())), "minio.example.net:9000");
        for (entry, expected) in [
            (":7070", "0.0.0.0:7070"),
            ("7070", "0.0.0.0:7070"),
            ("10.0.0.1:1", "10.0.0.1:1"),
            ("0.0.0.0", "0.0.0.0:4566"),
        ] {
            assert_eq!(address(&("VGW_PORT", entry.to_owned())), expected);
        }
    }
}
