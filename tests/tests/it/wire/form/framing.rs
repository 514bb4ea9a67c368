//! How a form is sent: in pieces that end anywhere, with whatever around it, of any size.

use super::super::{DIGITS, get, shelf, untouched};
use super::{ANONYMOUS, Form, post};
use sandpail_tests::{Reply, Server};

/// Posts `body`, whose boundary the Content-Type `kind` names, in pieces that end at `splits`.
fn send(server: &Server, kind: &str, body: &[u8], splits: &[usize]) -> Reply {
    let mut raw = server.raw();
    let mut headers = ANONYMOUS;
    headers[3].1 = kind;
    raw.send(&raw.head("POST", "/shelf", &headers, body.len()));
    let mut from = 0;
    for split in splits.iter().copied().chain([body.len()]) {
        raw.send(&body[from..split]);
        from = split;
    }
    raw.reply("POST").of_s3()
}

#[test]
fn pieces_may_end_at_every_byte() {
    let server = shelf();
    let content = b"1\r\n--x\r\r\n--\r\n--y-\r\n2\r";
    let head =
        b"--x y\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nk\r\n--x y\r\nContent-Disposition: form-data; \
        name=\"file\"\r\n\r\n";
    let body = [&head[..], content, b"\r\n--x y--\r\n"].concat();
    let kind = "multipart/form-data; boundary=\"x y\"";
    for split in 1..body.len() {
        let _ = send(&server, kind, &body, &[split]).ok(204);
        assert_eq!(get(&server, "/shelf/k").ok(200).body, content, "split at {split}");
    }
    let every: Vec<usize> = (1..body.len()).collect();
    let _ = send(&server, kind, &body, &every).ok(204);
    assert_eq!(get(&server, "/shelf/k").ok(200).body, content);
}

#[test]
fn what_stands_around_the_form_means_nothing() {
    let server = shelf();
    let form = Form::of("k").file(DIGITS);
    for (before, after) in [
        ("preamble\r\n", ""),
        ("\r\n", "epilogue"),
        ("", "\r\n------form\r\nno part"),
        ("", "------form\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nlater\r\n------form--"),
    ] {
        let body = [before.as_bytes(), &form.close(), after.as_bytes()].concat();
        let _ = server.raw().ask("POST", "/shelf", &ANONYMOUS, &body).ok(204);
        assert_eq!(get(&server, "/shelf/k").ok(200).body, DIGITS, "{before} {after}");
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/developerguide/HTTPPOSTForms.html>: any fields below it are ignored.
#[test]
fn fields_after_the_file_are_ignored() {
    let server = shelf();
    let form = Form::of("k").signed("").file(DIGITS);
    let form = form.field("key", "other").field("acl", "no acl").field("submit", &"x".repeat(100_000));
    let _ = post(&server, &form).ok(204);
    assert_eq!(get(&server, "/shelf").ok(200).xml().texts("Contents/Key"), ["k"]);
    // Nothing after the file has to be a form.
    let body = [&Form::of("k").file(b"2").body[..], b"------form\r\nno head at all"].concat();
    let _ = server.raw().ask("POST", "/shelf", &ANONYMOUS, &body).ok(400);
    let body = [&Form::of("k").file(b"2").field("a", "b").body[..], b"------form\r\nno head at all"].concat();
    let _ = server.raw().ask("POST", "/shelf", &ANONYMOUS, &body).ok(204);
    assert_eq!(get(&server, "/shelf/k").ok(200).text(), "2");
}

#[test]
fn a_file_may_be_empty() {
    let server = shelf();
    let _ = post(&server, &Form::of("k").file(b"")).ok(204);
    assert_eq!(get(&server, "/shelf/k").ok(200).text(), "");
}

#[test]
fn a_file_may_be_large_and_is_not_held_but_stored() {
    let server = shelf();
    let content: Vec<u8> = (0_u32..24 << 18).flat_map(u32::to_le_bytes).collect();
    let before = server.peak_memory();
    let _ = post(&server, &Form::of("k").file(&content)).ok(204);
    let (size, little) = (content.len() as u64, 8 << 20);
    let grown = server.peak_memory() - before;
    assert!(grown < size + little, "the server grew by {} MiB", grown >> 20);
    assert!(get(&server, "/shelf/k").ok(200).body == content);
    // What is too large is read, and not held at all.
    let before = server.peak_memory();
    let form = Form::of("n").signed(r#"["content-length-range", 0, 10]"#).file(&content);
    let _ = post(&server, &form).ok(400);
    let grown = server.peak_memory() - before;
    assert!(grown < little, "the server grew by {} MiB", grown >> 20);
}

/// A client that waits to be told sends nothing of a form that is none.
#[test]
fn a_client_that_waits_is_told_first() {
    let server = shelf();
    let mut raw = server.raw();
    let mut headers = ANONYMOUS.to_vec();
    headers.push(("Expect", "100-continue"));
    let body = Form::of("k").file(DIGITS).close();
    raw.send(&raw.head("POST", "/shelf", &headers, body.len()));
    assert_eq!(raw.reply("POST").status, 100);
    raw.send(&body);
    assert_eq!(raw.reply("POST").of_s3().status, 204);

    let mut raw = server.raw();
    headers[3].1 = "text/html";
    raw.send(&raw.head("POST", "/shelf", &headers, body.len()));
    assert_eq!(raw.reply("POST").of_s3().status, 412);
    assert!(raw.is_closed());
}

#[test]
fn a_form_that_breaks_off_stores_nothing() {
    let server = shelf();
    let body = Form::of("n").field("x-amz-meta-a", "b").file(DIGITS).close();
    for length in [0, 1, 20, 100, 200, body.len() - 20, body.len() - 3] {
        let mut raw = server.raw();
        raw.send(&raw.head("POST", "/shelf", &ANONYMOUS, body.len()));
        raw.send(&body[..length]);
        raw.hang_up();
        if let Some(reply) = raw.try_reply("POST") {
            assert_eq!(reply.status, 400, "{length}");
        }
        untouched(&server);
    }
}

/// Bodies that are no forms, made by a generator with a seed: each is refused, and changes nothing.
#[test]
fn garbage_is_refused() {
    let server = shelf();
    let mut raw = server.raw();
    let whole = Form::of("n").field("x-amz-meta-a", "b").signed("").close();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).expect("below a usize")
    };
    for _ in 0..300 {
        let mut body = whole.clone();
        for _ in 0..1 + next(8) {
            let at = next(body.len());
            match next(3) {
                0 => body[at] = u8::try_from(next(256)).expect("a byte"),
                1 => drop(body.drain(at..body.len().min(at + next(40)))),
                _ => body.insert(at, b"\r\n-\";="[next(6)]),
            }
        }
        let reply = raw.ask("POST", "/shelf", &ANONYMOUS, &body);
        assert!((400..500).contains(&reply.status), "{} {}", reply.status, String::from_utf8_lossy(&body));
    }
    untouched(&server);
}
