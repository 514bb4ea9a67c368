//! Operations that are newer than s3s. The front finds them (`front/subresource.rs`); s3s hands them on by its hook for
//! routes of one's own, before it looks for an operation itself.

use http::{Extensions, HeaderMap, Method, Uri};
use s3s::route::S3Route;
use s3s::{Body, S3Request, S3Response, S3Result};

use crate::operation::Operations;

/// The name of the operation that a request is, in its extensions: there only where s3s does not know it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewerOperation(pub(crate) &'static str);

/// The way past s3s's own router.
#[derive(Debug)]
pub(crate) struct NewerRoute {
    operations: Operations,
}

impl NewerRoute {
    pub(crate) fn new(operations: Operations) -> Self {
        Self { operations }
    }
}

#[async_trait::async_trait]
impl S3Route for NewerRoute {
    fn is_match(&self, _: &Method, _: &Uri, _: &HeaderMap, extensions: &mut Extensions) -> bool {
        extensions.get::<NewerOperation>().is_some()
    }

    async fn check_access(&self, _: &mut S3Request<Body>) -> S3Result<()> {
        // Who may do what is decided where every operation passes, not here.
        Ok(())
    }

    async fn call(&self, request: S3Request<Body>) -> S3Result<S3Response<Body>> {
        let name = request.extensions.get::<NewerOperation>().map_or("", |operation| operation.0);
        self.operations.pass_newer(name, request).await
    }
}
