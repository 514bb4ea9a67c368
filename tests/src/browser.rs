//! A real browser: Chromium without a window, its profile in a folder of its own, ended with its handle.
//!
//! Nothing drives it from outside: a page of the test's own [`Site`](crate::site::Site) does what is to be done, and sends
//! home what it found out.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use crate::folder::Folder;

/// The names that Chromium, and what is made of it, goes by.
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// What keeps it from talking to anyone but the pages, and from asking anyone anything.
const FLAGS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--enable-logging=stderr",
];

/// A running browser. Dropping it ends it, with every process that it started.
#[derive(Debug)]
pub struct Browser {
    child: Child,
    console: Arc<Mutex<String>>,
    _profile: Folder,
}

impl Browser {
    /// Whether there is one on this machine.
    #[must_use]
    pub fn is_here() -> bool {
        program().is_some()
    }

    /// Opens a page in a new browser.
    #[must_use]
    pub fn open(url: &str) -> Self {
        let profile = Folder::new("browser");
        let mut command = Command::new(program().expect("a browser on the PATH"));
        command.args(FLAGS).arg(format!("--user-data-dir={}", profile.path().display())).arg(url);
        // A group of its own: it starts many processes, which have to end with it.
        command.env("HOME", profile.path()).process_group(0);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the browser starts");
        let console = Arc::default();
        follow(child.stderr.take().expect("stderr is piped"), Arc::clone(&console));
        Self { child, console, _profile: profile }
    }

    /// What it said so far, of itself and of its pages.
    #[must_use]
    pub fn console(&self) -> String {
        self.console.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Fails only when all of them are gone already, which is what is wanted.
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}

/// The first of [`NAMES`] that is on the PATH, or what `SANDPAIL_BROWSER` names.
fn program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("SANDPAIL_BROWSER") {
        return Some(PathBuf::from(named));
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}

fn follow(stream: impl Read + Send + 'static, console: Arc<Mutex<String>>) {
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let mut console = console.lock().unwrap_or_else(PoisonError::into_inner);
            console.push_str(&line);
            console.push('\n');
        }
    });
}
