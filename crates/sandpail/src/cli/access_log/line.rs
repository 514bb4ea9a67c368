//! How a request is written as a line.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use sandpail::Access;
use serde::{Serialize, Serializer};

/// For whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// For people.
    Text { coloured: bool },
    /// For programs: an object.
    Json,
}

/// Appends the line of a request.
pub(super) fn write(out: &mut Vec<u8>, style: Style, access: &Access<'_>) {
    // Vectors take what is written to them.
    let _ = match style {
        Style::Text { coloured } => text(out, coloured, access),
        Style::Json => json(out, access),
    };
}

fn text(out: &mut Vec<u8>, coloured: bool, access: &Access<'_>) -> std::io::Result<()> {
    let Access { request, method, status, .. } = *access;
    let (begin, end) = if coloured { (colour(status.as_u16()), "\x1b[0m") } else { ("", "") };
    write!(out, "{} {method} {begin}{}{end} ", Moment(access.at), status.as_u16())?;
    if let Some(code) = request.code() {
        write!(out, "{code} ")?;
    }
    write!(out, "{} ", request.operation().unwrap_or("-"))?;
    match (request.bucket(), request.key()) {
        (Some(bucket), Some(key)) => write!(out, "{}/{}", Clean(bucket), Clean(key))?,
        (Some(bucket), None) => write!(out, "{}", Clean(bucket))?,
        // Not known, or the service itself: as it was sent.
        (None, _) => write!(out, "{}", Clean(access.path))?,
    }
    let bytes = request.received().unwrap_or_default() + access.sent.unwrap_or_default();
    writeln!(out, " {bytes} B {:.3} ms {}", milliseconds(access), request.request_id())
}

/// A request as an object.
#[derive(Serialize)]
struct Object<'a> {
    time: Shown<Moment>,
    method: &'a str,
    path: &'a str,
    status: u16,
    code: Option<&'a str>,
    operation: Option<&'a str>,
    bucket: Option<&'a str>,
    key: Option<&'a str>,
    received: Option<u64>,
    sent: Option<u64>,
    ms: f64,
    request_id: &'a str,
}

fn json(out: &mut Vec<u8>, access: &Access<'_>) -> std::io::Result<()> {
    let Access { request, method, path, status, sent, .. } = *access;
    let object = Object {
        time: Shown(Moment(access.at)),
        method: method.as_str(),
        path,
        status: status.as_u16(),
        code: request.code(),
        operation: request.operation(),
        bucket: request.bucket(),
        key: request.key(),
        received: request.received(),
        sent,
        ms: (milliseconds(access) * 1000.0).round() / 1000.0,
        request_id: request.request_id(),
    };
    serde_json::to_writer(&mut *out, &object)?;
    out.push(b'\n');
    Ok(())
}

/// Text, as it is displayed.
struct Shown<T>(T);

impl<T: std::fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

fn milliseconds(access: &Access<'_>) -> f64 {
    access.took.as_secs_f64() * 1000.0
}

/// Green for what went well, blue for what is elsewhere or unchanged, yellow for the client's errors, red for ours.
const fn colour(status: u16) -> &'static str {
    match status / 100 {
        2 => "\x1b[32m",
        3 => "\x1b[34m",
        4 => "\x1b[33m",
        _ => "\x1b[31m",
    }
}

/// A moment, to the millisecond, as RFC 3339 writes it.
struct Moment(SystemTime);

/// The Julian day of 1 January 1970.
const UNIX_DAY: i32 = 2_440_588;

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let since = self.0.duration_since(UNIX_EPOCH).unwrap_or_default();
        let (seconds, day) = (since.as_secs() % 86_400, since.as_secs() / 86_400);
        let date = time::Date::from_julian_day(i32::try_from(day).unwrap_or_default().saturating_add(UNIX_DAY));
        let (year, month, day) = date.map_or((1970, 1, 1), |date| (date.year(), u8::from(date.month()), date.day()));
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", since.subsec_millis())
    }
}

/// Text in which nothing controls a terminal, ends the line or turns it around: anybody may name a key.
struct Clean<'a>(&'a str);

fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl std::fmt::Display for Clean<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.chars().all(is_plain) {
            return f.write_str(self.0);
        }
        for c in self.0.chars() {
            if is_plain(c) { f.write_char(c)? } else { write!(f, "{}", c.escape_default())? }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_days_and_times() {
        let at = |millis: u64| Moment(UNIX_EPOCH + std::time::Duration::from_millis(millis)).to_string();
        assert_eq!(at(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(at(951_782_400_007), "2000-02-29T00:00:00.007Z");
        assert_eq!(at(1_785_585_599_999), "2026-08-01T11:59:59.999Z");
    }

    #[test]
    fn no_key_writes_a_line_of_its_own() {
        assert_eq!(Clean("ä b/c").to_string(), "ä b/c");
        assert_eq!(Clean("a\nb\u{1b}[0m\u{202e}c").to_string(), "a\\nb\\u{1b}[0m\\u{202e}c");
    }
}
