//! Whom a statement is about.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html>

use super::json::Value;
use super::statement::Effect;
use super::{Flaw, Scope};
use crate::rules::region;
use crate::settings::is_account;

/// The `Principal`, or with `not` the `NotPrincipal`, of a statement.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Principal {
    pub(super) not: bool,
    pub(super) who: Who,
}

/// The names in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// The text `*`.
    Anyone,
    /// Lists of names, each of one kind.
    Named(Vec<(Kind, Vec<String>)>),
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An account, or someone in it.
    Aws,
    /// An account, by its canonical user id.
    CanonicalUser,
    /// Whoever an identity provider vouches for.
    Federated,
    /// A service of AWS.
    Service,
}

impl Principal {
    /// Reads the element's form. As a text there is only `*`.
    ///
    /// # Errors
    /// `Syntax`, `Empty`, `Principal` for a kind that there is not.
    pub(super) fn read(not: bool, value: Value) -> Result<Self, Flaw> {
        let who = match value {
            Value::Text(text) if text == "*" => Who::Anyone,
            Value::Map(members) if members.is_empty() => return Err(Flaw::Empty("Principal")),
            Value::Map(members) => {
                let named = members.into_iter().map(|(kind, names)| {
                    let names = names.texts()?;
                    let invalid =
                        || Flaw::Principal { kind: kind.clone(), name: names.first().cloned().unwrap_or_default() };
                    let kind = Kind::parse(&kind).ok_or_else(invalid)?;
                    if names.is_empty() { Err(Flaw::Empty("Principal")) } else { Ok((kind, names)) }
                });
                Who::Named(named.collect::<Result<_, _>>()?)
            }
            _ => return Err(Flaw::Syntax),
        };
        Ok(Self { not, who })
    }

    /// Whether it names everyone.
    pub(super) fn is_anyone(&self) -> bool {
        match &self.who {
            Who::Anyone => true,
            Who::Named(lists) => {
                lists.iter().any(|(kind, names)| *kind == Kind::Aws && names.iter().any(|name| name == "*"))
            }
        }
    }

    /// Checks that all could be. Everyone but some can only be forbidden something.
    ///
    /// # Errors
    /// `Principal`.
    pub(super) fn check(&self, effect: Effect, scope: Scope<'_>) -> Result<(), Flaw> {
        let invalid = |kind: &str, name: &str| Err(Flaw::Principal { kind: kind.to_owned(), name: name.to_owned() });
        let Who::Named(lists) = &self.who else {
            return if self.not && effect == Effect::Allow { invalid("AWS", "*") } else { Ok(()) };
        };
        for (kind, names) in lists {
            let refused = |name: &&String| (self.not && effect == Effect::Allow) || !kind.may_be(name, scope);
            if let Some(name) = names.iter().find(refused) {
                return invalid(kind.name(), name);
            }
        }
        Ok(())
    }
}

impl Kind {
    const ALL: [Self; 4] = [Self::Aws, Self::CanonicalUser, Self::Federated, Self::Service];

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::CanonicalUser => "CanonicalUser",
            Self::Federated => "Federated",
            Self::Service => "Service",
        }
    }

    /// Whether there can be such a one. Every account exists here, with whatever users and roles it is said to have.
    fn may_be(self, name: &str, scope: Scope<'_>) -> bool {
        match self {
            Self::Aws => name == "*" || is_account(name) || is_identity(name, region::partition(scope.region)),
            Self::CanonicalUser => scope.accounts.may_have(name),
            Self::Federated => !name.is_empty() && name != "*",
            Self::Service => {
                let host = name.strip_suffix(".cn").unwrap_or(name);
                host.strip_suffix(".amazonaws.com").is_some_and(|service| !service.is_empty() && !service.contains('*'))
            }
        }
    }
}

/// Whether this is the ARN of an account, of a user or role in it, of a session, or of a CloudFront identity. Nothing in
/// it can be a wildcard.
fn is_identity(name: &str, partition: &str) -> bool {
    let parts: Vec<&str> = name.splitn(6, ':').collect();
    let &["arn", named, service, "", account, who] = parts.as_slice() else { return false };
    let (kind, rest) = who.split_once('/').unwrap_or((who, ""));
    let known = match (service, kind) {
        ("iam", "root") => rest.is_empty() && !who.contains('/'),
        ("iam", "user") if account == "cloudfront" => return named == partition && !rest.is_empty(),
        ("iam", "user" | "role") | ("sts", "federated-user") => !rest.is_empty(),
        ("sts", "assumed-role") => rest.contains('/'),
        _ => false,
    };
    known && named == partition && is_account(account) && !name.contains(['*', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_are_of_known_kinds() {
        for who in ["root", "user/a", "user/path/a", "role/a", "role/aws-service-role/s/r"] {
            assert!(is_identity(&format!("arn:aws:iam::123456789012:{who}"), "aws"), "{who}");
        }
        for who in ["", "root/", "rooted", "user", "user/", "group/a", "*", "user/*", "role/a?", "role/"] {
            assert!(!is_identity(&format!("arn:aws:iam::123456789012:{who}"), "aws"), "{who}");
        }
        for arn in [
            "arn:aws:sts::123456789012:assumed-role/r/s",
            "arn:aws:sts::123456789012:federated-user/f",
            "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
        ] {
            assert!(is_identity(arn, "aws"), "{arn}");
        }
        for arn in [
            "arn:aws:sts::123456789012:assumed-role/r",
            "arn:aws:iam::12345678901:root",
            "arn:aws:iam::*:root",
            "arn:aws:iam:us-east-1:123456789012:root",
            "arn:aws-cn:iam::123456789012:root",
            "arn:aws:s3:::b",
            "alice",
        ] {
            assert!(!is_identity(arn, "aws"), "{arn}");
        }
        assert!(is_identity("arn:aws-cn:iam::123456789012:root", "aws-cn"));
    }
}
