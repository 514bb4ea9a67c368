//! What S3 costs without a socket: whole requests through `Service::call`, their signatures verified or not.
//!
//! `cargo bench --package sandpail-s3`; figures that count are ratios of two runs on a quiet machine.

#![expect(clippy::unwrap_used, reason = "what cannot be measured ends the run")]

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{Method, Request};
use http_body_util::BodyExt as _;
use sandpail_control::{ManualClock, SeededEntropy};
use sandpail_s3::{Body, Credential, Service, Settings};
use sha2::{Digest as _, Sha256};
use tokio::runtime::{Builder, Runtime};

const HOST: &str = "127.0.0.1:9000";
/// 1 August 2026, 12:00: the time of every request and of the service's clock.
const NOW: u64 = 1_785_585_600;
const TIME: &str = "20260801T120000Z";
const SCOPE: &str = "20260801/us-east-1/s3/aws4_request";
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// A service with a bucket, and how many of its answers have to be good.
struct Endpoint {
    runtime: Runtime,
    service: Service,
}

impl Endpoint {
    fn new(verify: bool) -> Self {
        let clock = Arc::new(ManualClock::new(UNIX_EPOCH + Duration::from_secs(NOW)));
        let key = Credential { access_key: "test".to_owned(), secret_key: "test".to_owned(), ..Credential::default() };
        let settings = Settings { credentials: verify.then_some(key).into_iter().collect(), ..Settings::default() };
        let service = Service::mem(settings, clock, Arc::new(SeededEntropy::from_seed(1))).unwrap();
        let endpoint = Self { runtime: Builder::new_current_thread().build().unwrap(), service };
        endpoint.answer(request(Method::PUT, "/bench", "", &Bytes::new()));
        endpoint
    }

    /// The answer's length; it must be a good one.
    fn answer(&self, request: Request<Body>) -> usize {
        self.runtime.block_on(async {
            let (head, body) = self.service.call(request).await.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            assert!(head.status.is_success(), "{}: {}", head.status, String::from_utf8_lossy(&body));
            body.len()
        })
    }
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A request as an SDK sends it, signed in version 4 with `test`/`test`. `query` is in the order that is signed.
fn request(method: Method, path: &str, query: &str, body: &Bytes) -> Request<Body> {
    let canonical = format!(
        "{method}\n{path}\n{query}\nhost:{HOST}\nx-amz-content-sha256:{UNSIGNED}\nx-amz-date:{TIME}\n\n\
         host;x-amz-content-sha256;x-amz-date\n{UNSIGNED}"
    );
    let text = format!("AWS4-HMAC-SHA256\n{TIME}\n{SCOPE}\n{}", hex(&Sha256::digest(canonical)));
    let key = SCOPE.split('/').fold(b"AWS4test".to_vec(), |key, part| hmac(&key, part));
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=test/{SCOPE}, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={}",
        hex(&hmac(&key, &text))
    );
    let target = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let request = Request::builder().method(method).uri(target).header("host", HOST);
    let request = request.header("x-amz-content-sha256", UNSIGNED).header("x-amz-date", TIME);
    let request = request.header("content-length", body.len()).header("authorization", authorization);
    request.body(Body::from(body.clone())).unwrap()
}

/// Measures one request, made anew outside of the time that counts.
fn bench(c: &mut Criterion, name: &str, endpoint: &Endpoint, make: impl Fn() -> Request<Body>) {
    c.bench_function(name, |b| b.iter_batched(&make, |request| endpoint.answer(request), BatchSize::SmallInput));
}

fn objects(c: &mut Criterion) {
    let body = Bytes::from(vec![7; 1024]);
    for (verify, signature) in [(false, "not verified"), (true, "verified")] {
        let endpoint = Endpoint::new(verify);
        let name = |what: &str| format!("{what}, signature {signature}");
        bench(c, &name("PUT 1 KiB"), &endpoint, || request(Method::PUT, "/bench/key", "", &body));
        bench(c, &name("GET 1 KiB"), &endpoint, || request(Method::GET, "/bench/key", "", &Bytes::new()));
        bench(c, &name("HEAD"), &endpoint, || request(Method::HEAD, "/bench/key", "", &Bytes::new()));
    }
}

fn listings(c: &mut Criterion) {
    let endpoint = Endpoint::new(false);
    let body = Bytes::from_static(b"small");
    for folder in 0..20 {
        for key in 0..1000 {
            endpoint.answer(request(Method::PUT, &format!("/bench/d{folder:04}/f{key:04}"), "", &body));
        }
    }
    let mut list = |name: &str, query: &str| {
        bench(c, name, &endpoint, || request(Method::GET, "/bench", query, &Bytes::new()));
    };
    list("ListObjectsV2, 1000 keys", "list-type=2&start-after=d0010%2Ff0500");
    list("ListObjectsV2, a folder of 1000 keys", "delimiter=%2F&list-type=2&prefix=d0010%2F");
    list("ListObjectsV2, 20 groups of 1000 keys", "delimiter=%2F&list-type=2");
}

criterion_group!(benches, objects, listings);
criterion_main!(benches);
