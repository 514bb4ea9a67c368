//! CreateBucket of a directory bucket.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-create.html>

use http::header::{HeaderName, LOCATION};

use super::create::{claim, record};
use crate::documents::Element;
use crate::error::{Error, Result};
use crate::operation::Context;
use crate::reply::Reply;
use crate::rules::directory_bucket;
use crate::rules::tags::Tag;

/// Makes the directory bucket `name` in the zone that its name tells.
///
/// # Errors
/// `InvalidBucketName`; `MalformedXml` when the document asks for another zone or for no directory bucket.
pub(super) async fn create(cx: &Context, name: &str, region: &str, tags: Vec<Tag>) -> Result<Reply> {
    let zone = directory_bucket::zone(name).ok_or_else(|| Error::InvalidBucketName { bucket: name.to_owned() })?;
    if !fits(cx.document()?, zone) {
        return Err(Error::MalformedXml {});
    }
    let caller = &cx.exchange.caller;
    claim(&cx.world, caller, name, &record(&cx.world, caller, region, tags)).await?;
    let mut reply = Reply::ok();
    reply.header(LOCATION, &format!("/{name}"));
    let arn = directory_bucket::arn(name, region, &caller.account);
    reply.header(HeaderName::from_static("x-amz-bucket-arn"), &arn);
    Ok(reply)
}

/// Whether the document is of a directory bucket in `zone`.
fn fits(document: &Element, zone: &str) -> bool {
    let (place, single) = match directory_bucket::location_type(zone) {
        place @ "LocalZone" => (place, "SingleLocalZone"),
        place => (place, "SingleAvailabilityZone"),
    };
    let has = |group: &str, name: &str, value: &str| {
        document.child(group).and_then(|group| group.text_of(name)) == Some(value)
    };
    document.child("LocationConstraint").is_none()
        && has("Location", "Name", zone)
        && has("Location", "Type", place)
        && has("Bucket", "Type", "Directory")
        && has("Bucket", "DataRedundancy", single)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(zone: &str, children: &str, expected: bool) {
        let document = format!("<CreateBucketConfiguration>{children}</CreateBucketConfiguration>");
        assert_eq!(fits(&Element::parse(document.as_bytes()).unwrap(), zone), expected, "{zone} {children}");
    }

    #[test]
    fn the_document_agrees_with_the_name() {
        let location = "<Location><Type>AvailabilityZone</Type><Name>usw2-az1</Name></Location>";
        let bucket = "<Bucket><Type>Directory</Type><DataRedundancy>SingleAvailabilityZone</DataRedundancy></Bucket>";
        check("usw2-az1", &format!("{location}{bucket}"), true);
        check("usw2-az1", &format!("{bucket}{location}"), true);
        check("usw2-az2", &format!("{location}{bucket}"), false);
        check("usw2-az1", location, false);
        check("usw2-az1", bucket, false);
        check("usw2-az1", &format!("{location}{bucket}<LocationConstraint>us-west-2</LocationConstraint>"), false);
        check("usw2-az1", &format!("{location}{}", bucket.replace("Directory", "General")), false);
        let local = |text: &str| text.replace("AvailabilityZone", "LocalZone").replace("usw2-az1", "usw2-lax1-az1");
        check("usw2-lax1-az1", &local(&format!("{location}{bucket}")), true);
        check("usw2-lax1-az1", &format!("{}{bucket}", local(location)), false);
    }
}
