//! The kept corpora hold what they are to hold.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_target_holds_of_its_corpus() {
    for (name, property) in TARGETS {
        let folder = corpora().join(name);
        let files = names(&folder);
        assert!(files.len() > 10, "only {} files for {name}", files.len());
        for file in files {
            let data = fs::read(folder.join(&file)).unwrap();
            let held = std::panic::catch_unwind(|| property(&data));
            assert!(held.is_ok(), "{name}/{file} does not hold: {data:?}");
        }
    }
}

#[test]
fn every_target_has_its_binary_and_its_corpus() {
    let targets: Vec<_> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names(&corpora()), targets);
    let binaries: Vec<_> = targets.iter().map(|name| format!("{name}.rs")).collect();
    assert_eq!(names(&corpora().join("../targets")), binaries);
}
