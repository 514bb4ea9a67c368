//! `sandpail healthcheck`: for images without a shell, and for whoever waits for a server.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::process::ExitCode;
use std::time::Duration;

use super::Refusal;
use super::listen;

/// How long a server may take to answer, far more than it needs.
const PATIENCE: Duration = Duration::from_secs(3);

/// Asks the server that listens on `address` whether it is ready, and says on standard error why it is not.
///
/// # Errors
/// An address with port 0, which is another one each time.
pub(super) fn ask(address: &str) -> Result<ExitCode, Refusal> {
    let address = listen::reachable(address);
    if address.ends_with(":0") {
        return Err(Refusal(format!("{address} is any port: name the one to ask with --listen")));
    }
    match status(&address) {
        Ok(line) if line.starts_with("HTTP/1.1 200 ") => Ok(ExitCode::SUCCESS),
        answer => {
            let why = answer.unwrap_or_else(|error| error.to_string());
            // Where not even this can be written, the exit code is left to tell.
            let _ = writeln!(io::stderr(), "sandpail: {address} is not ready: {why}");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// The first line of the answer. In clear, which a server with TLS answers too.
fn status(address: &str) -> io::Result<String> {
    let unknown = || io::Error::new(io::ErrorKind::NotFound, "no such address");
    let address = address.to_socket_addrs()?.next().ok_or_else(unknown)?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /_sandpail/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(4096).read_to_string(&mut answer)?;
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}
