//! The guides of `docs/`, followed: every block is run as it stands, against a server of its own.
//!
//! A guide is skipped, and says so, where a tool that it needs is not there; with SANDPAIL_ALL_CLIENTS=1 that is a failure.

use std::path::{Path, PathBuf};
use std::process::Command;

use sandpail_tests::Server;
use sandpail_tests::folder::Folder;
use sandpail_tests::guide::Guide;

/// Folders of `docs/` in which every page is a guide.
const FOLDERS: [&str; 3] = ["ci", "clients", "migrate"];

macro_rules! guides {
    ($($name:ident: $page:literal,)*) => {
        /// Every guide that is followed.
        const ALL: &[&str] = &[$($page),*];
        $(
            #[test]
            fn $name() {
                follow($page);
            }
        )*
    };
}

guides! {
    compose: "ci/compose.md",
    github_actions: "ci/github-actions.md",
    gitlab: "ci/gitlab.md",
    testcontainers_go: "ci/testcontainers-go.md",
    testcontainers_java: "ci/testcontainers-java.md",
    testcontainers_node: "ci/testcontainers-node.md",
    testcontainers_python: "ci/testcontainers-python.md",
    testcontainers_rust: "ci/testcontainers-rust.md",
    aws_cli: "clients/aws-cli.md",
    boto3: "clients/boto3.md",
    delta_rs: "clients/delta-rs.md",
    dotnet: "clients/dotnet.md",
    duckdb: "clients/duckdb.md",
    go: "clients/go.md",
    hadoop: "clients/hadoop.md",
    java: "clients/java.md",
    javascript: "clients/javascript.md",
    mc: "clients/mc.md",
    object_store: "clients/object-store.md",
    opendal: "clients/opendal.md",
    php: "clients/php.md",
    polars: "clients/polars.md",
    pyarrow: "clients/pyarrow.md",
    pyiceberg: "clients/pyiceberg.md",
    pytest: "clients/pytest.md",
    rclone: "clients/rclone.md",
    restic: "clients/restic.md",
    ruby: "clients/ruby.md",
    rust: "clients/rust.md",
    s3cmd: "clients/s3cmd.md",
    s3fs: "clients/s3fs.md",
    s3fs_python: "clients/s3fs-python.md",
    s5cmd: "clients/s5cmd.md",
    vitest: "clients/vitest.md",
    localstack: "migrate/localstack.md",
    minio: "migrate/minio.md",
    moto: "migrate/moto.md",
    rustfs: "migrate/rustfs.md",
    s3mock: "migrate/s3mock.md",
    s3proxy: "migrate/s3proxy.md",
    seaweedfs: "migrate/seaweedfs.md",
    versitygw: "migrate/versitygw.md",
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the workspace").join("docs")
}

#[test]
fn every_guide_is_followed() {
    for folder in FOLDERS {
        for page in std::fs::read_dir(docs().join(folder)).into_iter().flatten() {
            let name = page.expect("an entry").file_name();
            let name = format!("{folder}/{}", name.to_string_lossy());
            assert!(!name.ends_with(".md") || ALL.contains(&name.as_str()), "{name} is not in the list of guides");
        }
    }
}

/// Does what the page says.
#[track_caller]
fn follow(page: &str) {
    let text = std::fs::read_to_string(docs().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
    let guide = Guide::read(&text);
    let Some(path) = path(page, &guide.needs) else { return };
    let (variables, options): (Vec<_>, Vec<_>) = guide.serve.iter().partition(|word| is_variable(word));
    let variables: Vec<_> = variables.iter().filter_map(|word| word.split_once('=')).collect();
    let mut arguments = vec!["--listen", "127.0.0.1:0"];
    arguments.extend(options.iter().map(|option| option.as_str()));
    let server = Server::spawn(&arguments, &variables);
    let folder = Folder::new("guide");
    let (home, outputs) = (folder.path().join("home"), folder.path().join("outputs"));
    for made in [&home, &outputs] {
        std::fs::create_dir(made).expect("the folder is ours");
    }
    let port = server.addr().port();
    let output = bash(&home, &path).arg(guide.script(port, &outputs)).output().expect("bash runs");
    let log = String::from_utf8_lossy(&output.stderr);
    let last = std::fs::read_dir(&outputs).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path()).max();
    let printed = last.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    let served = server.log();
    assert!(output.status.success(), "{page}: {}\n{log}\n{printed}\nserver:\n{served}", output.status);
    let wrong = guide.differences(port, &outputs);
    assert!(wrong.is_empty(), "{page}: {}\n{log}", wrong.join("\n"));
}

/// Whether a word is `NAME=VALUE`, and not an option.
fn is_variable(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| !name.starts_with('-'))
}

/// Whether a guide that cannot be followed is a failure.
pub(crate) fn all_clients() -> bool {
    std::env::var_os("SANDPAIL_ALL_CLIENTS").is_some_and(|all| all == "1")
}

/// Where bash finds its commands; none where one is missing.
#[expect(clippy::print_stderr, reason = "a test that does nothing says so")]
fn path(page: &str, needs: &[String]) -> Option<String> {
    let clients = std::env::var("SANDPAIL_CLIENTS").map(PathBuf::from).unwrap_or_default();
    let own =
        needs.iter().filter(|need| need.contains('/')).filter_map(|need| Some(clients.join(need).parent()?.to_owned()));
    let python = std::env::var_os("SANDPAIL_PYTHON").map(PathBuf::from);
    let python = python.as_deref().and_then(Path::parent).map(Path::to_owned);
    let usual = std::env::var("PATH").unwrap_or_default();
    let folders: Vec<_> = own.chain([clients.join("bin")]).chain(python).chain(std::env::split_paths(&usual)).collect();
    let there = |need: &&String| {
        let name = Path::new(need).file_name().unwrap_or_default();
        let found = |folder: &PathBuf| folder.join(name).is_file();
        if need.contains('/') { clients.join(need).is_file() } else { folders.iter().any(found) }
    };
    if let Some(missing) = needs.iter().find(|need| !there(need)) {
        assert!(!all_clients(), "{page} needs {missing}");
        eprintln!("{page} is not followed: it needs {missing}");
        return None;
    }
    Some(std::env::join_paths(folders).expect("folders of a path").into_string().expect("a path is text"))
}

/// A shell in an empty home, with nothing of the caller's configuration of clients but their caches.
fn bash(home: &Path, path: &str) -> Command {
    let mut command = Command::new("timeout");
    // Far above what any guide takes, but for programs in Rust, which are compiled first; what hangs is ended.
    command.args([if all_clients() { "1800" } else { "300" }, "bash", "-c"]);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if ["AWS_", "SANDPAIL_", "CARGO_"].iter().any(|family| name.starts_with(family)) {
            command.env_remove(name);
        }
    }
    let real = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let cache =
        |name: &str, folder: &str| (name.to_owned(), std::env::var_os(name).unwrap_or(real.join(folder).into()));
    let caches = [
        cache("CARGO_HOME", ".cargo"),
        cache("RUSTUP_HOME", ".rustup"),
        cache("PYENV_ROOT", ".pyenv"),
        cache("GOMODCACHE", "go/pkg/mod"),
        cache("GOCACHE", ".cache/go-build"),
        cache("npm_config_cache", ".npm"),
        cache("PIP_CACHE_DIR", ".cache/pip"),
    ];
    command.envs(caches).env("MAVEN_OPTS", format!("-Dmaven.repo.local={}", real.join(".m2/repository").display()));
    // Neither metadata servers nor packages that are there already are looked for on the network, for seconds.
    command.env("npm_config_prefer_offline", "true");
    command.env("AWS_EC2_METADATA_DISABLED", "true").env("LC_ALL", "C.UTF-8").env("TZ", "UTC");
    command.env("HOME", home).env("PATH", path).current_dir(home);
    command
}
