//! The faults proven on the model that this vocabulary comes from, turned round: each test has the fault's number and shows the opposite.
//!
//! F1 to F30 are faults of the core. Of the faults S1 to S20 of the S3 layer above it, these can be shown by the core alone; the others need
//! requests and are shown, under the names given here, by the tests of the S3 layer:
//!
//! | Fault | What went wrong | Shown by |
//! |---|---|---|
//! | S1 | an aborted upload empties the object | here, `s01_…` (the draft), and there, `s01_an_aborted_upload_leaves_the_object` (the connection) |
//! | S2 | a put into a suspended bucket destroys an enabled version | here |
//! | S3 | the null version is lost when versioning is enabled | here |
//! | S4 | delete markers vanish, or are all latest | here |
//! | S5 | a restart undoes an undelete | here |
//! | S6 | a restart breaks unversioned buckets | here |
//! | S7 | a restart loses tags, renames and uploads | here, and there for tags: `s07_tags_survive_a_restart` |
//! | S8 | UTF-8 keys and `+` in paths | there: `s08_a_key_is_its_utf8_and_a_plus_is_a_plus` |
//! | S9 | delimiter paging loses prefixes | here |
//! | S10 | racing conditional puts all succeed | here |
//! | S11 | bytes are stored for a missing bucket or upload | here |
//! | S12 | part order, part sizes, quoted ETags, ranges of part copies | here for the range; there: `s12_complete_checks_order_size_and_etag` |
//! | S13 | headers and checksums dropped or not checked | there: `s13_metadata_headers_and_digests_are_kept_and_checked` |
//! | S14 | keys that a file system cannot hold | here |
//! | S15 | one bucket name in two regions | there: `s15_a_bucket_has_one_region` |
//! | S16 | every mutation costs a snapshot of all | here |
//! | S17 | a failed listing at start is an empty service | here |
//! | S18 | object lock is not enforced | there: `s18_a_locked_version_cannot_be_deleted` |
//! | S19 | version listings truncated without markers | here; the error of a bad version id there: `s19_a_bad_version_id_marker_is_invalid` |
//! | S20 | a restore is not durable | here |

mod atomic;
mod composites;
mod costs;
mod errors;
mod history;
mod missing;
mod names;
mod races;
mod service;
mod spaces;

use std::sync::Arc;

use sandpail_blob::conformance::{FaultyVfs, TestSource};
use sandpail_blob::{BlobStore, MemVfs, Source, Vfs};

fn store() -> BlobStore {
    BlobStore::mem(Arc::new(TestSource::default()), "seed")
}

/// A store over an engine that can be made to fail.
fn faulty() -> (BlobStore, Arc<FaultyVfs>) {
    let vfs = Arc::new(FaultyVfs::new(Arc::new(MemVfs::new())));
    let source: Arc<dyn Source> = Arc::new(TestSource::default());
    (BlobStore::new(Arc::clone(&vfs) as Arc<dyn Vfs>, source, "seed"), vfs)
}

/// The store that a new process would open over the same engine.
fn restarted(store: &BlobStore) -> BlobStore {
    BlobStore::new(store.vfs(), Arc::new(TestSource::default()), "seed")
}
