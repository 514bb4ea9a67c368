//! MFA delete: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html>

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{
    BucketVersioningStatus, Delete, MfaDelete, MfaDeleteStatus, ObjectIdentifier, VersioningConfiguration,
};
use sandpail_tests::sdk::refused;

use super::{enable_versions, put, shelf};

const DEVICE: &str = "arn:aws:iam::123456789012:mfa/me 123456";
const MISSING: &str = "Mfa Authentication must be used for this request";

fn configuration(mfa: Option<MfaDelete>) -> VersioningConfiguration {
    VersioningConfiguration::builder().status(BucketVersioningStatus::Enabled).set_mfa_delete(mfa).build()
}

async fn enable(s3: &Client) {
    let put = s3.put_bucket_versioning().bucket("shelf").mfa(DEVICE);
    put.versioning_configuration(configuration(Some(MfaDelete::Enabled))).send().await.expect("MFA delete is enabled");
}

async fn state(s3: &Client) -> Option<MfaDeleteStatus> {
    s3.get_bucket_versioning().bucket("shelf").send().await.expect("an answer").mfa_delete
}

#[tokio::test]
async fn put_bucket_versioning_with_mfa_delete_needs_a_device() {
    let (_server, s3) = shelf();
    let put = || {
        let put = s3.put_bucket_versioning().bucket("shelf");
        put.versioning_configuration(configuration(Some(MfaDelete::Enabled)))
    };
    refused(put().send().await).is(403, "AccessDenied", MISSING, &[]);
    let format = "Mfa header is invalid -- the header should be formatted as {serialNumber}(space){tokenCode}";
    let fields = [("ArgumentName", "x-amz-mfa"), ("ArgumentValue", "123456")];
    refused(put().mfa("123456").send().await).is(400, "InvalidArgument", format, &fields);
    let odd = configuration(Some(MfaDelete::from("Maybe")));
    let odd = s3.put_bucket_versioning().bucket("shelf").versioning_configuration(odd).send().await;
    assert_eq!(refused(odd).code, "MalformedXML");
    assert_eq!(state(&s3).await, None);
    enable(&s3).await;
    assert_eq!(state(&s3).await, Some(MfaDeleteStatus::Enabled));
    let plain = s3.put_bucket_versioning().bucket("shelf").versioning_configuration(configuration(None));
    refused(plain.clone().send().await).is(403, "AccessDenied", MISSING, &[]);
    plain.mfa(DEVICE).send().await.expect("versioning is put");
    assert_eq!(state(&s3).await, Some(MfaDeleteStatus::Enabled));
    let off = configuration(Some(MfaDelete::Disabled));
    let off = s3.put_bucket_versioning().bucket("shelf").mfa(DEVICE).versioning_configuration(off);
    off.send().await.expect("MFA delete is disabled");
    assert_eq!(state(&s3).await, Some(MfaDeleteStatus::Disabled));
}

#[tokio::test]
async fn delete_object_for_good_needs_a_device_where_mfa_delete_is_enabled() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let version = put(&s3, "k", "x").await.expect("a version");
    enable(&s3).await;
    let delete = s3.delete_object().bucket("shelf").key("k").version_id(&version);
    refused(delete.clone().send().await).is(403, "AccessDenied", MISSING, &[]);
    let marker = s3.delete_object().bucket("shelf").key("k").send().await.expect("a delete marker");
    assert_eq!(marker.delete_marker(), Some(true));
    delete.mfa(DEVICE).send().await.expect("the version is deleted");
    let listed = s3.list_object_versions().bucket("shelf").send().await.expect("a list");
    assert_eq!((listed.versions().len(), listed.delete_markers().len()), (0, 1));
}

#[tokio::test]
async fn delete_objects_tells_of_each_version_that_needs_a_device() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    let version = put(&s3, "k", "x").await.expect("a version");
    enable(&s3).await;
    let object = ObjectIdentifier::builder().key("k").version_id(&version).build().expect("a key");
    let delete = Delete::builder().objects(object).build().expect("objects");
    let delete = s3.delete_objects().bucket("shelf").delete(delete);
    let answer = delete.clone().send().await.expect("an answer");
    let [error] = answer.errors() else { panic!("{answer:?}") };
    assert_eq!((error.code(), error.message()), (Some("AccessDenied"), Some(MISSING)));
    let answer = delete.mfa(DEVICE).send().await.expect("an answer");
    assert_eq!((answer.errors().len(), answer.deleted().len()), (0, 1));
}
