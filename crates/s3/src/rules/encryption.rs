//! Server-side encryption as every object has it: with keys that S3 manages.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingServerSideEncryption.html>

use http::header::HeaderName;

use crate::reply::Reply;

/// Says that the object is encrypted with AES256.
pub(crate) fn write(reply: &mut Reply) {
    reply.fixed(HeaderName::from_static("x-amz-server-side-encryption"), "AES256");
}
