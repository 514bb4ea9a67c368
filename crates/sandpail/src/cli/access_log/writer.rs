//! Lines that wait to be written, and the thread that writes them.
//!
//! To write is a call into the system, which would cost a small request a tenth of its time. So lines are gathered while
//! others are written, and for some milliseconds more.

use std::io::{self, Write as _};
use std::mem;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long lines are gathered.
const GATHERED: Duration = Duration::from_millis(20);

/// So many bytes that wait are written by whoever adds to them: nobody reads the log as fast as it grows.
const WAITING: usize = 1 << 20;

/// Lines that wait.
#[derive(Default)]
pub(super) struct Lines {
    state: Mutex<State>,
    /// There is something to write, or no more to come.
    woken: Condvar,
}

#[derive(Default)]
struct State {
    text: Vec<u8>,
    /// The writer waits to be woken.
    idle: bool,
    ended: bool,
}

impl Lines {
    /// Adds what `write` appends.
    pub(super) fn add(&self, write: impl FnOnce(&mut Vec<u8>)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        write(&mut state.text);
        if state.text.len() > WAITING {
            put(&state.text);
            state.text.clear();
        } else if mem::take(&mut state.idle) {
            self.woken.notify_one();
        }
    }

    /// Waits for text and takes it, and whether it is the last. What comes next is gathered in `room`.
    fn take(&self, mut room: Vec<u8>) -> (Vec<u8>, bool) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.text.is_empty() && !state.ended {
            state.idle = true;
            state = self.woken.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if !state.ended {
            // Whatever comes meanwhile goes along; the end does not wait.
            let waited = self.woken.wait_timeout_while(state, GATHERED, |state| !state.ended);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        room.clear();
        (mem::replace(&mut state.text, room), state.ended)
    }
}

/// The thread that writes. Dropping it writes what is left.
pub(in crate::cli) struct Writer {
    lines: Arc<Lines>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start() -> Self {
        let lines = Arc::<Lines>::default();
        let shared = Arc::clone(&lines);
        let write = move || {
            let (mut text, mut is_last) = (Vec::new(), false);
            while !is_last {
                (text, is_last) = shared.take(text);
                put(&text);
            }
        };
        // Without a thread the lines are written when there are many, and at the end.
        let thread = thread::Builder::new().name("sandpail-log".to_owned()).spawn(write).ok();
        Self { lines, thread }
    }

    pub(super) const fn lines(&self) -> &Arc<Lines> {
        &self.lines
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.lines.state.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
        self.lines.woken.notify_one();
        match self.thread.take().map(JoinHandle::join) {
            // A log that cannot be written has nowhere to say so.
            Some(_) => {}
            None => put(&self.lines.take(Vec::new()).0),
        }
    }
}

fn put(text: &[u8]) {
    // A log that cannot be written has nowhere to say so.
    let _ = io::stderr().write_all(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_taken_once_and_the_end_is_the_last() {
        let lines = Lines::default();
        lines.add(|out| out.extend(b"a\n"));
        lines.add(|out| out.extend(b"b\n"));
        assert_eq!(lines.take(vec![7]), (b"a\nb\n".to_vec(), false));
        lines.add(|out| out.extend(b"c\n"));
        lines.state.lock().unwrap().ended = true;
        assert_eq!(lines.take(Vec::new()), (b"c\n".to_vec(), true));
        assert_eq!(lines.take(Vec::new()), (Vec::new(), true));
    }
}
