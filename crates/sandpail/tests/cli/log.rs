//! What is logged, how, and what never is.

use std::io::{Read as _, Write as _};

use crate::served::{Served, sandpail};

#[test]
fn the_log_is_what_was_asked_for() {
    let check = |arguments: &[&str], expected: fn(&str) -> bool| {
        let served = Served::start(sandpail(&[&["--listen", "127.0.0.1:0"], arguments].concat(), &[]));
        let (_, log) = served.end("-TERM");
        assert!(expected(&log), "{arguments:?}: {log:?}");
    };
    check(&[], |log| log.contains("INFO") && log.lines().count() == 1);
    check(&["--log", "json"], |log| {
        serde_json::from_str::<serde_json::Value>(log).is_ok_and(|event| event["level"] == "INFO")
    });
    check(&["--log", "off"], str::is_empty);
    check(&["--log-level", "warn"], str::is_empty);
}

#[test]
fn the_log_never_holds_credentials() {
    let served = Served::start(sandpail(&["--listen", "127.0.0.1:0", "--log-level", "trace"], &[]));
    let mut stream = served.connect();
    let authorization = "AWS4-HMAC-SHA256 Credential=hunter1/20260101/us-east-1/s3/aws4_request, \
        SignedHeaders=host, Signature=hunter2";
    write!(
        stream,
        "GET /photos?X-Amz-Signature=hunter3 HTTP/1.1\r\nHost: localhost\r\nAuthorization: {authorization}\r\n\
         x-amz-security-token: hunter4\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    let (_, log) = served.end("-TERM");
    for secret in ["hunter2", "hunter3", "hunter4"] {
        assert!(!log.contains(secret), "{log}");
    }
}

/// What is logged of one PUT of `path`, which fails in a bucket that is not there.
fn logged(arguments: &[&str], path: &str) -> String {
    let served =
        Served::start(sandpail(&[&["--listen", "127.0.0.1:0", "--bucket", "photos"], arguments].concat(), &[]));
    served.ask("PUT", path, "meow");
    // The server's own pages are not logged.
    served.ask("GET", "/_sandpail/health", "");
    served.ask("GET", "/health", "");
    let (_, log) = served.end("-TERM");
    log
}

/// The line of the request, which may come after that of an event.
fn line_of(log: &str) -> &str {
    log.lines().find(|line| line.contains("PutObject")).unwrap_or_else(|| panic!("{log}"))
}

#[test]
fn a_request_is_a_line() {
    let log = logged(&[], "/photos/a%20cat.jpg");
    let line = line_of(&log);
    let words: Vec<_> = line.split(' ').collect();
    assert_eq!(words[1..6], ["PUT", "200", "PutObject", "photos/a", "cat.jpg"], "{line}");
    assert_eq!((words[6], words[7], words[9], words[10].len()), ("4", "B", "ms", 16), "{line}");
    assert!(words[0].ends_with('Z') && words[8].parse::<f64>().is_ok() && words.len() == 11, "{line}");
    // Besides, that it ended.
    assert_eq!(log.lines().count(), 2, "{log}");
    let log = logged(&[], "/photo/cat?x=%1b[0m");
    assert!(log.contains(" PUT 404 NoSuchBucket PutObject photo/cat "), "{log}");
}

#[test]
fn a_request_is_an_object_for_programs() {
    let log = logged(&["--log", "json"], "/photos/a%0Acat");
    let line: serde_json::Value = serde_json::from_str(line_of(&log)).unwrap();
    let field = |name: &str| line[name].to_string();
    assert_eq!(
        ["method", "operation", "bucket", "key", "status", "code", "received", "path"].map(field),
        ["\"PUT\"", "\"PutObject\"", "\"photos\"", "\"a\\ncat\"", "200", "null", "4", "\"/photos/a%0Acat\""]
    );
    assert!(line["ms"].is_number() && line["request_id"].as_str().is_some_and(|id| id.len() == 16), "{line}");
}

#[test]
fn a_quiet_server_logs_no_requests() {
    for arguments in [&["--quiet"][..], &["-q"], &["--log-level", "warn"], &["--log", "off"]] {
        assert_eq!(logged(arguments, "/photos/cat"), "", "{arguments:?}");
    }
}
