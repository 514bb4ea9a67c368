//! Payloads that are on their way: staged but not yet published, being moved from one record to another, or about to be
//! removed by whoever displaced them.
//!
//! A sweep compares payloads with records, page by page, while others write. What is on its way may be in neither view,
//! so each operation announces the payloads it moves or retires before it commits, and a sweep spares what was
//! announced at any time while it ran.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;
use hashbrown::{HashMap, HashSet, hash_map::Entry};

use crate::{PayloadId, vfs::PayloadIds};

/// The announced payloads of a process.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flights(Arc<Mutex<Board>>);

#[derive(Debug, Default)]
struct Board {
    /// How many operations move each payload now.
    active: HashMap<PayloadId, u32, RandomState>,
    /// Sweeps under way.
    sweeps: u32,
    /// What ceased to be active while a sweep was under way.
    landed: HashSet<PayloadId, RandomState>,
}

impl Flights {
    /// Announces payloads until the answer is dropped.
    pub(crate) fn announce(&self, ids: impl IntoIterator<Item = PayloadId>) -> Flight {
        let ids: PayloadIds = ids.into_iter().collect();
        if !ids.is_empty() {
            let mut board = self.board();
            for id in &ids {
                *board.active.entry(*id).or_default() += 1;
            }
        }
        Flight { flights: self.clone(), ids }
    }

    /// Begins to remember what lands, until the answer is dropped.
    pub(crate) fn watch(&self) -> Watch {
        self.board().sweeps += 1;
        Watch(self.clone())
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        // The board is consistent after every statement, so a panic elsewhere leaves nothing torn.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Payloads announced by one operation.
#[derive(Debug)]
pub(crate) struct Flight {
    flights: Flights,
    ids: PayloadIds,
}

impl Drop for Flight {
    fn drop(&mut self) {
        if self.ids.is_empty() {
            return;
        }
        let mut board = self.flights.board();
        for id in &self.ids {
            if let Entry::Occupied(mut active) = board.active.entry(*id) {
                *active.get_mut() -= 1;
                if *active.get() == 0 {
                    active.remove();
                }
            }
            if board.sweeps > 0 {
                board.landed.insert(*id);
            }
        }
    }
}

/// A sweep's view of the announcements.
#[derive(Debug)]
pub(crate) struct Watch(Flights);

impl Watch {
    /// Whether the payload was announced at any time since the watch began.
    pub(crate) fn saw(&self, id: PayloadId) -> bool {
        let board = self.0.board();
        board.active.contains_key(&id) || board.landed.contains(&id)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut board = self.0.board();
        board.sweeps -= 1;
        if board.sweeps == 0 {
            board.landed = HashSet::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watch_sees_what_was_active_at_any_time_since_it_began() {
        let [before, across, during, never] = [1, 2, 3, 4].map(|entropy| PayloadId::new(0, entropy));
        let flights = Flights::default();
        drop(flights.announce([before]));
        let ongoing = flights.announce([across, across]);
        let watch = flights.watch();
        drop(ongoing);
        let _active = flights.announce([during]);
        assert_eq!([before, across, during, never].map(|id| watch.saw(id)), [false, true, true, false]);
    }
}
