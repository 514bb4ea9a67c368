//! RestoreObject: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html>

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::StatusCode;
use s3s::dto::{RestoreObjectInput, RestoreObjectOutput, RestoreRequest, RestoreRequestType};
use sandpail_blob::BlobInfo;

use crate::error::restore::RestoreError;
use crate::error::{Error, Result};
use crate::object::ObjectMeta;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::restore::{self, Restore, State, Tier};
use crate::rules::version_id;

/// Makes the bytes of an archived object readable for some days.
pub(crate) struct RestoreObject;

impl Operation for RestoreObject {
    type Input = RestoreObjectInput;
    type Output = RestoreObjectOutput;
    const NAME: &'static str = "RestoreObject";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        let asked = Asked::read(input.restore_request)?;
        let bucket = cx.bucket(&input.bucket).await?;
        let selector = version_id::select(input.version_id.as_deref())?;
        let again = AtomicBool::new(false);
        let change = |found: Option<&BlobInfo>| {
            let blob = version_id::object(found.cloned(), &input.key, &selector, &cx.exchange.method)?;
            let meta = ObjectMeta::of(&blob)?;
            let restore = next(cx, &meta, &asked)?;
            let state = restore::state(meta.class(), meta.restore.as_ref(), cx.exchange.now);
            again.store(matches!(state, Some(State::Restored(_))), Ordering::Relaxed);
            ObjectMeta { restore: Some(restore), ..meta }.json()
        };
        let blob = bucket.objects.update_meta(&input.key, &selector, change).await?;
        let mut reply = Reply::empty(if again.into_inner() { StatusCode::OK } else { StatusCode::ACCEPTED });
        version_id::write(&bucket, &blob.version, &mut reply);
        Ok(reply)
    }
}

/// The restore that the object has from now on.
fn next(cx: &Context, meta: &ObjectMeta, asked: &Asked) -> Result<Restore> {
    let class = meta.class();
    let now = cx.exchange.now;
    let Some(state) = restore::state(class, meta.restore.as_ref(), now) else {
        let tiering = class == "INTELLIGENT_TIERING" && asked.days.is_some();
        return Err(if tiering { RestoreError::DaysOfTiering {} } else { RestoreError::NotArchived {} }.into());
    };
    let days = asked.days.ok_or(Error::MalformedXml {})?;
    if class == "DEEP_ARCHIVE" && asked.tier == Tier::Expedited {
        return Err(RestoreError::TierNotSupported { tier: "Expedited" }.into());
    }
    match (state, meta.restore) {
        (State::Ongoing, Some(old)) if old.slower_than(asked.tier) && old.holds_for(days) => {
            Ok(old.hastened(asked.tier))
        }
        (State::Ongoing, _) => Err(RestoreError::InProgress {}.into()),
        (State::Restored(_), Some(old)) => Ok(old.extended(now, days)),
        _ => {
            let takes = Duration::from_secs(cx.world.settings.restore_seconds);
            Ok(Restore::new(now, takes, days, asked.tier))
        }
    }
}

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    days: Option<u64>,
    tier: Tier,
}

impl Asked {
    /// Reads the document, but for the days that only an archived object needs.
    ///
    /// # Errors
    /// `MissingRequestBody`, `MalformedXml`; `MethodNotAllowed` for a restore that selects.
    fn read(request: Option<RestoreRequest>) -> Result<Self> {
        let request = request.ok_or(Error::MissingRequestBody {})?;
        match request.type_.as_ref().map(RestoreRequestType::as_str) {
            None => {}
            // S3 Select is closed to new customers, and so are the restores that use it.
            Some("SELECT") => {
                return Err(Error::MethodNotAllowed { method: "POST".to_owned(), resource: "OBJECT_RESTORE" });
            }
            Some(_) => return Err(Error::MalformedXml {}),
        }
        // Where to put what was selected, what to select, and how fast, go with a type only.
        if request.output_location.is_some() || request.select_parameters.is_some() || request.tier.is_some() {
            return Err(Error::MalformedXml {});
        }
        let days = match request.days {
            None => None,
            Some(days) => Some(u64::try_from(days).ok().filter(|days| *days > 0).ok_or(Error::MalformedXml {})?),
        };
        let tier = request.glacier_job_parameters.map(|parameters| parameters.tier);
        let tier = tier.map_or(Some(Tier::Standard), |tier| Tier::of_name(tier.as_str()));
        Ok(Self { days, tier: tier.ok_or(Error::MalformedXml {})? })
    }
}

#[cfg(test)]
mod tests {
    use s3s::dto::{GlacierJobParameters, OutputLocation, Tier as Named};

    use super::*;

    fn check(request: RestoreRequest, expected: Result<(Option<u64>, Tier), &str>) {
        let found = Asked::read(Some(request)).map(|asked| (asked.days, asked.tier));
        let found = found.map_err(|error| error.document().code.into_owned());
        assert_eq!(found, expected.map_err(str::to_owned));
    }

    fn with_tier(tier: &'static str) -> RestoreRequest {
        let parameters = GlacierJobParameters { tier: Named::from_static(tier) };
        RestoreRequest { days: Some(1), glacier_job_parameters: Some(parameters), ..RestoreRequest::default() }
    }

    #[test]
    fn days_and_a_tier_are_all_that_a_restore_takes() {
        check(RestoreRequest::default(), Ok((None, Tier::Standard)));
        check(RestoreRequest { days: Some(3), ..RestoreRequest::default() }, Ok((Some(3), Tier::Standard)));
        check(with_tier("Bulk"), Ok((Some(1), Tier::Bulk)));
        check(with_tier("Expedited"), Ok((Some(1), Tier::Expedited)));
        check(with_tier("Slow"), Err("MalformedXML"));
        check(RestoreRequest { days: Some(0), ..RestoreRequest::default() }, Err("MalformedXML"));
        check(RestoreRequest { days: Some(-1), ..RestoreRequest::default() }, Err("MalformedXML"));
        let output_location = Some(OutputLocation::default());
        check(RestoreRequest { output_location, ..RestoreRequest::default() }, Err("MalformedXML"));
        let tier = Some(Named::from_static("Bulk"));
        check(RestoreRequest { tier, ..with_tier("Bulk") }, Err("MalformedXML"));
        let select = Some(RestoreRequestType::from_static("SELECT"));
        check(RestoreRequest { type_: select, ..RestoreRequest::default() }, Err("MethodNotAllowed"));
        assert!(matches!(Asked::read(None), Err(Error::MissingRequestBody {})));
    }
}
