//! When a statement counts.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html>

use super::json::Value;
use super::operator::{Operator, Test};
use super::{Flaw, key, network};

/// One operator, and what it holds each key against.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) operator: Operator,
    pub(super) keys: Vec<(String, Vec<String>)>,
}

/// Reads the `Condition` of a statement.
///
/// # Errors
/// `Syntax`, `ConditionType`.
pub(super) fn read(value: Value) -> Result<Vec<Condition>, Flaw> {
    let Value::Map(operators) = value else { return Err(Flaw::Syntax) };
    let condition = |(name, keys): (String, Value)| {
        let operator = Operator::parse(&name).ok_or(Flaw::ConditionType(name))?;
        let Value::Map(keys) = keys else { return Err(Flaw::Syntax) };
        let keys = keys.into_iter().map(|(key, values)| Ok((key, values.scalars()?)));
        Ok(Condition { operator, keys: keys.collect::<Result<_, Flaw>>()? })
    };
    operators.into_iter().map(condition).collect()
}

impl Condition {
    /// Checks that all its keys are S3's, that the actions come with them, and that addresses are addresses.
    ///
    /// # Errors
    /// `ConditionKey`, `ConditionInapplicable`, `Address`.
    pub(super) fn check(&self, comes_with: impl Fn(&str) -> bool) -> Result<(), Flaw> {
        for (name, values) in &self.keys {
            if !key::is_known(name) {
                return Err(Flaw::ConditionKey(name.clone()));
            }
            if !comes_with(name) {
                return Err(Flaw::ConditionInapplicable);
            }
            let address = self.operator.is_address() || name.eq_ignore_ascii_case("aws:SourceIp");
            let compared = address && self.operator.test != Test::Null;
            if compared && values.iter().any(|value| network::parse(value).is_none()) {
                return Err(Flaw::Address);
            }
        }
        Ok(())
    }
}
