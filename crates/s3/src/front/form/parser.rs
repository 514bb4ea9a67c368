//! multipart/form-data, taken apart as it comes: the heads of the parts and slices of their content, none of it copied
//! or held back but what may be the beginning of a delimiter.
//! <https://www.rfc-editor.org/rfc/rfc7578>, <https://www.rfc-editor.org/rfc/rfc2046#section-5.1>

use bytes::{Buf as _, Bytes};
use memchr::memmem::Finder;

use super::parameter;

/// The most that the head of one part may have, in bytes.
const HEAD_LIMIT: usize = 20_480;

/// The most that may stand after a boundary on its line.
const PADDING_LIMIT: usize = 128;

/// The most headers that a part may have.
const HEADERS: usize = 16;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A part begins.
    Part(Part),
    /// Bytes of the part's content; never none.
    Content(Bytes),
    /// The last delimiter. What follows it means nothing.
    Closed,
}

/// The head of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) filename: Option<String>,
    /// Whether it is disposed as `form-data`. S3 takes no other part for the file.
    pub(crate) form_data: bool,
}

/// Why a body cannot be taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Malformed,
    /// A head that does not end.
    HeadTooLong,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// In the content of a part, or before the first one; so much of a delimiter has come.
    Content(usize),
    /// On the line of a delimiter, after it.
    Line,
    /// In the head of a part.
    Head,
    /// After the last delimiter.
    Closed,
}

/// The parser of one body, fed piece by piece as the pieces come.
#[derive(Debug)]
pub(crate) struct Parser {
    /// CRLF, two hyphens and the boundary. There is no other CR in it, so a delimiter begins at the last CR or not at
    /// all: no more has to be remembered of it than how much has come.
    delimiter: Bytes,
    finder: Finder<'static>,
    state: State,
    /// Whether a part has begun: what comes before the first means nothing.
    begun: bool,
    /// The beginning of a line or head whose end is still to come.
    kept: Vec<u8>,
}

impl Parser {
    pub(crate) fn new(boundary: &str) -> Self {
        let delimiter = Bytes::from(format!("\r\n--{boundary}"));
        Self {
            finder: Finder::new(&delimiter).into_owned(),
            delimiter,
            // The first delimiter may stand at the very beginning, without its CRLF.
            state: State::Content(2),
            begun: false,
            kept: Vec::new(),
        }
    }

    /// The next event in `input`, taken off its front; none when `input` is used up.
    ///
    /// # Errors
    /// [`Fault`].
    pub(crate) fn next(&mut self, input: &mut Bytes) -> Result<Option<Event>, Fault> {
        while !input.is_empty() {
            let event = match self.state {
                State::Content(matched) => self.content(matched, input).filter(|_| self.begun).map(Event::Content),
                State::Line => self.line(input)?,
                State::Head => self.head(input)?,
                State::Closed => {
                    input.clear();
                    None
                }
            };
            if event.is_some() {
                return Ok(event);
            }
        }
        Ok(None)
    }

    fn content(&mut self, matched: usize, input: &mut Bytes) -> Option<Bytes> {
        if matched > 0 {
            return self.resume(matched, input);
        }
        if let Some(at) = self.finder.find(input) {
            let content = input.split_to(at);
            input.advance(self.delimiter.len());
            self.state = State::Line;
            return (!content.is_empty()).then_some(content);
        }
        let tail = input.len().saturating_sub(self.delimiter.len() - 1);
        let at = memchr::memrchr(b'\r', &input[tail..]).map(|at| tail + at);
        let at = at.filter(|at| self.delimiter.starts_with(&input[*at..])).unwrap_or(input.len());
        self.state = State::Content(input.len() - at);
        let content = input.split_to(at);
        input.clear();
        (!content.is_empty()).then_some(content)
    }

    /// Goes on after what may be the beginning of a delimiter; what turns out not to be is content.
    fn resume(&mut self, matched: usize, input: &mut Bytes) -> Option<Bytes> {
        let rest = &self.delimiter[matched..];
        let same = rest.iter().zip(input.iter()).take_while(|(a, b)| a == b).count();
        if same < rest.len() && same < input.len() {
            self.state = State::Content(0);
            return Some(self.delimiter.slice(..matched));
        }
        self.state = if same == rest.len() { State::Line } else { State::Content(matched + same) };
        input.advance(same);
        None
    }

    /// A delimiter's line may have white space after it; with two hyphens it is the last. Anything else means that the
    /// boundary occurs in a content, where no one can tell what its end is.
    fn line(&mut self, input: &mut Bytes) -> Result<Option<Event>, Fault> {
        while input.has_remaining() {
            self.kept.push(input.get_u8());
            let line = self.kept.as_slice();
            if line == b"--" {
                self.state = State::Closed;
                return Ok(Some(Event::Closed));
            }
            let padding = line.strip_suffix(b"\r\n").or(line.strip_suffix(b"\r")).unwrap_or(line);
            let padded = padding.iter().all(|b| matches!(b, b' ' | b'\t')) && padding.len() <= PADDING_LIMIT;
            if !padded && line != b"-" {
                return Err(Fault::Malformed);
            }
            if line.ends_with(b"\r\n") {
                self.kept.clear();
                self.state = State::Head;
                break;
            }
        }
        Ok(None)
    }

    fn head(&mut self, input: &mut Bytes) -> Result<Option<Event>, Fault> {
        while input.has_remaining() {
            self.kept.push(input.get_u8());
            if self.kept.ends_with(b"\r\n\r\n") || self.kept == b"\r\n" {
                let part = part(&self.kept).ok_or(Fault::Malformed)?;
                self.kept.clear();
                self.state = State::Content(0);
                self.begun = true;
                return Ok(Some(Event::Part(part)));
            }
            if self.kept.len() > HEAD_LIMIT {
                return Err(Fault::HeadTooLong);
            }
        }
        Ok(None)
    }
}

pub(crate) fn part(head: &[u8]) -> Option<Part> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let httparse::Status::Complete((_, headers)) = httparse::parse_headers(head, &mut headers).ok()? else {
        return None;
    };
    let disposition = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-disposition"))?;
    let (kind, parameters) = parameter::split(std::str::from_utf8(disposition.value).ok()?)?;
    let form_data = kind.eq_ignore_ascii_case("form-data");
    let filename = parameter::take(parameters.clone(), "filename");
    Some(Part { name: parameter::take(parameters, "name")?, filename, form_data })
}

#[cfg(test)]
mod tests;
