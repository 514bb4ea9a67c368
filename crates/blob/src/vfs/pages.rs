//! Ranges read page after page: an engine may answer fewer records at once than it is asked for.

use crate::codec::Range;

use super::{Scan, ScanPage, Vfs, VfsError};

/// Most records to ask for at once.
const PAGE: usize = 1000;

/// The first `limit` records of a range, and whether it holds more.
pub(crate) async fn scan<V: Vfs + ?Sized>(vfs: &V, range: Range, limit: usize) -> Result<ScanPage, VfsError> {
    let mut all = ScanPage::default();
    let mut scan = Scan { from: range.from, to: Some(range.to), limit, reverse: false };
    loop {
        scan.limit = (limit - all.items.len()).min(PAGE);
        let page = vfs.scan(&scan).await?;
        all.items.extend(page.items);
        all.more = page.more;
        match all.items.last() {
            Some((last, _)) if page.more && all.items.len() < limit => scan.from = last.next(),
            _ => return Ok(all),
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::{Batch, MemVfs, Write, codec::Namespace};

    #[tokio::test]
    async fn pages_add_up_to_the_limit() {
        let (vfs, names) = (MemVfs::new(), Namespace::root().child("pages"));
        let put = |number: usize| Write::Put(names.live(&format!("{number:04}")), Bytes::new());
        vfs.commit(Batch { checks: &[], writes: (0..2500).map(put).collect() }).await.unwrap();
        for (limit, count, more) in [
            (0, 0, true),
            (1, 1, true),
            (1000, 1000, true),
            (2499, 2499, true),
            (2500, 2500, false),
            (9999, 2500, false),
        ] {
            let page = scan(&vfs, names.starting(crate::codec::Tag::Live, ""), limit).await.unwrap();
            assert_eq!((page.items.len(), page.more), (count, more), "limit {limit}");
            assert!(page.items.is_sorted_by(|left, right| left.0 < right.0));
        }
    }
}
