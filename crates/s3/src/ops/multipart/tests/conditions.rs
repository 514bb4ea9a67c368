//! CompleteMultipartUpload with If-Match and If-None-Match.

use super::*;

const FAILED: &str = "PreconditionFailed: At least one of the pre-conditions you specified did not hold";
const CONFLICT: &str = "ConditionalRequestConflict: The conditional request cannot succeed due to a conflicting operation \
    against this resource.";
const ABSENT: [(&str, &str); 1] = [("if-none-match", "*")];

#[tokio::test]
async fn if_none_match_needs_a_key_that_was_free_all_the_time() {
    for status in ["", "Enabled", "Suspended"] {
        let bench = Bench::new().await;
        if !status.is_empty() {
            bench.set_versioning(status).await;
        }
        bench.put("/bkt/k", "there").await.ok();
        let upload = bench.start(&[]).await;
        let parts = bench.named(&upload, 1, "test").await;
        let failed = bench.complete(&upload, &ABSENT, &parts).await;
        failed.is(412, FAILED);
        assert_eq!(failed.text("Condition"), "If-None-Match");
        bench.send(Method::DELETE, "/bkt/k", &[], "").await.ok();
        let conflict = bench.complete(&upload, &ABSENT, &parts).await;
        conflict.is(409, CONFLICT);
        assert_eq!((conflict.text("Condition"), conflict.text("Key")), ("If-None-Match", "k"));
        // Without a condition, or begun again, it succeeds.
        let again = bench.start(&[]).await;
        let parts = bench.named(&again, 1, "test").await;
        bench.complete(&again, &ABSENT, &parts).await.ok();
    }
}

#[tokio::test]
async fn if_none_match_fails_where_an_object_came_meanwhile() {
    let bench = Bench::versioned("Enabled").await;
    let upload = bench.start(&[]).await;
    let parts = bench.named(&upload, 1, "test").await;
    bench.put("/bkt/k", "there").await.ok();
    bench.complete(&upload, &ABSENT, &parts).await.is(412, FAILED);
    bench.send(Method::DELETE, "/bkt/k", &[], "").await.ok();
    bench.complete(&upload, &ABSENT, &parts).await.is(409, CONFLICT);
    bench.complete(&upload, &[], &parts).await.ok();
}

#[tokio::test]
async fn if_match_needs_an_object_that_was_not_written_meanwhile() {
    let bench = Bench::new().await;
    let etag = bench.put("/bkt/k", "test").await.ok().header("etag").to_owned();
    let matching = [("if-match", etag.as_str())];
    let upload = bench.start(&[]).await;
    let parts = bench.named(&upload, 1, "test").await;
    let stale = bench.complete(&upload, &[("if-match", "\"stale\"")], &parts).await;
    stale.is(412, FAILED);
    assert_eq!(stale.text("Condition"), "If-Match");
    // Written again with the same bytes: the ETag matches, the upload is older all the same.
    bench.put("/bkt/k", "test").await.ok();
    let conflict = bench.complete(&upload, &matching, &parts).await;
    conflict.is(409, CONFLICT);
    assert_eq!((conflict.text("Condition"), conflict.text("Key")), ("If-Match", "k"));
    bench.send(Method::DELETE, "/bkt/k", &[], "").await.ok();
    bench.complete(&upload, &matching, &parts).await.is(404, "NoSuchKey: The specified key does not exist.");
    bench.put("/bkt/k", "test").await.ok();
    bench.complete(&upload, &matching, &parts).await.is(409, CONFLICT);

    let again = bench.start(&[]).await;
    let parts = bench.named(&again, 1, "test").await;
    bench.complete(&again, &matching, &parts).await.ok();
}

#[tokio::test]
async fn conditions_that_s3_does_not_take_are_refused() {
    let bench = Bench::new().await;
    let upload = bench.start(&[]).await;
    let parts = bench.named(&upload, 1, "test").await;
    let refused = "NotImplemented: A header you provided implies functionality that is not implemented";
    for (condition, header) in [
        (&[("if-match", "*")][..], "If-Match"),
        (&[("if-none-match", "\"etag\"")], "If-None-Match"),
        (&[("if-match", "\"etag\""), ("if-none-match", "*")], "If-Match,If-None-Match"),
    ] {
        let answer = bench.complete(&upload, condition, &parts).await;
        answer.is(501, refused);
        assert_eq!(answer.text("Header"), header);
    }
}

#[tokio::test]
async fn of_many_completions_of_a_free_key_one_succeeds() {
    let bench = Bench::new().await;
    let mut uploads = Vec::new();
    for _ in 0..8 {
        let upload = bench.start(&[]).await;
        let parts = bench.named(&upload, 1, upload.clone()).await;
        uploads.push((upload, parts));
    }
    let all = uploads.iter().map(|(upload, parts)| bench.complete(upload, &ABSENT, parts));
    let answers = futures_util::future::join_all(all).await;
    let won: Vec<_> = (0..8).filter(|at| answers[*at].status.is_success()).collect();
    assert_eq!(won.len(), 1);
    assert_eq!(bench.get("/bkt/k").await.body, uploads[won[0]].0);
    assert_eq!(answers.iter().filter(|answer| answer.status == StatusCode::PRECONDITION_FAILED).count(), 7);
}
