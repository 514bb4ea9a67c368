//! The lines of the README, pasted: they work. Only the address is another, since port 9000 may be taken here.

use std::path::Path;
use std::process::Command;

use sandpail_tests::folder::Folder;
use sandpail_tests::{Raw, Server};

use crate::clients::{command, python, run};

const README: &str = include_str!("../../../README.md");

/// Where the README has its server.
const ADDRESS: &str = "http://127.0.0.1:9000";

/// The blocks of this language that hold `word`.
fn blocks(language: &str, word: &str) -> Vec<&'static str> {
    let fenced = README.split("\n```").skip(1).step_by(2);
    let ours = fenced.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'));
    ours.filter(|block| block.contains(word)).collect()
}

#[track_caller]
fn only(language: &str, word: &str) -> &'static str {
    let [block] = blocks(language, word)[..] else { panic!("one {language} block of the README has {word:?}") };
    block
}

/// Runs a program on a block and returns what it printed.
#[track_caller]
fn check(program: &Path, option: &str, block: &str) -> String {
    let (server, folder) = (Server::start(), Folder::new("readme"));
    let mut command = command(program, folder.path());
    command.arg(option).arg(block.replace(ADDRESS, &server.url()));
    let output = run(command);
    assert_eq!(server.raw().ask("GET", "/photos/hello.txt", &[], b"").ok(200).text().trim_end(), "hello");
    output
}

#[test]
fn the_lines_of_the_aws_cli_work() {
    let block = only("sh", "aws s3 ");
    assert!(block.contains(ADDRESS));
    let strict = format!("set -euo pipefail\n{block}");
    let output = check(Path::new("/bin/bash"), "-c", &strict);
    assert!(output.lines().any(|line| line.ends_with(" hello.txt")), "{output}");
}

#[test]
fn the_lines_of_boto3_work() {
    let block = only("python", "boto3");
    assert!(block.contains(ADDRESS));
    assert_eq!(check(&python(), "-c", block), "b'hello'\n");
}

#[test]
fn the_lines_of_the_rust_sdk_work() {
    let block = only("rust", "aws_sdk_s3");
    let program = include_str!("../../src/bin/readme.rs");
    let (_, body) = program.split_once("\n\nuse ").expect("the program begins with its header");
    let first = "std::env::args().nth(1).expect(\"an endpoint\")";
    // The SDK is built without its TLS here, so its client over plain http must be named.
    let (style, plain) =
        (".force_path_style(true)\n", ".http_client(aws_smithy_http_client::Builder::new().build_http())\n");
    let written = block.replace(&format!("\"{ADDRESS}\""), first);
    let written = written.replace(style, &format!("{style}        {plain}"));
    assert_eq!(format!("use {}", body.trim_end()), written.trim_end(), "src/bin/readme.rs is the README's block");
    let server = Server::start();
    let output = Command::new(env!("CARGO_BIN_EXE_readme")).arg(server.url()).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "b\"hello\"\n");
}

#[test]
fn the_lines_of_the_embedded_server_work() -> Result<(), sandpail::StartError> {
    let s3 = sandpail::Sandpail::builder().bucket("photos").start()?;
    let endpoint = s3.url(); // http://127.0.0.1 and a free port; the server ends when `s3` is dropped
    assert!(endpoint.starts_with("http://127.0.0.1:"));
    let _ = Raw::connect(s3.addr()).ask("HEAD", "/photos", &[], b"").ok(200);
    for line in only("rust", "sandpail::Sandpail").lines() {
        assert!(include_str!("readme.rs").contains(line), "this test does not have the README's {line:?}");
    }
    Ok(())
}
