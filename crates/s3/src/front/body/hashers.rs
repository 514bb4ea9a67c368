//! The hashers of one body: one for each algorithm that its plan needs, whatever for.

use md5_simd::Md5;
use sandpail_blob::Algorithm;

use super::digest::{DigestValue, Hasher};
use super::plan::Plan;

/// MD5, SHA-256 and the checksum, as far as they are needed and not the same.
#[derive(Debug, Default)]
pub(super) struct Hashers([Option<Hasher>; 3]);

impl Hashers {
    /// What `plan` needs.
    pub(super) fn of(plan: &Plan) -> Self {
        let md5 = plan.etag || plan.content_md5.is_some();
        let checksum = plan.sent().or(plan.default);
        let (md5, sha256) = (md5 && checksum != Some(Algorithm::Md5), plan.sha256.is_some());
        let sha256 = sha256 && checksum != Some(Algorithm::Sha256);
        let wanted = [md5.then_some(Algorithm::Md5), sha256.then_some(Algorithm::Sha256), checksum];
        Self(wanted.map(|algorithm| algorithm.map(Hasher::new)))
    }

    /// The same but for MD5, which comes by [`set_md5`](Self::set_md5).
    pub(super) fn without_md5(mut self) -> Self {
        for hasher in &mut self.0 {
            hasher.take_if(|hasher| hasher.algorithm() == Algorithm::Md5);
        }
        self
    }

    /// The MD5, which was computed elsewhere.
    pub(super) fn set_md5(&mut self, md5: Md5) {
        // The place of MD5, whatever else is computed.
        self.0[0] = Some(Hasher::Md5(md5));
    }

    /// Adds the next bytes of the body.
    pub(super) fn update(&mut self, data: &[u8]) {
        for hasher in self.0.iter_mut().flatten() {
            hasher.update(data);
        }
    }

    /// The digests of all bytes.
    pub(super) fn finish(self) -> Values {
        Values(self.0.map(|hasher| hasher.map(|hasher| (hasher.algorithm(), hasher.finish()))))
    }
}

/// What was computed of a body.
pub(super) struct Values([Option<(Algorithm, DigestValue)>; 3]);

impl Values {
    /// The digest of `algorithm`, if it was computed.
    pub(super) fn of(&self, algorithm: Algorithm) -> Option<&DigestValue> {
        self.0.iter().flatten().find(|(computed, _)| *computed == algorithm).map(|(_, value)| value)
    }
}
