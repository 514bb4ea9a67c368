//! The select list: what becomes of a row.

use super::error::Result;
use super::evaluate::{self, Environment, Row};
use super::output::Writer;
use super::sql::{Item, List};
use super::value::Value;

/// Writes what is selected of a row.
///
/// # Errors
/// What cannot be evaluated, or written.
pub(super) fn project(list: &List, row: &Row<'_>, env: &Environment<'_>, mut writer: Writer<'_>) -> Result<()> {
    match list {
        List::Everything => match row {
            Row::Columns { names, values } => {
                for (at, value) in values.iter().enumerate() {
                    writer.field(&evaluate::name(names, at), value)?;
                }
            }
            Row::Document(value) => fields(value, 0, &mut writer)?,
            Row::None => {}
        },
        List::Items(items) => {
            for (at, item) in items.iter().enumerate() {
                match item {
                    Item::Value { expression, name } => {
                        let value = evaluate::value(expression, row, env)?;
                        let name = name.as_deref().map_or_else(|| evaluate::name(&[], at), Into::into);
                        writer.field(&name, &value)?;
                    }
                    Item::Fields(of) => fields(&*evaluate::value(of, row, env)?, at, &mut writer)?,
                }
            }
        }
    }
    writer.end()
}

/// The fields of a struct one by one; any other value as one field.
fn fields(value: &Value, at: usize, writer: &mut Writer<'_>) -> Result<()> {
    match value {
        Value::Struct(fields) => fields.iter().try_for_each(|(name, value)| writer.field(name, value)),
        Value::Missing => Ok(()),
        value => writer.field(&evaluate::name(&[], at), value),
    }
}
