//! A process that serves, and one that refuses to.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_sandpail");

/// The binary with nothing but `variables` in its environment.
pub(crate) fn sandpail(arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(BINARY);
    command.args(arguments).env_clear().envs(variables.iter().copied()).stdin(Stdio::null());
    command
}

/// A served endpoint; killed when dropped.
pub(crate) struct Served {
    pub(crate) process: Child,
    pub(crate) address: String,
    /// Its ready line.
    pub(crate) ready: String,
}

impl Served {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        let rest = ready.strip_prefix("sandpail ready on http://").unwrap_or_else(|| panic!("{ready:?}"));
        let address = rest.split([',', ' ', '\n']).next().unwrap_or_default().to_owned();
        Self { address, ready, process }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }

    /// The first line of the answer to a GET.
    pub(crate) fn get(&self, path: &str) -> String {
        self.ask("GET", path, "").lines().next().unwrap_or_default().to_owned()
    }

    /// The whole answer to a request without a signature.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> String {
        ask(&self.address, method, path, body)
    }

    /// Waits until a line with `text` is logged. What is logged besides is not kept.
    pub(crate) fn logs(&mut self, text: &'static str) {
        let stderr = BufReader::new(self.process.stderr.take().unwrap());
        let (seen, heard) = channel();
        // It reads on to the end, so that the process never waits for somebody to read.
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok).filter(|line| line.contains(text)) {
                let _ = seen.send(line);
            }
        });
        assert!(heard.recv_timeout(Duration::from_secs(30)).is_ok(), "{text:?} was never logged");
    }

    /// Sends the signal, and waits for the exit code and what was logged that nobody waited for.
    pub(crate) fn end(mut self, signal: &str) -> (Option<i32>, String) {
        let kill = Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap();
        assert!(kill.success());
        let mut log = String::new();
        if let Some(mut stderr) = self.process.stderr.take() {
            stderr.read_to_string(&mut log).unwrap();
        }
        (self.process.wait().unwrap().code(), log)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Ended already, or not: both are well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The whole answer of `address` to a request without a signature.
pub(crate) fn ask(address: &str, method: &str, path: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// The one line of a process that ended with 2 before it was ready.
pub(crate) fn refusal(mut command: Command) -> String {
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut printed = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut printed).unwrap();
    if !printed.is_empty() {
        process.kill().unwrap();
        panic!("{command:?} is not refused: {printed}");
    }
    let Output { status, stderr, .. } = process.wait_with_output().unwrap();
    let why = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(2), "{why}");
    assert!(why.starts_with("sandpail: ") && why.ends_with('\n') && why.lines().count() == 1, "{why:?}");
    why
}
