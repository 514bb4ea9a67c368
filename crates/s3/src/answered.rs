//! What a request was, told when it has been answered.

use std::fmt;

use crate::front::Ids;

/// A request that was answered: what it turned out to be.
pub struct Answered(Ids);

impl Answered {
    pub(crate) const fn new(ids: Ids) -> Self {
        Self(ids)
    }

    /// The `x-amz-request-id` of its answer.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.0.request_id()
    }

    /// The operation, by AWS's name; none where the request did not come so far.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.told.exchange()?.operation()
    }

    /// The bucket that it named; none for the service itself, and where the request did not come as far as its operation.
    #[must_use]
    pub fn bucket(&self) -> Option<&str> {
        self.0.told.exchange()?.target.bucket.as_deref()
    }

    /// The key that it named, as [`Answered::bucket`].
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.0.told.exchange()?.target.key.as_deref()
    }

    /// The code of the error that it ended in.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.told.code()
    }

    /// The bytes of its body, without framing; none where nobody read it to its end.
    #[must_use]
    pub fn received(&self) -> Option<u64> {
        Some(self.0.told.exchange()?.body.digests()?.size)
    }
}

impl fmt::Debug for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answered")
            .field("request_id", &self.request_id())
            .field("operation", &self.operation())
            .finish_non_exhaustive()
    }
}
