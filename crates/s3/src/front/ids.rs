//! The ids of one answer, `x-amz-request-id` and `x-amz-id-2`, and what is told of it under them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use super::told::Told;
use crate::world::World;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amz-request-id");
const HOST_ID: HeaderName = HeaderName::from_static("x-amz-id-2");

/// How many characters a request id has.
const SHORT: usize = 16;
/// How many random bytes are behind a host id.
const RANDOM: usize = 50;
/// How many characters a host id has: the base64 of those bytes.
const LONG: usize = RANDOM.div_ceil(3) * 4;

/// Both ids, as text. Not on the heap: every request has them, and hardly one is asked for more than its headers.
pub(crate) struct Ids {
    request_id: [u8; SHORT],
    host_id: [u8; LONG],
    pub(crate) told: Told,
}

impl Ids {
    /// Draws both: sixteen letters and digits, and an opaque text as long as AWS's.
    pub(crate) fn draw(world: &World) -> Self {
        let mut random = [0; SHORT + RANDOM];
        world.entropy.fill(&mut random);
        Self::of(&random)
    }

    fn of(random: &[u8; SHORT + RANDOM]) -> Self {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let (short, long) = random.split_at(SHORT);
        let mut ids = Self { request_id: [0; SHORT], host_id: [0; LONG], told: Told::default() };
        for (letter, byte) in ids.request_id.iter_mut().zip(short) {
            *letter = LETTERS[usize::from(byte % 32)];
        }
        BASE64.encode_slice(long, &mut ids.host_id).expect("there is room for the base64 of these bytes");
        ids
    }

    pub(crate) fn request_id(&self) -> &str {
        text(&self.request_id)
    }

    pub(crate) fn host_id(&self) -> &str {
        text(&self.host_id)
    }

    /// Adds both to an answer.
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        for (name, value) in [(REQUEST_ID, &self.request_id[..]), (HOST_ID, &self.host_id[..])] {
            headers.insert(name, HeaderValue::from_bytes(value).expect("letters and digits are visible"));
        }
    }

    /// Ids that are known, for tests of what shows them.
    #[cfg(test)]
    pub(crate) fn known() -> Self {
        Self::of(&[0; SHORT + RANDOM])
    }
}

fn text(ascii: &[u8]) -> &str {
    std::str::from_utf8(ascii).expect("ASCII is UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_as_long_as_those_of_aws() {
        let ids = Ids::of(&std::array::from_fn(|at| u8::try_from(at).unwrap()));
        assert_eq!(ids.request_id(), "0123456789ABCDEF");
        assert_eq!(ids.host_id(), "EBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEE=");
        let mut headers = HeaderMap::new();
        ids.write(&mut headers);
        assert_eq!(headers["x-amz-request-id"], ids.request_id());
        assert_eq!(headers["x-amz-id-2"], ids.host_id());
    }
}
