//! The request body on its way in: unwrapped from aws-chunked, hashed and compared while it streams.
//!
//! Nothing here waits for a whole body or copies its bytes. [`Plan`] says from the headers what is to be done,
//! [`VerifiedBody`] does it, and [`Outcome`] holds what came of it once the stream has ended.

pub(crate) mod chunked;
pub(crate) mod digest;
mod error;
mod gather;
mod hasher;
mod hashers;
mod headers;
mod lanes;
mod outcome;
mod plan;
mod verify;

pub(crate) use self::chunked::Chunks;
pub(crate) use self::digest::hex;
pub(crate) use self::error::{BodyError, CONTENT_SHA256_EXPECTED};
pub(crate) use self::outcome::{Digests, Outcome};
pub(crate) use self::plan::Plan;
pub(crate) use self::verify::VerifiedBody;
