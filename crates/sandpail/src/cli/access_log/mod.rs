//! The log of requests: one line each on standard error, for people or for programs.
//!
//! ```text
//! 2026-11-30T12:00:00.123Z PUT 200 PutObject photos/cat.jpg 1024 B 0.412 ms 4442587FB7D0A2F9
//! 2026-11-30T12:00:00.131Z GET 404 NoSuchKey GetObject photos/dog.jpg 298 B 0.101 ms 7A3C09D1E5B2846F
//! ```
//!
//! Time, method, status and what is wrong, operation, bucket and key, bytes of both bodies, milliseconds until the answer
//! began, request id. The server's own pages are not among them.

mod line;
mod writer;

use std::sync::Arc;

use sandpail::{Access, Builder};

use self::line::Style;
use self::writer::Writer;
use super::args::Serve;
use super::log::{self, Format, Level};

/// Has the requests of `builder`'s server logged as `options` say. What it answers besides writes the last lines when it
/// is dropped.
pub(super) fn attach(builder: Builder, options: &Serve) -> (Builder, Option<Writer>) {
    let style = match options.log {
        Format::Off => None,
        Format::Json => Some(Style::Json),
        Format::Text => Some(Style::Text { coloured: log::is_coloured() }),
    };
    let is_told = matches!(log::level(options), Level::Info | Level::Debug | Level::Trace);
    let Some(style) = style.filter(|_| is_told) else { return (builder, None) };
    let writer = Writer::start();
    let lines = Arc::clone(writer.lines());
    let tell = move |access: &Access<'_>| lines.add(|out| line::write(out, style, access));
    (builder.on_answer(tell), Some(writer))
}
