//! AbortMultipartUpload.

use super::*;

#[tokio::test]
async fn an_aborted_upload_is_gone_and_leaves_the_object() {
    let bench = Bench::new().await;
    bench.put("/bkt/k", "old").await.ok();
    let upload = bench.start(&[]).await;
    let parts = bench.named(&upload, 1, "new").await;
    let target = format!("/bkt/k?uploadId={upload}");
    let answer = bench.send(Method::DELETE, &target, &[], "").await;
    assert_eq!((answer.status, answer.document()), (StatusCode::NO_CONTENT, ""));
    bench.send(Method::DELETE, &target, &[], "").await.is(404, NO_SUCH_UPLOAD);
    bench.complete(&upload, &[], &parts).await.is(404, NO_SUCH_UPLOAD);
    bench.part(&upload, 2, &[], "x").await.is(404, NO_SUCH_UPLOAD);
    assert_eq!(bench.get("/bkt/k").await.ok().body, "old");
}

#[tokio::test]
async fn only_the_upload_that_is_named_is_aborted() {
    let bench = Bench::new().await;
    let (one, two) = (bench.start(&[]).await, bench.start(&[]).await);
    for target in ["/bkt/k?uploadId=x".to_owned(), format!("/bkt/other?uploadId={one}")] {
        bench.send(Method::DELETE, &target, &[], "").await.is(404, NO_SUCH_UPLOAD);
    }
    let condition = [("x-amz-if-match-initiated-time", "Tue, 14 Nov 2023 22:13:20 GMT")];
    let answer = bench.send(Method::DELETE, &format!("/bkt/k?uploadId={one}"), &condition, "").await;
    answer.is(501, "NotImplemented: A header you provided implies functionality that is not implemented");
    bench.send(Method::DELETE, &format!("/bkt/k?uploadId={one}"), &[], "").await.ok();
    assert_eq!(bench.get("/bkt?uploads").await.ok().all("UploadId"), [two]);
}
