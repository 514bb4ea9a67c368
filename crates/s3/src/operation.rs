//! The contract of an operation, and the macro that makes s3s's trait of a table of them.

use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use http::header::AsHeaderName;
use s3s::{Body, S3Error, S3ErrorCode, S3Request, S3Response, S3Result};

use crate::bucket::Bucket;
use crate::documents::Element;
use crate::error::place::PlaceError;
use crate::error::{Error, Result};
use crate::exchange::{Document, Exchange};
use crate::headers::Family;
use crate::reply::Reply;
use crate::rules::directory_bucket;
use crate::world::World;

/// One operation of S3: a unit struct that turns its typed input into an answer.
pub(crate) trait Operation {
    /// What s3s makes of the request's path, query and XML body; the body as it is for an operation that s3s does not
    /// know. Headers, and documents that the front reads, are found in the [`Context`].
    type Input: Send + 'static;
    /// What s3s would serialise; only its type is used.
    type Output: Send + 'static;
    /// The name that AWS gives it.
    const NAME: &'static str;

    /// Does it.
    fn run(cx: &Context, input: Self::Input) -> impl Future<Output = Result<Reply>> + Send;
}

/// An operation that reads nothing but bucket, key and version where its request is plain. The front knows these, so that
/// it is run without s3s.
pub(crate) trait Direct: Operation {
    /// Does it, for the object that the [`Context`] names.
    fn run_plain(cx: &Context, body: Body) -> impl Future<Output = Result<Reply>> + Send;
}

/// What an operation is run with.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) world: Arc<World>,
    pub(crate) exchange: Arc<Exchange>,
}

impl Context {
    /// Whether the caller is one whom S3 never lets list buckets, make them or start uploads: nobody in particular. Where
    /// signatures are not verified, anyone is the default account (`docs/decisions/0017`).
    pub(crate) fn by_nobody(&self) -> bool {
        self.exchange.caller.anonymous && self.world.settings.verifies()
    }

    /// The header `name` of the request, as text.
    pub(crate) fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.exchange.header(name)
    }

    /// The query parameter `name`, decoded; empty when it has no value.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        self.exchange.query(name)
    }

    /// The key that the request names; empty where it names none.
    pub(crate) fn key(&self) -> &str {
        self.exchange.target.key.as_deref().unwrap_or_default()
    }

    /// The bucket's name that the request gives; empty where it gives none.
    pub(crate) fn bucket_name(&self) -> &str {
        self.exchange.target.bucket.as_deref().unwrap_or_default()
    }

    /// The XML document of the request.
    ///
    /// # Errors
    /// `MalformedXml`, `MissingRequestBody`.
    pub(crate) fn document(&self) -> Result<&Element> {
        match self.exchange.document() {
            Some(Document::Xml(element)) => Ok(element),
            Some(Document::Malformed) => Err(Error::MalformedXml {}),
            _ => Err(Error::MissingRequestBody {}),
        }
    }

    /// The text that is the request's body, where it is not XML; empty for none.
    pub(crate) fn text(&self) -> Bytes {
        match self.exchange.document() {
            Some(Document::Text(text)) => text.clone(),
            _ => Bytes::new(),
        }
    }

    /// The bucket that the request names, if the caller expects its owner.
    ///
    /// # Errors
    /// As [`bucket`](Self::bucket).
    pub(crate) async fn this_bucket(&self) -> Result<Bucket> {
        self.bucket(self.bucket_name()).await
    }

    /// The bucket of that name, if the caller expects its owner.
    ///
    /// # Errors
    /// `NoSuchBucket`; what [`crate::rules::owner::expect`] refuses.
    pub(crate) async fn bucket(&self, name: &str) -> Result<Bucket> {
        let bucket = Bucket::load(&self.world, name).await?;
        self.check_region(&bucket)?;
        let expected = self.exchange.headers.text(Family::Owner, "x-amz-expected-bucket-owner");
        crate::rules::owner::expect(expected, &bucket.record.account)?;
        Ok(bucket)
    }
}

impl Context {
    /// Holds a bucket to the region that the host stands for. Where a bucket is, the classic region tells of all.
    ///
    /// # Errors
    /// `PermanentRedirect`.
    fn check_region(&self, bucket: &Bucket) -> Result<()> {
        let target = &self.exchange.target;
        let Some(at) = target.regional.as_ref().filter(|at| at.region != bucket.record.region) else { return Ok(()) };
        if self.exchange.operation() == Some("GetBucketLocation") && at.region == crate::rules::region::CLASSIC {
            return Ok(());
        }
        let named = target.virtual_host.then_some(bucket.name.as_str());
        let endpoint = at.of(named, &bucket.record.region);
        let mut reply = Reply::ok();
        reply.header(http::HeaderName::from_static("x-amz-bucket-region"), &bucket.record.region);
        let error = Error::from(PlaceError::PermanentRedirect { bucket: bucket.name.clone(), endpoint });
        Err(error.with_headers(reply.headers))
    }
}

/// The implementation of s3s's trait: the table in [`crate::table`] is its body.
#[derive(Debug)]
pub(crate) struct Operations {
    world: Arc<World>,
}

impl Operations {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world }
    }

    /// The one place through which every operation passes, whatever its way.
    fn enter<O: Operation>(&self, exchange: &Arc<Exchange>) -> Result<Context> {
        exchange.resolve(O::NAME);
        match directory_bucket::refuse(O::NAME, exchange) {
            Some(refusal) => Err(refusal),
            None => Ok(Context { world: Arc::clone(&self.world), exchange: Arc::clone(exchange) }),
        }
    }

    /// Runs an operation that s3s has found.
    pub(crate) async fn pass<O: Operation>(&self, request: S3Request<O::Input>) -> S3Result<S3Response<O::Output>> {
        let exchange = exchange(&request.extensions)?;
        let answer = match self.enter::<O>(&exchange) {
            Ok(cx) => O::run(&cx, request.input).await,
            Err(refusal) => Err(refusal),
        };
        exchange.answer(answer);
        Err(answered())
    }

    /// Runs an operation that s3s does not know.
    pub(crate) async fn run<O: Operation<Input = Body>>(&self, exchange: &Arc<Exchange>, body: Body) -> Result<Reply> {
        let cx = self.enter::<O>(exchange)?;
        O::run(&cx, body).await
    }

    /// Runs an operation whose request needs nothing of s3s.
    pub(crate) async fn run_plain<O: Direct>(&self, exchange: &Arc<Exchange>, body: Body) -> Result<Reply> {
        let cx = self.enter::<O>(exchange)?;
        O::run_plain(&cx, body).await
    }

    /// Refuses an operation that is not there.
    pub(crate) fn refuse<I, O>(request: &S3Request<I>, name: &'static str) -> S3Result<S3Response<O>> {
        let exchange = exchange(&request.extensions)?;
        exchange.resolve(name);
        exchange.answer(Err(Error::OperationNotImplemented { operation: name.to_owned() }));
        Err(answered())
    }
}

fn exchange(extensions: &http::Extensions) -> S3Result<Arc<Exchange>> {
    let found = extensions.get::<Arc<Exchange>>().map(Arc::clone);
    found.ok_or_else(|| S3Error::with_message(S3ErrorCode::InternalError, "the request did not pass the front"))
}

/// What s3s is told of every answer: it lies in the exchange, where the front finds it. Nothing of this is ever sent, and
/// an error is what costs s3s least.
fn answered() -> S3Error {
    S3Error::new(S3ErrorCode::InternalError)
}

/// Makes the `impl S3`, [`SUPPORTED`](crate::SUPPORTED), [`REFUSED`](crate::REFUSED) and [`NEWER`](crate::NEWER) of
/// five lists. The first three must name every method of the trait: `clippy::missing_trait_methods` sees to it. Operations
/// that are carried past s3s, like newer ones, read their bodies themselves.
macro_rules! operations {
    (
        supported { $($method:ident => $operation:ty,)* }
        refused { $($refused:ident($input:ident) -> $output:ident = $name:literal,)* }
        carried { $($carried:ident($carried_input:ident) -> $carried_output:ident = $past:ty,)* }
        newer { $($newer:ty,)* }
        newer_refused { $($newer_refused:literal,)* }
    ) => {
        #[deny(clippy::missing_trait_methods)]
        #[async_trait::async_trait]
        impl s3s::S3 for $crate::operation::Operations {
            $(
                async fn $method(
                    &self,
                    request: s3s::S3Request<<$operation as $crate::operation::Operation>::Input>,
                ) -> s3s::S3Result<s3s::S3Response<<$operation as $crate::operation::Operation>::Output>> {
                    self.pass::<$operation>(request).await
                }
            )*
            $(
                async fn $refused(
                    &self,
                    request: s3s::S3Request<s3s::dto::$input>,
                ) -> s3s::S3Result<s3s::S3Response<s3s::dto::$output>> {
                    Self::refuse(&request, $name)
                }
            )*
            $(
                async fn $carried(
                    &self,
                    request: s3s::S3Request<s3s::dto::$carried_input>,
                ) -> s3s::S3Result<s3s::S3Response<s3s::dto::$carried_output>> {
                    // The front leaves nothing of the request by which s3s could find it.
                    Self::refuse(&request, <$past as $crate::operation::Operation>::NAME)
                }
            )*
        }

        impl $crate::operation::Operations {
            /// Runs the operation of that name, which s3s does not know or would read in another way.
            pub(crate) async fn run_newer(
                &self,
                name: &'static str,
                exchange: &std::sync::Arc<$crate::exchange::Exchange>,
                body: s3s::Body,
            ) -> $crate::error::Result<$crate::reply::Reply> {
                match name {
                    $(<$newer as $crate::operation::Operation>::NAME => self.run::<$newer>(exchange, body).await,)*
                    $(<$past as $crate::operation::Operation>::NAME => self.run::<$past>(exchange, body).await,)*
                    _ => {
                        exchange.resolve(name);
                        Err($crate::error::Error::OperationNotImplemented { operation: name.to_owned() })
                    }
                }
            }
        }

        /// The operations that work, by AWS's names.
        pub const SUPPORTED: &[&str] = &[
            $(<$operation as $crate::operation::Operation>::NAME,)*
            $(<$newer as $crate::operation::Operation>::NAME,)*
            $(<$past as $crate::operation::Operation>::NAME,)*
        ];

        /// The operations that s3s knows and that answer 501 NotImplemented, by AWS's names.
        pub const REFUSED: &[&str] = &[$($name),*];

        /// The operations that s3s does not know and that answer 501 NotImplemented, by AWS's names.
        /// (`GetBucketLifecycle`, `PutBucketLifecycle`, `GetBucketNotification` and `PutBucketNotification` are older
        /// names of operations that it does know.)
        pub const NEWER: &[&str] = &[$($newer_refused),*];
    };
}
pub(crate) use operations;
