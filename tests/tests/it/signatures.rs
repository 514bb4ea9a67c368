//! SDKs in other languages at their default settings: the programs of tests/clients that send everything that is
//! signed, against a server that compares signatures and one that does not.
//!
//! scripts/test builds them, and sets for each the variable that names what runs it, empty where the language is not
//! installed: then the test says so and does nothing.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sandpail_tests::Server;
use sandpail_tests::folder::Folder;

use crate::clients::{command, python, run};

/// The callers that the programs know, and one with a token.
const CREDENTIALS: &str = r#"[
    {"access_key": "AKIAKNOWN", "secret_key": "secret/of+a known caller"},
    {"access_key": "AKIASESSION", "secret_key": "secret of a session", "session_token": "token/of+a=session"}
]"#;

/// Servers that let anyone in, and those that compare signatures, as the programs call them.
const ACCEPT: &str = "accept";
const VERIFY: &str = "verify";

fn clients() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients")
}

/// What scripts/test says runs the programs of a language.
fn runner(variable: &str) -> Option<PathBuf> {
    let runner = std::env::var_os(variable);
    let runner = runner.unwrap_or_else(|| panic!("{variable} is not set: run scripts/test, which builds the clients"));
    if runner.is_empty() {
        // Not by println!, which nobody would see of a test that passes.
        let _ = writeln!(io::stderr(), "skipped: {variable} is empty, its language is not installed");
    }
    Some(PathBuf::from(runner)).filter(|runner| !runner.as_os_str().is_empty())
}

/// Runs one program against a server of its own, which speaks HTTP and HTTPS.
#[track_caller]
fn check(program: &Path, arguments: &[OsString], mode: &str) {
    let folder = Folder::new("signatures");
    let [keys, credentials, authority] =
        ["keys.txt", "credentials.json", "ca.pem"].map(|file| folder.path().join(file));
    std::fs::copy(clients().join("keys.txt"), keys).expect("the keys are copied");
    std::fs::write(&credentials, CREDENTIALS).expect("the credentials are written");
    let known = ["--credentials", credentials.to_str().expect("a path of text")];
    let known = if mode == VERIFY { &known[..] } else { &[] };
    let server = Server::with(&[&["--domain", "localhost", "--tls"], known].concat());
    let mut raw = server.raw();
    raw.send(&raw.head("GET", "/_sandpail/ca.pem", &[], 0));
    std::fs::write(&authority, raw.reply("GET").ok(200).text()).expect("the authority is written");

    let mut command = command(program, folder.path());
    command.env("AWS_ACCESS_KEY_ID", "AKIAKNOWN").env("AWS_SECRET_ACCESS_KEY", "secret/of+a known caller");
    for variable in ["AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"] {
        command.env(variable, &authority);
    }
    let (clear, secure) = (format!("http://{}", server.addr()), format!("https://{}", server.addr()));
    command.env("AWS_REGION", "us-east-1").args(arguments).args([&clear, mode, &secure]);
    run(command);
}

fn check_python(mode: &str) {
    check(&python(), &[clients().join("signatures.py").into()], mode);
}

fn check_javascript(mode: &str) {
    if let Some(node) = runner("SANDPAIL_NODE") {
        check(&node, &[clients().join("javascript/scenario.mjs").into()], mode);
    }
}

fn check_go(mode: &str) {
    if let Some(program) = runner("SANDPAIL_GO_CLIENTS") {
        check(&program, &[], mode);
    }
}

fn check_java(mode: &str) {
    if let Some(classes) = runner("SANDPAIL_JAVA_CLASSES") {
        check(Path::new("java"), &["-cp".into(), classes.into(), "Clients".into()], mode);
    }
}

#[test]
fn boto3_signs_for_a_server_that_accepts_anyone() {
    check_python(ACCEPT);
}

#[test]
fn the_javascript_sdk_signs_for_a_server_that_accepts_anyone() {
    check_javascript(ACCEPT);
}

#[test]
fn the_go_sdk_signs_for_a_server_that_accepts_anyone() {
    check_go(ACCEPT);
}

#[test]
fn the_java_sdk_signs_for_a_server_that_accepts_anyone() {
    check_java(ACCEPT);
}

#[test]
fn boto3_signs_for_a_server_that_verifies() {
    check_python(VERIFY);
}

#[test]
fn the_javascript_sdk_signs_for_a_server_that_verifies() {
    check_javascript(VERIFY);
}

#[test]
fn the_go_sdk_signs_for_a_server_that_verifies() {
    check_go(VERIFY);
}

#[test]
fn the_java_sdk_signs_for_a_server_that_verifies() {
    check_java(VERIFY);
}
