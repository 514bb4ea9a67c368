//! Conditions that are not ASCII: they cannot hold, and must not count as if they had not been sent.

use super::{get, shelf};

/// Asks with a header whose value is a byte that is not ASCII, and answers the status and the code.
fn ask(server: &sandpail_tests::Server, method: &str, target: &str, headers: &[(&str, &str)], guard: &str) -> String {
    let mut raw = server.raw();
    let mut head = raw.head(method, target, headers, 0);
    head.truncate(head.len() - 2);
    head.extend_from_slice(guard.as_bytes());
    head.extend_from_slice(b": \xff\r\n\r\n");
    raw.send(&head);
    let reply = raw.reply(method);
    let code = reply.text().split("<Code>").nth(1).and_then(|rest| rest.split('<').next().map(str::to_owned));
    format!("{} {}", reply.status, code.unwrap_or_default())
}

#[test]
fn conditions_of_other_bytes_do_not_hold() {
    let server = shelf();
    let copy = [("x-amz-copy-source", "/shelf/k")];
    for (method, target, headers, guard, expected) in [
        ("GET", "/shelf/k", &[][..], "If-Match", "412 PreconditionFailed"),
        ("PUT", "/shelf/k", &[], "If-Match", "412 PreconditionFailed"),
        ("PUT", "/shelf/k", &[], "If-None-Match", "501 NotImplemented"),
        ("DELETE", "/shelf/k", &[], "If-Match", "412 PreconditionFailed"),
        ("PUT", "/shelf/k", &[], "x-amz-expected-bucket-owner", "400 InvalidBucketOwnerAWSAccountID"),
        ("DELETE", "/shelf/k", &[], "x-amz-expected-bucket-owner", "400 InvalidBucketOwnerAWSAccountID"),
        ("PUT", "/shelf/c", &copy, "x-amz-copy-source-if-match", "412 PreconditionFailed"),
        ("PUT", "/shelf/c", &copy, "x-amz-source-expected-bucket-owner", "400 InvalidBucketOwnerAWSAccountID"),
        ("PUT", "/shelf/c", &copy, "x-amz-metadata-directive", "400 InvalidArgument"),
        ("PUT", "/shelf/c", &copy, "x-amz-tagging-directive", "400 InvalidArgument"),
        ("PUT", "/shelf/c", &copy, "x-amz-object-annotation-directive", "400 InvalidArgument"),
        ("PUT", "/other", &[], "x-amz-object-ownership", "400 InvalidArgument"),
    ] {
        assert_eq!(ask(&server, method, target, headers, guard), expected, "{method} {target} {guard}");
    }
    assert_eq!(get(&server, "/shelf/k").body, b"before");
    assert_eq!(get(&server, "/shelf/c").status, 404);
}
