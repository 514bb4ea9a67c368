//! Notification configurations: the texts are S3's own, as recorded or as its users quote them.

use super::subject::subject;

subject! {
    /// What S3 says of notification configurations. `argument` is the element of the destination: `Queue`.
    NotificationError as Notification;
    TooMany {} => 400 "InvalidRequest"
        "Too many configurations submitted. The maximum number of configurations is 100", [];
    IdTooLong { id: String } => 400 "InvalidArgument" "ID length exceeded allowed limit of 255",
        ["ArgumentName" = "Id", "ArgumentValue" = id];
    IdTwice { id: String } => 400 "InvalidArgument" "Same ID used for multiple configurations. IDs must be unique.",
        ["ArgumentName" = "Id", "ArgumentValue" = id];

    NoArn { argument: &'static str, arn: String } => 400 "InvalidArgument" "The ARN could not be parsed",
        ["ArgumentName" = argument, "ArgumentValue" = arn];
    OtherArn { argument: &'static str, arn: String, pattern: &'static str } => 400 "InvalidArgument"
        format!("The ARN failed to satisfy constraint: Member must satisfy regular expression pattern: {pattern}"),
        ["ArgumentName" = argument, "ArgumentValue" = arn];
    Fifo { arn: String } => 400 "InvalidArgument" "FIFO SQS queues are not supported.",
        ["ArgumentName" = "Queue", "ArgumentValue" = arn];
    OtherRegion { argument: &'static str, arn: String } => 400 "InvalidArgument"
        "The notification destination service region is not valid for the bucket location constraint",
        ["ArgumentName" = argument, "ArgumentValue" = arn];

    UnknownEvent { event: String } => 400 "InvalidArgument" "The event is not supported for notifications",
        ["ArgumentName" = "Event", "ArgumentValue" = event];
    EventsOverlap { event: String } => 400 "InvalidArgument"
        "Configurations overlap. Configurations on the same bucket cannot share a common event type.",
        ["ArgumentName" = "Event", "ArgumentValue" = event];
    FiltersOverlap { event: String } => 400 "InvalidArgument"
        "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.",
        ["ArgumentName" = "Event", "ArgumentValue" = event];

    FilterName { name: String } => 400 "InvalidArgument" "filter rule name must be either prefix or suffix",
        ["ArgumentName" = "FilterRule.Name", "ArgumentValue" = name];
    FilterTwice { kind: &'static str, name: String } => 400 "InvalidArgument"
        format!("Cannot specify more than one {kind} rule in a filter."),
        ["ArgumentName" = "FilterRule.Name", "ArgumentValue" = name];
    FilterValue { value: String } => 400 "InvalidArgument"
        "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation",
        ["ArgumentName" = "FilterRule.Value", "ArgumentValue" = value];
}
