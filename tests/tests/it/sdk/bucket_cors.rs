//! Requests from other origins: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::types::builders::CorsRuleBuilder;
use aws_sdk_s3::types::{CorsConfiguration, CorsRule};
use sandpail_tests::Refusal;
use sandpail_tests::sdk::refused;

use super::shelf;

fn rule() -> CorsRuleBuilder {
    CorsRule::builder().allowed_methods("GET").allowed_origins("http://example.com")
}

fn configuration(rules: Vec<CorsRuleBuilder>) -> CorsConfiguration {
    let rules = rules.into_iter().map(|rule| rule.build().expect("a rule"));
    CorsConfiguration::builder().set_cors_rules(Some(rules.collect())).build().expect("rules")
}

async fn refusal(s3: &Client, rules: Vec<CorsRuleBuilder>) -> Refusal {
    refused(s3.put_bucket_cors().bucket("shelf").cors_configuration(configuration(rules)).send().await)
}

async fn invalid(s3: &Client, rule: CorsRuleBuilder, message: &str) {
    refusal(s3, vec![rule]).await.is(400, "InvalidRequest", message, &[]);
}

#[tokio::test]
async fn get_bucket_cors_of_none_is_refused() {
    let (_server, s3) = shelf();
    let got = refused(s3.get_bucket_cors().bucket("shelf").send().await);
    let missing = "The CORS configuration does not exist";
    got.is(404, "NoSuchCORSConfiguration", missing, &[("BucketName", "shelf")]);
}

#[tokio::test]
async fn put_bucket_cors_keeps_the_rules_as_they_were_put() {
    let (_server, s3) = shelf();
    let full = rule().id("Rule 1").allowed_methods("DELETE").allowed_methods("PUT").allowed_origins("*");
    let full = full.allowed_headers("X-Amz-*").allowed_headers("content-type").expose_headers("ETag");
    let put = configuration(vec![full.max_age_seconds(3000), rule().allowed_origins("")]);
    s3.put_bucket_cors().bucket("shelf").cors_configuration(put.clone()).send().await.expect("rules are put");
    let got = s3.get_bucket_cors().bucket("shelf").send().await.expect("rules");
    assert_eq!(got.cors_rules(), put.cors_rules());
}

#[tokio::test]
async fn put_bucket_cors_refuses_what_is_no_rule() {
    let (server, s3) = shelf();
    let method = "Found unsupported HTTP method in CORS config. Unsupported method is MYMETHOD";
    invalid(&s3, rule().allowed_methods("MYMETHOD"), method).await;
    let origin = "AllowedOrigin \"http://*.*.com\" can not have more than one wildcard.";
    invalid(&s3, rule().allowed_origins("http://*.*.com"), origin).await;
    let header = "AllowedHeader \"*-*\" can not have more than one wildcard.";
    invalid(&s3, rule().allowed_headers("*-*"), header).await;
    let exposed = "ExposeHeader \"x-*\" contains wildcard. We currently do not support wildcard for ExposeHeader.";
    invalid(&s3, rule().expose_headers("x-*"), exposed).await;
    let many = "The number of CORS rules should not exceed allowed limit of 100 rules.";
    refusal(&s3, vec![rule(); 101]).await.is(400, "InvalidRequest", many, &[]);
    let large = vec![rule().allowed_origins("o".repeat(64 << 10))];
    refusal(&s3, large).await.is(400, "MaxMessageLengthExceeded", "Your request was too big.", &[]);
    let malformed = "The XML you provided was not well-formed or did not validate against our published schema";
    for inner in [
        "",
        "<CORSRule></CORSRule>",
        "<CORSRule><AllowedMethod>GET</AllowedMethod></CORSRule>",
        "<CORSRule><AllowedOrigin>*</AllowedOrigin></CORSRule>",
    ] {
        let body = format!("<CORSConfiguration>{inner}</CORSConfiguration>");
        let put = server.raw().ask("PUT", "/shelf?cors", &[], body.as_bytes());
        put.refusal().is(400, "MalformedXML", malformed, &[]);
    }
    assert_eq!(refused(s3.get_bucket_cors().bucket("shelf").send().await).code, "NoSuchCORSConfiguration");
    let most = configuration(vec![rule(); 100]);
    s3.put_bucket_cors().bucket("shelf").cors_configuration(most).send().await.expect("rules are put");
}

#[tokio::test]
async fn delete_bucket_cors_removes_the_rules() {
    let (_server, s3) = shelf();
    let put = s3.put_bucket_cors().bucket("shelf").cors_configuration(configuration(vec![rule()]));
    put.send().await.expect("rules are put");
    for _ in 0..2 {
        s3.delete_bucket_cors().bucket("shelf").send().await.expect("the rules are deleted");
    }
    assert_eq!(refused(s3.get_bucket_cors().bucket("shelf").send().await).code, "NoSuchCORSConfiguration");
}
