//! Bucket policies: read and checked as S3 does, and judged public or not. Whether one lets a request through is asked
//! nowhere yet.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html>

mod catalogue;
mod condition;
mod flaw;
mod json;
mod key;
mod network;
mod normal;
mod operator;
mod pattern;
mod principal;
mod public;
mod selector;
mod statement;
#[cfg(test)]
mod tests;

use self::json::Value;
use self::statement::Statement;
use super::region;
use crate::front::accounts::Accounts;

pub(crate) use self::flaw::Flaw;

/// The most that a policy may have in its normal form, in bytes.
const LIMIT: usize = 20 * 1024;

/// What a policy is put on, and who there is to be named in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    pub(crate) bucket: &'a str,
    pub(crate) region: &'a str,
    pub(crate) accounts: &'a Accounts,
}

impl Scope<'_> {
    /// The ARN of the bucket.
    fn arn(&self) -> String {
        format!("arn:{}:s3:::{}", region::partition(self.region), self.bucket)
    }
}

/// A policy that S3 would take.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    version: Version,
    id: Option<String>,
    statements: Vec<Statement>,
}

/// The policy language. The older one, which counts where none is named, has no variables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Version {
    #[default]
    V2008,
    V2012,
}

impl Policy {
    /// Reads a document. Its form comes first, then its length, then what each statement says.
    ///
    /// # Errors
    /// The first flaw.
    pub(crate) fn read(body: &[u8], scope: Scope<'_>) -> Result<Self, Flaw> {
        let policy = Self::parse(body)?;
        if policy.normal().len() > LIMIT {
            return Err(Flaw::TooLong);
        }
        for (index, statement) in policy.statements.iter().enumerate() {
            statement.check(index, scope)?;
        }
        Ok(policy)
    }

    /// The form of a document, whatever it says. One that [`Self::read`] took is read again by this.
    ///
    /// # Errors
    /// The first flaw of its form.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Flaw> {
        let (mut version, mut id, mut statement) = (Version::default(), None, None);
        for (name, value) in json::object(body)? {
            match (name.as_str(), value) {
                ("Version", value) => version = Version::read(&value)?,
                ("Id", Value::Text(text)) => id = Some(text),
                ("Id", _) => return Err(Flaw::Syntax),
                ("Statement", value) => statement = Some(value),
                _ => return Err(Flaw::UnknownField(name)),
            }
        }
        let statements = match statement.ok_or(Flaw::Missing("Statement"))? {
            Value::List(items) if items.is_empty() => return Err(Flaw::NoStatement),
            Value::List(items) => items,
            single => vec![single],
        };
        let statements = statements.into_iter().map(Statement::read).collect::<Result<_, _>>()?;
        Ok(Self { version, id, statements })
    }
}

impl Version {
    fn read(value: &Value) -> Result<Self, Flaw> {
        match value {
            Value::Text(text) if text == Self::V2008.name() => Ok(Self::V2008),
            Value::Text(text) if text == Self::V2012.name() => Ok(Self::V2012),
            _ => Err(Flaw::Version),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::V2008 => "2008-10-17",
            Self::V2012 => "2012-10-17",
        }
    }
}
