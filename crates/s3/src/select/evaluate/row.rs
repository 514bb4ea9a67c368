//! Rows, and the way into them.

use std::borrow::Cow;

use crate::select::error::Result;
use crate::select::sql::Step;
use crate::select::value::Value;

/// One row of the object.
pub(crate) enum Row<'r> {
    /// A record of a CSV file; columns beyond the header's names are called by their position.
    Columns { names: &'r [String], values: &'r [Value] },
    /// A JSON value.
    Document(&'r Value),
    /// No row: what aggregate functions leave.
    None,
}

impl Row<'_> {
    /// A column. A record may be shorter than the others.
    pub(crate) fn column(&self, index: usize) -> Cow<'_, Value> {
        match self {
            Self::Columns { values, .. } => values.get(index).map_or(Cow::Owned(Value::Missing), Cow::Borrowed),
            _ => Cow::Owned(Value::Missing),
        }
    }

    /// The whole record as one value.
    pub(crate) fn to_struct(&self) -> Value {
        match self {
            Self::Columns { names, values } => {
                let fields = values.iter().enumerate();
                Value::Struct(fields.map(|(at, value)| (name(names, at).into_owned(), value.clone())).collect())
            }
            Self::Document(value) => (*value).clone(),
            Self::None => Value::Missing,
        }
    }
}

/// The name of a column, or of a value that has none.
pub(crate) fn name(names: &[String], index: usize) -> Cow<'_, str> {
    names.get(index).map_or_else(|| Cow::Owned(format!("_{}", index + 1)), |name| Cow::Borrowed(name.as_str()))
}

/// What the steps lead to from `value`; nothing is MISSING. After a wildcard it is a list.
pub(crate) fn walk<'r>(mut value: &'r Value, steps: &[Step]) -> Result<Cow<'r, Value>> {
    for (at, step) in steps.iter().enumerate() {
        let next = match step {
            Step::Elements | Step::Fields => {
                let inner = children(value, step).map(|child| walk(child, &steps[at + 1..]).map(Cow::into_owned));
                let found: Vec<_> = inner.collect::<Result<_>>()?;
                let found = found.into_iter().filter(|value| !matches!(value, Value::Missing));
                return Ok(Cow::Owned(Value::List(found.collect())));
            }
            step => one(value, step)?,
        };
        let Some(next) = next else { return Ok(Cow::Owned(Value::Missing)) };
        value = next;
    }
    Ok(Cow::Borrowed(value))
}

/// The one value that a step without wildcard leads to.
pub(crate) fn one<'r>(value: &'r Value, step: &Step) -> Result<Option<&'r Value>> {
    match (step, value) {
        (Step::Field(name), _) => value.field(&name.text, name.quoted),
        (Step::Index(index), Value::List(all)) => Ok(all.get(*index)),
        _ => Ok(None),
    }
}

/// The values that a wildcard leads to.
pub(crate) fn children<'r>(value: &'r Value, step: &Step) -> Box<dyn Iterator<Item = &'r Value> + 'r> {
    match (step, value) {
        (Step::Elements, Value::List(all)) => Box::new(all.iter()),
        (Step::Fields, Value::Struct(fields)) => Box::new(fields.iter().map(|(_, value)| value)),
        _ => Box::new(std::iter::empty()),
    }
}
