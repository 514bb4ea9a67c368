//! The integration suite of object_store: all of its public functions against stores of each kind that the crate has
//! for S3, and what its own tests of S3 check beyond them.

mod conditional;
mod encryption;
mod modes;
mod pages;
mod presigned;
mod refusals;
mod suite;
mod tagging;
mod transports;
