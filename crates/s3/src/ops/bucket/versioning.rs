//! GetBucketVersioning and PutBucketVersioning:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html>

use s3s::dto::{
    BucketVersioningStatus, GetBucketVersioningInput, GetBucketVersioningOutput, PutBucketVersioningInput,
    PutBucketVersioningOutput,
};

use crate::bucket::{BucketRecord, Versioning};
use crate::documents::lifecycle::Lifecycle;
use crate::documents::{Document as _, load};
use crate::error::access::AccessError;
use crate::error::lock::LockError;
use crate::error::replication::ReplicationError;
use crate::error::{Error, Result};
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::mfa::{self, MfaDelete};
use crate::xml::Xml;

/// Answers the versioning state; nothing stands in the document of a bucket that never had one.
pub(crate) struct GetBucketVersioning;

impl Operation for GetBucketVersioning {
    type Input = GetBucketVersioningInput;
    type Output = GetBucketVersioningOutput;
    const NAME: &'static str = "GetBucketVersioning";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        let mut xml = Xml::document("VersioningConfiguration");
        match bucket.record.versioning {
            Versioning::Off => {}
            Versioning::Enabled => xml.text("Status", "Enabled"),
            Versioning::Suspended => xml.text("Status", "Suspended"),
        }
        xml.optional("MfaDelete", bucket.record.mfa_delete.map(MfaDelete::name));
        Ok(Reply::untyped(xml))
    }
}

/// Enables or suspends versioning. There is no way back to never.
pub(crate) struct PutBucketVersioning;

impl Operation for PutBucketVersioning {
    type Input = PutBucketVersioningInput;
    type Output = PutBucketVersioningOutput;
    const NAME: &'static str = "PutBucketVersioning";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let bucket = cx.bucket(&input.bucket).await?;
        let configuration = input.versioning_configuration;
        let mfa_delete = configuration.mfa_delete.as_ref().map(|text| MfaDelete::named(text.as_str())).transpose()?;
        let state = match configuration.status.as_ref().map(BucketVersioningStatus::as_str) {
            Some("Enabled") => Versioning::Enabled,
            Some("Suspended") => Versioning::Suspended,
            Some(_) => return Err(Error::MalformedXml {}),
            None => return Err(Error::VersioningStatusMissing {}),
        };
        let device = mfa::read(cx.header(mfa::HEADER))?;
        if mfa_delete == Some(MfaDelete::Enabled) && load(&bucket, Lifecycle::NAME).await?.is_some() {
            return Err(AccessError::MfaWithLifecycle {}.into());
        }
        let change = |record: &mut BucketRecord| {
            if record.lock.is_some() && state != Versioning::Enabled {
                return Err(LockError::VersioningFixed {}.into());
            }
            if record.replicates && state != Versioning::Enabled {
                return Err(ReplicationError::VersioningIsHeld {}.into());
            }
            mfa::change(record, mfa_delete, device)?;
            record.versioning = state;
            Ok(())
        };
        bucket.try_update(&cx.world, change).await?;
        Ok(Reply::ok())
    }
}
