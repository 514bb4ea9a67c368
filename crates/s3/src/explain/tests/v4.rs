//! Signatures of version 4.

use super::{SECRET, Sent, evidence, settings};
use crate::explain::finding::Part;
use crate::explain::v4::{self, Found};
use crate::settings::Settings;
use crate::signature::evidence::Canonical;
use crate::signature::v4 as sign;

/// What is found of `arrived` that carries the signature of `signed`.
fn explain(signed: &Sent, arrived: &Sent, settings: &Settings) -> Found {
    let signature = signed.signature(&signed.canonical(&signed.signed));
    let evidence = evidence(arrived, &signature);
    let Canonical::V4(canonical) = &evidence.canonical else { panic!("version 4") };
    v4::explain(&evidence, settings, canonical)
}

#[track_caller]
fn found(signed: &Sent, arrived: &Sent, part: Part, words: &str) {
    let found = explain(signed, arrived, &settings());
    let first = &found.findings[0];
    assert_eq!((first.part, first.words.contains(words)), (part, true), "{words}: {:#?}", found.findings);
    assert!(found.signed.is_some() && found.findings.len() == 1, "only suspected: {:#?}", found.findings);
    assert!(!first.remedy.is_empty() && !format!("{first:?}").contains(SECRET));
}

/// The default request is signed, and arrives changed.
#[track_caller]
fn changed(part: Part, words: &str, change: impl FnOnce(&mut Sent)) {
    found(&Sent::default(), &Sent::with(change), part, words);
}

/// A request is signed other than as it arrives.
#[track_caller]
fn signed(part: Part, words: &str, change: impl FnOnce(&mut Sent)) {
    found(&Sent::with(change), &Sent::default(), part, words);
}

#[test]
fn hosts_and_ports() {
    signed(
        Part::Host,
        "good for host `s3mock:9000`, but the request came to `localhost:9000`: the URL was presigned with another \
            endpoint",
        |s| s.host = "s3mock:9000".into(),
    );
    signed(Part::Host, "`minio:9000`", |s| s.host = "minio:9000".into());
    signed(Part::Host, "`127.0.0.1:9000`", |s| s.host = "127.0.0.1:9000".into());
    signed(Part::Port, "the port was not signed", |s| s.host = "localhost".into());
    signed(Part::Host, "presigned for Amazon S3", |s| s.host = "s3.us-east-1.amazonaws.com".into());
    signed(Part::Host, "presigned for Amazon S3", |s| {
        s.host = "shelf.s3.amazonaws.com".into();
        s.path = "/a%20b".into();
    });
    signed(Part::Host, "virtual-host style and sent in path style", |s| {
        s.host = "shelf.localhost:9000".into();
        s.path = "/a%20b".into();
    });
    changed(Part::Host, "path style and sent in virtual-host style", |s| {
        s.host = "shelf.localhost:9000".into();
        s.path = "/a%20b".into();
    });
    changed(Part::Port, "port 9000 was signed", |s| s.host = "localhost".into());
    found(
        &Sent::with(|s| s.host = "files.example.com".into()),
        &Sent::with(|s| s.headers.push(("x-forwarded-host".into(), "files.example.com".into()))),
        Part::Host,
        "a proxy changed it (header x-forwarded-host)",
    );
    let alias = Settings { host_aliases: vec!["files.test:1".into()], ..settings() };
    let both = Sent::with(|s| (s.host, s.method) = ("files.test:1".into(), "HEAD".into()));
    let words = &explain(&both, &Sent::default(), &alias).findings[0].words;
    assert!(
        words.contains("`files.test:1`") && words.contains("Besides: The signature is good for the method HEAD"),
        "{words}"
    );
}

#[test]
fn methods() {
    changed(Part::Method, "good for the method GET, but the request came with HEAD", |s| s.method = "HEAD".into());
    signed(Part::Method, "good for the method PUT", |s| s.method = "PUT".into());
    changed(Part::Method, "came with POST", |s| s.method = "POST".into());
}

#[test]
fn paths() {
    let as_signed = |words: &str, path: &str, canonical: &str| {
        let mut wrong = Sent::default().canonical(&["host".to_owned()]);
        canonical.clone_into(&mut wrong.path);
        let arrived = Sent::with(|s| s.path = path.to_owned());
        let evidence = evidence(&arrived, &arrived.signature(&wrong));
        let Canonical::V4(canonical) = &evidence.canonical else { panic!("version 4") };
        let found = v4::explain(&evidence, &settings(), canonical).findings;
        assert_eq!((found[0].part, found[0].words.contains(words)), (Part::Path, true), "{words}: {found:#?}");
    };
    as_signed("encoded the path twice", "/shelf/a%20b", "/shelf/a%2520b");
    as_signed("without encoding it", "/shelf/a%20b", "/shelf/a b");
    as_signed("took the plus sign for a space", "/shelf/a+b", "/shelf/a%20b");
    as_signed("as forms do", "/shelf/a%20b", "/shelf/a+b");
    as_signed("merged slashes", "/shelf//a", "/shelf/a");
    as_signed("one of two slashes was lost", "/shelf/a", "/shelf//a");
    as_signed("resolved `.` and `..`", "/shelf/x/../a", "/shelf/a");
    as_signed("a slash at the end was lost", "/shelf/a", "/shelf/a/");
    as_signed("a slash at the end was added", "/shelf/a/", "/shelf/a");
    as_signed("equals sign", "/shelf/x%3D1%40", "/shelf/x=1%40");
    as_signed("took `/minio` off the path", "/shelf/a", "/minio/shelf/a");
    as_signed("put `/v2` before the path", "/v2/shelf/a", "/shelf/a");
}

#[test]
fn queries() {
    changed(Part::Query, "without the query parameter `utm_source=mail`", |s| s.query += "&utm_source=mail");
    changed(Part::Query, "without the query parameter `v=3`", |s| s.query += "&v=3");
    changed(Part::Query, "without X-Amz-Security-Token", |s| s.query += "&X-Amz-Security-Token=token");
    changed(Part::Query, "`x-id=GetObject`, which did not come", |s| s.query = s.query.replace("&x-id=GetObject", ""));
    let mut unsorted = Sent::default().canonical(&["host".to_owned()]);
    unsorted.query = format!("x-id=GetObject&{}", unsorted.query.replace("&x-id=GetObject", ""));
    let arrived = Sent::with(|s| s.query = unsorted.query.clone());
    let evidence = evidence(&arrived, &arrived.signature(&unsorted));
    let Canonical::V4(canonical) = &evidence.canonical else { panic!("version 4") };
    let words = &v4::explain(&evidence, &settings(), canonical).findings[0].words;
    assert!(words.contains("not sorted"), "{words}");
}

#[test]
fn headers() {
    let header = |name: &str, signed: &str, arrived: &str, words: &str| {
        let with = |value: &str| {
            Sent::with(|s| {
                s.header(name, value);
                s.headers.retain(|(_, value)| !value.is_empty());
            })
        };
        found(&with(signed), &with(arrived), Part::Header, words);
    };
    header("accept-encoding", "identity", "gzip", "Cloudflare");
    header("accept-encoding", "identity", "", "came without `accept-encoding`");
    header("content-type", "", "application/x-www-form-urlencoded", "browsers and HTTP libraries add");
    header("content-type", "image/png", "", "came without `content-type`");
    header("content-type", "text/plain", "text/plain;charset=UTF-8", "good for `content-type: text/plain`");
    header("expect", "100-continue", "", "belongs to the connection");
    header("connection", "keep-alive", "close", "belongs to the connection");
    header("range", "", "bytes=0-9", "caching proxy");
    header("content-length", "0", "", "belongs to the connection");
}

#[test]
fn payloads_scopes_and_forms() {
    signed(Part::Payload, "good for the hash of an empty body as the payload", |s| s.payload = sign::EMPTY.into());
    changed(Part::Payload, "good for UNSIGNED-PAYLOAD", |s| s.payload = "ab".repeat(32));
    let with = |change: &dyn Fn(&mut Sent, &mut String)| {
        let mut sent = Sent::default();
        let mut date = "20260101".to_owned();
        change(&mut sent, &mut date);
        let canonical = Sent::default().canonical(&["host".to_owned()]);
        let text = sign::string_to_sign(
            sign::ALGORITHM,
            "20260101T000000Z",
            "20260101/us-east-1/s3/aws4_request",
            &canonical.text(),
        );
        let signature = sign::sign(&sign::key(SECRET, &date, &sent.region, "s3"), text.as_bytes());
        let evidence = evidence(&Sent::default(), &signature);
        v4::explain(&evidence, &settings(), &canonical).findings.swap_remove(0)
    };
    let region = with(&|sent, _| sent.region = "eu-west-1".into());
    assert!(region.part == Part::Region && region.words.contains("signing key for region `eu-west-1`"), "{region:?}");
    let day = with(&|_, date| *date = "20251231".into());
    assert!(day.part == Part::Scope && day.words.contains("the day before"), "{day:?}");
    let reordered = Sent::with(|s| {
        s.header("x-amz-meta-b", "1");
        s.header("content-type", "text/plain");
    });
    let mut sorted = reordered.clone();
    sorted.signed.sort();
    found(&sorted, &reordered, Part::Header, "in alphabetical order");
    let capitals = Sent::default().signature(&Sent::default().canonical(&["host".to_owned()])).to_uppercase();
    let evidence = evidence(&Sent::default(), &capitals);
    let Canonical::V4(canonical) = &evidence.canonical else { panic!("version 4") };
    let found = v4::explain(&evidence, &settings(), canonical).findings;
    assert!(found[0].part == Part::Authorization && found[0].words.contains("not written as S3 wants it"), "{found:?}");
}

#[test]
fn secrets() {
    signed(Part::Secret, "a newline at its end", |s| s.secret += "\n");
    signed(Part::Secret, "a space at its end", |s| s.secret += " ");
    signed(Part::Secret, "quotes around it", |s| s.secret = format!("\"{SECRET}\""));
    signed(Part::Secret, "percent-encoded", |s| s.secret = s.secret.replace('/', "%2F").replace('+', "%2B"));
    signed(Part::Secret, "signed with the access key", |s| s.secret = "alice".into());
    signed(Part::Secret, "empty secret", |s| s.secret = String::new());
    signed(Part::Secret, "the secret of access key `bob`, but the request names `alice`", |s| {
        s.secret = "the secret of bob is another one".into();
    });
}

#[test]
fn what_nothing_fits_is_suspected() {
    let wrong = Sent::with(|s| s.secret = "none that anybody knows".into());
    let found = explain(&wrong, &Sent::default(), &settings());
    assert_eq!(found.findings[0].part, Part::Secret, "{:?}", found.findings);
    assert!(found.findings[0].words.contains("most likely not the one that this server has for access key `alice`"));
    assert!(found.signed.is_none());
    let signed = Sent::with(|s| s.header("x-amz-meta-mark", "one that nobody guesses"));
    let arrived = Sent::with(|s| s.signed.push("x-amz-meta-mark".into()));
    let found = explain(&signed, &arrived, &settings());
    assert!(found.findings[0].words.contains("did not come: `x-amz-meta-mark`"), "{:?}", found.findings);
    assert_eq!(found.findings[1].part, Part::Secret);
}

#[test]
fn chunks_and_policies() {
    let mut evidence = evidence(&Sent::default(), "seed");
    evidence.string_to_sign = sign::chunk_to_sign(sign::ALGORITHM, "m", "s", "before", "hash").into_bytes();
    let key = sign::key(SECRET, "20260101", "us-east-1", "s3");
    let unchained = sign::chunk_to_sign(sign::ALGORITHM, "m", "s", "seed", "hash");
    evidence.provided = sign::sign(&key, unchained.as_bytes());
    assert!(v4::chunk(&evidence, "chunk 2").words.contains("each goes on from the one before it"));
    evidence.provided = "00".into();
    assert!(v4::chunk(&evidence, "chunk 2").words.contains("signature of chunk 2 is not that of its bytes"));

    evidence.string_to_sign = b"eyJ9\n".to_vec();
    evidence.provided = sign::sign(&key, b"eyJ9");
    assert!(v4::policy(&evidence, &settings()).words.contains("without white space"));
    let key = sign::key(&format!("{SECRET}\n"), "20260101", "us-east-1", "s3");
    evidence.provided = sign::sign(&key, b"eyJ9\n");
    assert!(v4::policy(&evidence, &settings()).words.contains("newline"));
    evidence.provided = "00".into();
    assert!(v4::policy(&evidence, &settings()).words.contains("most likely not the one"));
}
