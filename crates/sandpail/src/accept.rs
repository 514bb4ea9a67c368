//! Connections: accepted until told to stop, each served in a task of its own.
//!
//! Neither a failing `accept` nor a panic in a connection ends the server, and no handshake holds it up.

use std::future::poll_fn;
use std::io;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio::task::{JoinError, JoinSet};
use tokio::time::timeout;
use tracing::{debug, error, warn};

use crate::connection::{Protocol, Router, Shared};

/// How long requests in flight may take to end after [`Stop::Gracefully`].
pub(crate) const GRACE: Duration = Duration::from_secs(5);

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

/// Serves `listeners` until `stop` says how to end, or its sender is dropped: then at once.
pub(crate) async fn serve(listeners: Vec<TcpListener>, router: Router, mut stop: oneshot::Receiver<Stop>) {
    let mut connections = Connections::new(router);
    let mut turn = 0;
    let how = loop {
        tokio::select! {
            how = &mut stop => break how.unwrap_or(Stop::AtOnce),
            Some(ended) = connections.tasks.join_next() => report(ended),
            accepted = accept(&listeners, turn) => match accepted {
                Ok(stream) => {
                    turn = turn.wrapping_add(1);
                    connections.add(stream);
                }
                Err(error) => connections.relieve(&error).await,
            },
        }
    };
    drop(listeners);
    if how == Stop::Gracefully {
        connections.finish().await;
    }
}

/// A connection to any of `listeners`. Which of them is asked first is a matter of `turn`, so that none keeps the others
/// waiting.
async fn accept(listeners: &[TcpListener], turn: usize) -> io::Result<TcpStream> {
    let (first, rest) = listeners.split_at(turn % listeners.len().max(1));
    poll_fn(|cx| {
        let asked = rest.iter().chain(first).map(|listener| listener.poll_accept(cx));
        let ready = asked.filter_map(|answer| match answer {
            Poll::Ready(accepted) => Some(accepted),
            Poll::Pending => None,
        });
        ready.map(|accepted| accepted.map(|(stream, _)| stream)).next().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

struct Connections {
    shared: Shared,
    /// Dropped when they are to end.
    closing: watch::Sender<()>,
    /// One per connection; dropping the set cuts them all.
    tasks: JoinSet<()>,
    /// The last `accept` failed for want of resources, and that has been logged.
    exhausted: bool,
}

impl Connections {
    fn new(router: Router) -> Self {
        Self {
            shared: Shared { router: Arc::new(router), protocol: Arc::new(Protocol::new()) },
            closing: watch::Sender::new(()),
            tasks: JoinSet::new(),
            exhausted: false,
        }
    }

    fn add(&mut self, stream: TcpStream) {
        self.exhausted = false;
        if let Err(error) = stream.set_nodelay(true) {
            debug!(%error, "a connection without TCP_NODELAY");
        }
        let shared = self.shared.clone();
        self.tasks.spawn(shared.run(stream, self.closing.subscribe()));
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
        let Self { closing, mut tasks, .. } = self;
        drop(closing);
        let ended = async {
            while let Some(ended) = tasks.join_next().await {
                report(ended);
            }
        };
        if timeout(GRACE, ended).await.is_err() {
            warn!(connections = tasks.len(), "cut connections whose requests did not end in time");
        }
    }
}

fn report(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        error!(%error, "a connection's task failed");
    }
}
