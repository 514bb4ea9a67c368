//! Listing keys and versions, page by page.

mod current;
mod cursor;
mod glance;
mod keys;
mod query;
mod versions;
mod walk;

pub use glance::{Glance, Shown};
pub use query::{ListPage, ListQuery, Listed, VersionPage, VersionQuery};
pub(crate) use walk::{Scope, Step, Walk};

#[cfg(test)]
mod tests;
