//! SelectObjectContent: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_SelectObjectContent.html>
//!
//! The engine is [`crate::select`]; here it gets the object, and the caller its messages, as they come.

use std::collections::VecDeque;
use std::convert::Infallible;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use s3s::Body;
use s3s::dto::{SelectObjectContentInput, SelectObjectContentOutput, StreamingBlob};
use sandpail_blob::{BlobInfo, ByteStream};

use crate::bucket::Bucket;
use crate::error::{Error, Result};
use crate::object::ObjectMeta;
use crate::operation::{Context, Operation};
use crate::reply::Reply;
use crate::rules::encryption::access::Reader;
use crate::rules::{unserved_headers, version_id};
use crate::select::{self, Run, Settings, event};

/// Answers what an SQL expression makes of an object.
pub(crate) struct SelectObjectContent;

/// How much of the object is evaluated at once.
const SLICE: usize = 64 * 1024;

/// After so much of the object without a result the caller is told that there is work going on.
const SILENCE: u64 = 1024 * 1024;

/// Where the first record of a CSV object ends at the latest.
const HEADER: u64 = 2 * 1024 * 1024;

/// Classes that cannot be queried: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/selecting-content-from-objects.html>
const UNSUPPORTED: &[&str] = &["GLACIER", "DEEP_ARCHIVE", "REDUCED_REDUNDANCY"];

impl Operation for SelectObjectContent {
    type Input = SelectObjectContentInput;
    type Output = SelectObjectContentOutput;
    const NAME: &'static str = "SelectObjectContent";

    async fn run(cx: &Context, _: Self::Input) -> Result<Reply> {
        let exchange = &cx.exchange;
        if exchange.caller.anonymous {
            return Err(Error::AccessDenied {});
        }
        unserved_headers::check(&exchange.headers)?;
        let reader = Reader::of(exchange)?;
        if cx.header("range").is_some() {
            return Err(select::Error::RangeHeader {}.into());
        }
        let bucket = cx.this_bucket().await?;
        let settings = Settings::read(cx.document()?)?;
        let selector = version_id::select(cx.query("versionId").as_deref())?;
        loop {
            let blob = bucket.objects.lookup(cx.key(), &selector).await?;
            let blob = version_id::object(blob, cx.key(), &selector, &exchange.method)?;
            let meta = ObjectMeta::of(&blob)?;
            reader.open(&meta.encryption)?;
            if UNSUPPORTED.contains(&meta.class()) {
                return Err(select::Error::StorageClass {}.into());
            }
            match Answer::begin(cx, &bucket, &blob, &settings).await {
                Err(Error::Stale {}) => {}
                answer => return answer.map(Answer::into_reply),
            }
        }
    }
}

/// The answer under way.
struct Answer {
    run: Run,
    object: ByteStream,
    /// What was read of the object and not yet evaluated.
    piece: Bytes,
    /// Messages that wait to be sent.
    messages: VecDeque<Bytes>,
    progress: bool,
    ended: bool,
}

impl Answer {
    /// Evaluates up to the first message. What fails until then is answered as any error is.
    async fn begin(cx: &Context, bucket: &Bucket, blob: &BlobInfo, settings: &Settings) -> Result<Self> {
        let scan = settings.scan(blob.size)?;
        // A record begins at the first byte if a delimiter ends before it.
        let offset = scan.map_or(0, |scan| scan.first.saturating_sub(settings.delimiter()));
        let mut run = Run::new(settings, scan, offset, cx.exchange.now)?;
        if offset > 0 && run.wants_header() {
            let end = blob.size.min(HEADER);
            let start = collect(open(bucket, blob, 0..end).await?).await?;
            run.feed_header(&start, end == blob.size)?;
        }
        let object = open(bucket, blob, offset.min(blob.size)..blob.size).await?;
        let (piece, messages) = (Bytes::new(), VecDeque::new());
        let mut answer = Self { run, object, piece, messages, progress: settings.progress, ended: false };
        answer.advance().await?;
        Ok(answer)
    }

    /// Evaluates until there is a message to send.
    ///
    /// # Errors
    /// What ends the answer: it has then no messages but those that wait.
    async fn advance(&mut self) -> Result<()> {
        let begun = self.run.progress().processed;
        while self.messages.is_empty() {
            let last = !self.run.is_done() && !self.run.is_paused() && !self.read().await?;
            if last || self.run.is_done() {
                self.run.finish()?;
                self.ended = true;
            } else {
                let read = self.run.feed(&self.piece[..self.piece.len().min(SLICE)])?;
                drop(self.piece.split_to(read));
            }
            self.flush();
            if self.ended {
                if self.progress {
                    self.messages.push_back(event::progress(self.run.progress()));
                }
                self.messages.extend([event::stats(self.run.progress()), event::end()]);
            } else if self.messages.is_empty() && self.run.progress().processed - begun >= SILENCE {
                let progress = self.progress.then(|| event::progress(self.run.progress()));
                self.messages.push_back(progress.unwrap_or_else(event::continuation));
            }
        }
        Ok(())
    }

    /// Sees to it that there is something to evaluate, if there is anything left.
    async fn read(&mut self) -> Result<bool> {
        while self.piece.is_empty() {
            match self.object.next().await {
                Some(piece) => self.piece = piece.map_err(Error::internal)?,
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Makes messages of what there is of the result.
    fn flush(&mut self) {
        if self.run.ready() > 0 {
            let result = self.run.take();
            self.messages.extend(result.chunks(event::PAYLOAD).map(event::records));
        }
    }

    async fn next(&mut self) -> Option<Bytes> {
        if self.messages.is_empty()
            && !self.ended
            && let Err(error) = self.advance().await
        {
            // The status is sent; the error is the last message.
            self.ended = true;
            self.flush();
            let document = error.document();
            self.messages.push_back(event::failure(&document.code, &document.message));
        }
        self.messages.pop_front()
    }

    fn into_reply(self) -> Reply {
        let messages = stream::unfold(self, |mut answer| async {
            let message = answer.next().await?;
            Some((Ok::<_, Infallible>(message), answer))
        });
        let mut reply = Reply::ok();
        reply.body = Body::from(StreamingBlob::wrap(messages));
        reply
    }
}

async fn open(bucket: &Bucket, blob: &BlobInfo, range: std::ops::Range<u64>) -> Result<ByteStream> {
    match bucket.objects.open(blob, range).await {
        Ok(reader) => Ok(reader.into_stream()),
        Err(sandpail_blob::Error::Superseded) => Err(Error::Stale {}),
        Err(error) => Err(error.into()),
    }
}

async fn collect(mut stream: ByteStream) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(piece) = stream.next().await {
        bytes.extend_from_slice(&piece.map_err(Error::internal)?);
    }
    Ok(bytes)
}
