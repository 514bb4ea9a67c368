//! ACLs as clients see them: requests through the whole service, over a store in memory.

mod buckets;
mod objects;
mod ownership;

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, DATE, HOST};
use http::{HeaderMap, Method, Request};
use http_body_util::BodyExt as _;
use s3s::Body;
use sandpail_control::{ManualClock, SeededEntropy};

use crate::Service;
use crate::settings::{Credential, Settings};

/// Who made the buckets: it has a display name. Access keys are canonical ids here.
const OWNER: &str = "owner";
/// Someone else, without one.
const OTHER: &str = "other";

const ALL_USERS: &str = "http://acs.amazonaws.com/groups/global/AllUsers";

/// An endpoint with two accounts and the bucket `box`, in which ACLs mean something.
struct Bench {
    service: Service,
}

/// An answer, read to its end.
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Bench {
    /// With `box` of that ownership.
    async fn new(ownership: &str) -> Self {
        let clock = Arc::new(ManualClock::new(UNIX_EPOCH + Duration::from_secs(1_700_000_000)));
        let credential = |id: &str, name: Option<&str>| Credential {
            access_key: id.to_owned(),
            canonical_id: Some(id.to_owned()),
            display_name: name.map(str::to_owned),
            ..Credential::default()
        };
        let credentials = vec![credential(OWNER, Some("The Owner")), credential(OTHER, None)];
        let settings = Settings { credentials, verify: Some(false), ..Settings::default() };
        let service = Service::mem(settings, clock, Arc::new(SeededEntropy::from_seed(7))).unwrap();
        let bench = Self { service };
        bench.put("/box", &[("x-amz-object-ownership", ownership)], "").await.ok();
        let unblocked = bench.send_as(OWNER, Method::DELETE, "/box?publicAccessBlock", &[], "").await;
        assert_eq!(unblocked.status, 204);
        bench
    }

    async fn send_as(&self, who: &str, method: Method, target: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(target).header(HOST, "h:9000");
        request = request.header(AUTHORIZATION, format!("AWS {who}:x")).header(DATE, "Tue, 14 Nov 2023 22:13:20 GMT");
        request = request.header(CONTENT_LENGTH, body.len());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = Body::from(Bytes::from(body.to_owned()));
        let response = self.service.call(request.body(body).unwrap()).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body: String::from_utf8(body.into()).unwrap() }
    }

    async fn put(&self, target: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.send_as(OWNER, Method::PUT, target, headers, body).await
    }

    async fn get(&self, target: &str) -> Answer {
        self.send_as(OWNER, Method::GET, target, &[], "").await
    }

    /// The ACL at `target`: the owner's id, then each grant as `grantee permission`.
    async fn acl(&self, target: &str) -> Vec<String> {
        let answer = self.get(target).await.ok();
        let (owner, grants) = answer.body.split_once("</Owner>").unwrap();
        let mut found = vec![text(owner, "ID").to_owned()];
        found.extend(grants.split("<Grant>").skip(1).map(|grant| {
            let grantee = if grant.contains("\"Group\"") { text(grant, "URI") } else { text(grant, "ID") };
            format!("{} {}", grantee.rsplit('/').next().unwrap(), text(grant, "Permission"))
        }));
        found
    }
}

/// A document with these grants, each an `xsi:type`, the element that names the grantee, and a permission.
fn document(owner: &str, grants: &[(&str, &str, &str)]) -> String {
    let grants: String = grants
        .iter()
        .map(|(kind, grantee, permission)| {
            format!(
                "<Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"{kind}\">{grantee}\
                 </Grantee><Permission>{permission}</Permission></Grant>"
            )
        })
        .collect();
    format!(
        "<AccessControlPolicy xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>{owner}</ID></Owner>\
         <AccessControlList>{grants}</AccessControlList></AccessControlPolicy>"
    )
}

/// The text of the first element of that name; empty without one.
fn text<'a>(document: &'a str, name: &str) -> &'a str {
    let after = document.split_once(&format!("<{name}>")).map(|(_, rest)| rest);
    after.and_then(|rest| rest.split_once(&format!("</{name}>"))).map_or("", |(text, _)| text)
}

impl Answer {
    /// This answer, if it is a good one.
    #[track_caller]
    fn ok(self) -> Self {
        assert_eq!(self.status, 200, "{}", self.body);
        self
    }

    /// Holds the answer to a status and to `Code: Message`, and the elements after them to `fields`.
    #[track_caller]
    fn is(&self, status: u16, error: &str, fields: &str) {
        let found = format!("{}: {}", text(&self.body, "Code"), text(&self.body, "Message"));
        let own = self.body.split_once("</Message>").and_then(|(_, rest)| rest.split_once("<RequestId>"));
        assert_eq!((self.status, found.as_str(), own.map(|(own, _)| own)), (status, error, Some(fields)));
    }
}
