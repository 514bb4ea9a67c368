//! A bucket as a website: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html>. All rows of what is
//! refused stand in `documents/website` of the server; the codes and fields, which are recorded, stand here.

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{
    Condition, ErrorDocument, IndexDocument, Protocol, Redirect, RedirectAllRequestsTo, RoutingRule,
    WebsiteConfiguration,
};
use sandpail_tests::Refusal;
use sandpail_tests::sdk::refused;

use super::shelf;

fn index(suffix: &str) -> IndexDocument {
    IndexDocument::builder().suffix(suffix).build().expect("a suffix")
}

fn everything(host: &str) -> RedirectAllRequestsTo {
    RedirectAllRequestsTo::builder().host_name(host).protocol(Protocol::Https).build().expect("a host")
}

async fn put(s3: &Client, website: WebsiteConfiguration) {
    s3.put_bucket_website().bucket("shelf").website_configuration(website).send().await.expect("a website is put");
}

async fn refusal(s3: &Client, website: WebsiteConfiguration) -> Refusal {
    refused(s3.put_bucket_website().bucket("shelf").website_configuration(website).send().await)
}

fn with_rule(rule: RoutingRule) -> WebsiteConfiguration {
    WebsiteConfiguration::builder().index_document(index("index.html")).routing_rules(rule).build()
}

#[tokio::test]
async fn get_bucket_website_of_none_is_refused() {
    let (_server, s3) = shelf();
    let got = refused(s3.get_bucket_website().bucket("shelf").send().await);
    let missing = "The specified bucket does not have a website configuration";
    got.is(404, "NoSuchWebsiteConfiguration", missing, &[("BucketName", "shelf")]);
}

#[tokio::test]
async fn put_bucket_website_keeps_either_form() {
    let (_server, s3) = shelf();
    let condition = Condition::builder().key_prefix_equals("docs/").http_error_code_returned_equals("404").build();
    let redirect = Redirect::builder().host_name("example.com").http_redirect_code("301").protocol(Protocol::Http);
    let rule = RoutingRule::builder().condition(condition).redirect(redirect.replace_key_with("").build()).build();
    let error = ErrorDocument::builder().key("error.html").build().expect("a key");
    let website = WebsiteConfiguration::builder().index_document(index("index.html")).error_document(error);
    let website = website.routing_rules(rule).build();
    put(&s3, website.clone()).await;
    let got = s3.get_bucket_website().bucket("shelf").send().await.expect("a website");
    assert_eq!((got.index_document(), got.error_document()), (website.index_document(), website.error_document()));
    assert_eq!((got.routing_rules(), got.redirect_all_requests_to()), (website.routing_rules(), None));
    let all = everything("example.com");
    put(&s3, WebsiteConfiguration::builder().redirect_all_requests_to(all.clone()).build()).await;
    let got = s3.get_bucket_website().bucket("shelf").send().await.expect("a website");
    assert_eq!((got.redirect_all_requests_to(), got.index_document()), (Some(&all), None));
}

#[tokio::test]
async fn put_bucket_website_names_the_argument_that_is_wrong() {
    let (_server, s3) = shelf();
    let argument = |name, value| [("ArgumentName", name), ("ArgumentValue", value)];
    let suffix = "The IndexDocument Suffix is not well formed";
    for bad in ["", "a/b"] {
        let website = WebsiteConfiguration::builder().index_document(index(bad)).build();
        refusal(&s3, website).await.is(400, "InvalidArgument", suffix, &argument("IndexDocument", bad));
    }
    let both = WebsiteConfiguration::builder().index_document(index("i")).redirect_all_requests_to(everything("h"));
    let message = "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.";
    let fields = argument("RedirectAllRequestsTo", "not null");
    refusal(&s3, both.build()).await.is(400, "InvalidArgument", message, &fields);
    let message = "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty";
    let empty = WebsiteConfiguration::builder().build();
    refusal(&s3, empty).await.is(400, "InvalidArgument", message, &argument("IndexDocument", "null"));
    assert_eq!(refused(s3.get_bucket_website().bucket("shelf").send().await).code, "NoSuchWebsiteConfiguration");
}

#[tokio::test]
async fn put_bucket_website_refuses_rules_that_cannot_be() {
    let (_server, s3) = shelf();
    let rule = |redirect: Redirect| RoutingRule::builder().redirect(redirect).build();
    let both = Redirect::builder().replace_key_with("a").replace_key_prefix_with("b").build();
    let message = "You can only define ReplaceKeyPrefix or ReplaceKey but not both.";
    refusal(&s3, with_rule(rule(both))).await.is(400, "InvalidRequest", message, &[]);
    let code = rule(Redirect::builder().http_redirect_code("300").build());
    let message = "The provided HTTP redirect code (300) is not valid. Valid codes are 3XX except 300.";
    refusal(&s3, with_rule(code)).await.is(400, "InvalidRequest", message, &[]);
    let condition = Condition::builder().http_error_code_returned_equals("302").build();
    let redirect = Redirect::builder().host_name("h").build();
    let code = RoutingRule::builder().condition(condition).redirect(redirect).build();
    let message = "The provided HTTP error code (302) is not valid. Valid codes are 4XX or 5XX.";
    refusal(&s3, with_rule(code)).await.is(400, "InvalidRequest", message, &[]);
}

#[tokio::test]
async fn delete_bucket_website_removes_it() {
    let (_server, s3) = shelf();
    put(&s3, WebsiteConfiguration::builder().index_document(index("index.html")).build()).await;
    for _ in 0..2 {
        s3.delete_bucket_website().bucket("shelf").send().await.expect("the website is deleted");
    }
    assert_eq!(refused(s3.get_bucket_website().bucket("shelf").send().await).code, "NoSuchWebsiteConfiguration");
}
