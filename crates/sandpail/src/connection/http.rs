//! HTTP on a stream: HTTP/1.1 until the client turns out to speak HTTP/2, or to send more headers than fit.
//!
//! hyper takes room for the headers of a request before it reads them: on the stack for 100, from the allocator for more.
//! So a connection begins with 100, and is set up anew with room for all that S3 allows when a head needs it.

use std::convert::Infallible;
use std::future::{Future as _, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use http::Request;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::graceful::GracefulConnection;
use sandpail_s3::Body;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;

use super::body::Told;
use super::heads::{Exchange, Heads, Why};
use super::{Router, Transport};

// As many headers fit the 8 KB which S3 allows a request's header section; to more than its limit hyper answers 431,
// without an S3 error.
const HEADERS_MAX: usize = 512;
// Beyond those 8 KB, so that it is S3 that refuses larger ones, in its own words (hyper counts 32 bytes on top of each).
const H2_HEADER_BYTES_MAX: u32 = 64 * 1024;

/// How HTTP is spoken on every connection.
pub(crate) struct Protocol {
    usual: http1::Builder,
    roomy: http1::Builder,
    second: http2::Builder<TokioExecutor>,
}

impl Protocol {
    pub(crate) fn new() -> Self {
        let mut usual = http1::Builder::new();
        // Some clients end their side of the connection right after the request and then read the answer.
        usual.half_close(true);
        let mut roomy = usual.clone();
        roomy.max_headers(HEADERS_MAX);
        // The windows stay at hyper's 1 MiB: on one machine, larger ones and larger frames are no faster.
        let mut second = http2::Builder::new(TokioExecutor::new());
        second.max_header_list_size(H2_HEADER_BYTES_MAX);
        Self { usual, roomy, second }
    }

    /// Serves `stream` to its end. Once `closing` has lost its sender it ends after the requests that it has.
    ///
    /// # Errors
    /// The connection ended early.
    pub(super) async fn serve<S>(
        &self,
        stream: S,
        router: &Arc<Router>,
        transport: Transport,
        mut closing: watch::Receiver<()>,
    ) -> hyper::Result<()>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let exchange = Arc::new(Exchange::default());
        let watched = service_fn(|request: Request<Incoming>| {
            let has_body = !request.body().is_end_stream();
            exchange.begin(has_body);
            let request = request.map(|body| match has_body {
                true => Body::http_body(Told::new(body, Arc::clone(&exchange))),
                false => Body::empty(),
            });
            async move { Ok::<_, Infallible>(router.answer(request, transport).await) }
        });
        let stream = TokioIo::new(Heads::new(stream, Arc::clone(&exchange)));
        let mut connection = self.usual.serve_connection(stream, watched);
        if let Some(ended) = run(&mut connection, &mut closing, || exchange.rests()).await {
            return ended;
        }
        let parts = connection.into_parts();
        let Some((why, stream)) = parts.io.into_inner().release(&parts.read_buf) else { return Ok(()) };
        let stream = TokioIo::new(stream);
        let plain = service_fn(|request: Request<Incoming>| {
            let router = Arc::clone(router);
            async move { Ok::<_, Infallible>(router.answer(request.map(Body::from), transport).await) }
        });
        match why {
            Why::Crowded => run(&mut self.roomy.serve_connection(stream, plain), &mut closing, || false).await,
            Why::Http2 => run(&mut self.second.serve_connection(stream, plain), &mut closing, || false).await,
        }
        .unwrap_or(Ok(()))
    }
}

/// Lets `connection` run to its end, or until it `rests`: then there is no answer.
async fn run<C: GracefulConnection + Unpin>(
    connection: &mut C,
    closing: &mut watch::Receiver<()>,
    rests: impl Fn() -> bool,
) -> Option<Result<(), C::Error>> {
    let mut closed = pin!(closing.changed());
    let mut told = false;
    poll_fn(|cx| {
        if !told && closed.as_mut().poll(cx).is_ready() {
            told = true;
            Pin::new(&mut *connection).graceful_shutdown();
        }
        match Pin::new(&mut *connection).poll(cx) {
            Poll::Ready(ended) => Poll::Ready(Some(ended)),
            Poll::Pending if rests() => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}
