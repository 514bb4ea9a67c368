//! The keys that conditions may name. Their names do not mind case; a name that ends in a slash stands for all that go
//! on from there.
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys>

use super::catalogue;

/// Keys of S3 that come with every action.
const COMMON: &[&str] = &[
    "s3:AccessPointNetworkOrigin",
    "s3:AccessPointTag/",
    "s3:BucketTag/",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
    "s3:ResourceAccount",
    "s3:TlsVersion",
    "s3:authType",
    "s3:signatureAge",
    "s3:signatureversion",
    "s3:x-amz-content-sha256",
];

/// Keys of S3 that come with no action that a bucket's policy can name, or with none that this catalogue knows of.
const ELSEWHERE: &[&str] = &[
    "s3:AccessGrantScope",
    "s3:AccessGrantsInstanceArn",
    "s3:AccessGrantsLocationScope",
    "s3:ExistingJobOperation",
    "s3:ExistingJobPriority",
    "s3:JobSuspendedCause",
    "s3:RequestJobOperation",
    "s3:RequestJobPriority",
    "s3:locationconstraint",
    "s3:x-amz-bucket-namespace",
];

/// Keys that other services put into their requests to S3.
const OTHERS: &[&str] = &[
    "codebuild:BuildArn",
    "codebuild:ProjectArn",
    "ec2:RoleDelivery",
    "ec2:SourceInstanceArn",
    "glue:CredentialIssuingService",
    "glue:RoleAssumedBy",
    "identitystore:UserId",
    "lambda:SourceFunctionArn",
    "ssm:SourceInstanceArn",
];

/// Whether there is such a key. Of AWS's own, those that begin with `aws:`, there may be any.
pub(super) fn is_known(key: &str) -> bool {
    is_global(key)
        || is_in(key, COMMON)
        || is_in(key, ELSEWHERE)
        || is_in(key, OTHERS)
        || catalogue::ACTIONS.iter().any(|action| action.keys.iter().any(|keys| is_in(key, keys)))
}

/// Whether the key comes with every action.
pub(super) fn is_common(key: &str) -> bool {
    is_global(key) || is_in(key, COMMON) || is_in(key, OTHERS)
}

/// Whether the key is one of `keys`.
pub(super) fn is_in(key: &str, keys: &[&str]) -> bool {
    keys.iter().any(|known| match known.strip_suffix('/') {
        None => key.eq_ignore_ascii_case(known),
        Some(_) => key.len() > known.len() && starts_with(key, known),
    })
}

fn is_global(key: &str) -> bool {
    key.len() > "aws:".len() && starts_with(key, "aws:")
}

fn starts_with(key: &str, start: &str) -> bool {
    key.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_do_not_mind_case() {
        for key in ["s3:prefix", "S3:Prefix", "aws:SourceIp", "AWS:anything", "s3:ExistingObjectTag/a", "s3:tlsversion"]
        {
            assert!(is_known(key), "{key}");
        }
        for key in
            ["", "aws:", "s3:", "prefix", "s3:VersionStatus", "s3:x-acl", "s3:ExistingObjectTag/", "ec2:Vpc", "ä"]
        {
            assert!(!is_known(key), "{key}");
        }
        assert!(is_common("s3:signatureAge") && is_common("aws:userid") && !is_common("s3:prefix"));
    }
}
