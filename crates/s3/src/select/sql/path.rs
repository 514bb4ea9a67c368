//! Names, and paths into values: `s.projects[0]."name"`, `S3Object[*].files[*]`.

use super::ast::{Name, Path, Root, Step};
use super::parser::Parser;
use super::token::{Kind, Token};
use crate::select::error::{Error, Result};
use crate::select::value::Value;

impl Parser {
    /// A name, if one is next.
    pub(super) fn name(&mut self) -> Option<Name> {
        let Token { kind, place } = self.peek().clone();
        let (text, quoted) = match kind {
            Kind::Identifier(text) => (text, false),
            Kind::Quoted(text) => (text, true),
            _ => return None,
        };
        self.next();
        Some(Name { text, quoted, place })
    }

    /// A path that begins with a name.
    pub(super) fn path(&mut self, root: Name) -> Result<Path> {
        Ok(Path { root: Root::Name(root), steps: self.steps()? })
    }

    /// # Errors
    /// `ParseInvalidPathComponent`
    pub(super) fn steps(&mut self) -> Result<Vec<Step>> {
        let mut steps = Vec::new();
        loop {
            if self.take_if(|kind| matches!(kind, Kind::Dot)) {
                steps.push(self.dot_step()?);
            } else if self.take_if(|kind| matches!(kind, Kind::LeftBracket)) {
                steps.push(self.bracket_step()?);
            } else {
                return Ok(steps);
            }
        }
    }

    fn dot_step(&mut self) -> Result<Step> {
        if let Some(name) = self.name() {
            return Ok(Step::Field(name));
        }
        let token = self.next();
        match token.kind {
            Kind::Star => Ok(Step::Fields),
            _ => Err(Error::PathComponent { kind: token.kind(), place: token.place }),
        }
    }

    fn bracket_step(&mut self) -> Result<Step> {
        let token = self.next();
        let step = match token.kind {
            Kind::Star => Step::Elements,
            Kind::Literal(Value::Int(index)) => Step::Index(usize::try_from(index).unwrap_or(usize::MAX)),
            Kind::Literal(Value::String(text)) => Step::Field(Name { text, quoted: true, place: token.place }),
            _ => return Err(Error::PathComponent { kind: token.kind(), place: token.place }),
        };
        let closed = self.take_if(|kind| matches!(kind, Kind::RightBracket));
        if closed { Ok(step) } else { Err(Error::ExpectedToken { kind: "RIGHT_BRACKET", found: self.found() }) }
    }
}
