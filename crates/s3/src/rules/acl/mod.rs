//! Access control lists as S3 keeps and answers them. Nothing here is enforced.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html>

mod asked;
mod canned;
mod document;
mod grant;
mod header;

use std::borrow::Cow;

pub(crate) use self::asked::Asked;
pub(crate) use self::grant::{Grant, Grantee, Permission};
use super::account;
use super::ownership::Ownership;
use crate::bucket::BucketRecord;
use crate::front::accounts::Accounts;
use crate::object::ObjectMeta;
use crate::xml::Xml;

/// What carries a list: the canned ones differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Bucket,
    Object,
}

/// The list that holds for a bucket or an object, and its owner.
#[derive(Debug)]
pub(crate) struct Acl<'a> {
    owner: &'a str,
    grants: Cow<'a, [Grant]>,
}

impl<'a> Acl<'a> {
    /// The list of a bucket. Where lists are disabled it says what holds anyway.
    pub(crate) fn of_bucket(record: &'a BucketRecord) -> Self {
        Self::new(record, &record.owner, record.acl.as_deref())
    }

    /// The list of an object in the bucket of that `record`.
    pub(crate) fn of_object(record: &'a BucketRecord, meta: &'a ObjectMeta) -> Self {
        Self::new(record, owner_of(record, meta), meta.acl.as_deref())
    }

    fn new(record: &BucketRecord, owner: &'a str, stored: Option<&'a [Grant]>) -> Self {
        let stored = stored.filter(|_| record.ownership != Ownership::BucketOwnerEnforced);
        let private = || Cow::Owned(vec![Grant::full_control(owner)]);
        Self { owner, grants: stored.map_or_else(private, Cow::Borrowed) }
    }

    /// The `AccessControlPolicy` document.
    pub(crate) fn document(&self, accounts: &Accounts) -> Xml {
        let mut xml = Xml::document("AccessControlPolicy");
        account::write(&mut xml, "Owner", self.owner, accounts);
        xml.nest("AccessControlList", |xml| {
            for grant in self.grants.iter() {
                xml.nest("Grant", |xml| grant.write(xml, accounts));
            }
        });
        xml
    }
}

/// The canonical id of an object's owner. Where lists are disabled, the bucket's owner owns every object in it.
pub(crate) fn owner_of<'a>(record: &'a BucketRecord, meta: &'a ObjectMeta) -> &'a str {
    let own = meta.owner.as_deref().filter(|_| record.ownership != Ownership::BucketOwnerEnforced);
    own.unwrap_or(&record.owner)
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;
    use crate::settings::{Credential, Settings};

    fn record(ownership: Ownership, acl: Option<Vec<Grant>>) -> BucketRecord {
        BucketRecord { ownership, acl, ..BucketRecord::new("111111111111", "bucket", "us-east-1", UNIX_EPOCH) }
    }

    fn accounts() -> Accounts {
        let named = Credential {
            access_key: "k".into(),
            canonical_id: Some("bucket".into()),
            display_name: Some("B & Co".into()),
            ..Credential::default()
        };
        Accounts::new(&Settings { credentials: vec![named], ..Settings::default() })
    }

    fn check(acl: &Acl<'_>, expected: &str) {
        let document = String::from_utf8(acl.document(&accounts()).finish().to_vec()).unwrap();
        let inner = document
            .split_once("<AccessControlPolicy xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">")
            .and_then(|(_, rest)| rest.strip_suffix("</AccessControlPolicy>"));
        assert_eq!(inner, Some(expected));
    }

    #[test]
    fn a_document_names_owner_and_grantees() {
        let public = Grant { grantee: Grantee::AllUsers, permission: Permission::Read };
        let record = record(Ownership::ObjectWriter, Some(vec![Grant::full_control("bucket"), public]));
        check(
            &Acl::of_bucket(&record),
            "<Owner><ID>bucket</ID><DisplayName>B &amp; Co</DisplayName></Owner><AccessControlList>\
             <Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\">\
             <ID>bucket</ID><DisplayName>B &amp; Co</DisplayName></Grantee><Permission>FULL_CONTROL</Permission></Grant>\
             <Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\">\
             <URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission></Grant>\
             </AccessControlList>",
        );
    }

    #[test]
    fn an_empty_list_grants_nothing() {
        let record = record(Ownership::ObjectWriter, None);
        let meta = ObjectMeta { owner: Some("writer".into()), acl: Some(Vec::new()), ..ObjectMeta::default() };
        check(&Acl::of_object(&record, &meta), "<Owner><ID>writer</ID></Owner><AccessControlList/>");
    }

    fn check_held(ownership: Ownership, owner: Option<&str>, acl: Option<Vec<Grant>>, expected: (&str, &[Grant])) {
        let record = record(ownership, None);
        let meta = ObjectMeta { owner: owner.map(str::to_owned), acl, ..ObjectMeta::default() };
        let held = Acl::of_object(&record, &meta);
        assert_eq!((held.owner, &*held.grants), expected, "{ownership:?} {owner:?}");
    }

    #[test]
    fn what_is_stored_holds_unless_lists_are_disabled() {
        let (bucket, writer) = (Grant::full_control("bucket"), Grant::full_control("writer"));
        let stored = || Some(vec![Grant { grantee: Grantee::AllUsers, permission: Permission::Read }]);
        check_held(Ownership::ObjectWriter, None, None, ("bucket", std::slice::from_ref(&bucket)));
        check_held(Ownership::ObjectWriter, Some("writer"), None, ("writer", &[writer]));
        check_held(Ownership::BucketOwnerPreferred, Some("writer"), stored(), ("writer", &stored().unwrap()));
        check_held(Ownership::BucketOwnerEnforced, Some("writer"), stored(), ("bucket", &[bucket]));
    }
}
