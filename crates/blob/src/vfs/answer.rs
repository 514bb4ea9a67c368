//! What a verb of an engine answers: at once, or later.

use std::{
    fmt,
    future::{self, Future, Ready},
    pin::Pin,
    task::{Context, Poll},
};

use super::BoxFuture;

/// The answer of a verb of [`Vfs`](super::Vfs), to be awaited. An engine that knows it already says so, and nothing is
/// boxed.
pub enum Answer<'a, T> {
    /// Known when the verb was called.
    Now(Ready<T>),
    /// Not known before it is awaited.
    Later(BoxFuture<'a, T>),
}

impl<'a, T> Answer<'a, T> {
    /// What is known already.
    pub fn now(answer: T) -> Self {
        Self::Now(future::ready(answer))
    }

    /// What `answer` will be.
    pub fn later(answer: impl Future<Output = T> + Send + 'a) -> Self {
        Self::Later(Box::pin(answer))
    }
}

impl<T: Unpin> Future for Answer<'_, T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        match self.get_mut() {
            Self::Now(answer) => Pin::new(answer).poll(cx),
            Self::Later(answer) => answer.as_mut().poll(cx),
        }
    }
}

impl<T> fmt::Debug for Answer<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Now(_) => "Now",
            Self::Later(_) => "Later",
        })
    }
}
