//! Who pays for requests: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{Payer, RequestPaymentConfiguration};
use sandpail_tests::sdk::refused;

use super::shelf;

async fn payer(s3: &Client) -> Option<Payer> {
    s3.get_bucket_request_payment().bucket("shelf").send().await.expect("a payer").payer
}

fn configuration(payer: Payer) -> RequestPaymentConfiguration {
    RequestPaymentConfiguration::builder().payer(payer).build().expect("a payer")
}

#[tokio::test]
async fn get_bucket_request_payment_says_the_owner_unless_told_otherwise() {
    let (_server, s3) = shelf();
    assert_eq!(payer(&s3).await, Some(Payer::BucketOwner));
}

#[tokio::test]
async fn put_bucket_request_payment_replaces_the_payer() {
    let (_server, s3) = shelf();
    for who in [Payer::Requester, Payer::BucketOwner] {
        let put = s3.put_bucket_request_payment().bucket("shelf");
        put.request_payment_configuration(configuration(who.clone())).send().await.expect("a payer is put");
        assert_eq!(payer(&s3).await, Some(who));
    }
}

#[tokio::test]
async fn put_bucket_request_payment_knows_two_payers() {
    let (_server, s3) = shelf();
    let put = s3.put_bucket_request_payment().bucket("shelf");
    let put = put.request_payment_configuration(configuration(Payer::from("Nobody"))).send().await;
    let malformed = "The XML you provided was not well-formed or did not validate against our published schema";
    refused(put).is(400, "MalformedXML", malformed, &[]);
    assert_eq!(payer(&s3).await, Some(Payer::BucketOwner));
}

#[tokio::test]
async fn put_bucket_request_payment_wants_a_bucket() {
    let (_server, s3) = shelf();
    let put = s3.put_bucket_request_payment().bucket("elsewhere");
    let put = put.request_payment_configuration(configuration(Payer::Requester)).send().await;
    let missing = "The specified bucket does not exist";
    refused(put).is(404, "NoSuchBucket", missing, &[("BucketName", "elsewhere")]);
}
