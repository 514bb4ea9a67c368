//! Signatures of version 4 as the SDK makes them, for requests that are written by hand.

use std::time::{Duration, SystemTime};

use aws_sdk_s3::config::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningInstructions, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use sandpail_control::{Clock, SystemClock};

use crate::sdk;

/// Who signs, and when.
#[derive(Clone, Debug)]
pub struct Signer {
    /// The access key id.
    pub access_key: String,
    /// Its secret.
    pub secret: String,
    /// The token of temporary credentials.
    pub token: Option<String>,
    /// The service that is signed for.
    pub service: String,
    /// The moment of the signature.
    pub at: SystemTime,
}

impl Default for Signer {
    /// The key of `credentials.json` that everything is signed with, now.
    fn default() -> Self {
        Self {
            access_key: sdk::ACCESS_KEY.to_owned(),
            secret: sdk::SECRET.to_owned(),
            token: None,
            service: "s3".to_owned(),
            at: SystemClock.now(),
        }
    }
}

impl Signer {
    /// The same, that many minutes later, or earlier if there are less than none.
    #[must_use]
    pub fn minutes(self, later: i64) -> Self {
        let distance = Duration::from_secs(later.unsigned_abs() * 60);
        let at = if later < 0 { self.at - distance } else { self.at + distance };
        Self { at, ..self }
    }

    /// The headers that sign a request with `headers`: all of these are signed. The payload is not, unless they say so.
    #[must_use]
    pub fn headers(&self, method: &str, url: &str, headers: &[(&str, &str)]) -> Vec<(String, String)> {
        let payload = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("x-amz-content-sha256"));
        let added = payload.is_none().then_some(("x-amz-content-sha256", "UNSIGNED-PAYLOAD"));
        let signed: Vec<_> = headers.iter().copied().chain(added).filter(|(name, _)| *name != "x-amz-date").collect();
        let payload = payload.map_or("UNSIGNED-PAYLOAD", |(_, value)| value);
        let instructions = self.instructions(method, url, &signed, payload, None);
        let made = instructions.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
        made.chain(added.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect()
    }

    /// The URL that signs a request with `headers`, good for so many seconds.
    #[must_use]
    pub fn url(&self, method: &str, url: &str, headers: &[(&str, &str)], seconds: u64) -> String {
        let expires = Some(Duration::from_secs(seconds));
        let instructions = self.instructions(method, url, headers, "UNSIGNED-PAYLOAD", expires);
        let mut request = http::Request::builder().method(method).uri(url).body(()).expect("a request");
        instructions.apply_to_request_http1x(&mut request);
        request.uri().to_string()
    }

    /// The signature of a text that goes on from others, such as a chunk.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let key = v4::generate_signing_key(&self.secret, self.at, "us-east-1", &self.service);
        v4::calculate_signature(key, text.as_bytes())
    }

    fn instructions(
        &self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        payload: &str,
        expires: Option<Duration>,
    ) -> SigningInstructions {
        let token = self.token.clone();
        let identity = Credentials::new(&self.access_key, &self.secret, token, None, "tests").into();
        let mut settings = SigningSettings::default();
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.expires_in = expires;
        if expires.is_some() {
            settings.signature_location = SignatureLocation::QueryParams;
        }
        let params = v4::SigningParams::builder().identity(&identity).region("us-east-1").name(&self.service);
        let params = params.time(self.at).settings(settings).build().expect("all of it is given").into();
        let body = SignableBody::Precomputed(payload.to_owned());
        let request = SignableRequest::new(method, url, headers.iter().copied(), body).expect("a proper request");
        sign(request, &params).expect("a signature").into_parts().0
    }
}
