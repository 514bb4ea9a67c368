//! The contract of an operation, and the macro that makes s3s's trait of a table of them.

use std::future::Future;
use std::sync::Arc;

use s3s::{S3Error, S3ErrorCode, S3Request, S3Response, S3Result};

use crate::bucket::Bucket;
use crate::error::{Error, Result};
use crate::exchange::Exchange;
use crate::reply::Reply;
use crate::world::World;

/// One operation of S3: a unit struct that turns its typed input into an answer.
pub(crate) trait Operation {
    /// What s3s makes of the request's path, query and XML body. Headers are read from the [`Context`].
    type Input: Send + 'static;
    /// What s3s would serialise; only its type is used.
    type Output: Default + Send + 'static;
    /// The name that AWS gives it.
    const NAME: &'static str;

    /// Does it.
    fn run(cx: &Context, input: Self::Input) -> impl Future<Output = Result<Reply>> + Send;
}

/// What an operation is run with.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) world: Arc<World>,
    pub(crate) exchange: Arc<Exchange>,
}

impl Context {
    /// The header `name` of the request, as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.exchange.header(name)
    }

    /// The bucket of that name, if the caller expects its owner.
    ///
    /// # Errors
    /// `NoSuchBucket`; what [`crate::rules::owner::expect`] refuses.
    pub(crate) async fn bucket(&self, name: &str) -> Result<Bucket> {
        let bucket = Bucket::load(&self.world, name).await?;
        crate::rules::owner::expect(self.header("x-amz-expected-bucket-owner"), &bucket.record.account)?;
        Ok(bucket)
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

    /// The one place through which every operation passes.
    pub(crate) async fn pass<O: Operation>(&self, request: S3Request<O::Input>) -> S3Result<S3Response<O::Output>> {
        let exchange = exchange(&request.extensions)?;
        exchange.resolve(O::NAME);
        let cx = Context { world: Arc::clone(&self.world), exchange: Arc::clone(&exchange) };
        let answer = O::run(&cx, request.input).await;
        finished(&exchange, answer).map(|()| S3Response::new(O::Output::default()))
    }

    /// Refuses an operation that is not there.
    pub(crate) fn refuse<I, O>(request: &S3Request<I>, name: &'static str) -> S3Result<S3Response<O>> {
        let exchange = exchange(&request.extensions)?;
        exchange.resolve(name);
        let refusal = Err(Error::OperationNotImplemented { operation: name.to_owned() });
        finished(&exchange, refusal).and(Err(S3Error::new(S3ErrorCode::NotImplemented)))
    }
}

fn exchange(extensions: &http::Extensions) -> S3Result<Arc<Exchange>> {
    let found = extensions.get::<Arc<Exchange>>().map(Arc::clone);
    found.ok_or_else(|| S3Error::with_message(S3ErrorCode::InternalError, "the request did not pass the front"))
}

/// Leaves the answer in the exchange. s3s only learns whether there is one; the code that it is told is never sent.
fn finished(exchange: &Exchange, answer: Result<Reply>) -> S3Result<()> {
    let told = if answer.is_ok() { Ok(()) } else { Err(S3Error::new(S3ErrorCode::InternalError)) };
    exchange.answer(answer);
    told
}

/// Makes the `impl S3`, [`SUPPORTED`](crate::SUPPORTED) and [`REFUSED`](crate::REFUSED) of two lists. Together they
/// must name every method of the trait: `clippy::missing_trait_methods` sees to it.
macro_rules! operations {
    (
        supported { $($method:ident => $operation:ty,)* }
        refused { $($refused:ident($input:ident) -> $output:ident = $name:literal,)* }
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
        }

        /// The operations that work, by AWS's names.
        pub const SUPPORTED: &[&str] = &[$(<$operation as $crate::operation::Operation>::NAME),*];

        /// The operations that s3s knows and that answer 501 NotImplemented, by AWS's names.
        pub const REFUSED: &[&str] = &[$($name),*];
    };
}
pub(crate) use operations;
