//! Listing versions: every key's versions newest first, in pages that resume inside a key.

use crate::conformance::steps::{always, compose, meta, put, versions};
use crate::conformance::{Outcome, World};
use crate::{BlobStore, Kind, Listed, Mode, Removal, VersionId, VersionQuery};

/// Three keys with histories of all kinds; `b/…` groups under a delimiter.
async fn fill(world: &World) -> Outcome {
    put(&world.store().await?, "a", b"null", Mode::Replace).await?;
    put(&world.store().await?, "a", b"2", Mode::NewVersion).await?;
    put(&world.store().await?, "a", b"3", Mode::NewVersion).await?;
    compose(&world.store().await?, "b/1", &[b"1", b"2"], Mode::NewVersion).await?;
    world.store().await?.remove("b/1", Removal::Marker(meta("gone")), None, always).await?;
    world.store().await?.remove("b/2", Removal::Marker(meta("gone")), None, always).await?;
    put(&world.store().await?, "c", b"1", Mode::NewVersion).await?;
    put(&world.store().await?, "c", b"null", Mode::ReplaceNull).await?;
    Ok(())
}

type Place = (String, Option<VersionId>);

fn place(entry: &Listed) -> Place {
    match entry {
        Listed::Key(info) => (info.key.clone(), Some(info.version.clone())),
        Listed::Prefix(prefix) => (prefix.clone(), None),
    }
}

async fn page(
    store: &BlobStore,
    delimiter: Option<&str>,
    after: Option<&Place>,
    limit: usize,
) -> Outcome<(Vec<Place>, Option<Place>)> {
    let after = after.map(|(key, version)| (key.as_str(), version.as_ref()));
    let page = store.list_versions_page(&VersionQuery { prefix: "", delimiter, after, limit }).await?;
    Ok((page.entries.iter().map(place).collect(), page.next))
}

/// Keys in byte order, versions newest first, markers among them, one latest per key.
pub async fn versions_are_newest_first(world: &World) -> Outcome {
    fill(world).await?;
    let listed = versions(&world.store().await?, "").await?;
    let told: Vec<_> = listed
        .iter()
        .map(|info| {
            (info.key.as_str(), info.is_latest, info.version.is_null(), matches!(info.kind, Kind::DeleteMarker))
        })
        .collect();
    let expected = [
        ("a", true, false, false),
        ("a", false, false, false),
        ("a", false, true, false),
        ("b/1", true, false, true),
        ("b/1", false, false, false),
        ("b/2", true, false, true),
        ("c", true, true, false),
        ("c", false, false, false),
    ];
    assert_eq!(told, expected);
    Ok(())
}

/// Pages of any length add up to the whole, with and without a delimiter, whether they cut between keys or within one (S19).
pub async fn pages_add_up(world: &World) -> Outcome {
    fill(world).await?;
    let store = world.store().await?;
    for delimiter in [None, Some("/")] {
        let (whole, _) = page(&store, delimiter, None, 99).await?;
        for limit in 1..=whole.len() + 1 {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let (entries, next) = page(&store, delimiter, after.as_ref(), limit).await?;
                assert!(
                    entries.len() <= limit && (next.is_none() || entries.last() == next.as_ref()),
                    "next {next:?} of {entries:?}"
                );
                seen.extend(entries);
                after = next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(seen, whole, "delimiter {delimiter:?}, pages of {limit}");
        }
    }
    Ok(())
}

/// A key alone as the marker resumes after all of its versions; with a version, after that one.
pub async fn a_key_marker_skips_the_whole_key(world: &World) -> Outcome {
    fill(world).await?;
    let store = world.store().await?;
    let (whole, _) = page(&store, None, None, 99).await?;
    let (rest, _) = page(&store, None, Some(&("a".into(), None)), 99).await?;
    assert_eq!(rest, whole[3..]);
    for (at, marker) in whole.iter().enumerate() {
        let (rest, next) = page(&store, None, Some(marker), 99).await?;
        assert_eq!((rest.as_slice(), next), (&whole[at + 1..], None), "after {marker:?}");
    }
    Ok(())
}

/// A marker that names no existing key starts behind where it would stand.
pub async fn a_key_marker_need_not_exist(world: &World) -> Outcome {
    fill(world).await?;
    let store = world.store().await?;
    let (whole, _) = page(&store, None, None, 99).await?;
    for (marker, rest) in [("", 0), ("Z", 0), ("aa", 3), ("b/11", 5), ("zzz", 8)] {
        assert_eq!(page(&store, None, Some(&(marker.into(), None)), 99).await?.0, whole[rest..], "after {marker:?}");
    }
    Ok(())
}

/// A page resumes after a version that was removed meanwhile.
pub async fn a_removed_marker_keeps_its_place(world: &World) -> Outcome {
    fill(world).await?;
    let (whole, _) = page(&world.store().await?, None, None, 99).await?;
    for at in [1, 0] {
        let (key, version) = whole[at].clone();
        let version = version.expect("a key's entry has a version");
        world.store().await?.remove_version(&key, &version, None, always).await?;
        let (rest, _) = page(&world.store().await?, None, Some(&(key, Some(version))), 99).await?;
        assert_eq!(rest, whole[2..]);
    }
    Ok(())
}

/// A prefix is a prefix of keys: the versions of `ab` are none of `a` (F1).
pub async fn versions_of_a_key_are_its_own(world: &World) -> Outcome {
    for key in ["a", "a/b", "ab", "a/b/c"] {
        put(&world.store().await?, key, key.as_bytes(), Mode::NewVersion).await?;
    }
    let store = world.store().await?;
    for (key, under) in [("a", 4), ("a/", 2), ("ab", 1), ("a/b/", 1)] {
        assert_eq!(versions(&store, key).await?.len(), under, "prefix {key:?}");
    }
    for key in ["a", "a/b", "ab", "a/b/c"] {
        assert_eq!(store.list_versions(key).await?.len(), 1, "key {key:?}");
    }
    Ok(())
}

/// A common prefix is told once, however many keys and versions stand under it, and `next` may be it.
pub async fn a_delimiter_groups_versions(world: &World) -> Outcome {
    fill(world).await?;
    let store = world.store().await?;
    let (entries, next) = page(&store, Some("/"), None, 4).await?;
    assert_eq!(entries.last(), Some(&("b/".into(), None)));
    assert_eq!(next, Some(("b/".into(), None)));
    let (rest, next) = page(&store, Some("/"), next.as_ref(), 9).await?;
    assert_eq!((rest.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), next), (vec!["c", "c"], None));
    Ok(())
}
