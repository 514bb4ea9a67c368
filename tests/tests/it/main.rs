//! One binary for all integration tests, so that they are linked once.

mod architecture;
mod browser;
mod clients;
mod embedded;
mod engine;
mod guides;
mod lock_clock;
mod lock_races;
mod process;
mod readme;
mod recipes;
mod restart;
mod sdk;
mod secrets;
mod signatures;
mod wire;
