//! Documents and conditions, each with what S3 says of it.

use std::time::{Duration, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::*;
use crate::error::Error;

const EXPIRATION: &str = "2030-01-01T00:00:00.000Z";

fn message(error: FormError) -> String {
    Error::from(error).document().message.into_owned()
}

/// What S3 says of a policy that reads so.
fn check_document(json: &str, expected: &str) {
    let flaw = message(Policy::read(&BASE64.encode(json)).expect_err(json));
    assert_eq!(flaw, format!("Invalid Policy: {expected}"), "{json}");
}

#[test]
fn a_policy_has_an_expiration_and_conditions() {
    let json = format!(r#"{{ "conditions": [], "expiration": "{EXPIRATION}" }}"#);
    let encoded = BASE64.encode(json);
    for text in
        [encoded.clone(), encoded.trim_end_matches('=').to_owned(), format!("{}\n {}", &encoded[..9], &encoded[9..])]
    {
        assert!(Policy::read(&text).is_ok(), "{text}");
    }
    check_document(r#"{"conditions": []}"#, "Policy missing expiration.");
    check_document(&format!(r#"{{"expiration": "{EXPIRATION}"}}"#), "Policy missing conditions.");
    check_document(r#"{"EXPIRATION": "x", "conditions": []}"#, "Unexpected: 'expiration'");
    check_document(&format!(r#"{{"expiration": "{EXPIRATION}", "CONDITIONS": []}}"#), "Unexpected: 'conditions'");
    check_document(r#"{"Statement": []}"#, "Unexpected: 'statement'");
    let must = "Invalid 'conditions' value: must be a List.";
    for conditions in ["{}", "true", "\"x\"", "null"] {
        check_document(&format!(r#"{{"expiration": "{EXPIRATION}", "conditions": {conditions}}}"#), must);
    }
}

#[test]
fn what_is_no_json_is_no_policy() {
    for json in
        ["invalid json", "[]", "\"x\"", "1", "{", "{} {}", "{\"expiration\": true, \"conditions\": []}", "{'a': 1}"]
    {
        check_document(json, "Invalid JSON.");
    }
    let said = |text: &str| message(Policy::read(text).unwrap_err());
    for text in ["invalid_base64", "{}", "e30=e", "e3"] {
        assert_eq!(said(text), "Invalid Policy: invalid Base64 encoding.", "{text}");
    }
    assert_eq!(said(""), "Invalid Policy: Expecting '{' but found End-of-Input");
    assert_eq!(said(" \n"), "Invalid Policy: Expecting '{' but found End-of-Input");
}

#[test]
fn the_expiration_is_in_utc() {
    let policy = |expiration: &str| format!(r#"{{"expiration": "{expiration}", "conditions": []}}"#);
    for good in ["2030-01-01T00:00:00Z", EXPIRATION, "2030-01-01T00:00:00.123456Z"] {
        assert!(Policy::read(&BASE64.encode(policy(good))).is_ok(), "{good}");
    }
    for bad in [
        "2011-09-13T07:52:58+02:00",
        "2015-10-17 03:15:59 UTC",
        "2026-11-24 23:00:00.1+00:00",
        "2030-01-01T00:00:00+00:00",
        "2030-01-01 00:00:00Z",
        "2030-02-30T00:00:00Z",
        "2030-01-01T00:00:00",
        "2030-01-01",
        "tomorrow",
        "",
    ] {
        check_document(&policy(bad), &format!("Invalid 'expiration' value: '{bad}'"));
    }
}

#[test]
fn conditions_that_are_none_are_refused() {
    let check = |condition: &str, expected: &str| {
        check_document(&format!(r#"{{"expiration": "{EXPIRATION}", "conditions": [{condition}]}}"#), expected);
    };
    let one = "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.";
    check("{}", one);
    check(r#"{"acl": "private", "key": "k"}"#, one);
    check(r#"{"acl": 1}"#, "Invalid Simple-Condition: value must be a string.");
    check(r#"{"acl": true}"#, "Invalid Simple-Condition: value must be a string.");
    check(r#"{"acl": null}"#, "Invalid JSON.");
    check("true", "Invalid condition test: must be a List or Object.");
    check("\"bucket\"", "Invalid condition test: must be a List or Object.");
    check("[]", "Invalid Condition: missing operation identifier.");
    check(r#"["ends-with", "$key", "x"]"#, "Invalid Condition: unknown operation 'ends-with'.");
    check(r#"["eq", "$key"]"#, "Invalid eq: wrong number of arguments.");
    check(r#"["eq", "$key", "a", "b"]"#, "Invalid eq: wrong number of arguments.");
    check(r#"["content-length-range", 0]"#, "Invalid content-length-range: wrong number of arguments.");
    for list in [
        r#"[1, "$key", "x"]"#,
        r#"["eq", false, "x"]"#,
        r#"["eq", "$key", true]"#,
        r#"["content-length-range", 12, false]"#,
        r#"["content-length-range", 0, 512.0]"#,
        r#"["content-length-range", 0, null]"#,
    ] {
        check(list, "Invalid JSON.");
    }
}

/// What comes of a form with `pairs`, posted to `shelf`, whose policy has `conditions`; `bucket` and `key` are covered
/// besides.
fn outcome(conditions: &str, pairs: &[(&str, &str)]) -> Result<Sizes, String> {
    let json = format!(
        r#"{{"expiration": "{EXPIRATION}", "conditions": [{{"bucket": "shelf"}}, ["starts-with", "$key", ""]{}{conditions}]}}"#,
        if conditions.is_empty() { "" } else { ", " },
    );
    let mut fields = Fields::default();
    fields.add("key".into(), "a/b");
    for (name, value) in pairs {
        fields.add((*name).into(), value);
    }
    let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let policy = Policy::read(&BASE64.encode(json)).map_err(message)?;
    policy.check(now, "shelf", &fields, &["policy", "x-amz-signature", "file"]).map_err(message)
}

#[track_caller]
fn check(conditions: &str, pairs: &[(&str, &str)]) {
    assert_eq!(outcome(conditions, pairs), Ok(Sizes::default()), "{conditions} {pairs:?}");
}

/// The condition is the one that fails, and is named as `text`.
#[track_caller]
fn check_fails(conditions: &str, pairs: &[(&str, &str)], text: &str) {
    let expected = format!("Invalid according to Policy: Policy Condition failed: {text}");
    assert_eq!(outcome(conditions, pairs), Err(expected), "{conditions} {pairs:?}");
}

/// The condition is the one that fails, and is named as it stands in the policy.
#[track_caller]
fn check_fails_as_written(condition: &str, pairs: &[(&str, &str)]) {
    check_fails(condition, pairs, condition);
}

#[test]
fn fields_are_what_conditions_say() {
    check(r#"{"acl": "private"}"#, &[("acl", "private")]);
    check(r#"["eq", "$acl", "private"]"#, &[("acl", "private")]);
    check(r#"["starts-with", "$x-amz-meta-a", "b"]"#, &[("x-amz-meta-a", "bc")]);
    check(r#"["starts-with", "$x-amz-meta-a", ""]"#, &[("x-amz-meta-a", "")]);
    check(r#"["eq", "$bucket", "shelf"], ["eq", "$key", "a/b"]"#, &[]);
    check(r#"{"x-amz-meta-t": "Ninja,Stallman"}"#, &[("x-amz-meta-t", "Ninja"), ("X-Amz-Meta-T", "Stallman")]);
    check(r#"["starts-with", "$key", "a"], ["starts-with", "$key", "a/"]"#, &[]);
    check_fails_as_written(r#"["eq","$acl","private"]"#, &[("acl", "public-read")]);
    check_fails_as_written(r#"["starts-with", "$key",  "b"]"#, &[]);
    check_fails_as_written(r#"["eq", "$x-amz-meta-a", ""]"#, &[("x-amz-meta-a", "b")]);
    check_fails_as_written(r#"["eq", "$bucket", "other"]"#, &[]);
    check_fails(r#"{"acl": "a\"b\\"}"#, &[("acl", "a")], r#"["eq", "$acl", "a\"b\\"]"#);
}

#[test]
fn names_have_no_case_and_values_do() {
    check(r#"["EQ", "$Acl", "private"], ["StArTs-WiTh", "$KeY", "a"], {"bUcKeT": "shelf"}"#, &[("aCl", "private")]);
    check_fails_as_written(r#"["eq", "$acl", "Private"]"#, &[("acl", "private")]);
    check_fails(r#"{"ACL": "x"}"#, &[("acl", "private")], r#"["eq", "$ACL", "x"]"#);
}

#[test]
fn a_condition_about_a_field_that_is_not_there_fails() {
    check_fails_as_written(r#"["starts-with", "$Content-Type", ""]"#, &[]);
    check_fails_as_written(r#"["eq", "$acl", ""]"#, &[]);
    check_fails_as_written(r#"["eq", "acl", "private"]"#, &[("acl", "private")]);
    check_fails_as_written(r#"["starts-with", "$Content-Length", ""]"#, &[]);
}

#[test]
fn each_type_of_a_list_has_to_fit() {
    let images = r#"["starts-with", "$Content-Type", "image/"]"#;
    check(images, &[("content-type", "image/png")]);
    check(images, &[("content-type", "image/jpg,image/png, image/gif")]);
    check_fails_as_written(images, &[("content-type", "image/jpg,text/plain")]);
    check_fails_as_written(images, &[("content-type", "text/plain, image/jpg")]);
    check(r#"["eq", "$content-type", "a/b,c/d"]"#, &[("content-type", "a/b,c/d")]);
    check(r#"["starts-with", "$x-amz-meta-l", "image/"]"#, &[("x-amz-meta-l", "image/jpg,text/plain")]);
}

#[test]
fn every_field_needs_a_condition() {
    let check_extra = |conditions: &str, pairs: &[(&str, &str)], names: &str| {
        let expected = format!("Invalid according to Policy: Extra input fields: {names}");
        assert_eq!(outcome(conditions, pairs), Err(expected), "{conditions}");
    };
    check_extra("", &[("x-amz-meta-custom", "v")], "x-amz-meta-custom");
    check_extra("", &[("Filename", "v"), ("acl", "private")], "Filename, acl");
    check_extra(r#"{"acl": "private"}"#, &[("acl", "private"), ("x-amz-date", "d")], "x-amz-date");
    check("", &[("X-Ignore-This", "v"), ("Policy", "p"), ("X-Amz-Signature", "s"), ("bucket", "b")]);
    // A condition that fails goes before.
    check_fails_as_written(r#"["eq", "$key", "b"]"#, &[("acl", "private")]);
    let json = format!(r#"{{"expiration": "{EXPIRATION}", "conditions": []}}"#);
    let policy = Policy::read(&BASE64.encode(json)).unwrap();
    let said = message(policy.check(UNIX_EPOCH, "shelf", &Fields::default(), &[]).unwrap_err());
    assert_eq!(said, "Invalid according to Policy: Extra input fields: bucket");
}

#[test]
fn ranges_are_of_the_file() {
    let sizes = |ranges: &[(i64, i64)]| {
        let mut sizes = Sizes::default();
        ranges.iter().for_each(|(least, most)| sizes.add(*least, *most));
        Ok(sizes)
    };
    assert_eq!(outcome(r#"["content-length-range", 5, 10]"#, &[]), sizes(&[(5, 10)]));
    assert_eq!(outcome(r#"["content-length-range", "5", "10"]"#, &[]), sizes(&[(5, 10)]));
    assert_eq!(outcome(r#"["content-length-range", -1, 0]"#, &[]), sizes(&[(-1, 0)]));
    assert_eq!(
        outcome(r#"["content-length-range", 5, 10], ["Content-Length-Range", 6, 7]"#, &[]),
        sizes(&[(5, 10), (6, 7)])
    );
    check_fails_as_written(r#"["content-length-range", "test", "10"]"#, &[]);
    check_fails_as_written(r#"["content-length-range", 0, "1.5"]"#, &[]);
}

#[test]
fn a_policy_ends() {
    let json = r#"{"expiration": "2030-01-01T00:00:00Z", "conditions": [["eq", "$key", "x"]]}"#;
    let policy = Policy::read(&BASE64.encode(json)).unwrap();
    let at = UNIX_EPOCH + Duration::from_secs(1_893_456_000);
    let said = |now| message(policy.check(now, "shelf", &Fields::default(), &[]).unwrap_err());
    assert_eq!(said(at), "Invalid according to Policy: Policy expired.");
    let failed = "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$key\", \"x\"]";
    assert_eq!(said(at - Duration::from_nanos(1)), failed);
}
