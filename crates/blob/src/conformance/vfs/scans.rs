//! Scans: byte order, from inclusive, to exclusive, a limit, either direction.

use bytes::Bytes;

use super::{Outcome, ScanPage, Vfs, Write, commit, key, put, scan};
use crate::{RecordKey, Scan};

async fn alphabet(vfs: &dyn Vfs) -> Outcome {
    let writes = ["c", "a", "e", "b", "d"].map(|name| put(name, "x"));
    commit(vfs, vec![], writes.into()).await?;
    Ok(())
}

fn scanned(page: &ScanPage) -> Vec<&RecordKey> {
    page.items.iter().map(|(key, _)| key).collect()
}

#[track_caller]
fn check(page: &ScanPage, expected: &[&str], more: bool) {
    let expected: Vec<_> = expected.iter().map(key).collect();
    assert_eq!(scanned(page), expected.iter().collect::<Vec<_>>());
    assert_eq!(page.more, more, "more");
}

/// `from` is inclusive, `to` exclusive, and neither needs to exist.
pub async fn bounds_are_from_inclusive_to_exclusive(vfs: &dyn Vfs) -> Outcome {
    alphabet(vfs).await?;
    check(&scan(vfs, "b", Some("d"), 9, false).await?, &["b", "c"], false);
    check(&scan(vfs, "aa", Some("cc"), 9, false).await?, &["b", "c"], false);
    check(&scan(vfs, "c", None, 9, false).await?, &["c", "d", "e"], false);
    check(&scan(vfs, "x", None, 9, false).await?, &[], false);
    check(&scan(vfs, "c", Some("c"), 9, false).await?, &[], false);
    Ok(())
}

/// A range whose end lies before its start is empty.
pub async fn a_backward_range_is_empty(vfs: &dyn Vfs) -> Outcome {
    alphabet(vfs).await?;
    check(&scan(vfs, "d", Some("b"), 9, false).await?, &[], false);
    check(&scan(vfs, "d", Some("b"), 9, true).await?, &[], false);
    Ok(())
}

/// `limit` cuts the page, and `more` tells exactly whether something was cut.
pub async fn more_tells_whether_the_limit_cut(vfs: &dyn Vfs) -> Outcome {
    alphabet(vfs).await?;
    check(&scan(vfs, "a", Some("d"), 2, false).await?, &["a", "b"], true);
    check(&scan(vfs, "a", Some("d"), 3, false).await?, &["a", "b", "c"], false);
    check(&scan(vfs, "a", None, 4, false).await?, &["a", "b", "c", "d"], true);
    check(&scan(vfs, "a", None, 5, false).await?, &["a", "b", "c", "d", "e"], false);
    Ok(())
}

/// `reverse` gives the same range from its end.
pub async fn reverse_walks_the_same_range_backwards(vfs: &dyn Vfs) -> Outcome {
    alphabet(vfs).await?;
    check(&scan(vfs, "b", Some("e"), 9, true).await?, &["d", "c", "b"], false);
    check(&scan(vfs, "b", Some("e"), 1, true).await?, &["d"], true);
    check(&scan(vfs, "c", None, 9, true).await?, &["e", "d", "c"], false);
    Ok(())
}

/// Keys are bytes in byte order: 0x00 and 0xFF are no ends of anything.
pub async fn keys_are_ordered_as_bytes(vfs: &dyn Vfs) -> Outcome {
    let mut names: Vec<Vec<u8>> = vec![b"\0".into(), b"\0\0".into(), b"\0\xff".into(), b"\x01".into(), b"a".into()];
    names.extend([
        b"a\0".to_vec(),
        b"a\0b".into(),
        b"a/b".into(),
        b"aa".into(),
        b"\xc3\xa9".into(),
        b"\xff".into(),
        b"\xff\xff".into(),
    ]);
    let writes = names.iter().rev().map(|name| Write::Put(key(name), Bytes::copy_from_slice(name)));
    commit(vfs, vec![], writes.collect()).await?;
    let page = vfs.scan(&Scan { from: key(b""), to: None, limit: 99, reverse: false }).await?;
    let values: Vec<_> = page.items.iter().map(|(_, record)| record.value.to_vec()).collect();
    assert_eq!(values, names);
    Ok(())
}

/// A scan hands out the records themselves, as `read` would.
pub async fn scan_and_read_agree(vfs: &dyn Vfs) -> Outcome {
    alphabet(vfs).await?;
    for (key, scanned) in scan(vfs, "a", None, 9, false).await?.items {
        let read = vfs.read(std::slice::from_ref(&key)).await?.remove(0).expect("a scanned record can be read");
        assert_eq!((read.value, read.rev), (scanned.value, scanned.rev));
    }
    Ok(())
}
