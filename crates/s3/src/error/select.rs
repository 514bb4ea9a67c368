//! What S3 Select refuses; its table is the engine's own: [`crate::select::Error`].

use super::{Document, Error};
use crate::select;

impl select::Error {
    /// What the client sees.
    pub(crate) fn document(&self) -> Document {
        Document::new(400, self.code(), self.to_string(), vec![])
    }
}

impl From<select::Error> for Error {
    fn from(error: select::Error) -> Self {
        Self::Select(error)
    }
}
