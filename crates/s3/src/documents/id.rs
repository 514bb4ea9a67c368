//! The ids that S3 gives to rules and configurations that come without one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// An id of that random number: a UUID as text, in base64.
pub(crate) fn generated_id(random: u128) -> String {
    let uuid = uuid::Builder::from_random_bytes(random.to_be_bytes()).into_uuid();
    BASE64.encode(uuid.hyphenated().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_in_base64() {
        assert_eq!(generated_id(7), "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDA3");
        let (one, other) = (generated_id(u128::MAX), generated_id(1 << 64));
        assert_eq!((one.len(), other.len()), (48, 48));
        assert_ne!(one, other);
    }
}
