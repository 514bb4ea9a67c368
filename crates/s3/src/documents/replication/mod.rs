//! Replication: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html>
//!
//! The configuration is kept and answered. Nothing is replicated yet, and roles and keys are not looked up: there are none.

mod destination;
mod filter;
mod rules;
mod schema;

use s3s::dto::{
    DeleteBucketReplicationInput, DeleteBucketReplicationOutput, GetBucketReplicationInput, GetBucketReplicationOutput,
    PutBucketReplicationInput, PutBucketReplicationOutput,
};

use super::schema::Node;
use super::{Document, Element, delete, document_operations, get, put};
use crate::bucket::{Bucket, BucketRecord, Versioning};
use crate::error::replication::ReplicationError;
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::rules::arn::Arn;

/// The `ReplicationConfiguration` document.
pub(crate) struct Replication;

impl Document for Replication {
    const NAME: &'static str = "replication";
    const ROOT: &'static Node = &schema::ROOT;

    async fn check(cx: &Context, bucket: &Bucket, document: &mut Element) -> Result<()> {
        check_role(document.text_of("Role").unwrap_or_default())?;
        if bucket.record.versioning != Versioning::Enabled {
            return Err(ReplicationError::SourceNotVersioned {}.into());
        }
        rules::check(document, &bucket.name, || cx.world.entropy.u128())?;
        for rule in document.all("Rule") {
            check_destination(cx, destination::bucket(rule)?).await?;
        }
        Ok(())
    }

    fn absent(bucket: &Bucket) -> Result<Element> {
        Err(ReplicationError::NotConfigured { bucket: bucket.name.clone() }.into())
    }

    fn record(document: Option<&Element>, record: &mut BucketRecord) {
        record.replicates = document.is_some();
    }
}

/// Holds the role to its form. Which account it is of, and whether it exists, is not known here.
fn check_role(text: &str) -> Result<(), ReplicationError> {
    let role = Arn::parse(text).filter(|arn| arn.service == "iam" && arn.region.is_empty() && arn.has_account());
    let Some(role) = role else { return Err(ReplicationError::Role { role: text.to_owned() }) };
    match role.resource.strip_prefix("role/") {
        Some(name) if !name.is_empty() => Ok(()),
        _ => Err(ReplicationError::RoleKind { role: text.to_owned() }),
    }
}

/// S3 says of a bucket that is not there what it says of one without versions (recorded).
async fn check_destination(cx: &Context, name: &str) -> Result<()> {
    match Bucket::load(&cx.world, name).await {
        Ok(bucket) if bucket.record.versioning == Versioning::Enabled => Ok(()),
        Ok(_) | Err(Error::NoSuchBucket { .. }) => Err(ReplicationError::DestinationNotVersioned {}.into()),
        Err(other) => Err(other),
    }
}

document_operations! {
    /// Answers the configuration.
    GetBucketReplication(GetBucketReplicationInput) -> GetBucketReplicationOutput = get::<Replication>;
    /// Replaces the configuration.
    PutBucketReplication(PutBucketReplicationInput) -> PutBucketReplicationOutput = put::<Replication>;
    /// Removes the configuration.
    DeleteBucketReplication(DeleteBucketReplicationInput) -> DeleteBucketReplicationOutput = delete::<Replication>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_of_an_account() {
        let check = |role: &str| check_role(role).err().map(|error| error.document().message.into_owned());
        let invalid = Some("Invalid Role specified in replication configuration".to_owned());
        assert_eq!(check("arn:aws:iam::123456789012:role/path/name"), None);
        for role in
            ["", "role", "arn:aws:iam::role/x", "arn:aws:iam:us-east-1:123456789012:role/x", "arn:aws:s3:::role/x"]
        {
            assert_eq!(check(role), invalid, "{role}");
        }
        let kind = Some("The relative id should start with role".to_owned());
        for role in ["arn:aws:iam::123456789012:user/x", "arn:aws:iam::123456789012:role/"] {
            assert_eq!(check(role), kind, "{role}");
        }
    }
}
