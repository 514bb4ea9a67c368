//! Real clients at their default settings: the scripts of tests/clients, each with a server of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sandpail_tests::Server;
use sandpail_tests::folder::Folder;

/// The Python that has the clients of requirements.txt.
pub(crate) fn python() -> PathBuf {
    let python = std::env::var_os("SANDPAIL_PYTHON").map(PathBuf::from);
    python.expect("SANDPAIL_PYTHON is not set: run scripts/test, which installs the clients and sets it")
}

/// A command with nothing of the caller's configuration of AWS, and any credentials.
pub(crate) fn command(program: &Path, home: &Path) -> Command {
    let folder = python().parent().expect("python lies in a folder").to_owned();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new(program);
    command.env_clear().env("PATH", path).env("HOME", home).stdin(Stdio::null()).current_dir(home);
    command.env("LC_ALL", "C.UTF-8").env("PYTHONUTF8", "1").env("PYTHONDONTWRITEBYTECODE", "1");
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
    command.env("AWS_DEFAULT_REGION", "us-east-1").env("AWS_EC2_METADATA_DISABLED", "true");
    command
}

/// Runs a command to its end, which must be a good one, and returns its output.
#[track_caller]
pub(crate) fn run(command: Command) -> String {
    // Two minutes are far above what any script takes.
    run_within(240, command)
}

/// As [`run`]; what hangs is ended by timeout(1) after so many `seconds`.
#[track_caller]
pub(crate) fn run_within(seconds: u32, mut command: Command) -> String {
    let mut bounded = Command::new("timeout");
    bounded.arg(seconds.to_string()).arg(command.get_program()).args(command.get_args()).env_clear();
    bounded.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(folder) = command.get_current_dir() {
        bounded.current_dir(folder);
    }
    command = bounded;
    let output = command.stdin(Stdio::null()).output().expect("the command runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{:?}: {}{}", output.status, text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// Runs one script against a server.
#[track_caller]
fn check(script: &str, server: &Server) {
    check_with(script, server, &[]);
}

/// Runs one script against a server, with further arguments.
#[track_caller]
fn check_with(script: &str, server: &Server, arguments: &[&str]) {
    let folder = Folder::new(script);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(format!("{script}.py"));
    let mut command = command(&python(), folder.path());
    command.arg(script).arg(server.url()).arg(folder.path()).args(arguments);
    run(command);
}

#[test]
fn a_tree_with_hostile_names_syncs_up_and_down() {
    check("sync", &Server::start());
}

#[test]
fn a_gibibyte_in_parts_needs_no_more_memory_than_its_size_and_a_little() {
    let server = Server::start();
    check("big", &server);
    let (size, little) = (1 << 30, 64 << 20);
    let peak = server.peak_memory();
    assert!(peak < size + little, "the server held {} MiB at its peak", peak >> 20);
}

#[test]
fn a_versioned_bucket_has_its_whole_history() {
    check("history", &Server::start());
}

#[test]
fn a_hundred_thousand_keys_are_listed_in_pages() {
    let server = Server::with(&["--bucket", "shelf"]);
    fill(&server);
    check("listing", &server);
}

/// Puts the hundred thousand keys, many to a connection without waiting for each answer.
fn fill(server: &Server) {
    let mut raw = server.raw();
    for prefix in 0..100 {
        let head = |key: usize| raw.head("PUT", &format!("/shelf/a/{prefix:03}/{key:05}"), &[], 0);
        let (first, second): (Vec<Vec<u8>>, Vec<Vec<u8>>) =
            ((0..500).map(head).collect(), (500..1000).map(head).collect());
        for half in [first, second] {
            raw.send(&half.concat());
            for _ in 0..half.len() {
                assert_eq!(raw.reply("PUT").status, 200);
            }
        }
    }
}

#[test]
fn presigned_urls_work_without_any_library() {
    check("presigned", &Server::start());
}

#[test]
fn presigned_posts_work_without_any_library() {
    check("presigned_post", &Server::start());
}

#[test]
fn presigned_posts_are_verified() {
    let server = Server::spawn(&["--listen", "127.0.0.1:0", "--access-key", "test", "--secret-key", "test"], &[]);
    check_with("presigned_post", &server, &["verify"]);
}

#[test]
fn an_upload_that_fails_midway_leaves_the_old_object() {
    check("aborted", &Server::start());
}

#[test]
fn of_64_writers_one_wins() {
    check("race", &Server::start());
}

#[test]
fn everyday_programs_work() {
    check("everyday", &Server::start());
}

#[test]
fn every_configuration_comes_back_to_boto3() {
    check("configurations", &Server::start());
}

#[test]
fn locks_keys_archives_sql_annotations_and_directories_work_with_boto3() {
    check("objects", &Server::start());
}

#[test]
fn boto3_and_the_aws_cli_verify_the_certificate() {
    check("secure", &Server::with(&["--tls"]));
}

#[test]
fn urls_for_another_name_of_the_endpoint_work_where_it_is_an_alias() {
    let keys = ["--access-key", "test", "--secret-key", "test", "--host-alias", "s3mock:9000"];
    check("aliases", &Server::with(&keys));
}
