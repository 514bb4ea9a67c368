//! The path check of files.

use crate::VfsError;

/// Refuses a NUL anywhere and a `..` component, as an engine on a file system would have to; the same on every engine.
pub(super) fn check(path: &str) -> Result<(), VfsError> {
    if path.contains('\0') || path.split('/').any(|component| component == "..") {
        return Err(VfsError::InvalidPath(path.to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        for path in ["a", "a/b", "/a", "...", "a..b", "./a", "a//b", ""] {
            assert!(check(path).is_ok(), "{path:?}");
        }
        for path in ["..", "../a", "a/..", "/..", "a/../b", "a\0", "\0"] {
            assert!(matches!(check(path), Err(VfsError::InvalidPath(refused)) if refused == path), "{path:?}");
        }
    }
}
