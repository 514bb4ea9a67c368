//! The service over engines that count, and engines that fail: what requests cost and what they leave behind.

use std::io;
use std::sync::Arc;

use sandpail_blob::conformance::{CountingVfs, Fault, FaultyVfs, Span, Verb, When};
use sandpail_blob::{MemVfs, Vfs, VfsError};
use sandpail_tests::Local;

/// Asserts that a refused request leaves no payload.
async fn check(method: &str, target: &str, headers: &[(&str, &str)], status: u16) {
    let vfs: Arc<dyn Vfs> = Arc::new(MemVfs::new());
    let local = Local::over(&vfs, 1);
    let _ = local.ask("PUT", "/shelf", &[], b"").await.ok(200);
    let _ = local.ask("PUT", "/shelf/k", &[], b"").await.ok(200);
    let before = vfs.payloads(None, 100).await.expect("a list");
    assert_eq!(local.ask(method, target, headers, &[b'x'; 100_000]).await.status, status, "{method} {target}");
    assert_eq!(vfs.payloads(None, 100).await.expect("a list"), before, "{method} {target}");
}

#[tokio::test]
async fn s11_a_refused_write_leaves_no_bytes() {
    check("PUT", "/none/k", &[], 404).await;
    check("PUT", "/shelf/k?partNumber=1&uploadId=nonsense", &[], 404).await;
    check("PUT", "/shelf/k", &[("if-none-match", "*")], 412).await;
    check("PUT", "/shelf/k", &[("if-match", "\"0\"")], 412).await;
    check("PUT", "/shelf/k", &[("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==")], 400).await;
    check("PUT", "/shelf/k", &[("x-amz-checksum-crc32", "AAAAAA==")], 400).await;
    check("PUT", "/shelf/k", &[("x-amz-tagging", "a=1&a=2")], 400).await;
    check("PUT", "/shelf/k", &[("x-amz-storage-class", "COLD")], 400).await;
}

#[tokio::test]
async fn s16_a_request_costs_the_same_among_many_objects_as_among_few() {
    let counting = Arc::new(CountingVfs::new(Arc::new(MemVfs::new())));
    let vfs: Arc<dyn Vfs> = Arc::<CountingVfs>::clone(&counting);
    let local = Local::over(&vfs, 1);
    let _ = local.ask("PUT", "/shelf", &[], b"").await.ok(200);
    let mut costs = Vec::new();
    for upto in [10, 3_000] {
        for n in costs.len() * 10..upto {
            let _ = local.ask("PUT", &format!("/shelf/{n:05}"), &[], b"x").await.ok(200);
        }
        counting.reset();
        let mut cost = Vec::new();
        for (method, target, status) in [
            ("PUT", "/shelf/new", 200),
            ("GET", "/shelf/new", 200),
            ("HEAD", "/shelf/new", 200),
            ("GET", "/shelf?list-type=2&max-keys=5", 200),
            ("GET", "/shelf?versions&max-keys=5", 200),
            ("DELETE", "/shelf/new", 204),
        ] {
            let _ = local.ask(method, target, &[], b"").await.ok(status);
            cost.push((method, target, counting.reset()));
        }
        costs.push(cost);
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn s17_an_engine_that_cannot_tell_is_an_error_and_not_an_empty_service() {
    let inner: Arc<dyn Vfs> = Arc::new(MemVfs::new());
    let local = Local::over(&inner, 1);
    let _ = local.ask("PUT", "/shelf", &[], b"").await.ok(200);
    let _ = local.ask("PUT", "/shelf/k", &[], b"x").await.ok(200);
    let faulty = Arc::new(FaultyVfs::new(Arc::clone(&inner)));
    let vfs: Arc<dyn Vfs> = Arc::<FaultyVfs>::clone(&faulty);
    let local = Local::over(&vfs, 2);
    let error = || VfsError::Io(io::Error::other("the disk is gone"));
    faulty.arm(Fault { call: 0, verb: None, when: When::Before, span: Span::Onwards, error });
    assert!(local.service().create_bucket("other").await.is_err(), "a start that cannot make its bucket fails");
    for target in
        ["/", "/shelf", "/shelf?list-type=2", "/shelf?versions", "/shelf?uploads", "/shelf/k", "/shelf/k?tagging"]
    {
        let refusal = local.ask("GET", target, &[], b"").await.refusal();
        assert_eq!((refusal.status, refusal.code.as_str()), (500, "InternalError"), "{target}");
    }
    for (method, target) in [("PUT", "/shelf/k"), ("DELETE", "/shelf/k"), ("DELETE", "/shelf"), ("PUT", "/fresh")] {
        assert_eq!(local.ask(method, target, &[], b"").await.status, 500, "{method} {target}");
    }
    faulty.disarm();
    assert_eq!(local.ask("GET", "/shelf/k", &[], b"").await.ok(200).text(), "x");
}

#[tokio::test]
async fn a_put_that_fails_anywhere_leaves_the_old_object_and_no_bytes() {
    for (call, when) in (0..40).flat_map(|call| [(call, When::Before), (call, When::After)]) {
        let inner: Arc<dyn Vfs> = Arc::new(MemVfs::new());
        let faulty = Arc::new(FaultyVfs::new(Arc::clone(&inner)));
        let vfs: Arc<dyn Vfs> = Arc::<FaultyVfs>::clone(&faulty);
        let local = Local::over(&vfs, 1);
        let _ = local.ask("PUT", "/shelf", &[], b"").await.ok(200);
        let _ = local.ask("PUT", "/shelf/k", &[], b"before").await.ok(200);
        let error = || VfsError::Io(io::Error::other("the disk hiccups"));
        faulty.arm(Fault { call, verb: None, when, span: Span::Once, error });
        let status = local.ask("PUT", "/shelf/k", &[], &[b'x'; 100_000]).await.status;
        let commit = faulty.calls().get(call) == Some(&Verb::Commit);
        let struck = faulty.disarm();
        let text = local.ask("GET", "/shelf/k", &[], b"").await.ok(200).text();
        match status {
            200 => assert_eq!(text.len(), 100_000, "call {call} {when:?}"),
            // A commit whose answer was lost may have happened: old or new, but whole.
            500 if commit => assert!(text == "before" || text.len() == 100_000, "call {call} {when:?}"),
            500 => assert_eq!(text, "before", "call {call} {when:?}"),
            other => panic!("{other} for a failure of call {call} {when:?}"),
        }
        if !struck {
            assert!(call > 1, "the fault never struck");
            return;
        }
    }
    panic!("a put makes more calls than were tried");
}
