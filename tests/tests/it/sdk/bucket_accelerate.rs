//! Transfer acceleration: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{AccelerateConfiguration, BucketAccelerateStatus};
use sandpail_tests::Refusal;
use sandpail_tests::sdk::refused;

use super::shelf;

async fn status(s3: &Client) -> Option<BucketAccelerateStatus> {
    s3.get_bucket_accelerate_configuration().bucket("shelf").send().await.expect("a status").status
}

fn configuration(status: &str) -> AccelerateConfiguration {
    AccelerateConfiguration::builder().status(BucketAccelerateStatus::from(status)).build()
}

async fn refusal(s3: &Client, bucket: &str, status: &str) -> Refusal {
    let put = s3.put_bucket_accelerate_configuration().bucket(bucket);
    refused(put.accelerate_configuration(configuration(status)).send().await)
}

#[tokio::test]
async fn get_bucket_accelerate_configuration_says_nothing_at_first() {
    let (_server, s3) = shelf();
    assert_eq!(status(&s3).await, None);
}

#[tokio::test]
async fn put_bucket_accelerate_configuration_replaces_the_status() {
    let (_server, s3) = shelf();
    for name in ["Enabled", "Suspended"] {
        let put = s3.put_bucket_accelerate_configuration().bucket("shelf");
        put.accelerate_configuration(configuration(name)).send().await.expect("a status is put");
        assert_eq!(status(&s3).await, Some(BucketAccelerateStatus::from(name)));
    }
}

/// Recorded.
#[tokio::test]
async fn put_bucket_accelerate_configuration_refuses_other_states_and_dotted_names() {
    let (_server, s3) = shelf();
    let malformed = "The XML you provided was not well-formed or did not validate against our published schema";
    for name in ["enabled", "random", ""] {
        refusal(&s3, "shelf", name).await.is(400, "MalformedXML", malformed, &[]);
    }
    assert_eq!(status(&s3).await, None);
    s3.create_bucket().bucket("shelf.dotted").send().await.expect("a bucket");
    let dotted = "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names";
    for name in ["Enabled", "random"] {
        refusal(&s3, "shelf.dotted", name).await.is(400, "InvalidRequest", dotted, &[]);
    }
}
