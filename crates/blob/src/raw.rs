//! Byte strings in serde: as bytes, not as sequences of numbers, which costs a call per byte to read.

use std::fmt;

use serde::{
    Deserializer, Serializer,
    de::{Error, SeqAccess, Visitor},
};

/// What can be made of bytes, if they are as many as it takes.
pub(crate) trait FromBytes: Sized {
    fn from_bytes(bytes: &[u8]) -> Option<Self>;
}

impl FromBytes for Vec<u8> {
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(bytes.to_vec())
    }
}

impl<const N: usize> FromBytes for [u8; N] {
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok()
    }
}

pub(crate) fn serialize<S: Serializer>(bytes: &impl AsRef<[u8]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes.as_ref())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: FromBytes>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_bytes(Bytes(std::marker::PhantomData))
}

struct Bytes<T>(std::marker::PhantomData<T>);

impl<'de, T: FromBytes> Visitor<'de> for Bytes<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        T::from_bytes(bytes).ok_or_else(|| E::invalid_length(bytes.len(), &self))
    }

    /// Formats without byte strings, JSON among them, have sequences instead.
    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<T, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = sequence.next_element()? {
            bytes.push(byte);
        }
        self.visit_bytes(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Both {
        #[serde(with = "super")]
        any: Vec<u8>,
        #[serde(with = "super")]
        three: [u8; 3],
    }

    #[test]
    fn bytes_survive_in_formats_with_and_without_byte_strings() {
        let both = Both { any: vec![0, 255], three: [1, 2, 3] };
        assert_eq!(postcard::from_bytes::<Both>(&postcard::to_stdvec(&both).unwrap()).unwrap(), both);
        assert_eq!(serde_json::from_str::<Both>(&serde_json::to_string(&both).unwrap()).unwrap(), both);
        assert!(serde_json::from_str::<Both>(r#"{"any": [], "three": [1, 2]}"#).is_err());
    }
}
