//! Ids of versions: `null`, issued by this store, or brought along by an import.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base32;

/// Longest imported id, in bytes.
const IMPORTED_MAX: usize = 1024;

/// Random bytes of an id issued here.
pub(crate) const RANDOM: usize = 12;

/// The id of a version of a key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VersionId(pub(crate) Form);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Form {
    /// The one version that an unversioned or suspended bucket writes.
    Null,
    /// Issued here: newest first in the order of texts, because the sequence number is inverted.
    Own {
        inverted: u64,
        #[serde(with = "crate::raw")]
        random: [u8; RANDOM],
    },
    /// Any other text that came with an import.
    Imported(Box<str>),
}

impl VersionId {
    /// The null version: what is written while versioning is off or suspended.
    #[must_use]
    pub const fn null() -> Self {
        Self(Form::Null)
    }

    /// Whether it is the null version.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self.0, Form::Null)
    }

    /// An id that a client sent. `None` = of no known form: neither `null`, nor 32 characters as this store issues them
    /// or as Amazon S3 does, nor 39 digits, an underscore and 8 hexadecimal digits (the form of the listing that this
    /// store's vocabulary comes from).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let known = text == "null" || is_aws(text) || dated(text).is_some();
        if known { Self::import(text) } else { None }
    }

    /// The id of a version to import: any text of 1 to 1,024 bytes without control characters. `None` for other texts.
    #[must_use]
    pub fn import(text: &str) -> Option<Self> {
        if text == "null" {
            return Some(Self::null());
        }
        if let Some(bytes) = base32::decode::<20>(text) {
            return Some(Self(Form::Own { inverted: head(&bytes), random: tail(&bytes) }));
        }
        let valid = (1..=IMPORTED_MAX).contains(&text.len()) && !text.chars().any(char::is_control);
        valid.then(|| Self(Form::Imported(text.into())))
    }

    /// A new id for sequence number `seq`.
    pub(crate) fn issue(seq: u64, random: u128) -> Self {
        Self(Form::Own { inverted: !seq, random: tail(&random.to_be_bytes()) })
    }

    /// The sequence number that the id itself tells: exact for own ids, the time of dated ones.
    pub(crate) fn told_seq(&self) -> Option<u64> {
        match &self.0 {
            Form::Null => None,
            Form::Own { inverted, .. } => Some(!inverted),
            Form::Imported(text) => dated(text),
        }
    }

    /// Whether it is of the form that stores issue, here or elsewhere.
    #[must_use]
    pub const fn is_issued(&self) -> bool {
        matches!(self.0, Form::Own { .. })
    }
}

impl fmt::Display for VersionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Null => f.write_str("null"),
            Form::Own { inverted, random } => {
                let mut bytes = [0; 20];
                bytes[..8].copy_from_slice(&inverted.to_be_bytes());
                bytes[8..].copy_from_slice(random);
                f.write_str(&base32::encode(&bytes))
            }
            Form::Imported(text) => f.write_str(text),
        }
    }
}

/// Whether `text` looks like an id of Amazon S3.
fn is_aws(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

/// The nanoseconds in an id of 39 digits, `_`, 8 hexadecimal digits.
fn dated(text: &str) -> Option<u64> {
    let (digits, random) = text.split_once('_')?;
    let formed = digits.len() == 39
        && random.len() == 8
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && random.bytes().all(|byte| byte.is_ascii_hexdigit());
    if formed { digits.parse().ok() } else { None }
}

fn head(bytes: &[u8; 20]) -> u64 {
    bytes.iter().take(8).fold(0, |value, byte| (value << 8) | u64::from(*byte))
}

fn tail<const N: usize>(bytes: &[u8; N]) -> [u8; 12] {
    let mut out = [0; 12];
    out.copy_from_slice(&bytes[N - 12..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let own = VersionId::issue(5, 7).to_string();
        let dated = format!("{:039}_0badc0de", 300);
        let check = |text: &str, parses: bool, imports: bool, seq: Option<u64>| {
            assert_eq!(VersionId::parse(text).is_some(), parses, "parse {text:?}");
            let imported = VersionId::import(text);
            assert_eq!(imported.is_some(), imports, "import {text:?}");
            assert_eq!(imported.as_ref().and_then(VersionId::told_seq), seq, "{text:?}");
            assert!(imported.is_none_or(|id| id.to_string() == text), "{text:?} comes back");
        };
        check("null", true, true, None);
        check(&own, true, true, Some(5));
        check(&own.to_uppercase(), true, true, None);
        check(&dated, true, true, Some(300));
        check("3/L4kqtJlcpXroDTDmJ.rmSpXd3dIbrH", false, true, None);
        check("3_L4kqtJlcpXroDTDmJ.rmSpXd3dIbrH", true, true, None);
        check("v1.0", false, true, None);
        check(&"9".repeat(39), false, true, None);
        check(&format!("{}_0badc0de", "9".repeat(39)), false, true, None);
        check(&"é".repeat(512), false, true, None);
        check(&"é".repeat(513), false, false, None);
        check("", false, false, None);
        check("a\nb", false, false, None);
    }

    #[test]
    fn newer_ids_sort_first_as_texts_and_as_values() {
        let ids = [
            VersionId::issue(u64::MAX, 0),
            VersionId::issue(2, u128::MAX),
            VersionId::issue(2, 0),
            VersionId::issue(0, 0),
        ];
        for pair in ids.windows(2) {
            let later = pair[0].told_seq() > pair[1].told_seq();
            assert_eq!(pair[0] < pair[1], later, "{pair:?}");
            assert_eq!(pair[0].to_string() < pair[1].to_string(), later, "{pair:?}");
        }
    }
}
