//! Literals between backticks: the scalars of Ion text. <https://amazon-ion.github.io/ion-docs/docs/spec.html>

use crate::select::value::{Decimal, Timestamp, Value};

/// The value of an Ion scalar. A symbol is the string of its name: recorded of `TRUE`, which is none of Ion's truth
/// values.
pub(crate) fn parse(text: &str) -> Option<Value> {
    match text {
        "" => return None,
        "null" => return Some(Value::Null),
        "true" => return Some(Value::Bool(true)),
        "false" => return Some(Value::Bool(false)),
        _ => {}
    }
    if let Some(value) = quoted(text, '"').or_else(|| quoted(text, '\'')) {
        return Some(Value::String(value));
    }
    if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return number(text).or_else(|| Timestamp::parse_literal(text).map(Value::Timestamp));
    }
    let symbol = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$');
    symbol.then(|| Value::String(text.to_owned()))
}

/// What stands in quotes, without escapes.
fn quoted(text: &str, quote: char) -> Option<String> {
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains([quote, '\\'])).then(|| inner.to_owned())
}

/// `1`, `1.5`, `15d-1` and, a float, `15e-1`.
fn number(text: &str) -> Option<Value> {
    if let Ok(value) = text.parse() {
        return Some(Value::Int(value));
    }
    if text.contains(['e', 'E']) {
        return Decimal::parse(text).map(|number| Value::Float(number.to_f64()));
    }
    Decimal::parse(&text.replace(['d', 'D'], "e")).map(Value::Decimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_read() {
        let check = |text: &str, expected: &str| assert_eq!(format!("{}", parse(text).unwrap()), expected, "{text}");
        check("TRUE", "TRUE");
        check("true", "true");
        check("\"a b\"", "a b");
        check("'a b'", "a b");
        check("5", "5");
        check("-5.50", "-5.50");
        check("55d-1", "5.5");
        check("5e0", "5.0");
        check("2010-01-01T", "2010-01-01");
        check("2017-01-02T03:04:05.006Z", "2017-01-02T03:04:05.006Z");
        assert!(matches!(parse("true"), Some(Value::Bool(true))));
        assert!(matches!(parse("TRUE"), Some(Value::String(_))));
        for text in ["", "[1]", "{a:1}", "a b", "\"a\\n\"", "1..2", "2010-13T", "é"] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
