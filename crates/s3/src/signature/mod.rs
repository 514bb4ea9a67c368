//! Signatures, pure: what is signed, in every version that S3 knows, and how.
//!
//! Nothing here asks who may sign or what time it is. A canonical request is a value whose parts can be replaced, so
//! that whoever explains a refusal can try another host or another way to write the path.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html>

pub(crate) mod canonical;
pub(crate) mod evidence;
pub(crate) mod v2;
pub(crate) mod v4;
pub(crate) mod v4a;

pub(crate) use self::evidence::{Evidence, Part};
