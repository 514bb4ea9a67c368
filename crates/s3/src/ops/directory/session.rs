//! CreateSession: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html>

use std::time::Duration;

use http::header::HeaderName;
use s3s::dto::{CreateSessionInput, CreateSessionOutput};

use crate::date;
use crate::error::directory::DirectoryError;
use crate::error::encryption::EncryptionError;
use crate::error::{Error, Result};
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::directory_bucket;
use crate::xml::Xml;

/// How long the credentials of a session are good.
const LIFE: Duration = Duration::from_secs(5 * 60);

const METHOD: &str = "x-amz-server-side-encryption";
const KEY: &str = "x-amz-server-side-encryption-aws-kms-key-id";
const CONTEXT: &str = "x-amz-server-side-encryption-context";

/// Hands out credentials for a directory bucket, also for one that is still to be made.
pub(crate) struct CreateSession;

impl Operation for CreateSession {
    type Input = CreateSessionInput;
    type Output = CreateSessionOutput;
    const NAME: &'static str = "CreateSession";

    async fn run(cx: &Context, input: Self::Input) -> Result<Reply> {
        if !directory_bucket::is(&input.bucket) {
            return Err(Error::MethodNotAllowed { method: cx.exchange.method.to_string(), resource: "SESSION" });
        }
        match cx.bucket(&input.bucket).await {
            // SDKs at an endpoint of their own open a session even for CreateBucket: `docs/decisions/0011`.
            Ok(_) | Err(Error::NoSuchBucket { .. }) => {}
            Err(other) => return Err(other),
        }
        match cx.header("x-amz-create-session-mode") {
            None | Some("ReadOnly" | "ReadWrite") => {}
            Some(other) => return Err(DirectoryError::SessionMode { value: other.to_owned() }.into()),
        }
        let encryption = encryption(cx)?;
        let (end, random) = (cx.exchange.now + LIFE, cx.world.entropy.u128());
        let session = cx.world.credentials.session(&cx.exchange.caller.account, end, random);
        let mut xml = Xml::document("CreateSessionResult");
        xml.nest("Credentials", |xml| {
            xml.value("SessionToken", session.token);
            xml.value("SecretAccessKey", session.secret);
            xml.value("AccessKeyId", session.access_key);
            xml.value("Expiration", date::iso(end));
        });
        let mut reply = Reply::xml(xml);
        for (name, value) in encryption {
            reply.header(HeaderName::from_static(name), value);
        }
        Ok(reply)
    }
}

/// The headers that say how objects of the session are encrypted.
fn encryption(cx: &Context) -> Result<Vec<(&'static str, &str)>> {
    match (cx.header(METHOD), cx.header(KEY)) {
        (None | Some("AES256"), None) => Ok(vec![(METHOD, "AES256")]),
        (None, Some(_)) => Err(EncryptionError::KmsMethodMissing {}.into()),
        (Some("AES256"), Some(_)) => Err(EncryptionError::KmsMethodWrong { value: "AES256" }.into()),
        (Some("aws:kms"), None) => Err(DirectoryError::SessionKey {}.into()),
        (Some("aws:kms"), Some(key)) => {
            let context = cx.header(CONTEXT).map(|context| (CONTEXT, context));
            let bucket_key = ("x-amz-server-side-encryption-bucket-key-enabled", "true");
            Ok([(METHOD, "aws:kms"), (KEY, key), bucket_key].into_iter().chain(context).collect())
        }
        (Some(other), _) => Err(EncryptionError::MethodUnknown { value: other.to_owned() }.into()),
    }
}
