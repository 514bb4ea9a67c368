//! The published key and signatures of Signature Version 4A (the test suite that comes with aws-sigv4).

use super::super::v4::{chunk_to_sign, string_to_sign};
use super::*;

const ACCESS_KEY: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const MOMENT: &str = "20150830T123600Z";
const SCOPE: &str = "20150830/service/aws4_request";

#[test]
fn the_key_that_follows() {
    let point = key(ACCESS_KEY, SECRET).to_sec1_point(false);
    let x = "b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1";
    let y = "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518";
    assert_eq!(unhex(&format!("04{x}{y}")).as_deref(), Some(point.as_bytes()));
}

#[test]
fn published_signatures() {
    let key = key(ACCESS_KEY, SECRET);
    let header = "GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\nx-amz-region-set:us-east-1\n\n\
        host;x-amz-date;x-amz-region-set\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let query = "GET\n/\nX-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fservice%2F\
        aws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=3600&X-Amz-Region-Set=us-east-1&X-Amz-SignedHeaders=host\n\
        host:example.amazonaws.com\n\nhost\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let check = |canonical: &str, signature: &str, expected: bool| {
        let text = string_to_sign(ALGORITHM, MOMENT, SCOPE, canonical.as_bytes());
        assert_eq!(is_signed(&key, text.as_bytes(), signature), expected, "{signature}");
    };
    let of_header = "3045022018b4e277d0281864beb51d3600e23f88510ea5031d68ddfbb68614b82a5eb7d2022100effb9c5f22ed9ef3ae0ab\
        243d21f06bce82365bbb79529a07b6888c343ae5f8c";
    let of_query = "3045022100b3246f8e1442dd58e73292ae1294720c3256ee58f6cea50f3a3f83b4a4b0331a0220329693f7745c9008a5887c\
        0529ceccb0fae4e16d707b712ea66acdbaf963769a";
    check(header, of_header, true);
    check(query, of_query, true);
    check(query, of_header, false);
    check(header, "", false);
    check(header, "zz", false);
    check(header, &of_header[..10], false);
    check(header, &of_header[1..], false);
    check(header, "+45", false);
}

#[test]
fn chunks_go_on_from_signatures_without_padding() {
    use p256::ecdsa::signature::Signer as _;
    let private = private(ACCESS_KEY, SECRET);
    let text = chunk_to_sign(ALGORITHM, MOMENT, SCOPE, unpadded("ab**"), "00");
    assert!(text.contains("\nab\n"), "{text}");
    let signature: Signature = private.sign(text.as_bytes());
    let padded = format!("{:*<144}", crate::front::body::hex(signature.to_der().as_bytes()));
    assert!(is_signed(&key(ACCESS_KEY, SECRET), text.as_bytes(), &padded));
    assert!(!is_signed(&key("OTHER", SECRET), text.as_bytes(), &padded));
}
