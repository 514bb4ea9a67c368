//! Records: one ordered map of small documents, read in snapshots.

use super::{Outcome, Vfs, Write, commit, key, put, rev, values};

/// A record is absent until it is written, reads back as written, and is absent again once deleted.
pub async fn a_record_lives_from_put_to_delete(vfs: &dyn Vfs) -> Outcome {
    assert_eq!(values(vfs, &["a"]).await?, [None]);
    commit(vfs, vec![], vec![put("a", "one")]).await?;
    assert_eq!(values(vfs, &["a"]).await?, [Some("one".into())]);
    commit(vfs, vec![], vec![Write::Delete(key("a"))]).await?;
    assert_eq!(values(vfs, &["a"]).await?, [None]);
    Ok(())
}

/// `read` answers in the order asked, absences and repetitions included.
pub async fn read_answers_in_the_order_asked(vfs: &dyn Vfs) -> Outcome {
    commit(vfs, vec![], vec![put("a", "1"), put("b", "2")]).await?;
    let read = values(vfs, &["b", "missing", "a", "b"]).await?;
    assert_eq!(read, [Some("2".into()), None, Some("1".into()), Some("2".into())]);
    assert_eq!(values(vfs, &[]).await?, []);
    Ok(())
}

/// A value may be empty, and differs then from an absence.
pub async fn an_empty_value_is_a_record(vfs: &dyn Vfs) -> Outcome {
    commit(vfs, vec![], vec![put("a", "")]).await?;
    assert_eq!(values(vfs, &["a"]).await?, [Some(String::new())]);
    Ok(())
}

/// The revision that `commit` returns is the one that its records carry.
pub async fn commit_returns_the_revision_of_its_records(vfs: &dyn Vfs) -> Outcome {
    let committed = commit(vfs, vec![], vec![put("a", "1"), put("b", "1")]).await?;
    assert_eq!((rev(vfs, "a").await?, rev(vfs, "b").await?), (committed, committed));
    commit(vfs, vec![], vec![put("b", "2")]).await?;
    assert_eq!(rev(vfs, "a").await?, committed, "an untouched record keeps its revision");
    Ok(())
}

/// A record that was deleted and written again with the same value has a revision of its own: nobody takes it for the old one.
pub async fn no_revision_comes_back(vfs: &dyn Vfs) -> Outcome {
    let first = commit(vfs, vec![], vec![put("a", "same")]).await?;
    let second = commit(vfs, vec![], vec![put("a", "same")]).await?;
    commit(vfs, vec![], vec![Write::Delete(key("a"))]).await?;
    let third = commit(vfs, vec![], vec![put("a", "same")]).await?;
    assert!(first != second && second != third && first != third, "{first:?}, {second:?}, {third:?}");
    Ok(())
}
