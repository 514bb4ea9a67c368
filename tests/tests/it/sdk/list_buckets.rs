//! ListBuckets: whole, by prefix, by region and in pages (AWS.md 17).

use aws_sdk_s3::Client;
use sandpail_tests::sdk::{self, refused};
use sandpail_tests::{Refusal, Server};

async fn check(s3: &Client, prefix: &str, expected: &[&str]) {
    let list = s3.list_buckets().prefix(prefix).send().await.expect("a list");
    let names: Vec<_> = list.buckets().iter().filter_map(|bucket| bucket.name()).collect();
    assert_eq!(names, expected, "{prefix:?}");
    assert_eq!(list.prefix(), Some(prefix));
}

fn server() -> (Server, Client) {
    let names = ["c", "a1", "a2", "a3", "b"].map(|name| format!("shelf-{name}"));
    let args: Vec<&str> = names.iter().flat_map(|name| ["--bucket", name.as_str()]).collect();
    let server = Server::for_sdk(&args);
    let s3 = sdk::client(&server.url());
    (server, s3)
}

#[tokio::test]
async fn list_buckets_names_all_in_order_and_their_owner() {
    let (server, s3) = server();
    let list = s3.list_buckets().send().await.expect("a list");
    let names: Vec<_> = list.buckets().iter().filter_map(|bucket| bucket.name()).collect();
    assert_eq!(names, ["shelf-a1", "shelf-a2", "shelf-a3", "shelf-b", "shelf-c"]);
    assert!(list.buckets().iter().all(|bucket| bucket.creation_date().is_some()));
    assert_eq!(list.owner().and_then(|owner| owner.id()).map(str::len), Some(64));
    let plain = server.raw().ask("GET", "/", &[], b"").ok(200).xml();
    assert_eq!(plain.all("Buckets/Bucket/BucketRegion").len(), 0, "nothing was asked for");
    assert_eq!(plain.texts("Buckets/Bucket/BucketArn")[0], "arn:aws:s3:::shelf-a1");
    let empty = server.raw().ask("GET", "/?continuation-token=", &[], b"").ok(200).xml();
    assert_eq!(empty.all("Buckets/Bucket/BucketRegion").len(), 5);
    let page = server.raw().ask("GET", "/?prefix=shelf&max-buckets=1&bucket-region=US-East-1", &[], b"").ok(200).xml();
    let names: Vec<_> = page.children.iter().map(|child| child.name.as_str()).collect();
    assert_eq!(names, ["Owner", "Buckets", "Prefix", "ContinuationToken"]);
}

#[tokio::test]
async fn list_buckets_takes_a_prefix() {
    let (_server, s3) = server();
    check(&s3, "shelf-a", &["shelf-a1", "shelf-a2", "shelf-a3"]).await;
    check(&s3, "shelf-c", &["shelf-c"]).await;
    check(&s3, "none", &[]).await;
}

#[tokio::test]
async fn list_buckets_pages_lose_and_repeat_nothing() {
    let (_server, s3) = server();
    for size in 1..=6 {
        let (mut names, mut token) = (Vec::new(), None);
        loop {
            let page = s3.list_buckets().max_buckets(size).set_continuation_token(token).send().await.expect("a page");
            assert!(page.buckets().len() <= usize::try_from(size).expect("above zero"));
            for bucket in page.buckets() {
                assert_eq!(bucket.bucket_region(), Some("us-east-1"));
                let name = bucket.name().expect("a name").to_owned();
                assert_eq!(bucket.bucket_arn(), Some(format!("arn:aws:s3:::{name}").as_str()));
                names.push(name);
            }
            token = page.continuation_token;
            if token.is_none() {
                break;
            }
        }
        assert_eq!(names, ["shelf-a1", "shelf-a2", "shelf-a3", "shelf-b", "shelf-c"], "pages of {size}");
    }
}

#[tokio::test]
async fn list_buckets_of_a_region() {
    let (_server, s3) = server();
    let here = s3.list_buckets().bucket_region("us-east-1").send().await.expect("a list");
    assert_eq!(here.buckets().len(), 5);
    let there = s3.list_buckets().bucket_region("eu-west-1").send().await.expect("a list");
    assert_eq!(there.buckets().len(), 0);
    let refusal: Refusal = refused(s3.list_buckets().bucket_region("eu-east-1").send().await);
    let message = "Argument value eu-east-1 is not a valid AWS Region";
    // recorded: without the value
    refusal.is(400, "InvalidArgument", message, &[("ArgumentName", "bucket-region")]);
}
