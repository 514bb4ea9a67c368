//! The access keys of sessions with directory buckets: they tell whose they are, so that nothing has to be remembered.

use sha2::{Digest as _, Sha256};

const PREFIX: &str = "ASIA";
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Letters for the account, for chance, and for the check that tells such a key from one of AWS.
const ACCOUNT: usize = 8;
const CHANCE: usize = 4;
const CHECK: usize = 4;

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
