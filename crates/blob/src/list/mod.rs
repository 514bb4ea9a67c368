//! Listing keys and versions, page by page.

mod cursor;
mod keys;
mod query;
mod versions;
mod walk;

pub use query::{ListPage, ListQuery, Listed, VersionPage, VersionQuery};
pub(crate) use walk::{Scope, Step, Walk};

#[cfg(test)]
mod tests;
