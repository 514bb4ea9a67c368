//! The engine as a whole: an expression, an object, and what comes of them.

mod aggregates;
mod csv;
mod functions;
mod json;
mod operators;
mod random;
mod refusals;
mod scans;

use std::time::{Duration, UNIX_EPOCH};

use super::error::Result;
use super::run::Run;
use super::settings::Settings;
use crate::documents::Element;

/// The serialisations of a request, as XML without the elements around it.
#[derive(Clone, Copy)]
struct Form {
    input: &'static str,
    output: &'static str,
    /// Further elements of the request.
    more: &'static str,
}

const CSV: Form = Form { input: "<CSV></CSV>", output: "<CSV></CSV>", more: "" };
const NAMED: Form = Form { input: "<CSV><FileHeaderInfo>USE</FileHeaderInfo></CSV>", ..CSV };
const NAMED_TO_JSON: Form = Form { output: "<JSON></JSON>", ..NAMED };
const CSV_TO_JSON: Form = Form { output: "<JSON></JSON>", ..CSV };
const LINES: Form = Form { input: "<JSON><Type>LINES</Type></JSON>", output: "<JSON></JSON>", more: "" };
const LINES_TO_CSV: Form = Form { output: "<CSV></CSV>", ..LINES };
const DOCUMENT: Form = Form { input: "<JSON><Type>DOCUMENT</Type></JSON>", ..LINES };

impl Form {
    fn settings(self, sql: &str) -> Result<Settings> {
        let sql = sql.replace('&', "&amp;").replace('<', "&lt;");
        let xml = format!(
            "<R><Expression>{sql}</Expression><ExpressionType>SQL</ExpressionType>\
             <InputSerialization>{}</InputSerialization><OutputSerialization>{}</OutputSerialization>{}</R>",
            self.input, self.output, self.more
        );
        Settings::read(&Element::parse(xml.as_bytes()).unwrap())
    }

    /// Evaluates, with the object in pieces of `step` bytes. The time is 2017-10-13T16:02:11.123Z.
    fn evaluate(self, sql: &str, object: &[u8], step: usize) -> Result<String> {
        let settings = self.settings(sql)?;
        let scan = settings.scan(object.len() as u64)?;
        let offset = scan.map_or(0, |scan| scan.first.saturating_sub(settings.delimiter()));
        let now = UNIX_EPOCH + Duration::from_millis(1_507_910_531_123);
        let mut run = Run::new(&settings, scan, offset, now)?;
        if offset > 0 && run.wants_header() {
            run.feed_header(object, true)?;
        }
        let mut result = Vec::new();
        for piece in object[usize::try_from(offset).unwrap()..].chunks(step) {
            let mut rest = piece;
            while !run.is_done() && (!rest.is_empty() || run.is_paused()) {
                rest = &rest[run.feed(rest)?..];
                result.extend(run.take());
            }
        }
        run.finish()?;
        result.extend(run.take());
        Ok(String::from_utf8(result).unwrap())
    }

    #[track_caller]
    fn check(self, sql: &str, object: &str, expected: &str) {
        for step in [1, 3, usize::MAX] {
            let found = self.evaluate(sql, object.as_bytes(), step);
            assert_eq!(found.as_deref(), Ok(expected), "{sql} in pieces of {step}");
        }
    }

    /// The code, and the message where it is recorded.
    #[track_caller]
    fn check_refused(self, sql: &str, object: &str, code: &str, message: Option<&str>) {
        let error = self.evaluate(sql, object.as_bytes(), usize::MAX).expect_err(sql);
        assert_eq!(error.code(), code, "{sql}: {error}");
        if let Some(message) = message {
            assert_eq!(error.to_string(), message, "{sql}");
        }
    }
}

/// The value of an expression, as JSON; MISSING is nothing.
#[track_caller]
fn check_value(expression: &str, expected: &str) {
    let sql = format!("SELECT {expression} AS v FROM S3Object");
    let expected = if expected.is_empty() { "{}\n".to_owned() } else { format!("{{\"v\":{expected}}}\n") };
    LINES.check(&sql, "{}", &expected);
}

#[track_caller]
fn check_value_refused(expression: &str, code: &str) {
    LINES.check_refused(&format!("SELECT {expression} AS v FROM S3Object"), "{}", code, None);
}
