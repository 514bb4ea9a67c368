//! Days, regions, services and times that a signing key or a string to sign may have had other than the request says.

use std::time::{Duration, SystemTime};

use crate::explain::draft::Draft;
use crate::explain::finding::{Finding, Part};
use crate::front::identity::basic;

const DAY: Duration = Duration::from_secs(86_400);

/// Drafts of `base` with another scope or time. `other_date` is that of the Date header.
pub(super) fn variants(
    base: &Draft,
    endpoint: &str,
    signed: SystemTime,
    other_date: Option<SystemTime>,
) -> Vec<(Draft, Finding)> {
    let mut found = Vec::new();
    for region in [endpoint, "us-east-1", "us-west-2", "eu-west-1", "auto", ""] {
        if region != base.key.region {
            let words = format!(
                "The signature is good with a signing key for region `{region}`, but the credential says `{}`.",
                base.key.region
            );
            let mut draft = base.clone();
            region.clone_into(&mut draft.key.region);
            found.push((
                draft,
                Finding::new(Part::Region, words, "Use one region for the credential and for the signing key."),
            ));
        }
    }
    for service in ["s3", "execute-api", "s3express", "es"] {
        if service != base.key.service {
            let words = format!(
                "The signature is good with a signing key for service `{service}`, but the credential says `{}`.",
                base.key.service
            );
            let mut draft = base.clone();
            service.clone_into(&mut draft.key.service);
            found.push((draft, Finding::new(Part::Scope, words, "Sign for the service `s3`.")));
        }
    }
    for (day, name) in [(signed.checked_sub(DAY), "before"), (signed.checked_add(DAY), "after")] {
        if let Some(day) = day.map(basic) {
            let words = format!(
                "The signature is good with the signing key of the day {name}: the client kept a signing key over \
                    midnight (UTC), or took the day of its own time zone."
            );
            let mut draft = base.clone();
            draft.key.date = day.chars().take(8).collect();
            found.push((draft, Finding::new(Part::Scope, words, "Derive the signing key from the day in x-amz-date.")));
        }
    }
    if let Some(date) = other_date.map(basic).filter(|date| *date != base.moment) {
        let words = format!(
            "The signature is good for the time {date} of the Date header, but x-amz-date says {}.",
            base.moment
        );
        let draft = Draft { moment: date, ..base.clone() };
        found.push((draft, Finding::new(Part::Clock, words, "Sign the time of x-amz-date, or send Date alone.")));
    }
    found
}
