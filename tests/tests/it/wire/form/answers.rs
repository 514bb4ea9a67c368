//! What a form that was taken is answered with.

use super::super::{DIGITS, DIGITS_ETAG, get, shelf};
use super::{ANONYMOUS, Form, post};
use sandpail_tests::Server;

fn etag() -> String {
    format!("\"{DIGITS_ETAG}\"")
}

/// Recorded: no type, no length, and the checksum that S3 adds.
#[test]
fn a_form_is_answered_with_nothing_but_headers() {
    let server = shelf();
    let reply = post(&server, &Form::of("d/n e w").file(DIGITS)).ok(204);
    assert_eq!(reply.header("etag"), Some(etag().as_str()));
    let location = format!("http://{}/shelf/d%2Fn+e+w", server.addr());
    assert_eq!(reply.header("location"), Some(location.as_str()));
    assert_eq!(reply.header("x-amz-checksum-crc64nvme"), Some("rosUhgp5mIg="));
    assert_eq!(reply.header("x-amz-checksum-type"), Some("FULL_OBJECT"));
    assert_eq!(reply.header("x-amz-server-side-encryption"), Some("AES256"));
    for name in ["content-type", "content-length", "x-amz-version-id"] {
        assert_eq!(reply.header(name), None, "{name}");
    }
    let stored = get(&server, "/shelf/d/n%20e%20w").ok(200);
    assert_eq!((stored.body.as_slice(), stored.header("content-type")), (DIGITS, Some("binary/octet-stream")));
}

#[test]
fn the_form_chooses_its_status() {
    let server = shelf();
    for (wanted, status) in [("200", 200), ("204", 204), ("404", 204), ("", 204), ("Created", 204)] {
        let reply = post(&server, &Form::of("k").field("success_action_status", wanted).file(DIGITS)).ok(status);
        assert_eq!(reply.header("etag"), Some(etag().as_str()), "{wanted}");
        assert!(reply.header("location").is_some(), "{wanted}");
        assert_eq!(reply.body.is_empty(), status != 201, "{wanted}");
    }
}

/// As users of S3 report it: <https://github.com/ceph/ceph/pull/20330>.
#[test]
fn a_created_object_is_described() {
    let server = shelf();
    let form = Form::of("d/Ü&ü").field("SUCCESS_action_status", "201").file(DIGITS);
    let reply = post(&server, &form).ok(201);
    let location = format!("http://{}/shelf/d%2F%C3%9C%26%C3%BC", server.addr());
    assert_eq!(reply.header("content-type"), Some("application/xml"));
    assert_eq!(reply.header("location"), Some(location.as_str()));
    let expected = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PostResponse><Location>{location}</Location><Bucket>shelf</Bucket>\
         <Key>d/Ü&amp;ü</Key><ETag>&quot;{DIGITS_ETAG}&quot;</ETag></PostResponse>"
    );
    assert_eq!(reply.text(), expected);
}

#[test]
fn the_location_has_the_style_of_the_request() {
    let server = Server::with(&["--bucket", "shelf", "--domain", "s3.test"]);
    let form = Form::of("d/k").field("success_action_status", "201").file(b"x");
    let headers = [&ANONYMOUS[..], &[("Host", "shelf.s3.test:9000")]].concat();
    let reply = server.raw().ask("POST", "/", &headers, &form.close()).ok(201);
    assert_eq!(reply.header("location"), Some("http://shelf.s3.test:9000/d%2Fk"));
    assert_eq!(reply.xml().get("Location"), Some("http://shelf.s3.test:9000/d%2Fk"));
    assert_eq!(get(&server, "/shelf/d/k").ok(200).text(), "x");
}

/// As users of S3 report it: <https://github.com/layervault/layervault_ruby_client/issues/8>.
#[test]
fn a_redirect_is_told_of_the_object() {
    let server = shelf();
    let told = format!("bucket=shelf&key=d%2Fn+e+w&etag=%22{DIGITS_ETAG}%22");
    for (field, url, separator) in [
        ("success_action_redirect", "http://localhost.test/random", "?"),
        ("success_action_redirect", "https://localhost.test/?a=b", "&"),
        ("redirect", "http://localhost.test/old", "?"),
    ] {
        let form = Form::of("d/n e w").field(field, url).field("success_action_status", "201").file(DIGITS);
        let reply = post(&server, &form).ok(303);
        assert_eq!(reply.header("location"), Some(format!("{url}{separator}{told}").as_str()));
        assert_eq!(reply.header("etag"), Some(etag().as_str()));
        assert!(reply.body.is_empty());
    }
}

/// Recorded: what S3 cannot interpret it takes for not there.
#[test]
fn a_redirect_to_nowhere_is_none() {
    let server = shelf();
    for url in ["/wrong/redirect/relative", "", "ftp://localhost.test/", "http://", "http://a\r\nSet-Cookie: b"] {
        let form = Form::of("k").field("success_action_redirect", url).file(DIGITS);
        let _ = post(&server, &form).ok(204);
        let form = Form::of("k").field("redirect", url).field("success_action_status", "200").file(DIGITS);
        let reply = post(&server, &form).ok(200);
        assert_eq!(reply.header("set-cookie"), None);
    }
}

#[test]
fn a_form_makes_a_version() {
    let server = shelf();
    let enabled = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    let _ = server.raw().ask("PUT", "/shelf?versioning", &[], enabled).ok(200);
    let reply = post(&server, &Form::of("k").file(DIGITS)).ok(204);
    let version = reply.header("x-amz-version-id").expect("a version").to_owned();
    assert_eq!(get(&server, &format!("/shelf/k?versionId={version}")).ok(200).body, DIGITS);
    assert_eq!(get(&server, "/shelf/k?versionId=null").ok(200).text(), "before");
}

#[test]
fn a_connection_is_good_for_one_form_after_the_other() {
    let server = shelf();
    let mut raw = server.raw();
    for number in 0..5 {
        let _ =
            raw.ask("POST", "/shelf", &ANONYMOUS, &Form::of("k").file(number.to_string().as_bytes()).close()).ok(204);
        let _ = raw.ask("POST", "/shelf", &ANONYMOUS, &Form::default().file(DIGITS).close()).ok(400);
        assert_eq!(raw.ask("GET", "/shelf/k", &[], b"").ok(200).text(), number.to_string());
    }
}
