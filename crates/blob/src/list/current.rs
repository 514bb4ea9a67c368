//! The records of current versions as they are visited: a page of entries, common prefixes rolled up.

use std::borrow::Cow;

use crate::{
    Error, Result, Rev,
    codec::{Namespace, Tag, segment},
    vfs::{Visit, Visitor},
};

use super::walk::Scope;

/// What becomes of the entries.
pub(super) trait Sink: Send {
    /// A version: its key, where its record is, what that holds.
    fn version(&mut self, key: &[u8], at: &[u8], value: &[u8], rev: Rev) -> Result<()>;

    /// A common prefix.
    fn prefix(&mut self, prefix: &[u8]) -> Result<()>;
}

/// Hands the entries of one page to a sink.
pub(super) struct Current<'a, S> {
    names: &'a Namespace,
    scope: Scope<'a>,
    /// How many more fit.
    room: usize,
    sink: &'a mut S,
    /// The name of the entry that fills the page.
    last: Option<String>,
    more: bool,
    broken: Option<Error>,
}

impl<'a, S: Sink> Current<'a, S> {
    /// A page of `room` entries, which is one at least.
    pub(super) const fn new(names: &'a Namespace, scope: Scope<'a>, room: usize, sink: &'a mut S) -> Self {
        Self { names, scope, room, sink, last: None, more: false, broken: None }
    }

    /// The name of the last entry, if there are more.
    pub(super) fn next(self) -> Result<Option<String>> {
        self.broken.map_or(Ok(self.last.filter(|_| self.more)), Err)
    }

    fn show(&mut self, at: &[u8], value: &[u8], rev: Rev) -> Result<Visit> {
        // What is visited lies in the range of these records: what precedes their keys is known.
        let fields = at.get(self.names.encoded().len() + 2..);
        let key = fields.and_then(name).ok_or_else(|| Error::Corrupt(format!("record {}", at.escape_ascii())))?;
        self.room -= 1;
        let (entry, visit) = match self.scope.group(&key) {
            None => {
                self.sink.version(&key, at, value, rev)?;
                (&*key, Visit::Next)
            }
            Some(group) => {
                self.sink.prefix(group)?;
                (group, Visit::Jump(self.names.beyond(Tag::Live, group)))
            }
        };
        if self.room == 0 {
            self.last = Some(text(entry)?);
        }
        Ok(visit)
    }
}

impl<S: Sink> Visitor for Current<'_, S> {
    fn visit(&mut self, key: &[u8], value: &[u8], rev: Rev) -> Visit {
        if self.room == 0 {
            self.more = true;
            return Visit::Stop;
        }
        self.show(key, value, rev).unwrap_or_else(|error| {
            self.broken = Some(error);
            Visit::Stop
        })
    }
}

/// The one segment that is left of a record key. It is a slice of it unless a byte of it is escaped.
fn name(fields: &[u8]) -> Option<Cow<'_, [u8]>> {
    match fields {
        [1, name @ .., 0] if !name.contains(&0) => Some(Cow::Borrowed(name)),
        _ => segment(fields).filter(|(_, rest)| rest.is_empty()).map(|(name, _)| Cow::Owned(name.into_bytes())),
    }
}

/// Text of a record key.
pub(super) fn text(bytes: &[u8]) -> Result<String> {
    let text = std::str::from_utf8(bytes).map_err(|_| Error::Corrupt(format!("key {}", bytes.escape_ascii())))?;
    Ok(text.to_owned())
}
