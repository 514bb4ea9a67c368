//! Random bytes: one seeded stream per server.

use std::io;
use std::sync::{Mutex, PoisonError};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A source of random bytes. Good for ids, not for secrets.
pub trait Entropy: Send + Sync + 'static {
    /// Fills `bytes` with the next random bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// The next 16 bytes as a number.
    fn u128(&self) -> u128 {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        u128::from_le_bytes(bytes)
    }
}

/// A ChaCha8 stream: the same seed and the same sequence of requests give the same bytes, on every machine.
///
/// ```
/// use sandpail_control::{Entropy, SeededEntropy};
///
/// assert_eq!(SeededEntropy::from_seed(7).u128(), SeededEntropy::from_seed(7).u128());
/// ```
#[derive(Debug)]
pub struct SeededEntropy {
    seed: u64,
    stream: Mutex<ChaCha8Rng>,
}

impl SeededEntropy {
    /// The stream that belongs to `seed`.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        Self { seed, stream: Mutex::new(ChaCha8Rng::from_seed(key)) }
    }

    /// A stream whose seed the operating system chose; [`seed`](Self::seed) tells it, to repeat the run.
    /// The one place that asks the system for random bytes.
    ///
    /// # Errors
    /// The system has none to give.
    pub fn from_os() -> io::Result<Self> {
        Ok(Self::from_seed(getrandom::u64()?))
    }

    /// The seed that this stream began from.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        // A panic cannot leave the stream half advanced in a way that matters: its next bytes are as random.
        self.stream.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn draw(entropy: &SeededEntropy, count: usize) -> Vec<u128> {
        (0..count).map(|_| entropy.u128()).collect()
    }

    #[test]
    fn a_seed_repeats_its_stream() {
        assert_eq!(draw(&SeededEntropy::from_seed(42), 100), draw(&SeededEntropy::from_seed(42), 100));
        assert_ne!(draw(&SeededEntropy::from_seed(42), 1), draw(&SeededEntropy::from_seed(43), 1));
    }

    #[test]
    fn seed_zero_is_the_published_chacha8_stream() {
        // draft-strombergson-chacha-test-vectors-01, TC1, 256-bit key, 8 rounds: ids in users' snapshots hang on it.
        let mut bytes = [0; 16];
        SeededEntropy::from_seed(0).fill(&mut bytes);
        assert_eq!(u128::from_be_bytes(bytes), 0x3e00_ef2f_895f_40d6_7f5b_b8e8_1f09_a5a1);
    }

    #[test]
    fn a_stream_does_not_repeat_itself() {
        let drawn = draw(&SeededEntropy::from_seed(1), 10_000);
        assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), drawn.len());
    }

    #[test]
    fn every_byte_asked_for_is_filled() {
        for length in [0, 1, 15, 16, 17, 63, 64, 65, 1000] {
            let mut seen = vec![0u8; length];
            let entropy = SeededEntropy::from_seed(9);
            // Or-ing several draws leaves a zero byte only where nothing was written.
            for _ in 0..20 {
                let mut bytes = vec![0; length];
                entropy.fill(&mut bytes);
                seen.iter_mut().zip(&bytes).for_each(|(old, new)| *old |= new);
            }
            assert!(seen.iter().all(|byte| *byte != 0), "{length} bytes");
        }
    }

    #[test]
    fn the_system_seeds_differ_and_can_be_repeated() {
        let first = SeededEntropy::from_os().unwrap();
        let second = SeededEntropy::from_os().unwrap();
        assert_ne!(first.seed(), second.seed());
        assert_eq!(draw(&first, 3), draw(&SeededEntropy::from_seed(first.seed()), 3));
    }
}
