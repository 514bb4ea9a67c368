//! The release binary as a process: started on a free port, known by its ready line, gone with its handle.
//!
//! With `SANDPAIL_REOPEN=1` the tests get a server that reopens its store between any two requests instead, wherever
//! they ask for no more than buckets and a region.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::Raw;
use crate::Signer;
use crate::reopening::Reopening;

/// How long a server may take to say that it is ready, far above what it needs on a loaded machine.
const START: Duration = Duration::from_secs(20);

/// A running server. Dropping it ends exactly this one.
#[derive(Debug)]
pub struct Server {
    running: Running,
    addr: SocketAddr,
    /// Its URL as its ready line has it.
    url: String,
    /// Whether it verifies signatures, with the keys of `credentials.json`.
    verifies: bool,
    log: Arc<Log>,
}

/// What a process has written, and word of more.
#[derive(Debug, Default)]
struct Log {
    text: Mutex<String>,
    more: Condvar,
}

#[derive(Debug)]
enum Running {
    /// A `sandpail` process.
    Process(Child),
    /// A thread of this one.
    Reopening(#[expect(dead_code, reason = "held until it is dropped, which ends it")] Reopening),
}

const NO_PROCESS: &str = "this test is about a process: run it without SANDPAIL_REOPEN";

/// How a process ended, and what it wrote.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Everything it wrote to standard error.
    pub stderr: String,
}

impl Server {
    /// A server without any setting but its port.
    #[must_use]
    pub fn start() -> Self {
        Self::with(&[])
    }

    /// A server started with `args` besides its port.
    #[must_use]
    pub fn with(args: &[&str]) -> Self {
        if std::env::var_os("SANDPAIL_REOPEN").is_some()
            && let Some((server, addr)) = Reopening::start(args)
        {
            let url = format!("http://{addr}");
            return Self { running: Running::Reopening(server), addr, url, verifies: false, log: Arc::default() };
        }
        Self::spawn(&[&["--listen", "127.0.0.1:0"], args].concat(), &[])
    }

    /// A server that verifies signatures, with the keys of `credentials.json`, started with `args` besides.
    #[must_use]
    pub fn verifying(args: &[&str]) -> Self {
        let keys = concat!(env!("CARGO_MANIFEST_DIR"), "/credentials.json");
        let mut server = Self::spawn(&[&["--listen", "127.0.0.1:0", "--credentials", keys], args].concat(), &[]);
        server.verifies = true;
        server
    }

    /// A server for the SDK, started with `args` besides its port. It verifies what the SDK signs, unless it reopens its
    /// store, which takes the SDK at its word.
    #[must_use]
    pub fn for_sdk(args: &[&str]) -> Self {
        if std::env::var_os("SANDPAIL_REOPEN").is_some() { Self::with(args) } else { Self::verifying(args) }
    }

    /// A server started with exactly these arguments and variables.
    #[must_use]
    pub fn spawn(args: &[&str], env: &[(&str, &str)]) -> Self {
        let mut child = command(args, env).spawn().expect("the server starts");
        let log = Arc::new(Log::default());
        let (ready, heard) = channel();
        follow(child.stdout.take().expect("stdout is piped"), Arc::clone(&log), ready.clone());
        follow(child.stderr.take().expect("stderr is piped"), Arc::clone(&log), ready);
        let Ok((url, addr)) = heard.recv_timeout(START) else {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the server {args:?} was never ready; it wrote: {}", text(&log));
        };
        Self { running: Running::Process(child), addr, url, verifies: false, log }
    }

    /// The address it listens on.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its endpoint URL, without a trailing slash.
    #[must_use]
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// A new connection to it, over which every request is signed if that is verified.
    #[must_use]
    pub fn raw(&self) -> Raw {
        let raw = Raw::connect(self.addr);
        if self.verifies { raw.signing(Signer::default()) } else { raw }
    }

    /// Everything it has written so far, on both streams.
    #[must_use]
    pub fn log(&self) -> String {
        text(&self.log)
    }

    /// The first line of its log that has `part` in it, for which this waits.
    #[must_use]
    pub fn logged(&self, part: &str) -> String {
        let line = |text: &str| text.lines().find(|line| line.contains(part)).map(str::to_owned);
        let text = self.log.text.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.log.more.wait_timeout_while(text, START, |text| line(text).is_none());
        let (text, _) = waited.unwrap_or_else(PoisonError::into_inner);
        line(&text).unwrap_or_else(|| panic!("no line has {part:?}: {text}"))
    }

    /// The most memory it ever held, in bytes, as Linux counts it.
    #[must_use]
    pub fn peak_memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child().id());
        let status = std::fs::read_to_string(path).expect("the process is alive");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux reports VmHWM");
        let kib: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number of kB");
        kib * 1024
    }

    /// Sends it SIGTERM, as a container runtime does, and does not wait.
    pub fn terminate(&self) {
        let id = self.child().id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().expect("kill(1) is there");
        assert!(sent.success(), "the signal was not sent");
    }

    /// Waits for its end.
    #[must_use]
    pub fn wait(&mut self) -> ExitStatus {
        match &mut self.running {
            Running::Process(child) => child.wait().expect("the process is ours to wait for"),
            Running::Reopening(_) => panic!("{NO_PROCESS}"),
        }
    }

    fn child(&self) -> &Child {
        match &self.running {
            Running::Process(child) => child,
            Running::Reopening(_) => panic!("{NO_PROCESS}"),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when the process is gone already, which is what is wanted.
        if let Running::Process(child) = &mut self.running {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Runs the binary to its end: for starts that must fail.
#[must_use]
pub fn run(args: &[&str], env: &[(&str, &str)]) -> Ended {
    let output = command(args, env).output().expect("the binary runs");
    Ended { code: output.status.code(), stderr: String::from_utf8_lossy(&output.stderr).into_owned() }
}

/// The binary with nothing of the caller's environment, which might configure it, and both streams piped.
fn command(args: &[&str], env: &[(&str, &str)]) -> Command {
    let mut command = Command::new(binary());
    command.env_clear().args(args).envs(env.iter().copied());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The binary lies beside the directory of the test executables, wherever cargo was told to put both.
#[must_use]
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("a running test has a path");
    let profile = test.ancestors().nth(2).expect("tests lie in the deps directory of a profile");
    let binary = profile.join("sandpail");
    assert!(binary.exists(), "{} is missing: run scripts/test, which builds it", binary.display());
    binary
}

/// Keeps every line of `stream` and reports the URL and the address that a line names. Ends with the process.
fn follow(stream: impl Read + Send + 'static, log: Arc<Log>, ready: Sender<(String, SocketAddr)>) {
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let mut text = log.text.lock().unwrap_or_else(PoisonError::into_inner);
            text.push_str(&line);
            text.push('\n');
            log.more.notify_all();
            if let Some(found) = endpoint(&line) {
                // Nobody listens any more once the first ready line is heard.
                let _ = ready.send(found);
            }
        }
    });
}

/// The URL, and the address in it, wherever in the line it stands.
fn endpoint(line: &str) -> Option<(String, SocketAddr)> {
    let from = line.find("http")?;
    let url = line[from..].split(|c: char| c.is_whitespace()).next()?;
    let (_, address) = url.split_once("://")?;
    Some((url.to_owned(), address.parse().ok()?))
}

fn text(log: &Log) -> String {
    log.text.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
