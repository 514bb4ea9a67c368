//! Lifecycle configurations: the texts are S3's own, as recorded or as its users quote them.

use super::subject::subject;

subject! {
    /// What S3 says of lifecycle configurations. `scope` is what a rule is about, as S3 writes it: `filter '(prefix=a)'`.
    LifecycleError as Lifecycle;
    NotConfigured { bucket: String } => 404 "NoSuchLifecycleConfiguration" "The lifecycle configuration does not exist",
        ["BucketName" = bucket];
    UnknownMinimumSize { value: String } => 400 "InvalidRequest"
        format!("Invalid TransitionDefaultMinimumObjectSize found: {value}"), [];

    // Rules and what they are about.
    IdTooLong { id: String } => 400 "InvalidArgument" "ID length should not exceed allowed limit of 255",
        ["ArgumentName" = "ID", "ArgumentValue" = id];
    IdTwice { id: String } => 400 "InvalidArgument" "Rule ID must be unique. Found same ID for more than one rule",
        ["ArgumentName" = "ID", "ArgumentValue" = id];
    FilterAfterPrefix {} => 400 "InvalidRequest" "Filter element can only be used in Lifecycle V2.", [];
    PrefixAfterFilter {} => 400 "InvalidRequest"
        "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.", [];
    NewerVersionsWithoutFilter {} => 400 "InvalidRequest"
        "NewerNoncurrentVersions element can only be used in Lifecycle V2.", [];
    SamePrefix { prefix: String } => 400 "InvalidRequest" format!("Found two rules with same prefix '{prefix}'"), [];
    OverlappingPrefixes { first: String, second: String, action: &'static str } => 400 "InvalidRequest"
        format!("Found overlapping prefixes '{first}' and '{second}' for same action type '{action}'"), [];
    PrefixTooLong {} => 400 "InvalidRequest" "The maximum size of a prefix is 1024", [];
    TagKeyLength {} => 400 "InvalidRequest" "A Tag's Key must be a length between 1 and 128.", [];
    TagValueLength {} => 400 "InvalidRequest" "A Tag's Value must be a length between 0 and 256.", [];
    TagTwice {} => 400 "InvalidRequest" "Duplicate Tag Keys are not allowed.", [];
    SizeOutOfRange { field: &'static str, least: i64, most: i64 } => 400 "InvalidRequest"
        format!("'{field}' should be between {least} and {most}."), [];
    EmptySizeRange {} => 400 "InvalidRequest"
        "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.", [];

    // Actions.
    NoAction {} => 400 "InvalidRequest" "At least one action needs to be specified in a rule", [];
    NotOfTags { action: &'static str } => 400 "InvalidRequest" format!("{action} cannot be specified with Tags."), [];
    NotOfSizes { action: &'static str } => 400 "InvalidRequest" format!("{action} cannot be specified with Object Size."), [];
    NotPositive { field: &'static str, action: &'static str, value: i32 } => 400 "InvalidArgument"
        format!("'{field}' for {action} action must be a positive integer"),
        ["ArgumentName" = field, "ArgumentValue" = value];
    Negative { field: &'static str, action: &'static str, value: i32 } => 400 "InvalidArgument"
        format!("'{field}' in {action} action must be nonnegative"),
        ["ArgumentName" = field, "ArgumentValue" = value];
    NotMidnight { date: String } => 400 "InvalidArgument" "'Date' must be at midnight GMT",
        ["ArgumentName" = "Date", "ArgumentValue" = date];
    NoTransitionTarget { class: String } => 400 "InvalidArgument" "Invalid target Storage class for Transition action",
        ["ArgumentName" = "StorageClass", "ArgumentValue" = class];

    // Actions of one rule that do not go together.
    SameClass { action: &'static str, scope: String } => 400 "InvalidRequest"
        format!("'StorageClass' must be different for '{action}' actions in same 'Rule' with {scope}"), [];
    MixedTransitions { scope: String } => 400 "InvalidRequest"
        format!("Found mixed 'Date' and 'Days' based Transition actions in lifecycle rule for {scope}"), [];
    MixedExpiration { scope: String } => 400 "InvalidRequest"
        format!("Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for {scope}"), [];
    ExpiresTooEarly {
        field: &'static str, value: String, scope: String, than: &'static str, expiration: &'static str, transition: &'static str
    } => 400 "InvalidArgument"
        format!("'{field}' in the {expiration} action for {scope} must be {than} than '{field}' in the {transition} action"),
        ["ArgumentName" = field, "ArgumentValue" = value];
    ColderTooEarly {
        field: &'static str, value: String, scope: String, action: &'static str, colder: &'static str, warmer: &'static str
    } => 400 "InvalidArgument"
        format!(
            "'{field}' in the '{action}' action for StorageClass '{colder}' for {scope} must be greater than '{field}' \
             in the '{action}' action for StorageClass '{warmer}' for {scope}"
        ),
        ["ArgumentName" = field, "ArgumentValue" = value];
    ColderTooSoon {
        field: &'static str, value: String, scope: String, action: &'static str, colder: &'static str, warmer: &'static str, days: i64
    } => 400 "InvalidArgument"
        format!(
            "'{field}' in the '{action}' action for StorageClass '{colder}' for {scope} must be {days} days more than \
             '{scope}' in the '{action}' action for StorageClass '{warmer}'"
        ),
        ["ArgumentName" = field, "ArgumentValue" = value];
}
