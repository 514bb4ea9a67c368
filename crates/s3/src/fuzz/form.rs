//! multipart/form-data: in whatever pieces a form comes, it is taken apart as the whole is by a search for delimiters.

use bytes::Bytes;

use crate::front::form::parser::{Event, Fault, Parser, Part, part};

/// The parts with their contents, and whether the form was closed.
type Read = Result<(Vec<(Part, Vec<u8>)>, bool), Fault>;

const BOUNDARIES: [&str; 4] = ["x", "-", "----WebKitFormBoundaryx", "a b"];

/// The first byte says which boundary it is, the second how the rest is cut.
pub(super) fn form(data: &[u8]) {
    let [flags, seed, body @ ..] = data else { return };
    let boundary = BOUNDARIES[usize::from(flags % 4)];
    let expected = naive(boundary, body);
    assert_eq!(parse(boundary, [body]), expected, "whole");
    assert_eq!(parse(boundary, super::cut(body, *seed)), expected, "in pieces of {seed}");
}

fn parse<'a>(boundary: &str, pieces: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut parser = Parser::new(boundary);
    let (mut parts, mut closed) = (Vec::<(Part, Vec<u8>)>::new(), false);
    for piece in pieces {
        let mut input = Bytes::copy_from_slice(piece);
        while let Some(event) = parser.next(&mut input)? {
            match event {
                Event::Part(part) => parts.push((part, Vec::new())),
                Event::Content(content) => {
                    assert!(!content.is_empty(), "empty content");
                    let (_, all) = parts.last_mut().unwrap_or_else(|| panic!("content of no part"));
                    all.extend_from_slice(&content);
                }
                Event::Closed => closed = true,
            }
        }
        assert!(input.is_empty(), "input that is left over");
    }
    Ok((parts, closed))
}

/// The most that a head may have, and the white space after a boundary.
const HEAD: usize = 20_480;
const PADDING: usize = 128;

fn naive(boundary: &str, body: &[u8]) -> Read {
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    // The first delimiter may stand at the very beginning.
    let whole = [b"\r\n", body].concat();
    let mut parts = Vec::new();
    let Some(first) = find(&whole, &delimiter) else { return Ok((parts, false)) };
    let mut rest = &whole[first + delimiter.len()..];
    loop {
        if rest.starts_with(b"--") {
            return Ok((parts, true));
        }
        let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let end = &rest[padding..];
        let possible = end.is_empty() || starts(end, b"\r\n") || padding == 0 && starts(end, b"--");
        if padding > PADDING || !possible {
            return Err(Fault::Malformed);
        }
        let Some(after) = end.strip_prefix(b"\r\n") else { return Ok((parts, false)) };
        let size = if after.starts_with(b"\r\n") { Some(2) } else { find(after, b"\r\n\r\n").map(|at| at + 4) };
        let Some(size) = size.filter(|size| *size <= HEAD + 1) else {
            return if after.len() > HEAD { Err(Fault::HeadTooLong) } else { Ok((parts, false)) };
        };
        let (head, content) = after.split_at(size);
        let head = part(head).ok_or(Fault::Malformed)?;
        let Some(end) = find(content, &delimiter) else {
            let held = (1..delimiter.len()).rev().find(|size| content.ends_with(&delimiter[..*size]));
            parts.push((head, content[..content.len() - held.unwrap_or(0)].to_vec()));
            return Ok((parts, false));
        };
        parts.push((head, content[..end].to_vec()));
        rest = &content[end + delimiter.len()..];
    }
}

/// Whether `bytes` are the beginning of `expected` or begin with it.
fn starts(bytes: &[u8], expected: &[u8]) -> bool {
    bytes.starts_with(expected) || expected.starts_with(bytes)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
