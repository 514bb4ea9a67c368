//! Accounts in documents: `Owner`, `Initiator`, and grantees of ACLs.

use crate::front::accounts::Accounts;
use crate::xml::Xml;

/// Writes the account of a canonical user id as an element of that name.
pub(crate) fn write(xml: &mut Xml, element: &str, id: &str, accounts: &Accounts) {
    xml.nest(element, |xml| write_names(xml, id, accounts));
}

/// Writes what stands in such an element. S3 tells no display names any more; one is told where a credential
/// configures it.
pub(crate) fn write_names(xml: &mut Xml, id: &str, accounts: &Accounts) {
    xml.text("ID", id);
    xml.optional("DisplayName", accounts.display_name(id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::front::accounts;

    fn check(id: &str, expected: &str) {
        let accounts = accounts::with_a_name();
        let mut xml = Xml::plain("R");
        write(&mut xml, "Owner", id, &accounts);
        let document = String::from_utf8(xml.finish().to_vec()).unwrap();
        let inner = document.split_once("<R>").and_then(|(_, rest)| rest.strip_suffix("</R>"));
        assert_eq!(inner, Some(expected));
    }

    #[test]
    fn a_name_is_told_where_there_is_one() {
        check("me", "<Owner><ID>me</ID><DisplayName>M &amp; E</DisplayName></Owner>");
        check("you", "<Owner><ID>you</ID></Owner>");
    }
}
