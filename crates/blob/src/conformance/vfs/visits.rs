//! Visits: a scan's order and bounds, jumps, and an end where the visitor wants one.

use bytes::Bytes;

use super::{Outcome, Vfs, commit, key, put, scan};
use crate::{Rev, Tour, Visit, Visitor, Write};

/// Notes what it sees, and goes where it is told to from there.
struct Guided<F> {
    seen: Vec<(String, Bytes, Rev)>,
    guide: F,
}

impl<F: FnMut(&str) -> Visit + Send> Visitor for Guided<F> {
    fn visit(&mut self, key: &[u8], value: &[u8], rev: Rev) -> Visit {
        let name = String::from_utf8_lossy(key).into_owned();
        let visit = (self.guide)(&name);
        self.seen.push((name, Bytes::copy_from_slice(value), rev));
        visit
    }
}

async fn check(
    vfs: &dyn Vfs,
    [from, to]: [&str; 2],
    guide: impl FnMut(&str) -> Visit + Send,
    expected: &[&str],
) -> Outcome {
    let mut guided = Guided { seen: Vec::new(), guide };
    vfs.visit(&Tour { from: key(from), to: key(to), ahead: 2 }, &mut guided).await?;
    let names: Vec<_> = guided.seen.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, expected, "{from}..{to}");
    Ok(())
}

async fn alphabet(vfs: &dyn Vfs) -> Outcome {
    let writes = ["c", "a", "e", "b", "d"].map(|name| put(name, "x"));
    commit(vfs, vec![], writes.into()).await?;
    Ok(())
}

/// What lies in the range is seen once, in order, whatever it takes to read it.
pub async fn a_visit_sees_its_range(vfs: &dyn Vfs) -> Outcome {
    alphabet(vfs).await?;
    let on = |_: &str| Visit::Next;
    check(vfs, ["a", "z"], on, &["a", "b", "c", "d", "e"]).await?;
    check(vfs, ["b", "d"], on, &["b", "c"]).await?;
    check(vfs, ["aa", "cc"], on, &["b", "c"]).await?;
    check(vfs, ["x", "z"], on, &[]).await?;
    check(vfs, ["c", "c"], on, &[]).await?;
    check(vfs, ["d", "b"], on, &[]).await
}

/// A jump skips what lies between; the goal need not exist, and one that is passed already changes nothing.
pub async fn a_jump_skips_what_lies_between(vfs: &dyn Vfs) -> Outcome {
    alphabet(vfs).await?;
    let jump = |from: &'static str, to: &'static str| {
        move |at: &str| if at == from { Visit::Jump(key(to)) } else { Visit::Next }
    };
    check(vfs, ["a", "z"], jump("a", "d"), &["a", "d", "e"]).await?;
    check(vfs, ["a", "z"], jump("b", "cc"), &["a", "b", "d", "e"]).await?;
    check(vfs, ["a", "z"], jump("b", "z"), &["a", "b"]).await?;
    check(vfs, ["a", "d"], jump("b", "e"), &["a", "b"]).await?;
    check(vfs, ["a", "d"], jump("a", "bb"), &["a", "c"]).await?;
    check(vfs, ["a", "d"], jump("a", "cc"), &["a"]).await?;
    check(vfs, ["a", "z"], jump("c", "a"), &["a", "b", "c", "d", "e"]).await?;
    check(vfs, ["a", "z"], jump("c", "c"), &["a", "b", "c", "d", "e"]).await
}

/// After `Stop` nothing more is seen.
pub async fn a_visit_stops_when_told(vfs: &dyn Vfs) -> Outcome {
    alphabet(vfs).await?;
    for (last, expected) in [("a", &["a"][..]), ("c", &["a", "b", "c"]), ("e", &["a", "b", "c", "d", "e"])] {
        check(vfs, ["a", "z"], |at: &str| if at == last { Visit::Stop } else { Visit::Next }, expected).await?;
    }
    Ok(())
}

/// A visit is shown the records that a scan hands out.
pub async fn visit_and_scan_agree(vfs: &dyn Vfs) -> Outcome {
    let writes = (0..2500).map(|number| Write::Put(key(format!("{number:04}")), Bytes::from(format!("of {number}"))));
    commit(vfs, vec![], writes.collect()).await?;
    let mut guided = Guided { seen: Vec::new(), guide: |_: &str| Visit::Next };
    vfs.visit(&Tour { from: key("0"), to: key("9"), ahead: 1 }, &mut guided).await?;
    let mut from = "0".to_owned();
    for chunk in guided.seen.chunks(500) {
        let page = scan(vfs, &from, Some("9"), 500, false).await?.items;
        let scanned = page.iter().map(|(key, record)| (key.clone(), record.value.clone(), record.rev));
        let seen = chunk.iter().map(|(name, value, rev)| (key(name), value.clone(), *rev));
        assert!(seen.eq(scanned), "from {from}");
        from = chunk.last().map(|(name, ..)| format!("{name}!")).unwrap_or_default();
    }
    assert_eq!(guided.seen.len(), 2500);
    Ok(())
}
