//! Configurations of which a bucket has many, each under an id.

use super::subject::subject;

subject! {
    /// What S3 says of analytics, inventory, metrics and Intelligent-Tiering configurations.
    ConfigurationError as Configuration;
    NoSuchConfiguration {} => 404 "NoSuchConfiguration" "The specified configuration does not exist.", [];
    InvalidId {} => 400 "InvalidConfigurationId" "The specified configuration id is invalid.", [];
    MalformedToken {} => 400 "MalformedContinuationToken" "The continuation-token you provided invalid.", [];
    IdMismatch {} => 400 "IdMismatch" "Document ID does not match the specified configuration ID.", [];
    TooMany {} => 400 "TooManyConfigurations"
        "You are attempting to create a new configuration but have already reached the 1,000-configuration limit.", [];
    InvalidDestination {} => 400 "InvalidS3DestinationBucket" "Invalid bucket ARN.", [];
    TierDays { message: String, days: i64 } => 400 "InvalidArgument" message.clone(),
        ["ArgumentName" = "Days", "ArgumentValue" = days];
}
