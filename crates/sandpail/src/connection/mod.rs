//! One connection, from its first byte to its end: HTTP/1.1 or HTTP/2, in clear or in TLS. What fails ends this one only.

mod body;
mod heads;
mod http;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use ::http::{Request, Response};
use sandpail_s3::{Body, SecureTransport, Service};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tracing::debug;

pub(crate) use self::http::Protocol;
use crate::instruments;
use crate::tls::{Opened, Secure, open};

/// What answers requests.
pub(crate) struct Router {
    pub(crate) service: Service,
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
        let ca_pem = self.secure.as_ref().and_then(Secure::ca_pem);
        match instruments::answer(&request, &self.domains, ca_pem, &self.service) {
            Some(response) => response,
            // Boxed, because hyper moves the future that it is given.
            None => Box::pin(self.service.call(request)).await,
        }
    }
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
