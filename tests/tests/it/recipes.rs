//! The recipes of `docs/ci` and `docs/migrate`, where there is no container engine: each service's environment makes the
//! binary healthy, with its buckets, and the jobs' commands work; programs that start containers by Testcontainers run against
//! a stand-in for the engine. Both by the scripts of `tests/docs`.

use std::path::{Path, PathBuf};
use std::process::Command;

use sandpail_tests::folder::Folder;
use sandpail_tests::server;

use crate::clients::{python, run_within};
use crate::guides::all_clients;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the workspace")
}

/// Runs a script of `tests/docs` on a page.
#[track_caller]
fn check(script: &str, page: &str) {
    let folder = Folder::new("recipe");
    let python = python();
    let path = std::env::var("PATH").unwrap_or_default();
    let tools = python.parent().expect("python lies in a folder");
    let mut command = Command::new(&python);
    command.arg(root().join("tests/docs").join(script)).arg(root().join("docs").join(page)).arg(server::binary());
    // The caller's caches stay; what is made anew lies in the folder.
    command.envs(std::env::vars_os()).env("PATH", format!("{}:{path}", tools.display()));
    command.env("TMPDIR", folder.path()).env("PYTHONDONTWRITEBYTECODE", "1").current_dir(folder.path());
    if all_clients() {
        // Programs in Rust are compiled first, into a folder that is kept.
        if let Some(clients) = std::env::var_os("SANDPAIL_CLIENTS") {
            command.env("CARGO_TARGET_DIR", Path::new(&clients).join("rust/target"));
        }
        run_within(1800, command);
    } else {
        run_within(240, command);
    }
}

fn containers() -> Option<PathBuf> {
    std::env::var_os("SANDPAIL_CONTAINERS").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Runs the program of a page by Testcontainers, unless what it needs is not installed.
#[track_caller]
#[expect(clippy::print_stderr, reason = "a test that does nothing says so")]
fn check_containers(language: &str, is_there: impl Fn(&Path) -> bool) {
    match containers() {
        Some(installed) if is_there(&installed) => check("containers.py", &format!("ci/testcontainers-{language}.md")),
        _ => eprintln!("the recipe for {language} is not followed: what it needs is not installed"),
    }
}

fn has(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(tool).is_file())
}

#[test]
fn services_are_healthy_and_have_their_buckets() {
    let folder = root().join("docs/migrate");
    let mut pages: Vec<_> = ["compose", "github-actions", "gitlab"].map(|name| format!("ci/{name}.md")).into();
    for page in std::fs::read_dir(folder).expect("there are pages") {
        pages.push(format!("migrate/{}", page.expect("an entry").file_name().to_string_lossy()));
    }
    assert!(pages.len() > 8, "{pages:?}");
    for page in pages {
        check("services.py", &page);
    }
}

#[test]
fn testcontainers_for_python_start_it() {
    check_containers("python", |installed| installed.join("python/bin/python").is_file());
}

#[test]
fn testcontainers_for_node_start_it() {
    check_containers("node", |installed| has("node") && installed.join("node/node_modules").is_dir());
}

#[test]
fn testcontainers_for_go_start_it() {
    check_containers("go", |_| has("go"));
}

#[test]
fn testcontainers_for_java_start_it() {
    check_containers("java", |_| has("java") && has("mvn"));
}

/// Five minutes to compile, so only where that was asked for.
#[test]
fn testcontainers_for_rust_start_it() {
    check_containers("rust", |_| all_clients());
}
