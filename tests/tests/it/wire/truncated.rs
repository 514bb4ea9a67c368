//! Bodies that end before their announced end: what was there stays, whatever was being written.

use sandpail_tests::Server;

use super::{get, shelf, untouched, upload};

/// Sends a head that announces more than `body`, then `body`, then dies. When the server closes the connection the
/// request is over, one way or the other.
fn abandon(server: &Server, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) {
    let mut raw = server.raw();
    raw.send(&raw.head(method, target, headers, 1000));
    raw.send(body);
    raw.hang_up();
    if let Some(reply) = raw.try_reply(method) {
        let refusal = reply.of_s3().refusal();
        assert_eq!((refusal.status, refusal.code.as_str()), (400, "IncompleteBody"), "{refusal:?}");
    }
}

fn check(headers: &[(&str, &str)], body: &[u8]) {
    let server = shelf();
    abandon(&server, "PUT", "/shelf/k", headers, body);
    untouched(&server);
}

#[test]
fn s01_an_aborted_upload_leaves_the_old_object() {
    check(&[], b"sixteen bytes...");
}

#[test]
fn an_aborted_upload_of_nothing_yet_leaves_the_old_object() {
    check(&[], b"");
}

#[test]
fn an_aborted_upload_of_a_new_key_makes_no_object() {
    let server = shelf();
    abandon(&server, "PUT", "/shelf/new", &[], b"part of it");
    untouched(&server);
}

#[test]
fn an_abort_inside_http_chunks_leaves_the_old_object() {
    let chunked = [
        ("Transfer-Encoding", "chunked"),
        ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("x-amz-decoded-content-length", "9"),
    ];
    for body in ["", "13\r\n9\r\n1234", "13\r\n9\r\n123456789\r\n0\r\n\r\n\r\n"] {
        check(&chunked, body.as_bytes());
    }
}

#[test]
fn an_abort_inside_aws_chunks_leaves_the_old_object() {
    let streaming = [
        ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("x-amz-decoded-content-length", "9"),
        ("x-amz-trailer", "x-amz-checksum-crc32"),
    ];
    let whole = b"9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n";
    for end in [1, 3, 8, 12, 14, 15, 17, 30, whole.len() - 3] {
        check(&streaming, &whole[..end]);
    }
}

#[test]
fn an_aborted_part_is_no_part() {
    let server = shelf();
    let id = upload(&server, "k", &[]);
    abandon(&server, "PUT", &format!("/shelf/k?partNumber=1&uploadId={id}"), &[], b"half a part");
    untouched(&server);
    let target = format!("/shelf/k?uploadId={id}");
    assert_eq!(get(&server, &target).ok(200).xml().all("Part").len(), 0);
}

#[test]
fn an_aborted_delete_request_deletes_nothing() {
    let server = shelf();
    abandon(&server, "POST", "/shelf?delete", &[], b"<Delete><Object><Key>k</Key></Object></Delete>");
    untouched(&server);
}

#[test]
fn a_hundred_aborted_uploads_leave_the_server_serving() {
    let server = shelf();
    for n in 0..100 {
        abandon(&server, "PUT", &format!("/shelf/new{n}"), &[], &vec![b'x'; n * 9]);
    }
    untouched(&server);
}
