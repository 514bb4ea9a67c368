//! A response as it came over the wire, and what every response of S3 has in common.

use crate::{Refusal, xml::Element};

/// One HTTP/1.1 response, its body decoded from chunks.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The headers as sent, in their order.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
    method: String,
}

impl Reply {
    pub(crate) fn new(method: &str, status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        Self { status, headers, body, method: method.to_owned() }
    }

    /// The first response in `bytes` and its length, when it is all there.
    pub(crate) fn parse(bytes: &[u8], method: &str) -> Option<(Self, usize)> {
        let (mut reply, head) = Self::parse_head(bytes, method)?;
        let rest = &bytes[head..];
        if reply.is_bodyless() {
            return Some((reply, head));
        }
        if reply.header("transfer-encoding").is_some() {
            let (body, used) = unchunk(rest)?;
            reply.body = body;
            return Some((reply, head + used));
        }
        let length: usize = reply.header("content-length")?.parse().expect("a content-length is a number");
        reply.body = rest.get(..length)?.to_vec();
        Some((reply, head + length))
    }

    /// The response in `bytes` when the connection ended after them: then a body without length is whole.
    pub(crate) fn parse_closed(bytes: &[u8], method: &str) -> Option<Self> {
        if bytes.is_empty() {
            return None;
        }
        let (mut reply, head) = Self::parse_head(bytes, method).expect("a response head before the end");
        let framed = reply.header("content-length").or(reply.header("transfer-encoding"));
        assert!(framed.is_none(), "the connection ended inside a response: {}", String::from_utf8_lossy(bytes));
        reply.body = bytes[head..].to_vec();
        Some(reply)
    }

    fn parse_head(bytes: &[u8], method: &str) -> Option<(Self, usize)> {
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n")?;
        // Values are UTF-8 or, where they are not, Latin-1.
        let latin = || bytes[..end].iter().map(|byte| char::from(*byte)).collect();
        let head = std::str::from_utf8(&bytes[..end]).map_or_else(|_| latin(), str::to_owned);
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.1 ").or(line.strip_prefix("HTTP/1.0 ")));
        let status = status.expect("a status line");
        let status = status[..3].parse().expect("a status is a number");
        let header = |line: &str| {
            let (name, value) = line.split_once(':').expect("a header has a colon");
            (name.to_owned(), value.trim().to_owned())
        };
        let headers = lines.map(header).collect();
        Some((Self::new(method, status, headers, Vec::new()), end + 4))
    }

    /// Whether HTTP forbids a body here.
    fn is_bodyless(&self) -> bool {
        self.method == "HEAD" || self.status / 100 == 1 || matches!(self.status, 204 | 304)
    }

    /// The value of a header; none when it was not sent. A header sent twice fails the test.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
        let value = values.next().map(|(_, v)| v.as_str());
        assert!(values.next().is_none(), "{name} was sent twice: {:?}", self.headers);
        value
    }

    /// The body as XML.
    #[must_use]
    pub fn xml(&self) -> Element {
        Element::parse(&self.body)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// This response, after checking what holds for everything that S3 answers: who answered, the two request ids,
    /// and the form of an error document.
    #[must_use]
    pub fn of_s3(self) -> Self {
        let context = || format!("{} {:?} {}", self.status, self.headers, self.text());
        assert_eq!(self.header("server"), Some("AmazonS3"), "{}", context());
        assert!(self.header("date").is_some(), "no date: {}", context());
        let id = self.header("x-amz-request-id").unwrap_or_default();
        let plain = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit();
        assert!(id.len() == 16 && id.bytes().all(plain), "x-amz-request-id {id:?}: {}", context());
        assert!(!self.header("x-amz-id-2").unwrap_or_default().is_empty(), "no x-amz-id-2: {}", context());
        if self.status >= 400 && !self.body.is_empty() {
            assert_eq!(self.header("content-type"), Some("application/xml"), "{}", context());
            let refusal = self.refusal();
            assert_eq!(refusal.field("RequestId"), Some(id), "{}", context());
            assert_eq!(refusal.field("HostId"), self.header("x-amz-id-2"), "{}", context());
        }
        self
    }

    /// What was refused and why.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        Refusal::new(self.status, &self.body)
    }

    /// Asserts success with this status, and hands the response on.
    #[track_caller]
    #[must_use]
    pub fn ok(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:?} {}", self.headers, self.text());
        self
    }
}

/// The decoded body of a chunked response and its length on the wire, when it is all there.
fn unchunk(mut bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    let (whole, mut body) = (bytes.len(), Vec::new());
    loop {
        let line = bytes.windows(2).position(|w| w == b"\r\n")?;
        let size = std::str::from_utf8(&bytes[..line]).expect("a chunk size is text");
        let size = usize::from_str_radix(size.split(';').next().unwrap_or(size), 16).expect("a chunk size is hex");
        let end = line + 2 + size;
        body.extend_from_slice(bytes.get(line + 2..end)?);
        assert_eq!(bytes.get(end..end + 2)?, b"\r\n", "a chunk ends with a line break");
        bytes = &bytes[end + 2..];
        if size == 0 {
            return Some((body, whole - bytes.len()));
        }
    }
}
