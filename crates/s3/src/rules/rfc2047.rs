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

/// `text` as a header can carry it: as it is when that is possible, else as one encoded word: in Q where more of its
/// characters are ASCII than not, in B otherwise (the first is recorded of S3, the second follows from what it runs on).
pub(crate) fn encode(text: &str) -> String {
    if text.bytes().all(|b| matches!(b, b'\t' | 0x20..=0x7e)) {
        return text.to_owned();
    }
    let ascii = text.chars().filter(char::is_ascii).count();
    if ascii > text.chars().count() - ascii {
        format!("=?UTF-8?Q?{}?=", encode_q(text))
    } else {
        format!("=?UTF-8?B?{}?=", BASE64.encode(text))
    }
}

fn encode_q(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('_'),
            b'!' | b'*' | b'+' | b'-' | b'/' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => out.push(char::from(byte)),
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
        for text in
            ["plain text", "äöü", "日本語のメタデータ", "mostly ascii with ä", "tab\tand ?=_", "line\nfeed", "😀"]
        {
            let header = encode(text);
            assert!(header.is_ascii() && !header.contains('\n'), "{header}");
            assert_eq!(decode(&header), text);
        }
        assert_eq!(encode("mostly ascii ä"), "=?UTF-8?Q?mostly_ascii_=C3=A4?=");
        assert_eq!(encode("äöü"), "=?UTF-8?B?w6TDtsO8?=");
        assert_eq!(encode("ÄMÄZÕÑ S3"), "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=");
    }
}
