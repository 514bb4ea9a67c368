//! The list that a request asks for: a canned one, grants in headers, or a document.

use s3s::dto::AccessControlPolicy;

use super::canned::Canned;
use super::document::Document;
use super::{Grant, Of, header};
use crate::error::{Error, Result};
use crate::front::accounts::Accounts;
use crate::headers::{Family, Headers};

/// The header of canned lists.
const CANNED: &str = "x-amz-acl";

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Nothing, which for something new means `private`.
    Nothing,
    /// A list by its name.
    Canned(Canned),
    /// Grants of headers.
    Granted(Vec<Grant>),
    /// A document.
    Written(Document),
}

impl Asked {
    /// Reads the headers of a request that makes a bucket or an object.
    ///
    /// # Errors
    /// `CannedAndGrants`, `UnknownCannedAcl`, and what [`header::read`] refuses.
    pub(crate) fn read(headers: &Headers, accounts: &Accounts, of: Of) -> Result<Self> {
        if !headers.has(Family::Acl) {
            return Ok(Self::Nothing);
        }
        match (headers.get(CANNED), header::any(headers)) {
            (Some(_), true) => Err(Error::CannedAndGrants {}),
            (Some(name), false) => {
                let name = String::from_utf8_lossy(name.as_bytes());
                Ok(Self::Canned(Canned::parse(name.trim(), of)?))
            }
            (None, true) => Ok(Self::Granted(header::read(headers, accounts)?)),
            (None, false) => Ok(Self::Nothing),
        }
    }

    /// Reads headers and document of a request that replaces a list: it has to ask for one, in one way. That comes
    /// before what it asks for.
    ///
    /// # Errors
    /// `AclMissing`, `ContentNotSupported`, and what [`Self::read`] and [`Document::read`] refuse.
    pub(crate) fn replacement(
        headers: &Headers,
        policy: Option<AccessControlPolicy>,
        accounts: &Accounts,
        of: Of,
    ) -> Result<Self> {
        match (headers.contains_key(CANNED), header::any(headers), policy) {
            (false, false, None) => Err(Error::AclMissing {}),
            (false, false, Some(policy)) => Ok(Self::Written(Document::read(policy, accounts)?)),
            (true, false, Some(_)) | (false, true, Some(_)) => Err(Error::ContentNotSupported {}),
            _ => Self::read(headers, accounts, of),
        }
    }

    /// Whether this is the canned list that gives the bucket's owner everything.
    pub(crate) fn is_for_bucket_owner(&self) -> bool {
        *self == Self::Canned(Canned::BucketOwnerFullControl)
    }

    /// Whether it asks for no more than what holds where lists are disabled: that the bucket's owner may do everything.
    pub(crate) fn says_nothing_new(&self, bucket_owner: &str) -> bool {
        match self {
            Self::Nothing | Self::Canned(Canned::BucketOwnerFullControl) => true,
            Self::Canned(_) | Self::Granted(_) => false,
            Self::Written(document) => {
                document.owner == bucket_owner && document.grants == [Grant::full_control(bucket_owner)]
            }
        }
    }

    /// Whether it grants anything to everyone, or to everyone whom AWS knows.
    pub(crate) fn is_public(&self) -> bool {
        let is_public = |grants: &[Grant]| grants.iter().any(|grant| grant.grantee.is_public());
        match self {
            Self::Nothing => false,
            Self::Canned(canned) => is_public(&canned.grants("", "")),
            Self::Granted(grants) => is_public(grants),
            Self::Written(document) => is_public(&document.grants),
        }
    }

    /// The list of something that `owner` owns; none for `private`.
    ///
    /// # Errors
    /// `AccessDenied` for a document that names another owner.
    pub(crate) fn grants(&self, owner: &str, bucket_owner: &str) -> Result<Option<Vec<Grant>>> {
        let grants = match self {
            Self::Nothing => return Ok(None),
            Self::Canned(canned) => canned.grants(owner, bucket_owner),
            Self::Granted(grants) => grants.clone(),
            Self::Written(document) if document.owner != owner => return Err(Error::AccessDenied {}),
            Self::Written(document) => document.grants.clone(),
        };
        Ok(Some(grants).filter(|grants| *grants != [Grant::full_control(owner)]))
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};
    use s3s::dto;

    use super::*;
    use crate::settings::{Credential, Settings};

    const PUBLIC: (&str, &str) = ("x-amz-acl", "public-read");
    const GRANT: (&str, &str) = ("x-amz-grant-read", "id=a");

    fn accounts() -> Accounts {
        let known =
            |id: &str| Credential { canonical_id: Some(id.into()), access_key: id.into(), ..Credential::default() };
        Accounts::new(&Settings { credentials: vec![known("a"), known("b")], ..Settings::default() })
    }

    fn headers(lines: &[(&'static str, &'static str)]) -> Headers {
        let lines = lines.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        lines.collect()
    }

    fn policy(owner: &str, grantee: &str) -> AccessControlPolicy {
        let grantee = dto::Grantee {
            display_name: None,
            email_address: None,
            id: Some(grantee.into()),
            type_: "CanonicalUser".to_owned().into(),
            uri: None,
        };
        let grant = dto::Grant { grantee: Some(grantee), permission: Some("FULL_CONTROL".to_owned().into()) };
        let owner = dto::Owner { id: Some(owner.into()), display_name: None };
        AccessControlPolicy { grants: Some(vec![grant]), owner: Some(owner) }
    }

    fn asked(lines: &[(&'static str, &'static str)], policy: Option<AccessControlPolicy>) -> Result<Asked> {
        Asked::replacement(&headers(lines), policy, &accounts(), Of::Bucket)
    }

    fn check(lines: &[(&'static str, &'static str)], policy: Option<AccessControlPolicy>, code: Option<&str>) {
        let found = asked(lines, policy).err().map(|error| error.document().code.into_owned());
        assert_eq!(found.as_deref(), code, "{lines:?}");
    }

    #[test]
    fn a_list_is_asked_for_in_one_way() {
        check(&[PUBLIC], None, None);
        check(&[GRANT], None, None);
        check(&[], Some(policy("a", "b")), None);
        check(&[], None, Some("MissingSecurityHeader"));
        check(&[PUBLIC, GRANT], None, Some("InvalidRequest"));
        check(&[PUBLIC, GRANT], Some(policy("a", "b")), Some("InvalidRequest"));
        check(&[("x-amz-acl", "public-ready"), ("x-amz-grant-read", "id=c")], None, Some("InvalidRequest"));
        check(&[PUBLIC], Some(policy("a", "b")), Some("UnexpectedContent"));
        check(&[GRANT], Some(AccessControlPolicy::default()), Some("UnexpectedContent"));
        check(&[], Some(AccessControlPolicy::default()), Some("MalformedACLError"));
        check(&[("x-amz-acl", "public-ready")], None, Some("InvalidArgument"));
    }

    #[test]
    fn something_new_may_do_without() {
        assert_eq!(Asked::read(&headers(&[]), &accounts(), Of::Object).unwrap(), Asked::Nothing);
        assert_eq!(Asked::Nothing.grants("a", "b").unwrap(), None);
    }

    #[test]
    fn private_is_not_stored() {
        let stored = |asked: &Asked| asked.grants("a", "a").unwrap();
        assert_eq!(stored(&asked(&[("x-amz-acl", "private")], None).unwrap()), None);
        assert_eq!(stored(&asked(&[("x-amz-grant-full-control", "id=a")], None).unwrap()), None);
        assert_eq!(stored(&asked(&[], Some(policy("a", "a"))).unwrap()), None);
        assert_eq!(stored(&asked(&[], Some(policy("a", "b"))).unwrap()), Some(vec![Grant::full_control("b")]));
        assert_eq!(stored(&asked(&[PUBLIC], None).unwrap()).unwrap().len(), 2);
    }

    #[test]
    fn nobody_gives_away_what_they_own() {
        let error = asked(&[], Some(policy("b", "a"))).unwrap().grants("a", "a").unwrap_err();
        assert!(matches!(error, Error::AccessDenied {}));
    }

    #[test]
    fn only_what_holds_anyway_says_nothing_new() {
        let check = |asked: Asked, expected: bool| assert_eq!(asked.says_nothing_new("a"), expected, "{asked:?}");
        check(Asked::Nothing, true);
        check(asked(&[("x-amz-acl", "bucket-owner-full-control")], None).unwrap(), true);
        check(asked(&[], Some(policy("a", "a"))).unwrap(), true);
        check(asked(&[], Some(policy("a", "b"))).unwrap(), false);
        check(asked(&[], Some(policy("b", "a"))).unwrap(), false);
        check(asked(&[("x-amz-acl", "private")], None).unwrap(), false);
        check(asked(&[("x-amz-grant-full-control", "id=a")], None).unwrap(), false);
    }
}
