//! LIKE: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-operators.html>

use crate::select::error::{Error, Result};
use crate::select::value::Value;

/// Whether the operand is like the pattern; `None` if one is not known.
///
/// # Errors
/// `LikeInvalidInputs` for anything but strings, and an escape that is not one character;
/// `EvaluatorLikePatternInvalidEscapeSequence` where it escapes nothing.
pub(crate) fn holds(operand: &Value, pattern: &Value, escape: Option<&Value>) -> Result<Option<bool>> {
    if operand.is_unknown() || pattern.is_unknown() || escape.is_some_and(Value::is_unknown) {
        return Ok(None);
    }
    let (Value::String(text), Value::String(pattern)) = (operand, pattern) else { return Err(Error::LikeInputs {}) };
    let escape = match escape {
        None => None,
        Some(Value::String(escape)) if escape.chars().count() == 1 => escape.chars().next(),
        Some(_) => return Err(Error::LikeInputs {}),
    };
    Ok(Some(matches(text, &parts(pattern, escape)?)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// `_`
    Any,
    /// `%`
    Many,
    Exactly(char),
}

fn parts(pattern: &str, escape: Option<char>) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        parts.push(match c {
            c if Some(c) == escape => {
                let escaped = chars.next().filter(|c| matches!(c, '_' | '%') || Some(*c) == escape);
                Part::Exactly(escaped.ok_or(Error::LikeEscape {})?)
            }
            '_' => Part::Any,
            '%' => Part::Many,
            c => Part::Exactly(c),
        });
    }
    Ok(parts)
}

/// Goes back to the last `%` only: whatever stood before it has matched already.
fn matches(text: &str, parts: &[Part]) -> bool {
    let (mut rest, mut at) = (text.chars(), 0);
    let mut back: Option<(std::str::Chars<'_>, usize)> = None;
    loop {
        match (parts.get(at), rest.clone().next()) {
            (Some(Part::Many), _) => {
                at += 1;
                back = Some((rest.clone(), at));
                continue;
            }
            (None, None) => return true,
            (Some(part), Some(c)) if *part == Part::Any || *part == Part::Exactly(c) => {
                rest.next();
                at += 1;
                continue;
            }
            _ => {}
        }
        let Some((from, after)) = &mut back else { return false };
        if from.next().is_none() {
            return false;
        }
        (rest, at) = (from.clone(), *after);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(text: &str) -> Value {
        Value::String(text.to_owned())
    }

    #[test]
    fn patterns_match_the_whole_text() {
        let check = |text: &str, pattern: &str, expected: bool| {
            assert_eq!(holds(&string(text), &string(pattern), None), Ok(Some(expected)), "{text} {pattern}");
        };
        check("", "", true);
        check("", "%", true);
        check("", "_", false);
        check("abc", "abc", true);
        check("abc", "ABC", false);
        check("abc", "a%", true);
        check("abc", "%c", true);
        check("abc", "%b%", true);
        check("abc", "a_c", true);
        check("abc", "_", false);
        check("größe", "gr__e", true);
        check("aXbXc", "a%X%c", true);
        check("abcabd", "%abd", true);
        check("abcab", "%abd", false);
        check(&"a".repeat(3000), &"%a".repeat(1000), true);
        check(&"a".repeat(3000), &format!("{}b", "%a".repeat(1000)), false);
    }

    #[test]
    fn an_escape_takes_the_meaning_of_wildcards() {
        let check = |text: &str, pattern: &str, expected| {
            let found = holds(&string(text), &string(pattern), Some(&string("\\")));
            assert_eq!(found.map_err(|error| error.code()), expected, "{text} {pattern}");
        };
        check("10%", "10\\%", Ok(Some(true)));
        check("100", "10\\%", Ok(Some(false)));
        check("a_b", "a\\_b", Ok(Some(true)));
        check("a\\b", "a\\\\b", Ok(Some(true)));
        check("ab", "a\\b", Err("EvaluatorLikePatternInvalidEscapeSequence"));
        check("ab", "a\\", Err("EvaluatorLikePatternInvalidEscapeSequence"));
    }

    #[test]
    fn operands_are_strings() {
        assert_eq!(holds(&Value::Null, &string("a"), None), Ok(None));
        assert_eq!(holds(&Value::Int(1), &string("1"), None), Err(Error::LikeInputs {}));
        assert_eq!(holds(&string("a"), &string("a"), Some(&string("ab"))), Err(Error::LikeInputs {}));
    }
}
