//! S3 Object Ownership: whether ACLs mean anything in a bucket, and who owns what is written to it.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>

use serde::{Deserialize, Serialize};

use super::acl::{Asked, Grant, Grantee};
use crate::bucket::BucketRecord;
use crate::error::{Error, Result};
use crate::front::accounts::Caller;
use crate::object::ObjectMeta;

/// The setting of a bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Ownership {
    /// ACLs are disabled; the bucket's owner owns everything in it.
    #[default]
    BucketOwnerEnforced,
    /// The writer owns an object, unless it gives the bucket's owner full control by the canned ACL for that.
    BucketOwnerPreferred,
    /// The writer owns an object.
    ObjectWriter,
    /// No setting, since somebody deleted it: as if it were `ObjectWriter`.
    Unset,
}

impl Ownership {
    /// Reads `x-amz-object-ownership`.
    ///
    /// # Errors
    /// `UnknownOwnership`.
    pub(crate) fn read(header: Option<&str>) -> Result<Self> {
        let Some(name) = header else { return Ok(Self::default()) };
        Self::named(name).ok_or_else(|| Error::UnknownOwnership { value: name.to_owned() })
    }

    /// The setting of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let settings = [Self::BucketOwnerEnforced, Self::BucketOwnerPreferred, Self::ObjectWriter];
        settings.into_iter().find(|setting| setting.name() == Some(name))
    }

    /// Its name, if it is one.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::BucketOwnerEnforced => Some("BucketOwnerEnforced"),
            Self::BucketOwnerPreferred => Some("BucketOwnerPreferred"),
            Self::ObjectWriter => Some("ObjectWriter"),
            Self::Unset => None,
        }
    }
}

/// Checks that a bucket lets its lists or its objects' be set to what is asked for.
///
/// # Errors
/// `AclNotSupported`.
pub(crate) fn check(record: &BucketRecord, asked: &Asked) -> Result<()> {
    let disabled = record.ownership == Ownership::BucketOwnerEnforced;
    if disabled && !asked.says_nothing_new(&record.owner) { Err(Error::AclNotSupported {}) } else { Ok(()) }
}

/// Gives a new object its owner and its list, whatever `meta` said of them before: neither is ever copied.
///
/// # Errors
/// `AclNotSupported`.
pub(crate) fn settle(meta: &mut ObjectMeta, record: &BucketRecord, writer: &Caller, asked: &Asked) -> Result<()> {
    check(record, asked)?;
    let owner = match record.ownership {
        Ownership::BucketOwnerEnforced => &record.owner,
        Ownership::BucketOwnerPreferred if asked.is_for_bucket_owner() => &record.owner,
        Ownership::BucketOwnerPreferred | Ownership::ObjectWriter | Ownership::Unset => &writer.canonical_id,
    };
    meta.owner = (*owner != record.owner).then(|| owner.clone());
    meta.acl = asked.grants(owner, &record.owner)?;
    Ok(())
}

/// The list of a new bucket of that `owner`.
///
/// # Errors
/// `BucketAclNotSupported` when lists are disabled and it grants anyone else anything.
pub(crate) fn settle_bucket(ownership: Ownership, owner: &str, asked: &Asked) -> Result<Option<Vec<Grant>>> {
    let grants = asked.grants(owner, owner)?;
    if ownership != Ownership::BucketOwnerEnforced {
        return Ok(grants);
    }
    if is_the_owners(owner, grants.as_deref()) { Ok(None) } else { Err(Error::BucketAclNotSupported {}) }
}

/// Gives a bucket another setting. Its list stays, and holds again once lists are not disabled any more.
///
/// # Errors
/// `BucketAclNotSupported` for one that would disable lists while the bucket's grants anyone else anything.
pub(crate) fn change(record: &mut BucketRecord, ownership: Ownership) -> Result<()> {
    let disables = ownership == Ownership::BucketOwnerEnforced && record.ownership != ownership;
    if disables && !is_the_owners(&record.owner, record.acl.as_deref()) {
        return Err(Error::BucketAclNotSupported {});
    }
    record.ownership = ownership;
    Ok(())
}

/// Whether a list grants no one anything but the owner.
fn is_the_owners(owner: &str, grants: Option<&[Grant]>) -> bool {
    let is_owner = |grant: &Grant| matches!(&grant.grantee, Grantee::User(id) if id == owner);
    grants.unwrap_or_default().iter().all(is_owner)
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use http::HeaderValue;

    use super::*;
    use crate::front::accounts::Accounts;
    use crate::headers::Headers;
    use crate::rules::acl::{Grant, Of};
    use crate::settings::Settings;
    use Ownership::{BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter, Unset};

    const OWNER: &str = "00000000000000000000000000000000000000000000000000000000000000aa";
    const OWNER_GRANT: &str = "id=00000000000000000000000000000000000000000000000000000000000000aa";

    #[test]
    fn the_header_has_three_values() {
        assert_eq!(Ownership::read(None).unwrap(), BucketOwnerEnforced);
        for ownership in [BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter] {
            assert_eq!(Ownership::read(Some(&format!("{ownership:?}"))).unwrap(), ownership);
        }
        for other in ["", "objectwriter", "BucketOwner", "Unset"] {
            let message = Ownership::read(Some(other)).unwrap_err().document().message;
            assert_eq!(message, format!("Invalid x-amz-object-ownership header: {other}"));
        }
    }

    /// What becomes of an object that has someone else's owner and list before: its owner, and who is granted what.
    fn settled(
        ownership: Ownership,
        writer: &str,
        canned: Option<&str>,
    ) -> Result<(Option<String>, Option<Vec<Grant>>)> {
        let accounts = Accounts::new(&Settings::default());
        let record = BucketRecord { ownership, ..BucketRecord::new("", "bucket", "", UNIX_EPOCH) };
        let headers =
            canned.map(|name| (http::HeaderName::from_static("x-amz-acl"), HeaderValue::from_str(name).unwrap()));
        let asked = Asked::read(&Headers::from_iter(headers), &accounts, Of::Object)?;
        let writer = Caller { canonical_id: writer.into(), ..Caller::clone(&accounts.default_caller()) };
        let mut meta = ObjectMeta { owner: Some("old".into()), acl: Some(Vec::new()), ..ObjectMeta::default() };
        settle(&mut meta, &record, &writer, &asked)?;
        Ok((meta.owner, meta.acl))
    }

    fn check(ownership: Ownership, writer: &str, canned: Option<&str>, owner: Option<&str>, grants: usize) {
        let (found, acl) = settled(ownership, writer, canned).unwrap();
        let found = (found.as_deref(), acl.map_or(0, |grants| grants.len()));
        assert_eq!(found, (owner, grants), "{ownership:?} {writer} {canned:?}");
    }

    #[test]
    fn who_owns_an_object() {
        let full = Some("bucket-owner-full-control");
        check(BucketOwnerEnforced, "writer", None, None, 0);
        check(BucketOwnerEnforced, "writer", full, None, 0);
        check(BucketOwnerPreferred, "writer", None, Some("writer"), 0);
        check(BucketOwnerPreferred, "writer", Some("private"), Some("writer"), 0);
        check(BucketOwnerPreferred, "writer", full, None, 0);
        check(BucketOwnerPreferred, "bucket", Some("public-read"), None, 2);
        check(ObjectWriter, "writer", None, Some("writer"), 0);
        check(ObjectWriter, "writer", full, Some("writer"), 2);
        check(ObjectWriter, "bucket", full, None, 0);
        check(Unset, "writer", full, Some("writer"), 2);
    }

    #[test]
    fn a_new_bucket_without_lists_is_private() {
        let check = |ownership: Ownership, header: (&'static str, &'static str), expected: Option<usize>| {
            let accounts = Accounts::new(&Settings::default());
            let header = (http::HeaderName::from_static(header.0), HeaderValue::from_static(header.1));
            let asked = Asked::read(&Headers::from_iter([header]), &accounts, Of::Bucket).unwrap();
            let found = settle_bucket(ownership, OWNER, &asked).ok().map(|acl| acl.map_or(0, |grants| grants.len()));
            assert_eq!(found, expected, "{ownership:?} {asked:?}");
        };
        check(BucketOwnerEnforced, ("x-amz-acl", "private"), Some(0));
        check(BucketOwnerEnforced, ("x-amz-acl", "bucket-owner-full-control"), Some(0));
        check(BucketOwnerEnforced, ("x-amz-acl", "public-read"), None);
        check(BucketOwnerEnforced, ("x-amz-acl", "log-delivery-write"), None);
        check(BucketOwnerEnforced, ("x-amz-grant-read", OWNER_GRANT), Some(0));
        check(BucketOwnerEnforced, ("x-amz-grant-read", "uri=http://acs.amazonaws.com/groups/global/AllUsers"), None);
        check(ObjectWriter, ("x-amz-acl", "public-read"), Some(2));
        check(BucketOwnerPreferred, ("x-amz-grant-read", OWNER_GRANT), Some(1));
    }

    #[test]
    fn lists_that_grant_others_something_cannot_be_disabled() {
        let check = |from: Ownership, to: Ownership, grantee: &str, is_taken: bool| {
            let acl = Some(vec![Grant::full_control("bucket"), Grant::full_control(grantee)]);
            let mut record = BucketRecord { ownership: from, acl, ..BucketRecord::new("", "bucket", "", UNIX_EPOCH) };
            assert_eq!(change(&mut record, to).is_ok(), is_taken, "{from:?} {to:?} {grantee}");
            assert_eq!(record.ownership, if is_taken { to } else { from });
            assert_eq!(record.acl.map_or(0, |acl| acl.len()), 2);
        };
        check(ObjectWriter, BucketOwnerEnforced, "other", false);
        check(Unset, BucketOwnerEnforced, "other", false);
        check(ObjectWriter, BucketOwnerEnforced, "bucket", true);
        check(ObjectWriter, BucketOwnerPreferred, "other", true);
        check(BucketOwnerEnforced, ObjectWriter, "other", true);
        check(BucketOwnerEnforced, BucketOwnerEnforced, "other", true);
        check(BucketOwnerPreferred, Unset, "other", true);
    }

    #[test]
    fn disabled_lists_cannot_be_set() {
        for canned in ["private", "public-read", "bucket-owner-read"] {
            let error = settled(BucketOwnerEnforced, "bucket", Some(canned)).unwrap_err();
            assert!(matches!(error, Error::AclNotSupported {}), "{canned}");
        }
    }
}
