//! Archived objects and their restores.

use super::subject::subject;

subject! {
    /// What S3 says of objects that have to be restored, and of restores.
    RestoreError as Restore;
    SourceArchived { class: String } => 403 "InvalidObjectState"
        "Operation is not valid for the source object's storage class", ["StorageClass" = class];
    NotArchived {} => 403 "InvalidObjectState" "Restore is not allowed for the object's current storage class", [];
    KeyMissing {} => 400 "UserKeyMustBeSpecified" "User key must be specified.", [];
    DaysOfTiering {} => 400 "InvalidArgument"
        "INTELLIGENT_TIERING objects are not subject to restore expiry. Do not specify Days when restoring this object", [];
    InProgress {} => 409 "RestoreAlreadyInProgress" "Object restore is already in progress", [];
    TierNotSupported { tier: &'static str } => 400 "InvalidArgument"
        "Retrieval option is not supported by this storage class", ["ArgumentName" = "Tier", "ArgumentValue" = tier];
    OptionalAttribute { value: String } => 400 "InvalidArgument" "Invalid attribute name specified.",
        ["ArgumentName" = "x-amz-optional-object-attributes", "ArgumentValue" = value];
}
