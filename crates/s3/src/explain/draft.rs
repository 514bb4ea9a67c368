//! A signature of version 4 as its maker may have computed it, and the search for the one that fits.
//!
//! The search is bounded in trials and in bytes, so that a refusal costs little however large its request is.

use crate::signature::canonical::Canonical;
use crate::signature::v4;

/// How many signatures are computed for one refusal at most, and how many bytes are hashed for them.
const TRIALS: usize = 296;
const BYTES: usize = 512 * 1024;

/// What a signing key is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) secret: String,
    /// The day, `yyyyMMdd`.
    pub(super) date: String,
    pub(super) region: String,
    pub(super) service: String,
}

impl Key {
    fn derive(&self) -> v4::Key {
        v4::key(&self.secret, &self.date, &self.region, &self.service)
    }
}

/// Everything that goes into a signature. The scope may be another than that of the key: it is what the request says.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) canonical: Canonical,
    /// The time, `yyyyMMdd'T'HHmmss'Z'`.
    pub(super) moment: String,
    pub(super) scope: String,
    pub(super) key: Key,
}

/// A search for what a signature is of.
#[derive(Debug)]
pub(super) struct Search<'a> {
    provided: &'a str,
    trials: usize,
    bytes: usize,
    /// The last key, for most drafts have the same.
    last: Option<(Key, v4::Key)>,
}

impl<'a> Search<'a> {
    pub(super) fn new(provided: &'a str) -> Self {
        Self { provided, trials: 0, bytes: 0, last: None }
    }

    /// How many signatures were computed.
    pub(super) fn trials(&self) -> usize {
        self.trials
    }

    /// Whether the signature is that of `draft`. None fits when the search has gone on too long.
    pub(super) fn fits(&mut self, draft: &Draft) -> bool {
        let text = draft.canonical.text();
        self.may(text.len()) && {
            let text = v4::string_to_sign(v4::ALGORITHM, &draft.moment, &draft.scope, &text);
            self.is(&self.provided.to_ascii_lowercase(), &draft.key, text.as_bytes())
        }
    }

    /// Whether the signature is that of `text` with `key`.
    pub(super) fn signs(&mut self, key: &Key, text: &[u8]) -> bool {
        self.may(text.len()) && self.is(self.provided, key, text)
    }

    /// Whether `sign` makes the signature of `size` bytes.
    pub(super) fn makes(&mut self, size: usize, sign: impl FnOnce() -> String) -> bool {
        self.may(size) && sign() == self.provided
    }

    fn is(&mut self, provided: &str, key: &Key, text: &[u8]) -> bool {
        let known = self.last.as_ref().filter(|(last, _)| last == key);
        let derived = known.map_or_else(|| key.derive(), |(_, derived)| *derived);
        let fits = v4::sign(&derived, text) == provided;
        self.last = Some((key.clone(), derived));
        fits
    }

    fn may(&mut self, size: usize) -> bool {
        self.trials += 1;
        self.bytes += size;
        self.trials <= TRIALS && self.bytes <= BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_ends() {
        let mut search = Search::new("x");
        let computed = (0..1000).filter(|_| !search.makes(1, || "y".to_owned())).count();
        assert_eq!(computed, 1000);
        assert!(!search.makes(1, || panic!("it has gone on too long")));
        let mut search = Search::new("x");
        assert!(search.makes(BYTES, || "x".to_owned()));
        assert!(!search.makes(1, || "x".to_owned()));
    }
}
