//! A JSON document as text: validated once, kept and handed on without being parsed.

use std::fmt;

use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned, de::IgnoredAny};

use crate::Result;

/// Valid JSON text. Cloning is cheap. The default is `null`.
#[derive(Clone, PartialEq, Eq)]
pub struct Json(Bytes);

impl Json {
    /// The document of a value.
    ///
    /// # Errors
    ///
    /// [`Error::Json`](crate::Error::Json) when the value cannot be JSON (a map whose keys are no strings).
    pub fn of(value: &(impl Serialize + ?Sized)) -> Result<Self> {
        Ok(Self(serde_json::to_vec(value)?.into()))
    }

    /// The value of the document.
    ///
    /// # Errors
    ///
    /// [`Error::Json`](crate::Error::Json) when it is of another shape.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        Ok(serde_json::from_slice(&self.0)?)
    }

    /// A document from text.
    ///
    /// # Errors
    ///
    /// [`Error::Json`](crate::Error::Json) when the text is not JSON.
    pub fn from_bytes(text: impl Into<Bytes>) -> Result<Self> {
        let text = text.into();
        serde_json::from_slice::<IgnoredAny>(&text)?;
        Ok(Self(text))
    }

    /// Text that this crate wrote: validated when it came in.
    pub(crate) const fn trusted(text: Bytes) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether it is `null`, the default: no document.
    #[must_use]
    pub fn is_null(&self) -> bool {
        &*self.0 == b"null"
    }
}

impl Default for Json {
    fn default() -> Self {
        Self(Bytes::from_static(b"null"))
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn text_is_kept_as_it_is() {
        let text = " {\"a\": [1, null]}\n";
        let json = Json::from_bytes(text).unwrap();
        assert_eq!((json.as_bytes(), json.to_string().as_str()), (text.as_bytes(), text));
        assert!(!json.is_null() && Json::default().is_null());
        assert_eq!(Json::of(&vec![1, 2]).unwrap().parse::<Vec<u8>>().unwrap(), [1, 2]);
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in ["", "{", "nul", "1 2", "\"\u{1}\""] {
            assert!(matches!(Json::from_bytes(text), Err(Error::Json(_))), "{text:?}");
        }
        assert!(matches!(Json::default().parse::<u8>(), Err(Error::Json(_))));
    }
}
