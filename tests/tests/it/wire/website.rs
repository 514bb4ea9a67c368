//! Websites: index documents, folders, error documents, and S3's own pages, all of them recorded unless something else is
//! named. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html>

use sandpail_tests::{Reply, Server};

use super::put;

/// A website's host of S3's first form.
pub(crate) const HOST: &str = "shelf.s3-website-us-east-1.localhost:9000";
/// The usual index document.
pub(crate) const INDEX: &str = "<IndexDocument><Suffix>index.html</Suffix></IndexDocument>";
/// The usual error document.
pub(crate) const ERROR: &str = "<ErrorDocument><Key>error.html</Key></ErrorDocument>";

/// Makes `shelf` the website that `inner` says.
pub(crate) fn configure(server: &Server, inner: &str) {
    let document = format!("<WebsiteConfiguration>{inner}</WebsiteConfiguration>");
    let _ = put(server, "/shelf?website", document.as_bytes()).ok(200);
}

/// A server whose bucket `shelf` is a website with objects that hold their own keys.
pub(crate) fn site(inner: &str, keys: &[&str]) -> Server {
    let server = Server::with(&["--bucket", "shelf"]);
    configure(&server, inner);
    for key in keys {
        let html = [("Content-Type", "text/html")];
        let _ = server.raw().ask("PUT", &format!("/shelf/{key}"), &html, key.as_bytes()).ok(200);
    }
    server
}

/// Asks as a browser does: without a signature.
pub(crate) fn browse(server: &Server, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
    let bare = [("Authorization", "-"), ("x-amz-date", "-"), ("x-amz-content-sha256", "-")];
    let host = [("Host", HOST)].into_iter().filter(|_| !headers.iter().any(|(name, _)| *name == "Host"));
    let headers: Vec<_> = bare.into_iter().chain(host).chain(headers.iter().copied()).collect();
    let mut raw = server.raw();
    raw.send(&raw.head(method, target, &headers, 0));
    let reply = raw.reply(method);
    assert_eq!(reply.header("server"), Some("AmazonS3"));
    assert!(reply.header("x-amz-request-id").is_some() && reply.header("x-amz-id-2").is_some());
    reply
}

/// Asserts S3's page for an error, and that the headers say the same. Fields begin with Code and Message.
#[track_caller]
fn check_page(reply: &Reply, title: &str, fields: &[(&str, &str)], own: &[(&str, &str)]) {
    let list = |fields: &[(&str, &str)]| {
        let items: String = fields.iter().map(|(name, value)| format!("<li>{name}: {value}</li>\n")).collect();
        format!("<ul>\n{items}</ul>\n")
    };
    let ids = ["x-amz-request-id", "x-amz-id-2"].map(|name| reply.header(name).expect("an id"));
    let all = [fields, &[("RequestId", ids[0]), ("HostId", ids[1])]].concat();
    let mut page = format!("<html>\n<head><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n{}", list(&all));
    if !own.is_empty() {
        page += "<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n";
        page += &list(own);
    }
    assert_eq!(reply.text(), page + "<hr/>\n</body>\n</html>\n");
    assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(reply.status.to_string(), title[..3]);
    check_headers(reply, fields);
}

/// Asserts that the headers tell of the error.
#[track_caller]
fn check_headers(reply: &Reply, fields: &[(&str, &str)]) {
    assert_eq!(reply.header("x-amz-error-code"), Some(fields[0].1));
    assert_eq!(reply.header("x-amz-error-message"), Some(fields[1].1));
    for (name, value) in &fields[2..] {
        assert_eq!(reply.header(&format!("x-amz-error-detail-{name}")), Some(*value));
    }
}

/// The fields of a missing key.
fn missing(key: &str) -> [(&str, &str); 3] {
    [("Code", "NoSuchKey"), ("Message", "The specified key does not exist."), ("Key", key)]
}

const NOT_FOUND: &str = "404 Not Found";

#[test]
fn the_root_and_folders_have_an_index_document() {
    let server = site(INDEX, &["index.html", "directory/index.html", "a/b.html"]);
    for (target, body) in [
        ("/", "index.html"),
        ("/directory/", "directory/index.html"),
        ("/directory/index.html", "directory/index.html"),
        ("/a/b.html", "a/b.html"),
    ] {
        let reply = browse(&server, "GET", target, &[]).ok(200);
        assert_eq!((reply.text().as_str(), reply.header("content-type")), (body, Some("text/html")), "{target}");
        let head = browse(&server, "HEAD", target, &[]).ok(200);
        assert_eq!(head.header("content-length"), Some(body.len().to_string().as_str()));
    }
    check_page(&browse(&server, "GET", "/wrong", &[]), NOT_FOUND, &missing("wrong"), &[]);
    check_page(&browse(&server, "GET", "/wrong/", &[]), NOT_FOUND, &missing("wrong/index.html"), &[]);
    check_page(&browse(&server, "GET", "/directory//", &[]), NOT_FOUND, &missing("directory//index.html"), &[]);
}

#[test]
fn a_folder_without_its_slash_is_found_elsewhere() {
    let server = site(INDEX, &["directory/index.html", "a%20b/index.html", "both", "both/index.html"]);
    let reply = browse(&server, "GET", "/directory", &[]);
    check_page(&reply, "302 Moved Temporarily", &[("Code", "Found"), ("Message", "Resource Found")], &[]);
    assert_eq!(reply.header("location"), Some("/directory/"));
    let head = browse(&server, "HEAD", "/directory", &[]).ok(302);
    assert_eq!((head.header("location"), head.header("x-amz-error-code")), (Some("/directory/"), Some("Found")));
    // The query is lost, as users of S3 report.
    assert_eq!(browse(&server, "GET", "/a%20b?q=1", &[]).ok(302).header("location"), Some("/a%20b/"));
    assert_eq!(browse(&server, "GET", "/both", &[]).ok(200).text(), "both");
}

#[test]
fn the_status_line_of_a_folder_has_the_older_phrase() {
    // As captured by users of S3.
    let server = site(INDEX, &["a/index.html"]);
    let mut stream = std::net::TcpStream::connect(server.addr()).expect("the server accepts");
    let request = format!("GET /a HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n");
    std::io::Write::write_all(&mut stream, request.as_bytes()).expect("the server reads");
    let mut answer = String::new();
    std::io::Read::read_to_string(&mut stream, &mut answer).expect("a whole answer");
    assert!(answer.starts_with("HTTP/1.1 302 Moved Temporarily\r\n"), "{answer}");
}

#[test]
fn an_error_has_the_document_that_the_website_names() {
    let server = site(&format!("{INDEX}{ERROR}"), &[]);
    let error = missing("error.html");
    check_page(&browse(&server, "GET", "/", &[]), NOT_FOUND, &missing("index.html"), &error);
    let stored = put(&server, "/shelf/error.html", b"sorry").ok(200);
    let reply = browse(&server, "GET", "/a/b?q", &[]).ok(404);
    assert_eq!(reply.text(), "sorry");
    assert_eq!((reply.header("etag"), reply.header("content-length")), (stored.header("etag"), Some("5")));
    check_headers(&reply, &missing("a/b"));
    let head = browse(&server, "HEAD", "/a/b", &[]).ok(404);
    assert_eq!((head.header("content-length"), head.header("x-amz-error-code")), (Some("5"), Some("NoSuchKey")));
    // Conditions and ranges are not about the document that is sent in place of another.
    let condition = [("If-None-Match", stored.header("etag").expect("an etag")), ("Range", "bytes=0-0")];
    assert_eq!(browse(&server, "GET", "/a/b", &condition).ok(404).text(), "sorry");
}

#[test]
fn what_is_no_website_says_so() {
    let server = Server::with(&["--bucket", "shelf"]);
    let none = "The specified bucket does not have a website configuration";
    let fields = [("Code", "NoSuchWebsiteConfiguration"), ("Message", none), ("BucketName", "shelf")];
    for target in ["/", "/actual/key.html"] {
        check_page(&browse(&server, "GET", target, &[]), NOT_FOUND, &fields, &[]);
    }
    let reply = browse(&server, "GET", "/", &[("Host", "other.s3-website-us-east-1.localhost")]);
    let fields =
        [("Code", "NoSuchBucket"), ("Message", "The specified bucket does not exist"), ("BucketName", "other")];
    check_page(&reply, NOT_FOUND, &fields, &[]);
    let head = browse(&server, "HEAD", "/", &[]).ok(404);
    assert_eq!((head.header("x-amz-error-detail-BucketName"), head.header("content-type")), (Some("shelf"), None));
}

#[test]
fn a_website_is_only_read() {
    let server = site(&format!("{INDEX}{ERROR}"), &["error.html"]);
    for method in ["POST", "PUT", "DELETE"] {
        let reply = browse(&server, method, "/", &[]);
        let message = "The specified method is not allowed against this resource.";
        let fields =
            [("Code", "MethodNotAllowed"), ("Message", message), ("Method", method), ("ResourceType", "OBJECT")];
        check_page(&reply, "405 Method Not Allowed", &fields, &[]);
    }
    let sent = server.raw().head("PUT", "/new", &[("Host", HOST)], 3);
    let mut raw = server.raw();
    raw.send(&sent);
    raw.send(b"new");
    assert_eq!(raw.reply("PUT").status, 405);
    raw.send(&raw.head("GET", "/error.html", &[("Host", HOST)], 0));
    assert_eq!(raw.reply("GET").ok(200).text(), "error.html", "the connection goes on after a body that nobody wanted");
    assert_eq!(super::get(&server, "/shelf").ok(200).xml().texts("Contents/Key"), ["error.html"]);
}

#[test]
fn a_page_has_the_headers_of_its_object() {
    // As captured by users of S3: no Accept-Ranges, nothing of encryption; the rest as the object has it.
    let server = site(INDEX, &[]);
    let headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"), ("x-amz-meta-a", "1")];
    let stored = server.raw().ask("PUT", "/shelf/index.html", &headers, b"index").ok(200);
    for method in ["GET", "HEAD"] {
        let reply = browse(&server, method, "/", &[]).ok(200);
        for (name, value) in headers {
            assert_eq!(reply.header(name), Some(value), "{method} {name}");
        }
        assert_eq!((reply.header("etag"), reply.header("content-length")), (stored.header("etag"), Some("5")));
        assert!(reply.header("last-modified").is_some());
        for name in ["accept-ranges", "x-amz-server-side-encryption", "x-amz-checksum-crc64nvme"] {
            assert_eq!(reply.header(name), None, "{method} {name}");
        }
    }
}

#[test]
fn conditions_and_ranges_are_those_of_objects() {
    let server = site(INDEX, &["page.html"]);
    let etag = browse(&server, "GET", "/page.html", &[]).ok(200).header("etag").expect("an etag").to_owned();
    let same = browse(&server, "GET", "/page.html", &[("If-None-Match", &etag)]).ok(304);
    assert_eq!((same.header("etag"), same.header("x-amz-error-code")), (Some(etag.as_str()), None));
    let range = browse(&server, "GET", "/page.html", &[("Range", "bytes=1-3")]).ok(206);
    assert_eq!((range.text().as_str(), range.header("content-range")), ("age", Some("bytes 1-3/9")));
    let message = "At least one of the pre-conditions you specified did not hold";
    let fields = [("Code", "PreconditionFailed"), ("Message", message), ("Condition", "If-Match")];
    let reply = browse(&server, "GET", "/page.html", &[("If-Match", "\"other\"")]);
    check_page(&reply, "412 Precondition Failed", &fields, &[]);
    let fields = [
        ("Code", "InvalidRange"),
        ("Message", "The requested range is not satisfiable"),
        ("RangeRequested", "bytes=9-"),
        ("ActualObjectSize", "9"),
    ];
    let reply = browse(&server, "GET", "/page.html", &[("Range", "bytes=9-")]);
    check_page(&reply, "416 Requested Range Not Satisfiable", &fields, &[]);
}

#[test]
fn what_means_something_to_the_api_means_nothing_to_a_website() {
    let server = site(INDEX, &["index.html", "index.html%3Facl"]);
    for target in ["/?acl", "/?list-type=2", "/?uploads", "/?response-content-type=a/b", "/?versionId=x", "/?q=%zz"] {
        let reply = browse(&server, "GET", target, &[]).ok(200);
        assert_eq!(
            (reply.text().as_str(), reply.header("content-type")),
            ("index.html", Some("text/html")),
            "{target}"
        );
    }
    let expired = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20200101T000000Z&X-Amz-Expires=1";
    for (target, headers) in [
        (expired, &[][..]),
        ("/", &[("Authorization", "Basic dXNlcjpwYXNz")]),
        ("/", &[("x-amz-checksum-mode", "odd")]),
        ("/", &[("x-amz-expected-bucket-owner", "999999999999")]),
        ("/", &[("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")]),
    ] {
        assert_eq!(browse(&server, "GET", target, headers).ok(200).text(), "index.html", "{target} {headers:?}");
    }
}

#[test]
fn keys_are_what_the_path_says() {
    let server = site(INDEX, &["a%20b", "%2Fc", "d%3Fe", "%C3%BC", "f+g"]);
    for (target, key) in
        [("/a%20b", "a%20b"), ("//c", "%2Fc"), ("/d%3Fe?q", "d%3Fe"), ("/%C3%bc", "%C3%BC"), ("/f+g", "f+g")]
    {
        assert_eq!(browse(&server, "GET", target, &[]).ok(200).text(), key, "{target}");
    }
    let uri = [("Code", "InvalidURI"), ("Message", "Couldn't parse the specified URI."), ("URI", "a%ff")];
    check_page(&browse(&server, "GET", "/a%ff", &[]), "400 Bad Request", &uri, &[]);
    let escaped = browse(&server, "GET", "/%3Cb%3E", &[]).ok(404);
    assert!(escaped.text().contains("<li>Key: &lt;b&gt;</li>\n"), "{}", escaped.text());
    check_headers(&escaped, &missing("<b>"));
    let long = browse(&server, "GET", &format!("/{}", "k".repeat(1025)), &[]).ok(400);
    assert_eq!(long.header("x-amz-error-code"), Some("KeyTooLongError"));
    // No header can hold this key.
    let odd = browse(&server, "GET", "/%0D%0Ax", &[]).ok(404);
    assert_eq!(odd.header("x-amz-error-detail-Key"), None);
}

#[test]
fn objects_that_nobody_may_read_are_errors() {
    let server = site(INDEX, &["gone.html"]);
    let enabled = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    let _ = put(&server, "/shelf?versioning", enabled).ok(200);
    let _ = server.raw().ask("DELETE", "/shelf/gone.html", &[], b"").ok(204);
    let gone = browse(&server, "GET", "/gone.html", &[]);
    assert_eq!(gone.header("x-amz-delete-marker"), Some("true"));
    check_page(&gone, NOT_FOUND, &missing("gone.html"), &[]);
    let _ = server.raw().ask("PUT", "/shelf/cold", &[("x-amz-storage-class", "GLACIER")], b"cold").ok(200);
    let cold = browse(&server, "GET", "/cold", &[]).ok(403);
    assert_eq!(cold.header("x-amz-error-code"), Some("InvalidObjectState"));
    let key = [
        ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
        ("x-amz-server-side-encryption-customer-key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
        ("x-amz-server-side-encryption-customer-key-MD5", "hRasmdxgYDKV3nvbahU1MA=="),
    ];
    let _ = server.raw().ask("PUT", "/shelf/locked", &key, b"locked").ok(200);
    let locked = browse(&server, "GET", "/locked", &key).ok(400);
    assert_eq!(locked.header("x-amz-error-code"), Some("InvalidRequest"));
}

#[test]
fn nobody_pays_for_a_website() {
    // <https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html>
    let server = site(&format!("{INDEX}{ERROR}"), &["index.html"]);
    let payer = "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>";
    let _ = put(&server, "/shelf?requestPayment", payer.as_bytes()).ok(200);
    let fields = [("Code", "AccessDenied"), ("Message", "Access Denied")];
    check_page(&browse(&server, "GET", "/", &[]), "403 Forbidden", &fields, &[]);
    let _ = put(&server, "/shelf?requestPayment", payer.replace("Requester<", "BucketOwner<").as_bytes()).ok(200);
    let _ = browse(&server, "GET", "/", &[]).ok(200);
}

#[test]
fn other_origins_are_those_of_the_buckets_rules() {
    let server = site(INDEX, &["font.woff"]);
    let origin = [("Origin", "https://a.example"), ("Access-Control-Request-Method", "GET")];
    let refused = browse(&server, "OPTIONS", "/font.woff", &origin).ok(403);
    assert_eq!(refused.header("x-amz-error-code"), Some("AccessForbidden"));
    assert!(refused.text().starts_with("<html>\n<head><title>403 Forbidden</title></head>\n"), "{}", refused.text());
    let rules = b"<CORSConfiguration><CORSRule><AllowedOrigin>https://a.example</AllowedOrigin>\
        <AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>";
    let _ = put(&server, "/shelf?cors", rules).ok(200);
    for (method, target, status) in [("OPTIONS", "/font.woff", 200), ("GET", "/font.woff", 200), ("GET", "/none", 404)]
    {
        let reply = browse(&server, method, target, &origin).ok(status);
        assert_eq!(reply.header("access-control-allow-origin"), Some("https://a.example"), "{method} {target}");
    }
    let other = browse(&server, "GET", "/font.woff", &[("Origin", "https://b.example")]).ok(200);
    assert_eq!(other.header("access-control-allow-origin"), None);
}
