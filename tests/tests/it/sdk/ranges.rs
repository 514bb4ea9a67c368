//! GetObject of a range (AWS.md 18).

use super::{MIB_5, assemble, pattern, put, read, shelf};
use aws_sdk_s3::Client;
use sandpail_tests::sdk::refused;

/// Asserts what a range of the ten digits reads, and how the answer calls it.
async fn check(s3: &Client, range: &str, expected: &str, content_range: Option<&str>) {
    let got = s3.get_object().bucket("shelf").key("k").range(range).send().await.expect("a get");
    assert_eq!(got.content_range(), content_range, "{range}");
    assert_eq!(got.content_length(), i64::try_from(expected.len()).ok(), "{range}");
    assert_eq!(got.body.collect().await.expect("a body").to_vec(), expected.as_bytes(), "{range}");
}

#[tokio::test]
async fn get_object_of_a_range_is_that_range() {
    let (server, s3) = shelf();
    put(&s3, "k", "0123456789").await;
    check(&s3, "bytes=0-0", "0", Some("bytes 0-0/10")).await;
    check(&s3, "bytes=2-5", "2345", Some("bytes 2-5/10")).await;
    check(&s3, "bytes=7-", "789", Some("bytes 7-9/10")).await;
    check(&s3, "bytes=-3", "789", Some("bytes 7-9/10")).await;
    check(&s3, "bytes=0-9", "0123456789", Some("bytes 0-9/10")).await;
    check(&s3, "bytes=8-1000", "89", Some("bytes 8-9/10")).await;
    check(&s3, "bytes=-1000", "0123456789", Some("bytes 0-9/10")).await;
    check(&s3, "bytes=5-99999999999999999999", "56789", Some("bytes 5-9/10")).await;
    assert_eq!(server.raw().ask("GET", "/shelf/k", &[("Range", "bytes=0-0")], b"").status, 206);
}

#[tokio::test]
async fn get_object_ignores_a_range_that_is_none() {
    let (server, s3) = shelf();
    put(&s3, "k", "0123456789").await;
    for range in ["bytes=1-0", "bytes=-1-", "bytes=", "bytes=a-b", "bytes", "lines=0-1", "bytes=0-1,3-4", "0-1"] {
        check(&s3, range, "0123456789", None).await;
        assert_eq!(server.raw().ask("GET", "/shelf/k", &[("Range", range)], b"").status, 200, "{range}");
    }
}

#[tokio::test]
async fn get_object_past_the_end_is_refused() {
    let (_server, s3) = shelf();
    put(&s3, "k", "0123456789").await;
    put(&s3, "empty", "").await;
    for (key, range, size) in [("k", "bytes=10-", "10"), ("k", "bytes=10-20", "10"), ("empty", "bytes=0-0", "0")] {
        let refusal = refused(s3.get_object().bucket("shelf").key(key).range(range).send().await);
        let fields = [("RangeRequested", range), ("ActualObjectSize", size)];
        refusal.is(416, "InvalidRange", "The requested range is not satisfiable", &fields);
    }
}

#[tokio::test]
async fn get_object_of_ranges_across_parts_is_seamless() {
    let (_server, s3) = shelf();
    let bodies = [pattern(MIB_5, 1), pattern(MIB_5 + 3, 2), pattern(100, 3)];
    assemble(&s3, "k", &bodies).await;
    let whole = bodies.concat();
    assert!(read(&s3, "k").await == whole);
    let (first, second) = (MIB_5, 2 * MIB_5 + 3);
    for (from, to) in [
        (0, 1),
        (first - 1, first + 1),
        (first, first + 1),
        (first - 10, second + 10),
        (second - 1, whole.len()),
        (second, second + 1),
        (whole.len() - 1, whole.len()),
    ] {
        let range = format!("bytes={from}-{}", to - 1);
        let got = s3.get_object().bucket("shelf").key("k").range(&range).send().await.expect("a get");
        let body = got.body.collect().await.expect("a body").to_vec();
        assert!(body == whole[from..to], "{range}: {} bytes", body.len());
    }
}
