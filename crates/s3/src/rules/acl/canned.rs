//! Canned lists: the header `x-amz-acl`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl>

use super::{Grant, Grantee, Of, Permission};
use crate::error::{Error, Result};

/// The account of Amazon EC2 that reads the bundles of machine images.
const EC2: &str = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";

/// A list by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Canned {
    Private,
    PublicRead,
    PublicReadWrite,
    AuthenticatedRead,
    AwsExecRead,
    BucketOwnerRead,
    BucketOwnerFullControl,
    LogDeliveryWrite,
}

impl Canned {
    /// The list of that name.
    ///
    /// # Errors
    /// `UnknownCannedAcl`, also for one that only buckets have.
    pub(super) fn parse(name: &str, of: Of) -> Result<Self> {
        Ok(match name {
            "private" => Self::Private,
            "public-read" => Self::PublicRead,
            "public-read-write" => Self::PublicReadWrite,
            "authenticated-read" => Self::AuthenticatedRead,
            "aws-exec-read" => Self::AwsExecRead,
            "bucket-owner-read" => Self::BucketOwnerRead,
            "bucket-owner-full-control" => Self::BucketOwnerFullControl,
            "log-delivery-write" if of == Of::Bucket => Self::LogDeliveryWrite,
            _ => return Err(Error::UnknownCannedAcl { value: name.to_owned() }),
        })
    }

    /// Its grants, the owner's first. On a bucket, whose owner is its own, the two for the bucket's owner say nothing
    /// more than `private`, as on an object of that owner.
    pub(super) fn grants(self, owner: &str, bucket_owner: &str) -> Vec<Grant> {
        let user = |id: &str| Grantee::User(id.to_owned());
        let further = match self {
            Self::Private => vec![],
            Self::PublicRead => vec![(Grantee::AllUsers, Permission::Read)],
            Self::PublicReadWrite => {
                vec![(Grantee::AllUsers, Permission::Read), (Grantee::AllUsers, Permission::Write)]
            }
            Self::AuthenticatedRead => vec![(Grantee::AuthenticatedUsers, Permission::Read)],
            Self::AwsExecRead => vec![(user(EC2), Permission::Read)],
            Self::BucketOwnerRead | Self::BucketOwnerFullControl if owner == bucket_owner => vec![],
            Self::BucketOwnerRead => vec![(user(bucket_owner), Permission::Read)],
            Self::BucketOwnerFullControl => vec![(user(bucket_owner), Permission::FullControl)],
            Self::LogDeliveryWrite => {
                vec![(Grantee::LogDelivery, Permission::Write), (Grantee::LogDelivery, Permission::ReadAcp)]
            }
        };
        let further = further.into_iter().map(|(grantee, permission)| Grant { grantee, permission });
        std::iter::once(Grant::full_control(owner)).chain(further).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, owner: &str, further: &[(Grantee, Permission)]) {
        let grants = Canned::parse(name, Of::Bucket).unwrap().grants(owner, "bucket");
        let (first, rest) = grants.split_first().unwrap();
        let rest: Vec<_> = rest.iter().map(|grant| (grant.grantee.clone(), grant.permission)).collect();
        assert_eq!((first, rest.as_slice()), (&Grant::full_control(owner), further), "{name} of {owner}");
    }

    #[test]
    fn the_owner_comes_first() {
        let bucket = || Grantee::User("bucket".to_owned());
        check("private", "writer", &[]);
        check("public-read", "writer", &[(Grantee::AllUsers, Permission::Read)]);
        let both = [(Grantee::AllUsers, Permission::Read), (Grantee::AllUsers, Permission::Write)];
        check("public-read-write", "writer", &both);
        check("authenticated-read", "writer", &[(Grantee::AuthenticatedUsers, Permission::Read)]);
        check("aws-exec-read", "writer", &[(Grantee::User(EC2.to_owned()), Permission::Read)]);
        check("bucket-owner-read", "writer", &[(bucket(), Permission::Read)]);
        check("bucket-owner-full-control", "writer", &[(bucket(), Permission::FullControl)]);
        check("bucket-owner-read", "bucket", &[]);
        check("bucket-owner-full-control", "bucket", &[]);
        let logs = [(Grantee::LogDelivery, Permission::Write), (Grantee::LogDelivery, Permission::ReadAcp)];
        check("log-delivery-write", "bucket", &logs);
    }

    #[test]
    fn names_are_exact() {
        for name in ["", "Private", "public-ready", "public"] {
            let error = Canned::parse(name, Of::Bucket).unwrap_err();
            assert!(matches!(error, Error::UnknownCannedAcl { value } if value == name));
        }
        assert!(Canned::parse("log-delivery-write", Of::Object).is_err());
    }
}
