//! The log: on standard error, of Sandpail's own events only.
//!
//! The libraries below stay silent, because some of them log whole requests, with the Authorization header.

use std::io::{self, IsTerminal as _};

use clap::ValueEnum;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

use super::args::Serve;

/// How events are written: a line for people, a JSON object per line, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
    Off,
}

/// The least severe events that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

/// Sends the events of this process where `options` say. Call it once.
pub(super) fn start(options: &Serve) {
    let layer = fmt::layer().with_writer(io::stderr).with_ansi(is_coloured());
    let layer = match options.log {
        Format::Text => layer.boxed(),
        Format::Json => layer.json().flatten_event(true).boxed(),
        Format::Off => return,
    };
    tracing_subscriber::registry().with(layer.with_filter(filter(level(options)))).init();
}

/// The least severe level that is logged.
pub(super) fn level(options: &Serve) -> Level {
    if options.quiet { Level::Warn } else { options.log_level }
}

/// Whether people look at it, who did not ask for no colours (<https://no-color.org>).
pub(super) fn is_coloured() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

// A target is matched by its beginning, so this takes in sandpail_s3 and sandpail_blob.
fn filter(level: Level) -> Targets {
    let level = match level {
        Level::Error => LevelFilter::ERROR,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
        Level::Trace => LevelFilter::TRACE,
    };
    Targets::new().with_target("sandpail", level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_events_are_written() {
        let check = |level: Level, target: &str, event: tracing::Level, expected: bool| {
            assert_eq!(filter(level).would_enable(target, &event), expected, "{level:?} {target} {event}");
        };
        for own in ["sandpail", "sandpail::accept", "sandpail_s3::front", "sandpail_blob"] {
            check(Level::Info, own, tracing::Level::INFO, true);
            check(Level::Info, own, tracing::Level::DEBUG, false);
            check(Level::Trace, own, tracing::Level::TRACE, true);
            check(Level::Error, own, tracing::Level::WARN, false);
        }
        for foreign in ["s3s", "s3s::ops", "hyper", "hyper::proto::h1", "h2::codec", "tokio"] {
            check(Level::Trace, foreign, tracing::Level::ERROR, false);
        }
    }
}
