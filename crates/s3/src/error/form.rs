//! What S3 says of forms that are posted to a bucket. Texts are recorded, or as clients report them; where neither is
//! known, `docs/decisions/0014` says whose they are.

use super::subject::subject;

subject! {
    /// What S3 says of an upload by form.
    FormError as Form;

    Malformed {} => 400 "MalformedPOSTRequest" "The body of your POST request is not well-formed multipart/form-data.", [];
    FieldsTooLong { limit: usize } => 400 "MaxPostPreDataLengthExceeded"
        "Your POST request fields preceeding the upload file was too large.", ["MaxPostPreDataLengthBytes" = limit];
    Files { count: u64 } => 400 "InvalidArgument" "POST requires exactly one file upload per request.",
        ["ArgumentName" = "file", "ArgumentValue" = count];
    FieldMissing { name: &'static str } => 400 "InvalidArgument"
        format!("Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields."),
        ["ArgumentName" = name, "ArgumentValue" = ""];
    KeyEmpty {} => 400 "InvalidArgument" "User key must have a length greater than 0.",
        ["ArgumentName" = "key", "ArgumentValue" = ""];
    FieldUnusable { name: String, value: String } => 400 "InvalidArgument"
        "Form fields that stand for headers must have names and values that headers can have.",
        ["ArgumentName" = name, "ArgumentValue" = value];
    Conflict {} => 400 "InvalidRequest" "Conflicting values provided in HTTP headers and POST form fields.", [];
    TooLarge { size: u64, limit: i64 } => 400 "EntityTooLarge" "Your proposed upload exceeds the maximum allowed size",
        ["ProposedSize" = size, "MaxSizeAllowed" = limit];
    TooSmall { size: u64, limit: i64 } => 400 "EntityTooSmall"
        "Your proposed upload is smaller than the minimum allowed size", ["ProposedSize" = size, "MinSizeAllowed" = limit];

    // Signatures in forms.
    Algorithm { value: String } => 400 "InvalidArgument" "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"",
        ["ArgumentName" = "X-Amz-Algorithm", "ArgumentValue" = value];
    Date { value: String } => 400 "InvalidArgument" "X-Amz-Date must be formated via ISO8601 Long format",
        ["ArgumentName" = "X-Amz-Date", "ArgumentValue" = value];
    Credential { fault: String, value: String } => 400 "InvalidArgument" fault.clone(),
        ["ArgumentName" = "X-Amz-Credential", "ArgumentValue" = value];
    Region { signed: String, expected: String, value: String } => 400 "InvalidArgument"
        format!("the region '{signed}' is wrong; expecting '{expected}'"),
        ["ArgumentName" = "X-Amz-Credential", "ArgumentValue" = value, "Region" = expected];

    // The policy, and what does not keep to it.
    InvalidPolicy { flaw: String } => 400 "InvalidPolicyDocument" format!("Invalid Policy: {flaw}"), [];
    PolicyExpired {} => 403 "AccessDenied" "Invalid according to Policy: Policy expired.", [];
    ConditionFailed { condition: String } => 403 "AccessDenied"
        format!("Invalid according to Policy: Policy Condition failed: {condition}"), [];
    ExtraFields { names: String } => 403 "AccessDenied"
        format!("Invalid according to Policy: Extra input fields: {names}"), [];
}
