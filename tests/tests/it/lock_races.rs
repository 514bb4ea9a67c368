//! Locks under a race: another request comes between what a request has read and what it commits. Whichever is
//! acknowledged holds.

use std::sync::Arc;

use sandpail_blob::{MemVfs, Vfs};
use sandpail_tests::digest::content_md5;
use sandpail_tests::{Between, Local, Reply};

const ENABLED: &[u8] = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
const SUSPENDED: &[u8] = b"<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";
const LOCK: &[u8] = b"<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>\
    <Mode>COMPLIANCE</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>";
const HELD: &[u8] = b"<LegalHold><Status>ON</Status></LegalHold>";
const GOVERNED: &[u8] =
    b"<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2100-01-01T00:00:00Z</RetainUntilDate></Retention>";
const COMPLIANT: &[u8] =
    b"<Retention><Mode>COMPLIANCE</Mode><RetainUntilDate>2100-01-01T00:00:00Z</RetainUntilDate></Retention>";
const NO_RETENTION: &[u8] = b"<Retention></Retention>";
const BYPASS: (&str, &str) = ("x-amz-bypass-governance-retention", "true");

/// One request.
#[derive(Clone, Debug)]
struct Ask {
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

fn ask(method: &'static str, target: impl Into<String>, headers: &[(&str, &str)], body: &[u8]) -> Ask {
    let mut headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    headers.push(("content-md5".to_owned(), content_md5(body)));
    Ask { method, target: target.into(), headers, body: body.to_vec() }
}

impl Ask {
    async fn of(&self, local: &Local) -> Reply {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        local.ask(self.method, &self.target, &headers, &self.body).await
    }
}

/// Two endpoints over one engine; under the first, the other's requests come between.
struct Race {
    between: Arc<Between>,
    first: Local,
    other: Arc<Local>,
}

impl Race {
    /// With the bucket `shelf`, made with these headers.
    async fn new(headers: &[(&str, &str)]) -> Self {
        let inner: Arc<dyn Vfs> = Arc::new(MemVfs::new());
        let between = Arc::new(Between::new(Arc::clone(&inner)));
        let vfs: Arc<dyn Vfs> = Arc::<Between>::clone(&between);
        let race = Self { between, first: Local::over(&vfs, 1), other: Arc::new(Local::over(&inner, 2)) };
        let _ = race.other.ask("PUT", "/shelf", headers, b"").await.ok(200);
        race
    }

    async fn locked() -> Self {
        Self::new(&[("x-amz-bucket-object-lock-enabled", "true")]).await
    }

    /// Puts `k`, and names its version.
    async fn put(&self) -> String {
        let put = self.other.ask("PUT", "/shelf/k", &[], b"kept").await.ok(200);
        put.header("x-amz-version-id").expect("a version id").to_owned()
    }

    /// The answer to `first`, between whose reading and commit `then` is done.
    async fn run(&self, first: &Ask, then: Ask) -> Reply {
        let other = Arc::clone(&self.other);
        self.between.before_commit(async move {
            let reply = then.of(&other).await;
            assert!(reply.status < 300, "{then:?}: {}", reply.text());
        });
        let reply = first.of(&self.first).await;
        assert!(self.between.happened(), "{first:?} commits nothing");
        reply
    }

    /// The status of a request for this version of `k`.
    async fn status(&self, version: &str) -> u16 {
        self.other.ask("GET", &format!("/shelf/k?versionId={version}"), &[], b"").await.status
    }
}

#[tokio::test]
async fn no_delete_gets_past_a_lock_that_comes_first() {
    for (lock, body) in [("legal-hold", HELD), ("retention", COMPLIANT), ("retention", GOVERNED)] {
        let race = Race::locked().await;
        let version = race.put().await;
        let delete = ask("DELETE", format!("/shelf/k?versionId={version}"), &[], b"");
        let reply = race.run(&delete, ask("PUT", format!("/shelf/k?{lock}&versionId={version}"), &[], body)).await;
        let protected = "Access Denied because object protected by object lock.";
        reply.refusal().is(403, "AccessDenied", protected, &[]);
        assert_eq!(race.status(&version).await, 200, "{lock}");
    }
}

#[tokio::test]
async fn no_delete_of_many_gets_past_a_lock_that_comes_first() {
    let race = Race::locked().await;
    let version = race.put().await;
    let body = format!("<Delete><Object><Key>k</Key><VersionId>{version}</VersionId></Object></Delete>");
    let hold = ask("PUT", format!("/shelf/k?legal-hold&versionId={version}"), &[], HELD);
    let reply = race.run(&ask("POST", "/shelf?delete", &[], body.as_bytes()), hold).await.ok(200);
    assert_eq!(reply.xml().texts("Error/Code"), ["AccessDenied"]);
    assert_eq!(race.status(&version).await, 200);
}

#[tokio::test]
async fn governance_is_not_bypassed_once_it_is_compliance() {
    for (method, query, body) in [("DELETE", "?", &b""[..]), ("PUT", "?retention&", NO_RETENTION)] {
        let race = Race::locked().await;
        let version = race.put().await;
        let retention = format!("/shelf/k?retention&versionId={version}");
        let _ = race.other.ask("PUT", &retention, &[], GOVERNED).await.ok(200);
        let first = ask(method, format!("/shelf/k{query}versionId={version}"), &[BYPASS], body);
        let reply = race.run(&first, ask("PUT", retention.as_str(), &[BYPASS], COMPLIANT)).await;
        assert_eq!(reply.refusal().code, "AccessDenied", "{first:?}");
        let kept = race.other.ask("GET", &retention, &[], b"").await.ok(200).xml();
        assert_eq!(kept.texts("Mode"), ["COMPLIANCE"]);
        assert_eq!(race.status(&version).await, 200);
    }
}

#[tokio::test]
async fn a_lock_of_a_version_that_is_deleted_first_is_none() {
    let race = Race::locked().await;
    let version = race.put().await;
    let hold = ask("PUT", format!("/shelf/k?legal-hold&versionId={version}"), &[], HELD);
    let reply = race.run(&hold, ask("DELETE", format!("/shelf/k?versionId={version}"), &[], b"")).await;
    assert_eq!(reply.refusal().code, "NoSuchVersion");
    assert_eq!(race.status(&version).await, 404);
}

#[tokio::test]
async fn a_hold_and_a_retention_do_not_undo_each_other() {
    let race = Race::locked().await;
    race.put().await;
    let retain = ask("PUT", "/shelf/k?retention", &[], COMPLIANT);
    let _ = race.run(&retain, ask("PUT", "/shelf/k?legal-hold", &[], HELD)).await.ok(200);
    let head = race.other.ask("HEAD", "/shelf/k", &[], b"").await.ok(200);
    assert_eq!(head.header("x-amz-object-lock-legal-hold"), Some("ON"));
    assert_eq!(head.header("x-amz-object-lock-mode"), Some("COMPLIANCE"));
}

#[tokio::test]
async fn versioning_and_lock_of_a_bucket_agree() {
    for (first, then, message) in [
        (
            ask("PUT", "/shelf?versioning", &[], SUSPENDED),
            ask("PUT", "/shelf?object-lock", &[], LOCK),
            "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
        ),
        (
            ask("PUT", "/shelf?object-lock", &[], LOCK),
            ask("PUT", "/shelf?versioning", &[], SUSPENDED),
            "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
        ),
    ] {
        let race = Race::new(&[]).await;
        let _ = race.other.ask("PUT", "/shelf?versioning", &[], ENABLED).await.ok(200);
        race.run(&first, then).await.refusal().is(409, "InvalidBucketState", message, &[]);
    }
}

#[tokio::test]
async fn an_object_made_after_the_default_has_it() {
    let put = ask("PUT", "/shelf/new", &[], b"x");
    let copy = ask("PUT", "/shelf/new", &[("x-amz-copy-source", "/shelf/k")], b"");
    for first in [put, copy] {
        let race = Race::new(&[]).await;
        let _ = race.other.ask("PUT", "/shelf?versioning", &[], ENABLED).await.ok(200);
        race.put().await;
        let _ = race.run(&first, ask("PUT", "/shelf?object-lock", &[], LOCK)).await.ok(200);
        let head = race.other.ask("HEAD", "/shelf/new", &[], b"").await.ok(200);
        assert_eq!(head.header("x-amz-object-lock-mode"), Some("COMPLIANCE"), "{first:?}");
    }
}

#[tokio::test]
async fn an_upload_started_after_the_default_has_it() {
    let race = Race::new(&[]).await;
    let _ = race.other.ask("PUT", "/shelf?versioning", &[], ENABLED).await.ok(200);
    let start = ask("POST", "/shelf/new?uploads", &[], b"");
    let started = race.run(&start, ask("PUT", "/shelf?object-lock", &[], LOCK)).await.ok(200).xml();
    let part = format!("/shelf/new?partNumber=1&uploadId={}", started.texts("UploadId").join(""));
    let digest =
        "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Part requests with Object Lock parameters";
    race.other.ask("PUT", &part, &[], b"x").await.refusal().is(400, "InvalidRequest", digest, &[]);
}
