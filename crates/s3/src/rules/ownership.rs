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
}

impl Ownership {
    /// Reads `x-amz-object-ownership`.
    ///
    /// # Errors
    /// `UnknownOwnership`.
    pub(crate) fn read(header: Option<&str>) -> Result<Self> {
        match header {
            None | Some("BucketOwnerEnforced") => Ok(Self::BucketOwnerEnforced),
            Some("BucketOwnerPreferred") => Ok(Self::BucketOwnerPreferred),
            Some("ObjectWriter") => Ok(Self::ObjectWriter),
            Some(other) => Err(Error::UnknownOwnership { value: other.to_owned() }),
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
        Ownership::BucketOwnerPreferred | Ownership::ObjectWriter => &writer.canonical_id,
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
    let is_owner = |grant: &Grant| matches!(&grant.grantee, Grantee::User(id) if id == owner);
    if grants.iter().flatten().all(is_owner) { Ok(None) } else { Err(Error::BucketAclNotSupported {}) }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use http::{HeaderMap, HeaderValue};

    use super::*;
    use crate::front::accounts::Accounts;
    use crate::rules::acl::{Grant, Of};
    use crate::settings::Settings;
    use Ownership::{BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter};

    const OWNER: &str = "00000000000000000000000000000000000000000000000000000000000000aa";
    const OWNER_GRANT: &str = "id=00000000000000000000000000000000000000000000000000000000000000aa";

    #[test]
    fn the_header_has_three_values() {
        assert_eq!(Ownership::read(None).unwrap(), BucketOwnerEnforced);
        for ownership in [BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter] {
            assert_eq!(Ownership::read(Some(&format!("{ownership:?}"))).unwrap(), ownership);
        }
        for other in ["", "objectwriter", "BucketOwner"] {
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
        let asked = Asked::read(&HeaderMap::from_iter(headers), &accounts, Of::Object)?;
        let writer = Caller { canonical_id: writer.into(), ..accounts.default_caller() };
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
    }

    #[test]
    fn a_new_bucket_without_lists_is_private() {
        let check = |ownership: Ownership, header: (&'static str, &'static str), expected: Option<usize>| {
            let accounts = Accounts::new(&Settings::default());
            let header = (http::HeaderName::from_static(header.0), HeaderValue::from_static(header.1));
            let asked = Asked::read(&HeaderMap::from_iter([header]), &accounts, Of::Bucket).unwrap();
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
    fn disabled_lists_cannot_be_set() {
        for canned in ["private", "public-read", "bucket-owner-read"] {
            let error = settled(BucketOwnerEnforced, "bucket", Some(canned)).unwrap_err();
            assert!(matches!(error, Error::AclNotSupported {}), "{canned}");
        }
    }
}
