//! Signature Version 4A: ECDSA over P-256, for a set of regions, with a key pair that follows from the access key and its
//! secret.
//!
//! The key comes from the counter mode of NIST SP 800-108, as the SDKs of AWS derive it.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>

use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};

use super::v4::hmac;

/// The algorithm, as it begins a string to sign.
pub(crate) const ALGORITHM: &str = "AWS4-ECDSA-P256-SHA256";

/// What signatures of chunks are filled up with to one length.
const PADDING: char = '*';

/// The order of the curve, less two.
const ORDER_LESS_TWO: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa,
    0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x4f,
];

/// The public key of a credential: the same for every day, region and service.
pub(crate) fn key(access_key: &str, secret: &str) -> VerifyingKey {
    *private(access_key, secret).verifying_key()
}

fn private(access_key: &str, secret: &str) -> SigningKey {
    let input = format!("AWS4A{secret}");
    let candidates = (1..=u8::MAX).map(|counter| {
        let label = [&1_u32.to_be_bytes()[..], ALGORITHM.as_bytes(), &[0], access_key.as_bytes(), &[counter]];
        hmac(input.as_bytes(), &[label.concat(), 256_u32.to_be_bytes().to_vec()].concat())
    });
    let mut fitting = candidates.filter(|candidate| *candidate <= ORDER_LESS_TWO);
    let scalar = plus_one(fitting.next().expect("one candidate in four thousand million does not fit"));
    SigningKey::from_slice(&scalar).expect("the scalar is between one and the order of the curve")
}

fn plus_one(mut number: [u8; 32]) -> [u8; 32] {
    for digit in number.iter_mut().rev() {
        *digit = digit.wrapping_add(1);
        if *digit != 0 {
            break;
        }
    }
    number
}

/// Whether `signature`, hexadecimal, is one of `text`.
pub(crate) fn is_signed(key: &VerifyingKey, text: &[u8], signature: &str) -> bool {
    let signature = unhex(unpadded(signature)).and_then(|der| Signature::from_der(&der).ok());
    signature.is_some_and(|signature| key.verify(text, &signature).is_ok())
}

/// A signature as the next chunk goes on from it.
pub(crate) fn unpadded(signature: &str) -> &str {
    signature.trim_matches(PADDING)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect();
    rest.is_empty().then_some(bytes).flatten()
}

#[cfg(test)]
mod tests;
