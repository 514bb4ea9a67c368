//! What a bucket answers that nobody configured, and an object that has nothing but bytes: the whole documents, their
//! types, and the empty groups in them, as recorded of general-purpose buckets in September 2026.

use sandpail_tests::Reply;
use sandpail_tests::server::Server;

const DECLARED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const XML: Option<&str> = Some("application/xml");

fn server() -> Server {
    let server = Server::start();
    for (target, body) in [("/shelf", &b""[..]), ("/shelf/k", b"hello")] {
        assert_eq!(server.raw().ask("PUT", target, &[], body).status, 200);
    }
    server
}

/// `inner` in a root with the namespace; nothing in it closes the root.
fn root(declaration: &str, name: &str, inner: &str) -> String {
    let open = format!("{declaration}<{name} xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"");
    if inner.is_empty() { format!("{open}/>") } else { format!("{open}>{inner}</{name}>") }
}

fn check(reply: &Reply, what: &str, kind: Option<&str>, document: &str) {
    assert_eq!(reply.status, 200, "{what}");
    assert_eq!((reply.text().as_str(), reply.header("content-type")), (document, kind), "{what}");
}

#[test]
fn documents_of_a_bucket_nobody_configured() {
    let server = server();
    let public = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
    let public = public.map(|name| format!("<{name}>true</{name}>")).concat();
    let enforced = "<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>";
    for (subresource, kind, name, inner) in [
        ("abac", None, "AbacStatus", "<Status>Disabled</Status>"),
        ("accelerate", None, "AccelerateConfiguration", ""),
        ("location", XML, "LocationConstraint", ""),
        ("notification", None, "NotificationConfiguration", ""),
        ("ownershipControls", None, "OwnershipControls", enforced),
        ("publicAccessBlock", None, "PublicAccessBlockConfiguration", public.as_str()),
        ("requestPayment", None, "RequestPaymentConfiguration", "<Payer>BucketOwner</Payer>"),
        ("versioning", None, "VersioningConfiguration", ""),
    ] {
        let reply = server.raw().ask("GET", &format!("/shelf?{subresource}"), &[], b"");
        check(&reply, subresource, kind, &root(DECLARED, name, inner));
    }
}

#[test]
fn logging_of_a_bucket_nobody_configured_is_an_example() {
    let reply = server().raw().ask("GET", "/shelf?logging", &[], b"");
    let document = reply.text();
    assert_eq!(reply.header("content-type"), XML);
    let example = "\n  <!--<LoggingEnabled><TargetBucket>myLogsBucket</TargetBucket>\
        <TargetPrefix>add/this/prefix/to/my/log/files/access_log-</TargetPrefix></LoggingEnabled>-->\n";
    let root = root(&format!("{DECLARED}\n"), "BucketLoggingStatus", example);
    assert_eq!(document, format!("{root}\n"));
}

#[test]
fn lists_of_configurations_that_there_are_none_of() {
    let server = server();
    let declared = DECLARED.trim_end();
    for (subresource, declaration, name) in [
        ("analytics", "", "ListBucketAnalyticsConfigurationResult"),
        ("intelligent-tiering", "", "ListBucketIntelligentTieringConfigurationsOutput"),
        ("inventory", declared, "ListInventoryConfigurationsResult"),
        ("metrics", declared, "ListMetricsConfigurationsResult"),
    ] {
        let get = |query: &str| server.raw().ask("GET", &format!("/shelf?{subresource}{query}"), &[], b"");
        let none = "<IsTruncated>false</IsTruncated>";
        for query in ["", "&id="] {
            check(&get(query), subresource, None, &root(declaration, name, none));
        }
        let echoed = format!("{none}<ContinuationToken></ContinuationToken>");
        check(&get("&continuation-token="), subresource, None, &root(declaration, name, &echoed));
        let message = "The continuation-token you provided invalid.";
        get("&continuation-token=garbage").refusal().is(400, "MalformedContinuationToken", message, &[]);
        let message = "The specified configuration does not exist.";
        get("&id=x&continuation-token=garbage").refusal().is(404, "NoSuchConfiguration", message, &[]);
    }
}

#[test]
fn documents_of_an_object_with_nothing_but_bytes() {
    let server = server();
    let get = |target: &str, headers: &[(&str, &str)]| server.raw().ask("GET", target, headers, b"");
    let none = root(DECLARED, "Tagging", "<TagSet/>");
    for target in ["/shelf/k?tagging", "/shelf/k?tagging&versionId=null"] {
        check(&get(target, &[]), target, None, &none);
    }
    for (asked, inner) in [
        ("ObjectParts", ""),
        ("ETag,", "<ETag>5d41402abc4b2a76b9719d911017c592</ETag>"),
        ("ObjectSize, ETag", "<ETag>5d41402abc4b2a76b9719d911017c592</ETag><ObjectSize>5</ObjectSize>"),
    ] {
        let reply = get("/shelf/k?attributes", &[("x-amz-object-attributes", asked)]);
        check(&reply, asked, None, &root(DECLARED, "GetObjectAttributesResponse", inner));
    }
    let missing = get("/shelf/none?tagging&versionId=null", &[]).refusal();
    let fields = [("Key", "shelf/none"), ("VersionId", "null")];
    missing.is(404, "NoSuchVersion", "The specified version does not exist.", &fields);
}

#[test]
fn versions_are_refused_where_there_are_none() {
    let server = server();
    let empty = "Version id cannot be the empty string";
    let none = "This operation does not accept a version-id.";
    for (target, message) in [
        ("/none/k?versionId=", empty),
        ("/none/k?tagging&versionId=", empty),
        ("/none?versioning&versionId=x", none),
        ("/none/k?torrent&versionId=x", none),
        ("/shelf/k?uploads&versionId=x", none),
        ("/shelf/k?uploadId=u&versionId=null", none),
        ("/shelf?versionId=x", none),
        ("/shelf?list-type=2&versionId=x", none),
    ] {
        let refusal = server.raw().ask("GET", target, &[], b"").refusal();
        refusal.has(400, "InvalidArgument", message, &[("ArgumentName", "versionId")]);
    }
}
