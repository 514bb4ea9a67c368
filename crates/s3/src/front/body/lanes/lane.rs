//! One body that is hashed beside the I/O: the blocks of it that wait, and how far its MD5 has come.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;

use super::compress::START;
use super::pool::{POOL, Pool};
use super::spares::Spares;
use super::{BLOCK, State};

/// How many bytes of one body may wait. They are the store's by then: this bounds how far the hash falls behind, not memory.
const LIMIT: usize = 4 << 20;

/// A body whose MD5 is computed by a [`Pool`]. Dropping it leaves the rest unhashed.
pub(in super::super) struct Lane {
    body: Arc<Body>,
    pool: &'static Pool,
}

impl Lane {
    /// Of nothing yet; none where no thread is to be had.
    pub(in super::super) fn begin() -> Option<Self> {
        Self::of(&POOL)
    }

    pub(super) fn of(pool: &'static Pool) -> Option<Self> {
        pool.enter().then(|| Self { body: Arc::default(), pool })
    }

    /// Where blocks to be pushed come from.
    pub(in super::super) const fn spares(&self) -> &'static Spares {
        &self.pool.spares
    }

    /// Adds `data`, whole blocks of 64 bytes.
    pub(in super::super) fn push(&self, data: Bytes) {
        debug_assert!(data.len().is_multiple_of(BLOCK));
        if data.is_empty() {
            return;
        }
        let mut backlog = self.body.backlog();
        backlog.waiting += data.len();
        backlog.blocks.push_back(data);
        let is_known = std::mem::replace(&mut backlog.busy, true);
        drop(backlog);
        if !is_known {
            self.pool.ready(Arc::clone(&self.body));
        }
    }

    /// Whether more may be pushed.
    pub(in super::super) fn poll_room(&self, cx: &mut Context<'_>) -> Poll<()> {
        self.body.backlog().poll(LIMIT - 1, LIMIT / 2, cx).map(|_| ())
    }

    /// The state of the MD5 after all that was pushed.
    pub(in super::super) fn poll_state(&self, cx: &mut Context<'_>) -> Poll<State> {
        self.body.backlog().poll(0, 0, cx)
    }
}

impl std::fmt::Debug for Lane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Lane").field(&self.body).finish()
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.body.backlog().blocks.clear();
        self.pool.leave();
    }
}

/// What a [`Lane`] and the thread that hashes it share.
#[derive(Debug, Default)]
pub(super) struct Body(Mutex<Backlog>);

impl Body {
    pub(super) fn backlog(&self) -> MutexGuard<'_, Backlog> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
pub(super) struct Backlog {
    blocks: VecDeque<Bytes>,
    /// How many bytes are not hashed yet.
    waiting: usize,
    /// As of the last block that was done with.
    state: State,
    /// Whether a thread has the body, or will take it.
    busy: bool,
    /// Who waits for no more than so many bytes to wait.
    waker: Option<(usize, Waker)>,
}

impl Default for Backlog {
    fn default() -> Self {
        Self { blocks: VecDeque::new(), waiting: 0, state: START, busy: false, waker: None }
    }
}

impl Backlog {
    /// Ready when no more than `most` bytes wait; else to be woken at `level`.
    fn poll(&mut self, most: usize, level: usize, cx: &Context<'_>) -> Poll<State> {
        if self.waiting <= most {
            return Poll::Ready(self.state);
        }
        self.waker = Some((level, cx.waker().clone()));
        Poll::Pending
    }

    /// The next block and the state that it finds; none when no block waits, and the body is no thread's any more.
    pub(super) fn take(&mut self) -> Option<(Bytes, State)> {
        let block = self.blocks.pop_front();
        self.busy = block.is_some();
        Some((block?, self.state))
    }

    /// Takes note that `len` bytes are done with. Answers who is to be woken, once the lock is released.
    pub(super) fn done(&mut self, len: usize, state: State) -> Option<Waker> {
        self.waiting -= len;
        self.state = state;
        self.waker.take_if(|(level, _)| self.waiting <= *level).map(|(_, waker)| waker)
    }
}
