//! The threads that hash: few, started by the first large body, gone when there has been none for a while, and before them
//! the blocks that wait to be used again.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use fearless_simd::Level;

use super::compress::advance;
use super::lane::Body;
use super::spares::Spares;
use super::{LANES, State};

/// How many bytes of each body are hashed before others may join in.
const STEP: usize = 64 << 10;

/// The most threads. Each has [`LANES`] lanes, and more than one is only used when those of the others are full.
const THREADS: usize = 4;

/// How long a thread waits for another large body before it lets the spare blocks go: as long as the allocator of the binary
/// keeps what is free.
const LINGER: Duration = Duration::from_secs(1);

/// How often it does so before it ends.
const WAITS: u32 = 10;

/// Room enough without optimisation too.
const STACK: usize = 1 << 20;

/// The one pool of the process. Nothing depends on it but time.
pub(super) static POOL: Pool = Pool::new(LINGER);

pub(super) struct Pool {
    queue: Mutex<Queue>,
    work: Condvar,
    linger: Duration,
    /// Blocks to be used again, as long as there is a thread.
    pub(super) spares: Spares,
}

struct Queue {
    /// Bodies of which blocks wait and that are in no lane.
    ready: VecDeque<InHand>,
    /// How many bodies are under way, whether or not blocks of them wait.
    bodies: usize,
    threads: usize,
    idle: usize,
    /// How many bodies the threads have in their lanes.
    taken: usize,
}

impl Pool {
    pub(super) const fn new(linger: Duration) -> Self {
        let queue = Queue { ready: VecDeque::new(), bodies: 0, threads: 0, idle: 0, taken: 0 };
        Self { queue: Mutex::new(queue), work: Condvar::new(), linger, spares: Spares::new() }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of a body that begins. Answers whether there is a thread for it.
    pub(super) fn enter(&'static self) -> bool {
        let mut queue = self.queue();
        if queue.threads == 0 && !self.start(&mut queue) {
            return false;
        }
        queue.bodies += 1;
        true
    }

    /// Takes note of a body that has ended.
    pub(super) fn leave(&self) {
        self.queue().bodies -= 1;
    }

    /// Hands over a body of which blocks wait.
    pub(super) fn ready(&'static self, body: Arc<Body>) {
        // There is no block where the body was dropped meanwhile.
        let Some(ready) = InHand::of(body) else { return };
        let mut queue = self.queue();
        queue.ready.push_back(ready);
        let (idle, at_work) = (queue.idle, queue.threads - queue.idle);
        // Those at work take it along with their next step, if they have room.
        if queue.ready.len() + queue.taken <= at_work * LANES {
            return;
        }
        if idle == 0 && queue.threads < thread::available_parallelism().map_or(1, NonZero::get).min(THREADS) {
            // The others do it where this fails.
            self.start(&mut queue);
        }
        drop(queue);
        if idle > 0 {
            self.work.notify_one();
        }
    }

    /// Whether no thread of it is left, and how many blocks.
    #[cfg(test)]
    pub(super) fn is_gone(&self) -> (bool, usize) {
        (self.queue().threads == 0, self.spares.count())
    }

    fn start(&'static self, queue: &mut Queue) -> bool {
        let thread = thread::Builder::new().name("sandpail-md5".to_owned()).stack_size(STACK);
        let is_started = thread.spawn(|| self.run()).is_ok();
        if is_started {
            queue.threads += 1;
            self.spares.open();
        }
        is_started
    }

    fn run(&self) {
        let level = Level::new();
        let mut lanes = Vec::with_capacity(LANES);
        let mut taken = 0;
        while self.fill(&mut lanes, &mut taken) {
            hash(level, &mut lanes);
            lanes.retain_mut(InHand::go_on);
        }
    }

    /// Fills the lanes, of which `taken` were in use before, and waits for a body if there is none. Answers whether there
    /// is one; else the thread is not needed any more.
    fn fill(&self, lanes: &mut Vec<InHand>, taken: &mut usize) -> bool {
        let mut queue = self.queue();
        let mut waits = 0;
        // No body keeps a lane from the others for longer than a block.
        if !queue.ready.is_empty() && lanes.len() == LANES {
            queue.ready.extend(lanes.extract_if(.., |lane| lane.at == 0));
        }
        loop {
            let free = (LANES - lanes.len()).min(queue.ready.len());
            lanes.extend(queue.ready.drain(..free));
            queue.taken = queue.taken + lanes.len() - std::mem::replace(taken, lanes.len());
            if !lanes.is_empty() {
                return true;
            }
            queue.idle += 1;
            let waited = self.work.wait_timeout(queue, self.linger);
            let (woken, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            queue = woken;
            queue.idle -= 1;
            if timeout.timed_out() && queue.ready.is_empty() {
                waits += 1;
                let is_over = waits >= WAITS && queue.bodies == 0;
                queue.threads -= usize::from(is_over);
                // Another thread that has bodies in hand has use for them.
                let spares = (queue.taken == 0).then(|| self.spares.clear(queue.threads > 0));
                drop(queue);
                drop(spares);
                if is_over {
                    return false;
                }
                queue = self.queue();
            }
        }
    }
}

/// Takes all bodies on by as much as each has.
fn hash(level: Level, lanes: &mut [InHand]) {
    let len = lanes.iter().map(|lane| lane.block.len() - lane.at).min().unwrap_or(0).min(STEP);
    let mut states = [State::default(); LANES];
    let mut data = [&[][..]; LANES];
    for ((lane, state), data) in lanes.iter().zip(&mut states).zip(&mut data) {
        (*state, *data) = (lane.state, &lane.block[lane.at..lane.at + len]);
    }
    advance(level, &mut states[..lanes.len()], &data[..lanes.len()]);
    for (lane, state) in lanes.iter_mut().zip(states) {
        lane.state = state;
        lane.at += len;
    }
}

/// A body in a lane.
struct InHand {
    body: Arc<Body>,
    block: Bytes,
    /// How much of the block is hashed.
    at: usize,
    state: State,
}

impl InHand {
    /// A body that is ready; none when its blocks are gone with whom they were for.
    fn of(body: Arc<Body>) -> Option<Self> {
        let (block, state) = body.backlog().take()?;
        Some(Self { body, block, at: 0, state })
    }

    /// Goes on with the next block when this one is done with. Answers whether there is one; else the lane is free.
    fn go_on(&mut self) -> bool {
        if self.at < self.block.len() {
            return true;
        }
        let mut backlog = self.body.backlog();
        let waker = backlog.done(self.block.len(), self.state);
        let next = backlog.take();
        drop(backlog);
        if let Some(waker) = waker {
            waker.wake();
        }
        let Some((block, _)) = next else { return false };
        (self.block, self.at) = (block, 0);
        true
    }
}
