//! A server starts, answers, and ends, in every way that its owner can end it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use sandpail_control::{Clock, SystemClock};

use super::*;

/// A connection with one request sent on it.
struct Client(BufReader<TcpStream>);

impl Client {
    fn send(addr: SocketAddr, request: &str) -> Self {
        let mut stream = TcpStream::connect(addr).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        Self(BufReader::new(stream))
    }

    /// A PUT that the server has begun to read and that waits for its one byte of body.
    fn in_flight(addr: SocketAddr) -> Self {
        let mut client = Self::send(
            addr,
            "PUT /photos/cat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n",
        );
        assert_eq!(client.line(), "HTTP/1.1 100 Continue");
        assert_eq!(client.line(), "");
        client
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// What else comes before the connection ends, in peace or not.
    fn rest(mut self) -> String {
        let mut rest = Vec::new();
        // A reset is as good an end as any: what counts is what came before.
        let _ = self.0.read_to_end(&mut rest);
        String::from_utf8(rest).unwrap()
    }
}

fn status(addr: SocketAddr, path: &str) -> String {
    Client::send(addr, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")).line()
}

fn healthy(server: &Sandpail) -> bool {
    status(server.addr(), "/_sandpail/health") == "HTTP/1.1 200 OK"
}

#[test]
fn a_started_server_answers_and_a_dropped_one_does_not_listen() {
    for threads in [0, 1, 3] {
        let server = Sandpail::builder().threads(threads).start().unwrap();
        assert!(healthy(&server), "{threads} threads");
        let addr = server.addr();
        assert_eq!(server.url(), format!("http://{addr}"));
        assert_eq!(format!("{server:?}"), format!("Sandpail {{ url: \"http://{addr}\", .. }}"));
        drop(server);
        assert!(TcpStream::connect(addr).is_err());
    }
}

#[test]
fn the_address_of_an_ended_server_is_free_at_once() {
    let first = Sandpail::start().unwrap();
    assert!(healthy(&first));
    let addr = first.addr().to_string();
    first.shutdown();
    assert!(healthy(&Sandpail::builder().listen(addr).start().unwrap()));
}

#[test]
fn an_address_that_cannot_be_had_is_a_typed_error() {
    let holder = Sandpail::start().unwrap();
    let taken = holder.addr().to_string();
    for listen in [&*taken, "127.0.0.1", "127.0.0.1:65536", "", "not a host:1", "192.0.2.1:0"] {
        match Sandpail::builder().listen(listen).start() {
            Err(StartError::Listen { address, .. }) => assert_eq!(address, listen),
            other => panic!("{listen:?}: {other:?}"),
        }
    }
    assert!(healthy(&holder));
}

#[test]
fn settings_and_buckets_are_checked_before_it_is_started() {
    let result = Sandpail::builder().region("").start();
    assert!(matches!(result, Err(StartError::Settings(_))), "{result:?}");
    match Sandpail::builder().bucket("photos").bucket("No_Bucket").start() {
        Err(StartError::Bucket(error)) => {
            assert_eq!((&*error.bucket, &*error.code), ("No_Bucket", "InvalidBucketName"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_servers_share_nothing() {
    let with = Sandpail::builder().bucket("photos").start().unwrap();
    let without = Sandpail::start().unwrap();
    assert_eq!(status(with.addr(), "/photos"), "HTTP/1.1 200 OK");
    assert_eq!(status(without.addr(), "/photos"), "HTTP/1.1 404 Not Found");
    drop(with);
    assert!(healthy(&without));
}

#[test]
fn a_drop_cuts_the_requests_in_flight() {
    for threads in [1, 3] {
        let server = Sandpail::builder().bucket("photos").threads(threads).start().unwrap();
        let client = Client::in_flight(server.addr());
        drop(server);
        assert_eq!(client.rest(), "");
    }
}

#[test]
fn a_shutdown_lets_the_requests_in_flight_finish() {
    let server = Sandpail::builder().bucket("photos").start().unwrap();
    let addr = server.addr();
    let idle = Client::send(addr, "");
    let mut client = Client::in_flight(addr);
    let ending = thread::spawn(|| server.shutdown());
    while TcpStream::connect(addr).is_ok() {
        thread::yield_now();
    }
    client.0.get_mut().write_all(b"x").unwrap();
    assert_eq!(client.line(), "HTTP/1.1 200 OK");
    ending.join().unwrap();
    assert_eq!(idle.rest(), "");
}

#[tokio::test]
async fn a_server_starts_and_ends_inside_an_async_runtime() {
    let server = Sandpail::start().unwrap();
    assert!(healthy(&server));
    drop(server);
    Sandpail::start().unwrap().shutdown();
}

#[test]
fn a_server_outlives_the_runtime_that_it_was_started_in() {
    let runtime = runtime(1).unwrap();
    let server = runtime.block_on(async { Sandpail::start() }).unwrap();
    drop(runtime);
    assert!(healthy(&server));
}

/// A clock that panics when it is told to.
struct Brittle(AtomicBool);

impl Clock for Brittle {
    fn now(&self) -> SystemTime {
        assert!(!self.0.load(Ordering::Relaxed), "this clock is broken, as the test wants it");
        SystemClock.now()
    }
}

#[test]
fn a_panic_below_does_not_end_the_server() {
    let clock = Arc::new(Brittle(AtomicBool::new(false)));
    let server = Sandpail::builder().bucket("photos").clock(Arc::<Brittle>::clone(&clock)).start().unwrap();
    clock.0.store(true, Ordering::Relaxed);
    let put = "PUT /photos/cat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx";
    assert_ne!(Client::send(server.addr(), put).line(), "HTTP/1.1 200 OK");
    clock.0.store(false, Ordering::Relaxed);
    assert_eq!(Client::send(server.addr(), put).line(), "HTTP/1.1 200 OK");
}

#[test]
fn a_client_that_has_nothing_more_to_say_gets_its_answer() {
    let server = Sandpail::start().unwrap();
    let mut client = Client::send(server.addr(), "GET /_sandpail/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.0.get_mut().shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(client.line(), "HTTP/1.1 200 OK");
}

#[test]
fn as_many_headers_pass_as_s3_has_room_for() {
    let server = Sandpail::start().unwrap();
    let headers: String = (0..500).map(|n| format!("x-a{n}: b\r\n")).collect();
    let request = format!("GET /_sandpail/health HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
    assert_eq!(Client::send(server.addr(), &request).line(), "HTTP/1.1 200 OK");
}

#[test]
fn the_url_is_one_that_can_be_reached() {
    let check = |listens: &str, expected: &str| {
        assert_eq!(reachable(listens.parse().unwrap()).to_string(), expected);
    };
    check("127.0.0.1:9000", "127.0.0.1:9000");
    check("0.0.0.0:9000", "127.0.0.1:9000");
    check("[::]:9000", "[::1]:9000");
    check("192.0.2.1:80", "192.0.2.1:80");
}

#[test]
fn whoever_listens_is_told_of_each_request() {
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let heard = Arc::clone(&told);
    let server = Sandpail::builder().bucket("photos").on_answer(move |access| {
        let request = access.request;
        let what =
            [request.operation(), request.bucket(), request.key(), request.code()].map(|text| text.unwrap_or("-"));
        let line = format!("{} {} {} {}", access.method, access.path, access.status.as_u16(), what.join(" "));
        heard.lock().unwrap().push((line, request.received(), access.sent));
    });
    let server = server.start().unwrap();
    let ask = |request: &str| drop(Client::send(server.addr(), request).line());
    ask("PUT /photos/a%20cat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nmeow");
    ask("GET /photos/a%20cat?x=y HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ask("HEAD /photos/dog HTTP/1.1\r\nHost: localhost\r\n\r\n");
    // Not as far as an operation: a signature that is none.
    ask("GET /photos/cat HTTP/1.1\r\nHost: localhost\r\nAuthorization: AWS4-HMAC-SHA256 x\r\n\r\n");
    // The server's own.
    ask("GET /_sandpail/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let told = told.lock().unwrap();
    let lines: Vec<_> = told.iter().map(|(line, ..)| line.as_str()).collect();
    let expected = [
        "PUT /photos/a%20cat 200 PutObject photos a cat -",
        "GET /photos/a%20cat 200 GetObject photos a cat -",
        "HEAD /photos/dog 404 HeadObject photos dog NoSuchKey",
        "GET /photos/cat 400 - - - AuthorizationHeaderMalformed",
    ];
    assert_eq!(lines, expected);
    assert_eq!((told[0].1, told[0].2, told[1].2, told[2].2), (Some(4), Some(0), Some(4), Some(0)));
}

#[test]
fn it_listens_on_every_address() {
    let server = Sandpail::builder().listen("127.0.0.1:0").listen("127.0.0.1:0").bucket("photos").start().unwrap();
    let urls: Vec<_> = server.urls().collect();
    assert_eq!((urls.len(), urls[0].as_str()), (2, server.url()));
    for url in &urls {
        let addr = url.trim_start_matches("http://").parse().unwrap();
        assert_eq!(status(addr, "/photos"), "HTTP/1.1 200 OK");
    }
    let taken = server.addr().to_string();
    let refused = Sandpail::builder().listen("127.0.0.1:0").listen(&taken).start();
    assert!(refused.expect_err("it is taken").to_string().contains(&taken));
}
