//! Lifecycle: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html>
//!
//! The configuration is kept and answered, and answers about objects and uploads say when its rules will end them. Nothing
//! ends them yet.

mod actions;
mod answer;
mod expiry;
mod number;
mod pacific;
mod rules;
mod schema;
mod scope;
mod transitions;

use http::header::HeaderName;
use s3s::dto::{
    DeleteBucketLifecycleInput, DeleteBucketLifecycleOutput, GetBucketLifecycleConfigurationInput,
    GetBucketLifecycleConfigurationOutput, PutBucketLifecycleConfigurationInput, PutBucketLifecycleConfigurationOutput,
};
use serde::{Deserialize, Serialize};

use super::schema::Node;
use super::{Document, Element, delete, document_operations, find};
use crate::bucket::{Bucket, BucketRecord};
use crate::error::Result;
use crate::error::lifecycle::LifecycleError;
use crate::operation::Context;
use crate::reply::Reply;

pub(crate) use answer::{write_abort, write_expiration};

/// What the bucket's record says of its configuration, so that nobody reads one that has nothing to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ends {
    /// Whether a rule in force makes objects expire.
    pub(crate) objects: bool,
    /// Whether a rule in force aborts uploads.
    pub(crate) uploads: bool,
}

impl Ends {
    /// Whether nothing ends.
    pub(crate) fn none(&self) -> bool {
        *self == Self::default()
    }
}

/// The `LifecycleConfiguration` document.
pub(crate) struct Lifecycle;

/// The header of the smallest size that transitions, which is kept at the end of the stored document.
const MINIMUM: HeaderName = HeaderName::from_static("x-amz-transition-default-minimum-object-size");
const MINIMUM_ELEMENT: &str = "TransitionDefaultMinimumObjectSize";
const MINIMUM_DEFAULT: &str = "all_storage_classes_128K";

impl Document for Lifecycle {
    const NAME: &'static str = "lifecycle";
    const ROOT: &'static Node = &schema::ROOT;

    async fn check(cx: &Context, _: &Bucket, document: &mut Element) -> Result<()> {
        let minimum = minimum(cx)?;
        rules::check(document, || cx.world.entropy.u128())?;
        document.set(MINIMUM_ELEMENT, minimum);
        Ok(())
    }

    fn absent(bucket: &Bucket) -> Result<Element> {
        Err(LifecycleError::NotConfigured { bucket: bucket.name.clone() }.into())
    }

    fn record(document: Option<&Element>, record: &mut BucketRecord) {
        record.ends = document.map_or_else(Ends::default, |document| Ends {
            objects: expiry::expires(document),
            uploads: expiry::aborts(document),
        });
    }
}

/// What the request says of small objects.
fn minimum(cx: &Context) -> Result<&str> {
    match cx.header(MINIMUM.as_str()).unwrap_or(MINIMUM_DEFAULT) {
        known @ (MINIMUM_DEFAULT | "varies_by_storage_class") => Ok(known),
        other => Err(LifecycleError::UnknownMinimumSize { value: other.to_owned() }.into()),
    }
}

async fn put(cx: &Context) -> Result<Reply> {
    let mut reply = super::put::<Lifecycle>(cx).await?;
    reply.header(MINIMUM, minimum(cx)?);
    Ok(reply)
}

async fn get(cx: &Context) -> Result<Reply> {
    let bucket = cx.this_bucket().await?;
    let mut document = find::<Lifecycle>(&bucket).await?.map_or_else(|| Lifecycle::absent(&bucket), Ok)?;
    let minimum = document.text_of(MINIMUM_ELEMENT).unwrap_or(MINIMUM_DEFAULT).to_owned();
    document.children.retain(|child| child.name != MINIMUM_ELEMENT);
    let mut reply = super::answer::<Lifecycle>(&document);
    reply.header(MINIMUM, &minimum);
    Ok(reply)
}

document_operations! {
    /// Answers the configuration, and which objects are too small for its transitions.
    GetBucketLifecycleConfiguration(GetBucketLifecycleConfigurationInput) -> GetBucketLifecycleConfigurationOutput = get;
    /// Replaces the configuration.
    PutBucketLifecycleConfiguration(PutBucketLifecycleConfigurationInput) -> PutBucketLifecycleConfigurationOutput = put;
    /// Removes the configuration.
    DeleteBucketLifecycle(DeleteBucketLifecycleInput) -> DeleteBucketLifecycleOutput = delete::<Lifecycle>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_knows_what_its_configuration_ends() {
        let rule =
            |status: &str, action: &str| format!("<Rule><Filter></Filter><Status>{status}</Status>{action}</Rule>");
        let days = "<Expiration><Days>1</Days></Expiration>";
        let abort = "<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation>\
             </AbortIncompleteMultipartUpload>";
        let mut record = BucketRecord::new("account", "owner", "region", std::time::UNIX_EPOCH);
        let empty = record.clone();
        for (rules, objects, uploads) in [
            (rule("Enabled", days), true, false),
            (rule("Enabled", days) + &rule("Enabled", abort), true, true),
            (rule("Disabled", days) + &rule("Enabled", abort), false, true),
            (rule("Disabled", abort), false, false),
        ] {
            let plain = format!("<LifecycleConfiguration>{rules}</LifecycleConfiguration>");
            let document = Element::parse(plain.as_bytes());
            Lifecycle::record(document.as_ref(), &mut record);
            assert_eq!(record.ends, Ends { objects, uploads }, "{rules}");
            Lifecycle::record(None, &mut record);
            assert_eq!(record, empty);
        }
    }
}
