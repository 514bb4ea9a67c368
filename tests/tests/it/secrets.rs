//! Customers' keys (SSE-C): no record and no log holds one, in whatever form it might be written.

use std::sync::Arc;

use sandpail_blob::{MemVfs, RecordKey, Scan, Vfs};
use sandpail_tests::{Local, Server};

const KEY: &[u8; 32] = b"a key of exactly thirty-two byte";
const KEY_BASE64: &str = "YSBrZXkgb2YgZXhhY3RseSB0aGlydHktdHdvIGJ5dGU=";
const KEY_HEX: &str = "61206b6579206f662065786163746c79207468697274792d74776f2062797465";
const MD5_BASE64: &str = "0gSH3R6iUD94sRq7CINr8Q==";
const MD5_HEX: &str = "d20487dd1ea2503f78b11abb08836bf1";

const HEADERS: [(&str, &str); 3] = [
    ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
    ("x-amz-server-side-encryption-customer-key", KEY_BASE64),
    ("x-amz-server-side-encryption-customer-key-md5", MD5_BASE64),
];

const SOURCE: [(&str, &str); 4] = [
    ("x-amz-copy-source", "/shelf/k"),
    ("x-amz-copy-source-server-side-encryption-customer-algorithm", "AES256"),
    ("x-amz-copy-source-server-side-encryption-customer-key", KEY_BASE64),
    ("x-amz-copy-source-server-side-encryption-customer-key-md5", MD5_BASE64),
];

/// The forms that give a key away. Its MD5 does not, but nobody needs it either.
fn holds_a_key(bytes: &[u8]) -> bool {
    let text = [KEY_BASE64, KEY_HEX, MD5_BASE64, MD5_HEX].map(str::as_bytes);
    let forms = text.into_iter().chain([&KEY[..]]);
    forms.into_iter().any(|form| contains(bytes, form))
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Every record of the engine, key and value.
async fn records(vfs: &Arc<dyn Vfs>) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut scan = Scan { from: RecordKey::from_bytes(b""), to: None, limit: 100, reverse: false };
    loop {
        let page = vfs.scan(&scan).await.expect("a page");
        found.extend(page.items.iter().map(|(key, record)| [key.as_bytes(), &record.value[..]].concat()));
        match page.items.last() {
            Some((last, _)) if page.more => scan.from = RecordKey::from_bytes(&[last.as_bytes(), b"\0"].concat()),
            _ => return found,
        }
    }
}

#[tokio::test]
async fn no_record_holds_a_customers_key() {
    let vfs: Arc<dyn Vfs> = Arc::new(MemVfs::new());
    let local = Local::over(&vfs, 1);
    let _ = local.ask("PUT", "/shelf", &[], b"").await.ok(200);
    let marked = [&HEADERS[..], &[("x-amz-meta-mark", "to be found")]].concat();
    let _ = local.ask("PUT", "/shelf/k", &marked, b"body").await.ok(200);
    let _ = local.ask("PUT", "/shelf/copy", &[&HEADERS[..], &SOURCE].concat(), b"").await.ok(200);
    let upload = local.ask("POST", "/shelf/parts?uploads", &HEADERS, b"").await.ok(200);
    let upload = upload.xml().get("UploadId").expect("an upload id").to_owned();
    let part = format!("/shelf/parts?partNumber=1&uploadId={upload}");
    let _ = local.ask("PUT", &part, &HEADERS, b"part").await.ok(200);
    let records = records(&vfs).await;
    // The scan would have found it: it finds what is there to be found.
    assert!(records.iter().any(|record| contains(record, b"to be found")));
    for record in records {
        assert!(!holds_a_key(&record), "{}", String::from_utf8_lossy(&record));
    }
    // It is still the key, in the next life too.
    let after = Local::over(&vfs, 2);
    assert_eq!(after.ask("GET", "/shelf/copy", &HEADERS, b"").await.ok(200).text(), "body");
    assert_eq!(after.ask("GET", "/shelf/copy", &[], b"").await.status, 400);
}

#[test]
fn no_log_holds_a_customers_key() {
    let server = Server::with(&["--bucket", "shelf", "--log-level", "trace"]);
    let ask = |method: &str, target: &str, headers: &[(&str, &str)]| server.raw().ask(method, target, headers, b"");
    assert_eq!(ask("PUT", "/shelf/k", &HEADERS).status, 200);
    assert_eq!(ask("GET", "/shelf/k", &HEADERS).status, 200);
    assert_eq!(ask("PUT", "/shelf/copy", &SOURCE).status, 200);
    let wrong = [HEADERS[0], HEADERS[1], (HEADERS[2].0, "AAAAAAAAAAAAAAAAAAAAAA==")];
    for refused in [&HEADERS[1..], &wrong] {
        let answer = ask("PUT", "/shelf/k", refused);
        assert_eq!(answer.status, 400);
        assert!(!holds_a_key(&answer.body), "{}", answer.text());
    }
    assert!(!holds_a_key(server.log().as_bytes()), "{}", server.log());
}
