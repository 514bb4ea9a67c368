//! A web site of a test's own: the pages of `tests/pages`, the plan that they are given, and the report that they send
//! back.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{Method, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

/// How long a page may take, far above what it needs on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// What there is, by path.
const PAGES: [(&str, &str, &str); 5] = [
    ("/", "text/html", include_str!("../pages/index.html")),
    ("/arrived.html", "text/html", include_str!("../pages/arrived.html")),
    ("/forms.js", "text/javascript", include_str!("../pages/forms.js")),
    ("/requests.js", "text/javascript", include_str!("../pages/requests.js")),
    ("/multipart.js", "text/javascript", include_str!("../pages/multipart.js")),
];

/// A running site. Dropping it ends it.
#[derive(Debug)]
pub struct Site {
    addr: SocketAddr,
    plan: Arc<Mutex<String>>,
    reports: Receiver<Value>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Starts it on a free port.
    #[must_use]
    pub fn start() -> Self {
        let plan = Arc::<Mutex<String>>::default();
        let (sender, reports) = channel();
        let (ready, started) = channel();
        let (stop, stopped) = oneshot::channel();
        let pages = Pages { plan: Arc::clone(&plan), reports: sender };
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
                ready.send(listener.local_addr().expect("a bound port")).expect("start waits for it");
                serve(listener, pages, stopped).await;
            });
        });
        let addr = started.recv().expect("the site starts");
        Self { addr, plan, reports, stop: Some(stop), thread: Some(thread) }
    }

    /// Its origin.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The same site by another name, which is another origin.
    #[must_use]
    pub fn other_origin(&self) -> String {
        format!("http://localhost:{}", self.addr.port())
    }

    /// Gives the pages what to do: `plan["script"]` names the script.
    pub fn plan(&self, plan: &Value) {
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = plan.to_string();
    }

    /// Waits for what a page reports; none if it takes too long.
    #[must_use]
    pub fn report(&self) -> Option<Value> {
        self.reports.recv_timeout(PATIENCE).ok()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // Both fail only when the thread is gone already, which is what is wanted.
        let _ = self.stop.take().map(|stop| stop.send(()));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// What the site is made of.
#[derive(Clone)]
struct Pages {
    plan: Arc<Mutex<String>>,
    reports: Sender<Value>,
}

impl Pages {
    async fn answer(self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path();
        if parts.method == Method::POST && path == "/report" {
            let body = body.collect().await.expect("a whole report").to_bytes();
            // Nobody listens any more once the test has what it waited for.
            let _ = self.reports.send(serde_json::from_slice(&body).expect("a report is JSON"));
            return page("text/plain", String::new());
        }
        let plan = || self.plan.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match PAGES.iter().find(|(at, ..)| *at == path) {
            Some((_, kind, text)) => page(kind, (*text).to_owned()),
            None if path == "/plan.json" => page("application/json", plan()),
            None => {
                let mut missing = page("text/plain", String::new());
                *missing.status_mut() = http::StatusCode::NOT_FOUND;
                missing
            }
        }
    }
}

fn page(kind: &'static str, text: String) -> Response<Full<Bytes>> {
    let page = Response::builder().header(CONTENT_TYPE, kind).header(CACHE_CONTROL, "no-store");
    page.body(Full::new(Bytes::from(text))).expect("sound headers")
}

async fn serve(listener: TcpListener, pages: Pages, mut stopped: oneshot::Receiver<()>) {
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            _ = &mut stopped => return,
            accepted = listener.accept() => accepted.expect("a connection").0,
        };
        let pages = pages.clone();
        let service = service_fn(move |request| {
            let pages = pages.clone();
            async move { Ok::<_, Infallible>(pages.answer(request).await) }
        });
        connections.spawn(async move {
            // A browser that goes away ends its connections in errors, which is its own business.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
