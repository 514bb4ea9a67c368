//! What an endpoint is told at its start: plain data, checked once, never changed while it runs.

use serde::{Deserialize, Serialize};

/// The region an endpoint is in when nothing else is said, as in every AWS SDK's documentation.
pub const DEFAULT_REGION: &str = "us-east-1";

/// The account of callers whose access key says nothing of an account.
pub const DEFAULT_ACCOUNT: &str = "000000000000";

/// The settings of one endpoint. [`Default`] serves `us-east-1` in path style for anyone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The region of this endpoint, and of buckets made without a location constraint.
    pub region: String,
    /// Base domains, without port, under which `bucket.domain` is a virtual-host style request.
    pub domains: Vec<String>,
    /// Known access keys. Without any, and for any other key, the caller is the default account.
    pub credentials: Vec<Credential>,
    /// The default account: twelve digits.
    pub account: String,
    /// How many seconds it takes to restore an archived object.
    pub restore_seconds: u64,
    /// Whether signatures are verified. Unless said, they are when there are credentials.
    pub verify: Option<bool>,
    /// Further names of this endpoint, as `host` or `host:port`: a request signed for one of them is good.
    pub host_aliases: Vec<String>,
    /// Base domains, without port, under which `bucket.domain` is a website.
    pub website_domains: Vec<String>,
    /// Which requests of other origins browsers may make.
    pub cors: Cors,
}

/// Who decides on requests of other origins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cors {
    /// Each bucket's CORS document, as on S3.
    #[default]
    Bucket,
    /// Nobody: every origin may do everything, so that browser tests need no set-up.
    Permissive,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            region: DEFAULT_REGION.to_owned(),
            domains: Vec::new(),
            credentials: Vec::new(),
            account: DEFAULT_ACCOUNT.to_owned(),
            restore_seconds: 0,
            verify: None,
            host_aliases: Vec::new(),
            website_domains: Vec::new(),
            cors: Cors::Bucket,
        }
    }
}

/// One access key and who it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// The access key id that a client signs with.
    pub access_key: String,
    /// The secret that belongs to it.
    pub secret_key: String,
    /// The account it belongs to, twelve digits; without it, one is derived from the access key.
    #[serde(default)]
    pub account: Option<String>,
    /// The canonical user id that owns what this key makes; without it, one is derived from the account.
    #[serde(default)]
    pub canonical_id: Option<String>,
    /// The display name of the account, for answers that still carry one.
    #[serde(default)]
    pub display_name: Option<String>,
    /// The token that goes with temporary credentials.
    #[serde(default)]
    pub session_token: Option<String>,
}

/// Why settings cannot be served.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// An account that is not twelve digits.
    #[error("account {0:?} is not twelve digits")]
    Account(String),
    /// A region that no signature scope could name.
    #[error("region {0:?} is not a region name such as us-east-1")]
    Region(String),
    /// A base domain that no Host header could carry.
    #[error("domain {0:?} is not a host name without a port")]
    Domain(String),
    /// Two credentials for one access key, or an empty one.
    #[error("access key {0:?} is empty or listed twice")]
    AccessKey(String),
    /// Signatures are to be verified, and no secret is known.
    #[error("signatures cannot be verified without credentials")]
    Verify,
    /// A further name of the endpoint that no Host header could carry.
    #[error("host alias {0:?} is not a host name or address with or without a port")]
    HostAlias(String),
}

impl Settings {
    /// Whether signatures are verified.
    pub fn verifies(&self) -> bool {
        self.verify.unwrap_or(!self.credentials.is_empty())
    }

    /// Checks every field.
    ///
    /// # Errors
    /// The first field that cannot be served.
    pub fn validate(&self) -> Result<(), SettingsError> {
        let accounts = self.credentials.iter().filter_map(|c| c.account.as_ref());
        if let Some(account) = accounts.chain([&self.account]).find(|a| !is_account(a)) {
            return Err(SettingsError::Account(account.clone()));
        }
        if !is_label_list(&self.region, false) {
            return Err(SettingsError::Region(self.region.clone()));
        }
        let mut domains = self.domains.iter().chain(&self.website_domains);
        if let Some(domain) = domains.find(|d| !is_label_list(d, true)) {
            return Err(SettingsError::Domain(domain.clone()));
        }
        if let Some(alias) = self.host_aliases.iter().find(|a| !is_host(a)) {
            return Err(SettingsError::HostAlias(alias.clone()));
        }
        if self.verifies() && self.credentials.is_empty() {
            return Err(SettingsError::Verify);
        }
        let mut seen = std::collections::HashSet::new();
        match self.credentials.iter().find(|c| c.access_key.is_empty() || !seen.insert(&c.access_key)) {
            Some(credential) => Err(SettingsError::AccessKey(credential.access_key.clone())),
            None => Ok(()),
        }
    }
}

/// Whether `text` is an AWS account id: twelve digits.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether `text` could be a Host header: a name or an address, perhaps with a port.
fn is_host(text: &str) -> bool {
    let authority = text.parse::<http::uri::Authority>();
    authority.is_ok_and(|authority| !authority.host().is_empty() && !text.contains('@'))
}

fn is_label_list(text: &str, dots: bool) -> bool {
    let label = |l: &str| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if dots { text.split('.').all(label) } else { label(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl FnOnce(&mut Settings), expected: impl Into<Option<SettingsError>>) {
        let mut settings = Settings::default();
        change(&mut settings);
        assert_eq!(settings.validate().err(), expected.into());
    }

    #[test]
    fn signatures_are_verified_where_there_are_credentials() {
        let check = |verify: Option<bool>, credentials: usize, expected: bool| {
            let credentials = vec![Credential::default(); credentials];
            assert_eq!(Settings { verify, credentials, ..Settings::default() }.verifies(), expected);
        };
        check(None, 0, false);
        check(None, 1, true);
        check(Some(false), 1, false);
        check(Some(true), 1, true);
    }

    #[test]
    fn each_field_is_checked() {
        check(|_| (), None);
        check(|s| s.domains = vec!["localhost".into(), "s3.example.com".into()], None);
        check(|s| s.account = "123".into(), SettingsError::Account("123".into()));
        check(|s| s.region = "us east".into(), SettingsError::Region("us east".into()));
        check(|s| s.domains = vec!["a.b:9000".into()], SettingsError::Domain("a.b:9000".into()));
        check(|s| s.domains = vec![String::new()], SettingsError::Domain(String::new()));
        let twice = Credential { access_key: "k".into(), ..Credential::default() };
        check(|s| s.credentials = vec![twice.clone(), twice], SettingsError::AccessKey("k".into()));
        check(|s| s.website_domains = vec!["a/b".into()], SettingsError::Domain("a/b".into()));
        check(|s| s.host_aliases = vec!["s3mock:9000".into(), "[::1]:80".into(), "minio".into()], None);
        for alias in ["", "http://a", "a b", "user@a", "a/b"] {
            check(|s| s.host_aliases = vec![alias.into()], SettingsError::HostAlias(alias.into()));
        }
        check(|s| s.verify = Some(true), SettingsError::Verify);
        check(|s| s.verify = Some(false), None);
        let odd = Credential { access_key: "k".into(), account: Some("12".into()), ..Credential::default() };
        check(|s| s.credentials = vec![odd], SettingsError::Account("12".into()));
    }
}
