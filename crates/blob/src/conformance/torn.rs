//! A body that breaks off, as an upload does whose connection is lost.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, ReadBuf};

/// Reads the given bytes, then fails.
#[derive(Debug)]
pub struct Torn(&'static [u8]);

impl Torn {
    /// Fails after `bytes`.
    pub fn after(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }
}

impl AsyncRead for Torn {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.0.is_empty() {
            return Poll::Ready(Err(io::Error::from(io::ErrorKind::ConnectionReset)));
        }
        let (now, later) = self.0.split_at(self.0.len().min(buf.remaining()));
        buf.put_slice(now);
        self.0 = later;
        Poll::Ready(Ok(()))
    }
}
