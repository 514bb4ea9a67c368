//! Paths and queries as bytes: which key they name, and which name none.

use super::{get, put, shelf, untouched};
use sandpail_tests::Server;

/// Stores under `target` and asserts which key that is, as listed and as read back.
fn check(server: &Server, target: &str, key: &str) {
    let _ = put(server, target, key.as_bytes()).ok(200);
    assert_eq!(get(server, target).ok(200).body, key.as_bytes(), "{target}");
    let listed = get(server, "/shelf?list-type=2&encoding-type=url").ok(200).xml();
    let keys: Vec<String> = listed.texts("Contents/Key").into_iter().map(decode).collect();
    assert!(keys.iter().any(|k| k == key), "{target} is not {key:?} but one of {keys:?}");
    let _ = server.raw().ask("DELETE", target, &[], b"").ok(204);
}

/// Percent-decoding as a client does it, where `+` is a space.
fn decode(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&first, tail)) = rest.split_first() {
        let hex = tail.get(..2).filter(|_| first == b'%').and_then(|h| std::str::from_utf8(h).ok());
        match hex.map(|h| u8::from_str_radix(h, 16).expect("two hex digits")) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(if first == b'+' { b' ' } else { first });
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn s08_a_key_is_the_text_that_was_sent() {
    let server = shelf();
    for (target, key) in [
        ("/shelf/%C3%A9", "é"),
        ("/shelf/%c3%a9", "é"),
        ("/shelf/%E2%82%AC/%F0%9F%98%80", "€/😀"),
        ("/shelf/a+b", "a+b"),
        ("/shelf/a%2Bb", "a+b"),
        ("/shelf/a%20b", "a b"),
        ("/shelf/a%25b", "a%b"),
        ("/shelf/a%2525b", "a%25b"),
        ("/shelf/a%2Fb", "a/b"),
        ("/shelf/a%3Fb%23c%26d%3De", "a?b#c&d=e"),
        ("/shelf/!-_.*'();:@=,$~", "!-_.*'();:@=,$~"),
        ("/shelf/a%5Cb%5E%60%7Bc%7D", "a\\b^`{c}"),
        ("/shelf/%09%0A%0D%01%7F", "\t\n\r\u{1}\u{7f}"),
        ("/shelf/%EF%BF%BD", "\u{fffd}"),
    ] {
        check(&server, target, key);
    }
}

#[test]
fn slashes_and_dots_are_letters_like_others() {
    let server = shelf();
    for (target, key) in [
        ("/shelf//", "/"),
        ("/shelf//x", "/x"),
        ("/shelf/a//b", "a//b"),
        ("/shelf/a/", "a/"),
        ("/shelf/a///", "a///"),
        ("/shelf/a/./b", "a/./b"),
        ("/shelf/a/../b", "a/../b"),
        ("/shelf/videos/2014/../../video1.wmv", "videos/2014/../../video1.wmv"),
        ("/shelf/.", "."),
        ("/shelf/.mpu", ".mpu"),
        ("/shelf/data/x/composite", "data/x/composite"),
        ("/shelf/shelf", "shelf"),
    ] {
        check(&server, target, key);
    }
}

#[test]
fn a_path_that_is_no_text_is_an_invalid_uri() {
    let server = shelf();
    for target in ["/shelf/%C3%28", "/shelf/%FF", "/shelf/a/%c0%80", "/shelf/%ED%A0%80", "/%FF/k"] {
        for method in ["GET", "PUT", "DELETE"] {
            let refusal = server.raw().ask(method, target, &[], b"").refusal();
            refusal.has(400, "InvalidURI", "Couldn't parse the specified URI.", &[]);
        }
    }
    untouched(&server);
}

#[test]
fn a_key_has_at_most_1024_bytes() {
    let server = shelf();
    for key in ["k".repeat(1024), "€".repeat(341), "a/".repeat(512)] {
        let target = format!("/shelf/{}", key.replace('€', "%E2%82%AC"));
        check(&server, &target, &key);
    }
    for (key, size) in [("k".repeat(1025), "1025"), ("%E2%82%AC".repeat(342), "1026")] {
        let refusal = put(&server, &format!("/shelf/{key}"), b"x").refusal();
        let fields = [("Size", size), ("MaxSizeAllowed", "1024")];
        refusal.is(400, "KeyTooLongError", "Your key is too long", &fields);
    }
    untouched(&server);
}

#[test]
fn query_values_are_decoded_and_unknown_ones_ignored() {
    let server = shelf();
    for key in ["a b", "a+b", "é&x", "=y"] {
        let target: String = key.bytes().map(|b| format!("%{b:02X}")).collect();
        let _ = put(&server, &format!("/shelf/{target}"), b"x").ok(200);
    }
    for (query, expected) in [
        ("prefix=a%20", &["a b"][..]),
        ("prefix=a+", &["a b"]),
        ("prefix=a%2B", &["a+b"]),
        ("prefix=%C3%A9%26", &["é&x"]),
        ("prefix=%3D", &["=y"]),
        ("prefix==", &["=y"]),
        ("prefix=&max-keys=1", &["=y"]),
        ("prefix=a&unknown=1&x-id=ListObjectsV2", &["a b", "a+b"]),
        ("&&prefix=a%20&&", &["a b"]),
    ] {
        let listed = get(&server, &format!("/shelf?list-type=2&{query}")).ok(200).xml();
        assert_eq!(listed.texts("Contents/Key"), expected, "{query}");
    }
}

#[test]
fn control_characters_in_a_listing_stay_readable_xml() {
    let server = shelf();
    let _ = put(&server, "/shelf/%01", b"x").ok(200);
    let plain = get(&server, "/shelf?list-type=2").ok(200).text();
    assert!(plain.contains("<Key>&#x1;</Key>"), "{plain}");
    let encoded = get(&server, "/shelf?list-type=2&encoding-type=url").ok(200).xml();
    assert_eq!(encoded.texts("Contents/Key"), ["%01", "k"]);
}
