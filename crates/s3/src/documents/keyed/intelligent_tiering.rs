//! Archive tiers of S3 Intelligent-Tiering:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html>

use s3s::dto::{
    DeleteBucketIntelligentTieringConfigurationInput, DeleteBucketIntelligentTieringConfigurationOutput,
    GetBucketIntelligentTieringConfigurationInput, GetBucketIntelligentTieringConfigurationOutput,
    ListBucketIntelligentTieringConfigurationsInput, ListBucketIntelligentTieringConfigurationsOutput,
    PutBucketIntelligentTieringConfigurationInput, PutBucketIntelligentTieringConfigurationOutput,
};

use super::{Keyed, delete, filter, get, list, put};
use crate::documents::schema::{Node, Shape, required, some};
use crate::documents::{Element, document_operations};
use crate::error::configuration::ConfigurationError;
use crate::error::{Error, Result};

/// The `IntelligentTieringConfiguration` document.
pub(crate) struct IntelligentTiering;

const ARCHIVE: &str = "ARCHIVE_ACCESS";
const DEEP_ARCHIVE: &str = "DEEP_ARCHIVE_ACCESS";

/// Days without access after which an object can go to a tier.
const ARCHIVE_LEAST: i64 = 90;
const DEEP_ARCHIVE_LEAST: i64 = 180;
const MOST: i64 = 730;

impl Keyed for IntelligentTiering {
    const NAME: &'static str = "intelligent-tiering";
    const ROOT: &'static Node = &required(
        "IntelligentTieringConfiguration",
        Shape::Group(&[
            required("Id", Shape::Text),
            filter::BY_NAME,
            required("Status", Shape::OneOf(&["Enabled", "Disabled"])),
            some(
                "Tiering",
                Shape::Group(&[
                    required("AccessTier", Shape::OneOf(&[ARCHIVE, DEEP_ARCHIVE])),
                    required("Days", Shape::Integer),
                ]),
            ),
        ]),
    );
    const LIST: &'static str = "ListBucketIntelligentTieringConfigurationsOutput";

    fn check(document: &Element) -> Result<()> {
        filter::check(document)?;
        let (archive, deep) = (days(document, ARCHIVE)?, days(document, DEEP_ARCHIVE)?);
        if let Some(days) = archive {
            at_least(days, ARCHIVE_LEAST, || {
                format!("Days specified in {ARCHIVE} tier should not be less than {ARCHIVE_LEAST}")
            })?;
            at_most(days, ARCHIVE)?;
        }
        if let Some(days) = deep {
            let least = DEEP_ARCHIVE_LEAST.max(archive.unwrap_or_default() + 1);
            at_least(days, least, || {
                format!(
                    "Days specified in {DEEP_ARCHIVE} should not be less than {DEEP_ARCHIVE_LEAST}, and be greater \
                     than days specified in {ARCHIVE}"
                )
            })?;
            at_most(days, DEEP_ARCHIVE)?;
        }
        Ok(())
    }
}

/// The days of a tier, which may be named once.
fn days(document: &Element, tier: &str) -> Result<Option<i64>> {
    let mut named = document.all("Tiering").filter(|tiering| tiering.text_of("AccessTier") == Some(tier));
    let first = named.next();
    if named.next().is_some() {
        return Err(Error::MalformedXml {});
    }
    let days = first.and_then(|tiering| tiering.text_of("Days")).map(str::parse).transpose();
    days.map_err(|_| Error::MalformedXml {})
}

fn at_least(days: i64, least: i64, message: impl FnOnce() -> String) -> Result<()> {
    if days < least { Err(ConfigurationError::TierDays { message: message(), days }.into()) } else { Ok(()) }
}

fn at_most(days: i64, tier: &str) -> Result<()> {
    let message = || format!("Days specified in {tier} tier should not be greater than {MOST}");
    if days > MOST { Err(ConfigurationError::TierDays { message: message(), days }.into()) } else { Ok(()) }
}

document_operations! {
    /// Says when objects go to the archive tiers.
    PutBucketIntelligentTieringConfiguration(PutBucketIntelligentTieringConfigurationInput) -> PutBucketIntelligentTieringConfigurationOutput = put::<IntelligentTiering>;
    /// Answers an Intelligent-Tiering configuration.
    GetBucketIntelligentTieringConfiguration(GetBucketIntelligentTieringConfigurationInput) -> GetBucketIntelligentTieringConfigurationOutput = get::<IntelligentTiering>;
    /// Deletes an Intelligent-Tiering configuration.
    DeleteBucketIntelligentTieringConfiguration(DeleteBucketIntelligentTieringConfigurationInput) -> DeleteBucketIntelligentTieringConfigurationOutput = delete::<IntelligentTiering>;
    /// Lists the Intelligent-Tiering configurations of a bucket.
    ListBucketIntelligentTieringConfigurations(ListBucketIntelligentTieringConfigurationsInput) -> ListBucketIntelligentTieringConfigurationsOutput = list::<IntelligentTiering>;
}

#[cfg(test)]
mod tests {
    use super::super::tests::refused;
    use super::*;

    fn check(tiers: &[(&str, &str)], expected: Option<&str>) {
        let tier = |(tier, days): &(&str, &str)| {
            format!("<Tiering><AccessTier>{tier}</AccessTier><Days>{days}</Days></Tiering>")
        };
        let tiers: String = tiers.iter().map(tier).collect();
        let refusal = refused::<IntelligentTiering>(&format!("<Id>1</Id><Status>Enabled</Status>{tiers}"));
        assert_eq!(refusal.as_deref(), expected, "{tiers}");
    }

    #[test]
    fn tiers_follow_each_other() {
        let (malformed, argument) = (Some("MalformedXML"), Some("InvalidArgument"));
        check(&[(ARCHIVE, "90")], None);
        check(&[(ARCHIVE, "730")], None);
        check(&[(DEEP_ARCHIVE, "180")], None);
        check(&[(DEEP_ARCHIVE, "181"), (ARCHIVE, "180")], None);
        check(&[(ARCHIVE, "89")], argument);
        check(&[(ARCHIVE, "731")], argument);
        check(&[(DEEP_ARCHIVE, "179")], argument);
        check(&[(DEEP_ARCHIVE, "731")], argument);
        check(&[(ARCHIVE, "200"), (DEEP_ARCHIVE, "200")], argument);
        check(&[(ARCHIVE, "-1")], argument);
        check(&[(ARCHIVE, "9223372036854775807"), (DEEP_ARCHIVE, "200")], argument);
        check(&[], malformed);
        check(&[(ARCHIVE, "many")], malformed);
        check(&[("FREQUENT_ACCESS", "90")], malformed);
        check(&[(ARCHIVE, "90"), (ARCHIVE, "91")], malformed);
    }
}
