//! JSON with the order and the repetitions of its names, as a policy is checked for both.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::Flaw;

/// A value. A number is kept as text, which is what it becomes in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    Flag(bool),
    Number(String),
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

/// The members of the object that a document is.
///
/// # Errors
/// `NotAnObject`, `NotJson`, `Repeated` for a name that one object has twice.
pub(super) fn object(text: &[u8]) -> Result<Vec<(String, Value)>, Flaw> {
    if text.first() != Some(&b'{') {
        return Err(Flaw::NotAnObject);
    }
    let value: Value = serde_json::from_slice(text).map_err(|_| Flaw::NotJson)?;
    if let Some(name) = repeated(&value) {
        return Err(Flaw::Repeated(name.to_owned()));
    }
    match value {
        Value::Map(members) => Ok(members),
        _ => Err(Flaw::NotAnObject),
    }
}

/// The first name that stands twice in one object.
fn repeated(value: &Value) -> Option<&str> {
    match value {
        Value::List(items) => items.iter().find_map(repeated),
        Value::Map(members) => {
            let mut names = HashSet::new();
            let own = members.iter().map(|(name, _)| name.as_str()).find(|name| !names.insert(*name));
            own.or_else(|| members.iter().find_map(|(_, inner)| repeated(inner)))
        }
        _ => None,
    }
}

impl Value {
    /// One text, or a list of them.
    ///
    /// # Errors
    /// `Syntax` for anything else.
    pub(super) fn texts(self) -> Result<Vec<String>, Flaw> {
        let text = |value| match value {
            Self::Text(text) => Ok(text),
            _ => Err(Flaw::Syntax),
        };
        match self {
            Self::List(items) => items.into_iter().map(text).collect(),
            single => Ok(vec![text(single)?]),
        }
    }

    /// One value that conditions compare with, or a list of them; numbers and flags may stand without quotes.
    ///
    /// # Errors
    /// `Syntax` for anything else.
    pub(super) fn scalars(self) -> Result<Vec<String>, Flaw> {
        let scalar = |value| match value {
            Self::Text(text) | Self::Number(text) => Ok(text),
            Self::Flag(flag) => Ok(flag.to_string()),
            _ => Err(Flaw::Syntax),
        };
        match self {
            Self::List(items) => items.into_iter().map(scalar).collect(),
            single => Ok(vec![scalar(single)?]),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(member) = members.next_entry()? {
            map.push(member);
        }
        Ok(Value::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_kinds_are_kept() {
        let members = object(br#"{"b": [1, -2, 1.5, true, null], "a": {"x": "y\u00e9"}}"#).unwrap();
        let numbers = ["1", "-2", "1.5"].map(|text| Value::Number(text.into()));
        let list = [&numbers[..], &[Value::Flag(true), Value::Null]].concat();
        let inner = Value::Map(vec![("x".into(), Value::Text("yé".into()))]);
        assert_eq!(members, [("b".into(), Value::List(list)), ("a".into(), inner)]);
    }

    fn check(text: &str, expected: &Flaw) {
        assert_eq!(object(text.as_bytes()).as_ref().unwrap_err(), expected, "{text}");
    }

    #[test]
    fn what_is_no_object_of_json_is_refused() {
        for text in ["", " {}", "[]", "\"{\"", "null", "\u{feff}{}"] {
            check(text, &Flaw::NotAnObject);
        }
        for text in ["{", "{\"a\"}", "{\"a\":1,}", "{} x", "{'a': 1}"] {
            check(text, &Flaw::NotJson);
        }
        assert_eq!(object(b"{\"a\": \"\xff\"}"), Err(Flaw::NotJson));
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(1000), "]".repeat(1000));
        check(&deep, &Flaw::NotJson);
    }

    #[test]
    fn a_name_stands_once_in_an_object() {
        check(r#"{"a": 1, "a": 2}"#, &Flaw::Repeated("a".into()));
        check(r#"{"a": [{"b": 1, "\u0062": 2}]}"#, &Flaw::Repeated("b".into()));
        assert!(object(br#"{"a": {"a": "a"}, "b": [{"a": 1}, {"a": 2}]}"#).is_ok());
    }
}
