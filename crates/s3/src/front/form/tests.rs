//! The form that AWS gives as an example, through the whole service, at its own time and with its own keys.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html>

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, LOCATION};
use http::{Request, Response};
use http_body_util::BodyExt as _;
use s3s::Body;
use sandpail_control::{ManualClock, SeededEntropy};

use crate::Service;
use crate::settings::{Credential, Settings};

/// The policy as the page has it, in base64: JSON of many lines.
const POLICY: &str = "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";

const SIGNATURE: &str = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e";

/// 2015-12-29T00:00:00Z, the moment of its signature.
const SIGNED: u64 = 1_451_347_200;

/// The page's form with this signature, in the order in which the page has its fields.
fn form(signature: &str) -> Vec<u8> {
    let fields = [
        ("key", "user/user1/${filename}"),
        ("acl", "public-read"),
        ("success_action_redirect", "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"),
        ("Content-Type", "image/jpeg"),
        ("x-amz-meta-uuid", "14365123651274"),
        ("x-amz-server-side-encryption", "AES256"),
        ("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"),
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Date", "20151229T000000Z"),
        ("x-amz-meta-tag", ""),
        ("Policy", POLICY),
        ("X-Amz-Signature", signature),
    ];
    let part = |(name, value)| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.jpg\"\r\n\r\njpeg\r\n";
    let submit = part(("submit", "Upload to Amazon S3"));
    (fields.map(part).concat() + file + &submit + "--x--\r\n").into_bytes()
}

/// An endpoint that verifies, with the page's keys, at so many seconds of its time.
async fn endpoint(seconds: u64) -> Service {
    let credential = Credential {
        access_key: "AKIAIOSFODNN7EXAMPLE".into(),
        secret_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".into(),
        account: Some("000000000000".into()),
        ..Credential::default()
    };
    let settings =
        Settings { credentials: vec![credential], domains: vec!["s3.amazonaws.com".into()], ..Settings::default() };
    let clock = Arc::new(ManualClock::new(UNIX_EPOCH + Duration::from_secs(seconds)));
    let service = Service::mem(settings, clock, Arc::new(SeededEntropy::from_seed(7))).unwrap();
    service.create_bucket("sigv4examplebucket").await.unwrap();
    for (target, document) in [
        ("/?publicAccessBlock", ""),
        (
            "/?ownershipControls",
            "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>",
        ),
    ] {
        let method = if document.is_empty() { "DELETE" } else { "PUT" };
        let response = send(&service, method, target, "application/xml", document.as_bytes()).await;
        assert!(response.status().is_success(), "{target}");
    }
    service
}

async fn send(service: &Service, method: &str, target: &str, kind: &str, body: &[u8]) -> Response<Body> {
    let request = Request::builder()
        .method(method)
        .uri(target)
        .header(HOST, "sigv4examplebucket.s3.amazonaws.com")
        .header(CONTENT_TYPE, kind)
        .header(CONTENT_LENGTH, body.len());
    service.call(request.body(Body::from(body.to_vec())).unwrap()).await
}

async fn post(service: &Service, signature: &str) -> (u16, Response<Body>) {
    let response = send(service, "POST", "/", "multipart/form-data; boundary=x", &form(signature)).await;
    (response.status().as_u16(), response)
}

async fn text(response: Response<Body>) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn the_example_of_aws_is_taken() {
    let service = endpoint(SIGNED).await;
    let (status, response) = post(&service, SIGNATURE).await;
    assert_eq!(status, 303);
    let location = "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html?bucket=sigv4examplebucket\
        &key=user%2Fuser1%2Fphoto.jpg&etag=%22ab4f3ccba74857c5f2ba0d5b7dbf65e1%22";
    assert_eq!(response.headers()[LOCATION], location);
    let object = send(&service, "GET", "/user/user1/photo.jpg", "", b"").await;
    assert_eq!(object.headers()["x-amz-meta-uuid"], "14365123651274");
    assert_eq!(object.headers()[CONTENT_TYPE], "image/jpeg");
    assert_eq!(text(object).await, "jpeg");
}

/// Its signature does not grow old: it ends with the policy.
#[tokio::test]
async fn the_example_of_aws_ends_with_its_policy() {
    let end = SIGNED + 36 * 3600;
    let service = endpoint(end - 1).await;
    assert_eq!(post(&service, SIGNATURE).await.0, 303);
    let service = endpoint(end).await;
    let (status, response) = post(&service, SIGNATURE).await;
    assert_eq!(status, 403);
    assert!(text(response).await.contains("Invalid according to Policy: Policy expired."));
}

/// Recorded: what was signed is the policy as it was sent, and is asked for before anything in it.
#[tokio::test]
async fn another_signature_does_not_match() {
    let service = endpoint(SIGNED + 36 * 3600).await;
    let (status, response) = post(&service, &SIGNATURE.replace('8', "9")).await;
    assert_eq!(status, 403);
    let text = text(response).await;
    let bytes = POLICY.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    let expected = format!(
        "<Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the signature you \
         provided. Check your key and signing method.</Message><AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId>\
         <StringToSign>{POLICY}</StringToSign><SignatureProvided>{}</SignatureProvided>\
         <StringToSignBytes>{bytes}</StringToSignBytes><RequestId>",
        SIGNATURE.replace('8', "9")
    );
    assert!(text.contains(&expected), "{text}");
    assert_eq!(send(&service, "GET", "/user/user1/photo.jpg", "", b"").await.status().as_u16(), 404);
}
