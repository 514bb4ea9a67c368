//! Names that only one account can have in one region: `PREFIX-ACCOUNT-REGION-an`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html>

use crate::error::Result;
use crate::error::place::PlaceError as Error;
use crate::settings::is_account;

/// The value of `x-amz-bucket-namespace` for such names.
const REGIONAL: &str = "account-regional";

/// Whose and where a name of the account's own is.
#[derive(Debug, PartialEq, Eq)]
struct Reserved<'n> {
    account: &'n str,
    region: &'n str,
}

/// Reads the end of a name.
fn reserved(name: &str) -> Option<Reserved<'_>> {
    let rest = name.strip_suffix("-an")?;
    // A region has two hyphens of its own or more; the account is the last twelve digits between hyphens.
    let mut at = rest.len();
    while let Some(hyphen) = rest[..at].rfind('-') {
        let (head, region) = (&rest[..hyphen], &rest[hyphen + 1..]);
        let account = head.rsplit('-').next().unwrap_or_default();
        if is_account(account) && account.len() < head.len() && !region.is_empty() {
            return Some(Reserved { account, region });
        }
        at = hyphen;
    }
    None
}

/// Holds the name of a new bucket to the namespace that `header` names. Answers whether it is one of the account's own.
///
/// # Errors
/// `MissingNamespace`, `NamespaceWithoutSuffix`, `NamespaceNotGlobal`, `NamespaceOfAnother`, `NamespaceElsewhere`,
/// `UnknownNamespace`.
pub(crate) fn check(header: Option<&str>, name: &str, account: &str, region: &str) -> Result<bool> {
    let (account, region) = (account.to_owned(), region.to_owned());
    let error = match (header, reserved(name)) {
        (None | Some("global"), None) => return Ok(false),
        (None, Some(_)) => Error::MissingNamespace {},
        (Some("global"), Some(_)) => Error::NamespaceNotGlobal {},
        (Some(REGIONAL), None) => Error::NamespaceWithoutSuffix { account, region },
        (Some(REGIONAL), Some(of)) if of.account != account => {
            Error::NamespaceOfAnother { asked: of.account.to_owned(), account }
        }
        (Some(REGIONAL), Some(of)) if of.region != region => {
            Error::NamespaceElsewhere { asked: of.region.to_owned(), region }
        }
        (Some(REGIONAL), Some(_)) => return Ok(true),
        (Some(other), _) => Error::UnknownNamespace { value: other.to_owned() },
    };
    Err(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_tells() {
        let check = |name: &str, expected: Option<(&str, &str)>| {
            let expected = expected.map(|(account, region)| Reserved { account, region });
            assert_eq!(reserved(name), expected, "{name}");
        };
        check("shelf-111122223333-us-west-2-an", Some(("111122223333", "us-west-2")));
        check("a-b-111122223333-us-gov-west-1-an", Some(("111122223333", "us-gov-west-1")));
        check("111122223333-111122223333-us-east-1-an", Some(("111122223333", "us-east-1")));
        check("111122223333-us-east-1-an", None);
        check("shelf-11112222333-us-east-1-an", None);
        check("shelf-111122223333-us-east-1", None);
        check("shelf-an", None);
        check("-an", None);
    }

    fn check(header: Option<&str>, name: &str, expected: Result<bool, &str>) {
        let found = super::check(header, name, "111122223333", "us-east-1").map_err(|error| error.document().code);
        assert_eq!(found.as_ref().map(|own| *own).map_err(AsRef::as_ref), expected, "{header:?} {name}");
    }

    #[test]
    fn names_and_headers_agree() {
        let (own, other) = ("shelf-111122223333-us-east-1-an", "shelf");
        check(None, other, Ok(false));
        check(Some("global"), other, Ok(false));
        check(Some("account-regional"), own, Ok(true));
        check(None, own, Err("MissingNamespaceHeader"));
        check(Some("global"), own, Err("InvalidNamespaceHeader"));
        check(Some("account-regional"), other, Err("InvalidNamespaceHeader"));
        check(Some("account-regional"), "shelf-222222222222-us-east-1-an", Err("InvalidBucketNamespace"));
        check(Some("account-regional"), "shelf-111122223333-us-west-2-an", Err("InvalidBucketNamespace"));
        check(Some("mine"), other, Err("InvalidArgument"));
    }
}
