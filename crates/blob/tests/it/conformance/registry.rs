//! No case is written and forgotten: the registry names every case there is.

use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the suite's sources lie in this package");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    files.retain(|path| path.file_name().is_some_and(|name| name != "mod.rs"));
    files.sort();
    files
}

#[test]
fn every_case_is_registered() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/conformance");
    let registry = std::fs::read_to_string(suite.join("registry.rs")).expect("the registry");
    let mut cases = 0;
    for file in sources(&suite.join("vfs")).into_iter().chain(sources(&suite.join("store"))) {
        let source = std::fs::read_to_string(&file).expect("a source");
        let names = source.lines().filter_map(|line| line.strip_prefix("pub async fn ")?.split('(').next());
        for name in names {
            let listed = registry.lines().filter(|line| line.trim() == format!("{name},")).count();
            assert!(listed > 0, "{name} of {} is in no registry", file.display());
            cases += 1;
        }
    }
    let listed = registry.lines().filter(|line| line.ends_with(',') && line.starts_with("                ")).count();
    assert_eq!(listed, cases, "the registry lists each case once, and nothing else");
}
