//! The value of an expression for one row.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-operators.html>

mod aggregate;
mod call;
mod like;
mod row;

use std::borrow::Cow;

pub(crate) use aggregate::Accumulator;
pub(crate) use row::{Row, children, name, one};

use super::error::{Error, Result};
use super::output::RECORD;
use super::sql::{Comparison, Expression, Path, Root};
use super::value::{Number, Timestamp, Value};

/// What expressions depend on beside their row.
pub(crate) struct Environment<'e> {
    /// The time of the request, if it can be written.
    pub(crate) now: &'e Timestamp,
    /// The results of the aggregate functions, once all rows are read.
    pub(crate) aggregates: &'e [Value],
}

/// A value that may be part of the row or of the expression.
type Found<'r> = Result<Cow<'r, Value>>;

/// The value of `expression`.
///
/// # Errors
/// What the guide does not define: operands of wrong types, failed casts, overflows.
pub(crate) fn value<'r>(expression: &'r Expression, row: &'r Row<'r>, env: &'r Environment<'r>) -> Found<'r> {
    let of = |expression: &'r Expression| value(expression, row, env);
    match expression {
        Expression::Literal(value) => Ok(Cow::Borrowed(value)),
        Expression::Path(path) => path_value(path, row),
        Expression::List(all) => {
            let (mut list, mut size) = (Vec::with_capacity(all.len()), 0);
            for expression in all {
                let one = of(expression)?;
                size += one.size();
                check_size(size)?;
                list.push(one.into_owned());
            }
            Ok(Cow::Owned(Value::List(list)))
        }
        Expression::Negate(operand) => negate(&*of(operand)?),
        Expression::Calculate(operation, both) => {
            let (a, b) = (of(&both.0)?, of(&both.1)?);
            if a.is_unknown() || b.is_unknown() {
                return Ok(Cow::Owned(Value::Null));
            }
            let (a, b) = (number(&a)?, number(&b)?);
            a.calculate(*operation, b).map(|number| Cow::Owned(number.value()))
        }
        Expression::Concatenate(both) => concatenate(&*of(&both.0)?, &*of(&both.1)?),
        Expression::Case { operand, branches, otherwise } => {
            let operand = operand.as_deref().map(of).transpose()?;
            for (when, then) in branches {
                let taken = match &operand {
                    Some(operand) => equal(operand, &*of(when)?),
                    None => truth(when, row, env)?,
                };
                if taken == Some(true) {
                    return of(then);
                }
            }
            otherwise.as_deref().map_or(Ok(Cow::Owned(Value::Null)), of)
        }
        Expression::Cast { operand, to } => to.cast(of(operand)?.into_owned()).map(Cow::Owned),
        Expression::Call(function, arguments) => call::call(*function, arguments, row, env),
        Expression::Aggregate { slot, .. } => env.aggregates.get(*slot).map(Cow::Borrowed).ok_or(Error::Structure {}),
        condition => Ok(Cow::Owned(truth(condition, row, env)?.map_or(Value::Null, Value::Bool))),
    }
}

/// Whether a condition holds; `None` if that is not known.
///
/// # Errors
/// As [`value`]; a value that is no truth value.
pub(crate) fn truth<'r>(condition: &'r Expression, row: &'r Row<'r>, env: &'r Environment<'r>) -> Result<Option<bool>> {
    let of = |expression: &'r Expression| value(expression, row, env);
    match condition {
        Expression::Not(operand) => Ok(truth(operand, row, env)?.map(|holds| !holds)),
        Expression::And(all) => chain(all, false, row, env),
        Expression::Or(all) => chain(all, true, row, env),
        Expression::Compare(comparison, both) => compare(*comparison, &*of(&both.0)?, &*of(&both.1)?),
        Expression::Between(three) => {
            let [operand, low, high] = &**three;
            let operand = of(operand)?;
            let above = compare(Comparison::GreaterOrEqual, &operand, &*of(low)?)?;
            let below = compare(Comparison::LessOrEqual, &operand, &*of(high)?)?;
            Ok(match (above, below) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            })
        }
        Expression::In(both) => within(&*of(&both.0)?, &both.1, row, env),
        Expression::Is { operand, of: kind } => Ok(Some(kind.is(&*of(operand)?))),
        Expression::Like { operand, pattern, escape } => {
            let escape = escape.as_deref().map(of).transpose()?;
            like::holds(&*of(operand)?, &*of(pattern)?, escape.as_deref())
        }
        other => match &*of(other)? {
            Value::Bool(holds) => Ok(Some(*holds)),
            value if value.is_unknown() => Ok(None),
            _ => Err(Error::Evaluation {}),
        },
    }
}

/// AND or OR: the first operand that decides does; one that is not known leaves it open.
fn chain<'r>(all: &'r [Expression], decides: bool, row: &'r Row<'r>, env: &'r Environment<'r>) -> Result<Option<bool>> {
    let mut result = Some(!decides);
    for operand in all {
        match truth(operand, row, env)? {
            Some(holds) if holds == decides => return Ok(Some(decides)),
            Some(_) => {}
            None => result = None,
        }
    }
    Ok(result)
}

fn within<'r>(
    operand: &Value,
    list: &'r Expression,
    row: &'r Row<'r>,
    env: &'r Environment<'r>,
) -> Result<Option<bool>> {
    let mut result = Some(false);
    let mut look = |value: &Value| {
        match equal(operand, value) {
            Some(true) => return true,
            Some(false) => {}
            None => result = None,
        }
        false
    };
    if let Expression::List(all) = list {
        for one in all {
            if look(&*value(one, row, env)?) {
                return Ok(Some(true));
            }
        }
        return Ok(result);
    }
    match &*value(list, row, env)? {
        Value::List(all) => Ok(if all.iter().any(look) { Some(true) } else { result }),
        value if value.is_unknown() => Ok(None),
        _ => Err(Error::Evaluation {}),
    }
}

/// Whether two values are equal; `None` if one is not known.
fn equal(a: &Value, b: &Value) -> Option<bool> {
    (!a.is_unknown() && !b.is_unknown()).then(|| a.equals(b))
}

fn compare(comparison: Comparison, a: &Value, b: &Value) -> Result<Option<bool>> {
    if a.is_unknown() || b.is_unknown() {
        return Ok(None);
    }
    let order = || a.order(b);
    Ok(Some(match comparison {
        Comparison::Equal => a.equals(b),
        Comparison::Unequal => !a.equals(b),
        Comparison::Less => order()?.is_lt(),
        Comparison::LessOrEqual => order()?.is_le(),
        Comparison::Greater => order()?.is_gt(),
        Comparison::GreaterOrEqual => order()?.is_ge(),
    }))
}

fn negate(operand: &Value) -> Found<'static> {
    if operand.is_unknown() {
        return Ok(Cow::Owned(Value::Null));
    }
    number(operand)?.negate().map(|number| Cow::Owned(number.value()))
}

fn concatenate(a: &Value, b: &Value) -> Found<'static> {
    match (a, b) {
        _ if a.is_unknown() || b.is_unknown() => Ok(Cow::Owned(Value::Null)),
        (Value::String(a), Value::String(b)) => {
            check_size(a.len() + b.len())?;
            Ok(Cow::Owned(Value::String(format!("{a}{b}"))))
        }
        _ => Err(Error::Evaluation {}),
    }
}

/// Refuses a value that is longer than a record may be: a short expression can make a very long one of a row.
fn check_size(size: usize) -> Result<()> {
    if size > RECORD { Err(Error::RecordSize {}) } else { Ok(()) }
}

fn number(value: &Value) -> Result<Number> {
    Number::of(value).ok_or(Error::Evaluation {})
}

fn path_value<'r>(path: &'r Path, row: &'r Row<'r>) -> Found<'r> {
    match (&path.root, row) {
        (Root::Column(index), _) => Ok(row.column(*index)),
        (Root::Row, Row::Document(value)) => row::walk(value, &path.steps),
        (Root::Row, _) if path.steps.is_empty() => Ok(Cow::Owned(row.to_struct())),
        _ => Err(Error::KeyPath {}),
    }
}
