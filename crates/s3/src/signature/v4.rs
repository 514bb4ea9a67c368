//! Signature Version 4: HMAC-SHA256 with a key that follows from the secret, the day, the region and the service.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html>

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::front::body::hex;

/// The algorithm, as it begins a string to sign.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The hash of nothing, which stands for the headers of a chunk.
pub(crate) const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A key to sign with: good for a day, a region and a service.
pub(crate) type Key = [u8; 32];

/// The signing key of `secret`.
pub(crate) fn key(secret: &str, date: &str, region: &str, service: &str) -> Key {
    let first = hmac(format!("AWS4{secret}").as_bytes(), date.as_bytes());
    let steps = [region, service, "aws4_request"];
    steps.into_iter().fold(first, |key, step| hmac(&key, step.as_bytes()))
}

/// What is signed of a request: `algorithm`, the moment, the scope, and the hash of the canonical request.
pub(crate) fn string_to_sign(algorithm: &str, moment: &str, scope: &str, canonical: &[u8]) -> String {
    [algorithm, moment, scope, &hex(&Sha256::digest(canonical))].join("\n")
}

/// What is signed of a chunk: it goes on from the signature before it. `payload` is the hexadecimal hash of its data.
pub(crate) fn chunk_to_sign(algorithm: &str, moment: &str, scope: &str, previous: &str, payload: &str) -> String {
    format!("{algorithm}-PAYLOAD\n{moment}\n{scope}\n{previous}\n{EMPTY}\n{payload}")
}

/// What is signed of the trailers, each `name:value` and a line feed in `trailers`.
pub(crate) fn trailer_to_sign(algorithm: &str, moment: &str, scope: &str, previous: &str, trailers: &[u8]) -> String {
    format!("{algorithm}-TRAILER\n{moment}\n{scope}\n{previous}\n{}", hex(&Sha256::digest(trailers)))
}

/// The signature of `text`, hexadecimal: of a request, a chunk, or the base64 policy of a form.
pub(crate) fn sign(key: &Key, text: &[u8]) -> String {
    hex(&hmac(key, text))
}

/// HMAC-SHA256 that is about to read a text. It can be kept: the key has been worked in.
pub(crate) type Mac = Hmac<Sha256>;

/// What signs with `key`.
pub(crate) fn mac(key: &Key) -> Mac {
    Mac::new_from_slice(key).expect("HMAC takes keys of any length")
}

/// Whether `signature`, in small hexadecimal digits, is the one of `text`.
pub(crate) fn is_signed(mac: &Mac, text: &[u8], signature: &str) -> bool {
    let made: Key = mac.clone().chain_update(text).finalize().into_bytes().into();
    signature.len() == 2 * made.len()
        && made.iter().zip(signature.as_bytes().as_chunks::<2>().0).all(|(byte, digits)| digits_of(*byte) == *digits)
}

fn digits_of(byte: u8) -> [u8; 2] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    [byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)])
}

/// HMAC-SHA256.
pub(super) fn hmac(key: &[u8], data: &[u8]) -> Key {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(data);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests;
