//! Races: every interleaving of two operations, and real threads.

mod operations;
mod pairs;
mod snapshots;
mod threads;
