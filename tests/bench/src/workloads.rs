//! The workloads: what one operation of each is, and what it may cost in times of the floor.

use bytes::Bytes;

use crate::sign::{Maker, Payload, Request, content_md5};

/// Folders in the bucket that is listed, and keys in each.
pub(crate) const FOLDERS: usize = 100;
pub(crate) const KEYS: usize = 1000;

const SMALL: usize = 1024;
const BIG: usize = 64 << 20;
const RANGE: usize = 64 << 10;
/// Keys that the workloads of small objects go round.
const RING: usize = 2000;
/// Keys that are deleted one by one in a window, and documents of a thousand each.
const DELETED: usize = 5000;
const DOCUMENTS: usize = 30;

/// How a workload is driven.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Its requests come round as long as the window is open.
    Ring,
    /// The same, on the bucket that is listed.
    List,
    /// Each of its requests is sent once.
    Once,
    /// One upload in parts.
    Multipart,
}

/// What is measured under one name.
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) connections: usize,
    /// Most that it is to cost, in times of the floor.
    pub(crate) target: f64,
    pub(crate) kind: Kind,
    pub(crate) plan: fn(&Maker) -> Plan,
}

/// The requests of a workload; `before` and `after` are not measured.
#[derive(Default)]
pub(crate) struct Plan {
    pub(crate) before: Vec<Request>,
    pub(crate) requests: Vec<Request>,
    pub(crate) after: Vec<Request>,
}

/// All of them.
pub(crate) const WORKLOADS: &[Workload] = &[
    workload("put-1k", 16, 1.7, Kind::Ring, |make| put_small(make, Payload::Unsigned)),
    workload("put-1k-sha256", 16, 1.8, Kind::Ring, |make| put_small(make, Payload::Sha256)),
    workload("put-1k-trailer", 16, 1.8, Kind::Ring, |make| put_small(make, Payload::Trailer)),
    workload("get-1k", 16, 1.5, Kind::Ring, get_small),
    workload("head", 16, 1.4, Kind::Ring, |make| read_small(make, "HEAD")),
    workload("mix-1k", 16, 1.6, Kind::Ring, mix),
    workload("copy-1k", 16, 2.2, Kind::Ring, copy),
    workload("delete", 16, 3.0, Kind::Once, delete),
    workload("delete-1000", 1, 20.0, Kind::Once, delete_many),
    workload("list-flat", 4, 5.0, Kind::List, list_flat),
    workload("list-prefix", 4, 6.0, Kind::List, list_prefix),
    workload("list-delim", 4, 5.0, Kind::List, list_groups),
    workload("get-range", 16, 1.4, Kind::Ring, get_range),
    workload("get-64m", 2, 1.1, Kind::Ring, get_big),
    workload("put-64m", 2, 1.1, Kind::Ring, |make| put_big(make, Payload::Unsigned)),
    workload("put-64m-sha256", 2, 1.1, Kind::Ring, |make| put_big(make, Payload::Sha256)),
    workload("multipart-256m", 4, 1.1, Kind::Multipart, |make| Plan {
        after: vec![make.plain("DELETE", "/bench/parts")],
        ..Plan::default()
    }),
];

const fn workload(
    name: &'static str,
    connections: usize,
    target: f64,
    kind: Kind,
    plan: fn(&Maker) -> Plan,
) -> Workload {
    Workload { name, connections, target, kind, plan }
}

/// Their names.
pub(crate) fn names() -> String {
    WORKLOADS.iter().map(|workload| workload.name).collect::<Vec<_>>().join(", ")
}

/// Bytes that neither repeat nor compress, the same for every seed each time.
pub(crate) fn noise(length: usize, seed: u64) -> Bytes {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB).to_le_bytes()
    };
    std::iter::repeat_with(&mut next).flatten().take(length).collect()
}

/// What every small object holds.
pub(crate) fn small() -> Bytes {
    noise(SMALL, 1)
}

/// What every large object holds.
pub(crate) fn big() -> Bytes {
    noise(BIG, 2)
}

/// The objects of one folder of the bucket that is listed.
pub(crate) fn folder(make: &Maker, folder: usize) -> Vec<Request> {
    let body = small();
    let put = |key| make.request("PUT", &format!("/list/d{folder:04}/f{key:04}"), &[], &body, Payload::Unsigned);
    (0..KEYS).map(put).collect()
}

/// DeleteObjects of these keys.
pub(crate) fn delete_document(make: &Maker, bucket: &str, keys: impl Iterator<Item = String>) -> Request {
    let objects: String = keys.map(|key| format!("<Object><Key>{key}</Key></Object>")).collect();
    let document = Bytes::from(format!("<Delete>{objects}</Delete>"));
    let headers = [("content-md5", &*content_md5(&document))];
    make.request("POST", &format!("/{bucket}?delete="), &headers, &document, Payload::Unsigned)
}

fn key(at: usize) -> String {
    format!("/bench/small/{at:05}")
}

fn ring(count: usize, request: impl Fn(usize) -> Request) -> Vec<Request> {
    (0..count).map(request).collect()
}

fn puts(make: &Maker, count: usize, payload: Payload) -> Vec<Request> {
    let body = small();
    ring(count, |at| make.request("PUT", &key(at), &[], &body, payload))
}

fn put_small(make: &Maker, payload: Payload) -> Plan {
    Plan { requests: puts(make, RING, payload), ..Plan::default() }
}

fn read_small(make: &Maker, method: &str) -> Plan {
    let requests = ring(RING, |at| make.plain(method, &key(at)));
    Plan { before: puts(make, RING, Payload::Unsigned), requests, ..Plan::default() }
}

fn get_small(make: &Maker) -> Plan {
    let mut plan = read_small(make, "GET");
    let body = small();
    plan.requests.iter_mut().for_each(|request| request.body = Some(body.clone()));
    plan
}

fn mix(make: &Maker) -> Plan {
    let Plan { before, requests: gets, after } = get_small(make);
    let puts = puts(make, RING, Payload::Unsigned);
    Plan { before, requests: gets.into_iter().zip(puts).flat_map(|(get, put)| [get, put]).collect(), after }
}

fn copy(make: &Maker) -> Plan {
    let source = [("x-amz-copy-source", "bench/small/00000")];
    let requests = ring(RING, |at| {
        let request = make.request("PUT", &format!("/bench/copy/{at:05}"), &source, &Bytes::new(), Payload::Unsigned);
        Request { part: "<CopyObjectResult", ..request }
    });
    Plan { before: puts(make, 1, Payload::Unsigned), requests, ..Plan::default() }
}

fn delete(make: &Maker) -> Plan {
    let requests = ring(DELETED, |at| make.plain("DELETE", &key(at)));
    Plan { before: puts(make, DELETED, Payload::Unsigned), requests, ..Plan::default() }
}

fn delete_many(make: &Maker) -> Plan {
    let requests = ring(DOCUMENTS, |document| {
        let keys = (document * 1000..).take(1000).map(|at| format!("small/{at:05}"));
        Request { part: "<Deleted><Key>", ..delete_document(make, "bench", keys) }
    });
    Plan { before: puts(make, DOCUMENTS * 1000, Payload::Unsigned), requests, ..Plan::default() }
}

fn list(make: &Maker, count: usize, part: &'static str, query: impl Fn(usize) -> String) -> Plan {
    let request = |at| Request { part, ..make.plain("GET", &format!("/list?{}", query(at))) };
    Plan { requests: ring(count, request), ..Plan::default() }
}

fn list_flat(make: &Maker) -> Plan {
    let query = |at| format!("list-type=2&start-after=d{at:04}%2Ff0500");
    list(make, FOLDERS - 1, "<KeyCount>1000</KeyCount>", query)
}

fn list_prefix(make: &Maker) -> Plan {
    let query = |at| format!("delimiter=%2F&list-type=2&prefix=d{at:04}%2F");
    list(make, FOLDERS, "<KeyCount>1000</KeyCount>", query)
}

fn list_groups(make: &Maker) -> Plan {
    // The same for each connection.
    list(make, 4, "<KeyCount>100</KeyCount>", |_| "delimiter=%2F&list-type=2".to_owned())
}

fn bigs(make: &Maker, count: usize, payload: Payload) -> Vec<Request> {
    let body = big();
    ring(count, |at| make.request("PUT", &format!("/bench/big/{at}"), &[], &body, payload))
}

fn no_bigs(make: &Maker, count: usize) -> Vec<Request> {
    ring(count, |at| make.plain("DELETE", &format!("/bench/big/{at}")))
}

fn put_big(make: &Maker, payload: Payload) -> Plan {
    Plan { requests: bigs(make, 2, payload), after: no_bigs(make, 2), ..Plan::default() }
}

fn get_big(make: &Maker) -> Plan {
    let request = Request { body: Some(big()), ..make.plain("GET", "/bench/big/0") };
    // Twice, because each connection wants one.
    let again = Request { body: Some(big()), ..make.plain("GET", "/bench/big/0") };
    Plan { before: bigs(make, 1, Payload::Unsigned), requests: vec![request, again], after: no_bigs(make, 1) }
}

fn get_range(make: &Maker) -> Plan {
    let body = big();
    let requests = ring(64, |at| {
        let from = at * (BIG - RANGE) / 63;
        let headers = [("range", &*format!("bytes={from}-{}", from + RANGE - 1))];
        let request = make.request("GET", "/bench/big/0", &headers, &Bytes::new(), Payload::Unsigned);
        Request { body: Some(body.slice(from..from + RANGE)), ..request }
    });
    Plan { before: bigs(make, 1, Payload::Unsigned), requests, after: no_bigs(make, 1) }
}
