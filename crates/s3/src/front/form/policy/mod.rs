//! The policy of a form: what its fields and its file must be, and until when.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>

mod condition;
mod document;

use std::time::SystemTime;

use self::condition::{Condition, Holds};
use super::fields::Fields;
use super::file::Sizes;
use crate::error::form::FormError;

/// The prefix of fields that mean nothing to S3.
const IGNORED: &str = "x-ignore-";

/// A policy that has been read.
#[derive(Debug)]
pub(super) struct Policy {
    expiration: SystemTime,
    conditions: Vec<Condition>,
}

impl Policy {
    /// Reads a policy as the form has it, in base64.
    ///
    /// # Errors
    /// `InvalidPolicy`.
    pub(super) fn read(text: &str) -> Result<Self, FormError> {
        document::read(text).map_err(|flaw| FormError::InvalidPolicy { flaw })
    }

    /// Holds a form to the policy, and answers how large its file may be. `bucket` is the one that it was posted to;
    /// `free` are the fields, in small letters, that need no condition.
    ///
    /// # Errors
    /// `PolicyExpired`, `ConditionFailed`, `ExtraFields`, in that order (recorded of the last two).
    pub(super) fn check(
        &self,
        now: SystemTime,
        bucket: &str,
        fields: &Fields,
        free: &[&str],
    ) -> Result<Sizes, FormError> {
        if now >= self.expiration {
            return Err(FormError::PolicyExpired {});
        }
        let value = |name: &str| if name == "bucket" { Some(bucket) } else { fields.get(name) };
        let mut sizes = Sizes::default();
        for condition in &self.conditions {
            match condition.holds(value) {
                Holds::Yes => {}
                Holds::No => return Err(FormError::ConditionFailed { condition: condition.text.clone() }),
                Holds::Of { least, most } => sizes.add(least, most),
            }
        }
        let covered = |name: &str| self.conditions.iter().any(|condition| condition.field() == Some(name));
        let extra = |name: &&str| {
            let name = name.to_ascii_lowercase();
            !(name.starts_with(IGNORED) || free.contains(&name.as_str()) || covered(&name))
        };
        let named = fields.iter().map(|field| field.0).filter(|name| !name.eq_ignore_ascii_case("bucket"));
        let names: Vec<&str> = std::iter::once("bucket").chain(named).filter(extra).collect();
        if names.is_empty() { Ok(sizes) } else { Err(FormError::ExtraFields { names: names.join(", ") }) }
    }
}

#[cfg(test)]
mod tests;
