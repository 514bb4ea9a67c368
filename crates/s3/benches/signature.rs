//! What the steps of verifying a signature in version 4 cost by themselves, on AWS's example of a GET.
//!
//! `cargo bench --package sandpail-s3 --bench signature`; figures that count are ratios of two runs on a quiet machine.

#![expect(clippy::unwrap_used, reason = "what cannot be measured ends the run")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use http::Request;
use sandpail_s3::micro::{Key, Signature};

const HOST: &str = "examplebucket.s3.amazonaws.com";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const SIGNED: &str = "host;range;x-amz-content-sha256;x-amz-date";
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const MOMENT: &str = "20130524T000000Z";
const SCOPE: &str = "20130524/us-east-1/s3/aws4_request";
/// As in <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>.
const SIGNATURE: &str = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";

fn verify(c: &mut Criterion) {
    let credential = format!("AKIAIOSFODNN7EXAMPLE/{SCOPE}");
    let authorization =
        format!("AWS4-HMAC-SHA256 Credential={credential},SignedHeaders={SIGNED},Signature={SIGNATURE}");
    let request = Request::get("/test.txt").header("host", HOST).header("range", "bytes=0-9");
    let request = request.header("x-amz-content-sha256", EMPTY).header("x-amz-date", MOMENT);
    let (parts, ()) = request.header("authorization", authorization).body(()).unwrap().into_parts();
    let signature = Signature { parts: &parts, host: HOST, signed: SIGNED, payload: EMPTY };
    let (canonical, key) = (signature.canonical(), Key::new(SECRET, "20130524", "us-east-1"));
    assert!(signature.parse() && key.has_signed(&canonical, MOMENT, SCOPE, SIGNATURE));

    c.bench_function("read Authorization", |b| b.iter(|| black_box(&signature).parse()));
    c.bench_function("canonical request", |b| b.iter(|| black_box(&signature).canonical()));
    c.bench_function("signing key", |b| b.iter(|| Key::new(black_box(SECRET), "20130524", "us-east-1")));
    c.bench_function("compare with a key that is known", |b| {
        b.iter(|| key.has_signed(black_box(&canonical), MOMENT, SCOPE, SIGNATURE));
    });
}

criterion_group!(benches, verify);
criterion_main!(benches);
