//! What a request asks for: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_SelectObjectContent.html>

use super::error::{Error, Result};
use super::input::{Compression, Csv, Framing};
use super::output::{CsvOutput, JsonOutput, Output};
use super::scan::Scan;
use super::sql::{self, Statement};
use crate::documents::Element;

/// A request that makes sense in itself.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(super) statement: Statement,
    pub(super) compression: Compression,
    pub(super) format: Format,
    pub(super) output: Output,
    /// Whether the caller wants to know how far the run is.
    pub(crate) progress: bool,
    scan: Option<(Option<u64>, Option<u64>)>,
}

/// What an object consists of.
#[derive(Clone, Debug)]
pub(super) enum Format {
    Csv(Csv, Header),
    /// A JSON value per line.
    Lines,
    /// JSON values one after the other.
    Document,
}

/// What the first record of a CSV object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// A record as the others, or one that has been taken already.
    None,
    /// Nothing.
    Ignore,
    /// The names of the columns.
    Use,
}

impl Format {
    pub(super) fn framing(&self) -> Framing {
        match self {
            Self::Csv(csv, _) if csv.quoted_delimiters => Framing::Quoted(csv.clone()),
            Self::Csv(csv, _) => Framing::Delimiter(csv.record_delimiter.clone()),
            Self::Lines => Framing::Delimiter("\n".to_owned()),
            Self::Document => Framing::Value,
        }
    }

    pub(super) fn header(&self) -> Header {
        if let Self::Csv(_, header) = self { *header } else { Header::None }
    }
}

impl Settings {
    /// Reads a request whose elements fit the schema.
    ///
    /// # Errors
    /// What is missing, contradicts itself or is not served; what is wrong with the expression.
    pub(crate) fn read(request: &Element) -> Result<Self> {
        let expression = needed(request, "Expression")?;
        if !needed(request, "ExpressionType")?.text.trim().eq_ignore_ascii_case("SQL") {
            return Err(Error::ExpressionType {});
        }
        let input = needed(request, "InputSerialization")?;
        let compression = compression(input)?;
        let format = format(input)?;
        let output = output(needed(request, "OutputSerialization")?)?;
        let progress = request.child("RequestProgress").map(|progress| truth(progress, "Enabled")).transpose()?;
        let scan = request.child("ScanRange").map(|scan| scan_range(scan, compression, &format)).transpose()?;
        let statement = sql::parse(&expression.text)?;
        Ok(Self { statement, compression, format, output, progress: progress.unwrap_or_default(), scan })
    }

    /// The range of records that is asked for of an object of `size` bytes.
    ///
    /// # Errors
    /// `InvalidScanRange`
    pub(crate) fn scan(&self, size: u64) -> Result<Option<Scan>> {
        self.scan.map(|(start, end)| Scan::resolve(start, end, size)).transpose()
    }

    /// How many bytes before a record tell whether it begins there.
    pub(crate) fn delimiter(&self) -> u64 {
        match &self.format {
            Format::Csv(csv, _) => csv.record_delimiter.len() as u64,
            _ => 1,
        }
    }
}

fn needed<'e>(element: &'e Element, name: &'static str) -> Result<&'e Element> {
    let child = element.child(name).filter(|child| !child.text.is_empty() || !child.children.is_empty());
    child.ok_or(Error::ParameterMissing { name })
}

fn compression(input: &Element) -> Result<Compression> {
    match input.text_of("CompressionType").unwrap_or_default().trim().to_ascii_uppercase().as_str() {
        "" | "NONE" => Ok(Compression::None),
        "GZIP" => Ok(Compression::Gzip),
        "BZIP2" => Ok(Compression::Bzip2),
        _ => Err(Error::Compression {}),
    }
}

fn format(input: &Element) -> Result<Format> {
    match (input.child("CSV"), input.child("JSON"), input.child("Parquet")) {
        (Some(element), None, None) => {
            let header = match element.text_of("FileHeaderInfo").unwrap_or_default().to_ascii_uppercase().as_str() {
                "" | "NONE" => Header::None,
                "IGNORE" => Header::Ignore,
                "USE" => Header::Use,
                _ => return Err(Error::FileHeaderInfo {}),
            };
            Ok(Format::Csv(csv(element)?, header))
        }
        (None, Some(element), None) => match needed(element, "Type")?.text.to_ascii_uppercase().as_str() {
            "LINES" => Ok(Format::Lines),
            "DOCUMENT" => Ok(Format::Document),
            _ => Err(Error::JsonType { value: element.text_of("Type").unwrap_or_default().to_owned() }),
        },
        (None, None, Some(_)) => Err(Error::ParquetInput {}),
        (None, None, None) => Err(Error::ParameterMissing { name: "InputSerialization" }),
        _ => Err(Error::SeveralFormats {}),
    }
}

fn csv(element: &Element) -> Result<Csv> {
    let usual = Csv::default();
    Ok(Csv {
        record_delimiter: delimiter(element, "RecordDelimiter", usual.record_delimiter)?,
        field_delimiter: delimiter(element, "FieldDelimiter", usual.field_delimiter)?,
        quote: character(element, "QuoteCharacter", usual.quote)?,
        escape: character(element, "QuoteEscapeCharacter", usual.escape)?,
        comment: character(element, "Comments", usual.comment)?,
        quoted_delimiters: truth(element, "AllowQuotedRecordDelimiter")?,
    })
}

fn output(output: &Element) -> Result<Output> {
    match (output.child("CSV"), output.child("JSON")) {
        (Some(element), None) => {
            let always = match element.text_of("QuoteFields").unwrap_or_default().to_ascii_uppercase().as_str() {
                "" | "ASNEEDED" => false,
                "ALWAYS" => true,
                _ => return Err(Error::QuoteFields {}),
            };
            let usual = CsvOutput::default();
            Ok(Output::Csv(CsvOutput {
                record_delimiter: delimiter(element, "RecordDelimiter", usual.record_delimiter)?,
                field_delimiter: delimiter(element, "FieldDelimiter", usual.field_delimiter)?,
                quote: character(element, "QuoteCharacter", None)?.unwrap_or(usual.quote),
                escape: character(element, "QuoteEscapeCharacter", None)?.unwrap_or(usual.escape),
                always,
            }))
        }
        (None, Some(element)) => {
            let record_delimiter = delimiter(element, "RecordDelimiter", "\n".to_owned())?;
            Ok(Output::Json(JsonOutput { record_delimiter }))
        }
        (None, None) => Err(Error::ParameterMissing { name: "OutputSerialization" }),
        _ => Err(Error::SeveralFormats {}),
    }
}

/// A text that is not empty.
fn delimiter(element: &Element, name: &str, usual: String) -> Result<String> {
    match element.text_of(name) {
        None => Ok(usual),
        Some("") => Err(Error::Parameter {}),
        Some(text) => Ok(text.to_owned()),
    }
}

/// One character; empty means that there is none.
fn character(element: &Element, name: &str, usual: Option<char>) -> Result<Option<char>> {
    let Some(text) = element.text_of(name) else { return Ok(usual) };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (character, None) => Ok(character),
        _ => Err(Error::Parameter {}),
    }
}

fn truth(element: &Element, name: &str) -> Result<bool> {
    match element.text_of(name).unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "" | "false" => Ok(false),
        "true" => Ok(true),
        _ => Err(Error::Parameter {}),
    }
}

/// What is uncompressed and has its records told apart by a delimiter alone can be scanned from anywhere.
fn scan_range(scan: &Element, compression: Compression, format: &Format) -> Result<(Option<u64>, Option<u64>)> {
    let seekable = match format {
        Format::Csv(csv, _) => !csv.quoted_delimiters,
        Format::Lines => true,
        Format::Document => false,
    };
    if compression != Compression::None || !seekable {
        return Err(Error::ScanRangeInput {});
    }
    let number = |name| scan.text_of(name).map(|text| text.trim().parse().map_err(|_| Error::ScanRange {})).transpose();
    match (number("Start")?, number("End")?) {
        (None, None) => Err(Error::ScanRange {}),
        range => Ok(range),
    }
}
