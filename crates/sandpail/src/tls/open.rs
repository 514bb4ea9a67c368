//! A connection's first bytes: a TLS handshake, or HTTP in clear on the same port.

use std::io;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::server::TlsStream;

use super::Secure;

/// The type of the record that begins every TLS connection (RFC 8446, 5.1). No HTTP request begins with this byte.
const HANDSHAKE: u8 = 0x16;

/// How long a client may take over its handshake.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a connection turned out to be.
pub(crate) enum Opened {
    /// HTTP in clear.
    Clear(TcpStream),
    /// HTTP in TLS.
    Secure(Box<TlsStream<TcpStream>>),
}

/// Waits for the first byte, which may take as long as it will, and for the handshake if it is one.
///
/// # Errors
/// What failed of the handshake, or that it took too long.
pub(crate) async fn open(stream: TcpStream, secure: &Secure) -> io::Result<Opened> {
    let mut first = [0];
    if stream.peek(&mut first).await? == 0 || first != [HANDSHAKE] {
        return Ok(Opened::Clear(stream));
    }
    let to = stream.local_addr().ok().map(|address| address.ip());
    let handshake = secure.acceptor(to).accept(stream);
    match timeout(PATIENCE, handshake).await {
        Ok(opened) => Ok(Opened::Secure(Box::new(opened?))),
        Err(elapsed) => Err(io::Error::new(io::ErrorKind::TimedOut, elapsed)),
    }
}
