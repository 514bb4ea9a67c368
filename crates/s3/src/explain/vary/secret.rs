//! The secrets that a client may have signed with. None of them is ever written anywhere: findings name the mistake and
//! the access key, not the text.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::explain::finding::{Finding, Part};
use crate::explain::redact;
use crate::settings::Credential;
use crate::signature::Evidence;

/// How many other credentials are tried.
const OTHERS: usize = 24;

/// Secrets that a client may have had, where the endpoint knows one for its access key; and those of all other
/// `credentials`.
pub(in crate::explain) fn variants(evidence: &Evidence, credentials: &[Credential]) -> Vec<(String, Finding)> {
    candidates(evidence.access_key(), evidence.secret.as_deref(), credentials)
}

fn candidates(access_key: &str, secret: Option<&str>, credentials: &[Credential]) -> Vec<(String, Finding)> {
    let mut found = Vec::new();
    if let Some(secret) = secret {
        misread(access_key, secret, &mut found);
    }
    let others = credentials.iter().filter(|credential| credential.access_key != access_key);
    let ours = redact::access_key(access_key, credentials);
    for other in others.take(OTHERS) {
        let theirs = redact::access_key(&other.access_key, credentials);
        let words = format!(
            "The signature is good with the secret of access key `{theirs}`, but the request names `{ours}`: halves of \
                two key pairs were mixed."
        );
        let remedy = "Take access key and secret from one pair.";
        found.push((other.secret_key.clone(), Finding::new(Part::Secret, words, remedy)));
    }
    found
}

/// The right secret, misread.
fn misread(access_key: &str, secret: &str, found: &mut Vec<(String, Finding)>) {
    let mut add = |text: String, why: &str, remedy: &str| {
        if text != secret && !found.iter().any(|(known, _)| *known == text) {
            let words = format!("The signature is good with another reading of the secret: {why}.");
            found.push((text, Finding::new(Part::Secret, words, remedy)));
        }
    };
    let end = "Take the white space off the client's secret: files and `echo … | base64` end in a newline (use printf \
        or echo -n).";
    add(format!("{secret}\n"), "the client's has a newline at its end", end);
    add(format!("{secret}\r\n"), "the client's has a line break at its end", end);
    add(format!("{secret} "), "the client's has a space at its end", end);
    add(format!(" {secret}"), "the client's has a space before it", end);
    add(
        secret.trim().to_owned(),
        "the one that this server was given has white space around it",
        "Take the white space off the secret that the server was given.",
    );
    let quotes = "Take the quotes off: env files of docker do not remove them.";
    add(format!("\"{secret}\""), "the client's has quotes around it", quotes);
    add(format!("'{secret}'"), "the client's has quotes around it", quotes);
    let bare = secret.trim_matches(['"', '\'']);
    add(
        bare.to_owned(),
        "the one that this server was given has quotes around it",
        "Take the quotes off the secret that the server was given.",
    );
    let whole = "Give the client the secret as it is, without encoding it.";
    add(
        utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
        "the client's is percent-encoded, as in a URL",
        whole,
    );
    add(percent_decode_str(secret).decode_utf8_lossy().into_owned(), "the client's was percent-decoded", whole);
    add(secret.replace('+', " "), "in the client's, plus signs became spaces", whole);
    add(secret.replace('/', "\\/"), "in the client's, slashes are escaped, as in JSON", whole);
    add(
        BASE64.encode(secret),
        "the client's is still encoded in base64",
        "Decode it: the data of a Kubernetes secret is base64.",
    );
    add(secret.trim_end_matches('=').to_owned(), "the client's lacks the equals signs at its end", whole);
    add(
        access_key.to_owned(),
        "the client signed with the access key in place of the secret",
        "Give the client the secret as its secret.",
    );
    add(
        String::new(),
        "the client signed with an empty secret",
        "Give the client its secret: a variable may be unset.",
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credential(access_key: &str, secret_key: &str) -> Credential {
        Credential { access_key: access_key.into(), secret_key: secret_key.into(), ..Credential::default() }
    }

    fn check(given: &str, clients: &str, why: &str) {
        let credentials = [credential("alice", given), credential("bob", "other secret")];
        let found = candidates("alice", Some(given), &credentials);
        let words = found.iter().find(|(secret, _)| secret == clients).map(|(_, finding)| finding.words.as_str());
        assert!(words.unwrap_or_default().contains(why), "{given} {clients}: {words:?}");
        assert!(found.iter().all(|(secret, _)| secret != given));
        for (_, finding) in &found {
            let text = format!("{}{}", finding.words, finding.remedy);
            assert!(!text.contains("other secret") && !text.contains(given.trim()), "{text}");
        }
    }

    #[test]
    fn what_became_of_a_secret() {
        check("s3cr/t+=", "s3cr/t+=\n", "newline");
        check("s3cr/t+=", "s3cr/t+= ", "a space at its end");
        check(" s3cr/t+=", "s3cr/t+=", "this server was given");
        check("s3cr/t+=", "\"s3cr/t+=\"", "quotes around");
        check("s3cr/t+=", "s3cr%2Ft%2B%3D", "percent-encoded");
        check("s3cr%2Ft", "s3cr/t", "percent-decoded");
        check("s3cr/t+=", "s3cr/t =", "spaces");
        check("s3cr/t+=", "s3cr\\/t+=", "escaped");
        check("s3cr/t+=", "czNjci90Kz0=", "base64");
        check("s3cr/t+=", "s3cr/t+", "equals signs");
        check("s3cr/t+=", "alice", "access key in place");
        check("s3cr/t+=", "", "empty secret");
        check("s3cr/t+=", "other secret", "the secret of access key `bob`");
    }

    #[test]
    fn an_unknown_key_has_the_secrets_of_all_others() {
        let credentials: Vec<_> = (0..100).map(|n| credential(&format!("k{n}"), &format!("secret {n}"))).collect();
        assert_eq!(candidates("nobody", None, &credentials).len(), OTHERS);
        assert!(candidates("nobody", None, &[]).is_empty());
    }
}
