//! What an engine still knows after it was closed and opened again.

use super::{Bytes, Outcome, commit, fetched, id, put, rev, staged, values};
use crate::conformance::Engine;
use crate::conformance::steps::payloads;

/// Records, and their revisions, survive.
pub async fn records_survive(engine: &dyn Engine) -> Outcome {
    let committed = commit(&*engine.open().await?, vec![], vec![put("a", "1"), put("b", "2")]).await?;
    let vfs = engine.open().await?;
    assert_eq!(values(&*vfs, &["a", "b"]).await?, [Some("1".into()), Some("2".into())]);
    assert_eq!(rev(&*vfs, "a").await?, committed);
    Ok(())
}

/// A revision issued after the reopening is none that was issued before.
pub async fn revisions_do_not_start_again(engine: &dyn Engine) -> Outcome {
    let first = commit(&*engine.open().await?, vec![], vec![put("a", "1")]).await?;
    let second = commit(&*engine.open().await?, vec![], vec![put("a", "1")]).await?;
    assert_ne!(first, second);
    Ok(())
}

/// Sealed payloads survive; a stage that was open does not.
pub async fn payloads_survive_and_stages_do_not(engine: &dyn Engine) -> Outcome {
    {
        let vfs = engine.open().await?;
        staged(&*vfs, id(1), None, &[b"sealed"]).await?;
        let mut stage = vfs.stage(id(2), None).await?;
        stage.write(Bytes::from_static(b"open")).await?;
    }
    let vfs = engine.open().await?;
    assert_eq!(payloads(&*vfs).await?, [(id(1), 6)]);
    assert_eq!(fetched(&vfs.open(id(1)).await?, 0..6).await?, "sealed");
    Ok(())
}
