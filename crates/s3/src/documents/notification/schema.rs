//! The elements of a notification configuration, in the order in which S3 answers them.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_NotificationConfiguration.html>

use crate::documents::schema::{Node, Shape, any, optional, required, some};

/// Neither its key nor the rules of that need be there.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_NotificationConfigurationFilter.html>,
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_S3KeyFilter.html>
const FILTER: Shape = Shape::Group(&[optional(
    "S3Key",
    Shape::Group(&[any("FilterRule", Shape::Group(&[required("Name", Shape::Text), required("Value", Shape::Text)]))]),
)]);

const ID: Node = optional("Id", Shape::Text);
const EVENT: Node = some("Event", Shape::Text);
const KEYS: Node = optional("Filter", FILTER);

const TOPIC: &[Node] = &[ID, required("Topic", Shape::Text), EVENT, KEYS];
const QUEUE: &[Node] = &[ID, required("Queue", Shape::Text), EVENT, KEYS];
const FUNCTION: &[Node] = &[ID, required("CloudFunction", Shape::Text), EVENT, KEYS];

/// The document.
pub(super) const ROOT: Node = required(
    "NotificationConfiguration",
    Shape::Group(&[
        any("TopicConfiguration", Shape::Group(TOPIC)),
        any("QueueConfiguration", Shape::Group(QUEUE)),
        any("CloudFunctionConfiguration", Shape::Group(FUNCTION)),
        optional("EventBridgeConfiguration", Shape::Group(&[])),
    ]),
);
