//! The parser's hold on its tokens.

use super::token::{Kind, Token};
use crate::select::error::{Error, Found, Result};

/// How deep parentheses, calls and the like may stand in each other.
const DEPTH: usize = 64;

/// How high a tree may be. A chain of operators makes it higher as parentheses do.
const HEIGHT: usize = 200;

/// What is left of an expression.
pub(crate) struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    /// The height of the highest tree in what is being parsed.
    height: usize,
    /// How many aggregate functions were met.
    pub(super) aggregates: usize,
}

impl Parser {
    /// `tokens` end with their end.
    pub(super) fn new(tokens: Vec<Token>) -> Self {
        Self { tokens, at: 0, depth: 0, height: 0, aggregates: 0 }
    }

    pub(super) fn peek(&self) -> &Token {
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    pub(super) fn peek_second(&self) -> &Token {
        &self.tokens[(self.at + 1).min(self.tokens.len() - 1)]
    }

    pub(super) fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    pub(super) fn found(&self) -> Found {
        self.peek().found()
    }

    pub(super) fn sees(&self, keyword: &str) -> bool {
        matches!(self.peek().kind, Kind::Keyword(word) if word == keyword)
    }

    /// Takes the keyword if it is next.
    pub(super) fn take(&mut self, keyword: &str) -> bool {
        let seen = self.sees(keyword);
        self.at += usize::from(seen);
        seen
    }

    /// Takes the token if `wanted` holds of it.
    pub(super) fn take_if(&mut self, wanted: impl Fn(&Kind) -> bool) -> bool {
        let seen = wanted(&self.peek().kind);
        self.at += usize::from(seen);
        seen
    }

    pub(super) fn take_comma(&mut self) -> bool {
        self.take_if(|kind| matches!(kind, Kind::Comma))
    }

    /// # Errors
    /// `ParseExpectedKeyword`
    pub(super) fn expect(&mut self, keyword: &'static str) -> Result<()> {
        if self.take(keyword) { Ok(()) } else { Err(Error::ExpectedKeyword { keyword, found: self.found() }) }
    }

    /// # Errors
    /// `ParseExpectedLeftParenBuiltinFunctionCall`
    pub(super) fn left_paren(&mut self) -> Result<()> {
        let taken = self.take_if(|kind| matches!(kind, Kind::LeftParen));
        if taken { Ok(()) } else { Err(Error::ExpectedLeftParen { found: self.found() }) }
    }

    /// # Errors
    /// `ParseExpectedRightParenBuiltinFunctionCall`
    pub(super) fn right_paren(&mut self) -> Result<()> {
        let taken = self.take_if(|kind| matches!(kind, Kind::RightParen));
        if taken { Ok(()) } else { Err(Error::ExpectedRightParen { found: self.found() }) }
    }

    /// Parses something that may hold itself.
    ///
    /// # Errors
    /// `MaxOperatorsExceeded` when it does so too often.
    pub(super) fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == DEPTH {
            return Err(Error::TooComplex {});
        }
        self.depth += 1;
        let around = std::mem::take(&mut self.height);
        let parsed = parse(self);
        self.depth -= 1;
        self.height = around.max(self.height + 1);
        parsed
    }

    /// Notes that an operator was put upon what is being parsed.
    ///
    /// # Errors
    /// `MaxOperatorsExceeded` when that makes it too high.
    pub(super) fn higher(&mut self) -> Result<()> {
        self.height += 1;
        if self.height > HEIGHT { Err(Error::TooComplex {}) } else { Ok(()) }
    }
}
