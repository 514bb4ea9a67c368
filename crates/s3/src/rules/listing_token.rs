//! Continuation tokens: the last entry of a page, in a form that clients hand back but cannot make.
//!
//! A token depends on nothing but what it names, so it stays good across restarts and between endpoints. A few bytes
//! of a digest tell a token of ours from any other text; they keep nothing secret.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest as _, Sha256};

/// Length of the digest's part in a token.
const SEAL: usize = 12;

/// The listing that a token belongs to. A token of one is refused by the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listing {
    Buckets,
    Configurations,
    Directories,
    Objects,
    Annotations,
}

/// The token of the page after `last`.
pub(crate) fn issue(listing: Listing, last: &str) -> String {
    let mut bytes = seal(listing, last.as_bytes()).to_vec();
    bytes.extend_from_slice(last.as_bytes());
    BASE64.encode(bytes)
}

/// What a token names; `None` unless [`issue`] made it for that listing.
pub(crate) fn read(listing: Listing, token: &str) -> Option<String> {
    let bytes = BASE64.decode(token).ok()?;
    let (sealed, last) = bytes.split_first_chunk::<SEAL>()?;
    if *sealed != seal(listing, last) {
        return None;
    }
    String::from_utf8(last.to_vec()).ok()
}

fn seal(listing: Listing, last: &[u8]) -> [u8; SEAL] {
    let domain: &[u8] = match listing {
        Listing::Buckets => b"sandpail buckets\0",
        Listing::Configurations => b"sandpail configurations\0",
        Listing::Directories => b"sandpail directories\0",
        Listing::Objects => b"sandpail objects\0",
        Listing::Annotations => b"sandpail annotations\0",
    };
    let digest = Sha256::new().chain_update(domain).chain_update(last).finalize();
    let mut seal = [0; SEAL];
    seal.copy_from_slice(&digest[..SEAL]);
    seal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_names_what_it_was_made_of() {
        for last in ["a", "", "a/b c", "\u{0}\n", "ключ😀", &"k".repeat(1024)] {
            let token = issue(Listing::Objects, last);
            assert_eq!(read(Listing::Objects, &token).as_deref(), Some(last));
            assert_eq!(issue(Listing::Objects, last), token);
            assert_eq!(read(Listing::Buckets, &token), None);
            assert!(token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
        }
    }

    #[test]
    fn every_changed_token_is_refused() {
        let token = issue(Listing::Objects, "folder/key");
        for at in 0..token.len() {
            for other in ["A", "B", "-", "=", "é"] {
                let mut changed = token.clone();
                changed.replace_range(at..=at, other);
                assert!(changed == token || read(Listing::Objects, &changed).is_none(), "{changed}");
            }
            assert_eq!(read(Listing::Objects, &token[..at]), None);
        }
        assert_eq!(read(Listing::Objects, &format!("{token}A")), None);
        assert_eq!(read(Listing::Objects, "garbage"), None);
    }
}
