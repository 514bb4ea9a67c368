//! The servers as processes: started, pinned, looked at through /proc, and ended.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{env, fs, io, net};

use tokio::time::sleep;

use crate::Outcome;
use crate::http::Connection;
use crate::sign::{Maker, Request};

/// How long a server may take to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server that runs until this is dropped.
pub(crate) struct Process {
    child: Child,
    address: String,
    started: Duration,
    /// How long each of its threads has run, in nanoseconds, by the name that /proc gives it.
    ran: Mutex<HashMap<OsString, u64>>,
}

impl Process {
    pub(crate) async fn sandpail(binary: &Path, pin: Option<usize>) -> Outcome<Self> {
        Self::start(binary, &["--log", "off", "--listen"], pin).await
    }

    pub(crate) async fn floor(pin: Option<usize>) -> Outcome<Self> {
        Self::start(&env::current_exe()?, &["--floor"], pin).await
    }

    /// Starts `program`, whose last argument is the address, and waits for its first good answer.
    async fn start(program: &Path, args: &[&str], pin: Option<usize>) -> Outcome<Self> {
        let address = net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut words: Vec<OsString> = Vec::new();
        if let Some(pin) = pin {
            words.extend(["taskset".into(), "--cpu-list".into(), pin.to_string().into()]);
        }
        words.push(program.into());
        words.extend(args.iter().map(OsString::from));
        words.push(address.clone().into());
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).stdout(Stdio::null());
        let begin = Instant::now();
        let child = command.spawn()?;
        let mut process = Self { child, address, started: Duration::ZERO, ran: Mutex::default() };
        let probe = Maker::new(&process.address).plain("GET", "/");
        while let Err(error) = process.answers(&probe).await {
            if begin.elapsed() > PATIENCE || process.child.try_wait()?.is_some() {
                return Err(format!("{} does not answer: {error}", program.display()).into());
            }
            sleep(Duration::from_micros(200)).await;
        }
        process.started = begin.elapsed();
        Ok(process)
    }

    async fn answers(&self, probe: &Request) -> io::Result<()> {
        Connection::open(&self.address).await?.ask(probe).await.map(drop)
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// From its start to its first good answer.
    pub(crate) fn started(&self) -> Duration {
        self.started
    }

    /// What its threads have run so far; `None` where there is no /proc to tell. Of a thread that has ended, what it had run
    /// when this was last asked.
    pub(crate) fn cpu(&self) -> Option<Duration> {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.child.id())).ok()?;
        let mut ran = self.ran.lock().unwrap_or_else(PoisonError::into_inner);
        for task in tasks.flatten() {
            let Ok(text) = fs::read_to_string(task.path().join("schedstat")) else { continue };
            ran.insert(task.file_name(), text.split(' ').next()?.parse().ok()?);
        }
        let sum: u64 = ran.values().sum();
        (sum > 0).then(|| Duration::from_nanos(sum))
    }

    /// Its memory, in bytes; `None` where there is no /proc to tell.
    pub(crate) fn rss(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already, and nothing of it is kept.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
