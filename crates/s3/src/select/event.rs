//! The messages of the answer.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html>

use bytes::{BufMut, Bytes, BytesMut};
use crc_fast::{CrcAlgorithm, checksum};

use super::run::Progress;

/// How much of a result is sent in one message. The Java SDK reads no message of more than 128 KiB.
pub(crate) const PAYLOAD: usize = 64 * 1024;

/// A piece of the result.
pub(crate) fn records(payload: &[u8]) -> Bytes {
    let headers =
        [(":event-type", "Records"), (":content-type", "application/octet-stream"), (":message-type", "event")];
    message(&headers, payload)
}

/// Keeps the connection open while there is nothing to send.
pub(crate) fn continuation() -> Bytes {
    message(&[(":event-type", "Cont"), (":message-type", "event")], b"")
}

/// How far the run is.
pub(crate) fn progress(progress: Progress) -> Bytes {
    counts("Progress", progress)
}

/// How far the run came.
pub(crate) fn stats(progress: Progress) -> Bytes {
    counts("Stats", progress)
}

/// The end of a result that is whole.
pub(crate) fn end() -> Bytes {
    message(&[(":event-type", "End"), (":message-type", "event")], b"")
}

/// The end of one that is not.
pub(crate) fn failure(code: &str, text: &str) -> Bytes {
    message(&[(":error-code", code), (":error-message", text), (":message-type", "error")], b"")
}

fn counts(name: &str, progress: Progress) -> Bytes {
    let Progress { scanned, processed, returned } = progress;
    let payload = format!(
        "<{name} xmlns=\"\"><BytesScanned>{scanned}</BytesScanned><BytesProcessed>{processed}</BytesProcessed>\
         <BytesReturned>{returned}</BytesReturned></{name}>"
    );
    message(&[(":event-type", name), (":content-type", "text/xml"), (":message-type", "event")], payload.as_bytes())
}

/// Total length, length of the headers, their CRC32; headers; payload; the CRC32 of it all.
fn message(headers: &[(&str, &str)], payload: &[u8]) -> Bytes {
    let head: usize = headers.iter().map(|(name, value)| 4 + name.len() + value.len()).sum();
    let total = 16 + head + payload.len();
    let mut out = BytesMut::with_capacity(total);
    out.put_u32(length(total));
    out.put_u32(length(head));
    out.put_u32(crc(&out));
    for (name, value) in headers {
        out.put_u8(u8::try_from(name.len()).expect("our names are short"));
        out.put_slice(name.as_bytes());
        // Seven is a string.
        out.put_u8(7);
        out.put_u16(u16::try_from(value.len()).expect("our texts are short"));
        out.put_slice(value.as_bytes());
    }
    out.put_slice(payload);
    out.put_u32(crc(&out));
    out.freeze()
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("a message is far smaller than 4 GiB")
}

fn crc(bytes: &[u8]) -> u32 {
    u32::try_from(checksum(CrcAlgorithm::Crc32IsoHdlc, bytes)).expect("32 bits")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With checksums computed by zlib.
    #[test]
    fn messages_are_framed() {
        let expected = b"\x00\x00\x00\x38\x00\x00\x00\x28\xc1\xc6\x84\xd4\x0b:event-type\x07\x00\x03End\
                         \x0d:message-type\x07\x00\x05event\xfe\x2c\xee\x99";
        assert_eq!(end().as_ref(), expected);
        let message = records(b"a,b\n");
        assert!(message.ends_with(&crc(&message[..message.len() - 4]).to_be_bytes()));
        let text = String::from_utf8_lossy(&message).into_owned();
        assert!(text.contains(":content-type\u{7}\0\u{18}application/octet-stream"), "{text:?}");
    }

    /// Recorded by the JavaScript SDK.
    #[test]
    fn counts_are_a_small_document() {
        let message = stats(Progress { scanned: 126, processed: 126, returned: 107 });
        let text = String::from_utf8_lossy(&message).into_owned();
        assert!(text.contains(
            "<Stats xmlns=\"\"><BytesScanned>126</BytesScanned><BytesProcessed>126</BytesProcessed>\
             <BytesReturned>107</BytesReturned></Stats>"
        ));
    }
}
