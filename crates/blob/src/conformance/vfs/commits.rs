//! Commits: several writes under several preconditions, all or nothing.

use futures_util::future::join_all;

use super::{Bytes, Check, Outcome, Vfs, VfsError, Write, commit, expect_conflict, key, put, rev, values};

/// `Absent` holds exactly where no record is.
pub async fn absent_refuses_what_exists(vfs: &dyn Vfs) -> Outcome {
    commit(vfs, vec![Check::Absent(key("a"))], vec![put("a", "1")]).await?;
    expect_conflict(&commit(vfs, vec![Check::Absent(key("a"))], vec![put("a", "2")]).await, 0);
    assert_eq!(values(vfs, &["a"]).await?, [Some("1".into())]);
    Ok(())
}

/// `Is` holds exactly at the revision it names.
pub async fn is_refuses_another_revision(vfs: &dyn Vfs) -> Outcome {
    let first = commit(vfs, vec![], vec![put("a", "1")]).await?;
    let second = commit(vfs, vec![Check::Is(key("a"), first)], vec![put("a", "2")]).await?;
    expect_conflict(&commit(vfs, vec![Check::Is(key("a"), first)], vec![put("a", "3")]).await, 0);
    expect_conflict(&commit(vfs, vec![Check::Is(key("missing"), second)], vec![put("a", "3")]).await, 0);
    assert_eq!(values(vfs, &["a"]).await?, [Some("2".into())]);
    Ok(())
}

/// `EmptyRange` holds exactly where no record lies between its bounds, from inclusive, to exclusive.
pub async fn empty_range_refuses_any_record_within(vfs: &dyn Vfs) -> Outcome {
    commit(vfs, vec![], vec![put("b", "1"), put("d", "1")]).await?;
    let range = |from, to| vec![Check::EmptyRange(key(from), key(to))];
    commit(vfs, range("a", "b"), vec![put("z", "before")]).await?;
    commit(vfs, range("c", "d"), vec![put("z", "between")]).await?;
    for (from, to) in [("a", "c"), ("b", "c"), ("a", "z"), ("d", "e")] {
        expect_conflict(&commit(vfs, range(from, to), vec![put("z", "refused")]).await, 0);
    }
    assert_eq!(values(vfs, &["z"]).await?, [Some("between".into())]);
    Ok(())
}

/// The conflict names the check that failed, counted as given.
pub async fn a_conflict_names_its_check(vfs: &dyn Vfs) -> Outcome {
    let at = commit(vfs, vec![], vec![put("a", "1")]).await?;
    let checks = || vec![Check::Is(key("a"), at), Check::Absent(key("b")), Check::EmptyRange(key("c"), key("d"))];
    commit(vfs, checks(), vec![put("c", "1")]).await?;
    expect_conflict(&commit(vfs, checks(), vec![]).await, 2);
    commit(vfs, vec![], vec![put("b", "1")]).await?;
    expect_conflict(&commit(vfs, checks(), vec![]).await, 1);
    commit(vfs, vec![], vec![put("a", "2")]).await?;
    expect_conflict(&commit(vfs, checks(), vec![]).await, 0);
    Ok(())
}

/// A refused batch writes nothing, wherever the failed check stands.
pub async fn a_refused_batch_writes_nothing(vfs: &dyn Vfs) -> Outcome {
    commit(vfs, vec![], vec![put("kept", "1"), put("there", "1")]).await?;
    let writes = vec![put("new", "1"), Write::Delete(key("kept")), Write::DeleteRange(key("a"), key("z"))];
    expect_conflict(&commit(vfs, vec![Check::Absent(key("other")), Check::Absent(key("there"))], writes).await, 1);
    assert_eq!(values(vfs, &["kept", "there", "new"]).await?, [Some("1".into()), Some("1".into()), None]);
    Ok(())
}

/// Checks see the map as it was before the batch, not the batch's own writes.
pub async fn checks_see_the_state_before(vfs: &dyn Vfs) -> Outcome {
    let at = commit(vfs, vec![Check::Absent(key("a"))], vec![put("a", "1")]).await?;
    let checks = vec![Check::Is(key("a"), at), Check::Absent(key("b"))];
    commit(vfs, checks, vec![put("b", "moved"), Write::Delete(key("a"))]).await?;
    assert_eq!(values(vfs, &["a", "b"]).await?, [None, Some("moved".into())]);
    Ok(())
}

/// `DeleteRange` removes from its start, inclusive, to its end, exclusive.
pub async fn delete_range_removes_what_lies_within(vfs: &dyn Vfs) -> Outcome {
    commit(vfs, vec![], ["a", "b", "bb", "c", "d"].map(|name| put(name, "1")).into()).await?;
    commit(vfs, vec![], vec![Write::DeleteRange(key("b"), key("d"))]).await?;
    let left = values(vfs, &["a", "b", "bb", "c", "d"]).await?;
    assert_eq!(left.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, false, false, true]);
    Ok(())
}

/// Writes apply in their order: what a later one says stands.
pub async fn writes_apply_in_order(vfs: &dyn Vfs) -> Outcome {
    let writes = vec![
        put("a", "1"),
        put("a", "2"),
        put("b", "1"),
        Write::Delete(key("b")),
        put("c", "1"),
        Write::DeleteRange(key("c"), key("d")),
        put("c", "2"),
    ];
    commit(vfs, vec![], writes).await?;
    assert_eq!(values(vfs, &["a", "b", "c"]).await?, [Some("2".into()), None, Some("2".into())]);
    Ok(())
}

/// Deleting what is not there is no error.
pub async fn deleting_the_absent_is_no_error(vfs: &dyn Vfs) -> Outcome {
    commit(vfs, vec![], vec![Write::Delete(key("a")), Write::DeleteRange(key("b"), key("c"))]).await?;
    Ok(())
}

/// Of many writers that saw the same absence exactly one succeeds.
pub async fn one_of_many_creators_wins(vfs: &dyn Vfs) -> Outcome {
    let attempts = (0..32).map(|_| commit(vfs, vec![Check::Absent(key("a"))], vec![put("a", "1")]));
    let won = join_all(attempts).await.into_iter().filter(Result::is_ok).count();
    assert_eq!(won, 1);
    Ok(())
}

/// No increment made under `Is` is lost, however many writers there are.
pub async fn no_checked_update_is_lost(vfs: &dyn Vfs) -> Outcome {
    commit(vfs, vec![], vec![put("count", "0")]).await?;
    let outcomes = join_all((0..16).map(|_| increment(vfs))).await;
    outcomes.into_iter().collect::<Result<Vec<()>, _>>()?;
    assert_eq!(values(vfs, &["count"]).await?, [Some("16".into())]);
    Ok(())
}

async fn increment(vfs: &dyn Vfs) -> Result<(), VfsError> {
    loop {
        let at = rev(vfs, "count").await?;
        let count =
            values(vfs, &["count"]).await?.remove(0).and_then(|text| text.parse::<u32>().ok()).unwrap_or_default();
        let write = Write::Put(key("count"), Bytes::from((count + 1).to_string()));
        match commit(vfs, vec![Check::Is(key("count"), at)], vec![write]).await {
            Err(VfsError::Conflict { .. }) => {}
            outcome => return outcome.map(drop),
        }
    }
}
