//! One binary for all integration tests, so that they are linked once.

mod architecture;
mod clients;
mod embedded;
mod engine;
mod process;
mod readme;
mod restart;
mod sdk;
mod secrets;
mod wire;
