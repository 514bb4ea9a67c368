//! Operations on archived objects, and two that S3 no longer or not here has.

mod object;
mod torrent;

pub(crate) use self::object::RestoreObject;
pub(crate) use self::torrent::{GetObjectTorrent, WriteGetObjectResponse};
