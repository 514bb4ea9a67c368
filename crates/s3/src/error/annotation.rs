//! Annotations of objects.

use super::subject::subject;

subject! {
    /// What S3 says of annotations: <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>.
    AnnotationError as Annotation;
    NameMissing {} => 400 "UserAnnotationNameMustBeSpecified" "You must specify a user annotation name.", [];
    NameTooLong { size: usize, limit: usize } => 400 "AnnotationNameTooLong" "Your annotation name is too long",
        ["Size" = size, "MaxSizeAllowed" = limit];
    InvalidName { name: String } => 400 "InvalidAnnotationName" "The annotation name you provided is invalid.",
        ["AnnotationName" = name];
    InvalidPrefix {} => 400 "InvalidPrefix" "The annotation prefix you have provided is not valid.", [];
    NotFound { name: String } => 404 "NoSuchAnnotation" "The specified annotation does not exist.",
        ["AnnotationName" = name];
    TooMany {} => 400 "AnnotationLimitExceeded" "The object annotation count exceeds the limit (1000).", [];
    Empty {} => 400 "EntityTooSmall" "Your proposed upload is smaller than the minimum allowed size",
        ["ProposedSize" = 0, "MinSizeAllowed" = 1];
    NotText {} => 415 "UnsupportedMediaType"
        "The request payload contains an unsupported media type. The annotation payload must be valid UTF-8 encoded text.", [];
    CustomerKey {} => 400 "InvalidRequest"
        "Annotations are not supported for objects that are encrypted with customer-provided keys.", [];
    MaxNotInteger { value: String } => 400 "InvalidArgument"
        "Provided max-annotation-results not an integer or within integer range",
        ["ArgumentName" = "max-annotation-results", "ArgumentValue" = value];
    MaxOutOfRange { value: String } => 400 "InvalidArgument"
        "Argument max-annotation-results must be an integer between 1 and 1000",
        ["ArgumentName" = "max-annotation-results", "ArgumentValue" = value];
    NameAlone {} => 400 "InvalidArgument" "Unexpected query string parameter",
        ["ArgumentName" = "ResourceType", "ArgumentValue" = "annotationName"];
}
