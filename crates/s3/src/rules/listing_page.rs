//! A page of current objects, as both forms of ListObjects answer it.
//!
//! It is written while the store walks its records: what an entry tells goes from the record straight into the
//! answer. Neighbours are much alike, so what surrounds key, ETag and size is written once for each run of entries that
//! share it. That it is what [`Xml`] would write, the tests see to.

use std::time::SystemTime;

use bytes::Bytes;
use sandpail_blob::{Algorithm, BlobStore, ChecksumKind, Glance, ListQuery, Shown};

use super::account;
use super::checksum;
use super::listing_date::Dates;
use super::listing_encoding::Encoding;
use super::listing_entry;
use crate::error::Result;
use crate::front::accounts::Accounts;
use crate::front::body::digest;
use crate::xml::Xml;

/// Room for what stands before the entries and is known only after them. An answer whose head is longer is copied.
const HEAD: usize = 2048;

/// After so many entries it shows how long one is, and whether the page will be long at all.
const SAMPLE: usize = 16;

const ROOT: &str = "ListBucketResult";

/// The entries of one answer.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    encoding: Encoding<'a>,
    accounts: &'a Accounts,
    /// Who owns what names no owner of its own, where owners are told.
    owner: Option<&'a str>,
    restores: Option<SystemTime>,
    limit: usize,
    /// How many entries there are.
    count: usize,
    /// Room for the head, then `Contents`.
    contents: Vec<u8>,
    prefixes: Vec<u8>,
    /// The name of the last entry, if more follow.
    next: Option<String>,
    dates: Dates,
    /// What stands between key and ETag of entries of this second.
    second: Option<i64>,
    date: Vec<u8>,
    /// What stands between ETag and size of entries with this checksum.
    sum: Option<(Algorithm, ChecksumKind)>,
    sums: Vec<u8>,
    /// What stands behind the size of entries with this document.
    meta: Vec<u8>,
    tail: Vec<u8>,
}

impl<'a> Page<'a> {
    /// A page that tells no owners.
    pub(crate) fn new(encoding: Encoding<'a>, accounts: &'a Accounts) -> Self {
        let mut contents = Vec::with_capacity(2 * HEAD);
        contents.resize(HEAD, b' ');
        Self {
            encoding,
            accounts,
            owner: None,
            restores: None,
            limit: 0,
            count: 0,
            contents,
            prefixes: Vec::new(),
            next: None,
            dates: Dates::default(),
            second: None,
            date: Vec::new(),
            sum: None,
            sums: sums(None),
            meta: Vec::new(),
            tail: Vec::new(),
        }
    }

    /// Tells owners; whose object names none, is the bucket's `owner`.
    pub(crate) fn with_owners(self, owner: &'a str) -> Self {
        Self { owner: Some(owner), ..self }
    }

    /// Tells of every object what has become of its restore by then, too; where it is asked for.
    pub(crate) fn with_restores(self, now: Option<SystemTime>) -> Self {
        Self { restores: now, ..self }
    }

    /// Reads the page that `query` asks for. A page of none is not truncated, whatever the bucket holds.
    ///
    /// # Errors
    /// The store's; a stored document that cannot be read.
    pub(crate) async fn read(mut self, store: &BlobStore, query: &ListQuery<'_>) -> Result<Self> {
        self.limit = query.limit;
        let mut outcome = Ok(());
        let next = store.show_page(query, |entry| {
            if outcome.is_ok() {
                outcome = self.show(entry);
            }
        });
        let next = next.await?;
        outcome?;
        Ok(Self { next, ..self })
    }

    /// How many entries there are.
    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    /// The name of the last entry, if more follow.
    pub(crate) fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// The root of the answer, for what stands before the entries.
    pub(crate) fn head() -> Xml {
        Xml::document(ROOT)
    }

    /// The whole answer, behind its `head`.
    pub(crate) fn finish(self, head: Xml) -> Bytes {
        let mut bytes = self.contents;
        bytes.extend_from_slice(&self.prefixes);
        bytes.extend_from_slice(b"</");
        bytes.extend_from_slice(ROOT.as_bytes());
        bytes.push(b'>');
        let head = head.into_open();
        match HEAD.checked_sub(head.len()) {
            Some(start) => {
                bytes[start..HEAD].copy_from_slice(&head);
                Bytes::from(bytes).slice(start..)
            }
            None => Bytes::from([&head, &bytes[HEAD..]].concat()),
        }
    }

    fn show(&mut self, entry: Shown<'_>) -> Result<()> {
        self.count += 1;
        match entry {
            Shown::Key(blob) => self.object(&blob)?,
            Shown::Prefix(prefix) => {
                self.prefixes.extend_from_slice(b"<CommonPrefixes><Prefix>");
                self.encoding.append(&mut self.prefixes, prefix);
                self.prefixes.extend_from_slice(b"</Prefix></CommonPrefixes>");
            }
        }
        if self.count == SAMPLE {
            let rest = self.limit.saturating_sub(SAMPLE);
            self.contents.reserve((self.contents.len() - HEAD).div_ceil(SAMPLE) * rest + HEAD);
        }
        Ok(())
    }

    fn object(&mut self, blob: &Glance<'_>) -> Result<()> {
        if self.second != Some(blob.second) {
            self.second = Some(blob.second);
            self.date = date(self.dates.of_second(blob.second));
        }
        if self.sum != blob.checksum {
            self.sum = blob.checksum;
            self.sums = sums(blob.checksum);
        }
        if self.meta != blob.meta || self.tail.is_empty() {
            self.tail = self.tail(blob.meta)?;
            self.meta.clear();
            self.meta.extend_from_slice(blob.meta);
        }
        let out = &mut self.contents;
        out.extend_from_slice(b"<Contents><Key>");
        self.encoding.append(out, blob.key);
        out.extend_from_slice(&self.date);
        out.extend_from_slice(blob.etag);
        out.extend_from_slice(&self.sums);
        out.extend_from_slice(itoa::Buffer::new().format(blob.size).as_bytes());
        out.extend_from_slice(&self.tail);
        Ok(())
    }

    /// What stands behind the size.
    fn tail(&self, meta: &[u8]) -> Result<Vec<u8>> {
        let shown = listing_entry::Shown::of(meta)?;
        let mut xml = Xml::fragment();
        if let Some(owner) = self.owner {
            account::write(&mut xml, "Owner", shown.owner.as_deref().unwrap_or(owner), self.accounts);
        }
        shown.write(self.restores, &mut xml);
        Ok([b"</Size>", &*xml.into_open(), b"</Contents>"].concat())
    }
}

/// What stands between key and ETag.
fn date(text: &str) -> Vec<u8> {
    format!("</Key><LastModified>{text}</LastModified><ETag>&quot;").into_bytes()
}

/// What stands between ETag and size.
fn sums(checksum: Option<(Algorithm, ChecksumKind)>) -> Vec<u8> {
    let mut xml = Xml::fragment();
    if let Some((algorithm, kind)) = checksum {
        xml.value("ChecksumAlgorithm", digest::name(algorithm));
        xml.value("ChecksumType", checksum::kind(kind));
    }
    [b"&quot;</ETag>", &*xml.into_open(), b"<Size>"].concat()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;
    use crate::date;
    use crate::front::accounts;
    use crate::settings::Settings;

    const KEYS: [&str; 12] = [
        "a",
        "a b/c+d",
        "sixteen bytes..&",
        "sixteen bytes..more<",
        "\"quoted\" > \t\n\r\u{0}\u{1f}\u{7f}",
        "é/ключ/鍵/😀",
        "]]>&amp;&lt;",
        "'",
        "!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
        "",
        " ",
        "\u{fffe}\u{85}\u{2028}",
    ];
    const METAS: [&str; 5] = [
        "{}",
        "null",
        r#"{"c":"GLACIER","o":"me"}"#,
        r#"{"s":[["content-type","\"c\":\"x\""]],"c":"GLACIER","r":{"f":1,"u":9000000000,"t":"S"}}"#,
        r#"{"u":[["a","b"]],"o":"<you>"}"#,
    ];

    fn text(bytes: &[u8]) -> &str {
        std::str::from_utf8(bytes).unwrap()
    }

    /// What the builder of all documents makes of it.
    fn reference(entries: &[Shown<'_>], page: &Page<'_>) -> String {
        let mut xml = Page::head();
        xml.text("Name", "bucket");
        for entry in entries {
            let Shown::Key(blob) = entry else { continue };
            let shown = listing_entry::Shown::of(blob.meta).unwrap();
            xml.nest("Contents", |xml| {
                page.encoding.write(xml, "Key", text(blob.key));
                let since = Duration::from_secs(blob.second.unsigned_abs());
                xml.value("LastModified", date::iso(UNIX_EPOCH + since));
                xml.value("ETag", listing_entry::Quoted(text(blob.etag)));
                if let Some((algorithm, kind)) = blob.checksum {
                    xml.value("ChecksumAlgorithm", digest::name(algorithm));
                    xml.value("ChecksumType", checksum::kind(kind));
                }
                xml.value("Size", blob.size);
                if let Some(owner) = page.owner {
                    account::write(xml, "Owner", shown.owner.as_deref().unwrap_or(owner), page.accounts);
                }
                shown.write(page.restores, xml);
            });
        }
        for entry in entries {
            if let Shown::Prefix(prefix) = entry {
                page.encoding.write_prefix(&mut xml, text(prefix));
            }
        }
        xml.into_text()
    }

    /// Every key with every document, in runs that share this and that.
    fn entries() -> Vec<Shown<'static>> {
        let mut entries = Vec::new();
        for (number, key) in KEYS.into_iter().enumerate() {
            for (at, meta) in METAS.into_iter().enumerate() {
                let turn = number * METAS.len() + at;
                let checksum = [
                    None,
                    Some((Algorithm::Crc32, ChecksumKind::FullObject)),
                    Some((Algorithm::Crc32, ChecksumKind::Composite)),
                    Some((Algorithm::Sha256, ChecksumKind::Composite)),
                ];
                let second = 1_700_000_000 + i64::try_from(turn / 2 * 40_000).unwrap();
                let size = [0, 9, 10, 1 << 40, u64::MAX][turn % 5];
                let (etag, checksum) = (b"d41d8cd98f00b204e9800998ecf8427e-12", checksum[turn / 3 % 4]);
                let (key, meta) = (key.as_bytes(), meta.as_bytes());
                entries.push(Shown::Key(Glance { key, size, etag, checksum, second, meta }));
            }
            entries.push(Shown::Prefix(key.as_bytes()));
        }
        entries
    }

    fn check(page: Page<'_>, entries: &[Shown<'_>], head: &str) {
        let mut page = Page { limit: entries.len(), ..page };
        for entry in entries {
            page.show(*entry).unwrap();
        }
        assert_eq!(page.count(), entries.len());
        let expected = reference(entries, &page).replace("<Name>bucket", &format!("<Name>{head}"));
        let mut xml = Page::head();
        xml.text("Name", head);
        assert_eq!(text(&page.finish(xml)), expected);
    }

    #[test]
    fn a_page_is_what_the_builder_writes() {
        let accounts = accounts::with_a_name();
        let (now, entries) = (UNIX_EPOCH + Duration::from_secs(1_700_000_000), entries());
        for encoding in [None, Some("url")] {
            let page = || Page::new(Encoding::parse(encoding).unwrap(), &accounts);
            for entries in [&entries[..], &entries[..1], &[]] {
                check(page(), entries, "bucket");
                check(page().with_owners("bucket's & own"), entries, "bucket");
                check(page().with_restores(Some(now)), entries, "bucket");
            }
            for length in [HEAD - 200, HEAD - 120, HEAD, 3 * HEAD] {
                check(page(), &entries, &"k".repeat(length));
            }
        }
    }

    #[test]
    fn a_document_that_cannot_be_read_is_an_error() {
        let accounts = Accounts::new(&Settings::default());
        let mut page = Page::new(Encoding::parse(None).unwrap(), &accounts);
        let blob = Glance { key: b"k", size: 0, etag: b"", checksum: None, second: 0, meta: b"\"text\"" };
        assert!(page.show(Shown::Key(blob)).is_err());
    }
}
