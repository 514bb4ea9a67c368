//! The object: from its bytes to its records.

mod csv;
mod decompress;
mod framing;
mod json;
mod json_value;
mod splitter;

pub(crate) use csv::Csv;
pub(crate) use decompress::{Compression, Decoder};
pub(crate) use framing::Framing;
pub(crate) use json_value::parse as parse_json;
pub(crate) use splitter::{Record, Splitter};
