//! A bucket: the record that says whose it is and how it behaves, and the store of its keys.
//!
//! The record lives under the bucket's name in the directory. Every write to a key carries the record's guard into
//! its commit, so that nothing is written into a bucket that is deleted or reconfigured at the same moment.

use std::ops::Deref;
use std::sync::Arc;
use std::time::SystemTime;

use sandpail_blob::{BlobStore, ConfigChange, Error as BlobError, Guard, Json, Mode};
use serde::{Deserialize, Serialize};

use crate::documents::lifecycle::Ends;
use crate::error::{Error, Result};
use crate::rules::acl::Grant;
use crate::rules::encryption::default::BucketEncryption;
use crate::rules::lock::BucketLock;
use crate::rules::mfa::MfaDelete;
use crate::rules::ownership::Ownership;
use crate::rules::public_access_block::PublicAccessBlock;
use crate::rules::tags::Tag;
use crate::world::World;

/// Whether a bucket keeps versions.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Versioning {
    /// Never enabled.
    #[default]
    Off,
    /// Every write is a new version.
    Enabled,
    /// Every write replaces the null version.
    Suspended,
}

/// What is stored of a bucket under its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BucketRecord {
    /// The account that made it.
    pub(crate) account: String,
    /// The canonical user id of its owner.
    pub(crate) owner: String,
    /// The region it is in.
    pub(crate) region: String,
    /// The location constraint that it was made with, where that is an older name of the region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) location: Option<String>,
    /// When it was made.
    pub(crate) created: SystemTime,
    /// Its versioning state.
    #[serde(default)]
    pub(crate) versioning: Versioning,
    /// Its tags, in the order in which they were given.
    #[serde(default)]
    pub(crate) tags: Vec<Tag>,
    /// Who owns its objects, and whether ACLs mean anything.
    #[serde(default)]
    pub(crate) ownership: Ownership,
    /// Its ACL, unless that is `private`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) acl: Option<Vec<Grant>>,
    /// What its document says of encryption, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) encryption: Option<BucketEncryption>,
    /// That its objects can be locked, and how they are by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lock: Option<BucketLock>,
    /// Whether it takes a device to delete a version, if that was ever said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mfa_delete: Option<MfaDelete>,
    /// What of it cannot be made public; none after somebody deleted that.
    #[serde(default = "PublicAccessBlock::of_new_bucket")]
    pub(crate) public_access_block: Option<PublicAccessBlock>,
    /// What its lifecycle configuration ends.
    #[serde(default, skip_serializing_if = "Ends::none")]
    pub(crate) ends: Ends,
    /// Whether it has a replication configuration, which holds its versioning where it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) replicates: bool,
}

impl BucketRecord {
    /// A bucket that is all default.
    pub(crate) fn new(account: &str, owner: &str, region: &str, created: SystemTime) -> Self {
        Self {
            account: account.to_owned(),
            owner: owner.to_owned(),
            region: region.to_owned(),
            location: None,
            created,
            versioning: Versioning::Off,
            tags: Vec::new(),
            ownership: Ownership::default(),
            acl: None,
            encryption: None,
            lock: None,
            mfa_delete: None,
            public_access_block: PublicAccessBlock::of_new_bucket(),
            ends: Ends::default(),
            replicates: false,
        }
    }
}

/// A bucket as it stood when the request came to it. Cheap to clone: requests to an unchanged bucket share it.
#[derive(Clone, Debug)]
pub(crate) struct Bucket(Arc<State>);

/// What a [`Bucket`] knows.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) name: String,
    pub(crate) record: BucketRecord,
    /// Holds as long as the record is what it is here.
    pub(crate) guard: Guard,
    pub(crate) objects: BlobStore,
}

impl Deref for Bucket {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}

impl Bucket {
    /// The bucket of that name. Its record is looked at every time, but parsed only when it is not the one that was
    /// parsed before.
    ///
    /// # Errors
    /// `NoSuchBucket`.
    pub(crate) async fn load(world: &World, name: &str) -> Result<Self> {
        if let Some(known) = world.buckets.get(name)
            && world.directory().is_unchanged(&known.guard).await?
        {
            return Ok(known);
        }
        let Some((json, guard)) = world.directory().bucket_config(name).await? else {
            world.buckets.forget(name);
            return Err(Error::NoSuchBucket { bucket: name.to_owned() });
        };
        let record: BucketRecord = json.parse()?;
        let objects = world.objects(&record.account, &record.region, name);
        let bucket = Self(Arc::new(State { name: name.to_owned(), record, guard, objects }));
        world.buckets.keep(&bucket);
        Ok(bucket)
    }

    /// How a write to a key of this bucket treats what is there.
    pub(crate) fn mode(&self) -> Mode {
        match self.record.versioning {
            Versioning::Off => Mode::Replace,
            Versioning::Enabled => Mode::NewVersion,
            Versioning::Suspended => Mode::ReplaceNull,
        }
    }

    /// Whether versions have ever been kept, so that answers name version ids.
    pub(crate) fn versioned(&self) -> bool {
        self.record.versioning != Versioning::Off
    }

    /// Replaces the record by what `change` makes of it; read again and applied again when it changed meanwhile.
    pub(crate) async fn update(self, world: &World, change: impl Fn(&mut BucketRecord)) -> Result<()> {
        let change = |record: &mut BucketRecord| {
            change(record);
            Ok(())
        };
        self.try_update(world, change).await
    }

    /// As [`update`](Self::update), by a change that may refuse: it decides on the very record that is replaced.
    ///
    /// # Errors
    /// What `change` answers: nothing is changed then.
    pub(crate) async fn try_update(
        mut self,
        world: &World,
        change: impl Fn(&mut BucketRecord) -> Result<()>,
    ) -> Result<()> {
        loop {
            let mut record = self.record.clone();
            change(&mut record)?;
            let update = ConfigChange::Update { guard: &self.guard, value: Json::of(&record)? };
            match world.directory().change_bucket_configs(&[update]).await {
                Ok(_) => return Ok(()),
                Err(BlobError::Conflict { .. }) => self = Self::load(world, &self.name).await?,
                Err(other) => return Err(other.into()),
            }
        }
    }
}
