//! The stream under an HTTP/1.1 connection, and what it sees go by: how many lines a request's head has, and whether the
//! client speaks HTTP/2. What hyper could not take as it is set up, is held back, for one that can.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Lines of a head that hyper takes as it comes: the request line and its 100 headers.
const LINES: usize = 101;

/// How HTTP/2 begins (RFC 9113 §3.4), as far as no method of HTTP/1.1 does.
const PREFACE: &[u8] = b"PRI ";

/// What a connection and its stream tell each other.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    /// A body may be read: its lines are no headers.
    body: AtomicBool,
    /// Lines since the last head.
    lines: AtomicUsize,
    /// Bytes are held back.
    held: AtomicBool,
    /// Something was written that is not flushed.
    dirty: AtomicBool,
}

impl Exchange {
    /// A head was read.
    pub(super) fn begin(&self, has_body: bool) {
        self.lines.store(0, Relaxed);
        self.body.store(has_body, Relaxed);
    }

    /// The body was read to its end, so that what comes next is a head. As long as that is not known, nothing is looked at.
    pub(super) fn body_was_read(&self) {
        self.body.store(false, Relaxed);
    }

    /// Whether bytes are held back and nothing else is on its way, so that the connection can be set up anew.
    pub(super) fn rests(&self) -> bool {
        self.held.load(Relaxed) && !self.dirty.load(Relaxed)
    }
}

/// Why bytes are held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// A head with more headers than hyper has room for.
    Crowded,
    /// The client speaks HTTP/2.
    Http2,
}

/// The stream. Until bytes are held back it looks at what is read; once they are released it begins with them.
#[derive(Debug)]
pub(super) struct Heads<S> {
    stream: S,
    /// To be read before what the stream has.
    first: Bytes,
    watch: Option<Watch>,
}

#[derive(Debug)]
struct Watch {
    exchange: Arc<Exchange>,
    /// How much of the preface the client has sent; none when it has sent anything else.
    preface: Option<usize>,
    held: Option<(Why, Bytes)>,
}

impl<S> Heads<S> {
    pub(super) const fn new(stream: S, exchange: Arc<Exchange>) -> Self {
        Self { stream, first: Bytes::new(), watch: Some(Watch { exchange, preface: Some(0), held: None }) }
    }

    /// What is held back, behind what was `read` of the same head before, with the rest of the stream; and why.
    pub(super) fn release(self, read: &[u8]) -> Option<(Why, Self)> {
        let (why, held) = self.watch?.held?;
        Some((why, Self { first: [read, &held].concat().into(), watch: None, stream: self.stream }))
    }

    fn dirty(&self, dirty: bool) {
        if let Some(watch) = &self.watch {
            watch.exchange.dirty.store(dirty, Relaxed);
        }
    }
}

impl Watch {
    /// Whether bytes that were read are to be held back.
    fn look(&mut self, bytes: &[u8]) -> Option<Why> {
        if let Some(seen) = self.preface {
            let rest = &PREFACE[seen..];
            let common = rest.len().min(bytes.len());
            let seen = seen + common;
            if rest[..common] == bytes[..common] && seen == PREFACE.len() {
                return Some(Why::Http2);
            }
            self.preface = (rest[..common] == bytes[..common]).then_some(seen);
        }
        let lines = self.exchange.lines.load(Relaxed) + memchr::memchr_iter(b'\n', bytes).count();
        self.exchange.lines.store(lines, Relaxed);
        (lines > LINES).then_some(Why::Crowded)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Heads<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if !this.first.is_empty() {
            let length = this.first.len().min(buf.remaining());
            buf.put_slice(&this.first.split_to(length));
            return Poll::Ready(Ok(()));
        }
        if this.watch.as_ref().is_some_and(|watch| watch.held.is_some()) {
            return Poll::Pending;
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut this.stream).poll_read(cx, buf))?;
        let watch = this.watch.as_mut().filter(|watch| !watch.exchange.body.load(Relaxed));
        let Some(watch) = watch else { return Poll::Ready(Ok(())) };
        let bytes = &buf.filled()[before..];
        let Some(why) = watch.look(bytes) else { return Poll::Ready(Ok(())) };
        watch.held = Some((why, Bytes::copy_from_slice(bytes)));
        watch.exchange.held.store(true, Relaxed);
        buf.set_filled(before);
        Poll::Pending
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Heads<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.dirty(true);
        Pin::new(&mut this.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.dirty(true);
        Pin::new(&mut this.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(Pin::new(&mut this.stream).poll_flush(cx))?;
        this.dirty(false);
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
