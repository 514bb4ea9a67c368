//! The events that S3 can tell of.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html>

use crate::documents::Element;
use crate::error::notification::NotificationError;

const EVENTS: [&str; 31] = [
    "s3:ReducedRedundancyLostObject",
    "s3:ObjectCreated:*",
    "s3:ObjectCreated:Put",
    "s3:ObjectCreated:Post",
    "s3:ObjectCreated:Copy",
    "s3:ObjectCreated:CompleteMultipartUpload",
    "s3:ObjectRemoved:*",
    "s3:ObjectRemoved:Delete",
    "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:ObjectRestore:*",
    "s3:ObjectRestore:Post",
    "s3:ObjectRestore:Completed",
    "s3:ObjectRestore:Delete",
    "s3:Replication:*",
    "s3:Replication:OperationFailedReplication",
    "s3:Replication:OperationNotTracked",
    "s3:Replication:OperationMissedThreshold",
    "s3:Replication:OperationReplicatedAfterThreshold",
    "s3:LifecycleTransition",
    "s3:IntelligentTiering",
    "s3:ObjectAcl:Put",
    "s3:LifecycleExpiration:*",
    "s3:LifecycleExpiration:Delete",
    "s3:LifecycleExpiration:DeleteMarkerCreated",
    "s3:ObjectTagging:*",
    "s3:ObjectTagging:Put",
    "s3:ObjectTagging:Delete",
    "s3:ObjectAnnotation:*",
    "s3:ObjectAnnotation:Put",
    "s3:ObjectAnnotation:Delete",
    "s3:ObjectRetention:Put",
];

/// Holds the events of one configuration to those that there are, each told once.
///
/// # Errors
/// `UnknownEvent`, `EventsOverlap`.
pub(super) fn check(configuration: &Element) -> Result<(), NotificationError> {
    let events: Vec<&str> = of(configuration).collect();
    for (at, event) in events.iter().enumerate() {
        if !EVENTS.contains(event) {
            return Err(NotificationError::UnknownEvent { event: (*event).to_owned() });
        }
        if events.iter().take(at).any(|earlier| same(earlier, event)) {
            return Err(NotificationError::EventsOverlap { event: (*event).to_owned() });
        }
    }
    Ok(())
}

/// An event of the second configuration that the first tells of too.
pub(super) fn shared<'a>(first: &Element, second: &'a Element) -> Option<&'a str> {
    of(second).find(|event| of(first).any(|earlier| same(earlier, event)))
}

fn of(configuration: &Element) -> impl Iterator<Item = &str> {
    configuration.all("Event").map(|event| event.text.as_str())
}

/// Whether something can happen that is both.
fn same(first: &str, second: &str) -> bool {
    let within = |all: &str, one: &str| all.strip_suffix('*').is_some_and(|kind| one.starts_with(kind));
    first == second || within(first, second) || within(second, first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configuration(events: &[&str]) -> Element {
        let events: String = events.iter().map(|event| format!("<Event>{event}</Event>")).collect();
        Element::parse(format!("<C>{events}</C>").as_bytes()).unwrap()
    }

    fn check_events(events: &[&str], expected: Option<&str>) {
        let refused = check(&configuration(events)).err();
        let message = refused.map(|error| error.document().message.into_owned());
        assert_eq!(message.as_deref(), expected, "{events:?}");
    }

    #[test]
    fn events_are_known_and_told_once() {
        for event in EVENTS {
            check_events(&[event], None);
        }
        check_events(&["s3:ObjectCreated:Put", "s3:ObjectCreated:Copy", "s3:ObjectRemoved:*"], None);
        for other in ["notarealeventname", "s3:ObjectCreated:Nothing", "s3:*", ""] {
            check_events(&[other], Some("The event is not supported for notifications"));
        }
        let overlap =
            Some("Configurations overlap. Configurations on the same bucket cannot share a common event type.");
        check_events(&["s3:ObjectCreated:*", "s3:ObjectCreated:Put"], overlap);
        check_events(&["s3:ObjectCreated:Put", "s3:ObjectCreated:Put"], overlap);
    }

    #[test]
    fn configurations_share_what_can_happen_to_both() {
        let check = |first: &[&str], second: &[&str], expected: Option<&str>| {
            assert_eq!(shared(&configuration(first), &configuration(second)), expected);
        };
        check(&["s3:ObjectCreated:Put"], &["s3:ObjectRemoved:*", "s3:ObjectCreated:*"], Some("s3:ObjectCreated:*"));
        check(&["s3:ObjectCreated:*"], &["s3:ObjectCreated:Copy"], Some("s3:ObjectCreated:Copy"));
        check(&["s3:ObjectCreated:Put"], &["s3:ObjectCreated:Copy"], None);
    }
}
