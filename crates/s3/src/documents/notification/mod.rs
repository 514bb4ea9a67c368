//! Notifications: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html>
//!
//! The configuration is kept and answered. Nothing is told to anybody yet, and destinations are not looked up, with
//! `x-amz-skip-destination-validation` or without: there are none here.

mod destination;
mod events;
mod filter;
mod schema;

use std::collections::HashSet;

use s3s::dto::{
    GetBucketNotificationConfigurationInput, GetBucketNotificationConfigurationOutput,
    PutBucketNotificationConfigurationInput, PutBucketNotificationConfigurationOutput,
};

use super::schema::Node;
use super::{Document, Element, document_operations, generated_id, get, put};
use crate::bucket::Bucket;
use crate::error::Result;
use crate::error::notification::NotificationError;
use crate::operation::Context;

/// The most configurations of one bucket.
const LIMIT: usize = 100;

/// The `NotificationConfiguration` document.
pub(crate) struct Notification;

impl Document for Notification {
    const NAME: &'static str = "notification";
    const ROOT: &'static Node = &schema::ROOT;

    async fn check(cx: &Context, bucket: &Bucket, document: &mut Element) -> Result<()> {
        check(document, &bucket.record.region, || cx.world.entropy.u128())?;
        Ok(())
    }

    fn absent(_: &Bucket) -> Result<Element> {
        Ok(Element::new(Self::ROOT.name))
    }
}

/// Holds a configuration that fits the schema to all further rules, names what has no name, and writes the names of
/// filters as S3 does.
fn check(document: &mut Element, region: &str, random: impl Fn() -> u128) -> Result<(), NotificationError> {
    let mut all: Vec<&mut Element> =
        document.children.iter_mut().filter(|child| child.name != "EventBridgeConfiguration").collect();
    if all.len() > LIMIT {
        return Err(NotificationError::TooMany {});
    }
    for configuration in &mut all {
        destination::check(configuration, region)?;
        events::check(configuration)?;
        filter::check(configuration)?;
    }
    let mut ids = HashSet::new();
    for configuration in &mut all {
        let id = configuration.text_of("Id").unwrap_or_default().to_owned();
        if id.is_empty() {
            configuration.children.retain(|child| child.name != "Id");
            configuration.children.insert(0, Element::with_text("Id", generated_id(random())));
        } else if id.chars().count() > 255 {
            return Err(NotificationError::IdTooLong { id });
        } else if !ids.insert(id.clone()) {
            return Err(NotificationError::IdTwice { id });
        }
    }
    check_overlaps(&all)
}

/// Nothing that happens is told twice.
fn check_overlaps(all: &[&mut Element]) -> Result<(), NotificationError> {
    for (at, second) in all.iter().enumerate() {
        for first in all.iter().take(at) {
            let Some(event) = events::shared(first, second).map(str::to_owned) else { continue };
            if !filter::overlap(first, second) {
                continue;
            }
            return Err(if first.child("Filter").is_none() && second.child("Filter").is_none() {
                NotificationError::EventsOverlap { event }
            } else {
                NotificationError::FiltersOverlap { event }
            });
        }
    }
    Ok(())
}

document_operations! {
    /// Answers the configuration; an empty one of a bucket that has none.
    GetBucketNotificationConfiguration(GetBucketNotificationConfigurationInput) -> GetBucketNotificationConfigurationOutput
        = get::<Notification>;
    /// Replaces the configuration.
    PutBucketNotificationConfiguration(PutBucketNotificationConfigurationInput) -> PutBucketNotificationConfigurationOutput
        = put::<Notification>;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A queue that is told of `event`.
    fn queue(event: &str, rest: &str) -> String {
        format!(
            "<QueueConfiguration>{rest}<Queue>arn:aws:sqs:us-east-1:123456789012:q</Queue><Event>{event}</Event></QueueConfiguration>"
        )
    }

    fn check_all(configurations: &[String], expected: Option<&str>) {
        let all = configurations.concat();
        let plain = format!("<NotificationConfiguration>{all}</NotificationConfiguration>");
        let mut document = Element::parse(plain.as_bytes()).unwrap();
        Notification::ROOT.check(&mut document).unwrap();
        let refused = check(&mut document, "us-east-1", || 7).err();
        let message = refused.map(|error| error.document().message.into_owned());
        assert_eq!(message.as_deref(), expected, "{all}");
        if expected.is_none() {
            let mut named = document.children.iter().filter(|child| child.child("Queue").is_some());
            assert!(named.all(|child| child.children[0].name == "Id"), "{document:?}");
        }
    }

    fn prefix(text: &str) -> String {
        format!("<Filter><S3Key><FilterRule><Name>prefix</Name><Value>{text}</Value></FilterRule></S3Key></Filter>")
    }

    #[test]
    fn ids_differ() {
        let (made, gone) = ("s3:ObjectCreated:*", "s3:ObjectRemoved:*");
        check_all(&[], None);
        check_all(&["<EventBridgeConfiguration></EventBridgeConfiguration>".to_owned()], None);
        check_all(&[queue(made, ""), queue(gone, "<Id></Id>")], None);
        let twice = "Same ID used for multiple configurations. IDs must be unique.";
        check_all(&[queue(made, "<Id>x</Id>"), queue(gone, "<Id>x</Id>")], Some(twice));
        let long = queue(made, &format!("<Id>{}</Id>", "i".repeat(256)));
        check_all(&[long], Some("ID length exceeded allowed limit of 255"));
        let many = "Too many configurations submitted. The maximum number of configurations is 100";
        check_all(&vec![queue(made, ""); 101], Some(many));
    }

    #[test]
    fn a_filter_need_not_say_anything() {
        let made = "s3:ObjectCreated:*";
        check_all(&[queue(made, "<Filter><S3Key></S3Key></Filter>")], None);
        check_all(&[queue(made, "<Filter></Filter>")], None);
    }

    #[test]
    fn nothing_is_told_twice() {
        let made = "s3:ObjectCreated:*";
        let overlap = "Configurations overlap. Configurations on the same bucket cannot share a common event type.";
        check_all(&[queue(made, ""), queue("s3:ObjectCreated:Put", "")], Some(overlap));
        let ambiguous = "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the \
             prefixes are overlapping for the same event type.";
        check_all(&[queue(made, ""), queue(made, &prefix("a"))], Some(ambiguous));
        check_all(&[queue(made, &prefix("a")), queue(made, &prefix("b"))], None);
    }
}
