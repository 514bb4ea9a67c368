//! Composites made from keys: consumed, joined, counted, never nested.

use crate::conformance::steps::{bytes, current, head, names, payloads, put, versions};
use crate::conformance::{Outcome, World};
use crate::{BlobStore, Error, Mode, PartPolicy, PartRef};

async fn fill(store: &BlobStore, keys: &[&str]) -> Outcome {
    for key in keys {
        put(store, key, key.as_bytes(), Mode::Replace).await?;
    }
    Ok(())
}

fn parts(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|&key| key.to_owned()).collect()
}

/// The parts' bytes in their order, their sizes added up, one key instead of several (T8 to T11, B14).
pub async fn a_composite_joins_its_parts(world: &World) -> Outcome {
    fill(&world.store().await?, &["hello ", "world"]).await?;
    world.store().await?.put_composite("k", parts(&["hello ", "world"])).await?;
    let store = world.store().await?;
    assert_eq!(store.get("k").await?, "hello world");
    assert_eq!(store.stat("k").await?.map(|info| (info.size, info.part_count)), Some((11, 2)));
    assert!(store.is_composite("k").await?);
    assert_eq!(names(&store, "", None).await?, ["k"], "the parts are no keys any more (F16)");
    Ok(())
}

/// Deleting a composite deletes its parts' bytes (T12).
pub async fn deleting_a_composite_deletes_its_bytes(world: &World) -> Outcome {
    let store = world.store().await?;
    fill(&store, &["a", "b"]).await?;
    store.put_composite("k", parts(&["a", "b"])).await?;
    assert_eq!(payloads(&*store.vfs()).await?.len(), 2);
    store.delete("k").await?;
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

/// A missing part is an error, and nothing is consumed (F16).
pub async fn a_missing_part_consumes_nothing(world: &World) -> Outcome {
    let store = world.store().await?;
    fill(&store, &["a", "k"]).await?;
    let composed = store.put_composite("k", parts(&["a", "missing"])).await;
    assert!(matches!(composed, Err(Error::NotFound(_))), "{composed:?}");
    assert_eq!((store.get("a").await?, store.get("k").await?), ("a".into(), "k".into()));
    Ok(())
}

/// Composing again from parts that are consumed fails, and leaves the composite whole (F15).
pub async fn a_repeated_composition_leaves_the_first(world: &World) -> Outcome {
    let store = world.store().await?;
    fill(&store, &["a", "b"]).await?;
    store.put_composite("k", parts(&["a", "b"])).await?;
    let again = store.put_composite("k", parts(&["a", "b"])).await;
    assert!(matches!(again, Err(Error::NotFound(_))), "{again:?}");
    assert_eq!(store.get("k").await?, "ab");
    Ok(())
}

/// A part that is written anew after the composition is another blob (F16).
pub async fn a_part_written_anew_is_another(world: &World) -> Outcome {
    let store = world.store().await?;
    fill(&store, &["a", "b"]).await?;
    store.put_composite("k", parts(&["a", "b"])).await?;
    put(&store, "a", b"changed", Mode::Replace).await?;
    assert_eq!((store.get("k").await?, store.get("a").await?), ("ab".into(), "changed".into()));
    store.delete("a").await?;
    assert_eq!(store.get("k").await?, "ab");
    Ok(())
}

/// A composite as a part is its bytes, not a nesting: deleting the outer leaves nothing (F17).
pub async fn composites_do_not_nest(world: &World) -> Outcome {
    let store = world.store().await?;
    fill(&store, &["a", "b", "c"]).await?;
    store.put_composite("inner", parts(&["a", "b"])).await?;
    store.put_composite("outer", parts(&["inner", "c"])).await?;
    assert_eq!(store.get("outer").await?, "abc");
    store.delete("outer").await?;
    assert_eq!((names(&store, "", None).await?.len(), payloads(&*store.vfs()).await?), (0, vec![]));
    Ok(())
}

/// A key may be composed of itself: it becomes a composite of its old bytes (F18).
pub async fn a_key_composed_of_itself_ends(world: &World) -> Outcome {
    let store = world.store().await?;
    fill(&store, &["k"]).await?;
    store.put_composite("k", parts(&["k"])).await?;
    assert_eq!((store.get("k").await?, payloads(&*store.vfs()).await?.len()), ("k".into(), 1));
    store.put_composite("k", parts(&["k"])).await?;
    assert_eq!(store.get("k").await?, "k");
    store.delete("k").await?;
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

/// A part named twice is there twice.
pub async fn a_part_can_be_named_twice(world: &World) -> Outcome {
    let store = world.store().await?;
    fill(&store, &["a", "b"]).await?;
    store.put_composite("k", parts(&["a", "b", "a"])).await?;
    assert_eq!((store.get("k").await?, payloads(&*store.vfs()).await?.len()), ("aba".into(), 2));
    store.delete("k").await?;
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

/// Composing nothing is an empty blob of no parts.
pub async fn a_composite_of_nothing_is_empty(world: &World) -> Outcome {
    let store = world.store().await?;
    store.put_composite("k", vec![]).await?;
    let blob = head(&store, "k").await?.expect("composed");
    assert_eq!((blob.size, blob.part_count, bytes(&store, &blob).await?.len()), (0, 0, 0));
    Ok(())
}

/// A composite is read in ranges that cross its parts, and streamed part by part (F27).
pub async fn a_composite_streams_part_by_part(world: &World) -> Outcome {
    let store = world.store().await?;
    for key in ["a", "b", "c"] {
        put(&store, key, &vec![key.as_bytes()[0]; 2 << 20], Mode::Replace).await?;
    }
    store.put_composite("k", parts(&["a", "b", "c"])).await?;
    let blob = head(&store, "k").await?.expect("composed");
    let mut stream = store.open(&blob, 1..blob.size).await?.into_stream();
    let first = futures_util::TryStreamExt::try_next(&mut stream).await?.expect("a first chunk");
    assert!(first.len() <= 2 << 20, "a chunk of {} bytes holds more than a part", first.len());
    Ok(())
}

/// Versions under the key that is composed follow the rule of `put`: it replaces what was there.
pub async fn a_composite_replaces_what_was_there(world: &World) -> Outcome {
    let store = world.store().await?;
    fill(&store, &["k", "a"]).await?;
    store.put_composite("k", parts(&["a"])).await?;
    assert_eq!((current(&store, "k").await?, versions(&store, "").await?.len()), (Some("a".into()), 1));
    assert_eq!(payloads(&*store.vfs()).await?.len(), 1);
    Ok(())
}

/// Shared parts stay keys: the composite and they live and die apart (F14).
pub async fn shared_parts_stay(world: &World) -> Outcome {
    let store = world.store().await?;
    fill(&store, &["part"]).await?;
    let shared = [PartRef { key: "part".into(), range: None }, PartRef { key: "part".into(), range: Some(1..3) }];
    for key in ["c1", "c2"] {
        store.compose(key, &shared, PartPolicy::Share, Mode::NewVersion).await?;
    }
    assert_eq!((store.get("c1").await?, payloads(&*store.vfs()).await?.len()), ("partar".into(), 1));
    store.delete("c1").await?;
    store.delete("part").await?;
    assert_eq!(store.get("c2").await?, "partar");
    store.delete("c2").await?;
    assert_eq!(payloads(&*store.vfs()).await?, []);
    Ok(())
}

/// A composite can be one version among others (F7).
pub async fn a_composite_adds_a_version(world: &World) -> Outcome {
    let store = world.store().await?;
    fill(&store, &["a", "k"]).await?;
    store.compose("k", &[PartRef { key: "a".into(), range: None }], PartPolicy::Share, Mode::NewVersion).await?;
    assert_eq!(
        (store.get("k").await?, versions(&store, "k").await?.len(), store.get("a").await?),
        ("a".into(), 2, "a".into())
    );
    Ok(())
}
