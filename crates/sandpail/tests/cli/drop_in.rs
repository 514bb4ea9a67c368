//! In the place of another server: its variables, its pages, its ports, its command.

use std::process::{Command, Output};

use crate::served::{BINARY, Served, ask, refusal, sandpail};

const ANY: &[&str] = &["--listen", "127.0.0.1:0"];

#[test]
fn variables_of_other_servers_are_understood() {
    let check = |variables: &[(&str, &str)], path: &str, expected: &str| {
        let served = Served::start(sandpail(ANY, variables));
        let status = served.get(path);
        assert!(status.ends_with(expected), "{variables:?} {path}: {status}");
    };
    for name in ["initialBuckets", "COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS", "S3_BUCKET"] {
        check(&[(name, "photos, ,videos")], "/videos", "200 OK");
    }
    check(&[("MINIO_DEFAULT_BUCKETS", "photos:public;videos")], "/photos", "200 OK");
    // With keys, S3 lets nobody list buckets without a signature.
    let keys = [("MINIO_ROOT_USER", "minioadmin"), ("MINIO_ROOT_PASSWORD", "minioadmin")];
    check(&keys, "/", "307 Temporary Redirect");
    check(&[], "/", "200 OK");
}

#[test]
fn it_says_whose_word_it_took() {
    let served = Served::start(sandpail(ANY, &[("MINIO_DEFAULT_BUCKETS", "photos"), ("AWS_REGION", "eu-west-1")]));
    let (_, log) = served.end("-TERM");
    assert!(log.contains("bucket photos from MINIO_DEFAULT_BUCKETS"), "{log}");
    assert!(log.contains("region eu-west-1 from AWS_REGION"), "{log}");
}

#[test]
fn two_names_with_two_values_are_refused_by_both() {
    let check = |variables: &[(&str, &str)], names: [&str; 2]| {
        let why = refusal(sandpail(ANY, variables));
        assert!(names.iter().all(|name| why.contains(name)), "{why}");
        assert!(!why.contains("hunter"), "{why}");
    };
    let minio = [("MINIO_ROOT_USER", "a"), ("MINIO_ROOT_PASSWORD", "hunter1")];
    let rustfs = [("RUSTFS_ACCESS_KEY", "a"), ("RUSTFS_SECRET_KEY", "hunter2")];
    check(&[minio, rustfs].concat(), ["MINIO_ROOT_PASSWORD", "RUSTFS_SECRET_KEY"]);
    check(&[("SANDPAIL_REGION", "eu-west-1"), ("VGW_REGION", "eu-west-2")], ["SANDPAIL_REGION", "VGW_REGION"]);
    check(&minio[..1], ["MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"]);
    check(&[("MINIO_DEFAULT_BUCKETS", "photos:open")], ["MINIO_DEFAULT_BUCKETS", "download"]);
}

#[test]
fn it_listens_on_every_port_that_is_named() {
    let served = Served::start(sandpail(&["--listen", "127.0.0.1:0,0", "--listen", "0", "--bucket", "photos"], &[]));
    let urls = served.ready.trim_start_matches("sandpail ready on ").trim_end().split(", ");
    let addresses: Vec<_> = urls.map(|url| url.trim_start_matches("http://").to_owned()).collect();
    assert_eq!(addresses.len(), 3, "{}", served.ready);
    ask(&addresses[2], "PUT", "/photos/cat", "meow");
    for address in &addresses {
        assert!(ask(address, "GET", "/photos/cat", "").ends_with("meow"));
    }
}

#[test]
fn health_is_asked_by_the_binary_itself() {
    let served = Served::start(sandpail(ANY, &[]));
    let ask = |arguments: &[&str], variables: &[(&str, &str)]| {
        let Output { status, stderr, .. } =
            sandpail(&[&["healthcheck"], arguments].concat(), variables).output().unwrap();
        (status.code(), String::from_utf8(stderr).unwrap())
    };
    let address = served.address.clone();
    let port = address.rsplit_once(':').unwrap().1.to_owned();
    assert_eq!(ask(&["--listen", &address], &[]), (Some(0), String::new()));
    assert_eq!(ask(&[], &[("SANDPAIL_LISTEN", &port)]).0, Some(0));
    assert_eq!(ask(&[], &[("SANDPAIL_HOST", "0.0.0.0"), ("SANDPAIL_LISTEN", &port)]).0, Some(0));
    assert_eq!(ask(&[], &[("VGW_PORT", &format!(":{port}"))]).0, Some(0));
    drop(served);
    let (code, why) = ask(&["--listen", &address], &[]);
    assert!(code == Some(1) && why.contains(&address) && why.contains("refused"), "{why}");
    assert_eq!(ask(&["--listen", "0"], &[]).0, Some(2));
}

#[test]
fn the_command_of_other_images_serves() {
    let arguments = ["server", "/data", "--console-address", ":9001"];
    let served = Served::start(sandpail(&arguments, &[("SANDPAIL_LISTEN", "127.0.0.1:0")]));
    assert_eq!(served.get("/minio/health/live"), "HTTP/1.1 200 OK");
    let (_, log) = served.end("-TERM");
    assert!(log.contains("WARN") && log.contains("/data --console-address :9001"), "{log}");
}

#[test]
fn shells_are_told_how_to_complete() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let Output { status, stdout, .. } = sandpail(&["completions", shell], &[]).output().unwrap();
        let script = String::from_utf8(stdout).unwrap();
        assert!(status.success() && script.contains("restore-seconds"), "{shell}: {script}");
    }
    // bash at least is everywhere where this test runs.
    let script = format!("source <({BINARY} completions bash) && complete -p sandpail");
    let Output { stdout, .. } = Command::new("bash").args(["-c", &script]).output().unwrap();
    let line = String::from_utf8(stdout).unwrap();
    assert!(line.contains("-F _sandpail"), "{line:?}");
}
