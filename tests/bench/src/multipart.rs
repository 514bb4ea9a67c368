//! An object of 256 MiB in 32 parts: started, uploaded over several connections, completed.

use std::cell::RefCell;
use std::io;

use bytes::Bytes;
use futures_util::future::try_join_all;

use crate::http::Connection;
use crate::process::Process;
use crate::sign::{Maker, Payload};
use crate::workloads::noise;

const PARTS: usize = 32;
const PART: usize = 8 << 20;
const KEY: &str = "/bench/parts";

/// One upload, which is one operation.
pub(crate) async fn upload(server: &Process, make: &Maker, connections: usize) -> io::Result<usize> {
    let mut first = Connection::open(server.address()).await?;
    let started = first.ask(&make.plain("POST", &format!("{KEY}?uploads="))).await?;
    let text = String::from_utf8_lossy(started.body);
    let id = text.split("<UploadId>").nth(1).and_then(|rest| rest.split('<').next());
    let id = id.ok_or_else(|| io::Error::other("an upload without an id"))?.to_owned();
    let body = noise(PART, 3);
    let (todo, tags) = (RefCell::new(1..=PARTS), RefCell::new(vec![String::new(); PARTS]));
    let part = async || {
        let mut connection = Connection::open(server.address()).await?;
        loop {
            let Some(number) = todo.borrow_mut().next() else { return Ok::<_, io::Error>(()) };
            let target = format!("{KEY}?partNumber={number}&uploadId={id}");
            let request = make.request("PUT", &target, &[], &body, Payload::Unsigned);
            tags.borrow_mut()[number - 1] = connection.ask(&request).await?.etag.to_owned();
        }
    };
    try_join_all((0..connections).map(|_| part())).await?;
    let tags = tags.into_inner();
    let parts = tags.iter().zip(1..).map(|(tag, number): (_, usize)| {
        format!("<Part><PartNumber>{number}</PartNumber><ETag>\"{tag}\"</ETag></Part>")
    });
    let document =
        Bytes::from(format!("<CompleteMultipartUpload>{}</CompleteMultipartUpload>", parts.collect::<String>()));
    let complete = make.request("POST", &format!("{KEY}?uploadId={id}"), &[], &document, Payload::Unsigned);
    first.ask(&complete).await?;
    Ok(1)
}
