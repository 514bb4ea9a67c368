//! A configuration for the AWS SDK, ready to use.

use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};

use sandpail_s3::Settings;

use crate::Sandpail;

/// What a client signs with.
pub(crate) struct Signing {
    region: String,
    key: String,
    secret: String,
}

impl Signing {
    /// The region, and the first key that is listed without a token, or any where none is.
    pub(crate) fn of(settings: &Settings) -> Self {
        let any = || ("test".to_owned(), "test".to_owned());
        let first = settings.credentials.iter().find(|key| key.session_token.is_none());
        let (key, secret) = first.map_or_else(any, |first| (first.access_key.clone(), first.secret_key.clone()));
        Self { region: settings.region.clone(), key, secret }
    }
}

impl Sandpail {
    /// A configuration for `aws_sdk_s3::Client` that reaches this server: in path style, over HTTP in clear, with a key that
    /// it takes.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let server = sandpail::Sandpail::builder().bucket("photos").start()?;
    /// let s3 = aws_sdk_s3::Client::from_conf(server.aws_config());
    /// s3.put_object().bucket("photos").key("cat.jpg").body(b"meow".to_vec().into()).send().await?;
    /// let cat = s3.get_object().bucket("photos").key("cat.jpg").send().await?;
    /// assert_eq!(cat.body.collect().await?.into_bytes(), "meow");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Anything else is changed by `aws_config().to_builder()`: with [`Builder::tls`](crate::Builder::tls), set a client that
    /// trusts [`Sandpail::ca_pem`].
    #[must_use]
    pub fn aws_config(&self) -> aws_sdk_s3::Config {
        let Signing { region, key, secret } = &self.signing;
        aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(self.url())
            .region(Region::new(region.clone()))
            .credentials_provider(Credentials::new(key, secret, None, None, "sandpail"))
            .force_path_style(true)
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .build()
    }
}
