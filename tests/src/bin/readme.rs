//! The Rust lines of the README as a program, so that tests/it/readme.rs can run them; it keeps the two the same.
#![expect(clippy::print_stdout, reason = "the README's lines print")]

use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(std::env::args().nth(1).expect("an endpoint"))
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .force_path_style(true)
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build();
    let s3 = aws_sdk_s3::Client::from_conf(config);
    s3.create_bucket().bucket("photos").send().await?;
    s3.put_object().bucket("photos").key("hello.txt").body(b"hello".to_vec().into()).send().await?;
    let object = s3.get_object().bucket("photos").key("hello.txt").send().await?;
    println!("{:?}", object.body.collect().await?.into_bytes());
    Ok(())
}
