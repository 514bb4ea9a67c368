//! Lists as headers: `x-amz-grant-read` and its kin, each with grantees between commas.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html>

use http::HeaderMap;

use super::{Grant, Grantee, Permission};
use crate::error::{Error, Result};
use crate::front::accounts::Accounts;

/// The headers, in the order in which their grants are kept.
const HEADERS: [(&str, Permission); 5] = [
    ("x-amz-grant-read", Permission::Read),
    ("x-amz-grant-write", Permission::Write),
    ("x-amz-grant-read-acp", Permission::ReadAcp),
    ("x-amz-grant-write-acp", Permission::WriteAcp),
    ("x-amz-grant-full-control", Permission::FullControl),
];

/// Whether there is such a header.
pub(super) fn any(headers: &HeaderMap) -> bool {
    HEADERS.iter().any(|(header, _)| headers.contains_key(*header))
}

/// The grants that the headers name. Nothing is added for the owner.
///
/// # Errors
/// `GranteeFormat`, `InvalidGrantee`, `InvalidGroup`, `UnresolvableEmail`.
pub(super) fn read(headers: &HeaderMap, accounts: &Accounts) -> Result<Vec<Grant>> {
    let mut grants = Vec::new();
    for (header, permission) in HEADERS {
        for line in headers.get_all(header) {
            for item in String::from_utf8_lossy(line.as_bytes()).split(',') {
                grants.push(Grant { grantee: grantee(header, item.trim(), accounts)?, permission });
            }
        }
    }
    Ok(grants)
}

/// Whom `item` names: `id="…"`, `uri="…"` or `emailAddress="…"`, with or without the quotes.
fn grantee(header: &'static str, item: &str, accounts: &Accounts) -> Result<Grantee> {
    let unknown = || Error::GranteeFormat { header, value: item.to_owned() };
    let (kind, value) = item.split_once('=').ok_or_else(unknown)?;
    let value = value.trim().trim_matches('"');
    match kind.trim().to_ascii_lowercase().as_str() {
        "id" => Grantee::user(value, accounts, "id"),
        "uri" => Grantee::group(value, "uri"),
        "emailaddress" => Err(Error::UnresolvableEmail {}),
        _ => Err(unknown()),
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;
    use crate::settings::{Credential, Settings};

    const ALL: &str = "http://acs.amazonaws.com/groups/global/AllUsers";

    fn grants(lines: &[(&'static str, &str)]) -> Result<Vec<Grant>, String> {
        let known = Credential { canonical_id: Some("known".into()), access_key: "k".into(), ..Credential::default() };
        let accounts = Accounts::new(&Settings { credentials: vec![known], ..Settings::default() });
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        read(&headers, &accounts).map_err(|error| error.document().message.into_owned())
    }

    fn check(lines: &[(&'static str, &str)], expected: &[(Grantee, Permission)]) {
        let expected = expected.iter().cloned().map(|(grantee, permission)| Grant { grantee, permission });
        assert_eq!(grants(lines), Ok(expected.collect()), "{lines:?}");
    }

    #[test]
    fn grantees_are_listed() {
        let known = || Grantee::User("known".to_owned());
        let long = "0123456789abcdef".repeat(4);
        check(&[("x-amz-acl", "private")], &[]);
        check(&[("x-amz-grant-read", "id=known")], &[(known(), Permission::Read)]);
        let both = format!("ID=\"{long}\" , uri=\"{ALL}\"");
        let two = [(Grantee::User(long), Permission::WriteAcp), (Grantee::AllUsers, Permission::WriteAcp)];
        check(&[("x-amz-grant-write-acp", &both)], &two);
        let lines =
            [("x-amz-grant-full-control", "id=known"), ("x-amz-grant-read", ALL), ("x-amz-grant-read", "id=known")];
        assert!(grants(&lines).is_err());
        let uri = format!("uri={ALL}");
        let lines =
            [("x-amz-grant-full-control", "id=known"), ("x-amz-grant-read", &uri), ("x-amz-grant-read", "id=known")];
        let in_order =
            [(Grantee::AllUsers, Permission::Read), (known(), Permission::Read), (known(), Permission::FullControl)];
        check(&lines, &in_order);
    }

    #[test]
    fn what_names_nobody_is_refused() {
        let check = |value: &str, message: &str| {
            assert_eq!(grants(&[("x-amz-grant-read", value)]), Err(message.to_owned()), "{value}");
        };
        check("", "Argument format not recognized");
        check("known", "Argument format not recognized");
        check("name=known", "Argument format not recognized");
        check("id=known,", "Argument format not recognized");
        check("id=unknown", "Invalid id");
        check("id=", "Invalid id");
        check("uri=http://acs.amazonaws.com/groups/global/Everyone", "Invalid group uri");
        let unresolvable = "The e-mail address you provided does not match any account on record.";
        check("emailAddress=\"a@example.com\"", unresolvable);
        check("emailaddress=a@example.com", unresolvable);
    }
}
