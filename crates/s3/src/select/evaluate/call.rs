//! The functions of one row.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-sql-functions.html>

use std::borrow::Cow;

use super::{Environment, Found, Row, equal, value};
use crate::select::error::{Error, Result};
use crate::select::sql::{Expression, Function, Side};
use crate::select::value::{Timestamp, Value};

/// Calls a function. Apart from COALESCE and NULLIF the result is not known if an argument is not.
///
/// # Errors
/// Arguments of another type or out of range.
pub(crate) fn call<'r>(
    function: Function,
    arguments: &'r [Expression],
    row: &'r Row<'r>,
    env: &'r Environment<'r>,
) -> Found<'r> {
    let mut values = arguments.iter().map(|argument| value(argument, row, env));
    match function {
        Function::Coalesce => {
            for value in values {
                let value = value?;
                if !value.is_unknown() {
                    return Ok(value);
                }
            }
            return Ok(Cow::Owned(Value::Null));
        }
        Function::NullIf => {
            let (first, second) = (take(&mut values)?, take(&mut values)?);
            let same = equal(&first, &second) == Some(true) || matches!(*first, Value::Missing);
            return Ok(if same { Cow::Owned(Value::Null) } else { first });
        }
        _ => {}
    }
    let values: Vec<_> = values.collect::<Result<_>>()?;
    if values.iter().any(|value| value.is_unknown()) {
        return Ok(Cow::Owned(Value::Null));
    }
    let values: Vec<&Value> = values.iter().map(|value| &**value).collect();
    known(function, &values, env).map(Cow::Owned)
}

fn take<'r>(values: &mut impl Iterator<Item = Found<'r>>) -> Found<'r> {
    values.next().unwrap_or(Err(Error::ArgumentCount {}))
}

/// Calls a function with arguments that are known.
fn known(function: Function, arguments: &[&Value], env: &Environment<'_>) -> Result<Value> {
    match (function, arguments) {
        (Function::UtcNow, []) => Ok(Value::Timestamp(env.now.clone())),
        (Function::CharLength, [text]) => length(string(text)?).map(Value::Int),
        (Function::Lower, [text]) => Ok(Value::String(string(text)?.to_lowercase())),
        (Function::Upper, [text]) => Ok(Value::String(string(text)?.to_uppercase())),
        (Function::Substring, [text, start]) => Ok(Value::String(substring(string(text)?, int(start)?, None)?)),
        (Function::Substring, [text, start, length]) => {
            Ok(Value::String(substring(string(text)?, int(start)?, Some(int(length)?))?))
        }
        (Function::Trim(side), [text]) => Ok(Value::String(trim(string(text)?, side, " ").to_owned())),
        (Function::Trim(side), [text, set]) => Ok(Value::String(trim(string(text)?, side, string(set)?).to_owned())),
        (Function::ToString, [at, pattern]) => timestamp(at)?.format(string(pattern)?).map(Value::String),
        (Function::ToTimestamp, [text]) => {
            Timestamp::parse(string(text)?).map(Value::Timestamp).ok_or(Error::Timestamp {})
        }
        (Function::DateAdd(part), [quantity, at]) => {
            let moved = timestamp(at)?.add(part, int(quantity)?);
            moved.map(Value::Timestamp).ok_or(Error::Argument {})
        }
        (Function::DateDiff(part), [from, to]) => Ok(Value::Int(timestamp(from)?.difference(part, timestamp(to)?))),
        (Function::Extract(part), [at]) => Ok(Value::Int(timestamp(at)?.extract(part))),
        _ => Err(Error::ArgumentCount {}),
    }
}

fn string(value: &Value) -> Result<&str> {
    if let Value::String(text) = value { Ok(text) } else { Err(Error::ArgumentType {}) }
}

fn int(value: &Value) -> Result<i64> {
    if let Value::Int(number) = value { Ok(*number) } else { Err(Error::ArgumentType {}) }
}

fn timestamp(value: &Value) -> Result<&Timestamp> {
    if let Value::Timestamp(at) = value { Ok(at) } else { Err(Error::ArgumentType {}) }
}

fn length(text: &str) -> Result<i64> {
    i64::try_from(text.chars().count()).map_err(|_| Error::IntegerOverflow {})
}

/// The characters from `start`, counted from one. What lies before the first counts towards the length.
fn substring(text: &str, start: i64, length: Option<i64>) -> Result<String> {
    if length.is_some_and(|length| length < 0) {
        return Err(Error::Argument {});
    }
    let end = length.map_or(i64::MAX, |length| start.saturating_add(length)).max(1);
    let start = start.max(1);
    let skip = usize::try_from(start - 1).unwrap_or(usize::MAX);
    let count = usize::try_from(end.saturating_sub(start)).unwrap_or(0);
    Ok(text.chars().skip(skip).take(count).collect())
}

/// The text without any of the characters of `set` at its ends.
fn trim<'t>(text: &'t str, side: Side, set: &str) -> &'t str {
    let within = |c: char| set.contains(c);
    match side {
        Side::Leading => text.trim_start_matches(within),
        Side::Trailing => text.trim_end_matches(within),
        Side::Both => text.trim_matches(within),
    }
}
