//! One connection serves whatever comes over it: more headers than usual at any time, bodies of many lines, HTTP/2.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::Sandpail;

struct Client(BufReader<TcpStream>);

impl Client {
    fn of(server: &Sandpail) -> Self {
        let stream = TcpStream::connect(server.addr()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    fn send(&mut self, bytes: &str) {
        self.0.get_mut().write_all(bytes.as_bytes()).unwrap();
    }

    /// The status of the next answer, which is read to its end.
    fn status(&mut self) -> u16 {
        let (mut first, mut length) = (String::new(), 0);
        self.0.read_line(&mut first).unwrap();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).unwrap();
            match line.trim_end().split_once(": ") {
                None => break,
                Some(("content-length", value)) => length = value.parse().unwrap(),
                Some(_) => {}
            }
        }
        self.0.read_exact(&mut vec![0; length]).unwrap();
        first.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{first:?}"))
    }

    fn ask(&mut self, request: &str) -> u16 {
        self.send(request);
        self.status()
    }
}

fn head(request: &str, headers: usize) -> String {
    let headers: String = (0..headers).map(|number| format!("x-a{number}: b\r\n")).collect();
    format!("{request} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n")
}

fn put(key: &str, body: &str) -> String {
    let length = body.len();
    format!("PUT {key} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{body}")
}

fn shelf() -> Sandpail {
    Sandpail::builder().bucket("shelf").start().unwrap()
}

#[test]
fn many_headers_pass_whatever_came_before() {
    let (server, lines) = (shelf(), "a line\n".repeat(20_000));
    let mut client = Client::of(&server);
    assert_eq!(client.ask(&head("HEAD /shelf", 0)), 200);
    assert_eq!(client.ask(&put("/shelf/k", "body")), 200);
    assert_eq!(client.ask(&put("/shelf/lines", &lines)), 200);
    assert_eq!(client.ask(&head("HEAD /shelf", 400)), 200);
    assert_eq!(client.ask(&put("/shelf/lines", &lines)), 200);
    assert_eq!(client.ask(&head("GET /shelf/none", 300)), 404);
    assert_eq!(client.ask(&head("HEAD /shelf", 0)), 200);
}

#[test]
fn many_headers_pass_in_whatever_pieces_they_come() {
    let (server, whole) = (shelf(), head("HEAD /shelf", 400));
    for cut in [1, 60, 1000, 1800, whole.len() - 2] {
        let mut client = Client::of(&server);
        assert_eq!(client.ask(&head("HEAD /shelf", 90)), 200);
        let (first, rest) = whole.split_at(cut);
        client.send(first);
        // On another connection, so that the first piece has been read.
        assert_eq!(Client::of(&server).ask(&head("HEAD /shelf", 0)), 200);
        assert_eq!(client.ask(rest), 200, "{cut}");
    }
}

#[test]
fn requests_that_come_at_once_are_answered_in_their_order() {
    let server = shelf();
    for headers in [0, 60, 99, 100, 101, 400] {
        let mut client = Client::of(&server);
        client.send(&[head("HEAD /shelf", headers), head("GET /none", headers), head("HEAD /shelf", headers)].concat());
        assert_eq!([(); 3].map(|()| client.status()), [200, 404, 200], "{headers}");
    }
}

#[test]
fn a_refused_body_is_no_head() {
    let (server, lines) = (shelf(), "a line\n".repeat(20_000));
    let mut client = Client::of(&server);
    for headers in [0, 90, 400] {
        assert_eq!(client.ask(&put("/none/lines", &lines)), 404);
        assert_eq!(client.ask(&head("HEAD /shelf", headers)), 200);
    }
}

/// A body that nobody reads is longer than what is drained of it, and looks like requests. None of them is answered.
#[test]
fn a_body_that_nobody_reads_is_no_head() {
    let server = shelf();
    assert_eq!(Client::of(&server).ask(&put("/shelf/k", "body")), 200);
    let smuggled = head("DELETE /shelf/k", 200).repeat(3000);
    for (method, status) in [("GET /shelf/k", 200), ("PUT /none/k", 404)] {
        let mut client = Client::of(&server);
        let length = smuggled.len();
        client.send(&format!("{method} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n"));
        // The server may end the connection before it has all of it.
        let _ = client.0.get_mut().write_all(smuggled.as_bytes());
        assert_eq!(client.status(), status);
        let mut rest = Vec::new();
        let _ = client.0.read_to_end(&mut rest);
        assert_eq!(String::from_utf8_lossy(&rest), "", "{method}");
    }
    assert_eq!(Client::of(&server).ask(&head("GET /shelf/k", 0)), 200, "it was not deleted");
}

#[test]
fn http2_begins_in_whatever_pieces_it_comes() {
    let server = shelf();
    let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    for cut in [0, 1, 3, 4, 20] {
        let mut client = Client::of(&server);
        let (first, rest) = preface.split_at(cut);
        client.send(first);
        assert_eq!(Client::of(&server).ask(&head("HEAD /shelf", 0)), 200);
        client.send(rest);
        let mut frame = [0; 9];
        client.0.read_exact(&mut frame).unwrap();
        assert_eq!(frame[3], 4, "{cut}: no SETTINGS");
    }
}
