//! Keys of the Key Management Service, by every name that S3 takes for one.
//! <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id>
//!
//! There is no such service here: every key that is named well exists. A key id and an alias become the ARN of a key of
//! the caller's account in the bucket's region, as S3 answers them; what an alias stands for follows from its name. A
//! name of another form, which AWS never gives a key, is taken and answered as it is: test suites use such names.

use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use crate::error::encryption::EncryptionError;
use crate::error::{Error, Result};

/// The alias of the key that S3 itself has in each account and region.
const MANAGED: &str = "alias/aws/s3";

/// Where a key is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The caller's account.
    pub(crate) account: &'a str,
    /// The bucket's region.
    pub(crate) region: &'a str,
}

impl Place<'_> {
    /// The key of that name, as answers name it; the key of S3 itself where no name is given.
    ///
    /// # Errors
    /// `KmsNotFound` for what can be no key's name, and for a key of another region.
    pub(crate) fn key(self, name: Option<&str>) -> Result<String> {
        let name = name.unwrap_or(MANAGED);
        if name.starts_with("arn:") {
            return self.of_arn(name);
        }
        if name.starts_with("alias/") {
            return self.of_alias(name);
        }
        if is_key_id(name) {
            return Ok(self.arn(&format!("key/{name}")));
        }
        if is_word(name) { Ok(name.to_owned()) } else { Err(invalid(name)) }
    }

    fn of_arn(self, name: &str) -> Result<String> {
        let arn = Arn::read(name).ok_or_else(|| not_found(format!("Invalid arn {name}")))?;
        if arn.region != self.region {
            return Err(not_found(format!("Invalid arn {}", arn.region)));
        }
        if arn.resource.starts_with("alias/") {
            return Place { account: arn.account, ..self }.of_alias(arn.resource);
        }
        Ok(name.to_owned())
    }

    fn of_alias(self, alias: &str) -> Result<String> {
        if !alias.split('/').all(is_word) {
            return Err(invalid(alias));
        }
        let digest = Sha256::digest(format!("sandpail kms {} {} {alias}", self.account, self.region));
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
        Ok(self.arn(&format!("key/{}", Builder::from_random_bytes(bytes).into_uuid())))
    }

    fn arn(self, resource: &str) -> String {
        let partition = match self.region {
            region if region.starts_with("cn-") => "aws-cn",
            region if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        };
        format!("arn:{partition}:kms:{}:{}:{resource}", self.region, self.account)
    }
}

/// The ARN of a key or of an alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arn<'a> {
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
    /// `key/…` or `alias/…`.
    pub(crate) resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Reads an ARN; none if it is none of the service.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        let mut fields = text.splitn(6, ':');
        let mut next = || fields.next();
        let (Some("arn"), Some(partition), Some("kms")) = (next(), next(), next()) else { return None };
        let (region, account, resource) = (next()?, next()?, next()?);
        let kind = resource.split_once('/').filter(|(kind, _)| matches!(*kind, "key" | "alias"));
        let good = partition.starts_with("aws")
            && is_word(region)
            && crate::settings::is_account(account)
            && kind.is_some_and(|(_, name)| name.split('/').all(is_word));
        good.then_some(Self { region, account, resource })
    }
}

/// A UUID as it is written with hyphens, or the id of a key of several regions.
fn is_key_id(name: &str) -> bool {
    let uuid = name.len() == 36 && Uuid::parse_str(name).is_ok();
    let several = name.strip_prefix("mrk-");
    uuid || several.is_some_and(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_word(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=256).contains(&text.len()) && text.bytes().all(plain)
}

fn invalid(name: &str) -> Error {
    not_found(format!("Invalid keyId '{name}'"))
}

fn not_found(message: String) -> Error {
    EncryptionError::KmsNotFound { message }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "134f2428-cec1-4b25-a1ae-9048164dba47";

    fn key(region: &str, name: Option<&str>) -> Result<String, String> {
        let place = Place { account: "111111111111", region };
        place.key(name).map_err(|error| format!("{}: {}", error.document().code, error.document().message))
    }

    #[track_caller]
    fn check(name: &str, expected: Result<&str, &str>) {
        let found = key("us-east-2", Some(name));
        assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned), "{name}");
    }

    #[test]
    fn ids_become_arns() {
        let arn = format!("arn:aws:kms:us-east-2:111111111111:key/{UUID}");
        check(UUID, Ok(&arn));
        check(&arn, Ok(&arn));
        let several = "mrk-0123456789abcdef0123456789abcdef";
        check(several, Ok(&format!("arn:aws:kms:us-east-2:111111111111:key/{several}")));
        let other = format!("arn:aws:kms:us-east-2:999999999999:key/{UUID}");
        check(&other, Ok(&other));
        assert!(key("cn-north-1", Some(UUID)).unwrap().starts_with("arn:aws-cn:kms:cn-north-1:"));
    }

    #[test]
    fn other_names_stay() {
        check("testkey-1", Ok("testkey-1"));
        check("a.b_c", Ok("a.b_c"));
    }

    /// Recorded: a key of another region is not found there.
    #[test]
    fn what_can_be_no_key_is_not_found() {
        let elsewhere = format!("arn:aws:kms:us-west-2:111111111111:key/{UUID}");
        check(&elsewhere, Err("KMS.NotFoundException: Invalid arn us-west-2"));
        check("arn:aws:kms:x", Err("KMS.NotFoundException: Invalid arn arn:aws:kms:x"));
        for name in ["", "a b", "aws/s3", "a/../b", "ü"] {
            check(name, Err(&format!("KMS.NotFoundException: Invalid keyId '{name}'")));
        }
        check("alias/", Err("KMS.NotFoundException: Invalid keyId 'alias/'"));
    }

    #[test]
    fn an_alias_stands_for_one_key_of_its_account_and_region() {
        let managed = key("us-east-2", None).unwrap();
        assert_eq!(key("us-east-2", Some("alias/aws/s3")).unwrap(), managed);
        let arn = "arn:aws:kms:us-east-2:111111111111:alias/aws/s3";
        assert_eq!(key("us-east-2", Some(arn)).unwrap(), managed);
        let id = managed.strip_prefix("arn:aws:kms:us-east-2:111111111111:key/").unwrap();
        assert_eq!(Uuid::parse_str(id).unwrap().get_version_num(), 4);
        assert_ne!(key("us-east-2", Some("alias/mine")).unwrap(), managed);
        let elsewhere = key("us-east-1", None).unwrap();
        assert_ne!(elsewhere.rsplit_once('/').unwrap().1, id);
        let foreign = key("us-east-2", Some("arn:aws:kms:us-east-2:999999999999:alias/aws/s3")).unwrap();
        assert!(foreign.starts_with("arn:aws:kms:us-east-2:999999999999:key/") && !foreign.ends_with(id));
    }

    #[test]
    fn arns_are_of_keys_and_aliases() {
        let read = |text| Arn::read(text).map(|arn| (arn.region, arn.account, arn.resource));
        let good = "arn:aws-us-gov:kms:us-gov-west-1:111111111111:key/k";
        assert_eq!(read(good), Some(("us-gov-west-1", "111111111111", "key/k")));
        for bad in [
            "arn:aws:s3:us-east-1:111111111111:key/k",
            "arn:gcp:kms:us-east-1:111111111111:key/k",
            "arn:aws:kms:us-east-1:111:key/k",
            "arn:aws:kms:us-east-1:111111111111:key/",
            "arn:aws:kms:us-east-1:111111111111:grant/k",
            "arn:aws:kms::111111111111:key/k",
            "arn:aws:kms",
            "",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
