//! One connection, from its first byte to its end: HTTP/1.1 or HTTP/2, in clear or in TLS. What fails ends this one only.

mod body;
mod heads;
mod http;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use ::http::header::CONTENT_LENGTH;
use ::http::{Method, Request, Response};
use hyper::body::Body as _;
use sandpail_s3::{Body, SecureTransport, Service, boxed};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tracing::debug;

pub(crate) use self::http::Protocol;
use crate::access::{Access, Listener};
use crate::current::Current;
use crate::instruments::Instrument;
use crate::tls::{Opened, Secure, open};

/// What answers requests.
pub(crate) struct Router {
    pub(crate) current: Current,
    /// Who is told of requests.
    pub(crate) listener: Option<Listener>,
    /// As in the service's settings: base domains of virtual-host style.
    pub(crate) domains: Vec<String>,
    /// The certificate; none where only HTTP in clear is spoken.
    pub(crate) secure: Option<Secure>,
}

impl Router {
    async fn answer(&self, mut request: Request<Body>, transport: Transport) -> Response<Body> {
        if transport == Transport::Secure {
            request.extensions_mut().insert(SecureTransport);
        }
        let service = self.current.service();
        // Boxed, because hyper moves the future that it is given, and compilers look into those they can see.
        let answer: Pin<Box<dyn Future<Output = _> + Send + '_>> = match Instrument::of(&request, &self.domains) {
            Some(instrument) => boxed(|| self.operate(instrument, &service, request)),
            None => boxed(|| self.pass(&service, request)),
        };
        answer.await
    }

    /// The answer of one of the server's own pages, unless it leaves the request to S3.
    async fn operate(&self, instrument: Instrument, service: &Service, request: Request<Body>) -> Response<Body> {
        let ca_pem = self.secure.as_ref().and_then(Secure::ca_pem);
        match instrument.answer(&request, ca_pem, service, &self.current).await {
            Some(response) => response,
            None => boxed(|| self.pass(service, request)).await,
        }
    }

    /// The answer of S3, of which the listener is told.
    async fn pass(&self, service: &Service, request: Request<Body>) -> Response<Body> {
        let about = |listener| (listener, service.now(), request.method().clone(), request.uri().clone());
        let about = self.listener.as_ref().map(about);
        let (response, answered) = service.answer(request).await;
        if let Some((listener, at, method, uri)) = about {
            listener.tell(&Access {
                at,
                took: service.now().duration_since(at).unwrap_or_default(),
                method: &method,
                path: uri.path(),
                status: response.status(),
                sent: sent(&method, &response),
                request: &answered,
            });
        }
        response
    }
}

/// The bytes of an answer's body, by the body itself or by what its head announces.
fn sent(method: &Method, response: &Response<Body>) -> Option<u64> {
    let announced = || response.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok();
    response.body().size_hint().exact().or_else(|| announced().filter(|_| method != Method::HEAD))
}

/// What HTTP goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transport {
    Clear,
    Secure,
}

/// What a connection shares with all others.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) router: Arc<Router>,
    pub(crate) protocol: Arc<Protocol>,
}

impl Shared {
    /// Serves `stream` to its end. Once `closing` has lost its sender, a connection that is not open yet is dropped; one
    /// that is, ends after its requests.
    pub(crate) async fn run(self, stream: TcpStream, mut closing: watch::Receiver<()>) {
        let Some(secure) = &self.router.secure else { return self.serve(stream, Transport::Clear, closing).await };
        let opened = tokio::select! {
            opened = open(stream, secure) => opened,
            _ = closing.changed() => return,
        };
        match opened {
            Ok(Opened::Clear(stream)) => self.serve(stream, Transport::Clear, closing).await,
            #[cfg(feature = "tls")]
            Ok(Opened::Secure(stream)) => self.serve(stream, Transport::Secure, closing).await,
            Err(error) => debug!(%error, "a connection failed to open"),
        }
    }

    async fn serve<S>(&self, stream: S, transport: Transport, closing: watch::Receiver<()>)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        if let Err(error) = self.protocol.serve(stream, &self.router, transport, closing).await {
            debug!(%error, "a connection ended early");
        }
    }
}
