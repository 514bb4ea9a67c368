//! Multipart uploads as clients see them: requests through the whole service, over a store in memory.

mod abort;
mod attributes;
mod checksums;
mod complete;
mod conditions;
mod copies;
mod parts;
mod start;

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, DATE, HOST};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use s3s::Body;
use sandpail_control::{ManualClock, SeededEntropy};

use crate::settings::Settings;
use crate::{SecureTransport, Service};

/// The fewest bytes of a part that is not the last one.
const FULL: usize = 5 << 20;

/// What is wrong with an upload that is not there.
const NO_SUCH_UPLOAD: &str = "NoSuchUpload: The specified upload does not exist. The upload ID may be invalid, or the \
    upload may have been aborted or completed.";

/// An endpoint with the bucket `bkt`, and a clock that stands still.
struct Bench {
    service: Service,
    clock: Arc<ManualClock>,
}

/// An answer, read to its end.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Bench {
    async fn new() -> Self {
        let clock = Arc::new(ManualClock::new(UNIX_EPOCH + Duration::from_secs(1_700_000_000)));
        let entropy = Arc::new(SeededEntropy::from_seed(7));
        let service = Service::mem(Settings::default(), Arc::clone(&clock) as _, entropy).unwrap();
        service.create_bucket("bkt").await.unwrap();
        Self { service, clock }
    }

    async fn versioned(status: &str) -> Self {
        let bench = Self::new().await;
        bench.set_versioning(status).await;
        bench
    }

    async fn set_versioning(&self, status: &str) {
        let document = format!("<VersioningConfiguration><Status>{status}</Status></VersioningConfiguration>");
        self.send(Method::PUT, "/bkt?versioning", &[], document).await.ok();
    }

    /// Moves the clock on by a second.
    fn tick(&self) {
        self.clock.advance(Duration::from_secs(1));
    }

    async fn send(&self, method: Method, target: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Answer {
        let body = body.into();
        let mut request = Request::builder().method(method).uri(target).header(HOST, "h:9000");
        request = request.header(CONTENT_LENGTH, body.len());
        // Nobody in particular starts no uploads.
        request = request.header(AUTHORIZATION, "AWS anyone:x").header(DATE, "Fri, 24 May 2013 00:00:00 GMT");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.service.call(request.body(Body::from(body)).unwrap()).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn get(&self, target: &str) -> Answer {
        self.send(Method::GET, target, &[], "").await
    }

    async fn put(&self, target: &str, body: &str) -> Answer {
        self.send(Method::PUT, target, &[], body.to_owned()).await
    }

    /// Starts an upload of `k` and answers its id.
    async fn start(&self, headers: &[(&str, &str)]) -> String {
        self.send(Method::POST, "/bkt/k?uploads", headers, "").await.ok().text("UploadId").to_owned()
    }

    async fn part(&self, upload: &str, number: u32, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Answer {
        let target = format!("/bkt/k?partNumber={number}&uploadId={upload}");
        self.send(Method::PUT, &target, headers, body).await
    }

    /// Uploads a part and answers what a completion names it by.
    async fn named(&self, upload: &str, number: u32, body: impl Into<Bytes>) -> String {
        let etag = self.part(upload, number, &[], body).await.ok().header("etag").to_owned();
        part(number, &etag, "")
    }

    async fn complete(&self, upload: &str, headers: &[(&str, &str)], parts: &str) -> Answer {
        let document = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
        self.send(Method::POST, &format!("/bkt/k?uploadId={upload}"), headers, document).await
    }
}

/// A part as a completion names it, with `more` elements.
fn part(number: u32, etag: &str, more: &str) -> String {
    let etag = etag.replace('"', "&quot;");
    format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag>{more}</Part>")
}

impl Answer {
    /// This answer, if it is a good one.
    #[track_caller]
    fn ok(self) -> Self {
        assert!(self.status.is_success(), "{} {:?}", self.status, self.body);
        self
    }

    /// Holds the answer to a status and to `Code: Message`.
    #[track_caller]
    fn is(&self, status: u16, error: &str) {
        let found = format!("{}: {}", self.text("Code"), self.text("Message"));
        assert_eq!((self.status.as_u16(), found.as_str()), (status, error));
    }

    fn document(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The text of the first element of that name; empty without one.
    fn text(&self, name: &str) -> &str {
        self.all(name).into_iter().next().unwrap_or_default()
    }

    /// The texts of all elements of that name.
    fn all(&self, name: &str) -> Vec<&str> {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        self.document().split(&open).skip(1).filter_map(|rest| rest.split_once(&close)).map(|(text, _)| text).collect()
    }

    /// The value of a header; empty without it.
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}
