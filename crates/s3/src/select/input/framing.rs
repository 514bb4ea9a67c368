//! Where a record ends.

use super::{Csv, json};

/// How the records of an object are told apart.
#[derive(Clone, Debug)]
pub(crate) enum Framing {
    /// By a delimiter, wherever it stands.
    Delimiter(String),
    /// By a delimiter that is not within quotes.
    Quoted(Csv),
    /// By the end of a JSON value.
    Value,
}

/// What is known of the record that begins where one was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The record is so long, and the next one begins there.
    At { end: usize, next: usize },
    /// It is not within these bytes.
    Beyond,
}

impl Framing {
    /// The end of the record at the start of `bytes`; `last` says that nothing comes behind them.
    pub(crate) fn end(&self, bytes: &[u8], last: bool) -> End {
        match self {
            Self::Delimiter(delimiter) => find(bytes, delimiter.as_bytes())
                .map_or(End::Beyond, |end| End::At { end, next: end + delimiter.len() }),
            Self::Quoted(csv) => csv.end(bytes),
            Self::Value => json::end(bytes, last),
        }
    }
}

/// Where `delimiter` stands first.
fn find(bytes: &[u8], delimiter: &[u8]) -> Option<usize> {
    let (first, rest) = delimiter.split_first()?;
    let mut from = 0;
    loop {
        let at = from + bytes[from..].iter().position(|byte| byte == first)?;
        if bytes[at + 1..].starts_with(rest) {
            return Some(at);
        }
        from = at + 1;
    }
}
