//! Websites through the whole service, where it takes more than a host to tell what they do.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use http::header::{CONTENT_LENGTH, HOST, LOCATION};
use http::{Request, StatusCode};
use s3s::Body;
use sandpail_control::{ManualClock, SeededEntropy};

use crate::settings::Settings;
use crate::{SecureTransport, Service};

/// A website that redirects everything to this.
async fn elsewhere(to: &str) -> Service {
    let clock = Arc::new(ManualClock::new(UNIX_EPOCH + Duration::from_secs(1_700_000_000)));
    let service = Service::mem(Settings::default(), clock, Arc::new(SeededEntropy::from_seed(7))).unwrap();
    service.create_bucket("shelf").await.unwrap();
    let all = format!("<RedirectAllRequestsTo>{to}</RedirectAllRequestsTo>");
    let document = format!("<WebsiteConfiguration>{all}</WebsiteConfiguration>");
    let request = Request::put("/shelf?website").header(HOST, "localhost").header(CONTENT_LENGTH, document.len());
    let answer = service.call(request.body(Body::from(document)).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    service
}

#[tokio::test]
async fn a_redirect_keeps_the_protocol_unless_it_names_one() {
    for (to, secure, expected) in [
        ("<HostName>h</HostName>", false, "http://h/a"),
        ("<HostName>h</HostName>", true, "https://h/a"),
        ("<HostName>h</HostName><Protocol>http</Protocol>", true, "http://h/a"),
        ("<HostName>h</HostName><Protocol>https</Protocol>", false, "https://h/a"),
    ] {
        let mut request = Request::get("/a").header(HOST, "shelf.s3-website.localhost").body(Body::empty()).unwrap();
        if secure {
            request.extensions_mut().insert(SecureTransport);
        }
        let answer = elsewhere(to).await.call(request).await;
        assert_eq!(
            (answer.status(), answer.headers()[LOCATION].to_str().unwrap()),
            (StatusCode::MOVED_PERMANENTLY, expected)
        );
    }
}
