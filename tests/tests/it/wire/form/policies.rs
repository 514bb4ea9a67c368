//! Policies of forms: any signature will do, but what the policy says is asked for (AWS.md 58).

use super::super::{DIGITS, get, shelf};
use super::{Form, post, refused};

fn failed(condition: &str) -> String {
    format!("Invalid according to Policy: Policy Condition failed: {condition}")
}

/// What a form with these fields and these conditions in its policy is denied with.
#[track_caller]
fn denied(fields: &[(&str, &str)], conditions: &str, message: &str) {
    let server = shelf();
    let form = fields.iter().fold(Form::of("n"), |form, (name, value)| form.field(name, value));
    refused(&server, &form.signed(conditions).file(DIGITS)).is(403, "AccessDenied", message, &[]);
}

#[track_caller]
fn taken(fields: &[(&str, &str)], conditions: &str) {
    let server = shelf();
    let form = fields.iter().fold(Form::of("n"), |form, (name, value)| form.field(name, value));
    let _ = post(&server, &form.signed(conditions).file(DIGITS)).ok(204);
}

#[test]
fn a_policy_that_has_expired_is_denied() {
    let server = shelf();
    let form = Form::of("n").signed_until("2020-01-01T00:00:00Z", "").file(DIGITS);
    refused(&server, &form).is(403, "AccessDenied", "Invalid according to Policy: Policy expired.", &[]);
}

/// Recorded.
#[test]
fn a_condition_that_fails_is_named() {
    let redirect = ("success_action_redirect", "http://wrong.location/test");
    for condition in [
        r#"["eq", "$success_action_redirect", "http://localhost.test/random"]"#,
        r#"["eq", "success_action_redirect", "http://wrong.location/test"]"#,
        r#"["eq", "$success_action_redirect", "HTTP://wrong.location/test"]"#,
        r#"["starts-with", "$success_action_redirect", "http://localhost"]"#,
        r#"["starts-with","$success_Action_REDIRECT","HTTP"]"#,
        r#"["content-length-range", "test", "10"]"#,
    ] {
        denied(&[redirect], condition, &failed(condition));
    }
    denied(&[], r#"{"key": "other"}"#, &failed(r#"["eq", "$key", "other"]"#));
    denied(&[], r#"["eq", "$bucket", "other"]"#, &failed(r#"["eq", "$bucket", "other"]"#));
    denied(&[], r#"["starts-with", "$acl", ""]"#, &failed(r#"["starts-with", "$acl", ""]"#));
}

#[test]
fn a_field_without_a_condition_is_denied() {
    let extra = |names: &str| format!("Invalid according to Policy: Extra input fields: {names}");
    denied(&[("Content-Type", "text/plain")], "", &extra("Content-Type"));
    denied(&[("StorageClass", "x"), ("submit", "y")], "", &extra("StorageClass, submit"));
    denied(&[("x-amz-checksum-sha256", "x")], "", &extra("x-amz-checksum-sha256"));
    denied(&[("x-amz-security-token", "t")], "", &extra("x-amz-security-token"));
    denied(&[("AWSAccessKeyId", "a")], "", &extra("AWSAccessKeyId"));
    taken(&[("x-ignore-filename", "x"), ("X-IGNORE-b", "y")], "");
    taken(&[("x-amz-security-token", "t")], r#"{"x-amz-security-token": "t"}"#);
}

#[test]
fn a_bucket_without_a_condition_is_denied() {
    let server = shelf();
    let policy = r#"{"expiration": "2100-01-01T00:00:00Z", "conditions": [["starts-with", "$key", ""],
        ["starts-with", "$x-amz-algorithm", ""], ["starts-with", "$x-amz-credential", ""], ["starts-with", "$x-amz-date", ""]]}"#;
    let refusal = refused(&server, &Form::of("n").with_policy(policy).file(DIGITS));
    refusal.is(403, "AccessDenied", "Invalid according to Policy: Extra input fields: bucket", &[]);
}

#[test]
fn the_bucket_is_the_one_that_is_posted_to() {
    denied(&[("bucket", "other")], r#"{"bucket": "other"}"#, &failed(r#"["eq", "$bucket", "other"]"#));
    taken(&[("bucket", "other")], "");
}

/// Recorded.
#[test]
fn names_have_no_case() {
    let redirect = ("SUCCESS_action_status", "204");
    taken(&[redirect], r#"["StArTs-WiTh", "$success_Action_STATUS", "20"]"#);
    taken(&[("x-amz-meta-TEST-2", "test-meta-2")], r#"["eq", "$x-amz-meta-test-2", "test-meta-2"]"#);
    taken(&[("Content-Type", "text/plain")], r#"{"content-type": "text/plain"}"#);
}

#[test]
fn conditions_are_of_the_form_with_its_variables_replaced() {
    let server = shelf();
    let condition = r#"{"key": "in/f.txt"}"#;
    let _ = post(&server, &Form::of("in/${filename}").signed(condition).file(DIGITS)).ok(204);
    assert_eq!(get(&server, "/shelf/in/f.txt").ok(200).body, DIGITS);
    let _ = server.raw().ask("DELETE", "/shelf/in/f.txt", &[], b"").ok(204);
    let literal = r#"["eq", "$key", "in/${filename}"]"#;
    let refusal = refused(&server, &Form::of("in/${filename}").signed(literal).file(DIGITS));
    refusal.is(403, "AccessDenied", &failed(literal), &[]);
}

/// Recorded: both bounds belong to the range.
#[test]
fn a_file_is_of_the_size_that_the_policy_says() {
    let server = shelf();
    let range = r#"["content-length-range", 5, 10]"#;
    let form = |size: usize| Form::of("n").signed(range).file(&vec![b'a'; size]);
    let large = [("ProposedSize", "12"), ("MaxSizeAllowed", "10")];
    let message = "Your proposed upload exceeds the maximum allowed size";
    refused(&server, &form(12)).is(400, "EntityTooLarge", message, &large);
    let small = [("ProposedSize", "1"), ("MinSizeAllowed", "5")];
    let message = "Your proposed upload is smaller than the minimum allowed size";
    refused(&server, &form(1)).is(400, "EntityTooSmall", message, &small);
    let huge = [("ProposedSize", "2000000"), ("MaxSizeAllowed", "10")];
    refused(&server, &form(2_000_000)).has(
        400,
        "EntityTooLarge",
        "Your proposed upload exceeds the maximum allowed size",
        &huge,
    );
    for size in [5, 10] {
        let _ = post(&server, &form(size)).ok(204);
        assert_eq!(get(&server, "/shelf/n").ok(200).body.len(), size);
    }
    let _ = post(&server, &Form::of("n").signed(r#"["content-length-range", "5", "10"]"#).file(b"aaaaaa")).ok(204);
}

#[test]
fn what_is_no_policy_is_refused() {
    let server = shelf();
    let until = r#""expiration": "2100-01-01T00:00:00Z""#;
    for (policy, flaw) in [
        ("no json".to_owned(), "Invalid JSON."),
        (r#"{"conditions": []}"#.to_owned(), "Policy missing expiration."),
        (format!("{{{until}}}"), "Policy missing conditions."),
        (format!(r#"{{{until}, "conditions": {{}}}}"#), "Invalid 'conditions' value: must be a List."),
        (format!(r#"{{{until}, "conditions": [], "Version": "x"}}"#), "Unexpected: 'version'"),
        (r#"{"expiration": "soon", "conditions": []}"#.to_owned(), "Invalid 'expiration' value: 'soon'"),
        (
            format!(r#"{{{until}, "conditions": [{{"bucket": "shelf", "key": "n"}}]}}"#),
            "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
        ),
        (format!(r#"{{{until}, "conditions": [["eq", "$key"]]}}"#), "Invalid eq: wrong number of arguments."),
    ] {
        let refusal = refused(&server, &Form::of("n").with_policy(&policy).file(DIGITS));
        refusal.is(400, "InvalidPolicyDocument", &format!("Invalid Policy: {flaw}"), &[]);
    }
    for (text, flaw) in [("{}", "invalid Base64 encoding."), ("", "Expecting '{' but found End-of-Input")] {
        let refusal = refused(&server, &Form::of("n").field("policy", text).signature(&[]).file(DIGITS));
        refusal.is(400, "InvalidPolicyDocument", &format!("Invalid Policy: {flaw}"), &[]);
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/developerguide/HTTPPOSTForms.html>: besides what needs no condition in
/// version 4, neither do the fields of a signature of version 2.
#[test]
fn a_form_of_version_2_has_a_policy_too() {
    use base64::Engine as _;
    let server = shelf();
    let policy = r#"{"expiration": "2100-01-01T00:00:00Z", "conditions": [{"bucket": "shelf"}, {"key": "n"}]}"#;
    let policy = base64::engine::general_purpose::STANDARD.encode(policy);
    let form = |key: &str| {
        let form = Form::of(key).field("AWSAccessKeyId", "anyone").field("Policy", &policy);
        form.field("Signature", "c2lnbmF0dXJl").file(DIGITS)
    };
    refused(&server, &form("m")).is(403, "AccessDenied", &failed(r#"["eq", "$key", "n"]"#), &[]);
    let _ = post(&server, &form("n")).ok(204);
}

/// A signature of the request is as good as one of the form, whose policy then counts.
#[test]
fn the_request_may_be_signed_instead() {
    let server = shelf();
    let headers = [("Content-Type", "multipart/form-data; boundary=----form")];
    let form = Form::of("n").file(DIGITS).close();
    let _ = server.raw().ask("POST", "/shelf", &headers, &form).ok(204);
    let form = Form::of("n").field("policy", "e30=").file(DIGITS).close();
    let refusal = server.raw().ask("POST", "/shelf", &headers, &form).refusal();
    refusal.is(400, "InvalidPolicyDocument", "Invalid Policy: Policy missing expiration.", &[]);
}
