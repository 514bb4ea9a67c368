//! The actions that a bucket's policy can name, what each is on, and the condition keys that come with it.
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>
//!
//! Actions on the account, on access points, jobs and the like are not among them, and neither are making a bucket and
//! listing all of them: no bucket could have a say in those.

use super::{key, pattern};

/// One action.
#[derive(Debug)]
pub(super) struct Action {
    /// Its name, without `s3:`.
    name: &'static str,
    /// What it is on.
    pub(super) on: On,
    /// The keys that come with it, beside those that come with all.
    pub(super) keys: &'static [Keys],
}

/// What an action is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    Bucket,
    Object,
}

/// Condition keys that come together.
type Keys = &'static [&'static str];

const ANNOTATIONS: Keys = &["s3:annotation-prefix", "s3:max-annotation-results"];
const CLASS: Keys = &["s3:x-amz-storage-class"];
const CREATION: Keys = &["s3:ObjectCreationOperation"];
const ENCRYPTION: Keys = &[
    "s3:x-amz-server-side-encryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:x-amz-server-side-encryption-customer-algorithm",
];
const GRANTS: Keys = &[
    "s3:x-amz-acl",
    "s3:x-amz-grant-full-control",
    "s3:x-amz-grant-read",
    "s3:x-amz-grant-read-acp",
    "s3:x-amz-grant-write",
    "s3:x-amz-grant-write-acp",
];
const HOLD: Keys = &["s3:object-lock-legal-hold"];
const IF_MATCH: Keys = &["s3:if-match"];
const IF_NONE_MATCH: Keys = &["s3:if-none-match"];
const INVENTORY: Keys = &["s3:InventoryAccessibleOptionalFields"];
const LISTING: Keys = &["s3:delimiter", "s3:max-keys", "s3:prefix"];
const LOCK: Keys =
    &["s3:object-lock-mode", "s3:object-lock-remaining-retention-days", "s3:object-lock-retain-until-date"];
const OWNERSHIP: Keys = &["s3:x-amz-object-ownership"];
const PAUSE: Keys = &["s3:destinationRegion"];
const REPLICATION: Keys = &["s3:isReplicationPauseRequest"];
const REQUEST_TAGS: Keys = &["s3:RequestObjectTag/", "s3:RequestObjectTagKeys"];
const TAGS: Keys = &["s3:ExistingObjectTag/"];
const VERSION: Keys = &["s3:versionid"];
const WRITE: Keys = &[
    "s3:x-amz-copy-source",
    "s3:x-amz-metadata-directive",
    "s3:x-amz-object-annotation-directive",
    "s3:x-amz-storage-class",
    "s3:x-amz-website-redirect-location",
];

/// All of them.
#[rustfmt::skip]
pub(super) const ACTIONS: &[Action] = &[
    Action { name: "CreateBucketMetadataTableConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "DeleteBucket", on: On::Bucket, keys: &[] },
    Action { name: "DeleteBucketMetadataTableConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "DeleteBucketPolicy", on: On::Bucket, keys: &[] },
    Action { name: "DeleteBucketWebsite", on: On::Bucket, keys: &[] },
    Action { name: "GetAccelerateConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "GetAnalyticsConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketAbac", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketAcl", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketCORS", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketLocation", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketLogging", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketMetadataTableConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketNotification", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketObjectLockConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketOwnershipControls", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketPolicy", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketPolicyStatus", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketPublicAccessBlock", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketRequestPayment", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketTagging", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketVersioning", on: On::Bucket, keys: &[] },
    Action { name: "GetBucketWebsite", on: On::Bucket, keys: &[] },
    Action { name: "GetEncryptionConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "GetIntelligentTieringConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "GetInventoryConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "GetLifecycleConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "GetMetricsConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "GetReplicationConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "ListBucket", on: On::Bucket, keys: &[LISTING] },
    Action { name: "ListBucketMultipartUploads", on: On::Bucket, keys: &[] },
    Action { name: "ListBucketVersions", on: On::Bucket, keys: &[LISTING] },
    Action { name: "ListTagsForResource", on: On::Bucket, keys: &[] },
    Action { name: "PauseReplication", on: On::Bucket, keys: &[PAUSE] },
    Action { name: "PutAccelerateConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "PutAnalyticsConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "PutBucketAbac", on: On::Bucket, keys: &[] },
    Action { name: "PutBucketAcl", on: On::Bucket, keys: &[GRANTS] },
    Action { name: "PutBucketCORS", on: On::Bucket, keys: &[] },
    Action { name: "PutBucketLogging", on: On::Bucket, keys: &[] },
    Action { name: "PutBucketNotification", on: On::Bucket, keys: &[] },
    Action { name: "PutBucketObjectLockConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "PutBucketOwnershipControls", on: On::Bucket, keys: &[OWNERSHIP] },
    Action { name: "PutBucketPolicy", on: On::Bucket, keys: &[] },
    Action { name: "PutBucketPublicAccessBlock", on: On::Bucket, keys: &[] },
    Action { name: "PutBucketRequestPayment", on: On::Bucket, keys: &[] },
    Action { name: "PutBucketTagging", on: On::Bucket, keys: &[] },
    Action { name: "PutBucketVersioning", on: On::Bucket, keys: &[] },
    Action { name: "PutBucketWebsite", on: On::Bucket, keys: &[] },
    Action { name: "PutEncryptionConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "PutIntelligentTieringConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "PutInventoryConfiguration", on: On::Bucket, keys: &[INVENTORY] },
    Action { name: "PutLifecycleConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "PutMetricsConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "PutReplicationConfiguration", on: On::Bucket, keys: &[REPLICATION] },
    Action { name: "TagResource", on: On::Bucket, keys: &[] },
    Action { name: "UntagResource", on: On::Bucket, keys: &[] },
    Action { name: "UpdateBucketMetadataAnnotationTableConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "UpdateBucketMetadataInventoryTableConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "UpdateBucketMetadataJournalTableConfiguration", on: On::Bucket, keys: &[] },
    Action { name: "AbortMultipartUpload", on: On::Object, keys: &[] },
    Action { name: "BypassGovernanceRetention", on: On::Object, keys: &[REQUEST_TAGS, GRANTS, WRITE, ENCRYPTION, LOCK, HOLD] },
    Action { name: "DeleteObject", on: On::Object, keys: &[IF_MATCH] },
    Action { name: "DeleteObjectAnnotation", on: On::Object, keys: &[] },
    Action { name: "DeleteObjectTagging", on: On::Object, keys: &[TAGS] },
    Action { name: "DeleteObjectVersion", on: On::Object, keys: &[VERSION] },
    Action { name: "DeleteObjectVersionTagging", on: On::Object, keys: &[TAGS, VERSION] },
    Action { name: "GetObject", on: On::Object, keys: &[TAGS, IF_MATCH, IF_NONE_MATCH] },
    Action { name: "GetObjectAcl", on: On::Object, keys: &[TAGS] },
    Action { name: "GetObjectAnnotation", on: On::Object, keys: &[] },
    Action { name: "GetObjectAttributes", on: On::Object, keys: &[TAGS] },
    Action { name: "GetObjectLegalHold", on: On::Object, keys: &[] },
    Action { name: "GetObjectRetention", on: On::Object, keys: &[] },
    Action { name: "GetObjectTagging", on: On::Object, keys: &[TAGS] },
    Action { name: "GetObjectTorrent", on: On::Object, keys: &[] },
    Action { name: "GetObjectVersion", on: On::Object, keys: &[TAGS, VERSION] },
    Action { name: "GetObjectVersionAcl", on: On::Object, keys: &[TAGS, VERSION] },
    Action { name: "GetObjectVersionAttributes", on: On::Object, keys: &[TAGS, VERSION] },
    Action { name: "GetObjectVersionForReplication", on: On::Object, keys: &[] },
    Action { name: "GetObjectVersionTagging", on: On::Object, keys: &[TAGS, VERSION] },
    Action { name: "GetObjectVersionTorrent", on: On::Object, keys: &[VERSION] },
    Action { name: "InitiateReplication", on: On::Object, keys: &[] },
    Action { name: "ListMultipartUploadParts", on: On::Object, keys: &[] },
    Action { name: "ListObjectAnnotations", on: On::Object, keys: &[ANNOTATIONS] },
    Action { name: "ObjectOwnerOverrideToBucketOwner", on: On::Object, keys: &[] },
    Action { name: "PutObject", on: On::Object, keys: &[REQUEST_TAGS, GRANTS, WRITE, ENCRYPTION, LOCK, HOLD, IF_MATCH, IF_NONE_MATCH, CREATION] },
    Action { name: "PutObjectAcl", on: On::Object, keys: &[TAGS, GRANTS, CLASS] },
    Action { name: "PutObjectAnnotation", on: On::Object, keys: &[] },
    Action { name: "PutObjectLegalHold", on: On::Object, keys: &[HOLD] },
    Action { name: "PutObjectRetention", on: On::Object, keys: &[LOCK] },
    Action { name: "PutObjectTagging", on: On::Object, keys: &[TAGS, REQUEST_TAGS] },
    Action { name: "PutObjectVersionAcl", on: On::Object, keys: &[TAGS, VERSION, GRANTS, CLASS] },
    Action { name: "PutObjectVersionTagging", on: On::Object, keys: &[TAGS, REQUEST_TAGS, VERSION] },
    Action { name: "ReplicateDelete", on: On::Object, keys: &[] },
    Action { name: "ReplicateObject", on: On::Object, keys: &[ENCRYPTION] },
    Action { name: "ReplicateTags", on: On::Object, keys: &[] },
    Action { name: "RestoreObject", on: On::Object, keys: &[] },
    Action { name: "UpdateObjectEncryption", on: On::Object, keys: &[ENCRYPTION] },
];

/// The actions that a pattern names.
pub(super) fn named(pattern: &str) -> impl Iterator<Item = &'static Action> {
    ACTIONS.iter().filter(move |action| action.is_named(pattern))
}

impl Action {
    /// Whether a pattern names this action: `*`, or `s3:` and a name with wildcards. Case does not matter.
    pub(super) fn is_named(&self, pattern: &str) -> bool {
        let pattern = pattern.to_ascii_lowercase();
        let name = if pattern == "*" { Some("*") } else { pattern.strip_prefix("s3:") };
        name.is_some_and(|name| pattern::matches(name, &self.name.to_ascii_lowercase()))
    }

    /// Whether that condition key comes with it.
    pub(super) fn comes_with(&self, key: &str) -> bool {
        key::is_common(key) || self.keys.iter().any(|keys| key::is_in(key, keys))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, expected: &[&str]) {
        let found: Vec<_> = named(pattern).map(|action| action.name).collect();
        assert_eq!(found, expected, "{pattern}");
    }

    #[test]
    fn patterns_name_actions_in_any_case() {
        check("s3:GetObject", &["GetObject"]);
        check("S3:getobject", &["GetObject"]);
        check("s3:ListBucket*", &["ListBucket", "ListBucketMultipartUploads", "ListBucketVersions"]);
        check("s3:?etObjectAcl", &["GetObjectAcl"]);
        assert_eq!(named("*").count(), ACTIONS.len());
        assert_eq!(named("s3:*").count(), ACTIONS.len());
        for none in
            ["", "s3", "s3:", "GetObject", "s3:GetObjects", "ec2:*", "*:*", "s3:ListAllMyBuckets", "s3:CreateBucket"]
        {
            check(none, &[]);
        }
    }

    #[test]
    fn every_action_is_there_once() {
        for action in ACTIONS {
            assert_eq!(
                ACTIONS.iter().filter(|other| other.name.eq_ignore_ascii_case(action.name)).count(),
                1,
                "{action:?}"
            );
        }
    }

    #[test]
    fn keys_come_with_some_actions() {
        let check = |action: &str, key: &str, expected: bool| {
            let found = named(action).next().unwrap().comes_with(key);
            assert_eq!(found, expected, "{action} {key}");
        };
        check("s3:ListBucket", "s3:prefix", true);
        check("s3:ListBucketMultipartUploads", "s3:prefix", false);
        check("s3:GetObject", "s3:ExistingObjectTag/a", true);
        check("s3:PutObject", "s3:ExistingObjectTag/a", false);
        check("s3:PutObject", "s3:X-Amz-Acl", true);
        check("s3:GetObject", "s3:x-amz-acl", false);
        check("s3:GetObjectRetention", "s3:ExistingObjectTag/a", false);
        check("s3:GetBucketAcl", "s3:TlsVersion", true);
        check("s3:GetBucketAcl", "aws:SourceIp", true);
    }
}
