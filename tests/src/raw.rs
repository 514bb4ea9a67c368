//! A client that sends exactly the bytes it is told to, for what no proper client would send.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use crate::{Reply, Signer};

/// How long one read or write may take: far above any answer, so that a server that forgets to answer fails a test.
const PATIENCE: Duration = Duration::from_secs(30);

/// A signature of the right form by a key that nobody knows; an endpoint without credentials accepts any.
const AUTHORIZATION: &str = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, \
     SignedHeaders=host;x-amz-content-sha256;x-amz-date, \
     Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// The headers of such a signature.
pub(crate) const SIGNED: [(&str, &str); 3] = [
    ("Authorization", AUTHORIZATION),
    ("x-amz-date", "20260101T000000Z"),
    ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
];

/// One connection over which HTTP/1.1 is written byte by byte.
#[derive(Debug)]
pub struct Raw {
    stream: TcpStream,
    addr: SocketAddr,
    read: Vec<u8>,
    signer: Option<Signer>,
}

impl Raw {
    /// Connects.
    #[must_use]
    pub fn connect(addr: SocketAddr) -> Self {
        let stream = TcpStream::connect_timeout(&addr, PATIENCE).expect("the server accepts connections");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout above zero");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout above zero");
        stream.set_nodelay(true).expect("TCP has nodelay");
        Self { stream, addr, read: Vec::new(), signer: None }
    }

    /// The same connection, over which [`Raw::ask`] signs what has no authorization.
    #[must_use]
    pub fn signing(self, signer: Signer) -> Self {
        Self { signer: Some(signer), ..self }
    }

    /// Sends bytes as they are. A server that has already answered and closed is no failure: its answer tells.
    pub fn send(&mut self, bytes: &[u8]) {
        match self.stream.write_all(bytes) {
            Err(e) if !matches!(e.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset) => {
                panic!("the server stopped reading: {e}")
            }
            _ => (),
        }
    }

    /// Closes the sending half, as a client that died in the middle of its body.
    pub fn hang_up(&self) {
        // Fails only on a connection that is closed already.
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Sends one request and reads its answer, which is checked to be one of S3. `headers` are sent as given; host,
    /// authorization and lengths are added where they are missing, and a value of `"-"` leaves such a header out.
    pub fn ask(&mut self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        self.send(&self.head(method, target, headers, body.len()));
        self.send(body);
        self.reply(method).of_s3()
    }

    /// The head that [`Raw::ask`] sends, for requests whose body then takes a course of its own.
    #[must_use]
    pub fn head(&self, method: &str, target: &str, headers: &[(&str, &str)], length: usize) -> Vec<u8> {
        let host = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
        let host = host.map_or_else(|| self.addr.to_string(), |(_, value)| (*value).to_owned());
        let unsigned = !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        let Some(signer) = self.signer.as_ref().filter(|_| unsigned) else {
            return self.written(method, target, headers, length);
        };
        let sent: Vec<_> = headers.iter().copied().filter(|(_, value)| *value != "-").collect();
        let signature = signer.headers(method, &format!("http://{host}{target}"), &sent);
        let signature = signature.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        self.written(method, target, &headers.iter().copied().chain(signature).collect::<Vec<_>>(), length)
    }

    fn written(&self, method: &str, target: &str, headers: &[(&str, &str)], length: usize) -> Vec<u8> {
        let mut head = format!("{method} {target} HTTP/1.1\r\n");
        let given = |name: &str| headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        let (host, length) = (self.addr.to_string(), length.to_string());
        let [authorization, date, hash] = SIGNED;
        let standard = [("Host", host.as_str()), authorization, date, hash, ("Content-Length", &length)];
        let chunked = given("transfer-encoding");
        let missing = standard.into_iter().filter(|(n, _)| !(given(n) || (chunked && *n == "Content-Length")));
        for (name, value) in missing.chain(headers.iter().copied().filter(|(_, v)| *v != "-")) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        head.into_bytes()
    }

    /// Reads one response to a request of this method, whatever it is.
    pub fn reply(&mut self, method: &str) -> Reply {
        self.try_reply(method).expect("the server closed the connection without an answer")
    }

    /// Reads one response, or none when the server closed the connection instead.
    pub fn try_reply(&mut self, method: &str) -> Option<Reply> {
        loop {
            if let Some((reply, used)) = Reply::parse(&self.read, method) {
                self.read.drain(..used);
                return Some(reply);
            }
            if !self.fill() {
                return Reply::parse_closed(&std::mem::take(&mut self.read), method);
            }
        }
    }

    /// Whether the server closes the connection without sending anything more.
    pub fn is_closed(&mut self) -> bool {
        self.read.is_empty() && !self.fill()
    }

    /// Reads what is there; `false` at the end of the connection.
    fn fill(&mut self) -> bool {
        let mut block = [0; 64 * 1024];
        match self.stream.read(&mut block) {
            Ok(0) => false,
            Ok(n) => {
                self.read.extend_from_slice(&block[..n]);
                true
            }
            Err(e) if e.kind() == ErrorKind::ConnectionReset => false,
            Err(e) => panic!("no answer within {PATIENCE:?}: {e}"),
        }
    }
}
