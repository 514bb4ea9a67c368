//! Amazon resource names: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>

use crate::settings::is_account;

/// The parts of `arn:partition:service:region:account:resource`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arn<'a> {
    pub(crate) service: &'a str,
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
    pub(crate) resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Reads one of any partition of AWS; none for what has not all of its parts.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let (scheme, partition) = (parts.next()?, parts.next()?);
        let (service, region, account) = (parts.next()?, parts.next()?, parts.next()?);
        let resource = parts.next().filter(|resource| !resource.is_empty())?;
        let known = partition == "aws" || partition.starts_with("aws-");
        (scheme == "arn" && known && !service.is_empty()).then_some(Self { service, region, account, resource })
    }

    /// The name of the bucket that it is of.
    pub(crate) fn bucket(&self) -> Option<&'a str> {
        let plain = self.service == "s3" && self.region.is_empty() && self.account.is_empty();
        plain.then_some(self.resource)
    }

    /// Whether it is of an account.
    pub(crate) fn has_account(&self) -> bool {
        is_account(self.account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_has_six_parts() {
        let role = Arn::parse("arn:aws:iam::123456789012:role/a:b").unwrap();
        assert_eq!((role.service, role.region, role.account), ("iam", "", "123456789012"));
        assert_eq!((role.resource, role.has_account(), role.bucket()), ("role/a:b", true, None));
        let bucket = Arn::parse("arn:aws-cn:s3:::shelf").unwrap();
        assert_eq!((bucket.bucket(), bucket.has_account()), (Some("shelf"), false));
        for other in
            ["", "shelf", "arn", "arn:aws:s3", "arn:aws:s3:::", "arn:azure:s3:::b", "urn:aws:s3:::b", "arn:aws::::b"]
        {
            assert_eq!(Arn::parse(other), None, "{other}");
        }
    }
}
