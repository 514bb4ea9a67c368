//! Storage class analysis: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html>

use s3s::dto::{
    DeleteBucketAnalyticsConfigurationInput, DeleteBucketAnalyticsConfigurationOutput,
    GetBucketAnalyticsConfigurationInput, GetBucketAnalyticsConfigurationOutput,
    ListBucketAnalyticsConfigurationsInput, ListBucketAnalyticsConfigurationsOutput,
    PutBucketAnalyticsConfigurationInput, PutBucketAnalyticsConfigurationOutput,
};

use super::{Keyed, check_destination, delete, filter, get, list, put};
use crate::documents::schema::{Node, Shape, optional, required};
use crate::documents::{Element, document_operations};
use crate::error::Result;

/// The `AnalyticsConfiguration` document.
pub(crate) struct Analytics;

const BUCKET: Shape = Shape::Group(&[
    required("Format", Shape::OneOf(&["CSV"])),
    optional("BucketAccountId", Shape::Text),
    required("Bucket", Shape::Text),
    optional("Prefix", Shape::Text),
]);

const EXPORT: Shape = Shape::Group(&[
    required("OutputSchemaVersion", Shape::OneOf(&["V_1"])),
    required("Destination", Shape::Group(&[required("S3BucketDestination", BUCKET)])),
]);

impl Keyed for Analytics {
    const NAME: &'static str = "analytics";
    const ROOT: &'static Node = &required(
        "AnalyticsConfiguration",
        Shape::Group(&[
            required("Id", Shape::Text),
            filter::BY_NAME,
            required("StorageClassAnalysis", Shape::Group(&[optional("DataExport", EXPORT)])),
        ]),
    );
    const LIST: &'static str = "ListBucketAnalyticsConfigurationResult";

    fn check(document: &Element) -> Result<()> {
        filter::check(document)?;
        let export = document.child("StorageClassAnalysis").and_then(|analysis| analysis.child("DataExport"));
        export.map_or(Ok(()), |export| {
            check_destination(export.text_at(&["Destination", "S3BucketDestination", "Bucket"]))
        })
    }
}

document_operations! {
    /// Says which objects are analysed, and where the findings go.
    PutBucketAnalyticsConfiguration(PutBucketAnalyticsConfigurationInput) -> PutBucketAnalyticsConfigurationOutput = put::<Analytics>;
    /// Answers an analytics configuration.
    GetBucketAnalyticsConfiguration(GetBucketAnalyticsConfigurationInput) -> GetBucketAnalyticsConfigurationOutput = get::<Analytics>;
    /// Deletes an analytics configuration.
    DeleteBucketAnalyticsConfiguration(DeleteBucketAnalyticsConfigurationInput) -> DeleteBucketAnalyticsConfigurationOutput = delete::<Analytics>;
    /// Lists the analytics configurations of a bucket.
    ListBucketAnalyticsConfigurations(ListBucketAnalyticsConfigurationsInput) -> ListBucketAnalyticsConfigurationsOutput = list::<Analytics>;
}

#[cfg(test)]
mod tests {
    use super::super::tests::refused;
    use super::*;

    fn check(analysis: &str, expected: Option<&str>) {
        let inner = format!("<Id>1</Id><StorageClassAnalysis>{analysis}</StorageClassAnalysis>");
        assert_eq!(refused::<Analytics>(&inner).as_deref(), expected, "{analysis}");
    }

    fn export(version: &str, format: &str, bucket: &str) -> String {
        let bucket = format!("<Format>{format}</Format><Bucket>{bucket}</Bucket>");
        let destination = format!("<Destination><S3BucketDestination>{bucket}</S3BucketDestination></Destination>");
        format!("<DataExport><OutputSchemaVersion>{version}</OutputSchemaVersion>{destination}</DataExport>")
    }

    #[test]
    fn an_export_has_one_format_and_a_bucket() {
        check("", None);
        check(&export("V_1", "CSV", "arn:aws:s3:::b"), None);
        check(&export("V_2", "CSV", "arn:aws:s3:::b"), Some("MalformedXML"));
        check(&export("V_1", "ORC", "arn:aws:s3:::b"), Some("MalformedXML"));
        check(&export("V_1", "CSV", "b"), Some("InvalidS3DestinationBucket"));
        check("<DataExport></DataExport>", Some("MalformedXML"));
        assert_eq!(refused::<Analytics>("<Id>1</Id>").as_deref(), Some("MalformedXML"));
    }
}
