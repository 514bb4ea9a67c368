//! The service without a socket, over an engine that outlives it: for restarts, failing engines and costs.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Request;
use http_body_util::BodyExt;
use sandpail_blob::Vfs;
use sandpail_control::{ManualClock, SeededEntropy};
use sandpail_s3::{Body, Service, Settings};

use crate::Reply;
use crate::raw::SIGNED;

/// One life of an endpoint over an engine. Making a second one over the same engine is a restart.
#[derive(Debug)]
pub struct Local {
    service: Service,
    clock: Arc<ManualClock>,
}

impl Local {
    /// An endpoint whose ids follow `seed` and whose clock starts in 2026, a second later for each seed.
    #[must_use]
    pub fn over(vfs: &Arc<dyn Vfs>, seed: u64) -> Self {
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600 + seed);
        let clock = Arc::new(ManualClock::new(start));
        let entropy = Arc::new(SeededEntropy::from_seed(seed));
        let shared: Arc<ManualClock> = Arc::clone(&clock);
        let service = Service::new(Settings::default(), Arc::clone(vfs), shared, entropy).expect("sound settings");
        Self { service, clock }
    }

    /// The service itself.
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// The clock it follows.
    #[must_use]
    pub fn clock(&self) -> &ManualClock {
        &self.clock
    }

    /// Asks with a signature of any kind, for the default account. A value of `"-"` leaves a header out.
    pub async fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request = Request::builder().method(method).uri(target).header("host", "localhost");
        request = request.header("content-length", body.len());
        let given = |name: &str| headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        let missing = SIGNED.into_iter().filter(|(name, _)| !given(name));
        for (name, value) in missing.chain(headers.iter().copied().filter(|(_, value)| *value != "-")) {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(Bytes::copy_from_slice(body))).expect("a request");
        let (parts, body) = self.service.call(request).await.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = parts.headers.iter().map(|(name, value)| (name.to_string(), text(value)));
        Reply::new(method, parts.status.as_u16(), headers.collect(), body.to_vec())
    }
}
