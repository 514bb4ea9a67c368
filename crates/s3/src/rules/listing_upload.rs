//! What both listings of multipart uploads tell of an upload.

use super::account;
use super::checksum;
use super::upload::{Initiator, UploadMeta};
use crate::front::accounts::Accounts;
use crate::front::body::digest;
use crate::xml::Xml;

/// Writes who started the upload and who will own the object, which is the bucket's `owner` unless the upload says so.
pub(crate) fn write_accounts(xml: &mut Xml, meta: &UploadMeta, owner: &str, accounts: &Accounts) {
    // S3 still names who started an upload (recorded in 2026); an account without a name goes by its number.
    let Initiator { id, account } = &meta.initiator;
    xml.nest("Initiator", |xml| {
        xml.text("ID", id);
        xml.text("DisplayName", accounts.display_name(id).unwrap_or(account));
    });
    account::write(xml, "Owner", meta.object.owner.as_deref().unwrap_or(owner), accounts);
}

/// Writes which checksums the upload was started with, if it was with any.
pub(crate) fn write_sums(xml: &mut Xml, meta: &UploadMeta) {
    if let Some(sums) = meta.asked {
        xml.value("ChecksumAlgorithm", digest::name(sums.algorithm));
        xml.value("ChecksumType", checksum::kind(sums.kind));
    }
}

#[cfg(test)]
mod tests {
    use sandpail_blob::{Algorithm, ChecksumKind};

    use super::*;
    use crate::front::accounts;
    use crate::object::ObjectMeta;
    use crate::rules::upload::Sums;

    fn check(meta: &UploadMeta, expected: &str) {
        let accounts = accounts::with_a_name();
        let mut xml = Xml::plain("R");
        write_accounts(&mut xml, meta, "bucket", &accounts);
        write_sums(&mut xml, meta);
        let document = String::from_utf8(xml.finish().to_vec()).unwrap();
        let inner = document.split_once("<R>").and_then(|(_, rest)| rest.strip_suffix("</R>"));
        assert_eq!(inner, Some(expected));
    }

    #[test]
    fn accounts_and_checksums_are_told() {
        let initiator = Initiator { id: "you".to_owned(), account: "000000000001".to_owned() };
        let plain = UploadMeta { object: ObjectMeta::default(), asked: None, initiator, replaces: false };
        check(
            &plain,
            "<Initiator><ID>you</ID><DisplayName>000000000001</DisplayName></Initiator><Owner><ID>bucket</ID></Owner>",
        );
        let named = UploadMeta {
            object: ObjectMeta { owner: Some("me".to_owned()), ..Default::default() },
            asked: Some(Sums { algorithm: Algorithm::Sha256, kind: ChecksumKind::Composite }),
            initiator: Initiator { id: "me".to_owned(), account: "000000000002".to_owned() },
            replaces: false,
        };
        check(
            &named,
            "<Initiator><ID>me</ID><DisplayName>M &amp; E</DisplayName></Initiator>\
             <Owner><ID>me</ID><DisplayName>M &amp; E</DisplayName></Owner>\
             <ChecksumAlgorithm>SHA256</ChecksumAlgorithm><ChecksumType>COMPOSITE</ChecksumType>",
        );
    }
}
