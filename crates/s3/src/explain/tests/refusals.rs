//! Refusals as a whole: from the error to the explanation that is kept.

use std::sync::Arc;
use std::time::Duration;

use http::Request;

use super::{SECRET, Sent, claim, evidence, now, settings};
use crate::error::Error;
use crate::error::signature::SignatureError;
use crate::explain::finding::Part;
use crate::explain::{Asked, Explanation, explain};
use crate::front::body::hex;
use crate::front::located::Located;
use crate::front::target::Target;
use crate::signature::v4 as sign;
use crate::signature::{Evidence, evidence as signature_evidence};

/// The default request, as it was asked with this signature in its URL.
fn asked(sent: &Sent, signature: &str) -> Asked {
    let credential = format!("{}%2F20260101%2F{}%2Fs3%2Faws4_request", sent.access_key, sent.region);
    let rest = format!("X-Amz-Credential={credential}&X-Amz-SignedHeaders=host&X-Amz-Signature={signature}");
    let uri = format!("{}?{}&{rest}", sent.path, sent.query);
    let request = Request::builder().method(sent.method.as_str()).uri(uri).body(()).unwrap();
    let target = Target::parse(Some(&sent.host), &sent.path, &[]).unwrap();
    let located = Located { now: now(), host: Some(sent.host.as_str().into()), secure: false, target };
    Asked::of(&located, &request.into_parts().0)
}

fn explained(error: &Error) -> Explanation {
    explain(&settings(), &asked(&Sent::default(), "5167"), error).expect("an explanation")
}

#[track_caller]
fn check(error: impl Into<Error>, part: Part, words: &str) {
    let explanation = explained(&error.into());
    let first = &explanation.findings[0];
    assert_eq!((first.part, first.words.contains(words)), (part, true), "{words}: {first:?}");
    assert!(!first.remedy.is_empty() && explanation.finding() == first.words);
}

fn arc(change: impl FnOnce(&mut Evidence)) -> Arc<Evidence> {
    let mut evidence = evidence(&Sent::default(), "5167");
    change(&mut evidence);
    Arc::new(evidence)
}

#[test]
fn each_refusal_has_its_words() {
    let text = str::to_owned;
    let malformed = |message: &str| Error::MalformedAuthorization { message: text(message) };
    check(malformed("…; the Credential is mal-formed; expecting \"…\"."), Part::Authorization, "ACCESSKEY/yyyyMMdd");
    check(malformed("…; incorrect service \"ec2\"."), Part::Authorization, "another service than S3");
    check(malformed("… requires three components: …"), Part::Authorization, "it is not whole");
    let query = |message: &str| Error::PresignedParameters { message: text(message) };
    check(query("X-Amz-Expires should be a number"), Part::Authorization, "1 to 604800 seconds");
    check(query("Invalid credential date \"20260101\"."), Part::Authorization, "taken in local time");
    check(query("X-Amz-Date must be in the ISO8601 Long Format"), Part::Authorization, "in UTC");
    check(Error::PresignedV2Parameters {}, Part::Authorization, "AWSAccessKeyId, Signature and Expires");
    let argument = |message: &str| Error::InvalidArgument {
        message: text(message),
        name: text("Authorization"),
        value: text("Bearer x"),
    };
    check(argument("Unsupported Authorization Type"), Part::Authorization, "Bearer, Basic");
    check(argument("Only one auth mechanism allowed; …"), Part::Authorization, "signed twice");
    let missing = "Missing required header for this request: x-amz-content-sha256";
    check(Error::InvalidRequest { message: text(missing) }, Part::Payload, "signs in another way");
    let date = "AWS authentication requires a valid Date or x-amz-date header";
    check(Error::Denied { message: text(date) }, Part::Clock, "no time that can be read");
    let region = text("the region 'eu' is wrong; expecting 'us-east-1'");
    check(
        Error::WrongRegion { message: region, region: text("us-east-1") },
        Part::Region,
        "another region than this host",
    );
    let ended = Error::PresignedExpired { seconds: text("60"), expires: String::new(), server_time: String::new() };
    check(ended.clone(), Part::Expiry, "The URL was good for 1 minute");
    check(ended.with_headers(http::HeaderMap::new()), Part::Expiry, "The URL was good for 1 minute");
    let digest =
        |client: &str, computed: &str| Error::ContentSha256Mismatch { client: text(client), computed: text(computed) };
    check(digest("00", "11"), Part::Payload, "changed after it was hashed");
    check(digest(sign::EMPTY, "11"), Part::Payload, "hash of an empty body");
    check(digest("00", sign::EMPTY), Part::Payload, "the body that came is empty");
}

#[test]
fn each_refused_signature_has_its_words() {
    use SignatureError::{ExpiredToken, HeadersNotSigned, InvalidToken, Mismatch, Skewed, UnknownKey};
    let key = |key: &str, secret: Option<&str>| {
        arc(|e| (e.claim, e.secret) = (claim(key, e.claim.scope(), "host", "5167"), secret.map(str::to_owned)))
    };
    check(UnknownKey { evidence: key("carol", None) }, Part::AccessKey, "`carol`; it knows `alice`, `bob`.");
    check(UnknownKey { evidence: key("ALICE ", None) }, Part::AccessKey, "white space or capital letters differ");
    check(UnknownKey { evidence: key(SECRET, None) }, Part::AccessKey, "the two were swapped");
    check(UnknownKey { evidence: key("ASIA", Some("s")) }, Part::SessionToken, "session token did not come");
    check(InvalidToken { evidence: arc(|_| ()) }, Part::SessionToken, "left over from other credentials");
    check(ExpiredToken { evidence: arc(|_| ()) }, Part::SessionToken, "has ended");
    let early = arc(|e| e.now = now() - Duration::from_secs(3600));
    check(Skewed { evidence: early }, Part::Clock, "1 hour ahead of this server. That is one hour to the minute");
    let headers = |headers: &str| HeadersNotSigned { evidence: arc(|_| ()), headers: headers.to_owned() };
    check(headers("x-amz-acl, x-amz-meta-a"), Part::Header, "signed headers: x-amz-acl, x-amz-meta-a");
    check(Mismatch { evidence: arc(|_| ()) }, Part::Secret, "most likely not the one");
    let of = |part| arc(|e| e.part = part);
    let chunk = Mismatch { evidence: of(signature_evidence::Part::Chunk(3)) };
    check(chunk, Part::Payload, "the signature of chunk 3 is not that of its bytes");
    check(Mismatch { evidence: of(signature_evidence::Part::Trailer) }, Part::Payload, "the signature of the trailers");
    check(Mismatch { evidence: of(signature_evidence::Part::Policy) }, Part::Secret, "most likely not the one");
}

#[test]
fn other_errors_are_not_explained() {
    for error in [Error::AccessDenied {}, Error::NoSuchKey { key: "k".into() }, Error::MalformedXml {}] {
        assert_eq!(explain(&settings(), &asked(&Sent::default(), "5167"), &error), None);
    }
    let denied = Error::Denied { message: "Date of something else".into() };
    assert_eq!(explain(&settings(), &asked(&Sent::default(), "5167"), &denied), None);
}

#[test]
fn what_is_shown_holds_no_secret() {
    let signed = Sent::with(|s| {
        s.query += "&X-Amz-Security-Token=token%2Fof%2Fnobody";
        s.header("x-amz-security-token", "token/of/nobody");
        s.header("x-amz-server-side-encryption-customer-key", "key/of/a/customer");
        s.secret += "\n";
    });
    let arrived = Sent { secret: SECRET.into(), path: format!("{}/{SECRET}", signed.path), ..signed.clone() };
    for sent in [&signed, &arrived] {
        let signature = signed.signature(&signed.canonical(&signed.signed));
        let evidence = Arc::new(evidence(&Sent { secret: SECRET.into(), ..sent.clone() }, &signature));
        let error = Error::from(SignatureError::Mismatch { evidence });
        let explanation = explain(&settings(), &asked(sent, &signature), &error).expect("an explanation");
        let shown = format!("{}{}", explanation.text(), explanation.json());
        let key = hex(&sign::key(SECRET, "20260101", "us-east-1", "s3"));
        for hidden in [SECRET, "of%2Fnobody", "of/nobody", "of/a/customer", signature.as_str(), key.as_str()] {
            assert!(!shown.contains(hidden), "{hidden}: {shown}");
        }
        assert!(shown.contains("x-amz-security-token:…") && shown.contains("X-Amz-Signature=…"), "{shown}");
    }
}

#[test]
fn no_request_makes_it_long() {
    let long = Sent::with(|s| {
        s.query += &(0..500).map(|n| format!("&parameter-{n}={}", "v".repeat(50))).collect::<String>();
        for n in 0..100 {
            s.header(&format!("x-amz-meta-{n}"), &"m".repeat(50));
        }
    });
    let error = Error::from(SignatureError::Mismatch { evidence: Arc::new(evidence(&long, "5167")) });
    let explanation = explain(&settings(), &asked(&long, "5167"), &error).expect("an explanation");
    assert!(explanation.text().len() < 16 * 1024, "{}", explanation.text().len());
    assert_eq!(explanation.findings[0].part, Part::Secret);
}
