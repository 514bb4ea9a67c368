//! One connection with one request in flight, in HTTP/1.1 as far as the two servers speak it.

use std::io::{self, ErrorKind};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::sign::Request;

/// A connection, with the last answer's bytes.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A good answer.
#[derive(Clone, Copy)]
pub(crate) struct Answer<'a> {
    /// Without its quotes.
    pub(crate) etag: &'a str,
    pub(crate) body: &'a [u8],
}

/// How long an answer's head and body are.
struct Framing {
    head: usize,
    /// `None`: in chunks.
    body: Option<usize>,
}

impl Connection {
    pub(crate) async fn open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::new() })
    }

    /// Sends `request`. An answer that is not what it wants is an error.
    pub(crate) async fn ask(&mut self, request: &Request) -> io::Result<Answer<'_>> {
        self.stream.write_all(&request.head).await?;
        self.stream.write_all(&request.rest).await?;
        self.buffer.clear();
        let framing = loop {
            self.receive(16 * 1024).await?;
            if let Some(framing) = framing(&self.buffer, request.is_head)? {
                break framing;
            }
        };
        match framing.body {
            Some(body) => {
                while self.buffer.len() < framing.head + body {
                    self.receive(framing.head + body - self.buffer.len()).await?;
                }
            }
            None => {
                while !self.buffer.ends_with(b"\r\n0\r\n\r\n") {
                    self.receive(16 * 1024).await?;
                }
            }
        }
        let answer = answer(&self.buffer, framing.head)?;
        if request.body.as_ref().is_some_and(|wanted| answer.body != wanted) {
            return Err(bad("an answer's body is not what was stored"));
        }
        if !request.part.is_empty() && !String::from_utf8_lossy(answer.body).contains(request.part) {
            return Err(bad(format!("an answer has no {:?}", request.part)));
        }
        Ok(answer)
    }

    async fn receive(&mut self, room: usize) -> io::Result<()> {
        self.buffer.reserve(room);
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(bad("the server ended the connection")),
            _ => Ok(()),
        }
    }
}

fn bad(what: impl Into<String>) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what.into())
}

/// `None` while the head is not whole.
fn framing(buffer: &[u8], is_head: bool) -> io::Result<Option<Framing>> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(head) = response.parse(buffer).map_err(|error| bad(error.to_string()))? else {
        return Ok(None);
    };
    let value = |name: &str| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| String::from_utf8_lossy(header.value).into_owned())
    };
    let status = response.code.unwrap_or_default();
    if !(200..300).contains(&status) {
        return Err(bad(format!("a request was answered {status}: {}", String::from_utf8_lossy(buffer))));
    }
    let length = value("content-length").and_then(|length| length.parse().ok());
    let none = is_head || status == 204;
    let body = if none { Some(0) } else { length.or(value("transfer-encoding").is_none().then_some(0)) };
    Ok(Some(Framing { head, body }))
}

fn answer(buffer: &[u8], head: usize) -> io::Result<Answer<'_>> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut headers);
    response.parse(buffer).map_err(|error| bad(error.to_string()))?;
    let etag = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case("etag"));
    let etag = etag.and_then(|header| std::str::from_utf8(header.value).ok()).unwrap_or_default();
    let (_, body) = buffer.split_at(head);
    if body.len() < 100_000 && body.starts_with(b"<?xml") && String::from_utf8_lossy(body).contains("<Error>") {
        return Err(bad(format!("an answer has an error in it: {}", String::from_utf8_lossy(body))));
    }
    Ok(Answer { etag: etag.trim_matches('"'), body })
}
