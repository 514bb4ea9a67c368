//! Arithmetic. Integers stay integers; a decimal makes the result decimal, else a float makes it a float.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-operators.html>

use std::cmp::Ordering;

use super::{Decimal, Value};
use crate::select::error::{Error, Result};

/// A number of any type.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    Int(i64),
    Decimal(Decimal),
    Float(f64),
}

/// `+ - * / %`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// Two numbers as one type.
enum Pair {
    Int(i64, i64),
    Decimal(Decimal, Decimal),
    Float(f64, f64),
}

impl Number {
    pub(crate) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Int(value) => Some(Self::Int(*value)),
            Value::Decimal(value) => Some(Self::Decimal(*value)),
            Value::Float(value) => Some(Self::Float(*value)),
            _ => None,
        }
    }

    pub(crate) fn value(self) -> Value {
        match self {
            Self::Int(value) => Value::Int(value),
            Self::Decimal(value) => Value::Decimal(value),
            Self::Float(value) => Value::Float(value),
        }
    }

    /// # Errors
    /// `IntegerOverflow`; a division by zero cannot be evaluated.
    pub(crate) fn calculate(self, operation: Arithmetic, other: Self) -> Result<Self> {
        match self.with(other) {
            Pair::Int(a, b) => integers(operation, a, b).map(Self::Int),
            Pair::Decimal(a, b) => decimals(operation, a, b).map(Self::Decimal),
            Pair::Float(a, b) => floats(operation, a, b).map(Self::Float),
        }
    }

    /// # Errors
    /// `IntegerOverflow`.
    pub(crate) fn negate(self) -> Result<Self> {
        match self {
            Self::Int(value) => value.checked_neg().map(Self::Int).ok_or(Error::IntegerOverflow {}),
            Self::Decimal(value) => Ok(Self::Decimal(value.negate())),
            Self::Float(value) => Ok(Self::Float(-value)),
        }
    }

    /// `None` if one of them is not a number.
    pub(crate) fn compare(self, other: Self) -> Option<Ordering> {
        match self.with(other) {
            Pair::Int(a, b) => Some(a.cmp(&b)),
            Pair::Decimal(a, b) => Some(a.compare(b)),
            Pair::Float(a, b) => a.partial_cmp(&b),
        }
    }

    fn with(self, other: Self) -> Pair {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => Pair::Int(a, b),
            (Self::Decimal(_), _) | (_, Self::Decimal(_)) => match (self.decimal(), other.decimal()) {
                (Some(a), Some(b)) => Pair::Decimal(a, b),
                _ => Pair::Float(self.float(), other.float()),
            },
            _ => Pair::Float(self.float(), other.float()),
        }
    }

    /// As a decimal; infinities are none.
    pub(crate) fn decimal(self) -> Option<Decimal> {
        match self {
            Self::Int(value) => Some(Decimal::integer(value)),
            Self::Decimal(value) => Some(value),
            Self::Float(value) => Decimal::float(value),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "what S3 does as well when integers meet floats")]
    pub(crate) fn float(self) -> f64 {
        match self {
            Self::Int(value) => value as f64,
            Self::Decimal(value) => value.to_f64(),
            Self::Float(value) => value,
        }
    }
}

fn integers(operation: Arithmetic, a: i64, b: i64) -> Result<i64> {
    if b == 0 && matches!(operation, Arithmetic::Divide | Arithmetic::Remainder) {
        return Err(Error::Evaluation {});
    }
    let result = match operation {
        Arithmetic::Add => a.checked_add(b),
        Arithmetic::Subtract => a.checked_sub(b),
        Arithmetic::Multiply => a.checked_mul(b),
        Arithmetic::Divide => a.checked_div(b),
        Arithmetic::Remainder => a.checked_rem(b),
    };
    result.ok_or(Error::IntegerOverflow {})
}

fn decimals(operation: Arithmetic, a: Decimal, b: Decimal) -> Result<Decimal> {
    match operation {
        Arithmetic::Add => Ok(a.add(b)),
        Arithmetic::Subtract => Ok(a.subtract(b)),
        Arithmetic::Multiply => Ok(a.multiply(b)),
        Arithmetic::Divide => a.divide(b).ok_or(Error::Evaluation {}),
        Arithmetic::Remainder => a.remainder(b).ok_or(Error::Evaluation {}),
    }
}

fn floats(operation: Arithmetic, a: f64, b: f64) -> Result<f64> {
    let result = match operation {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide => a / b,
        Arithmetic::Remainder => a % b,
    };
    // There is no text for an infinity that JSON or CAST would read again.
    if result.is_finite() { Ok(result) } else { Err(Error::Evaluation {}) }
}
