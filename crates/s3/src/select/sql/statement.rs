//! SELECT: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-select.html>

use super::ast::{Expression, Item, List, Path, Root, Source, Statement, Step};
use super::lexer;
use super::parser::Parser;
use super::token::Kind;
use crate::select::error::{Error, Result};
use crate::select::value::Value;

/// The longest expression.
const LENGTH: usize = 256 * 1024;

/// Words that begin a clause: no alias, and nothing that a list could begin with.
const JOINS: &[&str] = &["join", "inner", "left", "right", "full", "outer", "cross", "natural"];

/// Parses a statement.
///
/// # Errors
/// `ExpressionTooLong`; those of the lexer and of the grammar; statements whose structure S3 does not serve.
pub(crate) fn parse(text: &str) -> Result<Statement> {
    if text.len() > LENGTH {
        return Err(Error::ExpressionTooLong {});
    }
    Parser::new(lexer::tokens(text)?).statement()
}

impl Parser {
    fn statement(&mut self) -> Result<Statement> {
        if !self.take("select") {
            return Err(Error::UnexpectedToken { found: self.found() });
        }
        if self.sees("distinct") || self.sees("all") {
            return Err(Error::UnsupportedSelect { found: self.found() });
        }
        let list = self.list()?;
        if !self.take("from") {
            return Err(match self.peek().kind {
                Kind::End => Error::MissingFrom { found: self.found() },
                _ => Error::UnexpectedToken { found: self.found() },
            });
        }
        let source = self.source()?;
        let several = self.take_comma() || JOINS.iter().any(|word| self.sees(word));
        if several {
            return Err(Error::SeveralSources {});
        }
        let condition = if self.take("where") { Some(self.expression()?) } else { None };
        let grouped = self.group()?;
        let limit = if self.take("limit") { Some(self.limit()?) } else { None };
        self.take_if(|kind| matches!(kind, Kind::Semicolon));
        if !matches!(self.peek().kind, Kind::End) {
            return Err(Error::UnexpectedToken { found: self.found() });
        }
        // S3 reads GROUP BY and does not serve it.
        if grouped { Err(Error::Structure {}) } else { Ok(Statement { list, source, condition, limit }) }
    }

    fn list(&mut self) -> Result<List> {
        if self.sees("from") || matches!(self.peek().kind, Kind::End) {
            return Err(Error::EmptySelect { found: self.found() });
        }
        if self.take_if(|kind| matches!(kind, Kind::Star)) {
            return match self.peek().kind {
                Kind::Comma => Err(Error::StarNotAlone { found: self.found() }),
                _ => Ok(List::Everything),
            };
        }
        let mut items = vec![self.item()?];
        while self.take_comma() {
            items.push(self.item()?);
        }
        Ok(List::Items(items))
    }

    fn item(&mut self) -> Result<Item> {
        if matches!(self.peek().kind, Kind::Star) {
            return Err(Error::StarNotAlone { found: self.found() });
        }
        let mut expression = self.expression()?;
        if let Expression::Path(path) = &mut expression
            && matches!(path.steps.last(), Some(Step::Fields))
        {
            path.steps.pop();
            return Ok(Item::Fields(expression));
        }
        let alias = self.alias()?;
        let name = alias.or_else(|| last_name(&expression));
        Ok(Item::Value { expression, name })
    }

    /// `AS alias` or `alias`.
    fn alias(&mut self) -> Result<Option<String>> {
        if self.take("as") {
            let name = self.name().ok_or_else(|| Error::ExpectedAlias { found: self.found() })?;
            return Ok(Some(name.text));
        }
        Ok(self.name().map(|name| name.text))
    }

    fn source(&mut self) -> Result<Source> {
        if matches!(self.peek().kind, Kind::LeftParen) {
            return Err(Error::Structure {});
        }
        let table = self.name().ok_or_else(|| Error::UnexpectedToken { found: self.found() })?;
        let steps = self.steps()?;
        let named = self.take("as");
        let alias = self.name();
        if named && alias.is_none() {
            return Err(Error::ExpectedAlias { found: self.found() });
        }
        Ok(Source { table, steps, alias })
    }

    /// GROUP BY and HAVING, read for what is behind them.
    fn group(&mut self) -> Result<bool> {
        if !self.take("group") {
            return Ok(false);
        }
        self.take("partial");
        self.expect("by")?;
        self.expression()?;
        while self.take_comma() {
            self.expression()?;
        }
        if self.take("having") {
            self.expression()?;
        }
        Ok(true)
    }

    fn limit(&mut self) -> Result<u64> {
        let negative = self.take_if(|kind| matches!(kind, Kind::Operator("-")));
        let found = self.found();
        match self.next().kind {
            Kind::Literal(Value::Int(number)) if negative && number != 0 => Err(Error::NegativeLimit {}),
            Kind::Literal(Value::Int(number)) => Ok(number.unsigned_abs()),
            _ => Err(Error::ExpectedNumber { found }),
        }
    }
}

/// The name that an expression without alias has in the output: the last one of a path.
fn last_name(expression: &Expression) -> Option<String> {
    let Expression::Path(Path { root, steps }) = expression else { return None };
    match (steps.last(), root) {
        (Some(Step::Field(name)), _) | (None, Root::Name(name)) => Some(name.text.clone()),
        _ => None,
    }
}
