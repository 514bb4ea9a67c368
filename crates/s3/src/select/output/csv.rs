//! CSV: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CSVOutput.html>

use crate::select::error::{Error, Result};
use crate::select::value::Value;

/// How CSV is written.
#[derive(Clone, Debug)]
pub(crate) struct CsvOutput {
    pub(crate) record_delimiter: String,
    pub(crate) field_delimiter: String,
    pub(crate) quote: char,
    pub(crate) escape: char,
    /// Whether every field stands in quotes.
    pub(crate) always: bool,
}

impl Default for CsvOutput {
    fn default() -> Self {
        Self {
            record_delimiter: "\n".to_owned(),
            field_delimiter: ",".to_owned(),
            quote: '"',
            escape: '"',
            always: false,
        }
    }
}

impl CsvOutput {
    /// Writes a field; what is not known is empty.
    pub(super) fn field(&self, begun: bool, value: &Value, buffer: &mut Vec<u8>) -> Result<()> {
        if matches!(value, Value::List(_) | Value::Struct(_)) {
            return Err(Error::UnsupportedOperation {});
        }
        if begun {
            buffer.extend_from_slice(self.field_delimiter.as_bytes());
        }
        match value {
            Value::String(text) => self.text(text, buffer),
            value => self.text(&value.to_string(), buffer),
        }
        Ok(())
    }

    fn text(&self, text: &str, buffer: &mut Vec<u8>) {
        let special = text.contains(self.field_delimiter.as_str())
            || text.contains(self.record_delimiter.as_str())
            || text.contains(self.quote);
        if !self.always && !special {
            buffer.extend_from_slice(text.as_bytes());
            return;
        }
        let mut put = |c: char| buffer.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        put(self.quote);
        for c in text.chars() {
            if c == self.quote || c == self.escape {
                put(self.escape);
            }
            put(c);
        }
        put(self.quote);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(csv: &CsvOutput, text: &str, expected: &str) {
        let mut buffer = Vec::new();
        csv.field(false, &Value::String(text.to_owned()), &mut buffer).unwrap();
        assert_eq!(String::from_utf8(buffer).unwrap(), expected);
    }

    #[test]
    fn fields_are_quoted_as_needed_or_always() {
        let needed = CsvOutput::default();
        check(&needed, "a b", "a b");
        check(&needed, "", "");
        check(&needed, "a,b", "\"a,b\"");
        check(&needed, "a\nb", "\"a\nb\"");
        check(&needed, "a\"b", "\"a\"\"b\"");
        let always = CsvOutput { always: true, quote: '\'', escape: '\\', ..CsvOutput::default() };
        check(&always, "a", "'a'");
        check(&always, "", "''");
        check(&always, "a'b\\", "'a\\'b\\\\'");
    }

    #[test]
    fn there_is_nothing_nested() {
        let field = |value: &Value| CsvOutput::default().field(false, value, &mut Vec::new());
        assert_eq!(field(&Value::List(vec![])), Err(Error::UnsupportedOperation {}));
        assert_eq!(field(&Value::Struct(vec![])), Err(Error::UnsupportedOperation {}));
    }
}
