//! The file of a form, as the store reads it: what lies between its head and its delimiter, whatever comes after that.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use s3s::StdError;
use s3s::stream::{ByteStream, DynByteStream, RemainingLength};

use super::fields::Opened;
use super::parser::{Event, Parser};
use crate::error::form::FormError;
use crate::front::body::{BodyError, VerifiedBody};

/// The largest file in bytes that a form may bring: as much as one PutObject.
const LIMIT: i64 = 5 << 30;

/// How large the file may be, in bytes: the ranges of the policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sizes(Vec<(i64, i64)>);

impl Sizes {
    pub(super) fn add(&mut self, least: i64, most: i64) {
        self.0.push((least, most));
    }

    /// Whether a file is too large already.
    fn exceeded(&self, size: u64) -> bool {
        self.0.iter().any(|(_, most)| above(size, *most)) || above(size, LIMIT)
    }

    fn check(&self, size: u64) -> Result<(), FormError> {
        for &(least, most) in self.0.iter().chain([&(0, LIMIT)]) {
            if above(size, most) {
                return Err(FormError::TooLarge { size, limit: most });
            }
            if i64::try_from(size).is_ok_and(|size| size < least) {
                return Err(FormError::TooSmall { size, limit: least });
            }
        }
        Ok(())
    }
}

fn above(size: u64, most: i64) -> bool {
    i64::try_from(size).map_or(true, |size| size > most)
}

/// The bytes of the file, then the rest of the request, which is read and means nothing. The stream ends in an error
/// where the form was not what it has to be, so that nothing of it is stored.
#[derive(Debug)]
pub(super) struct File {
    body: VerifiedBody,
    parser: Parser,
    input: Bytes,
    sizes: Sizes,
    size: u64,
    state: State,
    /// How many parts were called `file`.
    files: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Content,
    /// After the delimiter of the file.
    Rest,
    /// Where nothing has to be a form any more.
    Anything,
    Ended,
}

impl File {
    pub(super) fn new(opened: Opened, sizes: Sizes) -> Self {
        let Opened { body, parser, input, .. } = opened;
        Self { body, parser, input, sizes, size: 0, state: State::Content, files: 1 }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BodyError>> {
        loop {
            if let Some(content) = self.parse()? {
                self.size += content.len() as u64;
                // A file that is too large is only counted from there on.
                if !self.sizes.exceeded(self.size) {
                    return Poll::Ready(Ok(Some(content)));
                }
                continue;
            }
            match ready!(Pin::new(&mut self.body).poll_next(cx)) {
                Some(bytes) => self.input = bytes.map_err(BodyError::of)?,
                None => return Poll::Ready(self.finish().map(|()| None).map_err(BodyError::Form)),
            }
        }
    }

    /// The next bytes of the file in what has come; none when that is used up.
    fn parse(&mut self) -> Result<Option<Bytes>, BodyError> {
        while !self.input.is_empty() {
            match (self.parser.next(&mut self.input), self.state) {
                (Ok(Some(Event::Content(content))), State::Content) => return Ok(Some(content)),
                (Ok(Some(Event::Part(part))), _) => {
                    self.state = State::Rest;
                    self.files += u64::from(part.form_data && part.name.eq_ignore_ascii_case("file"));
                }
                (Ok(Some(Event::Closed)), _) => self.state = State::Anything,
                (Err(_), State::Content) => return Err(BodyError::Form(FormError::Malformed {})),
                (Err(_), _) => self.state = State::Anything,
                (Ok(_), _) => {}
            }
            if self.state == State::Anything {
                self.input.clear();
            }
        }
        Ok(None)
    }

    fn finish(&self) -> Result<(), FormError> {
        if self.state == State::Content {
            return Err(FormError::Malformed {});
        }
        if self.files > 1 {
            return Err(FormError::Files { count: self.files });
        }
        self.sizes.check(self.size)
    }
}

impl Stream for File {
    type Item = Result<Bytes, StdError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.state == State::Ended {
            return Poll::Ready(None);
        }
        let result = ready!(this.poll(cx));
        if !matches!(result, Ok(Some(_))) {
            this.state = State::Ended;
        }
        Poll::Ready(result.map_err(StdError::from).transpose())
    }
}

impl ByteStream for File {
    fn remaining_length(&self) -> RemainingLength {
        RemainingLength::unknown()
    }
}

impl From<File> for s3s::Body {
    fn from(file: File) -> Self {
        Self::from(Box::pin(file) as DynByteStream)
    }
}
