//! The five verbs over paths that any engine gets for free: put, get, delete, list, stat.

use tokio::io::AsyncReadExt as _;

use super::{Outcome, Vfs, VfsError};
use crate::VfsExt as _;

async fn put(vfs: &dyn Vfs, path: &str, body: &[u8]) -> Result<u64, VfsError> {
    vfs.put(path, &mut &body[..]).await
}

async fn get(vfs: &dyn Vfs, path: &str) -> Outcome<Vec<u8>> {
    let mut body = Vec::new();
    vfs.get(path).await?.read_to_end(&mut body).await?;
    Ok(body)
}

/// Put, get, stat, list and delete one path (T18, T19).
pub async fn a_path_makes_the_round_trip(vfs: &dyn Vfs) -> Outcome {
    assert_eq!(put(vfs, "dir/file.txt", b"content").await?, 7);
    assert_eq!(get(vfs, "dir/file.txt").await?, b"content");
    assert_eq!(vfs.stat("dir/file.txt").await?.map(|stat| stat.size), Some(7));
    assert_eq!(
        vfs.list("").await?.into_iter().map(|entry| (entry.key, entry.size)).collect::<Vec<_>>(),
        [("dir/file.txt".into(), 7)]
    );
    vfs.delete("dir/file.txt").await?;
    assert_eq!(vfs.stat("dir/file.txt").await?.map(|stat| stat.size), None);
    Ok(())
}

/// What is not there is not found, and `stat` says so without an error.
pub async fn a_missing_path_is_not_found(vfs: &dyn Vfs) -> Outcome {
    assert!(matches!(vfs.get("missing").await.map(drop), Err(VfsError::NotFound(_))));
    assert!(matches!(vfs.delete("missing").await, Err(VfsError::NotFound(_))));
    assert!(vfs.stat("missing").await?.is_none());
    Ok(())
}

/// A second put replaces the first, and leaves no bytes of it behind.
pub async fn a_put_overwrites(vfs: &dyn Vfs) -> Outcome {
    put(vfs, "p", b"first").await?;
    put(vfs, "p", b"2nd").await?;
    assert_eq!(get(vfs, "p").await?, b"2nd");
    assert_eq!(vfs.payloads(None, 10).await?.into_iter().map(|(_, size)| size).collect::<Vec<_>>(), [3]);
    Ok(())
}

/// `list` takes any string as a prefix, not directories alone, and sorts by path.
pub async fn list_takes_a_string_prefix(vfs: &dyn Vfs) -> Outcome {
    for path in ["b", "a/2", "a/1", "ab", "a"] {
        put(vfs, path, b"x").await?;
    }
    for (prefix, expected) in [
        ("", vec!["a", "a/1", "a/2", "ab", "b"]),
        ("a", vec!["a", "a/1", "a/2", "ab"]),
        ("a/", vec!["a/1", "a/2"]),
        ("c", vec![]),
    ] {
        let paths: Vec<_> = vfs.list(prefix).await?.into_iter().map(|entry| entry.key).collect();
        assert_eq!(paths, expected, "prefix {prefix:?}");
    }
    Ok(())
}

/// A NUL or a `..` component is an invalid path for every verb (T20, T21); dots elsewhere are not.
pub async fn an_escaping_path_is_invalid(vfs: &dyn Vfs) -> Outcome {
    for path in ["../escape", "a/../../escape", "a/../../../etc/passwd", "..", "/../x", "a/..", "nul\0byte"] {
        assert!(matches!(put(vfs, path, b"x").await, Err(VfsError::InvalidPath(_))), "put {path:?}");
        assert!(matches!(vfs.get(path).await.map(drop), Err(VfsError::InvalidPath(_))), "get {path:?}");
        assert!(matches!(vfs.delete(path).await, Err(VfsError::InvalidPath(_))), "delete {path:?}");
        assert!(matches!(vfs.list(path).await, Err(VfsError::InvalidPath(_))), "list {path:?}");
        assert!(matches!(vfs.stat(path).await, Err(VfsError::InvalidPath(_))), "stat {path:?}");
    }
    for path in ["...", "a..b", "..a/b", "a/.hidden", "./a"] {
        put(vfs, path, b"x").await?;
        assert_eq!(get(vfs, path).await?, b"x", "{path:?}");
    }
    Ok(())
}

/// A reader that fails leaves what was there (F4).
pub async fn a_failed_put_leaves_the_old_content(vfs: &dyn Vfs) -> Outcome {
    put(vfs, "p", b"old").await?;
    let mut torn = crate::conformance::Torn::after(b"half");
    assert!(matches!(vfs.put("p", &mut torn).await, Err(VfsError::Io(_))));
    assert_eq!(get(vfs, "p").await?, b"old");
    assert_eq!(vfs.payloads(None, 10).await?.len(), 1);
    Ok(())
}
