//! Why a case failed, and on which line: `?` in a case loses neither.

use std::error::Error as StdError;
use std::fmt;
use std::panic::Location;

/// What a case returns.
pub type Outcome<T = ()> = Result<T, Failure>;

/// An error that a case did not expect, with the place of the `?` that met it.
pub struct Failure {
    error: Box<dyn StdError + Send + Sync>,
    at: &'static Location<'static>,
}

impl<E: StdError + Send + Sync + 'static> From<E> for Failure {
    #[track_caller]
    fn from(error: E) -> Self {
        Self { error: Box::new(error), at: Location::caller() }
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({:?})", self.at, self.error, self.error)
    }
}
