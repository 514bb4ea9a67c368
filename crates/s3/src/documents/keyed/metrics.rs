//! Metrics: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html>

use s3s::dto::{
    DeleteBucketMetricsConfigurationInput, DeleteBucketMetricsConfigurationOutput, GetBucketMetricsConfigurationInput,
    GetBucketMetricsConfigurationOutput, ListBucketMetricsConfigurationsInput, ListBucketMetricsConfigurationsOutput,
    PutBucketMetricsConfigurationInput, PutBucketMetricsConfigurationOutput,
};

use super::{Keyed, delete, filter, get, list, put};
use crate::documents::schema::{Node, Shape, required};
use crate::documents::{Element, document_operations};
use crate::error::Result;

/// The `MetricsConfiguration` document.
pub(crate) struct Metrics;

impl Keyed for Metrics {
    const NAME: &'static str = "metrics";
    const ROOT: &'static Node =
        &required("MetricsConfiguration", Shape::Group(&[required("Id", Shape::Text), filter::BY_ACCESS]));
    const LIST: &'static str = "ListMetricsConfigurationsResult";
    const LIST_DECLARATION: &'static str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    fn check(document: &Element) -> Result<()> {
        filter::check(document)
    }
}

document_operations! {
    /// Says which requests are counted.
    PutBucketMetricsConfiguration(PutBucketMetricsConfigurationInput) -> PutBucketMetricsConfigurationOutput = put::<Metrics>;
    /// Answers a metrics configuration.
    GetBucketMetricsConfiguration(GetBucketMetricsConfigurationInput) -> GetBucketMetricsConfigurationOutput = get::<Metrics>;
    /// Deletes a metrics configuration.
    DeleteBucketMetricsConfiguration(DeleteBucketMetricsConfigurationInput) -> DeleteBucketMetricsConfigurationOutput = delete::<Metrics>;
    /// Lists the metrics configurations of a bucket.
    ListBucketMetricsConfigurations(ListBucketMetricsConfigurationsInput) -> ListBucketMetricsConfigurationsOutput = list::<Metrics>;
}
