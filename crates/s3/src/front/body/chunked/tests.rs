//! Samples of what clients send, whole, in every two pieces and in seeded random pieces; and everything that is malformed.

use super::*;

type Trailers = Vec<(String, String)>;

/// Decodes `pieces`, checks that every slice lies in the piece it came from, and returns data and trailers.
fn decode<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<(Vec<u8>, Trailers), BodyError> {
    decode_as(false, pieces)
}

fn decode_as<'a>(signed: bool, pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<(Vec<u8>, Trailers), BodyError> {
    let mut decoder = Decoder::new(signed);
    let mut data = Vec::new();
    for piece in pieces {
        let mut input = Bytes::copy_from_slice(piece);
        let range = input.as_ptr_range();
        while let Some(slice) = decoder.decode(&mut input)? {
            assert!(!slice.is_empty());
            assert!(range.start <= slice.as_ptr() && slice.as_ptr_range().end <= range.end, "copied");
            data.extend_from_slice(&slice);
        }
        assert!(input.is_empty());
    }
    let trailers = decoder.finish()?;
    let text = |value: &HeaderValue| value.to_str().unwrap().to_owned();
    Ok((data, trailers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()))
}

/// xorshift64*: enough to cut a body anywhere, the same way in each run.
fn pieces_of(bytes: &[u8], mut seed: u64) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        seed ^= seed >> 12;
        seed ^= seed << 25;
        seed ^= seed >> 27;
        let wanted = seed.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 59;
        let (piece, next) = rest.split_at(rest.len().min(usize::try_from(wanted).unwrap()));
        pieces.push(piece);
        rest = next;
    }
    pieces
}

fn check(body: &[u8], data: &[u8], trailers: &[(&str, &str)]) {
    let owned = trailers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let expected = (data.to_vec(), owned);
    assert_eq!(decode([body]).unwrap(), expected);
    for split in 0..=body.len().min(4096) {
        let (left, right) = body.split_at(split);
        assert_eq!(decode([left, right]).unwrap(), expected, "split at {split}");
    }
    for seed in 1..200 {
        assert_eq!(decode(pieces_of(body, seed)).unwrap(), expected, "seed {seed}");
    }
    // No shorter body is whole.
    for end in 0..body.len() {
        assert!(matches!(decode([&body[..end]]), Err(BodyError::Framing)), "cut at {end}");
    }
}

const SIGNATURE: &str = "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9";

#[test]
fn unsigned_with_a_trailer() {
    // As botocore's AwsChunkedWrapper writes it.
    let crc = [("x-amz-checksum-crc32", "7qyTuQ==")];
    check(b"5\r\naaaaa\r\n0\r\nx-amz-checksum-crc32:7qyTuQ==\r\n\r\n", b"aaaaa", &crc);
    check(b"0\r\nx-amz-checksum-crc32:7qyTuQ==\r\n\r\n", b"", &crc);
    check(b"5\r\n\r\n0\r\n\r\n0\r\nX-Amz-Checksum-CRC32: 7qyTuQ== \r\n\r\n", b"\r\n0\r\n", &crc);
}

#[test]
fn signed_without_trailers() {
    let body = format!("0005;chunk-signature={SIGNATURE}\r\nhello\r\n0;chunk-signature={SIGNATURE}\r\n\r\n");
    check(body.as_bytes(), b"hello", &[]);
}

#[test]
fn signed_with_a_trailer() {
    // Some clients end the value with LF CR LF.
    let body = format!(
        "5;chunk-signature={SIGNATURE}\r\nhello\r\n0;chunk-signature={SIGNATURE}\r\n\
         x-amz-checksum-crc32c:sOO8/Q==\n\r\nx-amz-trailer-signature:{SIGNATURE}\r\n\r\n"
    );
    check(body.as_bytes(), b"hello", &[("x-amz-checksum-crc32c", "sOO8/Q==")]);
}

#[test]
fn signed_with_ecdsa() {
    // A chunk's ECDSA signature has no fixed length and is filled up with asterisks.
    let signature = format!("{:*<144}", "3045022100ab");
    let body = format!("A;chunk-signature={signature}\r\n0123456789\r\n0;chunk-signature={signature}\r\n\r\n");
    check(body.as_bytes(), b"0123456789", &[]);
}

#[test]
fn several_chunks() {
    let mut body = Vec::new();
    let mut data = Vec::new();
    for (size, fill) in [(8192, b'a'), (10_000, b'\r'), (1, b'\n')] {
        body.extend_from_slice(format!("{size:X}\r\n").as_bytes());
        let chunk = vec![fill; size];
        body.extend_from_slice(&chunk);
        body.extend_from_slice(b"\r\n");
        data.extend_from_slice(&chunk);
    }
    body.extend_from_slice(b"0\r\n\r\n");
    assert_eq!(decode([body.as_slice()]).unwrap().0, data);
    for split in (0..body.len()).filter(|split| split % 97 == 0 || body.len() - split < 40) {
        let (left, right) = body.split_at(split);
        assert_eq!(decode([left, right]).unwrap().0, data, "split at {split}");
    }
    for seed in 1..50 {
        assert_eq!(decode(pieces_of(&body, seed)).unwrap().0, data, "seed {seed}");
    }
}

#[test]
fn a_short_chunk_must_be_the_last() {
    let error = decode([b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n".as_slice()]).unwrap_err();
    assert!(matches!(error, BodyError::ChunkTooSmall { chunk: 2, size: 3 }), "{error}");
}

/// Refused, in one piece and byte by byte.
fn refused(body: &[u8], is_expected: fn(&BodyError) -> bool) {
    for pieces in [vec![body], body.chunks(1).collect()] {
        let error = decode(pieces).unwrap_err();
        assert!(is_expected(&error), "{:?}: {error:?}", String::from_utf8_lossy(body));
    }
}

#[test]
fn broken_framing() {
    let bodies: [&[u8]; 16] = [
        b"",
        b"\r\n",
        b"hello",
        b"-5\r\nhello\r\n0\r\n\r\n",
        b"+5\r\nhello\r\n0\r\n\r\n",
        b" 5\r\nhello\r\n0\r\n\r\n",
        b"0x5\r\nhello\r\n0\r\n\r\n",
        b";chunk-signature=00\r\nhello\r\n0\r\n\r\n",
        b"10000000000000000\r\nhello\r\n0\r\n\r\n",
        b"5\nhello\n0\n\n",
        b"3\r\nhello\r\n0\r\n\r\n",
        b"7\r\nhello\r\n0\r\n\r\n",
        b"5\r\nhello\rX0\r\n\r\n",
        b"5\r\nhello0\r\n\r\n",
        b"0\r\n\r\n\r\n",
        b"0\r\n\r\nmore",
    ];
    for body in bodies {
        refused(body, |error| matches!(error, BodyError::Framing));
    }
    let long = [b"5;".as_slice(), &[b'x'; HEADER_LIMIT], b"\r\nhello\r\n0\r\n\r\n"].concat();
    refused(&long, |error| matches!(error, BodyError::Framing));
}

#[test]
fn a_signed_body_has_signatures() {
    let whole = format!("5;chunk-signature={SIGNATURE}\r\nhello\r\n0;chunk-signature={SIGNATURE}\r\n\r\n");
    assert_eq!(decode_as(true, [whole.as_bytes()]).unwrap().0, b"hello");
    for wrong in ["", ";", ";chunk-signature", ";chunk-signature=", ";signature=00", ":chunk-signature=00"] {
        for body in [
            format!("5{wrong}\r\nhello\r\n0;chunk-signature={SIGNATURE}\r\n\r\n"),
            format!("5;chunk-signature={SIGNATURE}\r\nhello\r\n0{wrong}\r\n\r\n"),
        ] {
            let error = decode_as(true, [body.as_bytes()]).unwrap_err();
            assert!(matches!(error, BodyError::Framing), "{body}");
        }
    }
}

#[test]
fn broken_trailers() {
    let trailers: [&[u8]; 6] = [b"x-amz-checksum-crc32", b":AAAA", b" : ", b"a b:c", b"a:\x01", b"\xff:c"];
    for trailer in trailers {
        let body = [b"0\r\n".as_slice(), trailer, b"\r\n\r\n"].concat();
        refused(&body, |error| matches!(error, BodyError::MalformedTrailer));
    }
}

#[test]
fn limits() {
    let of = |trailers: &str| format!("0\r\n{trailers}\r\n");
    let fits = of(&format!("a:{}\r\n", "x".repeat(TRAILERS_LIMIT - 2)));
    assert_eq!(decode([fits.as_bytes()]).unwrap().1.len(), 1);
    refused(of(&format!("a:{}\r\n", "x".repeat(TRAILERS_LIMIT - 1))).as_bytes(), |error| {
        matches!(error, BodyError::MalformedTrailer)
    });
    refused(of(&"a:123456\r\n".repeat(TRAILERS_LIMIT / 8 + 1)).as_bytes(), |error| {
        matches!(error, BodyError::MalformedTrailer)
    });
    let longest = format!("5;{}\r\nhello\r\n0\r\n\r\n", "x".repeat(HEADER_LIMIT - 2));
    assert_eq!(decode([longest.as_bytes()]).unwrap().0, b"hello");
    // A size that no machine holds is read like any other; the body then ends early.
    refused(b"ffffffffffffffff\r\nhello", |error| matches!(error, BodyError::Framing));
}
