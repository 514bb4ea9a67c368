//! User metadata that is not ASCII: encoded words of RFC 2047 in and out.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#UserMetadata>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// Replaces every encoded word of UTF-8, ISO-8859-1 or US-ASCII in `text`. White space between two encoded words is
/// not part of the text (RFC 2047 §6.2). Anything else stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut after_word = false;
    while let Some(at) = rest.find("=?") {
        let (before, word) = rest.split_at(at);
        match decode_word(word) {
            Some((decoded, length)) => {
                if !(after_word && before.bytes().all(|b| b.is_ascii_whitespace())) {
                    out.push_str(before);
                }
                out.push_str(&decoded);
                rest = &word[length..];
                after_word = true;
            }
            None => {
                out.push_str(before);
                out.push_str("=?");
                rest = &word[2..];
                after_word = false;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The text of the encoded word that `text` begins with, and its length.
fn decode_word(text: &str) -> Option<(String, usize)> {
    let (charset, rest) = text.strip_prefix("=?")?.split_once('?')?;
    let (encoding, rest) = rest.split_once('?')?;
    let (payload, _) = rest.split_once("?=")?;
    if payload.contains(|c: char| c == '?' || c.is_ascii_whitespace()) {
        return None;
    }
    let bytes = match encoding {
        "B" | "b" => BASE64.decode(payload).ok()?,
        "Q" | "q" => decode_q(payload)?,
        _ => return None,
    };
    let decoded = match charset.to_ascii_lowercase().as_str() {
        "utf-8" | "us-ascii" => String::from_utf8(bytes).ok()?,
        "iso-8859-1" => bytes.into_iter().map(char::from).collect(),
        _ => return None,
    };
    Some((decoded, 2 + charset.len() + 1 + encoding.len() + 1 + payload.len() + 2))
}

fn decode_q(payload: &str) -> Option<Vec<u8>> {
    let mut bytes = payload.bytes();
    let mut out = Vec::with_capacity(payload.len());
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'_' => b' ',
            b'=' => digit(bytes.next()?)? << 4 | digit(bytes.next()?)?,
            other => other,
        });
    }
    Some(out)
}

/// `text` as one encoded word, however long: for [`decode`], which gives it back as it is.
pub(crate) fn word(text: &str) -> String {
    format!("=?UTF-8?B?{}?=", BASE64.encode(text))
}

/// The most characters of an encoded word besides `=?UTF-8?Q?` and `?=`.
const WORD: usize = 63;

/// `text` as a header can carry it: as it is when that is possible, else as encoded words: in Q where more of its
/// characters are ASCII than not, in B otherwise (recorded). What is too long for a word is halved until it fits, as a
/// value of S3 shows in <https://github.com/aws-amplify/aws-sdk-ios/issues/241>. Lengths are counted in UTF-16.
pub(crate) fn encode(text: &str) -> String {
    if text.bytes().all(|b| matches!(b, b'\t' | 0x20..=0x7e)) {
        return text.to_owned();
    }
    let plain = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='~');
    let ascii = text.chars().filter(plain).count();
    let q = ascii > text.encode_utf16().count() - ascii;
    let mut words = Vec::new();
    encode_words(text, q, &mut words);
    words.join(" ")
}

fn encode_words(text: &str, q: bool, words: &mut Vec<String>) {
    let payload = if q { encode_q(text) } else { BASE64.encode(text) };
    match half(text) {
        Some(half) if payload.len() > WORD => {
            encode_words(&text[..half], q, words);
            encode_words(&text[half..], q, words);
        }
        _ => words.push(format!("=?UTF-8?{}?{payload}?=", if q { 'Q' } else { 'B' })),
    }
}

/// Where the second half of `text` begins; `None` where there is nothing to split.
fn half(text: &str) -> Option<usize> {
    let middle = text.encode_utf16().count() / 2;
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= middle
    };
    Some(text.chars().take_while(fits).map(char::len_utf8).sum()).filter(|at| *at > 0)
}

fn encode_q(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('_'),
            b'!'..=b'~' if !matches!(byte, b'=' | b'_' | b'?') => out.push(char::from(byte)),
            other => {
                out.push('=');
                out.push_str(&crate::front::body::digest::hex(&[other]).to_ascii_uppercase());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_decode(text: &str, expected: &str) {
        assert_eq!(decode(text), expected);
    }

    #[test]
    fn encoded_words_are_decoded() {
        check_decode("plain", "plain");
        check_decode("=?UTF-8?B?w6TDtsO8?=", "äöü");
        check_decode("=?utf-8?q?=C3=A4_b?=", "ä b");
        check_decode("=?ISO-8859-1?Q?caf=E9?=", "café");
        check_decode("a =?UTF-8?Q?b?= c", "a b c");
        check_decode("=?UTF-8?Q?a?= =?UTF-8?Q?b?=", "ab");
        check_decode("=?UTF-8?Q?a?=\t=?UTF-8?Q?b?= x", "ab x");
    }

    #[test]
    fn what_is_no_encoded_word_stays() {
        for text in
            ["=?", "=?UTF-8?X?a?=", "=?UTF-8?B?***?=", "=?koi8-r?Q?a?=", "=?UTF-8?Q?=C3?=", "=?UTF-8?Q?=ZZ?=", "a=?b"]
        {
            check_decode(text, text);
        }
    }

    #[test]
    fn text_comes_back_through_a_header() {
        let long = "日本語".repeat(50) + &"x".repeat(200) + "😀😀";
        for text in [
            "plain text",
            "äöü",
            "日本語のメタデータ",
            "mostly ascii with ä",
            "tab\tand ?=_",
            "line\nfeed",
            "😀",
            &long,
        ] {
            let header = encode(text);
            assert!(header.is_ascii() && !header.contains('\n'), "{header}");
            assert_eq!(decode(&header), text);
        }
    }

    #[test]
    fn encoded_words_are_as_recorded() {
        let check = |text: &str, expected: &str| assert_eq!(encode(text), expected);
        check("mostly ascii ä", "=?UTF-8?Q?mostly_ascii_=C3=A4?=");
        check("äöü", "=?UTF-8?B?w6TDtsO8?=");
        // recorded
        check("ÄMÄZÕÑ S3", "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=");
        check("test_—_file%E2%80%94_é_2?.pdf", "=?UTF-8?Q?test=5F=E2=80=94=5Ffile%E2%80%94=5F=C3=A9=5F2=3F.pdf?=");
        check("\u{0}\u{1}\u{2}\u{3}", "=?UTF-8?B?AAECAw==?=");
        check(&"\u{fffd}".repeat(7), "=?UTF-8?B?77+977+977+977+977+977+977+9?=");
    }

    #[test]
    fn long_text_is_halved_into_words() {
        let check = |text: &str, expected: &[&str]| assert_eq!(encode(text), expected.join(" "));
        // The issue that `encode` names shows these words of a longer text.
        check(
            "leted the “Finding Vocal Freedom Workout”.  Make su",
            &["=?UTF-8?Q?leted_the_=E2=80=9CFinding_Vocal_?=", "=?UTF-8?Q?Freedom_Workout=E2=80=9D.__Make_su?="],
        );
        check(&("é".to_owned() + &"x".repeat(57)), &[&format!("=?UTF-8?Q?=C3=A9{}?=", "x".repeat(57))]);
        let parts = ["x".repeat(28), "x".repeat(29)];
        check(
            &("é".to_owned() + &"x".repeat(58)),
            &[&format!("=?UTF-8?Q?=C3=A9{}?=", parts[0]), &format!("=?UTF-8?Q?{}x?=", parts[1])],
        );
        let faces = "😀".repeat(12);
        let third = |n| format!("=?UTF-8?B?{}?=", BASE64.encode("😀".repeat(n)));
        check(&faces, &[&third(6), &third(6)]);
        check(&"😀".repeat(13), &[&third(6), &third(7)]);
    }
}
