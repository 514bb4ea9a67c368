//! Bodies, whole and split at every byte.

use super::*;

/// Parts with their contents, and whether they were closed.
type Parsed = (Vec<(Part, Vec<u8>)>, bool);

/// What `body` comes to when it comes in pieces of `sizes`, over and over: each part with its content, and whether it
/// was closed.
fn parse(boundary: &str, body: &[u8], sizes: &[usize]) -> Result<Parsed, Fault> {
    let mut parser = Parser::new(boundary);
    let (mut parts, mut closed) = (Vec::new(), false);
    let (mut rest, mut sizes) = (Bytes::copy_from_slice(body), sizes.iter().cycle());
    while !rest.is_empty() {
        let mut input = rest.split_to(sizes.next().unwrap().min(&rest.len()).to_owned());
        let size = input.len();
        while let Some(event) = parser.next(&mut input)? {
            match event {
                Event::Part(part) => parts.push((part, Vec::new())),
                Event::Closed => closed = true,
                Event::Content(bytes) => {
                    assert!(!bytes.is_empty());
                    // Nothing is held back but the beginning of a delimiter.
                    assert!(bytes.len() <= size.max(parser.delimiter.len()));
                    parts.last_mut().expect("content belongs to a part").1.extend_from_slice(&bytes);
                }
            }
            assert!(parser.kept.len() <= HEAD_LIMIT + 1);
        }
        assert!(input.is_empty());
    }
    assert_eq!(closed, parser.state == State::Closed);
    Ok((parts, closed))
}

fn part(name: &str, filename: Option<&str>) -> Part {
    Part { name: name.to_owned(), filename: filename.map(str::to_owned), form_data: true }
}

/// Checks `body` in one piece, in two at every byte, and byte by byte.
fn check(boundary: &str, body: &[u8], expected: &[(Part, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(part, content)| (part.clone(), content.as_bytes().to_vec())).collect();
    let expected = Ok((expected, true));
    for split in 1..=body.len() {
        assert_eq!(parse(boundary, body, &[split, body.len()]), expected, "split at {split}");
    }
    assert_eq!(parse(boundary, body, &[1]), expected);
    assert_eq!(parse(boundary, body, &[1, 2, 3]), expected);
}

fn check_fault(boundary: &str, body: &[u8], fault: Fault) {
    for split in 1..=body.len().min(200) {
        assert_eq!(parse(boundary, body, &[split, body.len()]), Err(fault), "split at {split}");
    }
}

#[test]
fn parts_are_found_wherever_the_pieces_end() {
    let body = b"--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na/b\r\n--x\r\ncontent-type: text/css\r\n\
        content-disposition: FORM-DATA; name=\"file\"; filename=\"f\"\r\n\r\n1\r\n2\r\r\n--\r\n--\r\n-x\r\n--x--\r\n";
    check("x", body, &[(part("key", None), "a/b"), (part("file", Some("f")), "1\r\n2\r\r\n--\r\n--\r\n-x")]);
}

#[test]
fn contents_may_be_empty_and_may_look_like_delimiters() {
    let body =
        b"--ab\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--ab\r\nContent-Disposition: form-data; name=b\
        \r\n\r\n\r\n--a\r\n--a\r\n--b--ab\r\n\r\n--ab--";
    check("ab", body, &[(part("a", None), ""), (part("b", None), "\r\n--a\r\n--a\r\n--b--ab\r\n")]);
}

#[test]
fn what_stands_around_the_parts_means_nothing() {
    let body =
        b"preamble\r\n--\r\n--x \t\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n--x-- \r\n--x\r\nepilogue";
    check("x", body, &[(part("a", None), "v")]);
    check("x", b"\r\n--x--", &[]);
    check("x", b"--x--", &[]);
}

#[test]
fn a_part_of_another_disposition_is_told_apart() {
    let body = b"--x\r\nContent-Disposition: file; name=\"file\"\r\n\r\nv\r\n--x--";
    check("x", body, &[(Part { form_data: false, ..part("file", None) }, "v")]);
}

#[test]
fn what_does_not_close_is_not_closed() {
    let body = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n--x-";
    for split in 1..=body.len() {
        let (parts, closed) = parse("x", body, &[split, body.len()]).unwrap();
        assert_eq!((parts, closed), (vec![(part("a", None), b"v".to_vec())], false));
    }
    assert_eq!(parse("x", b"key=k&file=x", &[5]), Ok((vec![], false)));
    assert_eq!(parse("x", b"", &[1]), Ok((vec![], false)));
}

#[test]
fn heads_that_are_none_are_refused() {
    for head in [
        "",
        "Content-Type: text/plain\r\n",
        "Content-Disposition: form-data\r\n",
        "Content-Disposition: form-data; name=\"a\r\n",
        "no header\r\n",
    ] {
        check_fault("x", format!("--x\r\n{head}\r\nv\r\n--x--").as_bytes(), Fault::Malformed);
    }
    check_fault("x", b"--x\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\nv\r\n--x--", Fault::Malformed);
    let many = "A: b\r\n".repeat(HEADERS);
    check_fault(
        "x",
        format!("--x\r\nContent-Disposition: form-data; name=a\r\n{many}\r\n").as_bytes(),
        Fault::Malformed,
    );
    check_fault("x", format!("--x\r\nA: {}", "b".repeat(HEAD_LIMIT)).as_bytes(), Fault::HeadTooLong);
}

#[test]
fn a_boundary_within_a_content_is_refused() {
    let begun = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--x";
    for line in ["y\r\n", "-y", " - ", "\rx", "\r\r\n"] {
        check_fault("x", format!("{begun}{line}").as_bytes(), Fault::Malformed);
    }
    check_fault("x", format!("{begun}{}", " ".repeat(PADDING_LIMIT + 1)).as_bytes(), Fault::Malformed);
}

#[test]
fn content_is_handed_on_without_being_copied() {
    let body =
        Bytes::from(format!("--x\r\nContent-Disposition: form-data; name=a\r\n\r\n{}\r\n--x--", "v".repeat(9000)));
    let mut input = body.clone();
    let mut parser = Parser::new("x");
    assert!(matches!(parser.next(&mut input), Ok(Some(Event::Part(_)))));
    let Ok(Some(Event::Content(content))) = parser.next(&mut input) else { panic!("content") };
    assert_eq!(content.len(), 9000);
    assert!(body.as_ptr_range().contains(&content.as_ptr()));
}
