//! A server that remembers nothing: each request is answered by a service made for it alone, over an engine that
//! outlives them all. What a test sees here, it would see after a restart between any two requests. And every request
//! goes through s3s here, also those that the server takes past it.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use sandpail_blob::{MemVfs, Vfs};
use sandpail_control::{Entropy, SeededEntropy, SystemClock};
use sandpail_s3::{Body, Service, Settings};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

/// A running server of this kind. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct Reopening {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What one life after another is made of.
#[derive(Clone)]
struct Lives {
    settings: Settings,
    vfs: Arc<dyn Vfs>,
    entropy: Arc<dyn Entropy>,
}

impl Lives {
    /// A service that nobody has asked anything.
    fn next(&self) -> Service {
        let parts = (self.settings.clone(), Arc::clone(&self.vfs), Arc::clone(&self.entropy));
        Service::new(parts.0, parts.1, Arc::new(SystemClock), parts.2).expect("sound settings").all_through_s3s()
    }
}

impl Reopening {
    /// Starts it where `args` are nothing but buckets and a region, which is all that it understands.
    pub(crate) fn start(args: &[&str]) -> Option<(Self, SocketAddr)> {
        let mut settings = Settings::default();
        let mut buckets = Vec::new();
        for pair in args.chunks(2) {
            match *pair {
                ["--listen", _] => {}
                ["--bucket", name] => buckets.extend(name.split(',').map(str::to_owned)),
                ["--region", region] => region.clone_into(&mut settings.region),
                _ => return None,
            }
        }
        let entropy = Arc::new(SeededEntropy::from_os().expect("the system has randomness"));
        let lives = Lives { settings, vfs: Arc::new(MemVfs::new()), entropy };
        let (ready, started) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                for bucket in &buckets {
                    lives.next().create_bucket(bucket).await.expect("a bucket to begin with");
                }
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
                ready.send(listener.local_addr().expect("a bound port")).expect("start waits for it");
                serve(listener, lives, stopped).await;
            });
        });
        let addr = started.recv().expect("the server starts");
        Some((Self { stop: Some(stop), thread: Some(thread) }, addr))
    }
}

impl Drop for Reopening {
    fn drop(&mut self) {
        // Both fail only when the thread is gone already, which is what is wanted.
        let _ = self.stop.take().map(|stop| stop.send(()));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

async fn serve(listener: TcpListener, lives: Lives, mut stopped: oneshot::Receiver<()>) {
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            _ = &mut stopped => return,
            accepted = listener.accept() => accepted.expect("a connection").0,
        };
        let lives = lives.clone();
        let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let service = lives.next();
            async move { Ok::<_, Infallible>(service.call(request.map(Body::from)).await) }
        });
        connections.spawn(async move {
            // A client that goes away ends its connection in an error, which is its own business.
            let _ = http1::Builder::new().half_close(true).serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
