//! What S3 keeps of an object beside its bytes: the JSON of a version record.

use sandpail_blob::{BlobInfo, Json};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::rules::acl::Grant;
use crate::rules::encryption::Encryption;
use crate::rules::lock::ObjectLock;
use crate::rules::restore::Restore;
use crate::rules::tags::Tag;

/// The storage class of objects that name none.
pub(crate) const STANDARD: &str = "STANDARD";

/// System metadata, user metadata, storage class, tags, owner and ACL of one version, or of an upload that will become one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ObjectMeta {
    /// System metadata: header name in lower case, and the value as it was sent.
    #[serde(default, rename = "s", skip_serializing_if = "Vec::is_empty")]
    pub(crate) system: Vec<(String, String)>,
    /// User metadata: name in lower case without `x-amz-meta-`, and the decoded value.
    #[serde(default, rename = "u", skip_serializing_if = "Vec::is_empty")]
    pub(crate) user: Vec<(String, String)>,
    /// The storage class, unless it is `STANDARD`.
    #[serde(default, rename = "c", skip_serializing_if = "Option::is_none")]
    pub(crate) storage_class: Option<String>,
    /// The object's tags.
    #[serde(default, rename = "t", skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<Tag>,
    /// The canonical user id of its owner, unless that is the bucket's.
    #[serde(default, rename = "o", skip_serializing_if = "Option::is_none")]
    pub(crate) owner: Option<String>,
    /// Its ACL, unless that is `private`.
    #[serde(default, rename = "a", skip_serializing_if = "Option::is_none")]
    pub(crate) acl: Option<Vec<Grant>>,
    /// How it is encrypted.
    #[serde(default, rename = "e", skip_serializing_if = "Encryption::is_s3")]
    pub(crate) encryption: Encryption,
    /// What protects it.
    #[serde(default, rename = "l", skip_serializing_if = "ObjectLock::is_empty")]
    pub(crate) lock: ObjectLock,
    /// The last restore of it, where its storage class is an archive.
    #[serde(default, rename = "r", skip_serializing_if = "Option::is_none")]
    pub(crate) restore: Option<Restore>,
}

impl ObjectMeta {
    /// What is stored with `blob`; a delete marker has nothing.
    pub(crate) fn of(blob: &BlobInfo) -> Result<Self> {
        Self::parse(&blob.meta)
    }

    /// Reads what [`Self::json`] wrote.
    pub(crate) fn parse(json: &Json) -> Result<Self> {
        if json.is_null() {
            return Ok(Self::default());
        }
        Ok(json.parse::<Option<Self>>()?.unwrap_or_default())
    }

    /// As it is stored; nothing where there is nothing to tell.
    pub(crate) fn json(&self) -> Result<Json> {
        if self.is_default() { Ok(Json::default()) } else { Ok(Json::of(self)?) }
    }

    fn is_default(&self) -> bool {
        let Self { system, user, storage_class, tags, owner, acl, encryption, lock, restore } = self;
        system.is_empty()
            && user.is_empty()
            && storage_class.is_none()
            && tags.is_empty()
            && owner.is_none()
            && acl.is_none()
            && encryption.is_s3()
            && lock.is_empty()
            && restore.is_none()
    }

    /// The storage class, spelled out.
    pub(crate) fn class(&self) -> &str {
        self.storage_class.as_deref().unwrap_or(STANDARD)
    }
}
