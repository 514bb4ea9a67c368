//! Real threads, bounded rounds: what interleavings over one thread cannot show of locks and atomics.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sandpail_blob::conformance::steps::{
    absent, always, collect, complete, current, digest, head, meta, names, payloads, put, put_part, seal, version,
    versions,
};
use sandpail_blob::conformance::{Outcome, TestSource, dump};
use sandpail_blob::{
    BlobInfo, BlobStore, Condition, ConfigChange, Error, Json, Kind, Mode, NewVersion, Removal, Selector,
};
use tokio::task::JoinSet;

fn store() -> BlobStore {
    BlobStore::mem(Arc::new(TestSource::default()), "threads")
}

/// Runs `count` tasks on the runtime's threads; answers what they answered.
async fn together<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    count: usize,
    task: impl Fn(usize) -> F,
) -> Vec<T> {
    let mut tasks = JoinSet::new();
    for number in 0..count {
        tasks.spawn(task(number));
    }
    tasks.join_all().await
}

/// The current body, found and read in one; `None` where there is none. Any other error, and a body that is not whole, is a failure.
async fn glimpse(store: &BlobStore, key: &str) -> Option<String> {
    let all = |found: Option<&BlobInfo>| match found {
        Some(info) if !matches!(info.kind, Kind::DeleteMarker) => Ok(((), 0..info.size)),
        _ => Err(Error::NotFound(String::new())),
    };
    match store.read(key, &Selector::Current, all).await {
        Ok(((), info, reader)) => {
            let body = collect(reader).await.expect("an open blob is read to its end");
            assert_eq!(digest(&body), info.etag, "a torn body");
            Some(String::from_utf8_lossy(&body).into_owned())
        }
        Err(Error::NotFound(_)) => None,
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_conditional_writers_one_wins() -> Outcome {
    let store = store();
    for round in 0..20 {
        let key = format!("{round}");
        let outcomes = together(64, |number| {
            let (store, key) = (store.clone(), key.clone());
            async move {
                let body = format!("writer {number}");
                let sealed = seal(&store, body.as_bytes()).await?;
                store.publish(&key, sealed, version(Mode::NewVersion, body.as_bytes()), absent).await
            }
        })
        .await;
        let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert!(lost.iter().all(|loss| matches!(loss, Err(Error::Precondition { .. }))), "{lost:?}");
        let winners: Vec<_> = won.into_iter().flatten().map(|info| info.etag).collect();
        assert_eq!(
            (winners, versions(&store, &key).await?.len()),
            (vec![digest(&current(&store, &key).await?.expect("one wrote"))], 1)
        );
    }
    assert_eq!(payloads(&*store.vfs()).await?.len(), 20, "the losers' bytes are gone");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_conditional_update_is_lost() -> Outcome {
    let store = store();
    put(&store, "count", b"0", Mode::Replace).await?;
    let outcomes = together(8, |_| {
        let store = store.clone();
        async move {
            for _ in 0..50 {
                increment(&store).await?;
            }
            Outcome::Ok(())
        }
    })
    .await;
    outcomes.into_iter().collect::<Outcome<Vec<()>>>()?;
    assert_eq!(current(&store, "count").await?, Some("400".into()));
    Ok(())
}

/// Adds one to the number stored, on the condition that nobody else did since.
async fn increment(store: &BlobStore) -> Outcome {
    loop {
        let found = head(store, "count").await?.expect("the count is never deleted");
        let Ok(body) = sandpail_blob::conformance::steps::bytes(store, &found).await else { continue };
        let next = (String::from_utf8_lossy(&body).parse::<u32>()? + 1).to_string();
        // Sizes and digests can repeat; the sequence cannot.
        let unchanged = |current: Option<&BlobInfo>| match current {
            Some(info) if info.seq == found.seq => Ok(()),
            _ => Condition::Absent.check(current),
        };
        match store
            .publish("count", seal(store, next.as_bytes()).await?, version(Mode::Replace, next.as_bytes()), unchanged)
            .await
        {
            Err(Error::Precondition { .. }) => {}
            outcome => return outcome.map(drop).map_err(Into::into),
        }
    }
}

/// Readers while a key is overwritten `rounds` times: there is always a body, whole, and never one that is older than one seen before.
async fn no_gap(mode: Mode, rounds: usize) -> Outcome {
    let store = store();
    put(&store, "k", b"0", mode).await?;
    let done = Arc::new(AtomicBool::new(false));
    let mut readers = JoinSet::new();
    for _ in 0..4 {
        let (store, done) = (store.clone(), Arc::clone(&done));
        readers.spawn(async move {
            let (mut reads, mut last) = (0, 0);
            while !done.load(Ordering::Relaxed) || reads == 0 {
                let seen = glimpse(&store, "k").await.expect("the key always exists");
                let seen: usize = seen.parse().expect("a number was written");
                assert!(seen >= last, "{seen} was read after {last}");
                assert_eq!(names(&store, "", None).await.expect("a listing"), ["k"]);
                (reads, last) = (reads + 1, seen);
            }
        });
    }
    for round in 1..=rounds {
        put(&store, "k", round.to_string().as_bytes(), mode).await?;
    }
    done.store(true, Ordering::Relaxed);
    readers.join_all().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_see_no_gap_while_a_key_is_replaced() -> Outcome {
    no_gap(Mode::Replace, 20_000).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_see_no_gap_while_versions_are_added() -> Outcome {
    no_gap(Mode::NewVersion, 5_000).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_see_no_gap_while_the_null_version_is_replaced() -> Outcome {
    no_gap(Mode::ReplaceNull, 20_000).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn puts_and_deletes_leave_one_or_none() -> Outcome {
    let store = store();
    together(8, |number| {
        let store = store.clone();
        async move {
            for round in 0..500 {
                match number % 4 {
                    0 | 1 => drop(
                        put(&store, "k", format!("{number} {round}").as_bytes(), Mode::Replace).await.expect("a put"),
                    ),
                    2 => drop(store.remove("k", Removal::Erase, None, always).await.expect("a removal")),
                    _ => drop(glimpse(&store, "k").await),
                }
            }
        }
    })
    .await;
    let left = versions(&store, "").await?.len();
    assert!(left <= 1 && payloads(&*store.vfs()).await?.len() == left, "{}", dump(&store).await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn shared_bytes_survive_copies_and_deletes() -> Outcome {
    let store = store();
    put(&store, "0", b"shared", Mode::Replace).await?;
    together(8, |number| {
        let store = store.clone();
        async move {
            for round in 0..300 {
                let (from, to) = (format!("{}", (number + round) % 5), format!("{}", (number * 3 + round) % 5));
                if (number + round) % 3 == 0 && from != "0" {
                    drop(store.remove(&from, Removal::Erase, None, always).await.expect("a removal"));
                } else if let Some(source) = head(&store, &from).await.expect("a lookup") {
                    match store.copy(&source, &to, version(Mode::Replace, b"shared"), always).await {
                        Ok(_) | Err(Error::Superseded) => {}
                        Err(error) => panic!("{error:?}"),
                    }
                }
                assert!(glimpse(&store, &to).await.is_none_or(|body| body == "shared"));
            }
        }
    })
    .await;
    dump(&store).await?;
    assert_eq!((current(&store, "0").await?, payloads(&*store.vfs()).await?.len()), (Some("shared".into()), 1));
    for key in names(&store, "", None).await? {
        store.remove(&key, Removal::Erase, None, always).await?;
    }
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_completion_among_part_uploads_is_one_of_their_states() -> Outcome {
    for round in 0..100 {
        let store = store();
        let id = store.create_upload("k", Json::default(), None).await?.id;
        put_part(&store, "k", &id, 1, b"part 0").await?;
        let outcomes = together(6, |number| {
            let (store, id) = (store.clone(), id.clone());
            async move {
                if number == round % 6 {
                    return complete_seen(&store, &id).await;
                }
                match put_part(&store, "k", &id, 1, format!("part {number}").as_bytes()).await {
                    Ok(_) | Err(Error::NoSuchUpload) => Ok(None),
                    Err(error) => Err(error),
                }
            }
        })
        .await;
        let made: Vec<_> = outcomes.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        let body = current(&store, "k").await?.expect("completed");
        assert_eq!(made, [digest(&body)], "the plan saw the part that is stored");
        assert_eq!(payloads(&*store.vfs()).await?.len(), 1);
        assert!(matches!(complete(&store, "k", &id, &[1], Mode::Replace, &body).await, Err(Error::NoSuchUpload)));
    }
    Ok(())
}

/// Completes from part 1 as the plan sees it; answers its ETag.
async fn complete_seen(store: &BlobStore, id: &sandpail_blob::UploadId) -> Result<Option<String>, Error> {
    let plan = |_: &sandpail_blob::Upload, parts: &[sandpail_blob::PartInfo], _: Option<&BlobInfo>| {
        Ok::<_, Error>(NewVersion::new(Mode::Replace, parts[0].etag.clone()))
    };
    store.complete_upload("k", id, &[1], plan).await.map(|made| Some(made.etag))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_write_slips_into_a_deleted_bucket() -> Outcome {
    let root = store();
    let (mut written, mut deleted) = (0, 0);
    for round in 0..200 {
        let bucket = root.child(&round.to_string());
        let create = ConfigChange::Create { store: &root, name: "bucket", value: meta("config") };
        let guard = root.change_bucket_configs(&[create]).await?.remove(0);
        let outcomes = together(4, |number| {
            let (root, bucket, guard) = (root.clone(), bucket.clone(), guard.clone());
            async move {
                if number == round % 4 {
                    let delete = ConfigChange::Delete { guard: &guard, empty: Some(&bucket) };
                    return root.change_bucket_configs(&[delete]).await.map(drop);
                }
                let new = NewVersion { guard: Some(guard), ..version(Mode::Replace, b"x") };
                bucket.publish(&number.to_string(), seal(&bucket, b"x").await?, new, always).await.map(drop)
            }
        })
        .await;
        assert!(
            outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(Error::GuardFailed | Error::NotEmpty))),
            "{outcomes:?}"
        );
        let left = names(&bucket, "", None).await?;
        match root.bucket_config("bucket").await? {
            None => {
                assert_eq!(left, [""; 0], "keys in a bucket that is not there");
                deleted += 1;
            }
            Some((_, guard)) => {
                assert_eq!(left.len(), 3, "a bucket that stayed took every write");
                written += 1;
                bucket.delete_by_prefix("").await?;
                root.change_bucket_configs(&[ConfigChange::Delete { guard: &guard, empty: Some(&bucket) }]).await?;
            }
        }
    }
    assert_eq!((written + deleted, payloads(&*root.vfs()).await?), (200, vec![]));
    Ok(())
}
