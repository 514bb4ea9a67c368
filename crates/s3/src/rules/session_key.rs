//! The credentials of sessions with directory buckets. The access key tells whose it is, the secret follows from it and
//! the token says until when it is good, so that nothing has to be remembered.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

const PREFIX: &str = "ASIA";
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Letters for the account, for chance, and for the check that tells such a key from one of AWS.
const ACCOUNT: usize = 8;
const CHANCE: usize = 4;
const CHECK: usize = 4;

/// Bytes of the time in a token, before its proof.
const TIME: usize = 8;

/// What secrets and tokens of sessions follow from: something that the endpoint alone knows.
#[derive(Clone)]
pub(crate) struct Root([u8; 32]);

impl Root {
    /// The root that follows from the secrets that an endpoint has been told. Without any, its sessions are no secret.
    pub(crate) fn of<'a>(secrets: impl Iterator<Item = &'a str>) -> Self {
        let mut digest = Sha256::new_with_prefix("sandpail sessions");
        for secret in secrets {
            digest.update(Sha256::digest(secret));
        }
        Self(digest.finalize().into())
    }

    /// The secret of the session with `access_key`.
    pub(crate) fn secret(&self, access_key: &str) -> String {
        BASE64.encode(&self.proof(&["secret", access_key])[..30])
    }

    /// The token of the session with `access_key`, which ends at `end`.
    pub(crate) fn token(&self, access_key: &str, end: SystemTime) -> String {
        let seconds = end.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let proof = self.proof(&["token", access_key, &seconds.to_string()]);
        BASE64.encode([&seconds.to_be_bytes()[..], &proof].concat())
    }

    /// When a token of that access key ends; none when it is of another, or none of this endpoint's.
    pub(crate) fn end(&self, access_key: &str, token: &str) -> Option<SystemTime> {
        let bytes = BASE64.decode(token).ok()?;
        let (seconds, _) = bytes.split_first_chunk::<TIME>()?;
        let end = UNIX_EPOCH.checked_add(Duration::from_secs(u64::from_be_bytes(*seconds)))?;
        (self.token(access_key, end) == token).then_some(end)
    }

    fn proof(&self, words: &[&str]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(words.join(" ").as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// The access key of a session of `account`.
pub(crate) fn issue(account: &str, random: u128) -> String {
    // Twelve digits are less than the 40 bits of eight letters.
    let number = account.parse::<u64>().unwrap_or_default();
    let chance = u64::from(random.to_le_bytes()[0]) << 12 | u64::from(random.to_le_bytes()[1]) << 4;
    let body = spell(number, ACCOUNT) + &spell(chance, CHANCE);
    let check = check(&body);
    format!("{PREFIX}{body}{check}")
}

/// The account whose session has this access key, if it is the key of a session.
pub(crate) fn account(key: &str) -> Option<String> {
    let body = key.strip_prefix(PREFIX).filter(|body| body.is_ascii() && body.len() == ACCOUNT + CHANCE + CHECK)?;
    let (body, sent) = body.split_at(ACCOUNT + CHANCE);
    if check(body) != sent {
        return None;
    }
    let value = |letter: u8| LETTERS.iter().position(|known| *known == letter);
    let digits = body.bytes().take(ACCOUNT).map(value).collect::<Option<Vec<_>>>()?;
    let number = digits.iter().fold(0, |number, digit| number << 5 | *digit as u64);
    Some(format!("{number:012}"))
}

fn spell(number: u64, letters: usize) -> String {
    (0..letters).rev().map(|at| char::from(LETTERS[(number >> (5 * at) & 31) as usize])).collect()
}

fn check(body: &str) -> String {
    let digest = Sha256::digest(format!("sandpail session {body}"));
    digest.iter().take(CHECK).map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_its_account() {
        for account_number in ["000000000000", "111122223333", "999999999999"] {
            for random in [0, 1, u128::MAX] {
                let key = issue(account_number, random);
                assert_eq!(key.len(), 20);
                assert_eq!(account(&key).as_deref(), Some(account_number), "{key}");
            }
        }
        assert_ne!(issue("111122223333", 1), issue("111122223333", 2));
    }

    #[test]
    fn tokens_are_good_for_their_key_until_they_end() {
        let (ours, theirs) = (Root::of(["a", "b"].into_iter()), Root::of(["ab"].into_iter()));
        let (key, end) = (issue("111122223333", 1), UNIX_EPOCH + Duration::from_secs(1_800_000_000));
        let token = ours.token(&key, end);
        assert_eq!(ours.end(&key, &token), Some(end));
        assert_eq!(ours.end(&issue("111122223333", 2), &token), None);
        assert_eq!(theirs.end(&key, &token), None);
        for odd in ["", "AAAA", "no base64", &token[..token.len() - 4], &BASE64.encode([0xff; 40])] {
            assert_eq!(ours.end(&key, odd), None, "{odd}");
        }
        assert_eq!(ours.secret(&key).len(), 40);
        assert_ne!(ours.secret(&key), theirs.secret(&key));
        assert_ne!(ours.secret(&key), ours.secret(&issue("111122223333", 2)));
    }

    #[test]
    fn other_keys_tell_nothing() {
        let key = issue("111122223333", 7);
        for at in 4..key.len() {
            let mut other = key.clone();
            other.replace_range(at..=at, if &key[at..=at] == "Q" { "R" } else { "Q" });
            assert_eq!(account(&other), None, "{other}");
        }
        for other in ["", "ASIA", "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "ASIAéééééééé"] {
            assert_eq!(account(other), None, "{other}");
        }
    }
}
