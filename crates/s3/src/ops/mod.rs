//! The operations, by subject. Each is a unit of its own; none calls another. What they share is in [`crate::rules`].

pub(crate) mod acl;
pub(crate) mod annotation;
pub(crate) mod bucket;
pub(crate) mod directory;
pub(crate) mod list;
pub(crate) mod lock;
pub(crate) mod multipart;
pub(crate) mod object;
pub(crate) mod restore;
pub(crate) mod tagging;
