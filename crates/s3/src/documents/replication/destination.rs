//! Where a rule replicates to, and how.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html>

use crate::documents::Element;
use crate::error::replication::ReplicationError;
use crate::rules::arn::Arn;
use crate::rules::bucket_name;

/// What replication time control promises, and the only number of minutes that S3 takes.
const MINUTES: &str = "15";

/// The bucket that a rule replicates to.
///
/// # Errors
/// `Bucket` for what is no ARN of a bucket.
pub(super) fn bucket(rule: &Element) -> Result<&str, ReplicationError> {
    let text = rule.text_at(&["Destination", "Bucket"]).unwrap_or_default();
    let name = Arn::parse(text).and_then(|arn| arn.bucket()).filter(|name| bucket_name::valid(name));
    name.ok_or_else(|| ReplicationError::Bucket { bucket: text.to_owned() })
}

/// Holds what a rule says of its replicas together.
///
/// # Errors
/// What S3 refuses.
pub(super) fn check(rule: &Element) -> Result<(), ReplicationError> {
    let Some(destination) = rule.child("Destination") else { return Ok(()) };
    if destination.child("AccessControlTranslation").is_some() && destination.child("Account").is_none() {
        return Err(ReplicationError::OwnerWithoutAccount {});
    }
    check_encryption(rule, destination)?;
    check_time(destination)
}

fn check_encryption(rule: &Element, destination: &Element) -> Result<(), ReplicationError> {
    let criteria = rule.child("SourceSelectionCriteria");
    if criteria.is_some_and(|criteria| criteria.children.is_empty()) {
        return Err(ReplicationError::NoCriteria {});
    }
    let selected = criteria.is_some_and(|criteria| criteria.child("SseKmsEncryptedObjects").is_some());
    let encryption = destination.child("EncryptionConfiguration");
    if encryption.is_some() && !selected {
        return Err(ReplicationError::KeyWithoutCriteria {});
    }
    let key = encryption.and_then(|encryption| encryption.text_of("ReplicaKmsKeyID")).filter(|key| !key.is_empty());
    let related = encryption.and_then(|encryption| encryption.text_at(&["UseSourceMultiRegionKey", "Status"]));
    match key {
        None if selected && related != Some("Enabled") => Err(ReplicationError::CriteriaWithoutKey {}),
        Some(key) if !is_key(key) => Err(ReplicationError::Key { key: key.to_owned() }),
        _ => Ok(()),
    }
}

/// Whether it is the ARN of a key or of an alias of one.
fn is_key(text: &str) -> bool {
    Arn::parse(text).is_some_and(|arn| {
        let named = ["key/", "alias/"].iter().find_map(|kind| arn.resource.strip_prefix(kind));
        let named = named.is_some_and(|name| !name.is_empty() && !name.ends_with('/'));
        named && arn.service == "kms" && !arn.region.is_empty() && arn.has_account()
    })
}

fn check_time(destination: &Element) -> Result<(), ReplicationError> {
    let (time, metrics) = (destination.child("ReplicationTime"), destination.child("Metrics"));
    if time.is_some() && metrics.is_none() {
        return Err(ReplicationError::TimeWithoutMetrics {});
    }
    if time.is_some_and(|time| time.text_at(&["Time", "Minutes"]) != Some(MINUTES)) {
        return Err(ReplicationError::TimeMinutes {});
    }
    let controlled = time.and_then(|time| time.text_of("Status")) == Some("Enabled");
    let threshold = metrics.and_then(|metrics| metrics.child("EventThreshold"));
    match threshold.map(|threshold| threshold.text_of("Minutes")) {
        Some(_) if !controlled => Err(ReplicationError::ThresholdWithoutTime {}),
        None | Some(None) if controlled => Err(ReplicationError::NoThreshold {}),
        Some(Some(minutes)) if minutes != MINUTES => Err(ReplicationError::ThresholdMinutes {}),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_rule(rest: &str, inner: &str, expected: Option<&str>) {
        let plain = format!("<Rule>{rest}<Destination><Bucket>arn:aws:s3:::b</Bucket>{inner}</Destination></Rule>");
        let refused = check(&Element::parse(plain.as_bytes()).unwrap()).err();
        let message = refused.map(|error| error.document().message.into_owned());
        assert_eq!(message.as_deref(), expected, "{plain}");
    }

    #[test]
    fn a_destination_is_a_bucket() {
        let of = |arn: &str| {
            let rule = format!("<Rule><Destination><Bucket>{arn}</Bucket></Destination></Rule>");
            Element::parse(rule.as_bytes()).unwrap()
        };
        assert_eq!(bucket(&of("arn:aws:s3:::target")).ok(), Some("target"));
        for wrong in ["target", "arn:aws:s3:::Not_One", "arn:aws:s3:us-east-1::target", "arn:aws:sqs:::target", ""] {
            assert!(matches!(bucket(&of(wrong)), Err(ReplicationError::Bucket { .. })), "{wrong}");
        }
    }

    #[test]
    fn keys_and_criteria_go_together() {
        let status = "<Status>Enabled</Status>";
        let kms = format!(
            "<SourceSelectionCriteria><SseKmsEncryptedObjects>{status}</SseKmsEncryptedObjects></SourceSelectionCriteria>"
        );
        let key = |arn: &str| {
            format!("<EncryptionConfiguration><ReplicaKmsKeyID>{arn}</ReplicaKmsKeyID></EncryptionConfiguration>")
        };
        let arn = "arn:aws:kms:us-east-1:123456789012:key/1";
        check_rule(&kms, &key(arn), None);
        check_rule(&kms, &key("arn:aws:kms:us-east-1:123456789012:alias/a"), None);
        check_rule(&kms, &key("1"), Some("Invalid ReplicaKmsKeyID ARN."));
        let related = format!(
            "<EncryptionConfiguration><UseSourceMultiRegionKey>{status}</UseSourceMultiRegionKey></EncryptionConfiguration>"
        );
        check_rule(&kms, &related, None);
        let needed = "ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.";
        check_rule(&kms, "", Some(needed));
        let alone = "SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.";
        check_rule("", &key(arn), Some(alone));
        let empty = "<SourceSelectionCriteria></SourceSelectionCriteria>";
        check_rule(empty, "", Some("SourceSelectionCriteria cannot be empty."));
        let owner = "<AccessControlTranslation><Owner>Destination</Owner></AccessControlTranslation>";
        let account = "Account must be specified if the Owner in AccessControlTranslation has a value";
        check_rule("", owner, Some(account));
        check_rule("", &format!("<Account>123456789012</Account>{owner}"), None);
    }

    #[test]
    fn time_and_metrics_go_together() {
        let time = |status: &str, minutes: &str| {
            format!(
                "<ReplicationTime><Status>{status}</Status><Time><Minutes>{minutes}</Minutes></Time></ReplicationTime>"
            )
        };
        let metrics = |threshold: &str| format!("<Metrics><Status>Enabled</Status>{threshold}</Metrics>");
        let minutes = |minutes: &str| format!("<EventThreshold><Minutes>{minutes}</Minutes></EventThreshold>");
        check_rule("", &(time("Enabled", "15") + &metrics(&minutes("15"))), None);
        check_rule("", &metrics(""), None);
        let neither = "Replication destination must contain both ReplicationTime and Metrics or neither.";
        check_rule("", &time("Enabled", "15"), Some(neither));
        let rows = [
            (time("Enabled", "14") + &metrics(&minutes("15")), "Invalid time minute value"),
            (time("Enabled", "15") + &metrics(""), "ReplicationMetrics must contain an event threshold"),
            (time("Enabled", "15") + &metrics(&minutes("5")), "Invalid event threshold minute value"),
        ];
        for (inner, message) in rows {
            check_rule("", &inner, Some(message));
        }
        let without = "Metrics cannot contain an event threshold when ReplicationTime is not specified or Disabled";
        check_rule("", &metrics(&minutes("15")), Some(without));
        check_rule("", &(time("Disabled", "15") + &metrics(&minutes("15"))), Some(without));
    }
}
