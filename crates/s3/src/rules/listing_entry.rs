//! The entries of the listing of versions, as XML, and what of the writer's document any listing shows.
//!
//! A page has a thousand of them: of that document only the three fields are read that are shown. Current objects,
//! which are listed most, have a writer of their own: [`super::listing_page`].

use std::borrow::Cow;
use std::fmt;
use std::time::SystemTime;

use sandpail_blob::{BlobInfo, Listed};
use serde::Deserialize;

use super::account;
use super::checksum;
use super::listing_date::Dates;
use super::listing_encoding::Encoding;
use super::restore::{self, Restore};
use crate::error::{Error, Result};
use crate::front::accounts::Accounts;
use crate::front::body::digest;
use crate::object::STANDARD;
use crate::xml::Xml;

/// About what an entry takes beside its key.
const ENTRY: usize = 480;

/// Writes the entries of one answer.
#[derive(Debug)]
pub(crate) struct Entries<'a> {
    encoding: Encoding<'a>,
    owner: &'a str,
    accounts: &'a Accounts,
    dates: Dates,
    restores: Option<SystemTime>,
}

impl<'a> Entries<'a> {
    /// For a bucket of that `owner`, who owns what names no owner of its own.
    pub(crate) fn new(encoding: Encoding<'a>, owner: &'a str, accounts: &'a Accounts) -> Self {
        Self { encoding, owner, accounts, dates: Dates::default(), restores: None }
    }

    /// Tells of every object what has become of its restore by then, too; where it is asked for.
    pub(crate) fn with_restores(self, now: Option<SystemTime>) -> Self {
        Self { restores: now, ..self }
    }

    /// Writes a page as ListObjectVersions has it: `Version` and `DeleteMarker` as they follow, then `CommonPrefixes`.
    ///
    /// # Errors
    /// A stored document that cannot be read.
    pub(crate) fn versions(&mut self, xml: &mut Xml, page: &[Listed]) -> Result<()> {
        reserve(xml, page);
        for blob in blobs(page) {
            let shown = Shown::of(blob.meta.as_bytes())?;
            let Self { encoding, owner, accounts, dates, restores } = self;
            xml.nest(if blob.is_delete_marker() { "DeleteMarker" } else { "Version" }, |xml| {
                encoding.write(xml, "Key", &blob.key);
                xml.value("VersionId", &blob.version);
                xml.value("IsLatest", blob.is_latest);
                xml.value("LastModified", dates.iso(blob.modified));
                if !blob.is_delete_marker() {
                    write_body(xml, blob);
                }
                account::write(xml, "Owner", shown.owner.as_deref().unwrap_or(owner), accounts);
                if !blob.is_delete_marker() {
                    shown.write(*restores, xml);
                }
            });
        }
        self.prefixes(xml, page);
        Ok(())
    }

    fn prefixes(&self, xml: &mut Xml, page: &[Listed]) {
        for entry in page {
            if let Listed::Prefix(prefix) = entry {
                self.encoding.write_prefix(xml, prefix);
            }
        }
    }
}

/// An entity tag in escaped quotes. The tags themselves are digests and need no escaping.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("&quot;")?;
        f.write_str(self.0)?;
        f.write_str("&quot;")
    }
}

/// What an entry tells of the bytes.
fn write_body(xml: &mut Xml, blob: &BlobInfo) {
    xml.value("ETag", Quoted(&blob.etag));
    if let Some(sum) = &blob.checksum {
        xml.value("ChecksumAlgorithm", digest::name(sum.algorithm));
        xml.value("ChecksumType", checksum::kind(sum.kind));
    }
    xml.value("Size", blob.size);
}

fn blobs(page: &[Listed]) -> impl Iterator<Item = &BlobInfo> {
    page.iter().filter_map(|entry| match entry {
        Listed::Key(blob) => Some(blob),
        Listed::Prefix(_) => None,
    })
}

fn reserve(xml: &mut Xml, page: &[Listed]) {
    let size = |entry: &Listed| match entry {
        Listed::Key(blob) => ENTRY + blob.key.len(),
        Listed::Prefix(prefix) => 64 + prefix.len(),
    };
    xml.reserve(page.iter().map(size).sum());
}

/// The fields of [`crate::object::ObjectMeta`] that a listing shows.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Shown<'a> {
    #[serde(default, rename = "c", borrow)]
    class: Option<Cow<'a, str>>,
    #[serde(default, rename = "o", borrow)]
    pub(super) owner: Option<Cow<'a, str>>,
    #[serde(default, rename = "r")]
    restore: Option<Restore>,
}

impl<'a> Shown<'a> {
    /// What is shown of the document of that text.
    ///
    /// # Errors
    /// One that cannot be read.
    pub(super) fn of(meta: &'a [u8]) -> Result<Self> {
        match meta {
            b"null" | b"{}" => Ok(Self::default()),
            meta => serde_json::from_slice(meta).map_err(Error::internal),
        }
    }

    /// Writes the storage class and, where it is asked for, what has become of a restore by then.
    pub(super) fn write(&self, restores: Option<SystemTime>, xml: &mut Xml) {
        let class = self.class.as_deref().unwrap_or(STANDARD);
        xml.text("StorageClass", class);
        if let Some(now) = restores {
            restore::write_status(class, self.restore.as_ref(), now, xml);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::ObjectMeta;
    use crate::rules::tags::Tag;

    fn check(meta: &ObjectMeta, class: Option<&str>, owner: Option<&str>) {
        let json = meta.json().unwrap();
        let shown = Shown::of(json.as_bytes()).unwrap();
        assert_eq!((shown.class.as_deref(), shown.owner.as_deref()), (class, owner));
    }

    #[test]
    fn class_and_owner_are_read_of_what_is_stored() {
        let system = vec![("content-type".to_owned(), "\"c\":\"x\"".to_owned())];
        let tags = vec![Tag { key: "c".to_owned(), value: "o".to_owned() }];
        let whole = ObjectMeta {
            system,
            user: vec![("o".to_owned(), "c".to_owned())],
            storage_class: Some("GLACIER".to_owned()),
            tags,
            owner: Some("ab\"c".to_owned()),
            ..ObjectMeta::default()
        };
        check(&whole, Some("GLACIER"), Some("ab\"c"));
        check(&ObjectMeta { storage_class: None, owner: None, ..whole }, None, None);
        check(&ObjectMeta::default(), None, None);
        assert!(Shown::of(b"null").unwrap().class.is_none());
        assert!(Shown::of(b"\"text\"").is_err());
    }
}
