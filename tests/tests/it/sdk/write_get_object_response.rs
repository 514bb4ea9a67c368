//! WriteGetObjectResponse: of S3 Object Lambda's endpoints only.

use super::shelf;

#[tokio::test]
async fn write_get_object_response_is_not_allowed_here() {
    let (server, _) = shelf();
    let headers = [("x-amz-request-route", "r"), ("x-amz-request-token", "t")];
    for target in ["/WriteGetObjectResponse", "/WriteGetObjectResponse?x=1"] {
        let refusal = server.raw().ask("POST", target, &headers, b"body").refusal();
        let fields = [("BucketName", "WriteGetObjectResponse")];
        refusal.is(404, "NoSuchBucket", "The specified bucket does not exist", &fields);
    }
}
