//! AVG, COUNT, MAX, MIN and SUM.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-aggregate.html>

use crate::select::error::{Error, Result};
use crate::select::sql::Aggregate;
use crate::select::value::{Arithmetic, Number, Value};

/// An aggregate function under way.
#[derive(Clone, Debug)]
pub(crate) struct Accumulator {
    function: Aggregate,
    count: i64,
    /// The sum, or the greatest or least so far.
    value: Option<Value>,
}

impl Accumulator {
    pub(crate) fn new(function: Aggregate) -> Self {
        Self { function, count: 0, value: None }
    }

    /// Takes the value of a row in. NULL and MISSING do not count.
    ///
    /// # Errors
    /// A value that is no number, or that does not compare with the others: recorded of `SUM` of a CSV column that is
    /// not cast. `IntegerOverflow`.
    pub(crate) fn add(&mut self, value: &Value) -> Result<()> {
        if value.is_unknown() {
            return Ok(());
        }
        self.count += 1;
        let next = match (self.function, self.value.take()) {
            (Aggregate::Count, _) => return Ok(()),
            (Aggregate::Max | Aggregate::Min, None) => ordered(value)?.clone(),
            (Aggregate::Max, Some(best)) => {
                if ordered(value)?.order(&best)?.is_gt() {
                    value.clone()
                } else {
                    best
                }
            }
            (Aggregate::Min, Some(best)) => {
                if ordered(value)?.order(&best)?.is_lt() {
                    value.clone()
                } else {
                    best
                }
            }
            (Aggregate::Sum, None) => number(value)?.value(),
            (Aggregate::Sum, Some(sum)) => number(&sum)?.calculate(Arithmetic::Add, number(value)?)?.value(),
            // The average of integers is decimal, and their sum may be larger than an integer.
            (Aggregate::Avg, sum) => match (sum, widened(value)?) {
                (None, value) => value.value(),
                (Some(sum), value) => number(&sum)?.calculate(Arithmetic::Add, value)?.value(),
            },
        };
        self.value = Some(next);
        Ok(())
    }

    /// Counts a row: `COUNT(*)`.
    pub(crate) fn add_row(&mut self) {
        self.count += 1;
    }

    /// The result; NULL if there was nothing to take in.
    ///
    /// # Errors
    /// As [`Number::calculate`].
    pub(crate) fn result(&self) -> Result<Value> {
        match (self.function, &self.value) {
            (Aggregate::Count, _) => Ok(Value::Int(self.count)),
            (_, None) => Ok(Value::Null),
            (Aggregate::Avg, Some(sum)) => {
                Ok(number(sum)?.calculate(Arithmetic::Divide, Number::Int(self.count))?.value())
            }
            (_, Some(value)) => Ok(value.clone()),
        }
    }
}

fn number(value: &Value) -> Result<Number> {
    Number::of(value).ok_or(Error::Evaluation {})
}

fn widened(value: &Value) -> Result<Number> {
    match number(value)? {
        int @ Number::Int(_) => Ok(int.decimal().map_or(int, Number::Decimal)),
        number => Ok(number),
    }
}

/// What has a greatest and a least: numbers and time stamps.
fn ordered(value: &Value) -> Result<&Value> {
    if matches!(value, Value::Timestamp(_)) || Number::of(value).is_some() {
        return Ok(value);
    }
    Err(Error::Evaluation {})
}
