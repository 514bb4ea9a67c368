//! RenameObject: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_RenameObject.html>
//!
//! One commit of the blob core, which also remembers the client token: a retry of a rename that was done does nothing.

use std::time::UNIX_EPOCH;

use percent_encoding::percent_decode_str;
use s3s::Body;
use sandpail_blob::{BlobInfo, ConfigChange, Guard, Json, Rename};
use sha2::{Digest as _, Sha256};

use crate::bucket::Bucket;
use crate::error::directory::DirectoryError;
use crate::error::{Error, Result};
use crate::front::body::hex;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::directory_bucket;
use crate::rules::rename_conditions::Rename as Conditions;

const SOURCE: &str = "x-amz-rename-source";
const TOKEN: &str = "x-amz-client-token";

/// What a rename depends on, and is therefore compared with when its token comes again.
const PARAMETERS: [&str; 9] = [
    SOURCE,
    "if-match",
    "if-none-match",
    "if-modified-since",
    "if-unmodified-since",
    "x-amz-rename-source-if-match",
    "x-amz-rename-source-if-none-match",
    "x-amz-rename-source-if-modified-since",
    "x-amz-rename-source-if-unmodified-since",
];

/// Moves an object of a directory bucket to another key.
pub(crate) struct RenameObject;

impl Operation for RenameObject {
    type Input = Body;
    type Output = Body;
    const NAME: &'static str = "RenameObject";

    async fn run(cx: &Context, _: Self::Input) -> Result<Reply> {
        let bucket = cx.this_bucket().await?;
        if !directory_bucket::is(&bucket.name) {
            return Err(Error::HeaderNotImplemented { header: SOURCE.to_owned() });
        }
        let (source, target) = (source(cx.header(SOURCE))?, cx.key());
        if source.ends_with('/') || target.ends_with('/') {
            return Err(DirectoryError::RenameFolder {}.into());
        }
        let token = token(cx)?;
        let conditions = Conditions::read(&cx.exchange.headers, cx.exchange.now)?;
        let check = |from: Option<&BlobInfo>, to: Option<&BlobInfo>| conditions.check(&source, from, to);
        loop {
            let bucket = cx.this_bucket().await?;
            let mut memory = Memory::default();
            if let Some(token) = &token {
                match token.seen(&bucket).await? {
                    Some(parameters) if parameters == token.parameters => return Ok(Reply::ok()),
                    Some(_) => return Err(DirectoryError::OtherParameters {}.into()),
                    None => memory = Memory::of(&bucket, token).await?,
                }
            }
            let changes = memory.changes(&bucket)?;
            let rename = Rename { guard: Some(&bucket.guard), changes: &changes };
            match bucket.objects.rename(&source, target, rename, check).await {
                Ok(_) => return Ok(Reply::ok()),
                // The bucket changed, or the same request is under way a second time.
                Err(Error::Stale {}) => {}
                Err(other) => return Err(other),
            }
        }
    }
}

/// The key that is renamed: percent-encoded, with or without a slash before it.
fn source(header: Option<&str>) -> Result<String> {
    let header = header.ok_or(DirectoryError::RenameSourceMissing {})?;
    let invalid = || DirectoryError::RenameSource { value: header.to_owned() };
    let decoded = percent_decode_str(header).decode_utf8().map_err(|_| invalid())?;
    let key = decoded.strip_prefix('/').unwrap_or(&decoded);
    match key.len() {
        1..=1024 => Ok(key.to_owned()),
        0 => Err(invalid().into()),
        size => Err(Error::KeyTooLong { size }),
    }
}

/// A client token, the hour in which it came, and the digest of what came with it.
struct Token {
    text: String,
    hour: u64,
    parameters: String,
}

fn token(cx: &Context) -> Result<Option<Token>> {
    let Some(text) = cx.header(TOKEN) else { return Ok(None) };
    if !(1..=64).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(DirectoryError::ClientToken { value: text.to_owned() }.into());
    }
    let hour = cx.exchange.now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() / 3600;
    let mut digest = Sha256::new().chain_update(cx.key());
    for name in PARAMETERS {
        digest = digest.chain_update([0]).chain_update(cx.header(name).unwrap_or("\u{1}"));
    }
    Ok(Some(Token { text: text.to_owned(), hour, parameters: hex(&digest.finalize()) }))
}

impl Token {
    /// What came with it before, if it came in this hour or in the last.
    async fn seen(&self, bucket: &Bucket) -> Result<Option<String>> {
        for hour in [self.hour, self.hour.saturating_sub(1)] {
            if let Some((json, _)) = bucket.objects.bucket_config(&record(hour, &self.text)).await? {
                return Ok(Some(json.parse()?));
            }
        }
        Ok(None)
    }
}

/// Tokens are recorded by the hour, the oldest first.
fn record(hour: u64, token: &str) -> String {
    format!("rename/{hour:010}/{token}")
}

/// What a rename changes of the tokens that are remembered.
#[derive(Default)]
struct Memory {
    new: Option<(String, String)>,
    forgotten: Vec<Guard>,
}

impl Memory {
    /// Remembers `token`, and forgets up to two that are older than the last hour: more than come.
    async fn of(bucket: &Bucket, token: &Token) -> Result<Self> {
        let oldest = record(token.hour.saturating_sub(1), "");
        let mut forgotten = Vec::new();
        for (name, _) in bucket.objects.list_bucket_configs("rename/", None, 2).await? {
            if name < oldest
                && let Some((_, guard)) = bucket.objects.bucket_config(&name).await?
            {
                forgotten.push(guard);
            }
        }
        Ok(Self { new: Some((record(token.hour, &token.text), token.parameters.clone())), forgotten })
    }

    fn changes<'a>(&'a self, bucket: &'a Bucket) -> Result<Vec<ConfigChange<'a>>> {
        let delete = |guard| ConfigChange::Delete { guard, empty: None };
        let mut changes: Vec<_> = self.forgotten.iter().map(delete).collect();
        if let Some((name, parameters)) = &self.new {
            changes.push(ConfigChange::Create { store: &bucket.objects, name, value: Json::of(parameters)? });
        }
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: Option<&str>, expected: Result<&str, &str>) {
        let found = source(header).map_err(|error| error.document().code.into_owned());
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "{header:?}");
    }

    #[test]
    fn the_source_is_an_encoded_key() {
        check(Some("a.txt"), Ok("a.txt"));
        check(Some("/dir/a.txt"), Ok("dir/a.txt"));
        check(Some("//a"), Ok("/a"));
        check(Some("a%20b%2Fc+d"), Ok("a b/c+d"));
        check(Some(""), Err("InvalidArgument"));
        check(Some("/"), Err("InvalidArgument"));
        check(Some("%ff"), Err("InvalidArgument"));
        check(None, Err("InvalidRequest"));
        check(Some(&"k".repeat(1025)), Err("KeyTooLongError"));
    }

    #[test]
    fn tokens_are_recorded_oldest_first() {
        assert!(record(9, "z") < record(10, "") && record(10, "") < record(10, "a"));
    }
}
