//! The values of S3 Select, and how they compare and print.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-data-types.html>

mod cast;
mod decimal;
mod number;
mod timestamp;

use std::cmp::Ordering;
use std::fmt;

pub(crate) use cast::Type;
pub(crate) use decimal::Decimal;
pub(crate) use number::{Arithmetic, Number};
pub(crate) use timestamp::{DatePart, Timestamp};

use crate::select::error::{Error, Result};

/// A value. CSV has only strings; JSON and expressions have all of them.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// There is no such field or column.
    Missing,
    Null,
    Bool(bool),
    Int(i64),
    Decimal(Decimal),
    Float(f64),
    Timestamp(Timestamp),
    String(String),
    List(Vec<Self>),
    Struct(Vec<(String, Self)>),
}

impl Value {
    /// Whether it is NULL or MISSING.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Self::Missing | Self::Null)
    }

    /// About how many bytes it is long when it is written.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::String(text) => 1 + text.len(),
            Self::List(all) => all.iter().map(Self::size).sum::<usize>() + 1,
            Self::Struct(fields) => fields.iter().map(|(name, value)| name.len() + value.size()).sum::<usize>() + 1,
            _ => 1,
        }
    }

    /// The field `name` of a struct. Without quotes the case of names does not count.
    ///
    /// # Errors
    /// `AmbiguousFieldName` when fields of different names fit.
    pub(crate) fn field(&self, name: &str, quoted: bool) -> Result<Option<&Self>> {
        let Self::Struct(fields) = self else { return Ok(None) };
        let mut fitting = fields.iter().filter(|(field, _)| same_name(field, name, quoted));
        let Some((first, value)) = fitting.next() else { return Ok(None) };
        if fitting.any(|(other, _)| other != first) {
            return Err(Error::AmbiguousField {});
        }
        Ok(Some(value))
    }

    /// Whether two known values are equal; those of different types are not.
    pub(crate) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::String(a), Self::String(b)) => a == b,
            (Self::Timestamp(a), Self::Timestamp(b)) => a.compare(b) == Ordering::Equal,
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(b)),
            (Self::Struct(a), Self::Struct(b)) => {
                let within = |(name, value): &(String, Self)| b.iter().any(|(n, v)| n == name && v.equals(value));
                a.len() == b.len() && a.iter().all(within)
            }
            (Self::Null, Self::Null) | (Self::Missing, Self::Missing) => true,
            _ => match (Number::of(self), Number::of(other)) {
                (Some(a), Some(b)) => a.compare(b) == Some(Ordering::Equal),
                _ => false,
            },
        }
    }

    /// The order of two known values.
    ///
    /// # Errors
    /// Values of different types have none: recorded as `ExternalEvalException`.
    pub(crate) fn order(&self, other: &Self) -> Result<Ordering> {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => Ok(a.cmp(b)),
            (Self::String(a), Self::String(b)) => Ok(a.cmp(b)),
            (Self::Timestamp(a), Self::Timestamp(b)) => Ok(a.compare(b)),
            _ => match (Number::of(self), Number::of(other)) {
                (Some(a), Some(b)) => a.compare(b).ok_or(Error::Evaluation {}),
                _ => Err(Error::Evaluation {}),
            },
        }
    }
}

/// Whether a field of the name `field` is meant by `name`.
pub(crate) fn same_name(field: &str, name: &str, quoted: bool) -> bool {
    if quoted || field.is_ascii() && name.is_ascii() {
        return if quoted { field == name } else { field.eq_ignore_ascii_case(name) };
    }
    field.to_lowercase() == name.to_lowercase()
}

/// The text of a scalar, as CSV and casts to STRING have it. Lists and structs have none here.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing | Self::Null | Self::List(_) | Self::Struct(_) => Ok(()),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Decimal(value) => value.fmt(f),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Timestamp(value) => value.fmt(f),
            Self::String(value) => f.write_str(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Value {
        Value::Decimal(Decimal::parse(text).unwrap())
    }

    fn string(text: &str) -> Value {
        Value::String(text.to_owned())
    }

    #[test]
    fn values_of_one_kind_are_compared() {
        assert!(Value::Int(1).equals(&decimal("1.0")));
        assert!(Value::Int(1).equals(&Value::Float(1.0)));
        assert!(Value::Float(0.1).equals(&decimal("0.1")));
        assert!(!Value::Int(1).equals(&string("1")));
        assert!(Value::List(vec![Value::Int(1)]).equals(&Value::List(vec![decimal("1.00")])));
        assert_eq!(string("a").order(&string("b")), Ok(Ordering::Less));
        assert_eq!(string("1").order(&Value::Int(1)), Err(Error::Evaluation {}));
    }

    #[test]
    fn names_have_no_case_without_quotes() {
        let row = Value::Struct(vec![("NAME".to_owned(), Value::Int(1)), ("name".to_owned(), Value::Int(2))]);
        assert!(matches!(row.field("NAME", true), Ok(Some(Value::Int(1)))));
        assert!(matches!(row.field("Name", true), Ok(None)));
        assert!(matches!(row.field("name", false), Err(Error::AmbiguousField {})));
        let row = Value::Struct(vec![("Größe".to_owned(), Value::Int(1))]);
        assert!(matches!(row.field("GRÖSSE", false), Ok(None)));
        assert!(matches!(row.field("GRÖßE", false), Ok(Some(_))));
    }
}
