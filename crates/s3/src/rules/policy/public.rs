//! What S3 calls public: a policy that lets anyone in who is not held to one fixed account, network, endpoint or source.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status>

use super::condition::Condition;
use super::network;
use super::operator::{Operator, Set, Test};
use super::statement::{Effect, Statement};
use super::{Policy, key};

/// Keys that hold a request to somebody, if what they are held against is fixed.
const SOMEBODY: &[&str] = &[
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:userid",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
];

impl Policy {
    /// Whether it is public. One statement makes it so, whatever the others forbid.
    pub(crate) fn is_public(&self) -> bool {
        self.statements.iter().any(Statement::is_public)
    }
}

impl Statement {
    fn is_public(&self) -> bool {
        let open = self.principal.is_anyone() || self.principal.not;
        self.effect == Effect::Allow && open && !self.conditions.iter().any(holds_to_somebody)
    }
}

/// Whether no one satisfies the condition but somebody who is fixed.
fn holds_to_somebody(condition: &Condition) -> bool {
    let Operator { set, test, if_exists } = condition.operator;
    // A request without the key satisfies these.
    if if_exists || set == Some(Set::All) {
        return false;
    }
    condition.keys.iter().any(|(name, values)| match test {
        _ if values.is_empty() => false,
        Test::IpAddress => {
            name.eq_ignore_ascii_case("aws:SourceIp") && values.iter().all(|value| network::is_narrow(value))
        }
        Test::StringEquals | Test::StringEqualsIgnoreCase | Test::StringLike | Test::ArnEquals | Test::ArnLike => {
            key::is_in(name, SOMEBODY) && values.iter().all(|value| is_fixed(name, value))
        }
        _ => false,
    })
}

/// Whether a value is the same for everyone: no wildcard, no variable. The name of an access point may be anything, as
/// long as its account is fixed.
fn is_fixed(key: &str, value: &str) -> bool {
    let mut value = value;
    if key.eq_ignore_ascii_case("s3:DataAccessPointArn") && value.starts_with("arn:") {
        value = value.split_once(":accesspoint/").map_or(value, |(account, _)| account);
    }
    !value.contains(['*', '?']) && !value.contains("${")
}
