//! Header values that are not ASCII: each byte is a character, as HTTP/1 had it and S3 still has.
//!
//! What a client sends in UTF-8 comes back as the same bytes; what a form sends in UTF-8 comes back in ISO 8859-1
//! (recorded).

/// The characters of a header's bytes.
pub(crate) fn decode(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// The bytes of a header's characters. There is no byte for most: they become spaces.
pub(crate) fn encode(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).unwrap_or(b' ')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_as_they_were() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(encode(&decode(&all)), all);
        assert_eq!(encode(&decode("é—👑".as_bytes())), "é—👑".as_bytes());
    }

    #[test]
    fn characters_without_a_byte_are_spaces() {
        assert_eq!(encode("test_—_é_👑"), b"test_ _\xe9_ ");
    }
}
