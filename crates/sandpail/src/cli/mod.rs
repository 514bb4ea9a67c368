//! The command line: reads it and the environment, serves until told to end, and turns failures into one line.

mod access_log;
mod aliases;
mod args;
mod config;
mod healthcheck;
mod listen;
mod log;
mod merge;
mod signals;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory as _;
use sandpail::Sandpail;

use aliases::Environment;
use args::{Cli, CommandLine, Serve, Verb};
use signals::Signals;

/// Bad configuration, or nothing to listen on.
const REFUSED: u8 = 2;

/// Why the process ends before it is ready: one line, what is wrong and what to do.
#[derive(Debug, PartialEq, Eq)]
struct Refusal(String);

/// The whole program.
pub(crate) fn run() -> ExitCode {
    let result = match Cli::read() {
        Ok(told) => obey(&told),
        Err(error) if error.use_stderr() => Err(args::refusal(&error)),
        Err(help) => write!(io::stdout(), "{help}").map(|()| ExitCode::SUCCESS).map_err(|error| unprinted(&error)),
    };
    match result {
        Ok(code) => code,
        Err(Refusal(why)) => {
            // Where not even this can be written, the exit code is left to tell.
            let _ = writeln!(io::stderr(), "sandpail: {}", why.replace('\n', " "));
            ExitCode::from(REFUSED)
        }
    }
}

fn unprinted(error: &io::Error) -> Refusal {
    Refusal(format!("cannot print: {error}"))
}

fn obey(told: &CommandLine) -> Result<ExitCode, Refusal> {
    match &told.cli {
        Cli { verb: Some(Verb::Serve(options)), .. } => serve(told, options, &[]),
        Cli { verb: None, options } => serve(told, options, &[]),
        Cli { verb: Some(Verb::Server { unused }), options } => serve(told, options, unused),
        Cli { verb: Some(Verb::Healthcheck(address)), .. } => {
            healthcheck::ask(merge::listening(told, address, &environment()).first().map_or("", String::as_str))
        }
        Cli { verb: Some(Verb::Completions { shell }), .. } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "sandpail", &mut script);
            io::stdout().write_all(&script).map(|()| ExitCode::SUCCESS).map_err(|error| unprinted(&error))
        }
    }
}

/// This process's variables. What is no text is not there.
fn environment() -> Environment<impl Fn(&str) -> Option<String>> {
    Environment(|name: &str| std::env::var(name).ok())
}

/// Serves until a signal comes. What is `unused` of the command line is for another server.
fn serve(told: &CommandLine, options: &Serve, unused: &[String]) -> Result<ExitCode, Refusal> {
    log::start(options);
    if !unused.is_empty() {
        tracing::warn!("what follows `server` means nothing here: {}", unused.join(" "));
    }
    let mut merged = merge::merge(told, options, &environment())?;
    for said in std::mem::take(&mut merged.said) {
        tracing::info!("{said}");
    }
    let seed = config::seed(options);
    let builder = config::builder(options, merged, seed.as_deref())?;
    let (builder, requests) = access_log::attach(builder, options);
    // Before the ready line, so that whoever reads it may already send a signal.
    let signals = Signals::catch().map_err(|error| Refusal(format!("cannot catch signals: {error}")))?;
    let server = builder.start().map_err(|error| config::refusal(&error))?;
    let ready = ready(&server, seed.as_deref());
    let mut stdout = io::stdout();
    if let Err(error) = writeln!(stdout, "{ready}").and_then(|()| stdout.flush()) {
        tracing::warn!(%error, "{ready}, but cannot say so on standard output");
    }
    let name = signals.wait();
    tracing::info!("ending on {name}");
    server.shutdown();
    drop(requests);
    Ok(ExitCode::SUCCESS)
}

/// The line that says that the server can be used: where, and what it found in a seed.
fn ready(server: &Sandpail, seed: Option<&Path>) -> String {
    let mut ready = format!("sandpail ready on {}", server.urls().collect::<Vec<_>>().join(", "));
    if let Some(seed) = seed {
        let seeded = server.seeded();
        let (objects, buckets) = (seeded.objects, seeded.buckets);
        ready += &format!(" with {objects} objects in {buckets} buckets from {}", seed.display());
    }
    ready
}
