//! What no explanation may show: tokens, customers' keys, signatures, and secrets wherever a client put them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::settings::Credential;

/// Headers and parameters whose value is for the two ends alone.
const HIDDEN: [&str; 8] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "signature",
    "x-amz-copy-source-server-side-encryption-customer-key",
    "x-amz-security-token",
    "x-amz-server-side-encryption-customer-key",
    "x-amz-signature",
];

/// A secret that is shorter may be any word, and is not looked for in texts.
const SECRET: usize = 12;

const GONE: &str = "…";

/// Whether the value of a header or of a parameter is hidden.
pub(super) fn is_hidden(name: &str) -> bool {
    HIDDEN.iter().any(|hidden| hidden.eq_ignore_ascii_case(name))
}

/// A query or form data without hidden values.
pub(super) fn query(raw: &str) -> String {
    let item = |item: &str| match item.split_once('=') {
        Some((name, _)) if is_hidden(&percent_decode_str(name).decode_utf8_lossy()) => format!("{name}={GONE}"),
        _ => item.to_owned(),
    };
    raw.split('&').map(item).collect::<Vec<_>>().join("&")
}

/// A canonical request without hidden values: its lines are headers and one query.
pub(super) fn lines(text: &str) -> String {
    let line = |line: &str| match line.split_once(':') {
        Some((name, _)) if is_hidden(name) => format!("{name}:{GONE}"),
        Some(_) => line.to_owned(),
        None => match line.split_once('?') {
            Some((path, rest)) => format!("{path}?{}", query(rest)),
            None => query(line),
        },
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// An access key as it may be shown: not when it is someone's secret, as it is where the two were swapped.
pub(super) fn access_key(key: &str, credentials: &[Credential]) -> String {
    if is_secret(key, credentials) { GONE.to_owned() } else { key.to_owned() }
}

/// Whether what was sent as an access key is the secret of a pair.
pub(super) fn is_secret(key: &str, credentials: &[Credential]) -> bool {
    let known = credentials.iter().any(|credential| credential.access_key == key);
    !known && credentials.iter().any(|credential| credential.secret_key == key)
}

/// `text` without the secrets and tokens that the endpoint knows, and without the one of the request's `own` access key.
pub(super) fn secrets(text: &str, credentials: &[Credential], own: Option<&str>) -> String {
    let known =
        credentials.iter().flat_map(|c| [Some(c.secret_key.as_str()), c.session_token.as_deref()]).flatten().chain(own);
    let known = known.filter(|secret| secret.len() >= SECRET && !credentials.iter().any(|c| c.access_key == **secret));
    known.flat_map(written).fold(text.to_owned(), |text, secret| text.replace(&secret, GONE))
}

/// A secret as it may stand in a text: as it is, and as URLs and canonical requests write it.
fn written(secret: &str) -> [String; 4] {
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    const PATH: &AsciiSet = &ENCODED.remove(b'/');
    let encode = |text: &str, set| utf8_percent_encode(text, set).to_string();
    let encoded = encode(secret, ENCODED);
    [secret.to_owned(), encode(secret, PATH), encode(&encoded, ENCODED), encoded]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_values_go() {
        assert_eq!(
            query("a=1&X-Amz-Security-Token=t%2F&X%2DAmz-Signature=00&b"),
            "a=1&X-Amz-Security-Token=…&X%2DAmz-Signature=…&b"
        );
        let text = "GET\n/b/k\na=1&X-Amz-Security-Token=t\nhost:h:1\nx-amz-security-token:t\n\nhost;x-amz-security-token\nhash";
        let shown = "GET\n/b/k\na=1&X-Amz-Security-Token=…\nhost:h:1\nx-amz-security-token:…\n\nhost;x-amz-security-token\nhash";
        assert_eq!(lines(text), shown);
        assert_eq!(lines("PUT\n\n\n1\n/b/k?uploadId=1"), "PUT\n\n\n1\n/b/k?uploadId=1");
    }

    #[test]
    fn secrets_go_wherever_they_are() {
        let credential = |key: &str, secret: &str| Credential {
            access_key: key.into(),
            secret_key: secret.into(),
            ..Credential::default()
        };
        let credentials = [credential("alice", "a secret of some length"), credential("test", "test")];
        assert_eq!(secrets("x a secret of some length test", &credentials, None), "x … test");
        let long = [credential("carol", "wJalrXUt/K7MD+bPxR")];
        assert_eq!(
            secrets("/wJalrXUt/K7MD+bPxR?a=wJalrXUt%2FK7MD%2BbPxR /wJalrXUt/K7MD%2BbPxR", &long, None),
            "/…?a=… /…"
        );
        assert_eq!(secrets("the secret of a session", &credentials, Some("secret of a session")), "the …");
        assert_eq!(access_key("a secret of some length", &credentials), "…");
        assert_eq!(access_key("test", &credentials), "test");
        assert_eq!(access_key("bob", &credentials), "bob");
        assert!(is_secret("a secret of some length", &credentials) && !is_secret("test", &credentials));
    }
}
