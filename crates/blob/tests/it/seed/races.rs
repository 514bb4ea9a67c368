//! F23, F24, F25: writers and readers at once. The race tests hold more of them; these have the scenarios as they were found.

use sandpail_blob::conformance::steps::{always, current, payloads, put, seal, version};
use sandpail_blob::conformance::{Outcome, Pauses};
use sandpail_blob::{Error, Mode, Removal};

use super::{faulty, store};
use crate::choices::{Choices, Task, interleave, now};

#[tokio::test]
async fn f23_a_slow_put_and_a_fast_put_leave_one_payload() -> Outcome {
    let store = store();
    let slow = seal(&store, b"slow").await?;
    put(&store, "k", b"fast", Mode::Replace).await?;
    store.publish("k", slow, version(Mode::Replace, b"slow"), always).await?;
    assert_eq!((current(&store, "k").await?, payloads(&*store.vfs()).await?.len()), (Some("slow".into()), 1));
    Ok(())
}

#[test]
fn f24_a_delete_during_an_overwrite_finds_something_to_delete() {
    let ways = Choices::all(|choices| {
        let (store, vfs) = faulty();
        now(store.put("k", "old".into())).expect("no fault");
        vfs.pause(Pauses::Before);
        let put: Task<'_, Result<(), Error>> = Box::pin(async { store.put("k", "new".into()).await.map(drop) });
        let delete: Task<'_, Result<(), Error>> = Box::pin(store.delete("k"));
        let outcomes = interleave(vec![put, delete], usize::MAX, choices);
        vfs.pause(Pauses::Never);
        assert!(
            outcomes.iter().all(Result::is_ok),
            "the key existed all the time: {outcomes:?} by {:?}",
            choices.way()
        );
        let left = usize::from(now(store.exists("k")).expect("no fault"));
        assert_eq!(now(payloads(&*vfs)).expect("no fault").len(), left);
    });
    assert!(ways > 10, "{ways} interleavings");
}

#[test]
fn f25_a_get_while_the_key_is_overwritten_finds_it() {
    for (mode, erase) in
        [(Mode::Replace, false), (Mode::NewVersion, false), (Mode::ReplaceNull, false), (Mode::Replace, true)]
    {
        Choices::all(|choices| {
            let (store, vfs) = faulty();
            now(put(&store, "k", b"old", mode)).expect("no fault");
            vfs.pause(Pauses::Before);
            let write: Task<'_, Option<String>> = Box::pin(async {
                if erase {
                    store.remove("k", Removal::Erase, None, always).await.expect("no fault");
                }
                put(&store, "k", b"new", mode).await.expect("no fault");
                None
            });
            let read: Task<'_, Option<String>> = Box::pin(async {
                match store.get("k").await {
                    Ok(body) => Some(String::from_utf8_lossy(&body).into_owned()),
                    Err(Error::NotFound(_)) if erase => Some("nothing".into()),
                    Err(error) => panic!("{error:?}"),
                }
            });
            let seen = interleave(vec![write, read], usize::MAX, choices).pop().flatten().expect("the reader has read");
            assert!(["old", "new", "nothing"].contains(&seen.as_str()), "{seen:?} by {:?}", choices.way());
        });
    }
}
