//! The walls of the house, read off cargo's metadata and the files themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Files that may be long, each with the reason.
const LONG: [(&str, &str); 0] = [];

/// Dependencies of the binary that are there in two versions, each with the reason.
const DOUBLE: [(&str, &str); 3] = [
    ("crypto-common", "of digest"),
    ("digest", "crc-fast 1 implements the traits of 0.10, the hashes themselves those of 0.11"),
    ("getrandom", "ring asks 0.2 for the secrets of TLS"),
];

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the tests lie in the workspace").to_owned()
}

/// What a cargo command prints about the lock file as it is.
fn cargo(args: &[&str]) -> String {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let args = [args, &["--offline", "--locked"]].concat();
    let output = Command::new(cargo).args(&args).current_dir(root()).output().expect("cargo runs");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo prints text")
}

fn metadata() -> Value {
    let printed = cargo(&["metadata", "--format-version", "1", "--no-deps"]);
    serde_json::from_str(&printed).expect("cargo prints JSON")
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// The packages of the workspace and what each depends on outside of its tests.
fn dependencies(metadata: &Value) -> BTreeMap<&str, BTreeSet<&str>> {
    let ours = list(metadata, "packages").iter().filter(|package| package["source"].is_null());
    let of = |package| {
        let normal = list(package, "dependencies").iter().filter(|dependency| text(dependency, "kind") != "dev");
        normal.map(|dependency| text(dependency, "name")).collect()
    };
    ours.map(|package| (text(package, "name"), of(package))).collect()
}

#[test]
fn edges_point_one_way() {
    let metadata = metadata();
    let dependencies = dependencies(&metadata);
    let check = |package: &str, expected: &[&str]| {
        let ours = dependencies[package].iter().filter(|name| name.starts_with("sandpail"));
        assert_eq!(ours.copied().collect::<Vec<_>>(), expected, "what {package} depends on");
    };
    check("sandpail-blob", &[]);
    check("sandpail-control", &[]);
    check("sandpail-s3", &["sandpail-blob", "sandpail-control"]);
    check("sandpail", &["sandpail-control", "sandpail-s3"]);
}

#[test]
fn only_the_s3_layer_names_s3s() {
    let metadata = metadata();
    for (package, dependencies) in dependencies(&metadata) {
        assert_eq!(dependencies.contains("s3s"), package == "sandpail-s3", "{package}");
    }
    for file in sources("crates").into_iter().filter(|file| !file.starts_with("crates/s3/")) {
        let text = read(&file);
        // In quotes it is the name of a log target.
        let named = ["use s3s", " s3s::", "(s3s::", "<s3s::", "&s3s::"].into_iter().find(|name| text.contains(name));
        assert_eq!(named, None, "{file} names s3s");
    }
}

#[test]
fn the_core_and_the_instruments_do_no_http_and_the_instruments_no_async() {
    let metadata = metadata();
    let dependencies = dependencies(&metadata);
    for (package, banned) in [
        ("sandpail-blob", &["http", "hyper", "hyper-util", "s3s", "quick-xml"][..]),
        ("sandpail-control", &["http", "hyper", "tokio", "futures-util", "futures-core", "async-trait"]),
        ("sandpail-s3", &["clap", "hyper-util", "tracing-subscriber"]),
    ] {
        for name in banned {
            assert!(!dependencies[package].contains(name), "{package} depends on {name}");
        }
    }
}

#[test]
fn nothing_is_linked_twice() {
    let tree = ["tree", "--package", "sandpail", "--edges", "normal,no-proc-macro", "--prefix", "none"];
    let printed = cargo(&tree);
    let mut linked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in printed.lines() {
        let (name, version) = line.split_once(' ').expect("a name and a version");
        linked.entry(name).or_default().insert(version.split(' ').next().unwrap_or_default());
    }
    let double = linked.iter().filter(|(_, versions)| versions.len() > 1).map(|(name, _)| *name);
    let excused = DOUBLE.iter().map(|(name, _)| *name);
    assert_eq!(double.collect::<Vec<_>>(), excused.collect::<Vec<_>>(), "in the binary in two versions");
}

/// Every Rust file under a folder of the workspace, as a path from its root.
fn sources(folder: &str) -> Vec<String> {
    let (mut todo, mut found) = (vec![root().join(folder)], Vec::new());
    while let Some(path) = todo.pop() {
        for entry in std::fs::read_dir(&path).expect("a folder of the workspace") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
                todo.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let path = path.strip_prefix(root()).expect("below the root").to_string_lossy();
                found.push(path.into_owned());
            }
        }
    }
    found.sort();
    found
}

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).expect("a file of text")
}

#[test]
fn every_file_says_what_it_is() {
    let files = [sources("crates"), sources("tests")].concat();
    assert!(files.len() > 50, "only {} files were found", files.len());
    let silent: Vec<_> = files.iter().filter(|file| !read(file).starts_with("//!")).collect();
    assert!(silent.is_empty(), "without a first line of //!: {silent:?}");
}

#[test]
fn no_file_is_long() {
    for file in [sources("crates"), sources("tests")].concat() {
        let lines = read(&file).lines().count();
        let excused = LONG.iter().any(|(name, _)| *name == file);
        assert!(lines <= 500 || excused, "{file} has {lines} lines: split it, or list it with the reason");
        assert!(lines > 500 || !excused, "{file} is short again: take it off the list");
    }
}

#[test]
fn the_list_of_operations_is_the_table() {
    let file = root().join("docs/operations.md");
    let page = sandpail_tests::operations::page();
    if std::env::var_os("SANDPAIL_WRITE").is_some() {
        std::fs::write(&file, &page).expect("docs/ can be written");
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(written == page, "docs/operations.md is not what the table says: run with SANDPAIL_WRITE=1");
}
