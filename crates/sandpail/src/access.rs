//! What is told of a request to whoever logs or counts them.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::{Method, StatusCode};
use sandpail_s3::Answered;

/// A request that was answered: how it came, and what the answer was.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Access<'a> {
    /// When it came, by the server's clock.
    pub at: SystemTime,
    /// How long it took until its answer began, by the same clock.
    pub took: Duration,
    /// Its method.
    pub method: &'a Method,
    /// The path as it was sent, percent-encoded and without its query.
    pub path: &'a str,
    /// The status of the answer.
    pub status: StatusCode,
    /// The bytes of the answer's body; none where that is not known before it ends.
    pub sent: Option<u64>,
    /// What it turned out to be.
    pub request: &'a Answered,
}

/// Who is told.
pub(crate) struct Listener(Box<dyn Fn(&Access<'_>) + Send + Sync>);

impl Listener {
    pub(crate) fn new(tell: impl Fn(&Access<'_>) + Send + Sync + 'static) -> Self {
        Self(Box::new(tell))
    }

    pub(crate) fn tell(&self, access: &Access<'_>) {
        (self.0)(access);
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}
