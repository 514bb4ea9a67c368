//! The regions of AWS's commercial, China and GovCloud partitions.
//! <https://docs.aws.amazon.com/general/latest/gr/s3.html>

/// Region names, in byte order.
const REGIONS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

/// The region without a location constraint.
pub(crate) const CLASSIC: &str = "us-east-1";

/// Whether AWS has a region of that name.
pub(crate) fn exists(name: &str) -> bool {
    REGIONS.binary_search(&name).is_ok()
}

/// The partition that a region is in, as ARNs name it.
pub(crate) fn partition(region: &str) -> &'static str {
    match region {
        china if china.starts_with("cn-") => "aws-cn",
        government if government.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_name_the_partition() {
        for (region, expected) in [("us-east-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")] {
            assert_eq!(partition(region), expected, "{region}");
        }
    }

    #[test]
    fn the_list_is_sorted_for_the_search() {
        assert!(REGIONS.is_sorted());
        assert!(REGIONS.iter().all(|r| exists(r)));
        assert!(exists(CLASSIC) && !exists("eu-east-1") && !exists("EU") && !exists(""));
    }
}
