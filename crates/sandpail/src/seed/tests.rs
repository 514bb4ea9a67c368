//! A folder becomes buckets and objects, or nothing starts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use sandpail_control::{ManualClock, SeededEntropy};
use sandpail_s3::{Credential, Settings};

use super::*;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder of files, gone with its handle.
struct Folder(PathBuf);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("sandpail-seed-{}-{number}", std::process::id()));
        let folder = Self(path);
        fs::create_dir_all(&folder.0).unwrap();
        for (name, text) in files {
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn load(&self) -> (Service, Result<Seeded>) {
        // Where signatures are verified, so that it is seen that a seed needs none.
        let key = Credential { access_key: "a".to_owned(), secret_key: "b".to_owned(), ..Credential::default() };
        let settings = Settings { credentials: vec![key], ..Settings::default() };
        let clock = Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH));
        let service = Service::mem(settings, clock, Arc::new(SeededEntropy::from_seed(1))).unwrap();
        let loaded = wait(load(&service, &self.0));
        (service, loaded)
    }

    /// Why it is refused.
    fn why(&self) -> String {
        self.load().1.expect_err("it is refused").to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// The type and the bytes of an object.
fn get(service: &Service, path: &str) -> (String, String) {
    let request = Request::get(path).header(HOST, "localhost").extension(ByOperator).body(Body::empty()).unwrap();
    let response = wait(service.call(request));
    assert!(response.status().is_success(), "{path}: {}", response.status());
    let kind = response.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
    let bytes = wait(response.into_body().store_all_limited(1 << 24)).unwrap();
    (kind, String::from_utf8(bytes.to_vec()).unwrap())
}

#[test]
fn folders_are_buckets_and_files_are_objects() {
    let big = "x".repeat((2 << 20) + 7);
    let folder = Folder::with(&[
        ("photos/2026/a cat.jpg", "meow"),
        ("photos/index.html", "<p>"),
        ("photos/empty", ""),
        ("photos/.hidden", "h"),
        ("videos/big", &big),
        (".git/config", "not a bucket"),
        ("photos/..data/link", "what Kubernetes hides"),
    ]);
    let (service, seeded) = folder.load();
    assert_eq!(seeded.unwrap(), Seeded { buckets: 2, objects: 5, bytes: 4 + 3 + 1 + big.len() as u64 });
    let check = |path: &str, kind: &str, text: &str| {
        assert!(get(&service, path) == (kind.to_owned(), text.to_owned()), "{path}");
    };
    check("/photos/2026/a%20cat.jpg", "image/jpeg", "meow");
    check("/photos/index.html", "text/html", "<p>");
    check("/photos/empty", "binary/octet-stream", "");
    check("/photos/.hidden", "binary/octet-stream", "h");
    check("/videos/big", "binary/octet-stream", &big);
    assert!(wait(service.has_bucket("videos")) && !wait(service.has_bucket(".git")));
}

#[test]
fn a_file_beside_them_tells_headers() {
    let headers = r#"{"a.html": {"content-type": "text/x", "x-amz-meta-owner": "me"}}"#;
    let folder = Folder::with(&[("b-1/a.html", "a"), ("b-1/b.html", "b"), ("b-1/.sandpail.json", headers)]);
    let (service, seeded) = folder.load();
    assert_eq!(seeded.unwrap().objects, 2);
    assert_eq!(get(&service, "/b-1/a.html").0, "text/x");
    assert_eq!(get(&service, "/b-1/b.html").0, "text/html");
    let request =
        Request::head("/b-1/a.html").header(HOST, "localhost").extension(ByOperator).body(Body::empty()).unwrap();
    assert_eq!(wait(service.call(request)).headers()["x-amz-meta-owner"], "me");
}

#[cfg(unix)]
#[test]
fn links_are_followed_but_not_for_ever() {
    let folder = Folder::with(&[("photos/..data/cat", "meow")]);
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, folder.0.join(name)).unwrap();
    link("..data/cat", "photos/cat");
    let (service, seeded) = folder.load();
    assert_eq!((seeded.unwrap().objects, get(&service, "/photos/cat").1.as_str()), (1, "meow"));
    link(".", "photos/again");
    let why = folder.why();
    assert!(why.contains("link") || why.contains("too long") || why.contains("symbolic"), "{why}");
}

#[test]
fn what_is_wrong_is_named() {
    let check = |files: &[(&str, &str)], parts: &[&str]| {
        let why = Folder::with(files).why();
        assert!(parts.iter().all(|part| why.contains(part)), "{why}");
    };
    check(&[("cat.jpg", "")], &["cat.jpg", "folder named as its bucket"]);
    check(&[("Photos/cat", "")], &["Photos", "InvalidBucketName"]);
    let wrong = r#"{"a": {"x-amz-storage-class": "WARM"}}"#;
    check(&[("photos/a", ""), ("photos/.sandpail.json", wrong)], &["photos/a", "S3 says 400", "InvalidStorageClass"]);
    check(&[("photos/.sandpail.json", "[]")], &[".sandpail.json", "it takes an object such as"]);
    let long = format!("photos/{}", ["n".repeat(200).as_str(); 6].join("/"));
    check(&[(&long, "")], &["S3 says 400", "KeyTooLongError"]);
    let (_, missing) = Folder(PathBuf::from("no/such/seed")).load();
    assert!(missing.unwrap_err().to_string().starts_with("seed no/such/seed: "));
}
