//! What a server is told before it starts.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use sandpail_control::{Clock, Entropy, SeededEntropy, SystemClock};
use sandpail_s3::{Cors, Credential, Settings};

use crate::access::{Access, Listener};
use crate::current::Origin;
use crate::server::{self, Plan};
#[cfg(feature = "tls")]
use crate::tls::{Secure, Tls};
use crate::{Sandpail, StartError};

/// Settings and components of a server that is to start; see [`Sandpail::builder`].
///
/// Everything has a default, so each method is for an exception.
#[must_use = "nothing listens before start() is called"]
pub struct Builder {
    listen: Vec<String>,
    threads: usize,
    buckets: Vec<String>,
    seed_folder: Option<PathBuf>,
    listener: Option<Listener>,
    settings: Settings,
    clock: Option<Arc<dyn Clock>>,
    entropy: Option<Arc<dyn Entropy>>,
    #[cfg(feature = "tls")]
    tls: Option<Tls>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            listen: Vec::new(),
            threads: 1,
            buckets: Vec::new(),
            seed_folder: None,
            listener: None,
            settings: Settings::default(),
            clock: None,
            entropy: None,
            #[cfg(feature = "tls")]
            tls: None,
        }
    }
}

impl Builder {
    /// One more address to listen on, as `HOST:PORT`; port 0 is any free one. Default: `127.0.0.1:0` alone.
    pub fn listen(mut self, address: impl Into<String>) -> Self {
        self.listen.push(address.into());
        self
    }

    /// The region of the endpoint. Default: `us-east-1`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.settings.region = region.into();
        self
    }

    /// One more base domain, without port, under which `bucket.domain` addresses a bucket. Default: none, so
    /// every request is in path style.
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.settings.domains.push(domain.into());
        self
    }

    /// One more access key and who it stands for. Default: none.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.settings.credentials.push(credential);
        self
    }

    /// Whether signatures are verified. Default: they are when there are credentials.
    pub fn verify(mut self, verify: bool) -> Self {
        self.settings.verify = Some(verify);
        self
    }

    /// One more name of the endpoint, as `host` or `host:port`: requests that were signed for it are good. Default: none.
    pub fn host_alias(mut self, host: impl Into<String>) -> Self {
        self.settings.host_aliases.push(host.into());
        self
    }

    /// One more base domain, without port, under which `bucket.domain` is the bucket's website. Default: none.
    pub fn website_domain(mut self, domain: impl Into<String>) -> Self {
        self.settings.website_domains.push(domain.into());
        self
    }

    /// Who decides on requests of other origins. Default: each bucket's CORS document.
    pub fn cors(mut self, cors: Cors) -> Self {
        self.settings.cors = cors;
        self
    }

    /// How many seconds a restore of an archived object takes. Default: none, so that its bytes can be read at once.
    pub fn restore_seconds(mut self, seconds: u64) -> Self {
        self.settings.restore_seconds = seconds;
        self
    }

    /// One more bucket that exists from the start, owned by the default account.
    pub fn bucket(mut self, name: impl Into<String>) -> Self {
        self.buckets.push(name.into());
        self
    }

    /// Begins with the objects in a folder: each folder in it is a bucket, each file below that an object, its path the key.
    /// A file `.sandpail.json` has headers for the files beside it:
    /// `{"cat.jpg": {"content-type": "image/jpeg", "x-amz-meta-owner": "me"}}`. Default: none.
    pub fn seed_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.seed_folder = Some(folder.into());
        self
    }

    /// Tells of each request for S3, once it is answered. It is called on the thread that serves, so it should be quick.
    pub fn on_answer(mut self, tell: impl Fn(&Access<'_>) + Send + Sync + 'static) -> Self {
        self.listener = Some(Listener::new(tell));
        self
    }

    /// The clock that every date and every expiry follows. Default: the system's.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Where ids come from. Default: [`SeededEntropy::from_os`].
    pub fn entropy(mut self, entropy: Arc<dyn Entropy>) -> Self {
        self.entropy = Some(entropy);
        self
    }

    /// Ids from this seed: the same requests in the same order get the same ids.
    pub fn seed(self, seed: u64) -> Self {
        self.entropy(Arc::new(SeededEntropy::from_seed(seed)))
    }

    /// How many threads serve requests, at least one. Default: one, which suits a test; the binary takes as
    /// many as the machine runs at once.
    pub fn threads(mut self, count: usize) -> Self {
        self.threads = count;
        self
    }

    /// Speaks HTTPS, with this certificate, and HTTP in clear on the same port all the same. Default: HTTP alone.
    #[cfg(feature = "tls")]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Starts the server. When this returns, it listens and its buckets exist.
    ///
    /// Blocks for about a millisecond, and may be called inside an async runtime as well as outside.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn start(self) -> Result<Sandpail, StartError> {
        let entropy = match self.entropy {
            Some(entropy) => entropy,
            None => Arc::new(SeededEntropy::from_os().map_err(StartError::System)?),
        };
        #[cfg(feature = "tls")]
        let secure = self.tls.map(|tls| Secure::new(tls, self.clock.as_deref())).transpose()?;
        #[cfg(not(feature = "tls"))]
        let secure = None;
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock));
        // Below any of them the whole path is a key.
        let domains = self.settings.domains.iter().chain(&self.settings.website_domains).cloned().collect();
        let listen = if self.listen.is_empty() { vec!["127.0.0.1:0".to_owned()] } else { self.listen };
        let (settings, buckets, seed) = (self.settings, self.buckets, self.seed_folder);
        server::start(Plan {
            listen,
            threads: self.threads,
            origin: Origin { settings, clock, entropy, buckets, seed },
            listener: self.listener,
            domains,
            secure,
        })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The credentials stay out of it.
        f.debug_struct("Builder")
            .field("listen", &self.listen)
            .field("region", &self.settings.region)
            .field("domains", &self.settings.domains)
            .field("buckets", &self.buckets)
            .finish_non_exhaustive()
    }
}
