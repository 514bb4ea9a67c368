//! The floor: hyper, MD5 of what comes in, and a map to keep it in. It knows nothing of S3 but what its answers look like,
//! so whatever Sandpail costs beyond it is Sandpail's own.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::header::{ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, LAST_MODIFIED, RANGE, SERVER};
use hyper::http::response::Builder;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use md5_simd::Md5;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::workloads::{FOLDERS, KEYS, big, small};

const TAG: &str = "\"0123456789abcdef0123456789abcdef\"";
const COPIED: &str = "<?xml version=\"1.0\"?><CopyObjectResult><ETag>x</ETag></CopyObjectResult>";
const STARTED: &str = "<?xml version=\"1.0\"?><R><UploadId>1</UploadId></R>";

/// What is kept, and the answers that are known beforehand.
struct Floor {
    kept: Mutex<HashMap<String, Vec<Bytes>>>,
    small: Bytes,
    big: Bytes,
    keys: Bytes,
    groups: Bytes,
    deleted: Bytes,
}

/// Serves at `address` until it is killed.
pub(crate) fn serve(address: &str) -> io::Result<()> {
    let floor = Arc::new(Floor::new());
    runtime()?.block_on(async {
        let listener = TcpListener::bind(address).await?;
        loop {
            let Ok((stream, _)) = listener.accept().await else { continue };
            let floor = Arc::clone(&floor);
            stream.set_nodelay(true)?;
            tokio::spawn(async move {
                let service = service_fn(|request| async { Ok::<_, Infallible>(floor.answer(request).await) });
                let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
                // Whoever connects closes when it has enough.
                let _ = connection.await;
            });
        }
    })
}

/// Of as many threads as Sandpail's.
fn runtime() -> io::Result<Runtime> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut builder = match threads {
        1 => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    builder.worker_threads(threads).enable_all().build()
}

impl Floor {
    fn new() -> Self {
        let list = |count: usize, entry: &dyn Fn(usize) -> String| {
            let entries: String = (0..count).map(entry).collect();
            Bytes::from(format!("<?xml version=\"1.0\"?><R><KeyCount>{count}</KeyCount>{entries}</R>"))
        };
        Self {
            kept: Mutex::default(),
            small: small(),
            big: big(),
            keys: list(KEYS, &|at| {
                format!(
                    "<Contents><Key>d0001/f{at:04}</Key><LastModified>2026-08-01T12:00:00.000Z</LastModified>\
                     <ETag>&quot;0123456789abcdef0123456789abcdef&quot;</ETag><Size>1024</Size>\
                     <StorageClass>STANDARD</StorageClass></Contents>"
                )
            }),
            groups: list(FOLDERS, &|at| format!("<CommonPrefixes><Prefix>d{at:04}/</Prefix></CommonPrefixes>")),
            deleted: list(1000, &|at| format!("<Deleted><Key>small/{at:05}</Key></Deleted>")),
        }
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
        match *request.method() {
            Method::PUT if request.headers().contains_key("x-amz-copy-source") => document(COPIED),
            Method::PUT => self.take(request).await,
            Method::POST if query.starts_with("uploads") => document(STARTED),
            Method::POST => {
                // The document of a thousand keys, or of the parts.
                let is_delete = query.starts_with("delete");
                let _ = request.into_body().collect().await;
                if is_delete { document(self.deleted.clone()) } else { document(COPIED) }
            }
            Method::DELETE => {
                self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
                respond(good().status(204), Bytes::new())
            }
            _ if query.starts_with("delimiter=%2F&list-type=2&prefix") => document(self.keys.clone()),
            _ if query.starts_with("delimiter") => document(self.groups.clone()),
            _ if query.starts_with("list-type") => document(self.keys.clone()),
            _ => self.give(&request),
        }
    }

    /// Hashes a body and keeps it as it came.
    async fn take(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let key = request.uri().path().to_owned();
        let (mut body, mut hash, mut kept) = (request.into_body(), Md5::new(), Vec::new());
        while let Some(Ok(frame)) = body.frame().await {
            if let Ok(data) = frame.into_data() {
                hash.update(&data);
                kept.push(data);
            }
        }
        let tag: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(key, kept);
        respond(good().header(ETAG, format!("\"{tag}\"")), Bytes::new())
    }

    /// An object, or the part of it that is asked for: of each size there is one.
    fn give(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let all = if request.uri().path().contains("/big/") { &self.big } else { &self.small };
        let answer = good().header(ETAG, TAG).header(LAST_MODIFIED, "Sat, 01 Aug 2026 12:00:00 GMT");
        let answer = answer.header(CONTENT_TYPE, "binary/octet-stream").header(ACCEPT_RANGES, "bytes");
        if *request.method() == Method::HEAD {
            return respond(answer.header(CONTENT_LENGTH, all.len()), Bytes::new());
        }
        let range = request.headers().get(RANGE).and_then(|range| {
            let (from, to) = range.to_str().ok()?.strip_prefix("bytes=")?.split_once('-')?;
            Some((from.parse::<usize>().ok()?, to.parse::<usize>().ok()?))
        });
        let Some((from, to)) = range else { return respond(answer, all.clone()) };
        let answer = answer.status(206).header(CONTENT_RANGE, format!("bytes {from}-{to}/{}", all.len()));
        respond(answer, all.slice(from..=to))
    }
}

fn good() -> Builder {
    Response::builder().header("x-amz-request-id", "4442587FB7D0A2F9").header(SERVER, "floor")
}

fn document(text: impl Into<Bytes>) -> Response<Full<Bytes>> {
    respond(good().header(CONTENT_TYPE, "application/xml"), text.into())
}

fn respond(answer: Builder, body: Bytes) -> Response<Full<Bytes>> {
    answer.body(Full::new(body)).expect("its headers are good ones")
}
