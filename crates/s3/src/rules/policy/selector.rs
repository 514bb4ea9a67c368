//! The actions or the resources that a statement is about: those that are listed, or all but those.

use super::Flaw;
use super::json::Value;

/// A list of patterns, in the order in which they were given.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Selector {
    /// Whether everything is meant that is not listed.
    pub(super) not: bool,
    pub(super) patterns: Vec<String>,
}

impl Selector {
    /// Reads the element of that name.
    ///
    /// # Errors
    /// `Missing`, `Empty`, `Syntax`.
    pub(super) fn read(element: Option<(bool, Value)>, name: &'static str) -> Result<Self, Flaw> {
        let (not, value) = element.ok_or(Flaw::Missing(name))?;
        let patterns = value.texts()?;
        if patterns.is_empty() { Err(Flaw::Empty(name)) } else { Ok(Self { not, patterns }) }
    }
}
