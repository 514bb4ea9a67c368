//! The binary as a process: how it starts, says so, refuses to start, and ends.

use sandpail_tests::server::{self, Ended};
use sandpail_tests::{Raw, Server};

/// Asserts that a start fails as bad configuration does: exit code 2 and one line that says why.
#[track_caller]
fn check(ended: &Ended, reason: &str) {
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
    let lines: Vec<&str> = ended.stderr.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), 1, "one line says why: {}", ended.stderr);
    assert!(lines[0].contains(reason), "{:?} does not name {reason:?}", lines[0]);
}

#[test]
fn the_ready_line_names_the_port_that_was_chosen() {
    let server = Server::start();
    assert_ne!(server.addr().port(), 0);
    let lines = server.log().lines().filter(|line| line.contains(&server.url())).count();
    assert_eq!(lines, 1, "one ready line: {}", server.log());
}

#[test]
fn serve_is_what_no_command_means() {
    let server = Server::spawn(&["serve", "--listen", "127.0.0.1:0"], &[]);
    let _ = server.raw().ask("GET", "/", &[], b"").ok(200);
}

#[test]
fn buckets_given_at_start_exist_at_once() {
    let server = Server::with(&["--bucket", "first", "--bucket", "second"]);
    let listed = server.raw().ask("GET", "/", &[], b"").ok(200).xml();
    assert_eq!(listed.texts("Buckets/Bucket/Name"), ["first", "second"]);
}

#[test]
fn every_flag_has_its_variable() {
    let server = Server::spawn(
        &[],
        &[
            ("SANDPAIL_LISTEN", "127.0.0.1:0"),
            ("SANDPAIL_REGION", "eu-central-1"),
            ("SANDPAIL_BUCKET", "first,second"),
            ("SANDPAIL_DOMAIN", "s3.test"),
        ],
    );
    let listed = server.raw().ask("GET", "/", &[], b"").ok(200).xml();
    assert_eq!(listed.texts("Buckets/Bucket/Name"), ["first", "second"]);
    let head = server.raw().ask("HEAD", "/", &[("Host", "first.s3.test"), ("Authorization", "-")], b"").ok(200);
    assert_eq!(head.header("x-amz-bucket-region"), Some("eu-central-1"));
}

#[test]
fn bad_configuration_ends_with_two_and_a_reason() {
    let listen = ["--listen", "127.0.0.1:0"];
    let with = |args: &[&str]| server::run(&[&listen, args].concat(), &[]);
    check(&server::run(&["--listen", "nonsense"], &[]), "nonsense");
    check(&with(&["--region", "no region"]), "no region");
    check(&with(&["--bucket", "A_B"]), "A_B");
    check(&with(&["--domain", "a b"]), "a b");
    check(&with(&["--credentials", "no-such-file.json"]), "no-such-file.json");
    check(&with(&["--log-level", "shouting"]), "shouting");
    check(&with(&["--unknown"]), "--unknown");
    check(&with(&["--secret-key", "without its access key"]), "access");
    check(&server::run(&[], &[("SANDPAIL_LISTEN", "nonsense")]), "nonsense");
}

#[test]
fn a_port_in_use_ends_with_two_and_its_address() {
    let first = Server::start();
    let address = first.addr().to_string();
    check(&server::run(&["--listen", &address], &[]), &address);
}

#[test]
fn sigterm_ends_with_zero() {
    let mut server = Server::start();
    server.terminate();
    assert_eq!(server.wait().code(), Some(0), "{}", server.log());
}

#[test]
fn sigterm_waits_for_what_is_under_way() {
    let mut server = Server::with(&["--bucket", "shelf"]);
    let mut raw = server.raw();
    let head = raw.head("PUT", "/shelf/k", &[("Expect", "100-continue")], 9);
    raw.send(&head);
    assert_eq!(raw.reply("PUT").status, 100, "the request is under way");
    server.terminate();
    raw.send(b"123456789");
    let _ = raw.reply("PUT").of_s3().ok(200);
    assert_eq!(server.wait().code(), Some(0), "{}", server.log());
}

#[test]
fn sigterm_does_not_wait_for_idle_connections() {
    let mut server = Server::start();
    let mut idle = server.raw();
    let _ = idle.ask("GET", "/", &[], b"").ok(200);
    let untouched = server.raw();
    server.terminate();
    assert_eq!(server.wait().code(), Some(0), "{}", server.log());
    drop(untouched);
}

#[test]
fn health_is_told_under_a_path_that_no_bucket_can_have() {
    let server = Server::with(&["--bucket", "health"]);
    for target in ["/_sandpail/health", "/_sandpail/ready"] {
        for method in ["GET", "HEAD"] {
            let mut raw = server.raw();
            raw.send(&raw.head(method, target, &[], 0));
            assert_eq!(raw.reply(method).status, 200, "{method} {target}");
        }
    }
    let listed = server.raw().ask("GET", "/health", &[], b"").ok(200).xml();
    assert_eq!(listed.get("Name"), Some("health"));
}

#[test]
fn listed_keys_are_accounts_of_their_own() {
    let folder = sandpail_tests::folder::Folder::new("credentials");
    let file = folder.path().join("credentials.json");
    let keys = r#"[
        {"access_key": "anna", "secret_key": "1", "account": "111111111111", "display_name": "Anna"},
        {"access_key": "berta", "secret_key": "2"}
    ]"#;
    std::fs::write(&file, keys).expect("a file in a folder of our own");
    let server = Server::with(&["--verify=false", "--credentials", file.to_str().expect("a plain path")]);
    let ask = |key: &str, method: &str, target: &str| {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={key}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature={}",
            "0".repeat(64)
        );
        Raw::connect(server.addr()).ask(method, target, &[("Authorization", &authorization)], b"")
    };
    let _ = ask("anna", "PUT", "/annas").ok(200);
    let _ = ask("berta", "PUT", "/bertas").ok(200);
    for (key, expected) in [("anna", "annas"), ("111111111111", "annas"), ("berta", "bertas")] {
        let listed = ask(key, "GET", "/").ok(200).xml();
        assert_eq!(listed.texts("Buckets/Bucket/Name"), [expected], "{key}");
    }
    assert_eq!(ask("anna", "PUT", "/bertas").refusal().code, "BucketAlreadyExists");
}
