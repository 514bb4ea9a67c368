//! Connections: accepted until told to stop, each served in a task of its own, HTTP/1.1 and h2c alike.
//!
//! Neither a failing `accept` nor a panic in a connection ends the server. Bodies pass through unbuffered.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use sandpail_s3::{Body, Service};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{JoinError, JoinSet};
use tokio::time::timeout;
use tracing::{debug, error, warn};

use crate::instruments;

/// How long requests in flight may take to end after [`Stop::Gracefully`].
pub(crate) const GRACE: Duration = Duration::from_secs(5);

// Room for the most headers that fit the 8 KB which S3 allows a request's header section; hyper's own limit of 100
// would answer 431 without an S3 error to user metadata of many short entries.
const HEADERS_MAX: usize = 512;
// Beyond those 8 KB, so that it is S3 that refuses larger ones, in its own words (hyper counts 32 bytes on top of each).
const H2_HEADER_BYTES_MAX: u32 = 64 * 1024;

// How long `accept` rests when the process is out of file descriptors and none of our own connections ends.
const EXHAUSTED_PAUSE: Duration = Duration::from_millis(50);

/// How to end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Accept no more, and give requests in flight [`GRACE`] to end.
    Gracefully,
    /// Cut every connection.
    AtOnce,
}

/// What answers requests.
pub(crate) struct Router {
    pub(crate) service: Service,
    /// As in the service's settings: base domains of virtual-host style.
    pub(crate) domains: Vec<String>,
}

impl Router {
    async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        match instruments::answer(&request, &self.domains) {
            Some(response) => response,
            None => self.service.call(request.map(Body::from)).await,
        }
    }
}

/// Serves `listener` until `stop` says how to end, or its sender is dropped: then at once.
pub(crate) async fn serve(listener: TcpListener, router: Router, mut stop: oneshot::Receiver<Stop>) {
    let mut connections = Connections::new(router);
    let how = loop {
        tokio::select! {
            how = &mut stop => break how.unwrap_or(Stop::AtOnce),
            Some(ended) = connections.tasks.join_next() => report(ended),
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => connections.add(stream),
                Err(error) => connections.relieve(&error).await,
            },
        }
    };
    drop(listener);
    if how == Stop::Gracefully {
        connections.finish().await;
    }
}

struct Connections {
    router: Arc<Router>,
    protocol: auto::Builder<TokioExecutor>,
    graceful: GracefulShutdown,
    /// One per connection; dropping the set cuts them all.
    tasks: JoinSet<()>,
    /// The last `accept` failed for want of resources, and that has been logged.
    exhausted: bool,
}

impl Connections {
    fn new(router: Router) -> Self {
        let mut protocol = auto::Builder::new(TokioExecutor::new());
        // Some clients end their side of the connection right after the request and then read the answer.
        protocol.http1().half_close(true).max_headers(HEADERS_MAX);
        protocol.http2().max_header_list_size(H2_HEADER_BYTES_MAX);
        Self {
            router: Arc::new(router),
            protocol,
            graceful: GracefulShutdown::new(),
            tasks: JoinSet::new(),
            exhausted: false,
        }
    }

    fn add(&mut self, stream: TcpStream) {
        self.exhausted = false;
        if let Err(error) = stream.set_nodelay(true) {
            debug!(%error, "a connection without TCP_NODELAY");
        }
        let router = Arc::clone(&self.router);
        let service = hyper::service::service_fn(move |request| {
            let router = Arc::clone(&router);
            async move { Ok::<_, Infallible>(router.answer(request).await) }
        });
        let connection = self.protocol.serve_connection(TokioIo::new(stream), service).into_owned();
        let connection = self.graceful.watch(connection);
        self.tasks.spawn(async move {
            if let Err(error) = connection.await {
                debug!(%error, "a connection ended early");
            }
        });
    }

    /// After a failed `accept`: waits for what may mend it.
    async fn relieve(&mut self, error: &io::Error) {
        use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
        if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted) {
            return; // of that one connection only
        }
        if !std::mem::replace(&mut self.exhausted, true) {
            warn!(%error, "cannot accept connections; trying on");
        }
        let freed = async {
            match self.tasks.join_next().await {
                Some(ended) => report(ended),
                None => std::future::pending().await,
            }
        };
        // Which of the two came is no matter: accept is tried again.
        let _ = timeout(EXHAUSTED_PAUSE, freed).await;
    }

    async fn finish(self) {
        if timeout(GRACE, self.graceful.shutdown()).await.is_err() {
            warn!(connections = self.tasks.len(), "cut connections whose requests did not end in time");
        }
    }
}

fn report(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        error!(%error, "a connection's task failed");
    }
}
