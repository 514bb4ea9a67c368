//! Calls, CASE and CAST.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-sql-functions.html>

use std::ops::RangeInclusive;

use super::ast::{Aggregate, Expression, Function, Side};
use super::parser::Parser;
use super::token::Kind;
use crate::select::error::{Error, Result};
use crate::select::value::DatePart;

impl Parser {
    /// A call of the function `name`, in lower case; its parenthesis is next.
    pub(super) fn call(&mut self, name: &str) -> Result<Expression> {
        if let Some(function) = aggregate(name) {
            return self.aggregate(function);
        }
        match name {
            "substring" => self.substring(),
            "trim" => self.trim(),
            "extract" => self.extract(),
            "date_add" => self.with_date_part(Function::DateAdd),
            "date_diff" => self.with_date_part(Function::DateDiff),
            _ => {
                let (function, count) = plain(name).ok_or(Error::UnsupportedFunction {})?;
                self.left_paren()?;
                let arguments = self.arguments()?;
                counted(function, arguments, &count)
            }
        }
    }

    /// The arguments up to the closing parenthesis, which is taken.
    fn arguments(&mut self) -> Result<Vec<Expression>> {
        let mut arguments = Vec::new();
        if self.take_if(|kind| matches!(kind, Kind::RightParen)) {
            return Ok(arguments);
        }
        loop {
            if matches!(self.peek().kind, Kind::Star) {
                return Err(Error::CallWithStar { found: self.found() });
            }
            arguments.push(self.expression()?);
            if self.take_if(|kind| matches!(kind, Kind::RightParen)) {
                return Ok(arguments);
            }
            if !self.take_comma() {
                return Err(Error::ExpectedArgumentDelimiter { found: self.found() });
            }
        }
    }

    fn aggregate(&mut self, function: Aggregate) -> Result<Expression> {
        let found = self.found();
        self.left_paren()?;
        let slot = self.aggregates;
        if matches!(self.peek().kind, Kind::Star) {
            if function != Aggregate::Count {
                return Err(Error::CallWithStar { found: self.found() });
            }
            self.next();
            self.right_paren()?;
            self.aggregates += 1;
            return Ok(Expression::Aggregate { function, of: None, slot });
        }
        if self.sees("all") || self.sees("distinct") {
            return Err(Error::UnsupportedSelect { found: self.found() });
        }
        let mut arguments = self.arguments()?;
        // One within the argument has counted as well.
        if self.aggregates != slot {
            return Err(Error::Structure {});
        }
        match (arguments.pop(), arguments.is_empty()) {
            (Some(of), true) => {
                self.aggregates += 1;
                Ok(Expression::Aggregate { function, of: Some(Box::new(of)), slot })
            }
            _ => Err(Error::AggregateArity { found }),
        }
    }

    /// `SUBSTRING(text FROM start FOR length)`, or with commas.
    fn substring(&mut self) -> Result<Expression> {
        self.left_paren()?;
        let mut arguments = vec![self.expression()?];
        if self.take("from") {
            arguments.push(self.expression()?);
            if self.take("for") {
                arguments.push(self.expression()?);
            }
            self.right_paren()?;
        } else if self.take_comma() {
            arguments.extend(self.arguments()?);
        } else {
            return Err(Error::ExpectedArgumentDelimiter { found: self.found() });
        }
        counted(Function::Substring, arguments, &(2..=3))
    }

    /// `TRIM([[LEADING | TRAILING | BOTH] [characters] FROM] text)`
    fn trim(&mut self) -> Result<Expression> {
        self.left_paren()?;
        let side = match self.peek().kind {
            Kind::Keyword("leading") => Some(Side::Leading),
            Kind::Keyword("trailing") => Some(Side::Trailing),
            Kind::Keyword("both") => Some(Side::Both),
            _ => None,
        };
        if side.is_some() {
            self.next();
        }
        let mut arguments = Vec::new();
        if self.take("from") {
            arguments.push(self.expression()?);
        } else {
            let first = self.expression()?;
            if self.take("from") {
                arguments.push(self.expression()?);
            } else if side.is_some() {
                return Err(Error::ExpectedKeyword { keyword: "from", found: self.found() });
            }
            // The text comes first here, and the characters behind it.
            arguments.push(first);
        }
        self.right_paren()?;
        Ok(Expression::Call(Function::Trim(side.unwrap_or(Side::Both)), arguments))
    }

    /// `EXTRACT(part FROM timestamp)`
    fn extract(&mut self) -> Result<Expression> {
        self.left_paren()?;
        let part = self.date_part()?;
        self.expect("from")?;
        let of = self.expression()?;
        self.right_paren()?;
        Ok(Expression::Call(Function::Extract(part), vec![of]))
    }

    /// `DATE_ADD(part, quantity, timestamp)`, `DATE_DIFF(part, timestamp, timestamp)`
    fn with_date_part(&mut self, function: fn(DatePart) -> Function) -> Result<Expression> {
        self.left_paren()?;
        let found = self.found();
        let part = self.date_part()?;
        if !part.is_duration() {
            return Err(Error::ExpectedDatePart { found });
        }
        if !self.take_comma() {
            return Err(Error::ExpectedArgumentDelimiter { found: self.found() });
        }
        let arguments = self.arguments()?;
        counted(function(part), arguments, &(2..=2))
    }

    fn date_part(&mut self) -> Result<DatePart> {
        let part = match &self.peek().kind {
            Kind::Keyword(word) => DatePart::named(word),
            _ => None,
        };
        let part = part.ok_or_else(|| Error::ExpectedDatePart { found: self.found() })?;
        self.next();
        Ok(part)
    }

    /// `CAST(expression AS type)`; the word is taken.
    pub(super) fn cast(&mut self) -> Result<Expression> {
        if !self.take_if(|kind| matches!(kind, Kind::LeftParen)) {
            return Err(Error::ExpectedLeftParenAfterCast { found: self.found() });
        }
        let operand = Box::new(self.expression()?);
        self.expect("as")?;
        let to = self.type_name()?;
        self.right_paren()?;
        Ok(Expression::Cast { operand, to })
    }

    /// `CASE [operand] WHEN value THEN result ... [ELSE result] END`; the first word is taken.
    pub(super) fn case(&mut self) -> Result<Expression> {
        let operand = if self.sees("when") { None } else { Some(Box::new(self.expression()?)) };
        let mut branches = Vec::new();
        while self.take("when") {
            let when = self.expression()?;
            self.expect("then")?;
            branches.push((when, self.expression()?));
        }
        if branches.is_empty() {
            return Err(Error::ExpectedWhen { found: self.found() });
        }
        let otherwise = if self.take("else") { Some(Box::new(self.expression()?)) } else { None };
        self.expect("end")?;
        Ok(Expression::Case { operand, branches, otherwise })
    }
}

fn aggregate(name: &str) -> Option<Aggregate> {
    Some(match name {
        "avg" => Aggregate::Avg,
        "count" => Aggregate::Count,
        "max" => Aggregate::Max,
        "min" => Aggregate::Min,
        "sum" => Aggregate::Sum,
        _ => return None,
    })
}

/// A function whose arguments are a list, and how many it takes.
fn plain(name: &str) -> Option<(Function, RangeInclusive<usize>)> {
    Some(match name {
        "char_length" | "character_length" => (Function::CharLength, 1..=1),
        "lower" => (Function::Lower, 1..=1),
        "upper" => (Function::Upper, 1..=1),
        "coalesce" => (Function::Coalesce, 1..=usize::MAX),
        "nullif" => (Function::NullIf, 2..=2),
        "utcnow" => (Function::UtcNow, 0..=0),
        "to_string" => (Function::ToString, 2..=2),
        "to_timestamp" => (Function::ToTimestamp, 1..=1),
        _ => return None,
    })
}

fn counted(function: Function, arguments: Vec<Expression>, count: &RangeInclusive<usize>) -> Result<Expression> {
    if count.contains(&arguments.len()) {
        return Ok(Expression::Call(function, arguments));
    }
    Err(Error::ArgumentCount {})
}
