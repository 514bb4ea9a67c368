//! CAST: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-conversion.html>

use super::{Decimal, Number, Timestamp, Value};
use crate::select::error::{Error, Result};

/// A data type that can be cast to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Bool,
    Int,
    Float,
    Decimal,
    String,
    Timestamp,
    Null,
    Missing,
}

impl Type {
    /// The type of that name, in lower case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "bool" | "boolean" => Self::Bool,
            "int" | "integer" | "smallint" => Self::Int,
            "float" | "real" | "double" => Self::Float,
            "decimal" | "numeric" | "dec" => Self::Decimal,
            "string" | "varchar" | "char" | "character" | "symbol" => Self::String,
            "timestamp" => Self::Timestamp,
            "null" => Self::Null,
            "missing" => Self::Missing,
            _ => return None,
        })
    }

    /// How many parameters may follow its name in parentheses. S3 reads and ignores them.
    pub(crate) fn parameters(self) -> usize {
        match self {
            Self::Decimal => 2,
            Self::String | Self::Float => 1,
            _ => 0,
        }
    }

    /// Whether `value` is of it: `x IS INT`.
    pub(crate) fn is(self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_unknown(),
            Self::Missing => matches!(value, Value::Missing),
            Self::Bool => matches!(value, Value::Bool(_)),
            Self::Int => matches!(value, Value::Int(_)),
            Self::Float => matches!(value, Value::Float(_)),
            Self::Decimal => matches!(value, Value::Decimal(_)),
            Self::String => matches!(value, Value::String(_)),
            Self::Timestamp => matches!(value, Value::Timestamp(_)),
        }
    }

    /// Casts. NULL and MISSING stay what they are.
    ///
    /// # Errors
    /// `CastFailed` for a text that is none of the type, `InvalidCast` between types that have no cast,
    /// `IntegerOverflow`.
    pub(crate) fn cast(self, value: Value) -> Result<Value> {
        match (self, value) {
            (_, value @ (Value::Null | Value::Missing)) => Ok(value),
            (_, Value::List(_) | Value::Struct(_)) | (Self::Null | Self::Missing, _) => Err(Error::InvalidCast {}),
            (Self::String, Value::String(text)) => Ok(Value::String(text)),
            (Self::String, value) => Ok(Value::String(value.to_string())),
            (_, Value::String(text)) => self.read(text.trim()).ok_or(Error::CastFailed {}),
            (Self::Timestamp, value @ Value::Timestamp(_)) | (Self::Bool, value @ Value::Bool(_)) => Ok(value),
            (Self::Timestamp, _) | (_, Value::Timestamp(_)) => Err(Error::InvalidCast {}),
            (_, value) => self.convert(&value),
        }
    }

    /// Reads a text.
    fn read(self, text: &str) -> Option<Value> {
        match self {
            Self::Bool if text.eq_ignore_ascii_case("true") => Some(Value::Bool(true)),
            Self::Bool if text.eq_ignore_ascii_case("false") => Some(Value::Bool(false)),
            Self::Int => text.parse().ok().map(Value::Int),
            Self::Float => Decimal::parse(text).and_then(|_| text.parse().ok()).map(Value::Float),
            Self::Decimal => Decimal::parse(text).map(Value::Decimal),
            Self::Timestamp => Timestamp::parse(text).map(Value::Timestamp),
            _ => None,
        }
    }

    /// Makes one type of another of numbers and truth values.
    fn convert(self, value: &Value) -> Result<Value> {
        let number = match value {
            Value::Bool(value) => Number::Int(i64::from(*value)),
            value => Number::of(value).ok_or(Error::InvalidCast {})?,
        };
        match self {
            Self::Bool => Ok(Value::Bool(!number.decimal().is_some_and(Decimal::is_zero))),
            Self::Int => number.decimal().and_then(Decimal::truncate).map(Value::Int).ok_or(Error::IntegerOverflow {}),
            Self::Float => Ok(Value::Float(number.float())),
            Self::Decimal => number.decimal().map(Value::Decimal).ok_or(Error::CastFailed {}),
            _ => Err(Error::InvalidCast {}),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: Value, to: Type, expected: &str) {
        let shown = format!("{value:?}");
        assert_eq!(to.cast(value).unwrap().to_string(), expected, "{shown} to {to:?}");
    }

    fn check_refused(value: Value, to: Type, expected: &str) {
        let shown = format!("{value:?}");
        assert_eq!(to.cast(value).unwrap_err().code(), expected, "{shown} to {to:?}");
    }

    fn string(text: &str) -> Value {
        Value::String(text.to_owned())
    }

    #[test]
    fn texts_are_read() {
        check(string("42"), Type::Int, "42");
        check(string(" -7 "), Type::Int, "-7");
        check(string("+007"), Type::Int, "7");
        check(string("1.50"), Type::Decimal, "1.50");
        check(string("0.456"), Type::Float, "0.456");
        check(string("1e2"), Type::Float, "100.0");
        check(string("TRUE"), Type::Bool, "true");
        check(string("2007-04-05T14:30Z"), Type::Timestamp, "2007-04-05T14:30Z");
        // The last recorded: a cell that is a word.
        for (text, to) in [
            ("", Type::Int),
            ("1.5", Type::Int),
            ("9223372036854775808", Type::Int),
            ("yes", Type::Bool),
            ("nan", Type::Float),
            ("inf", Type::Float),
            ("2007-04-05T14:30", Type::Timestamp),
            ("bad", Type::Int),
        ] {
            check_refused(string(text), to, "CastFailed");
        }
    }

    #[test]
    fn numbers_become_others() {
        check(Value::Float(5.9), Type::Int, "5");
        check(Value::Decimal(Decimal::parse("-5.9").unwrap()), Type::Int, "-5");
        check(Value::Int(5), Type::Float, "5.0");
        check(Value::Int(5), Type::Decimal, "5");
        check(Value::Int(0), Type::Bool, "false");
        check(Value::Bool(true), Type::Int, "1");
        check(Value::Int(5), Type::String, "5");
        check(Value::Null, Type::Int, "");
        check_refused(Value::Float(1e30), Type::Int, "IntegerOverflow");
        check_refused(Value::Int(5), Type::Timestamp, "InvalidCast");
        check_refused(Value::List(vec![]), Type::String, "InvalidCast");
        check_refused(Value::Timestamp(Timestamp::parse("2007T").unwrap()), Type::Int, "InvalidCast");
    }
}
