//! PutObject and DeleteObject under conditions (AWS.md 20 to 22).

use super::{enable_versions, etag, put, read, shelf};
use aws_sdk_s3::Client;
use aws_sdk_s3::operation::put_object::builders::PutObjectFluentBuilder;
use aws_sdk_s3::primitives::ByteStream;
use sandpail_tests::sdk::refused;

const FAILED: &str = "At least one of the pre-conditions you specified did not hold";
const IMPLIES: &str = "A header you provided implies functionality that is not implemented";

fn write(s3: &Client, key: &str) -> PutObjectFluentBuilder {
    s3.put_object().bucket("shelf").key(key).body(ByteStream::from_static(b"after"))
}

#[tokio::test]
async fn put_object_if_none_match_makes_but_never_replaces() {
    let (_server, s3) = shelf();
    write(&s3, "k").if_none_match("*").send().await.expect("a first put");
    let second = refused(write(&s3, "k").if_none_match("*").send().await);
    second.is(412, "PreconditionFailed", FAILED, &[("Condition", "If-None-Match")]);
}

#[tokio::test]
async fn put_object_if_none_match_knows_only_the_star() {
    let (_server, s3) = shelf();
    put(&s3, "k", "before").await;
    let message = "We don't accept the provided value of If-None-Match header for this API";
    let fields = [("Header", "If-None-Match"), ("additionalMessage", message)];
    let refusal = refused(write(&s3, "k").if_none_match("\"0\"").send().await);
    refusal.is(501, "NotImplemented", IMPLIES, &fields);
    assert_eq!(read(&s3, "k").await, b"before");
}

#[tokio::test]
async fn put_object_if_match_replaces_only_what_was_meant() {
    let (_server, s3) = shelf();
    put(&s3, "k", "before").await;
    let stale = refused(write(&s3, "k").if_match("\"0\"").send().await);
    stale.is(412, "PreconditionFailed", FAILED, &[("Condition", "If-Match")]);
    assert_eq!(read(&s3, "k").await, b"before");
    let etag = etag(&s3, "k").await;
    write(&s3, "k").if_match(&etag).send().await.expect("a put on what is there");
    assert_eq!(read(&s3, "k").await, b"after");
    assert_eq!(refused(write(&s3, "k").if_match(&etag).send().await).status, 412);
}

#[tokio::test]
async fn put_object_if_match_needs_something_there() {
    let (_server, s3) = shelf();
    let missing = refused(write(&s3, "none").if_match("\"0\"").send().await);
    missing.is(404, "NoSuchKey", "The specified key does not exist.", &[("Key", "none")]);
    enable_versions(&s3).await;
    put(&s3, "k", "before").await;
    let etag = etag(&s3, "k").await;
    s3.delete_object().bucket("shelf").key("k").send().await.expect("a marker");
    assert_eq!(refused(write(&s3, "k").if_match(etag).send().await).code, "NoSuchKey");
    write(&s3, "k").if_none_match("*").send().await.expect("a delete marker is nothing there");
    assert_eq!(read(&s3, "k").await, b"after");
}

#[tokio::test]
async fn put_object_with_conditions_it_does_not_know_is_refused() {
    let (_server, s3) = shelf();
    put(&s3, "k", "before").await;
    let star = refused(write(&s3, "k").if_match("*").send().await);
    let message = "We don't accept the provided value of If-Match header for this API";
    star.is(501, "NotImplemented", IMPLIES, &[("Header", "If-Match"), ("additionalMessage", message)]);
    let both = refused(write(&s3, "k").if_match("\"0\"").if_none_match("*").send().await);
    let message = "Multiple conditional request headers present in the request";
    let fields = [("Header", "If-Match,If-None-Match"), ("additionalMessage", message)];
    both.is(501, "NotImplemented", IMPLIES, &fields);
    assert_eq!(read(&s3, "k").await, b"before");
}

#[tokio::test]
async fn s10_put_object_if_none_match_has_one_winner_of_64() {
    let (_server, s3) = shelf();
    for round in 0..5 {
        let key = format!("k{round}");
        let puts = (0..64).map(|n| {
            let put = s3.put_object().bucket("shelf").key(&key).if_none_match("*");
            put.body(ByteStream::from(format!("writer {n}").into_bytes())).send()
        });
        let results = futures_util::future::join_all(puts).await;
        let winners: Vec<usize> = (0..64).filter(|n| results[*n].is_ok()).collect();
        assert_eq!(winners.len(), 1, "round {round}: {winners:?}");
        assert_eq!(read(&s3, &key).await, format!("writer {}", winners[0]).as_bytes());
        for result in results.into_iter().filter(Result::is_err) {
            let refusal = refused(result);
            assert!(matches!(refusal.status, 409 | 412), "{refusal:?}");
        }
    }
}

#[tokio::test]
async fn put_object_if_match_loses_no_increment() {
    let (_server, s3) = shelf();
    put(&s3, "counter", "0").await;
    let writer = || async {
        for _ in 0..10 {
            loop {
                let got = s3.get_object().bucket("shelf").key("counter").send().await.expect("a get");
                let seen = got.e_tag().expect("an ETag").to_owned();
                let count = got.body.collect().await.expect("a body").to_vec();
                let count: u32 = String::from_utf8_lossy(&count).parse().expect("a number");
                let body = ByteStream::from((count + 1).to_string().into_bytes());
                let put = s3.put_object().bucket("shelf").key("counter").if_match(seen).body(body);
                if put.send().await.is_ok() {
                    break;
                }
            }
        }
    };
    futures_util::future::join_all((0..8).map(|_| writer())).await;
    assert_eq!(read(&s3, "counter").await, b"80");
}

#[tokio::test]
async fn delete_object_if_match_deletes_only_what_was_meant() {
    let (_server, s3) = shelf();
    put(&s3, "k", "before").await;
    let stale = refused(s3.delete_object().bucket("shelf").key("k").if_match("\"0\"").send().await);
    stale.is(412, "PreconditionFailed", FAILED, &[("Condition", "If-Match")]);
    assert_eq!(read(&s3, "k").await, b"before");
    let etag = etag(&s3, "k").await;
    s3.delete_object().bucket("shelf").key("k").if_match(etag).send().await.expect("a delete");
    assert_eq!(refused(s3.get_object().bucket("shelf").key("k").send().await).code, "NoSuchKey");
}

#[tokio::test]
async fn delete_object_if_there_at_all() {
    let (_server, s3) = shelf();
    put(&s3, "k", "before").await;
    s3.delete_object().bucket("shelf").key("k").if_match("*").send().await.expect("a delete");
    assert_eq!(refused(s3.get_object().bucket("shelf").key("k").send().await).code, "NoSuchKey");
}
