//! A running server: a thread of its own with a runtime of its own, and the handle that ends both.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::{self, Runtime};
use tokio::sync::oneshot;
use tracing::error;

use crate::accept::{self, GRACE, Stop};
use crate::access::Listener;
#[cfg(feature = "aws-sdk")]
use crate::aws::Signing;
use crate::connection::Router;
use crate::current::{Current, Origin};
use crate::seed::Seeded;
use crate::tls::Secure;
use crate::{Builder, StartError};

/// How long tasks that do not yield may hold up the end of the runtime.
const LINGER: Duration = Duration::from_secs(1);

/// A running S3 endpoint, with everything in it in memory. Dropping it ends it and cuts its connections.
///
/// It lives on its own thread, so it serves blocking tests and outlives any async runtime that it was started in.
/// Two servers share nothing.
///
/// ```
/// use std::io::{Read, Write};
///
/// let s3 = sandpail::Sandpail::start()?;
/// let mut connection = std::net::TcpStream::connect(s3.addr())?;
/// connection.write_all(b"GET /_sandpail/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
/// let mut answer = String::new();
/// connection.read_to_string(&mut answer)?;
/// assert!(answer.starts_with("HTTP/1.1 200 OK"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "the server ends when this is dropped: bind it to a name that lives as long as it is used"]
pub struct Sandpail {
    /// At least one.
    addrs: Vec<SocketAddr>,
    url: String,
    scheme: &'static str,
    seeded: Seeded,
    #[cfg(feature = "aws-sdk")]
    pub(crate) signing: Signing,
    ca_pem: Option<String>,
    running: Option<Running>,
}

struct Running {
    stop: oneshot::Sender<Stop>,
    /// Disconnected once the server has ended.
    done: mpsc::Receiver<()>,
    thread: JoinHandle<()>,
}

impl Sandpail {
    /// Starts a server with default settings on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn start() -> Result<Self, StartError> {
        Self::builder().start()
    }

    /// Settings for a server that is to be other than [`Sandpail::start`] makes it.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The endpoint URL, without a slash at its end, such as `http://127.0.0.1:9000`, or `https://127.0.0.1:9000` with
    /// [`Builder::tls`]. A server that listens on all addresses gives the loopback one.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The certificate, as PEM, that clients must trust to connect by HTTPS; none without TLS, and none with a
    /// certificate that was given.
    #[must_use]
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca_pem.as_deref()
    }

    /// The first address it listens on, with the port that it really has.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addrs[0]
    }

    /// The endpoint URLs of all addresses that it listens on, in the order in which they were given.
    pub fn urls(&self) -> impl Iterator<Item = String> {
        self.addrs.iter().map(|addr| url(self.scheme, *addr))
    }

    /// What it began with out of [`Builder::seed_folder`].
    #[must_use]
    pub fn seeded(&self) -> Seeded {
        self.seeded
    }

    /// Ends the server in peace: no new connections, requests in flight get five seconds to finish, then the rest
    /// is cut. Blocks until then, so do not call it on the thread that such a request needs.
    pub fn shutdown(mut self) {
        self.end(Stop::Gracefully);
    }

    fn end(&mut self, how: Stop) {
        let Some(Running { stop, done, thread }) = self.running.take() else {
            return;
        };
        let bound = LINGER * 2 + if how == Stop::Gracefully { GRACE } else { Duration::ZERO };
        // A server that has already ended no longer listens to this.
        let _ = stop.send(how);
        if done.recv_timeout(bound) == Err(mpsc::RecvTimeoutError::Timeout) {
            error!(url = self.url, "the server did not end in time and is left to itself");
        } else if thread.join().is_err() {
            error!(url = self.url, "the server's thread panicked");
        }
    }
}

impl Drop for Sandpail {
    fn drop(&mut self) {
        self.end(Stop::AtOnce);
    }
}

impl fmt::Debug for Sandpail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandpail").field("url", &self.url).finish_non_exhaustive()
    }
}

/// What a server is made of.
pub(crate) struct Plan {
    /// At least one address.
    pub(crate) listen: Vec<String>,
    pub(crate) threads: usize,
    pub(crate) origin: Origin,
    pub(crate) listener: Option<Listener>,
    pub(crate) domains: Vec<String>,
    pub(crate) secure: Option<Secure>,
}

pub(crate) fn start(plan: Plan) -> Result<Sandpail, StartError> {
    let (stop, stopped) = oneshot::channel();
    let (alive, done) = mpsc::channel();
    let (report, started) = mpsc::channel();
    let scheme = if plan.secure.is_some() { "https" } else { "http" };
    #[cfg(feature = "aws-sdk")]
    let signing = Signing::of(&plan.origin.settings);
    let ca_pem = plan.secure.as_ref().and_then(Secure::ca_pem).map(str::to_owned);
    let thread = thread::Builder::new()
        .name("sandpail".to_owned())
        .spawn(move || {
            let _alive = alive;
            run(plan, stopped, &report);
        })
        .map_err(StartError::System)?;
    match started.recv() {
        Ok(Ok(Started { addrs, seeded })) => {
            let running = Some(Running { stop, done, thread });
            Ok(Sandpail {
                url: url(scheme, addrs[0]),
                addrs,
                scheme,
                seeded,
                #[cfg(feature = "aws-sdk")]
                signing,
                ca_pem,
                running,
            })
        }
        Ok(Err(failure)) => Err(failure),
        Err(mpsc::RecvError) => Err(StartError::System(io::Error::other("the server's thread panicked"))),
    }
}

/// What a server tells its owner when it has started.
struct Started {
    addrs: Vec<SocketAddr>,
    seeded: Seeded,
}

/// The body of the server's thread.
fn run(plan: Plan, stopped: oneshot::Receiver<Stop>, started: &mpsc::Sender<Result<Started, StartError>>) {
    let answer = |result| started.send(result).expect("start() waits for this one answer");
    let runtime = match runtime(plan.threads) {
        Ok(runtime) => runtime,
        Err(source) => return answer(Err(StartError::System(source))),
    };
    runtime.block_on(async {
        match prepare(plan).await {
            Ok((listeners, router, started)) => {
                answer(Ok(started));
                accept::serve(listeners, router, stopped).await;
            }
            Err(failure) => answer(Err(failure)),
        }
    });
    runtime.shutdown_timeout(LINGER);
}

/// Who connects from here on waits in a listener's queue until it is served, and then finds the buckets.
async fn prepare(plan: Plan) -> Result<(Vec<TcpListener>, Router, Started), StartError> {
    let (mut listeners, mut addrs) = (Vec::new(), Vec::new());
    for address in &plan.listen {
        let failed = |source| StartError::Listen { address: address.clone(), source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        addrs.push(listener.local_addr().map_err(failed)?);
        listeners.push(listener);
    }
    let (current, seeded) = Current::begin(plan.origin).await?;
    let router = Router { current, listener: plan.listener, domains: plan.domains, secure: plan.secure };
    Ok((listeners, router, Started { addrs, seeded }))
}

fn url(scheme: &str, addr: SocketAddr) -> String {
    format!("{scheme}://{}", reachable(addr))
}

fn runtime(threads: usize) -> io::Result<Runtime> {
    let mut builder = match threads {
        0 | 1 => runtime::Builder::new_current_thread(),
        _ => runtime::Builder::new_multi_thread(),
    };
    builder.worker_threads(threads.max(1)).thread_name("sandpail").enable_all().build()
}

/// `addr`, or the loopback address of its kind where `addr` stands for all of them.
fn reachable(addr: SocketAddr) -> SocketAddr {
    let ip = match addr.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, addr.port())
}

#[cfg(test)]
mod tests;
