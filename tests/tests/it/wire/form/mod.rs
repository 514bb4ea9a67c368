//! Uploads by HTML form (PostObject): <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html>. Answers are
//! recorded, or as users of S3 report them (`docs/decisions/0014`).

mod answers;
mod fields;
mod framing;
mod policies;
mod refusals;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sandpail_tests::{Refusal, Reply, Server};

const BOUNDARY: &str = "----form";

/// Headers of a request that nobody signed, with a form.
const ANONYMOUS: [(&str, &str); 4] = [
    ("Authorization", "-"),
    ("x-amz-date", "-"),
    ("x-amz-content-sha256", "-"),
    ("Content-Type", "multipart/form-data; boundary=----form"),
];

/// A form, part after part.
#[derive(Clone, Debug, Default)]
struct Form {
    body: Vec<u8>,
}

impl Form {
    /// A form with a key.
    fn of(key: &str) -> Self {
        Self::default().field("key", key)
    }

    fn part(mut self, disposition: &str, content: &[u8]) -> Self {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n\r\n");
        self.body.extend_from_slice(head.as_bytes());
        self.body.extend_from_slice(content);
        self.body.extend_from_slice(b"\r\n");
        self
    }

    fn field(self, name: &str, value: &str) -> Self {
        self.part(&format!("form-data; name=\"{name}\""), value.as_bytes())
    }

    fn file(self, content: &[u8]) -> Self {
        self.part("form-data; name=\"file\"; filename=\"f.txt\"", content)
    }

    /// The fields of a signature by anyone, and a policy: its `conditions` follow those on the bucket, the key and the
    /// signature.
    fn signed(self, conditions: &str) -> Self {
        self.signed_until("2100-01-01T00:00:00Z", conditions)
    }

    fn signed_until(self, expiration: &str, conditions: &str) -> Self {
        let comma = if conditions.is_empty() { "" } else { ", " };
        let policy = format!(
            r#"{{"expiration": "{expiration}", "conditions": [{{"bucket": "shelf"}}, ["starts-with", "$key", ""],
            {{"x-amz-algorithm": "AWS4-HMAC-SHA256"}}, ["starts-with", "$x-amz-credential", "anyone/"],
            ["starts-with", "$x-amz-date", "2026"]{comma}{conditions}]}}"#
        );
        self.with_policy(&policy)
    }

    /// The fields of a signature by anyone, and this policy.
    fn with_policy(self, policy: &str) -> Self {
        self.field("policy", &BASE64.encode(policy)).signature(&[])
    }

    /// The fields of a signature but those that are left out.
    fn signature(self, without: &[&str]) -> Self {
        let fields = [
            ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
            ("x-amz-credential", "anyone/20260101/us-east-1/s3/aws4_request"),
            ("x-amz-date", "20260101T000000Z"),
            ("x-amz-signature", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        ];
        let fields = fields.into_iter().filter(|(name, _)| !without.contains(name));
        fields.fold(self, |form, (name, value)| form.field(name, value))
    }

    /// The whole body.
    fn close(&self) -> Vec<u8> {
        [&self.body, format!("--{BOUNDARY}--\r\n").as_bytes()].concat()
    }
}

/// Posts a form that nobody signed the request of.
fn post(server: &Server, form: &Form) -> Reply {
    server.raw().ask("POST", "/shelf", &ANONYMOUS, &form.close())
}

/// What a form is refused with, which changes nothing.
#[track_caller]
fn refused(server: &Server, form: &Form) -> Refusal {
    let refusal = post(server, form).refusal();
    super::untouched(server);
    refusal
}
