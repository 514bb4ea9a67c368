//! Block public access: what of a bucket and of its objects cannot be made public. What was public before stays what it
//! is, and requests are let through whatever the settings say.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>

use serde::{Deserialize, Serialize};

use super::acl::Asked;
use super::region;
use crate::bucket::BucketRecord;
use crate::error::{Error, Result};
use crate::front::accounts::Caller;

/// One of the four settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Setting {
    /// Lists that are public cannot be put.
    BlockPublicAcls,
    /// Lists that are public mean nothing.
    IgnorePublicAcls,
    /// A policy that is public cannot be put.
    BlockPublicPolicy,
    /// A policy that is public lets in no one but its own account and AWS's services.
    RestrictPublicBuckets,
}

/// The settings of a bucket that are on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PublicAccessBlock(Vec<Setting>);

/// A request that could make something public.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Publication<'a> {
    pub(crate) caller: &'a Caller,
    /// The action, as policies name it.
    pub(crate) action: &'static str,
    pub(crate) bucket: &'a str,
    /// The key, where it is about an object.
    pub(crate) key: Option<&'a str>,
}

impl Setting {
    /// In the order of their document.
    pub(crate) const ALL: [Self; 4] =
        [Self::BlockPublicAcls, Self::IgnorePublicAcls, Self::BlockPublicPolicy, Self::RestrictPublicBuckets];

    /// The name of its element.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::BlockPublicAcls => "BlockPublicAcls",
            Self::IgnorePublicAcls => "IgnorePublicAcls",
            Self::BlockPublicPolicy => "BlockPublicPolicy",
            Self::RestrictPublicBuckets => "RestrictPublicBuckets",
        }
    }
}

impl PublicAccessBlock {
    /// Those settings of which `is_on` says so.
    pub(crate) fn of(is_on: impl Fn(Setting) -> bool) -> Self {
        Self(Setting::ALL.into_iter().filter(|setting| is_on(*setting)).collect())
    }

    /// What a bucket has at first: all of them are on.
    #[expect(clippy::unnecessary_wraps, reason = "it is the default of a field that may be none")]
    pub(crate) fn of_new_bucket() -> Option<Self> {
        Some(Self::of(|_| true))
    }

    pub(crate) fn is_on(&self, setting: Setting) -> bool {
        self.0.contains(&setting)
    }
}

impl<'a> Publication<'a> {
    /// The request that makes an object with a list of its own.
    pub(crate) fn of_object(caller: &'a Caller, bucket: &'a str, key: &'a str) -> Self {
        Self { caller, action: "s3:PutObject", bucket, key: Some(key) }
    }

    /// Checks that the list may be put that is asked for.
    ///
    /// # Errors
    /// `AccessDenied` for a public one where those are blocked.
    pub(crate) fn check_acl(&self, record: &BucketRecord, asked: &Asked) -> Result<()> {
        match asked.is_public() {
            true => self.check(record, Setting::BlockPublicAcls, "public access control lists (ACLs)"),
            false => Ok(()),
        }
    }

    /// Checks that a policy may be put.
    ///
    /// # Errors
    /// `AccessDenied` for a public one where those are blocked.
    pub(crate) fn check_policy(&self, record: &BucketRecord, is_public: bool) -> Result<()> {
        match is_public {
            true => self.check(record, Setting::BlockPublicPolicy, "public policies"),
            false => Ok(()),
        }
    }

    fn check(&self, record: &BucketRecord, setting: Setting, what: &str) -> Result<()> {
        if !record.public_access_block.as_ref().is_some_and(|block| block.is_on(setting)) {
            return Ok(());
        }
        let Caller { account, anonymous, .. } = self.caller;
        // Others are not told.
        if *anonymous || *account != record.account {
            return Err(Error::AccessDenied {});
        }
        let partition = region::partition(&record.region);
        let key = self.key.map(|key| format!("/{key}")).unwrap_or_default();
        let Self { action, bucket, .. } = self;
        let message = format!(
            "User: arn:{partition}:iam::{account}:root is not authorized to perform: {action} on resource: \
             \"arn:{partition}:s3:::{bucket}{key}\" because {what} are blocked by the {} block public access setting.",
            setting.name()
        );
        Err(Error::Denied { message })
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use http::{HeaderName, HeaderValue};

    use super::*;
    use crate::front::accounts::Accounts;
    use crate::headers::Headers;
    use crate::rules::acl::Of;
    use crate::settings::Settings;

    fn record(on: &[Setting]) -> BucketRecord {
        let public_access_block = Some(PublicAccessBlock::of(|setting| on.contains(&setting)));
        BucketRecord { public_access_block, ..BucketRecord::new("111111111111", "", "eu-west-1", UNIX_EPOCH) }
    }

    fn caller(account: &str) -> Caller {
        let default = Accounts::new(&Settings::default()).default_caller();
        Caller { account: account.into(), ..Caller::clone(&default) }
    }

    fn check(record: &BucketRecord, header: (&'static str, &'static str), is_refused: bool) {
        let headers = Headers::from_iter([(HeaderName::from_static(header.0), HeaderValue::from_static(header.1))]);
        let asked = Asked::read(&headers, &Accounts::new(&Settings::default()), Of::Bucket).unwrap();
        let caller = caller("111111111111");
        let publication = Publication { caller: &caller, action: "s3:PutBucketAcl", bucket: "b", key: None };
        assert_eq!(publication.check_acl(record, &asked).is_err(), is_refused, "{record:?} {header:?}");
    }

    #[test]
    fn public_lists_grant_something_to_everyone() {
        let blocked = record(&[Setting::BlockPublicAcls]);
        for public in ["public-read", "public-read-write", "authenticated-read"] {
            check(&blocked, ("x-amz-acl", public), true);
            check(&record(&[Setting::IgnorePublicAcls, Setting::BlockPublicPolicy]), ("x-amz-acl", public), false);
        }
        for other in ["private", "bucket-owner-read", "aws-exec-read", "log-delivery-write"] {
            check(&blocked, ("x-amz-acl", other), false);
        }
        check(&blocked, ("x-amz-grant-write", "uri=http://acs.amazonaws.com/groups/global/AllUsers"), true);
        check(&blocked, ("x-amz-grant-write", "uri=http://acs.amazonaws.com/groups/s3/LogDelivery"), false);
        let deleted = BucketRecord { public_access_block: None, ..blocked };
        check(&deleted, ("x-amz-acl", "public-read"), false);
    }

    #[test]
    fn only_the_owner_is_told_why() {
        let record = record(&[Setting::BlockPublicPolicy]);
        let refused = |caller: &Caller, key| {
            let publication = Publication { caller, action: "s3:PutBucketPolicy", bucket: "b", key };
            assert!(publication.check_policy(&record, false).is_ok());
            publication.check_policy(&record, true).unwrap_err().document().message.into_owned()
        };
        let own = caller("111111111111");
        assert_eq!(
            refused(&own, Some("k")),
            "User: arn:aws:iam::111111111111:root is not authorized to perform: s3:PutBucketPolicy on resource: \
             \"arn:aws:s3:::b/k\" because public policies are blocked by the BlockPublicPolicy block public access setting."
        );
        assert_eq!(refused(&caller("222222222222"), None), "Access Denied");
        assert_eq!(refused(&Caller { anonymous: true, ..own }, None), "Access Denied");
    }

    #[test]
    fn records_without_the_field_are_of_new_buckets() {
        let mut json = serde_json::to_value(record(&[])).unwrap();
        json.as_object_mut().unwrap().remove("public_access_block");
        let read: BucketRecord = serde_json::from_value(json).unwrap();
        assert_eq!(read.public_access_block, PublicAccessBlock::of_new_bucket());
        let deleted = BucketRecord { public_access_block: None, ..record(&[]) };
        let json = serde_json::to_value(&deleted).unwrap();
        assert_eq!(serde_json::from_value::<BucketRecord>(json).unwrap(), deleted);
    }
}
