//! A Vfs that fails where it is told to: the n-th call, before or after its effect, once or from then on.
//!
//! It can also give its turn away around every call, so that a test decides by polling how the steps of several tasks interleave, or at which await
//! a task is dropped.

mod plan;
mod verbs;

use std::fmt;
use std::sync::Arc;

use plan::Plan;

use crate::{Vfs, VfsError};

/// A kind of call that can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    /// `Vfs::read`.
    Read,
    /// `Vfs::scan`.
    Scan,
    /// `Vfs::commit`.
    Commit,
    /// `Vfs::stage`.
    Stage,
    /// `Stage::write`.
    Write,
    /// `Stage::seal`.
    Seal,
    /// `Vfs::open`.
    Open,
    /// `Payload::read`: the stream gives one error instead of bytes.
    Fetch,
    /// `Vfs::unlink`.
    Unlink,
    /// `Vfs::payloads`.
    Payloads,
}

/// On which side of its effect a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Nothing happened.
    Before,
    /// It happened, and the answer was lost.
    After,
}

/// Which calls fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// The n-th alone.
    Once,
    /// The n-th and all that follow, discards included: the process is dead.
    Onwards,
}

/// Where a call is pending once, so that another task can run there, or this one be dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pauses {
    /// Nowhere.
    #[default]
    Never,
    /// Before its effect: enough to reach every order of effects.
    Before,
    /// Before and after its effect: a task dropped there does not learn what it did.
    Around,
}

/// One fault.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// The number of the call that fails, counted from 0 at [`FaultyVfs::arm`], over the calls of `verb` or over all.
    pub call: usize,
    /// `None` counts every verb.
    pub verb: Option<Verb>,
    /// Before or after the effect.
    pub when: When,
    /// Once or from then on. With [`When::After`] only the first has its effect: the dead do nothing.
    pub span: Span,
    /// Makes the error that the caller sees.
    pub error: fn() -> VfsError,
}

/// Passes calls on to another engine, except for those that its fault strikes.
pub struct FaultyVfs {
    inner: Arc<dyn Vfs>,
    plan: Arc<Plan>,
}

impl fmt::Debug for FaultyVfs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FaultyVfs").field(&self.plan).finish()
    }
}

impl FaultyVfs {
    /// Passes everything on until a fault is armed.
    pub fn new(inner: Arc<dyn Vfs>) -> Self {
        Self { inner, plan: Arc::default() }
    }

    /// Counts from zero and waits for `fault`.
    pub fn arm(&self, fault: Fault) {
        self.plan.arm(Some(fault));
    }

    /// Counts from zero without a fault; says whether the last one struck.
    pub fn disarm(&self) -> bool {
        self.plan.arm(None)
    }

    /// Where every call gives its turn away from here on.
    pub fn pause(&self, pauses: Pauses) {
        self.plan.pause(pauses);
    }

    /// From here on no scan gives more than `limit` records, whatever it is asked for: what takes one page of a small world takes several, and
    /// others write in between. `None` passes the limit on as it is.
    pub fn page(&self, limit: Option<usize>) {
        self.plan.page(limit);
    }

    /// The calls since the count began, in order, the failed ones included.
    pub fn calls(&self) -> Vec<Verb> {
        self.plan.calls()
    }
}
