//! The command line: reads it and the environment, serves until told to end, and turns failures into one line.

mod args;
mod config;
mod log;
mod signals;

use std::io::{self, Write as _};
use std::process::ExitCode;

use args::{Cli, Serve, Verb};
use signals::Signals;

/// Bad configuration, or nothing to listen on.
const REFUSED: u8 = 2;

/// Why the process ends before it is ready: one line, what is wrong and what to do.
#[derive(Debug, PartialEq, Eq)]
struct Refusal(String);

/// The whole program.
pub(crate) fn run() -> ExitCode {
    let result = match Cli::read() {
        Ok(Cli { verb: Some(Verb::Serve(options)), .. } | Cli { verb: None, options }) => serve(&options),
        Err(error) if error.use_stderr() => Err(args::refusal(&error)),
        Err(help) => write!(io::stdout(), "{help}").map_err(|error| Refusal(format!("cannot print: {error}"))),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Refusal(why)) => {
            // Where not even this can be written, the exit code is left to tell.
            let _ = writeln!(io::stderr(), "sandpail: {}", why.replace('\n', " "));
            ExitCode::from(REFUSED)
        }
    }
}

fn serve(options: &Serve) -> Result<(), Refusal> {
    log::start(options.log, options.log_level);
    let builder = config::builder(options)?;
    // Before the ready line, so that whoever reads it may already send a signal.
    let signals = Signals::catch().map_err(|error| Refusal(format!("cannot catch signals: {error}")))?;
    let server = builder.start().map_err(|error| config::refusal(&error))?;
    let mut stdout = io::stdout();
    let ready = writeln!(stdout, "sandpail ready on {}", server.url()).and_then(|()| stdout.flush());
    if let Err(error) = ready {
        tracing::warn!(%error, "ready on {}, but cannot say so on standard output", server.url());
    }
    let name = signals.wait();
    tracing::info!("ending on {name}");
    server.shutdown();
    Ok(())
}
