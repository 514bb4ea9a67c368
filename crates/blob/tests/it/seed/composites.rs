//! F7, F14 to F18, F27: a composite is a version that owns its parts.

use futures_util::StreamExt as _;

use sandpail_blob::conformance::Outcome;
use sandpail_blob::conformance::Verb;
use sandpail_blob::conformance::steps::{compose, digest, head, names, payloads, put, put_part};
use sandpail_blob::{Error, Json, Mode, NewPart};

use super::{faulty, store};

fn parts(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|&key| key.to_owned()).collect()
}

#[tokio::test]
async fn f07_a_composite_is_a_version_like_any_other() -> Outcome {
    let store = store();
    let first = store.put_versioned("k", "v1".into()).await?;
    let second = store.put_versioned("k", "v2".into()).await?;
    let composite = compose(&store, "k", &[b"multi", b"part"], Mode::NewVersion).await?.version;
    assert_eq!(store.list_versions("k").await?, [first, second.clone(), composite.clone()]);
    assert_eq!(store.latest_version_id("k").await?, Some(composite.clone()));
    assert_eq!(
        (store.get_version("k", &second).await?, store.get_version("k", &composite).await?),
        ("v2".into(), "multipart".into())
    );
    Ok(())
}

#[tokio::test]
async fn f14_deleting_one_user_of_a_part_leaves_the_other_whole() -> Outcome {
    let store = store();
    let source = put(&store, "p", b"shared part", Mode::Replace).await?;
    for key in ["c1", "c2"] {
        let id = store.create_upload(key, Json::default(), None).await?.id;
        store.copy_part(key, &id, 1, &source, 0..11, NewPart { etag: digest(b"shared part"), checksum: None }).await?;
        sandpail_blob::conformance::steps::complete(&store, key, &id, &[1], Mode::Replace, b"shared part").await?;
    }
    store.delete("c1").await?;
    store.delete("p").await?;
    assert_eq!(
        (store.get("c2").await?, store.stat("c2").await?.map(|info| info.size)),
        ("shared part".into(), Some(11))
    );
    store.delete("c2").await?;
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

#[tokio::test]
async fn f15_a_repeated_completion_destroys_nothing() -> Outcome {
    let store = store();
    store.put("p1", "1".into()).await?;
    store.put("p2", "2".into()).await?;
    store.put_composite("k", parts(&["p1", "p2"])).await?;
    assert!(matches!(store.put_composite("k", parts(&["p1", "p2"])).await, Err(Error::NotFound(_))));
    assert_eq!(store.get("k").await?, "12");
    let id = store.create_upload("l", Json::default(), None).await?.id;
    put_part(&store, "l", &id, 1, b"part").await?;
    sandpail_blob::conformance::steps::complete(&store, "l", &id, &[1], Mode::Replace, b"part").await?;
    let again = sandpail_blob::conformance::steps::complete(&store, "l", &id, &[1], Mode::Replace, b"part").await;
    assert!(matches!(again, Err(Error::NoSuchUpload)), "{again:?}");
    let made = head(&store, "l").await?.expect("completed");
    assert_eq!((store.get("l").await?, made.upload), ("part".into(), Some(id)), "a retry can recognise its own result");
    Ok(())
}

#[tokio::test]
async fn f16_parts_are_immutable_invisible_and_there() -> Outcome {
    let store = store();
    store.put("p", "part".into()).await?;
    store.put_composite("k", parts(&["p"])).await?;
    store.put("p", "changed".into()).await?;
    assert_eq!(store.get("k").await?, "part");
    assert!(matches!(store.put_composite("l", parts(&["p", "missing"])).await, Err(Error::NotFound(_))));
    let id = store.create_upload("u", Json::default(), None).await?.id;
    put_part(&store, "u", &id, 1, b"x").await?;
    assert_eq!(names(&store, "", None).await?, ["k", "p"]);
    Ok(())
}

#[tokio::test]
async fn f17_a_composite_of_composites_leaves_nothing() -> Outcome {
    let store = store();
    for key in ["a", "b", "c"] {
        store.put(key, key.into()).await?;
    }
    store.put_composite("inner", parts(&["a", "b"])).await?;
    store.put_composite("outer", parts(&["inner", "c"])).await?;
    assert_eq!(store.get("outer").await?, "abc");
    store.delete("outer").await?;
    assert_eq!((names(&store, "", None).await?.len(), payloads(&*store.vfs()).await?), (0, vec![]));
    Ok(())
}

#[tokio::test]
async fn f18_a_key_composed_of_itself_can_be_read() -> Outcome {
    let store = store();
    store.put("k", "body".into()).await?;
    store.put_composite("k", parts(&["k"])).await?;
    store.put_composite("k", parts(&["k", "k"])).await.ok();
    let body = store.get("k").await?;
    assert!(body == "body" || body == "bodybody", "{body:?}");
    Ok(())
}

#[tokio::test]
async fn f27_a_composite_is_streamed_part_by_part() -> Outcome {
    let (store, vfs) = faulty();
    let part = vec![b'p'; 1 << 20];
    let blob = compose(&store, "k", &[&part, &part, &part, &part], Mode::Replace).await?;
    vfs.disarm();
    let mut stream = store.open(&blob, 0..blob.size).await?.into_stream();
    let fetched = || vfs.calls().into_iter().filter(|verb| *verb == Verb::Fetch).count();
    let mut seen = 0;
    while let Some(chunk) = stream.next().await {
        seen += chunk?.len();
        assert!(fetched() <= seen.div_ceil(part.len()), "{} parts are fetched after {seen} bytes", fetched());
    }
    assert_eq!((seen, fetched()), (4 << 20, 4));
    Ok(())
}
