//! Signature Version 2 and 4A, where signatures are verified. The tests spell what is signed themselves.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>

use super::DIGITS;
use super::verified::{names, shelf, spelled, untouched};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use sandpail_tests::digest::{hex, sha256_hex};
use sandpail_tests::{Raw, Reply, Server, Signer, sdk};
use sha1::Sha1;

const BARE: [(&str, &str); 3] = [("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];

/// The signature of version 2.
fn v2(text: &str) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(sdk::SECRET.as_bytes()).expect("any length");
    mac.update(text.as_bytes());
    BASE64.encode(mac.finalize().into_bytes())
}

/// The moment of now, as version 4 writes it.
fn moment() -> String {
    let signed = Signer::default().headers("GET", "http://h/", &[]);
    signed.into_iter().find(|(name, _)| name == "x-amz-date").expect("a date").1
}

/// A request whose header signs `text` by version 2, the date in x-amz-date.
fn ask_v2(server: &Server, target: &str, more: &[(&str, &str)], text: &str) -> Reply {
    let date = moment();
    let authorization = format!("AWS AKIDEXAMPLE:{}", v2(&text.replace("DATE", &date)));
    let head = [("Authorization", authorization.as_str()), ("x-amz-date", &date), ("x-amz-content-sha256", "-")];
    let headers: Vec<_> = head.into_iter().chain(more.iter().copied()).collect();
    Raw::connect(server.addr()).ask("PUT", target, &headers, DIGITS)
}

#[test]
fn version_2_in_the_header() {
    let server = shelf();
    let headers = [("Content-Type", "text/plain"), ("x-amz-meta-b", "2"), ("x-amz-meta-a", "1")];
    let text = "PUT\n\ntext/plain\n\nx-amz-date:DATE\nx-amz-meta-a:1\nx-amz-meta-b:2\n/shelf/k";
    let refusal = ask_v2(&server, "/shelf/l", &headers, text).refusal();
    assert_eq!((refusal.status, refusal.code.as_str()), (403, "SignatureDoesNotMatch"), "{refusal:?}");
    assert_eq!(names(&refusal), ["AWSAccessKeyId", "StringToSign", "SignatureProvided", "StringToSignBytes"]);
    let told = refusal.field("StringToSign").expect("a text");
    assert!(told.starts_with("PUT\n\ntext/plain\n\nx-amz-date:2") && told.ends_with("\n/shelf/l"), "{told}");
    assert_eq!(refusal.field("StringToSignBytes"), Some(spelled(told).as_str()));
    untouched(&server);
    let _ = ask_v2(&server, "/shelf/k", &headers, text).ok(200);
    // Parameters that are subresources are signed, others are not.
    let uploads = "PUT\n\n\n\nx-amz-date:DATE\n/shelf/k?partNumber=1&uploadId=x y";
    let refusal = ask_v2(&server, "/shelf/k?uploadId=x%20y&x-id=U&partNumber=1", &[], uploads).refusal();
    assert_eq!(refusal.code, "NoSuchUpload");
}

#[test]
fn no_subresource_hides_from_version_2() {
    let server = shelf();
    let text = "PUT\n\n\n\nx-amz-date:DATE\n/shelf/k";
    for hidden in ["%61cl", "%74agging=", "version%49d=v", "upload%49d=u&partNumbe%72=1"] {
        let refusal = ask_v2(&server, &format!("/shelf/k?{hidden}"), &[], text).refusal();
        assert_eq!((refusal.status, refusal.code.as_str()), (403, "SignatureDoesNotMatch"), "{hidden}");
    }
    untouched(&server);
}

#[test]
fn version_2_of_buckets() {
    let server = Server::verifying(&["--bucket", "shelf", "--domain", "localhost"]);
    let ask = |host: &str, target: &str, resource: &str| {
        let date = moment();
        let signature = v2(&format!("GET\n\n\n\nx-amz-date:{date}\n{resource}"));
        let authorization = format!("AWS AKIDEXAMPLE:{signature}");
        let headers = [("Host", host), ("Authorization", authorization.as_str()), ("x-amz-date", date.as_str())];
        let headers: Vec<_> = headers.into_iter().chain([("x-amz-content-sha256", "-")]).collect();
        Raw::connect(server.addr()).ask("GET", target, &headers, b"").status
    };
    assert_eq!(ask("localhost", "/shelf?acl", "/shelf/?acl"), 200);
    assert_eq!(ask("localhost", "/shelf?acl", "/shelf?acl"), 200);
    assert_eq!(ask("shelf.localhost", "/?acl", "/shelf/?acl"), 200);
    assert_eq!(ask("shelf.localhost", "/?acl", "/?acl"), 403);
    assert_eq!(ask("localhost", "/", "/"), 200);
}

#[test]
fn version_2_in_a_url() {
    let server = shelf();
    let url = |text: &str, more: &str| {
        let signature = v2(text).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        format!("/shelf/k?AWSAccessKeyId=AKIDEXAMPLE&Signature={signature}&Expires=4102444800{more}")
    };
    let put = |target: &str, headers: &[(&str, &str)]| {
        let headers: Vec<_> = BARE.into_iter().chain(headers.iter().copied()).collect();
        Raw::connect(server.addr()).ask("PUT", target, &headers, DIGITS)
    };
    let plain = url("PUT\n\n\n4102444800\n/shelf/k", "");
    for headers in [("Content-Type", "text/plain"), ("x-amz-meta-wrong", "wrong")] {
        assert_eq!(put(&plain, &[headers]).refusal().code, "SignatureDoesNotMatch");
    }
    untouched(&server);
    // It knows nothing of any other header.
    let _ = put(&plain, &[("Content-Encoding", "gzip")]).ok(200);
    let hoisted = url("PUT\n\ntext/plain\n4102444800\nx-amz-meta-foo:bar\n/shelf/k", "&x-amz-meta-foo=bar");
    let _ = put(&hoisted, &[("Content-Type", "text/plain")]).ok(200);
    assert_eq!(put(&hoisted, &[("Content-Type", "text/xml")]).refusal().code, "SignatureDoesNotMatch");
}

/// The signature of version 4A by the key that AWS publishes for the access key and the secret of the tests.
fn v4a(text: &str) -> String {
    let scalar = "7efc8c0e65a324242818c5a50c891c6060b6a00717b7ba3cbe3c5d765be9259c";
    let bytes: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&scalar[2 * at..2 * at + 2], 16).expect("hex")).collect();
    let key = SigningKey::from_slice(&bytes).expect("a scalar");
    let signature: Signature = key.sign(text.as_bytes());
    hex(signature.to_der().as_bytes())
}

/// An upload of `parts` in signed chunks, or as it is if there are none, signed by version 4A for the path `signed`.
fn upload_v4a(server: &Server, signed: &str, parts: &[&[u8]], spoil: bool) -> Reply {
    let (moment, host) = (moment(), server.addr().to_string());
    let scope = format!("{}/s3/aws4_request", &moment[..8]);
    let payload = if parts.is_empty() { "UNSIGNED-PAYLOAD" } else { "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD" };
    let length = parts.concat().len().to_string();
    let lines = [
        ("host", host.as_str()),
        ("x-amz-content-sha256", payload),
        ("x-amz-date", &moment),
        ("x-amz-decoded-content-length", &length),
        ("x-amz-region-set", "us-east-1,eu-*"),
    ];
    let names = lines.map(|(name, _)| name).join(";");
    let values: String = lines.map(|(name, value)| format!("{name}:{value}\n")).concat();
    let canonical = sha256_hex(format!("PUT\n{signed}\n\n{values}\n{names}\n{payload}").as_bytes());
    let mut previous = v4a(&format!("AWS4-ECDSA-P256-SHA256\n{moment}\n{scope}\n{canonical}"));
    let authorization =
        format!("AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/{scope}, SignedHeaders={names}, Signature={previous}");
    let last: [&[u8]; 1] = [b""];
    let mut body = if parts.is_empty() { DIGITS.to_vec() } else { Vec::new() };
    for data in parts.iter().chain(&last[..usize::from(!parts.is_empty())]) {
        let hashes = format!("{}\n{}", sha256_hex(b""), sha256_hex(data));
        previous = v4a(&format!("AWS4-ECDSA-P256-SHA256-PAYLOAD\n{moment}\n{scope}\n{previous}\n{hashes}"));
        let sent = if spoil { v4a("another text") } else { previous.clone() };
        body.extend(format!("{:x};chunk-signature={sent:*<144}\r\n", data.len()).into_bytes());
        body.extend_from_slice(data);
        body.extend_from_slice(if data.is_empty() { b"" } else { b"\r\n" });
    }
    if !parts.is_empty() {
        body.extend_from_slice(b"\r\n");
    }
    let headers: Vec<_> = lines.into_iter().chain([("Authorization", authorization.as_str())]).collect();
    Raw::connect(server.addr()).ask("PUT", "/shelf/k", &headers, &body)
}

#[test]
fn version_4a_in_the_header() {
    let server = shelf();
    let refusal = upload_v4a(&server, "/shelf/l", &[], false).refusal();
    assert_eq!((refusal.status, refusal.code.as_str()), (403, "SignatureDoesNotMatch"), "{refusal:?}");
    let text = refusal.field("StringToSign").expect("a text");
    assert!(text.starts_with("AWS4-ECDSA-P256-SHA256\n") && text.contains("/s3/aws4_request\n"), "{text}");
    untouched(&server);
    let _ = upload_v4a(&server, "/shelf/k", &[], false).ok(200);
}

#[test]
fn version_4a_in_chunks() {
    let server = shelf();
    assert_eq!(upload_v4a(&server, "/shelf/k", &[DIGITS], true).refusal().code, "SignatureDoesNotMatch");
    untouched(&server);
    let _ = upload_v4a(&server, "/shelf/k", &[&[b'a'; 8192], DIGITS], false).ok(200);
}

#[test]
fn version_4a_in_a_url() {
    let server = shelf();
    let moment = moment();
    let query = format!(
        "X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F{}%2Fs3%2Faws4_request\
         &X-Amz-Date={moment}&X-Amz-Expires=60&X-Amz-Region-Set=%2A&X-Amz-SignedHeaders=host",
        &moment[..8]
    );
    let canonical = format!("PUT\n/shelf/k\n{query}\nhost:{}\n\nhost\nUNSIGNED-PAYLOAD", server.addr());
    let scope = format!("{}/s3/aws4_request", &moment[..8]);
    let hash = sha256_hex(canonical.as_bytes());
    let signature = v4a(&format!("AWS4-ECDSA-P256-SHA256\n{moment}\n{scope}\n{hash}"));
    let put = |query: &str| {
        let target = format!("/shelf/k?{query}&X-Amz-Signature={signature}");
        Raw::connect(server.addr()).ask("PUT", &target, &BARE, DIGITS)
    };
    assert_eq!(put(&query.replace("=%2A", "=us-east-1")).refusal().code, "SignatureDoesNotMatch");
    let _ = put(&query).ok(200);
}
