//! base32hex (RFC 4648 §7), lower case, without padding: its texts sort as the bytes do.

const ALPHABET: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";

/// The text of `bytes`, whose length is a multiple of five.
pub(crate) fn encode(bytes: &[u8]) -> String {
    debug_assert!(bytes.len().is_multiple_of(5), "five bytes are eight characters");
    let mut text = String::with_capacity(bytes.len() / 5 * 8);
    for chunk in bytes.chunks_exact(5) {
        let bits = chunk.iter().fold(0u64, |bits, byte| (bits << 8) | u64::from(*byte));
        text.extend((0..8).rev().map(|digit| char::from(ALPHABET[(bits >> (digit * 5)) as usize & 31])));
    }
    text
}

/// The bytes of `text`; `None` unless it is what [`encode`] gives for `N` bytes.
pub(crate) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N / 5 * 8 {
        return None;
    }
    let mut bytes = [0; N];
    for (chunk, out) in text.as_bytes().chunks_exact(8).zip(bytes.chunks_exact_mut(5)) {
        let mut bits = 0u64;
        for character in chunk {
            bits = (bits << 5) | u64::from(digit(*character)?);
        }
        out.copy_from_slice(&bits.to_be_bytes()[3..]);
    }
    Some(bytes)
}

const fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'v' => Some(character - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, test_runner::RngSeed};

    #[test]
    fn known_texts() {
        // RFC 4648 §10 gives base32hex("fooba") = CPNMUOJ1.
        assert_eq!(encode(b"fooba"), "cpnmuoj1");
        assert_eq!(decode::<5>("cpnmuoj1"), Some(*b"fooba"));
        for refused in ["CPNMUOJ1", "cpnmuoj", "cpnmuoj11", "cpnmuojw", "cpnmuo 1", "cpnmuoé"] {
            assert_eq!(decode::<5>(refused), None, "{refused}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

        #[test]
        fn order_and_value_survive(a: [u8; 20], b: [u8; 20]) {
            prop_assert_eq!(decode(&encode(&a)), Some(a));
            prop_assert_eq!(encode(&a).cmp(&encode(&b)), a.cmp(&b));
        }
    }
}
