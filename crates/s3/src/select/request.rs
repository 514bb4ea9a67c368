//! The document of a request. Values that the engine has its own errors for are any text here.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_SelectObjectContent.html>

use crate::documents::schema::{Node, Shape, awaited, optional, required};

/// `SelectObjectContentRequest`, or `SelectRequest` as clients call it that follow an older page.
pub(crate) const ROOT: &Node = &required("SelectObjectContentRequest", Shape::Group(REQUEST)).or("SelectRequest");

const REQUEST: &[Node] = &[
    awaited("Expression", Shape::Text),
    awaited("ExpressionType", Shape::Text),
    optional("RequestProgress", Shape::Group(&[optional("Enabled", Shape::Text)])),
    awaited("InputSerialization", Shape::Group(INPUT)),
    awaited("OutputSerialization", Shape::Group(OUTPUT)),
    optional("ScanRange", Shape::Group(&[optional("Start", Shape::Text), optional("End", Shape::Text)])),
];

const INPUT: &[Node] = &[
    optional("CSV", Shape::Group(CSV_INPUT)),
    optional("CompressionType", Shape::Text),
    optional("JSON", Shape::Group(&[optional("Type", Shape::Text)])),
    optional("Parquet", Shape::Group(&[])),
];

const CSV_INPUT: &[Node] = &[
    optional("FileHeaderInfo", Shape::Text),
    optional("Comments", Shape::Text),
    optional("QuoteEscapeCharacter", Shape::Text),
    optional("RecordDelimiter", Shape::Text),
    optional("FieldDelimiter", Shape::Text),
    optional("QuoteCharacter", Shape::Text),
    optional("AllowQuotedRecordDelimiter", Shape::Text),
];

const OUTPUT: &[Node] = &[
    optional("CSV", Shape::Group(CSV_OUTPUT)),
    optional("JSON", Shape::Group(&[optional("RecordDelimiter", Shape::Text)])),
];

const CSV_OUTPUT: &[Node] = &[
    optional("QuoteFields", Shape::Text),
    optional("QuoteEscapeCharacter", Shape::Text),
    optional("RecordDelimiter", Shape::Text),
    optional("FieldDelimiter", Shape::Text),
    optional("QuoteCharacter", Shape::Text),
];
