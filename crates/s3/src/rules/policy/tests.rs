//! What a policy may say, and what S3 answers to what it may not. The texts are recorded (AWS.md 50) or reported by
//! users of S3.

use super::*;
use crate::settings::{Credential, Settings};

fn accounts() -> Accounts {
    let known = Credential { access_key: "k".into(), canonical_id: Some("feed".into()), ..Credential::default() };
    Accounts::new(&Settings { credentials: vec![known], ..Settings::default() })
}

fn read_in(text: &str, region: &str) -> Result<Policy, Flaw> {
    Policy::read(text.as_bytes(), Scope { bucket: "b", region, accounts: &accounts() })
}

fn read(text: &str) -> Result<Policy, Flaw> {
    read_in(text, "us-east-1")
}

/// A policy of one statement: these elements, and whichever of the four it needs that neither they nor their opposites
/// are.
fn policy(elements: &str) -> String {
    let standard = [
        ("Effect", r#""Allow""#),
        ("Principal", r#""*""#),
        ("Action", r#""s3:GetObject""#),
        ("Resource", r#""arn:aws:s3:::b/*""#),
    ];
    let missing = standard.iter().filter(|(name, _)| !elements.contains(&format!("{name}\":")));
    let mut all: Vec<String> = missing.map(|(name, value)| format!("\"{name}\":{value}")).collect();
    all.extend((!elements.is_empty()).then(|| elements.to_owned()));
    format!(r#"{{"Version":"2012-10-17","Statement":[{{{}}}]}}"#, all.join(","))
}

/// What S3 answers: message and detail.
fn refused(text: &str) -> (String, Option<String>) {
    let flaw = read(text).expect_err(text);
    (flaw.to_string(), flaw.detail())
}

fn check(text: &str, message: &str) {
    assert_eq!(refused(text).0, message, "{text}");
}

fn check_detail(elements: &str, message: &str, detail: &str) {
    assert_eq!(refused(&policy(elements)), (message.to_owned(), Some(detail.to_owned())), "{elements}");
}

#[test]
fn documents_that_are_no_policies() {
    for text in ["", "invalid json", " {}", "[]"] {
        check(text, "Policies must be valid JSON and the first byte must be '{'");
    }
    check(r#"{"Statement":[}"#, "This policy contains invalid Json");
    check("{}", "Missing required field Statement");
    check(r#"{"Statement":[]}"#, "Could not parse the policy: Statement is empty!");
    for text in [r#"{"Statement":"x"}"#, r#"{"Statement":[null]}"#, r#"{"Id":1,"Statement":[]}"#] {
        check(text, "Invalid policy syntax.");
    }
    check(r#"{"statement":[]}"#, "Unknown field statement");
    for version in [r#""2012-10-18""#, "2012", "null", r#""""#] {
        check(&format!("{{\"Version\":{version}}}"), "The policy must contain a valid version string");
    }
    check(r#"{"Id":"a","Id":"b"}"#, "Statement/policy already has instance of Id");
}

#[test]
fn what_a_statement_needs() {
    for (statement, missing) in [
        (r#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b""#, "Principal"),
        (r#""Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b""#, "Effect"),
        (r#""Effect":"Allow","Principal":"*","Resource":"arn:aws:s3:::b""#, "Action"),
        (r#""Effect":"Allow","Principal":"*","Action":"s3:*""#, "Resource"),
    ] {
        let single = format!("{{\"Statement\":{{{statement}}}}}");
        check(&single, &format!("Missing required field {missing}"));
    }
    check(&policy(r#""Action":[]"#), "Missing required field Action cannot be empty!");
    check(&policy(r#""Resource":[]"#), "Missing required field Resource cannot be empty!");
    check(&policy(r#""Principal":{}"#), "Missing required field Principal cannot be empty!");
    check(&policy(r#""condition":{}"#), "Unknown field condition");
    check(&policy(r#""Effect":"hello""#), "Invalid effect: hello");
    check(&policy(r#""Effect":"allow""#), "Invalid effect: allow");
    for elements in [r#""Sid":1"#, r#""Action":null"#, r#""Resource":[1]"#, r#""Effect":true"#, r#""Principal":["*"]"#]
    {
        check(&policy(elements), "Invalid policy syntax.");
    }
    let both = r#""Action":"s3:GetObject","NotAction":"s3:PutObject""#;
    check(&policy(both), "Statement/policy already has instance of Action");
    check(&policy(r#""Sid":"a","Sid":"b""#), "Statement/policy already has instance of Sid");
}

#[test]
fn principals() {
    for principal in [
        r#""*""#,
        r#"{"AWS":"*"}"#,
        r#"{"AWS":["123456789012","arn:aws:iam::123456789012:root"]}"#,
        r#"{"CanonicalUser":"feed"}"#,
        r#"{"Service":"logging.s3.amazonaws.com","AWS":"arn:aws:iam::123456789012:role/r"}"#,
        r#"{"Federated":"cognito-identity.amazonaws.com"}"#,
    ] {
        assert!(read(&policy(&format!("\"Principal\":{principal}"))).is_ok(), "{principal}");
    }
    check(&policy(r#""Principal":"arn:aws:iam::123456789012:root""#), "Invalid policy syntax.");
    let invalid = "Invalid principal in policy";
    check_detail(r#""Principal":{"AWS":"user"}"#, invalid, "\"AWS\" : \"user\"");
    check_detail(r#""Principal":{"AWS":["*","arn:aws:s3:::b"]}"#, invalid, "\"AWS\" : \"arn:aws:s3:::b\"");
    check_detail(r#""Principal":{"IAM":"123456789012"}"#, invalid, "\"IAM\" : \"123456789012\"");
    check_detail(r#""Principal":{"CanonicalUser":"nobody"}"#, invalid, "\"CanonicalUser\" : \"nobody\"");
    check_detail(r#""Principal":{"Service":"*"}"#, invalid, "\"Service\" : \"*\"");
    // Everyone but some can be forbidden something, not allowed it.
    let others = r#""NotPrincipal":{"AWS":"123456789012"}"#;
    check_detail(others, invalid, "\"AWS\" : \"123456789012\"");
    assert!(read(&policy(&format!("{others},\"Effect\":\"Deny\""))).is_ok());
}

#[test]
fn actions_and_resources() {
    let action = "Policy has invalid action";
    for unknown in ["s3:GetObjects", "ec2:*", "s3:ListAllMyBuckets", ""] {
        check_detail(&format!("\"Action\":[\"s3:GetObject\",\"{unknown}\"]"), action, unknown);
    }
    let resource = "Policy has invalid resource";
    for foreign in ["*", "b/*", "arn:aws:s3:::bb/*", "arn:aws:s3:::*", "arn:aws:s3:::b*", "arn:aws-cn:s3:::b/*", ""] {
        check_detail(&format!("\"Resource\":[\"arn:aws:s3:::b/*\",\"{foreign}\"]"), resource, foreign);
        check_detail(&format!("\"NotResource\":\"{foreign}\""), resource, foreign);
    }
    let elsewhere = policy(r#""Resource":"arn:aws-cn:s3:::b/*""#);
    assert!(read_in(&elsewhere, "cn-north-1").is_ok());
}

#[test]
fn actions_have_to_have_a_resource() {
    let message = "Action does not apply to any resource(s) in statement";
    let on_bucket = r#""Resource":"arn:aws:s3:::b""#;
    check_detail(on_bucket, message, "Action \"s3:GetObject\" in Statement \"NO_ID-0\"");
    let listing = r#""Sid":"List","Action":["s3:GetObject","s3:ListBucket"]"#;
    check_detail(listing, message, "Action \"s3:ListBucket\" in Statement \"List\"");
    for elements in [
        r#""Action":"*""#.to_owned(),
        format!("\"Action\":\"s3:*\",{on_bucket}"),
        format!("\"Action\":\"s3:Get*\",{on_bucket}"),
        format!("\"NotAction\":\"s3:ListBucket\",{on_bucket}"),
        r#""NotResource":"arn:aws:s3:::b""#.to_owned(),
        r#""Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::b","arn:aws:s3:::b/a"]"#.to_owned(),
    ] {
        assert!(read(&policy(&elements)).is_ok(), "{elements}");
    }
}

#[test]
fn conditions() {
    let condition = |elements: &str, condition: &str| policy(&format!("{elements}\"Condition\":{condition}"));
    for taken in [
        "{}",
        r#"{"StringEquals":{"aws:username":["a","b"],"s3:ExistingObjectTag/a":"b"}}"#,
        r#"{"Bool":{"aws:SecureTransport":false},"NumericLessThan":{"s3:TlsVersion":1.2}}"#,
        r#"{"NotIpAddress":{"aws:SourceIp":["10.0.0.0/8","::1"]}}"#,
        r#"{"Null":{"aws:SourceIp":"true"}}"#,
    ] {
        assert!(read(&condition("", taken)).is_ok(), "{taken}");
    }
    for bad in [r#""x""#, "[]", r#"{"StringEquals":"a"}"#, r#"{"StringEquals":{"aws:username":{}}}"#] {
        check(&condition("", bad), "Invalid policy syntax.");
    }
    check(&condition("", r#"{"stringEquals":{"aws:username":"a"}}"#), "Invalid Condition type : stringEquals");
    let address = "Invalid IP address in Conditions";
    check(&condition("", r#"{"IpAddress":{"aws:SourceIp":"123"}}"#), address);
    check(&condition("", r#"{"StringEquals":{"aws:sourceip":"10.*"}}"#), address);
    let unknown = r#""Condition":{"StringEquals":{"s3:VersionStatus":"a"}}"#;
    check_detail(unknown, "Policy has an invalid condition key", "s3:VersionStatus");
    let inapplicable = "Conditions do not apply to combination of actions and resources in statement";
    let acl = r#"{"StringEquals":{"s3:x-amz-acl":"private"}}"#;
    check(&condition("", acl), inapplicable);
    check(&condition(r#""Action":["s3:GetObject","s3:PutObject"],"#, acl), inapplicable);
    assert!(read(&condition(r#""Action":["s3:*","s3:PutObject"],"#, acl)).is_ok());
    // It comes before what the actions are on.
    let listing = condition(r#""Action":"s3:ListBucketMultipartUploads","#, r#"{"StringLike":{"s3:prefix":"a*"}}"#);
    check(&listing, inapplicable);
}

/// The limit is one of the normal form: white space does not count, and neither do the brackets of a list of one.
#[test]
fn a_policy_is_no_longer_than_20_kb() {
    let of = |sid: usize| policy(&format!("\"Sid\":\"{}\"", "x".repeat(sid)));
    let rest = read(&of(0)).unwrap().normal().len();
    assert!(read(&of(LIMIT - rest)).is_ok());
    check(&of(LIMIT - rest + 1), "Normalized policy document exceeds the maximum allowed size of 20480 bytes");
    let spaced = of(0).replace("\"Statement\":", &format!("\"Statement\":{}", " ".repeat(LIMIT)));
    assert!(read(&spaced).is_ok());
}

#[test]
fn the_normal_form_is_the_one_that_aws_answers() {
    let text = r#"{ "Statement": { "Resource": ["arn:aws:s3:::b/*"], "Action": ["s3:GetObject", "s3:PutObject"],
        "NotPrincipal": {"AWS": ["123456789012"]}, "Effect": "Deny", "Sid": "é\"",
        "Condition": {"Bool": {"aws:SecureTransport": [false]}} }, "Id": "i" }"#;
    let expected = r#"{"Version":"2008-10-17","Id":"i","Statement":[{"Sid":"é\"","Effect":"Deny","NotPrincipal":{"AWS":"123456789012"},"Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}"#;
    let normal = read(text).unwrap().normal();
    assert_eq!(normal, expected);
    assert_eq!(read(&normal), read(text));
}

fn check_public(elements: &str, expected: bool) {
    assert_eq!(read(&policy(elements)).unwrap().is_public(), expected, "{elements}");
}

#[test]
fn what_is_public() {
    check_public("", true);
    check_public(r#""Principal":{"AWS":["123456789012","*"]}"#, true);
    check_public(r#""Effect":"Deny""#, false);
    check_public(r#""Principal":{"AWS":"123456789012"}"#, false);
    check_public(r#""Principal":{"Service":"logging.s3.amazonaws.com"}"#, false);
    for (condition, expected) in [
        (r#"{"StringEquals":{"aws:SourceVpc":"vpc-1"}}"#, false),
        (r#"{"StringEquals":{"AWS:sourcevpce":["vpce-1","vpce-2"]}}"#, false),
        (r#"{"StringLike":{"aws:SourceVpc":"vpc-1"}}"#, false),
        (r#"{"StringLike":{"aws:SourceVpc":"vpc-*"}}"#, true),
        (r#"{"StringEquals":{"aws:SourceVpc":["vpc-1","vpc-?"]}}"#, true),
        (r#"{"StringEquals":{"aws:PrincipalArn":"${aws:PrincipalArn}"}}"#, true),
        (r#"{"StringNotEquals":{"aws:SourceVpc":"vpc-1"}}"#, true),
        (r#"{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"}}"#, true),
        (r#"{"ForAllValues:StringEquals":{"aws:SourceVpc":"vpc-1"}}"#, true),
        (r#"{"ForAnyValue:StringEquals":{"aws:SourceVpc":"vpc-1"}}"#, false),
        (r#"{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#, false),
        (r#"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::a"}}"#, false),
        (r#"{"ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-east-1:123456789012:accesspoint/*"}}"#, false),
        (r#"{"ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-east-1:*:accesspoint/a"}}"#, true),
        (r#"{"StringEquals":{"aws:UserAgent":"me"}}"#, true),
        (r#"{"Bool":{"aws:SecureTransport":true}}"#, true),
        (r#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/32"}}"#, false),
        (r#"{"IpAddress":{"aws:SourceIp":["11.0.0.0/8","2001:db8::/32"]}}"#, false),
        (r#"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","0.0.0.0/0"]}}"#, true),
        (r#"{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, true),
        (r#"{"Bool":{"aws:SecureTransport":true},"StringEquals":{"aws:SourceVpc":"vpc-1"}}"#, false),
    ] {
        check_public(&format!("\"Condition\":{condition}"), expected);
    }
}
