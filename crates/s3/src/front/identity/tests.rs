//! Claims as tables: what is read out of each form of signature, and the words in which each fault is refused.

use std::time::{Duration, UNIX_EPOCH};

use super::*;

const V4: &str = "AWS4-HMAC-SHA256 Credential=AKID/20130524/us-east-1/s3/aws4_request, \
    SignedHeaders=host;x-amz-date, Signature=fe5f80";
const DATE: (&str, &str) = ("x-amz-date", "20130524T000000Z");
const SHA256: (&str, &str) = ("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
const SIGNED_AT: u64 = 1_369_353_600;
const PRESIGNED: &str = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
    &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host%3Bx-amz-acl&X-Amz-Signature=aeea";

fn parse(uri: &str, headers: &[(&str, &str)]) -> Result<Claim, IdentityError> {
    let mut request = http::Request::get(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Claim::parse(&request.body(()).unwrap().into_parts().0)
}

fn signed(uri: &str, headers: &[(&str, &str)]) -> Signed {
    match parse(uri, headers).unwrap() {
        Claim::Signed(signed) => signed,
        other => panic!("{other:?}: {uri}"),
    }
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// A signature of version 4, of AKID for that day.
fn version_4(signed_headers: &str, signature: &str) -> Signed {
    let credential = Credential { access_key: "AKID", scope: "20130524/us-east-1/s3/aws4_request" };
    Signed::new(Version::V4, Texts { credential, signed_headers, signature, regions: "" })
}

#[test]
fn the_texts_of_a_signature_are_kept_apart() {
    let signed = version_4("host;x-amz-date", "fe5f80");
    assert_eq!((signed.access_key(), signed.scope()), ("AKID", "20130524/us-east-1/s3/aws4_request"));
    assert_eq!((signed.day(), signed.region(), signed.service()), ("20130524", Some("us-east-1"), Some("s3")));
    assert_eq!((signed.signed_headers(), signed.signature()), ("host;x-amz-date", "fe5f80"));
    assert!(signed.signs("host") && signed.signs("x-amz-date") && !signed.signs("x-amz"));
    let empty = Signed::new(Version::V2, Texts::default());
    assert_eq!((empty.access_key(), empty.day(), empty.region(), empty.service()), ("", "", None, None));
}

#[test]
fn nobody() {
    for headers in [&[][..], &[("authorization", "")], &[("authorization", " ")], &[("x-amz-security-token", "t")]] {
        assert_eq!(parse("/b/k?Expires=1&x-id=GetObject", headers), Ok(Claim::Anonymous));
    }
    let claim = parse("/b", &[]).unwrap();
    assert_eq!((claim.access_key(), claim.region(), claim.expired(at(u64::from(u32::MAX)))), (None, None, None));
    assert_eq!(claim.check_region("us-east-1", None), Ok(()));
}

#[test]
fn header_of_version_4() {
    let expected = Signed { date: Some(at(SIGNED_AT)), ..version_4("host;x-amz-date", "fe5f80") };
    assert_eq!(signed("/b", &[("authorization", V4), DATE, SHA256]), expected);
    assert_eq!(signed("/b", &[("authorization", &V4.replace(", ", ",")), DATE, SHA256]), expected);
    let http_date = ("date", "Fri, 24 May 2013 00:00:00 GMT");
    assert_eq!(signed("/b", &[("authorization", V4), http_date, SHA256]), expected);
    let slashes = V4.replace("AKID", "a/b/c");
    assert_eq!(signed("/b", &[("authorization", &slashes), DATE, SHA256]).access_key(), "a/b/c");
    let token = signed("/b", &[("authorization", V4), DATE, SHA256, ("x-amz-security-token", "tok")]).session_token;
    assert_eq!(token.as_deref(), Some("tok"));
}

#[test]
fn header_of_version_4a() {
    let header = V4.replace("HMAC-SHA256", "ECDSA-P256-SHA256").replace("/us-east-1", "");
    let claim = signed("/b", &[("authorization", &header), DATE, SHA256, ("x-amz-region-set", "eu-*,us-east-1")]);
    assert_eq!((claim.version, claim.access_key()), (Version::V4a, "AKID"));
    assert_eq!((claim.region(), claim.scope()), (Some("eu-*,us-east-1"), "20130524/s3/aws4_request"));
}

#[test]
fn header_of_version_2() {
    let claim = signed("/b", &[("authorization", "AWS AKID:frJIUN8DYpKDtOLCwo//yllqDzg="), DATE]);
    assert_eq!((claim.version, claim.access_key(), claim.region()), (Version::V2, "AKID", None));
    assert_eq!((claim.signature(), claim.date), ("frJIUN8DYpKDtOLCwo//yllqDzg=", Some(at(SIGNED_AT))));
}

#[test]
fn presigned_of_version_4() {
    let expected = Signed {
        date: Some(at(SIGNED_AT)),
        expiry: Some(Expiry { at: at(SIGNED_AT + 86_400), seconds: Some("86400".into()) }),
        session_token: Some("a+b/c=".into()),
        ..version_4("host;x-amz-acl", "aeea")
    };
    let query = format!("{PRESIGNED}&X-Amz-Security-Token=a%2Bb%2Fc%3D");
    assert_eq!(signed(&format!("/b/k?{query}"), &[]), expected);
    assert_eq!(signed(&format!("/b/k?versionId=1&{}", query.replace("X-Amz", "x-amz")), &[]), expected);
    let v4a = PRESIGNED.replace("HMAC-SHA256", "ECDSA-P256-SHA256").replace("us-east-1%2F", "");
    let claim = signed(&format!("/b/k?{v4a}&X-Amz-Region-Set=*"), &[]);
    assert_eq!((claim.version, claim.region()), (Version::V4a, Some("*")));
}

#[test]
fn presigned_of_version_2() {
    let claim = signed("/b/k?AWSAccessKeyId=AKID&Expires=1175139620&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D", &[]);
    assert_eq!((claim.version, claim.access_key()), (Version::V2, "AKID"));
    assert_eq!(claim.signature(), "NpgCjnDzrM+WFzoENXmpNDUsSn8=");
    assert_eq!(claim.expiry, Some(Expiry { at: at(1_175_139_620), seconds: None }));
}

#[test]
fn expiry() {
    let claim = parse(&format!("/b/k?{PRESIGNED}"), &[]).unwrap();
    assert_eq!(claim.expired(at(SIGNED_AT + 86_399)), None);
    let expired = claim.expired(at(SIGNED_AT + 86_401)).unwrap();
    let words = (expired.seconds.as_deref(), expired.expires.as_str(), expired.server_time.as_str());
    assert_eq!(words, (Some("86400"), "2013-05-25T00:00:00Z", "2013-05-25T00:00:01Z"));
    let at_once = parse(&format!("/b/k?{}", PRESIGNED.replace("86400", "0")), &[]).unwrap();
    assert!(at_once.expired(at(SIGNED_AT)).is_some());
    let v2 = parse("/b/k?AWSAccessKeyId=A&Expires=0&Signature=S", &[]).unwrap();
    assert_eq!(v2.expired(at(1)).unwrap().seconds, None);
    let header = parse("/b", &[("authorization", V4), DATE, SHA256]).unwrap();
    assert_eq!(header.expired(at(SIGNED_AT * 2)), None);
}

#[test]
fn the_region_of_no_endpoint() {
    let of = |uri: &str, headers: &[_]| parse(uri, headers).unwrap().check_region("eu-west-1", None);
    let region = |presigned| {
        let (region, expected) = ("aws-global".to_owned(), "eu-west-1".to_owned());
        Err(IdentityError::Region { presigned, region, expected })
    };
    let global = V4.replace("us-east-1", "aws-global");
    assert_eq!(of("/b", &[("authorization", &global), DATE, SHA256]), region(false));
    assert_eq!(of(&format!("/b?{}", PRESIGNED.replace("us-east-1", "aws-global")), &[]), region(true));
    assert_eq!(of("/b", &[("authorization", V4), DATE, SHA256]), Ok(()));
    assert_eq!(
        IdentityError::region_message(false, "aws-global", "us-east-1"),
        "The authorization header is malformed; the region 'aws-global' is wrong; expecting 'us-east-1'"
    );
    assert_eq!(
        IdentityError::region_message(true, "a", "b"),
        "Error parsing the X-Amz-Credential parameter; the region 'a' is wrong; expecting 'b'"
    );
}

/// A header of version 4 with `from` replaced by `to` is malformed.
fn malformed(from: &str, to: &str, fault: &str) {
    let header = V4.replace(from, to);
    let message = format!("The authorization header is malformed; {fault}");
    assert_eq!(
        parse("/b", &[("authorization", &header), DATE, SHA256]),
        Err(IdentityError::Header { message }),
        "{header}"
    );
}

#[test]
fn malformed_headers_of_version_4() {
    let components = "the authorization header requires three components: Credential, SignedHeaders, and Signature.";
    malformed(", Signature=fe5f80", "", components);
    malformed("fe5f80", "", components);
    malformed("Credential=", "Credenadsftial=", components);
    malformed(", Signature=fe5f80", ", Signature", "the authorization component \"Signature\" is malformed.");
    let form = "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";
    malformed("AKID/20130524/us-east-1/s3/aws4_request", "AKID", form);
    malformed("AKID/", "/", form);
    malformed("AKID/", "", form);
    let date = "This date in the credential must be in the format \"yyyyMMdd\".";
    malformed("20130524/", "2013-05-24/", &format!("incorrect date format \"2013-05-24\". {date}"));
    malformed("/s3/", "/s2/", "incorrect service \"s2\". This endpoint belongs to \"s3\".");
    malformed("aws4_request", "aws4", "incorrect terminal \"aws4\". This endpoint uses \"aws4_request\".");
    malformed(
        "20130524",
        "20130523",
        "Invalid credential date \"20130523\". This date is not the same as X-Amz-Date: \"20130524\".",
    );
}

#[test]
fn unusable_headers() {
    let check = |value: &str, message: &'static str| {
        let expected = IdentityError::Argument { message, value: value.to_owned() };
        assert_eq!(parse("/b", &[("authorization", value), DATE, SHA256]), Err(expected));
    };
    let space = "Authorization header is invalid -- one and only one ' ' (space) required";
    check("AWS", space);
    check("AWS4-HMAC-SHA256", space);
    check("AWS AKID: x", space);
    let form = "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature";
    check("AWS HAHAHA", form);
    check("AWS :x", form);
    check("AWS AKID:", form);
    check("Bearer x", "Unsupported Authorization Type");
    check(&V4.replace("SHA256 ", "SHA25 "), "Unsupported Authorization Type");
}

#[test]
fn one_mechanism_only() {
    let check = |uri: &str, header: Option<&str>| {
        let headers: Vec<_> = header.iter().map(|value| ("authorization", *value)).collect();
        match parse(uri, &headers) {
            Err(IdentityError::Argument { message, value }) => {
                assert!(message.starts_with("Only one auth mechanism allowed; "), "{message}");
                assert_eq!(value, header.unwrap_or_default());
            }
            other => panic!("{uri}: {other:?}"),
        }
    };
    check(&format!("/b/k?{PRESIGNED}"), Some(V4));
    check("/b/k?X-Amz-Algorithm=x", Some("Basic x"));
    check("/b/k?Signature=x", Some("AWS A:B"));
    check(&format!("/b/k?{PRESIGNED}&AWSAccessKeyId=A"), None);
}

#[test]
fn what_signing_a_header_takes() {
    let missing = "Missing required header for this request: x-amz-content-sha256";
    assert_eq!(parse("/b", &[("authorization", V4), DATE]), Err(IdentityError::Request { message: missing }));
    let message = "AWS authentication requires a valid Date or x-amz-date header".to_owned();
    let denied = Err(IdentityError::Denied { message });
    let good = ("date", "Fri, 24 May 2013 00:00:00 GMT");
    for authorization in [("authorization", V4), ("authorization", "AWS A:B")] {
        assert_eq!(parse("/b", &[authorization, SHA256]), denied);
        assert_eq!(parse("/b", &[authorization, SHA256, ("x-amz-date", "Bad Date"), good]), denied);
        assert_eq!(parse("/b", &[authorization, SHA256, ("x-amz-date", ""), good]), denied);
        assert_eq!(parse("/b", &[authorization, SHA256, ("date", "Tue, 07 Jul 1950 21:53:04 GMT")]), denied);
    }
    let signed_chunks = ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
    assert!(matches!(parse("/b/k", &[signed_chunks]), Err(IdentityError::Request { .. })));
    let unsigned_chunks = ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    assert_eq!(parse("/b/k", &[unsigned_chunks]), Ok(Claim::Anonymous));
}

/// A presigned URL of version 4 with `from` replaced by `to` is refused.
fn refused(from: &str, to: &str, message: &str) {
    let query = PRESIGNED.replace(from, to);
    let message = message.to_owned();
    assert_eq!(parse(&format!("/b/k?{query}"), &[]), Err(IdentityError::Query { message }), "{query}");
}

#[test]
fn malformed_presigned_of_version_4() {
    let required = "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
                    X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";
    for name in ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"] {
        refused(&format!("X-Amz-{name}="), "x=", required);
    }
    refused("86400", "", required);
    let algorithms = "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"";
    refused("HMAC-SHA256", "HMAC-SHA1", algorithms);
    refused("86400", "abc", "X-Amz-Expires should be a number");
    refused("86400", "%2B1", "X-Amz-Expires should be a number");
    refused("86400", "-7", "X-Amz-Expires must be non-negative");
    let week = "X-Amz-Expires must be less than a week (in seconds); \
                that is, the given X-Amz-Expires must be less than 604800 seconds";
    refused("86400", "604801", week);
    assert!(parse(&format!("/b/k?{}", PRESIGNED.replace("86400", "604800")), &[]).is_ok());
    let long = "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"";
    refused("20130524T000000Z", "2013-05-24T00:00:00Z", long);
    refused(
        "20130524T000000Z",
        "20130525T000000Z",
        "Invalid credential date \"20130524\". This date is not the same as X-Amz-Date: \"20130525\".",
    );
    refused(
        "%2Fs3%2F",
        "%2Fec2%2F",
        "Error parsing the X-Amz-Credential parameter; incorrect service \"ec2\". This endpoint belongs to \"s3\".",
    );
    refused(
        "AKID%2F",
        "",
        "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; \
         expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".",
    );
}

#[test]
fn malformed_presigned_of_version_2() {
    for query in [
        "Signature=S",
        "AWSAccessKeyId=A",
        "AWSAccessKeyId=A&Signature=S",
        "Signature=S&Expires=1",
        "AWSAccessKeyId=&Signature=S&Expires=1",
    ] {
        assert_eq!(parse(&format!("/b/k?{query}"), &[]), Err(IdentityError::QueryV2), "{query}");
    }
    for expires in ["abc", "-1", "99999999999999999999", "253402300800", "1.5"] {
        let message = format!("Invalid date (should be seconds since epoch): {expires}");
        let uri = format!("/b/k?AWSAccessKeyId=A&Signature=S&Expires={expires}");
        assert_eq!(parse(&uri, &[]), Err(IdentityError::Denied { message }));
    }
}
