//! GetObjectTorrent: gone since 2021, and refused as S3 refuses it.

use super::{put, shelf};
use sandpail_tests::sdk::refused;

const NOT_ALLOWED: &str = "The specified method is not allowed against this resource.";

#[tokio::test]
async fn get_object_torrent_is_not_allowed() {
    let (server, s3) = shelf();
    put(&s3, "k", "x").await;
    for key in ["k", "none"] {
        let refusal = refused(s3.get_object_torrent().bucket("shelf").key(key).send().await);
        refusal.is(405, "MethodNotAllowed", NOT_ALLOWED, &[("Method", "GET"), ("ResourceType", "TORRENT")]);
    }
    let refusal = refused(s3.get_object_torrent().bucket("none").key("k").send().await);
    refusal.has(404, "NoSuchBucket", "The specified bucket does not exist", &[]);
    for version in ["", "null", "v"] {
        let refusal = server.raw().ask("GET", &format!("/shelf/k?torrent&versionId={version}"), &[], b"").refusal();
        let fields = [("ArgumentName", "versionId"), ("ArgumentValue", version)];
        refusal.is(400, "InvalidArgument", "This operation does not accept a version-id.", &fields);
    }
    let refusal = server.raw().ask("GET", "/shelf?torrent", &[], b"").refusal();
    refusal.is(405, "MethodNotAllowed", NOT_ALLOWED, &[("Method", "GET"), ("ResourceType", "TORRENT")]);
}
