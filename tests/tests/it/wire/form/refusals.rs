//! Forms that S3 does not take, whatever their policies say.

use super::super::{DIGITS, shelf, untouched};
use super::{ANONYMOUS, BOUNDARY, Form, refused};
use sandpail_tests::{Refusal, Server};

const MALFORMED: &str = "The body of your POST request is not well-formed multipart/form-data.";

fn missing(name: &str) -> String {
    format!(
        "Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields."
    )
}

/// What a body of this type is refused with.
#[track_caller]
fn body(server: &Server, kind: &str, body: &[u8]) -> Refusal {
    let mut headers = ANONYMOUS;
    headers[3].1 = kind;
    let refusal = server.raw().ask("POST", "/shelf", &headers, body).refusal();
    untouched(server);
    refusal
}

/// Recorded.
#[test]
fn only_forms_are_posted() {
    let server = shelf();
    let form = Form::of("n").file(DIGITS).close();
    let message = "At least one of the pre-conditions you specified did not hold";
    let condition = [("Condition", "Bucket POST must be of the enclosure-type multipart/form-data")];
    for kind in ["text/html", "application/x-www-form-urlencoded", "multipart/mixed; boundary=----form", "-"] {
        body(&server, kind, &form).is(412, "PreconditionFailed", message, &condition);
    }
    for kind in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"x"] {
        body(&server, kind, &form).is(400, "MalformedPOSTRequest", MALFORMED, &[]);
    }
}

#[test]
fn a_body_that_is_no_form_is_malformed() {
    let server = shelf();
    let kind = ANONYMOUS[3].1;
    let open = Form::of("n").file(DIGITS).body;
    let head = |head: &str| format!("--{BOUNDARY}\r\n{head}\r\n\r\nv\r\n--{BOUNDARY}--").into_bytes();
    for none in [
        b"key=n&file=x".to_vec(),
        Vec::new(),
        // The last boundary is missing, wholly and in part.
        open.clone(),
        [&open[..], b"------for"].concat(),
        [&open[..], b"------form"].concat(),
        [&open[..], b"------form-"].concat(),
        // The boundary occurs within the file.
        [&open[..], b"------formular\r\n------form--"].concat(),
        head("Content-Type: text/plain"),
        head("Content-Disposition: form-data"),
        head("Content-Disposition: form-data; name=\"key"),
        [head("Content-Disposition: form-data; name=\"a\"")[..70].to_vec(), b"\xff\r\n------form--".to_vec()].concat(),
    ] {
        let refusal = body(&server, kind, &none);
        assert_eq!(refusal.message, MALFORMED, "{}", String::from_utf8_lossy(&none));
        refusal.is(400, "MalformedPOSTRequest", MALFORMED, &[]);
    }
}

/// As users of S3 report it; fields after the file do not count.
#[test]
fn a_form_has_a_key() {
    let server = shelf();
    let fields = [("ArgumentName", "key"), ("ArgumentValue", "")];
    for form in [
        Form::default().file(DIGITS),
        Form::default().file(DIGITS).field("key", "n"),
        Form::default().field("a", "b").file(b""),
    ] {
        refused(&server, &form).is(400, "InvalidArgument", &missing("key"), &fields);
    }
    let message = "User key must have a length greater than 0.";
    refused(&server, &Form::of("").file(DIGITS)).is(400, "InvalidArgument", message, &fields);
    let named = Form::of("${filename}").part("form-data; name=\"file\"; filename=\"\"", DIGITS);
    refused(&server, &named).is(400, "InvalidArgument", message, &fields);
    let long = [("Size", "1025"), ("MaxSizeAllowed", "1024")];
    let refusal = refused(&server, &Form::of(&"k".repeat(1025)).file(DIGITS));
    refusal.is(400, "KeyTooLongError", "Your key is too long", &long);
}

/// As users of S3 report it.
#[test]
fn a_form_has_one_file() {
    let server = shelf();
    let message = "POST requires exactly one file upload per request.";
    for (form, count) in [
        (Form::of("n"), "0"),
        (Form::default(), "0"),
        (Form::of("n").part("form-data; name=\"upload\"; filename=\"f\"", b"small"), "0"),
        (Form::of("n").part("file; name=\"file\"", b"small"), "0"),
        (Form::of("n").file(DIGITS).file(b"again"), "2"),
        (Form::of("n").file(DIGITS).field("a", "b").file(b"").file(b""), "3"),
    ] {
        let fields = [("ArgumentName", "file"), ("ArgumentValue", count)];
        refused(&server, &form).is(400, "InvalidArgument", message, &fields);
    }
}

/// As users of S3 report it: <https://github.com/waynehoover/s3_direct_upload/issues/45>.
#[test]
fn the_fields_are_limited() {
    let server = shelf();
    let message = "Your POST request fields preceeding the upload file was too large.";
    let limit = [("MaxPostPreDataLengthBytes", "20480")];
    let thousand = (0..1000).fold(Form::of("n"), |form, number| form.field(&format!("x-ignore-{number}"), ""));
    for form in [
        thousand.file(DIGITS),
        Form::of("n").field("x-ignore-a", &"a".repeat(20_480)).file(DIGITS),
        Form::of("n").part("form-data; name=\"upload\"; filename=\"f\"", &vec![b'x'; 100_000]),
        Form::of("n").part(&format!("form-data; name=\"file\"; filename=\"{}\"", "f".repeat(30_000)), DIGITS),
        Form::of("n")
            .field("x-amz-meta-a", &"${filename}".repeat(1000))
            .part(&format!("form-data; name=\"file\"; filename=\"{}\"", "f".repeat(100)), DIGITS),
    ] {
        refused(&server, &form).is(400, "MaxPostPreDataLengthExceeded", message, &limit);
    }
    // To the byte: everything up to the content of the file counts.
    let bare = Form::of("k").field("x-ignore-a", "").file(b"");
    let left = 20_480 - (bare.body.len() - "\r\n".len());
    let form = |size: usize| Form::of("n").field("x-ignore-a", &"a".repeat(size)).file(DIGITS);
    refused(&server, &form(left + 1)).is(400, "MaxPostPreDataLengthExceeded", message, &limit);
    let _ = super::post(&server, &form(left)).ok(204);
}

#[test]
fn what_a_put_is_refused_for_a_form_is_too() {
    let server = shelf();
    for (name, value, status, code) in [
        ("x-amz-storage-class", "FakeClass", 400, "InvalidStorageClass"),
        ("acl", "no-acl", 400, "InvalidArgument"),
        ("x-amz-website-redirect-location", "other", 400, "InvalidRedirectLocation"),
        ("x-amz-server-side-encryption", "rot13", 400, "InvalidArgument"),
        ("x-amz-object-lock-legal-hold", "ON", 400, "InvalidRequest"),
        ("x-amz-write-offset-bytes", "5", 501, "NotImplemented"),
        ("x-amz-checksum-none", "x", 400, "InvalidRequest"),
        ("tagging", "not-xml", 400, "MalformedXML"),
        ("tagging", "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>", 400, "MalformedXML"),
        ("x-amz-tagging", "a=1&a=2", 400, "InvalidArgument"),
        ("x-amz-meta-a b", "v", 400, "InvalidArgument"),
        ("Content-Type", "a\nb", 400, "InvalidArgument"),
    ] {
        let refusal = refused(&server, &Form::of("n").field(name, value).file(DIGITS));
        assert_eq!((refusal.status, refusal.code.as_str()), (status, code), "{name}: {refusal:?}");
    }
    let refusal = refused(&server, &Form::of("n").field("x-amz-meta-a", &"v".repeat(2048)).file(DIGITS));
    assert_eq!(refusal.code, "MetadataTooLarge");
}

#[test]
fn headers_do_not_contradict_fields() {
    let server = shelf();
    let form = Form::of("n").field("x-amz-meta-a", "b").file(DIGITS).close();
    let headers = [&ANONYMOUS[..], &[("x-amz-meta-a", "c")]].concat();
    let refusal = server.raw().ask("POST", "/shelf", &headers, &form).refusal();
    let message = "Conflicting values provided in HTTP headers and POST form fields.";
    refusal.is(400, "InvalidRequest", message, &[]);
    untouched(&server);
}

#[test]
fn a_bucket_that_is_not_there_takes_no_form() {
    let server = shelf();
    let message = "The specified bucket does not exist";
    for body in [Form::of("n").file(DIGITS).close(), b"no form".to_vec()] {
        let refusal = server.raw().ask("POST", "/absent", &ANONYMOUS, &body).refusal();
        refusal.is(404, "NoSuchBucket", message, &[("BucketName", "absent")]);
    }
}

#[test]
fn a_form_is_posted_to_nothing_but_a_bucket() {
    let server = shelf();
    let message = "The specified method is not allowed against this resource.";
    for (method, target, kind) in [("POST", "/shelf/k", "OBJECT"), ("POST", "/", "SERVICE")] {
        let refusal = server.raw().ask(method, target, &ANONYMOUS, &Form::of("n").file(DIGITS).close()).refusal();
        refusal.is(405, "MethodNotAllowed", message, &[("Method", method), ("ResourceType", kind)]);
    }
    untouched(&server);
}

/// Recorded of both versions: the first field that is missing is named.
#[test]
fn a_signature_is_whole() {
    let server = shelf();
    let v4 = ["x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"];
    for (without, name) in [
        (&v4[3..], "X-Amz-Signature"),
        (&v4[2..3], "X-Amz-Date"),
        (&v4[1..2], "X-Amz-Credential"),
        (&v4[..2], "X-Amz-Algorithm"),
    ] {
        let form = Form::of("n").field("policy", "e30=").signature(without).file(DIGITS);
        let fields = [("ArgumentName", name), ("ArgumentValue", "")];
        refused(&server, &form).is(400, "InvalidArgument", &missing(name), &fields);
    }
    for (form, name) in [
        (Form::of("n").field("policy", "e30=").field("AWSAccessKeyId", "anyone"), "Signature"),
        (Form::of("n").field("policy", "e30=").field("signature", "c2ln"), "AWSAccessKeyId"),
        (Form::of("n").signature(&[]), "policy"),
        (Form::of("n").field("AWSAccessKeyId", "anyone").field("signature", "c2ln"), "policy"),
    ] {
        let fields = [("ArgumentName", name), ("ArgumentValue", "")];
        refused(&server, &form.file(DIGITS)).is(400, "InvalidArgument", &missing(name), &fields);
    }
}

/// Recorded: it is nobody's.
#[test]
fn a_policy_that_nobody_signed_is_denied() {
    let server = shelf();
    let form = Form::of("n").field("policy", "e30=").file(DIGITS);
    refused(&server, &form).is(403, "AccessDenied", "Access Denied", &[]);
}

/// As users of S3 report it: <https://github.com/aws/aws-sdk-js/issues/2529>.
#[test]
fn a_form_is_signed_for_the_region_of_its_host() {
    let server = Server::with(&["--bucket", "shelf", "--domain", "amazonaws.com"]);
    let form = Form::of("n").signed("").file(DIGITS).close();
    let headers = [&ANONYMOUS[..], &[("Host", "s3.eu-west-1.amazonaws.com")]].concat();
    let refusal = server.raw().ask("POST", "/shelf", &headers, &form).refusal();
    let fields = [
        ("ArgumentName", "X-Amz-Credential"),
        ("ArgumentValue", "anyone/20260101/us-east-1/s3/aws4_request"),
        ("Region", "eu-west-1"),
    ];
    refusal.is(400, "InvalidArgument", "the region 'us-east-1' is wrong; expecting 'eu-west-1'", &fields);
}
