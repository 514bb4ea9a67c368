//! The endpoint as a value: a request in, an answer out.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::SystemTime;

use futures_util::FutureExt as _;
use http::{Request, Response};
use s3s::Body;
use s3s::service::S3ServiceBuilder;
use s3s::validation::NameValidation;
use sandpail_blob::{MemVfs, Vfs};
use sandpail_control::{Clock, Entropy};

use crate::answered::Answered;
use crate::bucket::Bucket;
use crate::error::Error;
use crate::explain::Explanation;
use crate::front::body::Outcome;
use crate::front::{self, Ids, Ways};
use crate::operation::Operations;
use crate::ops::bucket::create;
use crate::settings::{Settings, SettingsError};
use crate::world::World;

/// An S3 endpoint without a socket. Clones share everything.
#[derive(Clone)]
pub struct Service {
    world: Arc<World>,
    ways: Ways,
}

/// A bucket that could not be made at start.
#[derive(Debug, thiserror::Error)]
#[error("bucket {bucket:?}: {code}: {message}")]
pub struct CreateBucketError {
    /// The bucket's name.
    pub bucket: String,
    /// The S3 error code.
    pub code: String,
    /// The S3 error message.
    pub message: String,
}

/// Says that a request came over TLS, when it is among the request's extensions.
#[derive(Clone, Copy, Debug)]
pub struct SecureTransport;

/// Says that a request comes from whoever runs the endpoint, when it is among the request's extensions: it is the default
/// account's, and needs no signature. No request from outside can have it.
#[derive(Clone, Copy, Debug)]
pub struct ByOperator;

impl Service {
    /// An endpoint over an engine. The engine's records are the only state.
    ///
    /// # Errors
    /// The first setting that cannot be served.
    pub fn new(
        settings: Settings,
        vfs: Arc<dyn Vfs>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, SettingsError> {
        settings.validate()?;
        let world = Arc::new(World::new(settings, vfs, clock, entropy));
        let mut builder = S3ServiceBuilder::new(Operations::new(Arc::clone(&world)));
        builder.set_validation(AnyName);
        let ways = Ways::new(Operations::new(Arc::clone(&world)), builder.build());
        Ok(Self { world, ways })
    }

    /// An endpoint over a new [`MemVfs`].
    ///
    /// # Errors
    /// The first setting that cannot be served.
    pub fn mem(settings: Settings, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Result<Self, SettingsError> {
        Self::new(settings, Arc::new(MemVfs::new()), clock, entropy)
    }

    /// The same endpoint without its short cut around s3s, for tests that hold both ways to the same answers.
    #[must_use]
    pub fn all_through_s3s(self) -> Self {
        Self { ways: self.ways.all_through_s3s(), ..self }
    }

    /// Answers one request. Whatever happens there is an answer: a panic is logged under the request's id and
    /// answered 500, and leaves every other request untouched.
    pub async fn call(&self, request: Request<Body>) -> Response<Body> {
        self.answer(request).await.0
    }

    /// As [`Service::call`], and tells what the request was.
    pub async fn answer(&self, request: Request<Body>) -> (Response<Body>, Answered) {
        let ids = Ids::draw(&self.world);
        let method = request.method().clone();
        let (parts, body) = request.into_parts();
        // In a box, because each of the futures below would move it.
        let (parts, outcome) = (Box::new(parts), Arc::new(Outcome::new(body)));
        let serving = AssertUnwindSafe(front::serve(&self.world, &self.ways, &ids, parts, &outcome));
        let response = match serving.catch_unwind().await {
            Ok(response) => response,
            Err(_) => front::panicked(&ids, &method),
        };
        (response, Answered::new(ids))
    }

    /// The time by the endpoint's clock.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        self.world.clock.now()
    }

    /// Whether there is a bucket of that name, whoever has it. One that cannot be read is there.
    pub async fn has_bucket(&self, name: &str) -> bool {
        !matches!(Bucket::load(&self.world, name).await, Err(Error::NoSuchBucket { .. }))
    }

    /// Why the signature of a request was refused, by the id of its answer, while it is remembered: the last hundred are.
    #[must_use]
    pub fn explanation(&self, request_id: &str) -> Option<Arc<Explanation>> {
        self.world.refusals.of(request_id)
    }

    /// Why the last signatures were refused, the newest first.
    #[must_use]
    pub fn explanations(&self) -> Vec<Arc<Explanation>> {
        self.world.refusals.all()
    }

    /// Makes a bucket of the default account in the endpoint's region. One that is there already is left as it is.
    ///
    /// # Errors
    /// The S3 error that CreateBucket answers.
    pub async fn create_bucket(&self, name: &str) -> Result<(), CreateBucketError> {
        let caller = self.world.accounts.default_caller();
        match create::create(&self.world, &caller, name, &self.world.settings.region, Vec::new()).await {
            Ok(()) | Err(Error::BucketAlreadyOwnedByYou { .. }) => Ok(()),
            Err(error) => {
                let document = error.document();
                let (code, message) = (document.code.into_owned(), document.message.into_owned());
                Err(CreateBucketError { bucket: name.to_owned(), code, message })
            }
        }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("world", &self.world).finish_non_exhaustive()
    }
}

/// Any name passes the router: which names are buckets is for the operations to say, in AWS's words.
struct AnyName;

impl NameValidation for AnyName {
    fn validate_bucket_name(&self, _name: &str) -> bool {
        true
    }
}
