//! The server inside a test of its user: started without a runtime or inside one, gone with its handle.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use sandpail::{Credential, ManualClock, Sandpail, Tls};
use sandpail_tests::{Raw, sdk};

fn check(server: &Sandpail) {
    assert!(server.url().starts_with("http://127.0.0.1:"), "{}", server.url());
    assert_eq!(server.url(), format!("http://{}", server.addr()));
    let _ = Raw::connect(server.addr()).ask("GET", "/", &[], b"").ok(200);
}

#[test]
fn it_starts_without_a_runtime() {
    check(&Sandpail::start().expect("a server"));
}

#[tokio::test]
async fn it_serves_the_very_thread_that_awaits_it() {
    let server = Sandpail::builder().bucket("shelf").start().expect("a server");
    let s3 = sdk::client(server.url());
    s3.put_object().bucket("shelf").key("k").send().await.expect("a put");
    assert_eq!(s3.list_objects_v2().bucket("shelf").send().await.expect("a list").contents().len(), 1);
    drop(server);
    assert!(s3.list_buckets().send().await.is_err(), "it is gone with its handle");
}

#[test]
fn it_outlives_the_runtime_that_it_was_started_in() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let server = runtime().block_on(async { Sandpail::start().expect("a server") });
    check(&server);
    runtime().block_on(async move { drop(server) });
}

#[test]
fn two_servers_share_nothing() {
    let (first, second) = (Sandpail::start().expect("a server"), Sandpail::start().expect("a server"));
    assert_ne!(first.addr(), second.addr());
    let _ = Raw::connect(first.addr()).ask("PUT", "/shelf", &[], b"").ok(200);
    assert_eq!(Raw::connect(second.addr()).ask("HEAD", "/shelf", &[], b"").status, 404);
}

#[test]
fn a_dropped_server_frees_its_port_at_once() {
    let first = Sandpail::start().expect("a server");
    let (address, idle) = (first.addr(), Raw::connect(first.addr()));
    drop(first);
    let second = Sandpail::builder().listen(address.to_string()).start().expect("the port is free");
    check(&second);
    drop(idle);
}

#[test]
fn a_port_in_use_is_an_error_that_names_it() {
    let first = Sandpail::start().expect("a server");
    let error = Sandpail::builder().listen(first.addr().to_string()).start().expect_err("the port is taken");
    assert!(error.to_string().contains(&first.addr().to_string()), "{error}");
    assert!(std::error::Error::source(&error).is_some(), "with what the system said");
}

#[test]
fn settings_that_cannot_be_served_are_errors() {
    let credential = |key: &str| Credential { access_key: key.into(), secret_key: "s".into(), ..Credential::default() };
    for (what, builder) in [
        ("region", Sandpail::builder().region("no region")),
        ("domain", Sandpail::builder().domain("a b")),
        ("bucket", Sandpail::builder().bucket("A_B")),
        ("address", Sandpail::builder().listen("nonsense")),
        ("key", Sandpail::builder().credential(credential("k")).credential(credential("k"))),
    ] {
        assert!(builder.start().is_err(), "a bad {what} starts");
    }
}

#[test]
fn its_debug_form_is_its_url_and_no_secret() {
    let credential = Credential { access_key: "known".into(), secret_key: "hidden".into(), ..Credential::default() };
    let builder = Sandpail::builder().credential(credential);
    assert!(!format!("{builder:?}").contains("hidden"));
    let server = builder.start().expect("a server");
    let debug = format!("{server:?}");
    assert!(debug.contains(server.url()) && !debug.contains("hidden"), "{debug}");
}

#[test]
fn the_same_seed_and_clock_give_the_same_answers() {
    let story = || {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600);
        let server = Sandpail::builder().bucket("shelf").seed(7).clock(Arc::new(ManualClock::new(at)));
        let server = server.start().expect("a server");
        let mut raw = Raw::connect(server.addr());
        let enabled = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
        let mut told = Vec::new();
        for (method, target, body) in [
            ("PUT", "/shelf?versioning", &enabled[..]),
            ("PUT", "/shelf/k", b"x"),
            ("DELETE", "/shelf/k", b""),
            ("POST", "/shelf/k?uploads", b""),
            ("GET", "/shelf?versions", b""),
            ("GET", "/none", b""),
        ] {
            let reply = raw.ask(method, target, &[], body);
            let headers = reply.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("date"));
            told.push((reply.status, headers.cloned().collect::<Vec<_>>(), reply.text()));
        }
        told
    };
    assert_eq!(story(), story());
}

#[test]
fn the_clock_dates_what_is_stored() {
    let clock = Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600)));
    let shared: Arc<ManualClock> = Arc::clone(&clock);
    let server = Sandpail::builder().bucket("shelf").clock(shared).start().expect("a server");
    let mut raw = Raw::connect(server.addr());
    for expected in ["Thu, 01 Jan 2026 00:00:00 GMT", "Fri, 02 Jan 2026 00:00:00 GMT"] {
        let _ = raw.ask("PUT", "/shelf/k", &[], b"x").ok(200);
        assert_eq!(raw.ask("HEAD", "/shelf/k", &[], b"").header("last-modified"), Some(expected));
        clock.advance(Duration::from_secs(86_400)).expect("a day later");
    }
}

#[tokio::test]
async fn it_speaks_https_whatever_its_clock_says() {
    let clock = Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)));
    let builder = || Sandpail::builder().bucket("shelf").tls(Tls::generated());
    for server in [builder().start(), builder().clock(clock).start()] {
        let server = server.expect("a server");
        assert_eq!(server.url(), format!("https://{}", server.addr()));
        let pem = server.ca_pem().expect("a certificate to trust");
        let s3 = sdk::client_trusting(server.url(), pem);
        s3.put_object().bucket("shelf").key("k").body(b"text".to_vec().into()).send().await.expect("a put");
        let got = s3.get_object().bucket("shelf").key("k").send().await.expect("a get");
        assert_eq!(got.body.collect().await.expect("a body").to_vec(), b"text");
        let other = Sandpail::builder().tls(Tls::generated()).start().expect("a server");
        let stranger = sdk::client_trusting(server.url(), other.ca_pem().expect("a certificate"));
        assert!(stranger.list_buckets().send().await.is_err(), "its certificate is of another authority");
    }
}
