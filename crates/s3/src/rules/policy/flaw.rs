//! What is wrong with a policy, in S3's words: 400 `MalformedPolicy`, whatever it is.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>

/// A reason to refuse a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Flaw {
    /// It begins with something else than an object, or with nothing.
    #[error("Policies must be valid JSON and the first byte must be '{{'")]
    NotAnObject,
    /// It begins well, but is not JSON.
    #[error("This policy contains invalid Json")]
    NotJson,
    /// Its normal form is too long.
    #[error("Normalized policy document exceeds the maximum allowed size of 20480 bytes")]
    TooLong,
    /// An element is of another type than it has to be.
    #[error("Invalid policy syntax.")]
    Syntax,
    /// The version is none of the two.
    #[error("The policy must contain a valid version string")]
    Version,
    /// An element that the language does not have.
    #[error("Unknown field {0}")]
    UnknownField(String),
    /// An element that has to be there is not.
    #[error("Missing required field {0}")]
    Missing(&'static str),
    /// An element that has to name something names nothing.
    #[error("Missing required field {0} cannot be empty!")]
    Empty(&'static str),
    /// A list of statements without any.
    #[error("Could not parse the policy: Statement is empty!")]
    NoStatement,
    /// An element is there twice, or along with its opposite.
    #[error("Statement/policy already has instance of {0}")]
    Repeated(String),
    /// An effect other than Allow and Deny.
    #[error("Invalid effect: {0}")]
    Effect(String),
    /// A principal that cannot be.
    #[error("Invalid principal in policy")]
    Principal { kind: String, name: String },
    /// An action that S3 does not have, or not for a bucket that is there.
    #[error("Policy has invalid action")]
    Action(String),
    /// A resource that is neither the bucket nor in it.
    #[error("Policy has invalid resource")]
    Resource(String),
    /// An action of buckets on objects, or of objects on a bucket.
    #[error("Action does not apply to any resource(s) in statement")]
    Inapplicable { action: String, statement: String },
    /// A condition operator that the language does not have.
    #[error("Invalid Condition type : {0}")]
    ConditionType(String),
    /// A condition key that S3 does not have.
    #[error("Policy has an invalid condition key")]
    ConditionKey(String),
    /// A condition key that an action of the statement does not come with.
    #[error("Conditions do not apply to combination of actions and resources in statement")]
    ConditionInapplicable,
    /// A value that has to be an address or a range of them.
    #[error("Invalid IP address in Conditions")]
    Address,
}

impl Flaw {
    /// What the error document adds: the offending part of the policy.
    pub(crate) fn detail(&self) -> Option<String> {
        match self {
            Self::Principal { kind, name } => Some(format!("\"{kind}\" : \"{name}\"")),
            Self::Action(text) | Self::Resource(text) | Self::ConditionKey(text) => Some(text.clone()),
            Self::Inapplicable { action, statement } => {
                Some(format!("Action \"{action}\" in Statement \"{statement}\""))
            }
            _ => None,
        }
    }
}
