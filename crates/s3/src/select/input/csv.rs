//! CSV: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CSVInput.html>

use super::framing::End;
use crate::select::error::{Error, Result};
use crate::select::value::Value;

/// How a CSV object is written.
#[derive(Clone, Debug)]
pub(crate) struct Csv {
    pub(crate) record_delimiter: String,
    pub(crate) field_delimiter: String,
    /// `None`: no character quotes.
    pub(crate) quote: Option<char>,
    /// Stands before a quote that is one of the text.
    pub(crate) escape: Option<char>,
    /// Begins records that are to be passed over.
    pub(crate) comment: Option<char>,
    /// Whether a record delimiter may stand in quotes.
    pub(crate) quoted_delimiters: bool,
}

impl Default for Csv {
    fn default() -> Self {
        Self {
            record_delimiter: "\n".to_owned(),
            field_delimiter: ",".to_owned(),
            quote: Some('"'),
            escape: Some('"'),
            comment: Some('#'),
            quoted_delimiters: false,
        }
    }
}

impl Csv {
    /// A record without the carriage return of a line that ends in two characters.
    pub(crate) fn line<'r>(&self, record: &'r str) -> &'r str {
        let lines = self.record_delimiter == "\n";
        record.strip_suffix('\r').filter(|_| lines).unwrap_or(record)
    }

    /// Whether a record is to be passed over: a comment, or nothing.
    pub(crate) fn is_void(&self, record: &str) -> bool {
        record.is_empty() || self.comment.is_some_and(|comment| record.starts_with(comment))
    }

    /// The end of the record at the start of `bytes`, with quotes heeded.
    pub(crate) fn end(&self, bytes: &[u8]) -> End {
        let delimiter = self.record_delimiter.as_bytes();
        let comment = self.comment.is_some_and(|comment| begins(bytes, comment));
        let (mut at, mut quoted, mut field_starts) = (0, false, true);
        while at < bytes.len() {
            let rest = &bytes[at..];
            if quoted {
                match self.in_quotes(rest) {
                    Quoted::Text(length) => at += length,
                    Quoted::Close(length) => {
                        at += length;
                        quoted = false;
                    }
                }
            } else if rest.starts_with(delimiter) {
                return End::At { end: at, next: at + delimiter.len() };
            } else if rest.starts_with(self.field_delimiter.as_bytes()) {
                at += self.field_delimiter.len();
                field_starts = true;
            } else if field_starts && !comment && self.quote.is_some_and(|quote| begins(rest, quote)) {
                at += self.quote.map_or(0, char::len_utf8);
                (quoted, field_starts) = (true, false);
            } else {
                at += 1;
                field_starts = false;
            }
        }
        End::Beyond
    }

    /// What stands next within quotes.
    fn in_quotes(&self, rest: &[u8]) -> Quoted {
        let is = |at: usize, wanted: Option<char>| wanted.is_some_and(|c| rest.get(at..).is_some_and(|r| begins(r, c)));
        let length = |c: Option<char>| c.map_or(0, char::len_utf8);
        let escape = length(self.escape);
        if is(0, self.escape) && is(escape, self.quote) {
            return Quoted::Text(escape + length(self.quote));
        }
        if self.escape != self.quote && is(0, self.escape) && is(escape, self.escape) {
            return Quoted::Text(2 * escape);
        }
        if is(0, self.quote) { Quoted::Close(length(self.quote)) } else { Quoted::Text(1) }
    }

    /// Reads the fields of a record. `cut` says that a record delimiter ended it, not the end of the object.
    ///
    /// # Errors
    /// Quotes that do not end, or end within a field.
    pub(crate) fn fields(&self, record: &str, cut: bool, fields: &mut Vec<Value>) -> Result<()> {
        fields.clear();
        let mut rest = record;
        loop {
            let quote = self.quote.filter(|quote| rest.starts_with(*quote));
            let (field, behind) = match quote {
                Some(quote) => self.quoted_field(&rest[quote.len_utf8()..], cut)?,
                None => {
                    let end = rest.find(self.field_delimiter.as_str()).unwrap_or(rest.len());
                    (rest[..end].to_owned(), &rest[end..])
                }
            };
            fields.push(Value::String(field));
            match behind.strip_prefix(self.field_delimiter.as_str()) {
                Some(next) => rest = next,
                None => return Ok(()),
            }
        }
    }

    /// A field behind its opening quote, and what stands behind the closing one.
    fn quoted_field<'r>(&self, rest: &'r str, cut: bool) -> Result<(String, &'r str)> {
        let mut field = String::new();
        let bytes = rest.as_bytes();
        let (mut at, mut from) = (0, 0);
        while at < bytes.len() {
            match self.in_quotes(&bytes[at..]) {
                Quoted::Close(length) => {
                    field.push_str(&rest[from..at]);
                    // White space behind the quote, the rest of a line end for one, is not of the field.
                    let behind = rest[at + length..].trim_start_matches([' ', '\t', '\r']);
                    let ends = behind.is_empty() || behind.starts_with(self.field_delimiter.as_str());
                    return if ends { Ok((field, behind)) } else { Err(Error::CsvQuote {}) };
                }
                Quoted::Text(1) => at += 1,
                Quoted::Text(length) => {
                    // What was escaped is of the text, the escape is not.
                    field.push_str(&rest[from..at]);
                    at += length;
                    from = at - escaped(&rest[..at]);
                }
            }
        }
        Err(match (self.quoted_delimiters, cut) {
            (true, _) => Error::Csv {},
            (false, true) => Error::CsvQuotedDelimiter {},
            (false, false) => Error::CsvQuote {},
        })
    }
}

enum Quoted {
    /// So many bytes of the field.
    Text(usize),
    /// The closing quote.
    Close(usize),
}

/// The length of the last character.
fn escaped(text: &str) -> usize {
    text.chars().next_back().map_or(0, char::len_utf8)
}

fn begins(bytes: &[u8], c: char) -> bool {
    bytes.starts_with(c.encode_utf8(&mut [0; 4]).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(csv: &Csv, record: &str) -> Result<Vec<String>> {
        let mut fields = Vec::new();
        csv.fields(record, true, &mut fields)?;
        Ok(fields.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn fields_are_read() {
        let check = |record: &str, expected: &[&str]| {
            assert_eq!(read(&Csv::default(), record).unwrap(), expected, "{record}");
        };
        check("a,b,c", &["a", "b", "c"]);
        check("", &[""]);
        check(",", &["", ""]);
        check("\"a,b\",c", &["a,b", "c"]);
        check("\"\"\" a , b \"\"\"", &["\" a , b \""]);
        check("\"\",x", &["", "x"]);
        check("a\"b,c", &["a\"b", "c"]);
        check("\"a\" ,\"b\"\r", &["a", "b"]);
        check("é,\"ü\"\"ß\"", &["é", "ü\"ß"]);
    }

    #[test]
    fn every_character_may_be_another() {
        let csv = Csv { field_delimiter: "§".to_owned(), quote: Some('\''), escape: Some('\\'), ..Csv::default() };
        assert_eq!(read(&csv, "'a\\'b\\\\'§c§'d§'").unwrap(), ["a'b\\", "c", "d§"]);
        let plain = Csv { quote: None, escape: None, ..Csv::default() };
        assert_eq!(read(&plain, "\"a\",b\"").unwrap(), ["\"a\"", "b\""]);
    }

    #[test]
    fn quotes_must_end() {
        let check = |csv: &Csv, record: &str, cut, expected| {
            assert_eq!(
                csv.fields(record, cut, &mut Vec::new()).map_err(|error| error.code()),
                Err(expected),
                "{record}"
            );
        };
        check(&Csv::default(), "\"a\"b,c", true, "CSVUnescapedQuote");
        check(&Csv::default(), "\"a", true, "CSVEscapingRecordDelimiter");
        check(&Csv::default(), "x,\"a", false, "CSVUnescapedQuote");
        check(&Csv { quoted_delimiters: true, ..Csv::default() }, "\"a", false, "CSVParsingError");
    }

    #[test]
    fn a_quoted_delimiter_does_not_end_a_record() {
        let check = |text: &str, expected| {
            let csv = Csv { record_delimiter: "\r\n".to_owned(), ..Csv::default() };
            assert_eq!(csv.end(text.as_bytes()), expected, "{text:?}");
        };
        check("a,\"b\r\nc\"\r\nd", End::At { end: 8, next: 10 });
        check("a,\"b\"\"\r\n\"\r\n", End::At { end: 9, next: 11 });
        check("a\"b\r\nc", End::At { end: 3, next: 5 });
        check("#\"a\r\nb", End::At { end: 3, next: 5 });
        check("a,\"b\r\nc", End::Beyond);
        check("a\r", End::Beyond);
    }
}
