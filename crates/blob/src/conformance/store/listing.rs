//! Listing: pages of current keys, grouped by a delimiter, that neither lose nor repeat anything.

use crate::conformance::steps::{always, compose, meta, name, names, put};
use crate::conformance::{Outcome, World};
use crate::{BlobStore, Kind, ListQuery, Listed, Mode, Removal};

async fn fill(world: &World, keys: &[&str]) -> Outcome {
    for key in keys {
        put(&world.store().await?, key, key.as_bytes(), Mode::Replace).await?;
    }
    Ok(())
}

/// The whole listing, gathered from pages of `limit`.
async fn paged(store: &BlobStore, prefix: &str, delimiter: Option<&str>, limit: usize) -> Outcome<Vec<String>> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = store.list_page(&ListQuery { prefix, delimiter, after: after.as_deref(), limit }).await?;
        let entries: Vec<_> = page.entries.into_iter().map(name).collect();
        assert!(entries.len() <= limit, "a page of {} over the limit {limit}", entries.len());
        if page.next.is_some() {
            assert_eq!(
                (entries.len(), entries.last()),
                (limit, page.next.as_ref()),
                "a cut page is full, and next is its last entry"
            );
        }
        seen.extend(entries);
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(seen),
        }
    }
}

/// Pages of any length, with any delimiter, add up to the whole listing (S9).
pub async fn pages_add_up(world: &World) -> Outcome {
    fill(world, &["a/1", "a/2", "b", "c/1", "c/d/1", "c/d/2", "d", "e/1", "f", "f/", "f//", "f//g"]).await?;
    let store = world.store().await?;
    for prefix in ["", "a", "a/", "c/", "f", "f/", "f//", "x"] {
        for delimiter in [None, Some("/"), Some("//"), Some("d"), Some("1")] {
            let whole = names(&store, prefix, delimiter).await?;
            for limit in 1..=whole.len() + 1 {
                assert_eq!(
                    paged(&store, prefix, delimiter, limit).await?,
                    whole,
                    "prefix {prefix:?}, delimiter {delimiter:?}, pages of {limit}"
                );
            }
        }
    }
    Ok(())
}

/// Keys beyond the first delimiter after the prefix are told as one common prefix, in order among the keys.
pub async fn a_delimiter_groups(world: &World) -> Outcome {
    fill(world, &["a", "b/1", "b/2", "b/c/3", "b0", "photos/2024/x", "photos/y"]).await?;
    let store = world.store().await?;
    let check = async |prefix: &str, delimiter: &str, expected: &[&str]| -> Outcome {
        assert_eq!(
            names(&store, prefix, Some(delimiter)).await?,
            expected,
            "prefix {prefix:?}, delimiter {delimiter:?}"
        );
        Ok(())
    };
    check("", "/", &["a", "b/", "b0", "photos/"]).await?;
    check("b", "/", &["b/", "b0"]).await?;
    check("b/", "/", &["b/1", "b/2", "b/c/"]).await?;
    check("photos/2", "/", &["photos/2024/"]).await?;
    check("", "b/", &["a", "b/", "b0", "photos/2024/x", "photos/y"]).await?;
    check("", "o", &["a", "b/1", "b/2", "b/c/3", "b0", "pho"]).await?;
    check("", "zz", &["a", "b/1", "b/2", "b/c/3", "b0", "photos/2024/x", "photos/y"]).await?;
    check("none", "/", &[]).await
}

/// `after` is any string: what follows it is listed, existing or not.
pub async fn after_starts_behind_any_string(world: &World) -> Outcome {
    fill(world, &["a", "b", "b/1", "b/2", "c"]).await?;
    let store = world.store().await?;
    let check = async |after: &str, delimiter: Option<&str>, expected: &[&str]| -> Outcome {
        let page = store.list_page(&ListQuery { prefix: "", delimiter, after: Some(after), limit: 9 }).await?;
        let entries: Vec<_> = page.entries.into_iter().map(name).collect();
        assert_eq!(
            (entries.as_slice(), page.next),
            (expected.iter().map(|&key| key.to_owned()).collect::<Vec<_>>().as_slice(), None),
            "after {after:?}"
        );
        Ok(())
    };
    check("", None, &["a", "b", "b/1", "b/2", "c"]).await?;
    check("a", None, &["b", "b/1", "b/2", "c"]).await?;
    check("b", None, &["b/1", "b/2", "c"]).await?;
    check("b/11", None, &["b/2", "c"]).await?;
    check("c", None, &[]).await?;
    check("b", Some("/"), &["b/", "c"]).await?;
    check("b/", Some("/"), &["c"]).await?;
    check("b/1", Some("/"), &["b/", "c"]).await?;
    check("b/2", Some("/"), &["c"]).await
}

/// An `after` before or beyond the prefix means all or nothing of it.
pub async fn after_may_lie_outside_the_prefix(world: &World) -> Outcome {
    fill(world, &["a/1", "b/1", "b/2", "c/1"]).await?;
    let store = world.store().await?;
    for (after, expected) in [
        ("a", vec!["b/1", "b/2"]),
        ("a/zzz", vec!["b/1", "b/2"]),
        ("b", vec!["b/1", "b/2"]),
        ("b/1", vec!["b/2"]),
        ("c", vec![]),
    ] {
        let page = store.list_page(&ListQuery { prefix: "b/", delimiter: None, after: Some(after), limit: 9 }).await?;
        assert_eq!(page.entries.into_iter().map(name).collect::<Vec<_>>(), expected, "after {after:?}");
    }
    Ok(())
}

/// `next` is told exactly when more follows: not after a last page that is just full, nor when only a told prefix goes on.
pub async fn next_is_told_only_when_more_follows(world: &World) -> Outcome {
    fill(world, &["a", "b/1", "b/2", "b/3"]).await?;
    let store = world.store().await?;
    for (delimiter, limit, next) in
        [(None, 4, None), (None, 3, Some("b/2")), (Some("/"), 2, None), (Some("/"), 1, Some("a"))]
    {
        let page = store.list_page(&ListQuery { prefix: "", delimiter, after: None, limit }).await?;
        assert_eq!(page.next.as_deref(), next, "delimiter {delimiter:?}, limit {limit}");
    }
    Ok(())
}

/// An entry is the whole version: size, ETag, kind and metadata as a lookup tells them.
pub async fn an_entry_is_the_version(world: &World) -> Outcome {
    put(&world.store().await?, "blob", b"12345", Mode::NewVersion).await?;
    compose(&world.store().await?, "composite", &[b"123", b"4567"], Mode::Replace).await?;
    let store = world.store().await?;
    let page = store.list_page(&ListQuery { prefix: "", delimiter: None, after: None, limit: 9 }).await?;
    assert_eq!(page.entries.len(), 2);
    for entry in page.entries {
        let Listed::Key(listed) = entry else { panic!("no delimiter, no prefix") };
        let found = crate::conformance::steps::head(&store, &listed.key).await?.expect("listed");
        let told = |info: &crate::BlobInfo| {
            (info.version.clone(), info.size, info.etag.clone(), info.modified, info.part_count, info.is_latest)
        };
        assert_eq!(told(&listed), told(&found));
        assert_eq!(matches!(listed.kind, Kind::Composite), listed.key == "composite");
    }
    Ok(())
}

/// Hidden keys are not listed, form no prefix, and do not cut a page.
pub async fn hidden_keys_leave_no_trace(world: &World) -> Outcome {
    for key in ["a", "b/1", "b/2", "c"] {
        put(&world.store().await?, key, b"x", Mode::NewVersion).await?;
    }
    for key in ["b/1", "b/2", "never/was", "c"] {
        world.store().await?.remove(key, Removal::Marker(meta("gone")), None, always).await?;
    }
    let store = world.store().await?;
    assert_eq!(names(&store, "", Some("/")).await?, ["a"]);
    let page = store.list_page(&ListQuery { prefix: "", delimiter: None, after: None, limit: 1 }).await?;
    assert_eq!(page.next, None, "nothing visible follows");
    Ok(())
}

/// A prefix that ends in the highest character has an end as well.
pub async fn the_highest_characters_have_successors(world: &World) -> Outcome {
    fill(world, &["\u{10FFFF}", "\u{10FFFF}\u{10FFFF}", "\u{10FFFF}/a", "\u{10FFFF}/b", "z"]).await?;
    let store = world.store().await?;
    assert_eq!(names(&store, "\u{10FFFF}", Some("/")).await?, ["\u{10FFFF}", "\u{10FFFF}/", "\u{10FFFF}\u{10FFFF}"]);
    assert_eq!(names(&store, "", Some("\u{10FFFF}")).await?, ["z", "\u{10FFFF}"]);
    Ok(())
}

/// An empty delimiter is none.
pub async fn an_empty_delimiter_groups_nothing(world: &World) -> Outcome {
    fill(world, &["a/1", "a/2"]).await?;
    assert_eq!(names(&world.store().await?, "", Some("")).await?, ["a/1", "a/2"]);
    Ok(())
}
