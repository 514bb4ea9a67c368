//! Where a bucket is made: the location constraint against the region of the endpoint.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html>

use super::region::{self, CLASSIC};
use crate::error::{Error, Result};

/// The older name of a region, which GetBucketLocation answers to those who used it.
pub(crate) const EU: &str = "EU";

/// The region that a bucket is made in: the classic endpoint makes them anywhere, every other only at home.
///
/// # Errors
/// `InvalidLocationConstraint` at the classic endpoint, `IllegalLocationConstraint` at any other (recorded).
pub(crate) fn place<'a>(constraint: Option<&'a str>, endpoint: &'a str) -> Result<&'a str> {
    match (constraint, endpoint == CLASSIC) {
        (None, true) => Ok(endpoint),
        (None, false) => Err(Error::IllegalLocationConstraint { location: "unspecified".to_owned() }),
        (Some(EU), classic) if classic || endpoint == "eu-west-1" => Ok("eu-west-1"),
        (Some(location), true) if location != CLASSIC && region::exists(location) => Ok(location),
        (Some(location), true) => Err(Error::InvalidLocationConstraint { location: location.to_owned() }),
        (Some(location), false) if location == endpoint => Ok(location),
        (Some(location), false) => Err(Error::IllegalLocationConstraint { location: location.to_owned() }),
    }
}

/// The `Location` of a new bucket: a path in the classic region and in namespaces of accounts, else its address.
pub(crate) fn header(bucket: &str, region: &str, regional: bool, host: Option<&str>) -> String {
    match host {
        Some(host) if region != CLASSIC && !regional => format!("http://{bucket}.{host}/"),
        _ => format!("/{bucket}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(constraint: Option<&str>, endpoint: &str, expected: Result<&str, &str>) {
        let found = place(constraint, endpoint).map_err(|e| e.document().message.into_owned());
        assert_eq!(found.as_ref().map(|r| *r).map_err(String::as_str), expected, "{constraint:?} at {endpoint}");
    }

    /// Recorded.
    #[test]
    fn a_bucket_is_made_where_s3_makes_it() {
        let illegal = |location: &str| {
            format!(
                "The {location} location constraint is incompatible for the region specific endpoint this request was sent to."
            )
        };
        let invalid = Err("The specified location-constraint is not valid");
        check(None, "us-east-1", Ok("us-east-1"));
        check(Some("eu-west-1"), "us-east-1", Ok("eu-west-1"));
        check(Some("EU"), "us-east-1", Ok("eu-west-1"));
        check(Some("us-east-1"), "us-east-1", invalid);
        check(Some("aws-global"), "us-east-1", invalid);
        check(Some("foo"), "us-east-1", invalid);
        check(Some("eu-west-1"), "eu-west-1", Ok("eu-west-1"));
        check(Some("EU"), "eu-west-1", Ok("eu-west-1"));
        check(Some("EU"), "us-east-2", Err(&illegal("EU")));
        check(Some("us-west-1"), "us-east-2", Err(&illegal("us-west-1")));
        check(Some("us-east-1"), "us-west-1", Err(&illegal("us-east-1")));
        check(Some("aws-global"), "us-west-1", Err(&illegal("aws-global")));
        check(Some("bar"), "eu-west-1", Err(&illegal("bar")));
        check(None, "eu-west-1", Err(&illegal("unspecified")));
        check(Some("moon-1"), "moon-1", Ok("moon-1"));
    }

    #[test]
    fn the_location_is_an_address_only_elsewhere() {
        assert_eq!(header("b", "us-east-1", false, Some("h:1")), "/b");
        assert_eq!(header("b", "eu-west-1", false, Some("h:1")), "http://b.h:1/");
        assert_eq!(header("b", "eu-west-1", true, Some("h:1")), "/b");
        assert_eq!(header("b", "eu-west-1", false, None), "/b");
    }
}
