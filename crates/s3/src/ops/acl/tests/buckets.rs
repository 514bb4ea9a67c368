//! ACLs of buckets.

use super::*;

#[tokio::test]
async fn a_bucket_is_private_at_first() {
    let bench = Bench::new("ObjectWriter").await;
    let answer = bench.get("/box?acl").await.ok();
    assert_eq!(answer.headers["content-type"], "application/xml");
    assert_eq!(
        answer.body,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <AccessControlPolicy xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
         <Owner><ID>owner</ID><DisplayName>The Owner</DisplayName></Owner><AccessControlList><Grant>\
         <Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\">\
         <ID>owner</ID><DisplayName>The Owner</DisplayName></Grantee><Permission>FULL_CONTROL</Permission>\
         </Grant></AccessControlList></AccessControlPolicy>"
    );
}

#[tokio::test]
async fn each_form_replaces_the_list() {
    let bench = Bench::new("ObjectWriter").await;
    bench.put("/box?acl", &[("x-amz-acl", "public-read-write")], "").await.ok();
    assert_eq!(bench.acl("/box?acl").await, ["owner", "owner FULL_CONTROL", "AllUsers READ", "AllUsers WRITE"]);
    let grants = [("x-amz-grant-write-acp", "id=other"), ("x-amz-grant-read", "id=\"other\", id=owner")];
    bench.put("/box?acl", &grants, "").await.ok();
    assert_eq!(bench.acl("/box?acl").await, ["owner", "other READ", "owner READ", "other WRITE_ACP"]);
    let group = format!("<URI>{ALL_USERS}</URI>");
    let grants = [("Group", group.as_str(), "READ_ACP"), ("CanonicalUser", "<ID>other</ID>", "WRITE")];
    bench.put("/box?acl", &[], &document(OWNER, &grants)).await.ok();
    assert_eq!(bench.acl("/box?acl").await, ["owner", "AllUsers READ_ACP", "other WRITE"]);
    bench.put("/box?acl", &[], &document(OWNER, &[])).await.ok();
    assert_eq!(bench.acl("/box?acl").await, ["owner"]);
    bench.put("/box?acl", &[("x-amz-acl", "private")], "").await.ok();
    assert_eq!(bench.acl("/box?acl").await, ["owner", "owner FULL_CONTROL"]);
}

#[tokio::test]
async fn what_is_no_list_is_refused_and_changes_nothing() {
    let bench = Bench::new("ObjectWriter").await;
    let own = document(OWNER, &[("CanonicalUser", "<ID>owner</ID>", "FULL_CONTROL")]);
    let check = async |headers: &[(&str, &str)], body: &str, error: &str, fields: &str| {
        bench.put("/box?acl", headers, body).await.is(400, error, fields);
    };
    let (canned, grant) = (("x-amz-acl", "public-read"), ("x-amz-grant-read", "id=other"));
    let header = "<MissingHeaderName>x-amz-acl</MissingHeaderName>";
    check(&[], "", "MissingSecurityHeader: Your request was missing a required header", header).await;
    check(&[canned], &own, "UnexpectedContent: This request does not support content", "").await;
    let both = "InvalidRequest: Specifying both Canned ACLs and Header Grants is not allowed";
    check(&[canned, grant], "", both, "").await;
    let fields = "<ArgumentName>x-amz-acl</ArgumentName><ArgumentValue>public-ready</ArgumentValue>";
    check(&[("x-amz-acl", "public-ready")], "", "InvalidArgument: ", fields).await;
    let fields = "<ArgumentName>id</ArgumentName><ArgumentValue>stranger</ArgumentValue>";
    check(&[("x-amz-grant-read", "id=stranger")], "", "InvalidArgument: Invalid id", fields).await;
    let stranger = document(OWNER, &[("CanonicalUser", "<ID>_foo</ID>", "READ")]);
    let fields = "<ArgumentName>CanonicalUser/ID</ArgumentName><ArgumentValue>_foo</ArgumentValue>";
    check(&[], &stranger, "InvalidArgument: Invalid id", fields).await;
    let email = document(OWNER, &[("AmazonCustomerByEmail", "<EmailAddress>a@b.c</EmailAddress>", "READ")]);
    let unresolvable =
        "UnresolvableGrantByEmailAddress: The e-mail address you provided does not match any account on record.";
    check(&[], &email, unresolvable, "").await;
    assert_eq!(bench.acl("/box?acl").await, ["owner", "owner FULL_CONTROL"]);
}

#[tokio::test]
async fn a_document_that_is_none_has_its_own_error() {
    let bench = Bench::new("ObjectWriter").await;
    let malformed = "MalformedACLError: \
        The XML you provided was not well-formed or did not validate against our published schema";
    let untyped = document(OWNER, &[("", "<ID>owner</ID>", "READ")]).replace(" xsi:type=\"\"", "");
    for body in ["<AccessControlPolicy/>", "<AccessControlPolicy>", "<Tagging/>", "no document", &untyped] {
        bench.put("/box?acl", &[], body).await.is(400, malformed, "");
        bench.put("/box/k?acl", &[], body).await.is(400, malformed, "");
    }
    assert_eq!(text(&bench.put("/box/k?tagging", &[], "no document").await.body, "Code"), "MalformedXML");
}

#[tokio::test]
async fn the_owner_stays() {
    let bench = Bench::new("ObjectWriter").await;
    let theirs = document(OTHER, &[("CanonicalUser", "<ID>other</ID>", "FULL_CONTROL")]);
    bench.put("/box?acl", &[], &theirs).await.is(403, "AccessDenied: Access Denied", "");
    bench.get("/none?acl").await.is(
        404,
        "NoSuchBucket: The specified bucket does not exist",
        "<BucketName>none</BucketName>",
    );
}

#[tokio::test]
async fn other_methods_reach_no_other_operation() {
    let bench = Bench::new("ObjectWriter").await;
    bench.put("/box/k", &[], "body").await.ok();
    for target in ["/box?acl", "/box/k?acl"] {
        for method in [Method::DELETE, Method::POST] {
            let fields = format!("<Method>{method}</Method><ResourceType>ACL</ResourceType>");
            let refused = bench.send_as(OWNER, method, target, &[], "").await;
            refused.is(405, "MethodNotAllowed: The specified method is not allowed against this resource.", &fields);
        }
        assert_eq!(bench.send_as(OWNER, Method::HEAD, target, &[], "").await.status, 405);
    }
    assert_eq!(bench.get("/box/k").await.ok().body, "body");
}
