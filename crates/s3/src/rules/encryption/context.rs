//! The encryption context: pairs of texts that a KMS key is used under.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context>

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::error::Result;
use crate::error::encryption::EncryptionError;

/// Checks a context as the header carries it, and answers it as it is.
///
/// # Errors
/// `Context` for anything but base64 of a JSON object whose values are strings.
pub(super) fn read(header: &str) -> Result<String> {
    let invalid = || EncryptionError::Context { value: header.to_owned() };
    let bytes = BASE64.decode(header).map_err(|_| invalid())?;
    serde_json::from_slice::<BTreeMap<String, String>>(&bytes).map_err(|_| invalid())?;
    Ok(header.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, good: bool) {
        let header = BASE64.encode(json);
        assert_eq!(read(&header).ok(), good.then_some(header), "{json}");
    }

    #[test]
    fn a_context_is_pairs_of_texts() {
        check("{}", true);
        check(r#"{"team": "ü"}"#, true);
        check(r#"{"a": {"b": "c"}}"#, false);
        check(r#"{"a": 1}"#, false);
        check(r#"["a"]"#, false);
        check("", false);
        check("text", false);
    }

    #[test]
    fn it_comes_in_base64() {
        for header in ["{}", "e30", "e30=\u{fc}", " "] {
            assert!(read(header).is_err(), "{header}");
        }
    }
}
