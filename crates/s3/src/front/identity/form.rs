//! The signature of a form: its fields are what a presigned URL has in its query.
//!
//! Version 4A is not documented for forms, and is refused.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/developerguide/HTTPPOSTForms.html>

use super::credential::{self, Credential};
use super::{Claim, Signed, Texts, Version, expiry};
use crate::error::form::FormError;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The fields of version 4, as S3 names them where they are missing, in the order in which it looks for them.
const V4: [&str; 4] = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"];

/// The fields of version 2.
const V2: [&str; 2] = ["AWSAccessKeyId", "Signature"];

/// Reads the signature of a form; `field` finds a field in any case of letters. One of the fields of a version asks for
/// all of that version, and for a policy.
///
/// # Errors
/// What S3 says of the first field that is missing or wrong.
pub(crate) fn parse<'a>(field: impl Fn(&str) -> Option<&'a str>) -> Result<Claim, FormError> {
    let filled = |name: &str| field(name).filter(|value| !value.is_empty());
    let required = |name: &'static str| filled(name).ok_or(FormError::FieldMissing { name });
    let any = |names: &[&str]| names.iter().any(|name| filled(name).is_some());
    let (v4, v2) = (any(&V4), any(&V2));
    if (v4 || v2) && field("policy").is_none() {
        return Err(FormError::FieldMissing { name: "policy" });
    }
    let session_token = filled("x-amz-security-token").map(str::to_owned);
    let signed = if v4 {
        let [algorithm, credential, date, signature] = V4.map(required);
        let (algorithm, credential, date, signature) = (algorithm?, credential?, date?, signature?);
        if algorithm != ALGORITHM {
            return Err(FormError::Algorithm { value: algorithm.to_owned() });
        }
        let at = expiry::parse_basic(date).ok_or_else(|| FormError::Date { value: date.to_owned() })?;
        let texts = Texts { credential: taken_apart(credential)?, signature, ..Texts::default() };
        Signed { date: Some(at), session_token, ..Signed::new(Version::V4, texts) }
    } else if v2 {
        let [access_key, signature] = V2.map(required);
        let credential = Credential { access_key: access_key?, scope: "" };
        let texts = Texts { credential, signature: signature?, ..Texts::default() };
        Signed { session_token, ..Signed::new(Version::V2, texts) }
    } else {
        return Ok(Claim::Anonymous);
    };
    Ok(Claim::Signed(signed))
}

fn taken_apart(text: &str) -> Result<Credential<'_>, FormError> {
    let refused = |fault: String| FormError::Credential { fault, value: text.to_owned() };
    if text.starts_with('/') {
        return Err(refused("a non-empty Access Key (AKID) must be provided in the credential.".to_owned()));
    }
    credential::take_apart(text, Version::V4).map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    const CREDENTIAL: &str = "AKID/20151229/us-east-1/s3/aws4_request";
    const FORM: [(&str, &str); 5] = [
        ("policy", "e30="),
        ("x-amz-algorithm", ALGORITHM),
        ("x-amz-credential", CREDENTIAL),
        ("x-amz-date", "20151229T000000Z"),
        ("x-amz-signature", "8afd"),
    ];

    fn parsed(fields: &[(&str, &str)]) -> Result<Claim, FormError> {
        parse(|name| fields.iter().find(|field| field.0.eq_ignore_ascii_case(name)).map(|field| field.1))
    }

    /// What is said of [`FORM`] when `change` has been made to it: the message, the argument's name and its value.
    fn check(change: (&str, &str), message: &str, name: &str) {
        let fields = FORM.map(|(name, value)| if name == change.0 { change } else { (name, value) });
        let document = Error::from(parsed(&fields).unwrap_err()).document();
        assert_eq!((document.code.as_ref(), document.message.as_ref()), ("InvalidArgument", message));
        assert_eq!(document.fields, [("ArgumentName", name.to_owned()), ("ArgumentValue", change.1.to_owned())]);
    }

    fn check_missing(fields: &[(&str, &str)], name: &str) {
        let document = Error::from(parsed(fields).unwrap_err()).document();
        let message = format!(
            "Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields."
        );
        assert_eq!((document.code.as_ref(), document.message.as_ref()), ("InvalidArgument", message.as_str()));
        assert_eq!(document.fields, [("ArgumentName", name.to_owned()), ("ArgumentValue", String::new())]);
    }

    #[test]
    fn a_form_of_version_4() {
        let Ok(Claim::Signed(signed)) = parsed(&FORM) else { panic!("signed") };
        assert_eq!((signed.version, signed.access_key(), signed.signature()), (Version::V4, "AKID", "8afd"));
        assert_eq!(signed.region(), Some("us-east-1"));
        assert_eq!(signed.session_token, None);
    }

    #[test]
    fn a_form_of_version_2() {
        let form = [("Policy", "e30="), ("awsaccesskeyid", "AKID"), ("signature", "s="), ("x-amz-security-token", "t")];
        let Ok(Claim::Signed(signed)) = parsed(&form) else { panic!("signed") };
        assert_eq!((signed.version, signed.access_key(), signed.signature()), (Version::V2, "AKID", "s="));
        assert_eq!((signed.region(), signed.session_token.as_deref()), (None, Some("t")));
    }

    #[test]
    fn a_form_of_nobody() {
        assert_eq!(parsed(&[]).unwrap(), Claim::Anonymous);
        assert_eq!(parsed(&[("policy", "e30="), ("key", "k"), ("signature", "")]).unwrap(), Claim::Anonymous);
    }

    #[test]
    fn one_field_asks_for_all() {
        for (name, said) in [
            ("policy", "policy"),
            ("x-amz-algorithm", "X-Amz-Algorithm"),
            ("x-amz-credential", "X-Amz-Credential"),
            ("x-amz-date", "X-Amz-Date"),
            ("x-amz-signature", "X-Amz-Signature"),
        ] {
            let fields: Vec<_> = FORM.into_iter().filter(|field| field.0 != name).collect();
            check_missing(&fields, said);
        }
        check_missing(&[("policy", "p"), ("x-amz-date", "d"), ("x-amz-signature", "s")], "X-Amz-Algorithm");
        check_missing(&[("policy", "p"), ("AWSAccessKeyId", "a")], "Signature");
        check_missing(&[("policy", "p"), ("Signature", "s")], "AWSAccessKeyId");
        check_missing(&[("Signature", "s"), ("AWSAccessKeyId", "a")], "policy");
    }

    #[test]
    fn fields_that_are_wrong_are_named() {
        let malformed = "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";
        for (value, message) in [
            ("malformed", malformed),
            ("20151229/us-east-1/s3/aws4_request", malformed),
            (
                "/20151229/us-east-1/s3/aws4_request",
                "a non-empty Access Key (AKID) must be provided in the credential.",
            ),
            (
                "A/2015/us-east-1/s3/aws4_request",
                "incorrect date format \"2015\". This date in the credential must be in the format \"yyyyMMdd\".",
            ),
            ("A/20151229/us-east-1/ec2/aws4_request", "incorrect service \"ec2\". This endpoint belongs to \"s3\"."),
            ("A/20151229/us-east-1/s3/aws4", "incorrect terminal \"aws4\". This endpoint uses \"aws4_request\"."),
        ] {
            check(("x-amz-credential", value), message, "X-Amz-Credential");
        }
        let date = "X-Amz-Date must be formated via ISO8601 Long format";
        check(("x-amz-date", "2015-12-29T00:00:00Z"), date, "X-Amz-Date");
        let algorithm = "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"";
        check(("x-amz-algorithm", "AWS4-ECDSA-P256-SHA256"), algorithm, "X-Amz-Algorithm");
    }
}
