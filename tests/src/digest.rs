//! The digests that requests are refused without, and signatures are made of.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use sha2::Sha256;

/// The value of `Content-MD5` for this body.
#[must_use]
pub fn content_md5(body: &[u8]) -> String {
    STANDARD.encode(Md5::digest(body))
}

/// The SHA-256 of `data`, as signatures write it.
#[must_use]
pub fn sha256_hex(data: &[u8]) -> String {
    hex(&Sha256::digest(data))
}

/// `bytes` in small hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The MD5 of `data`, as ETags write it.
#[must_use]
pub fn md5_hex(data: &[u8]) -> String {
    hex(&Md5::digest(data))
}
