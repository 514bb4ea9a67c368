//! F4, F5, F6, F13, F26: nothing old goes before the new is there.

use sandpail_blob::conformance::steps::{compose, current, names, payloads, put, versions};
use sandpail_blob::conformance::{Fault, Outcome, Pauses, Span, Torn, Verb, When};
use sandpail_blob::{Mode, VersionId, VfsError};

use super::{faulty, restarted, store};
use crate::choices::cancel;

#[tokio::test]
async fn f04_failed_body_leaves_the_old_blob() -> Outcome {
    let store = store();
    store.put("k", "old".into()).await?;
    assert!(store.put_from("k", &mut Torn::after(b"half of the n")).await.is_err());
    assert_eq!((store.get("k").await?, payloads(&*store.vfs()).await?.len()), ("old".into(), 1));
    Ok(())
}

#[tokio::test]
async fn f04_dropped_write_leaves_the_old_blob_or_the_new() -> Outcome {
    for polls in 1.. {
        let (store, vfs) = faulty();
        store.put("k", "old".into()).await?;
        vfs.pause(Pauses::Around);
        let ended = cancel(Box::pin(store.put("k", "new".into())), polls).is_some();
        vfs.pause(Pauses::Never);
        let body = store.get("k").await?;
        assert!(if ended { body == "new" } else { body == "old" || body == "new" }, "{body:?} after {polls} polls");
        if ended {
            return Ok(());
        }
    }
    Ok(())
}

#[tokio::test]
async fn f04_slow_upload_hides_nothing() -> Outcome {
    let store = store();
    store.put("k", "old".into()).await?;
    let mut draft = store.draft(None).await?;
    for chunk in ["ne", "w"] {
        draft.write(chunk.into()).await?;
        assert_eq!((store.get("k").await?, store.stat("k").await?.map(|info| info.size)), ("old".into(), Some(3)));
    }
    let sealed = draft.seal().await?;
    assert_eq!(store.get("k").await?, "old");
    drop(sealed);
    assert_eq!(store.get("k").await?, "old");
    Ok(())
}

#[tokio::test]
async fn f05_a_torn_upload_is_no_version() -> Outcome {
    let store = store();
    let whole = store.put_versioned("k", "whole".into()).await?;
    assert!(store.put_versioned_from("k", &mut Torn::after(&[b'x'; 98_304])).await.is_err());
    assert_eq!((store.list_versions("k").await?, store.get("k").await?), (vec![whole], "whole".into()));
    Ok(())
}

#[tokio::test]
async fn f06_no_write_destroys_a_composite_it_does_not_replace() -> Outcome {
    let store = store();
    let composite = compose(&store, "k", &[b"multi", b"part"], Mode::NewVersion).await?;
    assert!(store.put_versioned_from("k", &mut Torn::after(b"half")).await.is_err());
    assert_eq!(store.get("k").await?, "multipart", "after a put that failed");
    store.import_version("k", &VersionId::import("old").expect("a text"), &mut &b"old"[..], false).await?;
    assert_eq!(store.get("k").await?, "multipart", "after an import that is not current");
    store.put_versioned("k", "new".into()).await?;
    assert_eq!(store.get_version("k", &composite.version).await?, "multipart", "as an older version");
    Ok(())
}

#[tokio::test]
async fn f13_a_failed_commit_loses_nothing_and_leaves_nothing() -> Outcome {
    let (store, vfs) = faulty();
    store.put("k", "old".into()).await?;
    vfs.arm(Fault {
        call: 0,
        verb: Some(Verb::Commit),
        when: When::Before,
        span: Span::Once,
        error: || VfsError::Unavailable("commit".into()),
    });
    assert!(store.put("k", "new".into()).await.is_err());
    assert!(vfs.disarm());
    assert_eq!(store.get("k").await?, "old");
    store.sweep(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1 << 33)).await?;
    assert_eq!(payloads(&*vfs).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn f26_a_crash_leaves_the_old_blob_or_the_new() -> Outcome {
    for call in 0.. {
        let (store, vfs) = faulty();
        put(&store, "k", b"old", Mode::NewVersion).await?;
        vfs.arm(Fault {
            call,
            verb: None,
            when: When::After,
            span: Span::Onwards,
            error: || VfsError::Unknown("crash".into()),
        });
        let acknowledged = put(&store, "k", b"new", Mode::NewVersion).await.is_ok();
        let crashed = vfs.disarm();
        let store = restarted(&store);
        let body = current(&store, "k").await?.expect("one of the two");
        assert!(body == "new" || !acknowledged && body == "old", "{body:?} after a crash at call {call}");
        assert_eq!(
            (versions(&store, "").await?.len(), names(&store, "", None).await?.len()),
            (if body == "new" { 2 } else { 1 }, 1)
        );
        if !crashed {
            return Ok(());
        }
    }
    Ok(())
}
