//! The result: records as CSV or JSON.

mod csv;
mod json;

pub(crate) use csv::CsvOutput;
pub(crate) use json::JsonOutput;

use super::error::{Error, Result};
use super::value::Value;

/// The longest record of a result.
pub(super) const RECORD: usize = 1024 * 1024;

/// How a result is written.
#[derive(Clone, Debug)]
pub(crate) enum Output {
    Csv(CsvOutput),
    Json(JsonOutput),
}

/// A record that is being written.
pub(crate) struct Writer<'o> {
    output: &'o Output,
    buffer: &'o mut Vec<u8>,
    start: usize,
    /// Whether a field was written.
    begun: bool,
}

impl<'o> Writer<'o> {
    /// Begins a record at the end of `buffer`.
    pub(crate) fn new(output: &'o Output, buffer: &'o mut Vec<u8>) -> Self {
        let start = buffer.len();
        if let Output::Json(_) = output {
            buffer.push(b'{');
        }
        Self { output, buffer, start, begun: false }
    }

    /// Writes a field.
    ///
    /// # Errors
    /// CSV has no lists and structs; `OverMaxRecordSize`.
    pub(crate) fn field(&mut self, name: &str, value: &Value) -> Result<()> {
        match self.output {
            Output::Csv(csv) => csv.field(self.begun, value, self.buffer)?,
            // What is missing has no field.
            Output::Json(_) if matches!(value, Value::Missing) => return Ok(()),
            Output::Json(_) => json::field(self.begun, name, value, self.buffer),
        }
        self.begun = true;
        self.check_size()
    }

    /// Asked after every field: a statement can name the same long field a thousand times.
    fn check_size(&self) -> Result<()> {
        if self.buffer.len() - self.start > RECORD { Err(Error::RecordSize {}) } else { Ok(()) }
    }

    /// Ends the record.
    ///
    /// # Errors
    /// `OverMaxRecordSize`
    pub(crate) fn end(self) -> Result<()> {
        if let Output::Json(_) = self.output {
            self.buffer.push(b'}');
        }
        self.check_size()?;
        let delimiter = match self.output {
            Output::Csv(csv) => &csv.record_delimiter,
            Output::Json(json) => &json.record_delimiter,
        };
        self.buffer.extend_from_slice(delimiter.as_bytes());
        Ok(())
    }
}
