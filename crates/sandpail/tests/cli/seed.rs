//! Objects that are there from the start, and after a reset again.

use std::fs;
use std::path::PathBuf;

use crate::served::{Served, refusal, sandpail};

/// A folder with one bucket and one object, gone with its handle.
struct Seed(PathBuf);

impl Seed {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sandpail-cli-{name}-{}", std::process::id()));
        fs::create_dir_all(path.join("photos")).unwrap();
        fs::write(path.join("photos/cat.txt"), "meow").unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Seed {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_seed_is_named_in_the_ready_line_and_comes_back_with_a_reset() {
    let seed = Seed::new("seed");
    let served =
        Served::start(sandpail(&["--listen", "127.0.0.1:0", "--seed", seed.path(), "--bucket", "videos"], &[]));
    assert!(
        served.ready.ends_with(&format!(" with 1 objects in 1 buckets from {}\n", seed.path())),
        "{}",
        served.ready
    );
    assert!(served.ask("GET", "/photos/cat.txt", "").ends_with("\r\n\r\nmeow"));
    served.ask("PUT", "/photos/cat.txt", "woof");
    served.ask("PUT", "/videos/dog", "woof");
    assert_eq!(served.get("/videos/dog"), "HTTP/1.1 200 OK");
    assert!(served.ask("POST", "/moto-api/reset", "").starts_with("HTTP/1.1 200 OK"));
    assert!(served.ask("GET", "/photos/cat.txt", "").ends_with("\r\n\r\nmeow"));
    assert_eq!(served.get("/videos/dog"), "HTTP/1.1 404 Not Found");
    assert_eq!(served.get("/videos"), "HTTP/1.1 200 OK");
    // What cannot be done anew leaves everything as it is.
    fs::write(seed.0.join("stray"), "").unwrap();
    served.ask("PUT", "/videos/dog", "woof");
    let answer = served.ask("POST", "/_sandpail/reset", "");
    assert!(answer.starts_with("HTTP/1.1 500 ") && answer.contains("stray"), "{answer}");
    assert_eq!(served.get("/videos/dog"), "HTTP/1.1 200 OK");
}

#[test]
fn a_seed_that_cannot_be_loaded_ends_it() {
    let seed = Seed::new("stray");
    fs::write(seed.0.join("stray"), "").unwrap();
    for (arguments, variables) in [
        (&["--seed", seed.path()][..], &[][..]),
        (&[], &[("SANDPAIL_SEED", seed.path())]),
        (&["--seed", "no/such"], &[]),
    ] {
        let why = refusal(sandpail(&[&["--listen", "127.0.0.1:0"], arguments].concat(), variables));
        assert!(why.contains("seed ") && why.contains("--seed"), "{why}");
    }
}
