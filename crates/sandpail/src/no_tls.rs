//! What stands in for `tls` where the feature is off: every connection is in clear.

use std::io;

use tokio::net::TcpStream;

/// There is none.
pub(crate) enum Secure {}

impl Secure {
    pub(crate) fn ca_pem(&self) -> Option<&str> {
        match *self {}
    }
}

/// What a connection turned out to be.
pub(crate) enum Opened {
    #[expect(dead_code, reason = "without a certificate none is opened")]
    Clear(TcpStream),
}

pub(crate) async fn open(_stream: TcpStream, secure: &Secure) -> io::Result<Opened> {
    match *secure {}
}
