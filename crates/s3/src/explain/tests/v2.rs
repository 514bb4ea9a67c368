//! Signatures of version 2.

use super::{SECRET, Sent, evidence, settings};
use crate::explain::finding::Part;
use crate::explain::v2;
use crate::signature::v2::{Canonical, Request, sign};

/// What is found of a PUT of `/shelf/a%20b` that carries the signature of what `change` makes of it.
#[track_caller]
fn check(part: Part, words: &str, secret: &str, change: impl FnOnce(&mut Canonical)) {
    let arrived = Sent::with(|s| {
        s.method = "PUT".into();
        s.query = "uploadId=1&partNumber=2".into();
        s.headers.push(("content-type".into(), "text/plain".into()));
        s.headers.push(("content-md5".into(), "1B2M2Y8AsgTpgAmY7PhCfg==".into()));
        s.headers.push(("x-amz-meta-mark".into(), "m".into()));
        s.headers.push(("x-amz-security-token".into(), "token".into()));
    });
    let headers = arrived.map();
    let request = Request {
        method: &arrived.method,
        bucket: None,
        path: &arrived.path,
        query: &arrived.query,
        headers: &headers,
        expires: Some("1767225660"),
    };
    let canonical = Canonical::of(&request);
    let mut signed = canonical.clone();
    change(&mut signed);
    let evidence = evidence(&arrived, &sign(secret, &signed.text()));
    let found = v2::explain(&evidence, &settings(), &canonical);
    let first = &found.findings[0];
    assert_eq!((first.part, first.words.contains(words)), (part, true), "{words}: {first:#?}");
    let shown = format!("{first:?}{:?}", found.signed);
    assert!(!shown.contains(SECRET) && !shown.contains("x-amz-security-token:token"), "{shown}");
}

#[test]
fn mistakes() {
    check(Part::Header, "good without a Content-Type, but the request came with `text/plain`", SECRET, |c| {
        c.content_type.clear();
    });
    check(Part::Header, "for Content-Type `image/png`", SECRET, |c| c.content_type = b"image/png".to_vec());
    check(Part::Header, "without Content-MD5", SECRET, |c| c.content_md5.clear());
    check(Part::Method, "good for the method GET, but the request came with PUT", SECRET, |c| c.method = "GET".into());
    check(Part::Host, "the bucket was not signed", SECRET, |c| c.resource = c.resource.replace("/shelf", ""));
    check(Part::Path, "without encoding it", SECRET, |c| c.resource = c.resource.replace("%20", " "));
    check(Part::Query, "subresources of the query were not signed", SECRET, |c| c.resource = "/shelf/a%20b".into());
    check(Part::Header, "without the header `x-amz-meta-mark`", SECRET, |c| {
        c.headers = b"x-amz-security-token:token\n".to_vec();
    });
    check(Part::Secret, "a newline at its end", &format!("{SECRET}\n"), |_| ());
    check(Part::Secret, "the secret of access key `bob`", "the secret of bob is another one", |_| ());
    check(Part::Secret, "most likely not the one", "none that anybody knows", |_| ());
}
