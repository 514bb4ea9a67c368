//! One connection, from its first byte to its end: HTTP/1.1 or HTTP/2, in clear or in TLS. What fails ends this one only.

use std::convert::Infallible;
use std::sync::Arc;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::Watcher;
use sandpail_s3::{Body, SecureTransport, Service};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tracing::debug;

use crate::instruments;
use crate::tls::{Opened, Secure, open};

// Room for the most headers that fit the 8 KB which S3 allows a request's header section; hyper's own limit of 100
// would answer 431 without an S3 error to user metadata of many short entries.
const HEADERS_MAX: usize = 512;
// Beyond those 8 KB, so that it is S3 that refuses larger ones, in its own words (hyper counts 32 bytes on top of each).
const H2_HEADER_BYTES_MAX: u32 = 64 * 1024;

/// What answers requests.
pub(crate) struct Router {
    pub(crate) service: Service,
    /// As in the service's settings: base domains of virtual-host style.
    pub(crate) domains: Vec<String>,
    /// The certificate; none where only HTTP in clear is spoken.
    pub(crate) secure: Option<Secure>,
}

impl Router {
    async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        let ca_pem = self.secure.as_ref().and_then(Secure::ca_pem);
        match instruments::answer(&request, &self.domains, ca_pem, &self.service) {
            Some(response) => response,
            None => self.service.call(request.map(Body::from)).await,
        }
    }
}

/// How HTTP is spoken on every connection.
pub(crate) fn protocol() -> auto::Builder<TokioExecutor> {
    let mut protocol = auto::Builder::new(TokioExecutor::new());
    // Some clients end their side of the connection right after the request and then read the answer.
    protocol.http1().half_close(true).max_headers(HEADERS_MAX);
    // The windows stay at hyper's 1 MiB: on one machine, larger ones and larger frames are no faster.
    protocol.http2().max_header_list_size(H2_HEADER_BYTES_MAX);
    protocol
}

/// What a connection shares with all others.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) router: Arc<Router>,
    pub(crate) protocol: Arc<auto::Builder<TokioExecutor>>,
}

impl Shared {
    /// Serves `stream` to its end. Once `closing` has lost its sender, a connection that is not open yet is dropped; one
    /// that is, ends after its requests, as `watcher` has it.
    pub(crate) async fn run(self, stream: TcpStream, watcher: Watcher, mut closing: watch::Receiver<()>) {
        let Some(secure) = &self.router.secure else { return self.serve(stream, false, watcher).await };
        let opened = tokio::select! {
            opened = open(stream, secure) => opened,
            _ = closing.changed() => return,
        };
        match opened {
            Ok(Opened::Clear(stream)) => self.serve(stream, false, watcher).await,
            #[cfg(feature = "tls")]
            Ok(Opened::Secure(stream)) => self.serve(stream, true, watcher).await,
            Err(error) => debug!(%error, "a connection failed to open"),
        }
    }

    async fn serve<S>(&self, stream: S, secure: bool, watcher: Watcher)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
            let router = Arc::clone(&self.router);
            if secure {
                request.extensions_mut().insert(SecureTransport);
            }
            async move { Ok::<_, Infallible>(router.answer(request).await) }
        });
        let connection = self.protocol.serve_connection(TokioIo::new(stream), service);
        if let Err(error) = watcher.watch(connection).await {
            debug!(%error, "a connection ended early");
        }
    }
}
