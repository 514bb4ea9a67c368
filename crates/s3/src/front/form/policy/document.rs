//! The document of a policy: JSON in base64, read strictly. The texts of refusals are S3's as clients report them.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Policy;
use super::condition::Condition;

pub(super) const INVALID_JSON: &str = "Invalid JSON.";

/// Base64 with padding or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Reads a policy in base64; line breaks in it mean nothing.
///
/// # Errors
/// What S3 says of a policy that is none.
pub(super) fn read(text: &str) -> Result<Policy, String> {
    let text: String = text.split_ascii_whitespace().collect();
    if text.is_empty() {
        return Err("Expecting '{' but found End-of-Input".to_owned());
    }
    let bytes = BASE64.decode(text).map_err(|_| "invalid Base64 encoding.")?;
    let Members(members) = serde_json::from_slice(&bytes).map_err(|_| INVALID_JSON)?;
    let (mut expiration, mut conditions) = (None, None);
    for (name, value) in members {
        match name.as_str() {
            "expiration" => expiration = Some(value),
            "conditions" => conditions = Some(value),
            other => return Err(format!("Unexpected: '{}'", other.to_lowercase())),
        }
    }
    let expiration = string(&expiration.ok_or("Policy missing expiration.")?)?;
    let conditions = conditions.ok_or("Policy missing conditions.")?;
    let until = moment(&expiration).ok_or_else(|| format!("Invalid 'expiration' value: '{expiration}'"))?;
    if !conditions.get().starts_with('[') {
        return Err("Invalid 'conditions' value: must be a List.".to_owned());
    }
    let conditions: Vec<&RawValue> = serde_json::from_str(conditions.get()).map_err(|_| INVALID_JSON)?;
    let conditions = conditions.into_iter().map(Condition::read).collect::<Result<_, _>>()?;
    Ok(Policy { expiration: until.into(), conditions })
}

/// The text of a JSON string.
///
/// # Errors
/// [`INVALID_JSON`] for any other value.
pub(super) fn string(raw: &RawValue) -> Result<String, String> {
    serde_json::from_str(raw.get()).map_err(|_| INVALID_JSON.to_owned())
}

/// ISO 8601 in UTC: S3 takes no other offset.
fn moment(text: &str) -> Option<OffsetDateTime> {
    let utc = text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T');
    OffsetDateTime::parse(text, &Rfc3339).ok().filter(|_| utc)
}

/// The members of a JSON object in their order, their values as they were written.
pub(super) struct Members(pub(super) Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}
