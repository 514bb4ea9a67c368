//! Refusals that say by themselves what is wrong: no signature has to be computed to explain them.

use super::asked::Asked;
use super::clock;
use super::finding::{Finding, Part};
use super::{form, redact};
use crate::error::Error;
use crate::error::signature::SignatureError;
use crate::settings::Settings;
use crate::signature::{Evidence, v4};

/// How many access keys are named.
const NAMED: usize = 5;

/// How S3 begins what it says of a request without a time that it can read.
const TIMELESS: [&str; 2] = ["AWS authentication requires a valid Date", "Invalid date (should be seconds"];

/// Why `error` is the answer; none when it is no refusal of a signature, or one that has to be searched for.
pub(super) fn of(error: &Error, asked: &Asked) -> Option<Finding> {
    Some(match error {
        Error::MalformedAuthorization { message } => malformed(message, "Authorization header"),
        Error::PresignedParameters { message } => malformed(message, "presigned URL"),
        Error::PresignedV2Parameters {} => Finding::new(
            Part::Authorization,
            "The URL has some of the parameters AWSAccessKeyId, Signature and Expires, and not all of them: it was \
                cut, or put together by hand.",
            "Use the URL as it was presigned. In a shell, put it in quotes: an & ends a command.",
        ),
        Error::InvalidArgument { message, name, .. } if name == "Authorization" => argument(message),
        Error::InvalidRequest { message } if message.contains("x-amz-content-sha256") => Finding::new(
            Part::Payload,
            format!("{message}: the client signs in another way than S3 wants."),
            "Send x-amz-content-sha256 with the hash of the body, or with UNSIGNED-PAYLOAD, and sign it.",
        ),
        Error::Denied { message } if TIMELESS.iter().any(|start| message.starts_with(start)) => Finding::new(
            Part::Clock,
            format!("{message}: the request has no time that can be read."),
            "Send x-amz-date as yyyyMMdd'T'HHmmss'Z' in UTC.",
        ),
        Error::WrongRegion { message, region } | Error::PresignedRegion { message, region } => {
            let words = format!("{message}: the client was told another region than this host stands for, or none.");
            Finding::new(Part::Region, words, format!("Set the client's region to {region} (region_name, AWS_REGION)."))
        }
        Error::PresignedExpired { .. } | Error::PresignedV2Expired { .. } => expired(asked)?,
        Error::ContentSha256Mismatch { client, computed } => digest(client, computed),
        Error::Form(error) => return form::of(error),
        Error::With { error, .. } => return of(error, asked),
        _ => return None,
    })
}

/// What the refusal of a signature is about, where no search is needed.
pub(super) fn of_signature(error: &SignatureError, settings: &Settings) -> Option<Finding> {
    let evidence = error.evidence();
    Some(match error {
        SignatureError::UnknownKey { .. } => unknown_key(evidence, settings),
        SignatureError::InvalidToken { .. } => token(evidence),
        SignatureError::ExpiredToken { .. } => Finding::new(
            Part::SessionToken,
            "The session that the token belongs to has ended.",
            "Get new credentials (CreateSession); SDKs do so by themselves.",
        ),
        SignatureError::Skewed { .. } | SignatureError::NotYetValid { .. } => {
            clock::skewed(evidence.claim.date?, evidence.now)
        }
        SignatureError::HeadersNotSigned { headers, .. } => unsigned(headers),
        SignatureError::Mismatch { .. } | SignatureError::MismatchOfText { .. } => return None,
    })
}

fn expired(asked: &Asked) -> Option<Finding> {
    let signed = asked.presigned()?;
    Some(clock::expired(signed.date, signed.expiry?.at, asked.now))
}

fn malformed(message: &str, of: &str) -> Finding {
    let what = if message.contains("incorrect date format") || message.contains("Credential is mal-formed") {
        "the credential has to be ACCESSKEY/yyyyMMdd/REGION/s3/aws4_request; access keys or regions that are empty or \
            hold slashes are what breaks it"
    } else if message.contains("Invalid credential date") {
        "the day in the credential is another than that of the request's time: one of the two was taken in local time, \
            or a signing key was kept over midnight"
    } else if message.contains("incorrect service") {
        "the client signs for another service than S3"
    } else if message.contains("requires the X-Amz-Algorithm") || message.contains("three components") {
        "it is not whole: it was cut, or put together by hand; in a shell an & ends a command unless the URL is in \
            quotes"
    } else if message.contains("X-Amz-Expires") {
        "a URL can be good for 1 to 604800 seconds (7 days)"
    } else if message.contains("X-Amz-Date") {
        "the time has to be in UTC, as yyyyMMdd'T'HHmmss'Z'"
    } else {
        "it was not written by an SDK of AWS, or changed on the way"
    };
    let words = format!("The {of} cannot be read ({}): {what}.", message.trim_end_matches('.'));
    Finding::new(
        Part::Authorization,
        words,
        "Sign with an SDK of AWS, or compare with its output; use URLs as they were presigned.",
    )
}

fn argument(message: &str) -> Finding {
    if message.starts_with("Only one auth mechanism") {
        let words = "The request is signed twice, in the Authorization header and in the URL: an HTTP library or a \
            proxy sends an Authorization header of its own along with a presigned URL.";
        return Finding::new(
            Part::Authorization,
            words,
            "Send presigned URLs without an Authorization header, also after redirects.",
        );
    }
    let words = format!(
        "The Authorization header is of no kind that S3 knows ({message}): a token for another service (Bearer, Basic) \
            was sent, or the header was put together by hand."
    );
    Finding::new(
        Part::Authorization,
        words,
        "Sign with an SDK of AWS; take other Authorization headers off (HTTP libraries, proxies).",
    )
}

/// Who sends x-amz- headers along with what does not sign them.
fn unsigned(headers: &str) -> Finding {
    let words = format!(
        "These headers came with the request, but are not among its signed headers: {headers}. They were added after \
            signing; S3 takes no x-amz- header that is not signed."
    );
    let remedy = if headers.contains("x-amz-security-token") {
        "Add the session token before signing: give it to the signer with the key pair."
    } else {
        "Name the headers when the URL is presigned (as parameters of the operation), or do not send them."
    };
    Finding::new(Part::Header, words, remedy)
}

fn unknown_key(evidence: &Evidence, settings: &Settings) -> Finding {
    let (key, credentials) = (evidence.access_key(), &settings.credentials);
    if redact::is_secret(key, credentials) {
        let words =
            "What was sent as the access key is the secret of a key pair that this server knows: the two were swapped.";
        return Finding::new(
            Part::AccessKey,
            words,
            "Swap access key and secret in the client; and change the secret, for access keys are written to logs.",
        );
    }
    let similar = credentials
        .iter()
        .map(|c| &c.access_key)
        .find(|known| known.eq_ignore_ascii_case(key.trim()) || known.trim() == key.trim());
    if let Some(known) = similar {
        let words = format!(
            "This server does not know access key `{key}`, but it knows `{known}`: white space or capital letters \
                differ."
        );
        return Finding::new(Part::AccessKey, words, "Write the access key exactly as it is configured.");
    }
    if evidence.secret.is_some() {
        let words = format!(
            "Access key `{key}` is one of temporary credentials, and its session token did not come with it: without \
                the token there is no such key."
        );
        return Finding::new(
            Part::SessionToken,
            words,
            "Give the client the session token too (AWS_SESSION_TOKEN), and sign it.",
        );
    }
    let named: Vec<_> = credentials.iter().take(NAMED).map(|c| format!("`{}`", c.access_key)).collect();
    let more =
        if credentials.len() > NAMED { format!(" and {} more", credentials.len() - NAMED) } else { String::new() };
    let words = format!(
        "This server does not know access key `{key}`; it knows {}{more}. The client takes its credentials from \
            elsewhere than you think (environment, ~/.aws/credentials, the machine's role).",
        named.join(", ")
    );
    Finding::new(
        Part::AccessKey,
        words,
        "Give the client a key pair that the server has, or the server the client's (--access-key, --credentials); \
            without any, it takes all.",
    )
}

fn token(evidence: &Evidence) -> Finding {
    let key = evidence.access_key();
    let words = format!(
        "A session token came with access key `{key}`, and it is not the one that belongs to it: the key pair is \
            configured, and a token is left over from other credentials."
    );
    Finding::new(
        Part::SessionToken,
        words,
        "Unset AWS_SESSION_TOKEN (or aws_session_token in the profile) for a key pair that has none.",
    )
}

fn digest(client: &str, computed: &str) -> Finding {
    let what = if client == v4::EMPTY {
        "the client sent the hash of an empty body with a body that is not empty"
    } else if computed == v4::EMPTY {
        "the body that came is empty: it was lost on the way, as in a redirect or a second attempt with a stream that \
            was read already"
    } else {
        "the body was changed after it was hashed: compressed, cut, or its line ends converted"
    };
    let words = format!("The body's SHA-256 is {computed}, but x-amz-content-sha256 says {client}: {what}.");
    Finding::new(Part::Payload, words, "Hash the bytes that are sent, or send UNSIGNED-PAYLOAD.")
}
