//! One condition of a policy.

use serde_json::value::RawValue;

use super::document::{INVALID_JSON, Members, string};

/// A condition, and the text of it that an answer names.
#[derive(Debug)]
pub(super) struct Condition {
    /// As the policy has it; a simple one as the list that means the same (recorded).
    pub(super) text: String,
    test: Test,
}

#[derive(Debug)]
enum Test {
    /// The field is this.
    Eq(Matched),
    /// The field begins so.
    StartsWith(Matched),
    /// The file is of so many bytes; none where a bound is no number, which no file fits (recorded).
    Length(Option<(i64, i64)>),
}

#[derive(Debug)]
struct Matched {
    /// In small letters; none where it was named without its dollar sign, which no form fits (recorded).
    field: Option<String>,
    value: String,
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Yes,
    No,
    /// Only of a file that is as large as that.
    Of {
        least: i64,
        most: i64,
    },
}

impl Condition {
    /// Reads one element of the policy's list.
    ///
    /// # Errors
    /// What S3 says of one that is none.
    pub(super) fn read(raw: &RawValue) -> Result<Self, String> {
        let text = raw.get();
        match text.as_bytes().first() {
            Some(b'{') => simple(text),
            Some(b'[') => list(text),
            _ => Err("Invalid condition test: must be a List or Object.".to_owned()),
        }
    }

    /// The field that it is about, in small letters; none for the file.
    pub(super) fn field(&self) -> Option<&str> {
        match &self.test {
            Test::Eq(matched) | Test::StartsWith(matched) => matched.field.as_deref(),
            Test::Length(_) => None,
        }
    }

    /// Whether it holds of the form in which a field has the value `value`. One about a field that is not there does
    /// not, whatever it asks.
    pub(super) fn holds<'a>(&self, value: impl Fn(&str) -> Option<&'a str>) -> Holds {
        let found = self.field().and_then(value);
        let holds = match (&self.test, found) {
            (Test::Length(Some((least, most))), _) => return Holds::Of { least: *least, most: *most },
            (Test::Eq(matched), Some(found)) => found == matched.value,
            (Test::StartsWith(matched), Some(found)) if self.field() == Some("content-type") => {
                // A list of types is one of which each has to fit.
                found.split(',').all(|kind| kind.trim().starts_with(&matched.value))
            }
            (Test::StartsWith(matched), Some(found)) => found.starts_with(&matched.value),
            (_, None) | (Test::Length(None), _) => false,
        };
        if holds { Holds::Yes } else { Holds::No }
    }
}

/// `{"acl": "public-read"}`
fn simple(text: &str) -> Result<Condition, String> {
    let Members(members) = serde_json::from_str(text).map_err(|_| INVALID_JSON)?;
    let [(name, value)] = members.as_slice() else {
        let rule = "Simple-Conditions must have exactly one property specified.";
        return Err(format!("Invalid Simple-Condition: {rule}"));
    };
    let value = match value.get().as_bytes().first() {
        Some(b'"') => string(value)?,
        Some(b'n') => return Err(INVALID_JSON.to_owned()),
        _ => return Err("Invalid Simple-Condition: value must be a string.".to_owned()),
    };
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let text = format!("[\"eq\", {}, {}]", quoted(&format!("${name}")), quoted(&value));
    Ok(Condition { text, test: Test::Eq(Matched { field: Some(name.to_ascii_lowercase()), value }) })
}

/// `["starts-with", "$key", "user/"]`, `["content-length-range", 1, 10]`
fn list(text: &str) -> Result<Condition, String> {
    let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| INVALID_JSON)?;
    let Some((operation, arguments)) = items.split_first() else {
        return Err("Invalid Condition: missing operation identifier.".to_owned());
    };
    let operation = string(operation)?;
    let test = match operation.to_ascii_lowercase().as_str() {
        "eq" => Test::Eq(matched(&operation, arguments)?),
        "starts-with" => Test::StartsWith(matched(&operation, arguments)?),
        "content-length-range" => {
            let [least, most] = two(&operation, arguments)?;
            Test::Length(bound(least)?.zip(bound(most)?))
        }
        _ => return Err(format!("Invalid Condition: unknown operation '{operation}'.")),
    };
    Ok(Condition { text: text.to_owned(), test })
}

fn matched(operation: &str, arguments: &[&RawValue]) -> Result<Matched, String> {
    let [field, value] = two(operation, arguments)?;
    let (field, value) = (string(field)?, string(value)?);
    let field = field.strip_prefix('$').map(str::to_ascii_lowercase);
    Ok(Matched { field, value })
}

fn two<'a>(operation: &str, arguments: &[&'a RawValue]) -> Result<[&'a RawValue; 2], String> {
    arguments.try_into().map_err(|_| format!("Invalid {operation}: wrong number of arguments."))
}

/// A bound, as a number or as the text of one; none for any other text.
fn bound(raw: &RawValue) -> Result<Option<i64>, String> {
    match serde_json::from_str::<i64>(raw.get()) {
        Ok(number) => Ok(Some(number)),
        Err(_) => Ok(string(raw)?.parse().ok()),
    }
}
