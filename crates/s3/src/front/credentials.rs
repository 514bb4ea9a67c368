//! The secrets that signatures are verified with: those that are listed, and those of sessions, which follow from them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::time::SystemTime;

use crate::rules::session_key::{self, Root};
use crate::settings::Settings;

/// The credentials of one endpoint.
pub(crate) struct Credentials {
    listed: HashMap<String, Listed>,
    sessions: Root,
}

struct Listed {
    secret: String,
    token: Option<String>,
}

/// The secret of an access key, and the token that has to come with it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret<'a> {
    /// The secret itself.
    pub(crate) key: Cow<'a, str>,
    token: Token<'a>,
}

#[derive(Clone, PartialEq, Eq)]
enum Token<'a> {
    /// The key is for good, and comes alone.
    None,
    /// The one that is listed.
    Listed(&'a str),
    /// One of a session, which ends.
    Session,
}

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenFault {
    /// There is none, and without it there is no such key.
    Missing,
    /// It is another than the key's.
    Invalid,
    /// It was good once.
    Expired,
}

/// Credentials of a session, as they are handed out.
pub(crate) struct Session {
    pub(crate) access_key: String,
    pub(crate) secret: String,
    pub(crate) token: String,
}

impl Credentials {
    /// Those that `settings` list. The secrets of sessions follow from them, so that every endpoint with the same
    /// settings knows the same sessions, also after a restart.
    pub(crate) fn new(settings: &Settings) -> Self {
        let listed = settings.credentials.iter().map(|credential| {
            let listed = Listed { secret: credential.secret_key.clone(), token: credential.session_token.clone() };
            (credential.access_key.clone(), listed)
        });
        let pairs = settings.credentials.iter().flat_map(|c| [c.access_key.as_str(), &c.secret_key]);
        Self { listed: listed.collect(), sessions: Root::of(pairs) }
    }

    /// The secret of `access_key`, if there is such a key.
    pub(crate) fn find(&self, access_key: &str) -> Option<Secret<'_>> {
        if let Some(listed) = self.listed.get(access_key) {
            let token = listed.token.as_deref().map_or(Token::None, Token::Listed);
            return Some(Secret { key: Cow::Borrowed(&listed.secret), token });
        }
        session_key::account(access_key)?;
        Some(Secret { key: Cow::Owned(self.sessions.secret(access_key)), token: Token::Session })
    }

    /// Compares the token that was sent with the one that belongs to `access_key`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn check_token(
        &self,
        access_key: &str,
        secret: &Secret<'_>,
        sent: Option<&str>,
        now: SystemTime,
    ) -> Result<(), TokenFault> {
        match (&secret.token, sent) {
            (Token::None, None) => Ok(()),
            (Token::Listed(token), Some(sent)) if *token == sent => Ok(()),
            (Token::None | Token::Listed(_), Some(_)) => Err(TokenFault::Invalid),
            (Token::Listed(_) | Token::Session, None) => Err(TokenFault::Missing),
            (Token::Session, Some(sent)) => match self.sessions.end(access_key, sent) {
                None => Err(TokenFault::Invalid),
                Some(end) if end <= now => Err(TokenFault::Expired),
                Some(_) => Ok(()),
            },
        }
    }

    /// Credentials for a session of `account` until `end`.
    pub(crate) fn session(&self, account: &str, end: SystemTime, random: u128) -> Session {
        let access_key = session_key::issue(account, random);
        let (secret, token) = (self.sessions.secret(&access_key), self.sessions.token(&access_key, end));
        Session { access_key, secret, token }
    }
}

impl fmt::Debug for Credentials {
    /// Without any secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("listed", &self.listed.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;
    use crate::settings::Credential;

    fn credentials() -> Credentials {
        let listed = |key: &str, token: Option<&str>| Credential {
            access_key: key.into(),
            secret_key: format!("secret of {key}"),
            session_token: token.map(str::to_owned),
            ..Credential::default()
        };
        let credentials = vec![listed("a", None), listed("b", Some("token"))];
        Credentials::new(&Settings { credentials, ..Settings::default() })
    }

    #[test]
    fn listed_keys_have_secrets() {
        let credentials = credentials();
        let secret = |key: &str| credentials.find(key).map(|secret| secret.key.into_owned());
        assert_eq!(secret("a").as_deref(), Some("secret of a"));
        for unknown in ["c", "", "111122223333"] {
            assert_eq!(secret(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn tokens_belong_to_keys() {
        let credentials = credentials();
        let check = |key: &str, sent: Option<&str>, expected| {
            let secret = credentials.find(key).unwrap();
            assert_eq!(credentials.check_token(key, &secret, sent, UNIX_EPOCH), expected, "{key} {sent:?}");
        };
        check("a", None, Ok(()));
        check("a", Some("token"), Err(TokenFault::Invalid));
        check("b", Some("token"), Ok(()));
        check("b", Some("other"), Err(TokenFault::Invalid));
        check("b", None, Err(TokenFault::Missing));
    }

    #[test]
    fn sessions_end() {
        let credentials = credentials();
        let end = UNIX_EPOCH + Duration::from_secs(300);
        let session = credentials.session("111122223333", end, 1);
        let secret = credentials.find(&session.access_key).unwrap();
        assert_eq!(secret.key, session.secret);
        let check = |sent: Option<&str>, now, expected| {
            assert_eq!(credentials.check_token(&session.access_key, &secret, sent, now), expected, "{sent:?}");
        };
        check(Some(&session.token), UNIX_EPOCH, Ok(()));
        check(Some(&session.token), end, Err(TokenFault::Expired));
        check(Some("other"), UNIX_EPOCH, Err(TokenFault::Invalid));
        check(None, UNIX_EPOCH, Err(TokenFault::Missing));
    }
}
