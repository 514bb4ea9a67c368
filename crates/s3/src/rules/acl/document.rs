//! Lists as documents: `AccessControlPolicy`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_AccessControlPolicy.html>

use s3s::dto;

use super::{Grant, Grantee, Permission};
use crate::error::{Error, Result};
use crate::front::accounts::Accounts;

/// The most grants of one list.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html>
const LIMIT: usize = 100;

/// A list as a client wrote it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Document {
    /// The canonical id of the owner, which nobody can change.
    pub(super) owner: String,
    pub(super) grants: Vec<Grant>,
}

impl Document {
    /// Reads an `AccessControlPolicy`.
    ///
    /// # Errors
    /// `MalformedAcl` when something is missing or has a name that is none, `InvalidGrantee`, `InvalidGroup`,
    /// `UnresolvableEmail`.
    pub(super) fn read(policy: dto::AccessControlPolicy, accounts: &Accounts) -> Result<Self> {
        let owner = policy.owner.and_then(|owner| owner.id).ok_or(Error::MalformedAcl {})?;
        let grants = policy.grants.filter(|grants| grants.len() <= LIMIT).ok_or(Error::MalformedAcl {})?;
        Grantee::user(&owner, accounts, "CanonicalUser/ID")?;
        let grants = grants.into_iter().map(|grant| read(grant, accounts)).collect::<Result<_>>()?;
        Ok(Self { owner, grants })
    }
}

fn read(grant: dto::Grant, accounts: &Accounts) -> Result<Grant> {
    let malformed = || Error::MalformedAcl {};
    let permission = grant.permission.as_ref().and_then(|permission| Permission::parse(permission.as_str()));
    let permission = permission.ok_or_else(malformed)?;
    let grantee = grant.grantee.ok_or_else(malformed)?;
    let grantee = match grantee.type_.as_str() {
        "CanonicalUser" => Grantee::user(&grantee.id.ok_or_else(malformed)?, accounts, "CanonicalUser/ID")?,
        "Group" => Grantee::group(&grantee.uri.ok_or_else(malformed)?, "Group/URI")?,
        "AmazonCustomerByEmail" if grantee.email_address.is_some() => return Err(Error::UnresolvableEmail {}),
        _ => return Err(malformed()),
    };
    Ok(Grant { grantee, permission })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Credential, Settings};

    const MALFORMED: &str = "The XML you provided was not well-formed or did not validate against our published schema";

    fn accounts() -> Accounts {
        let known = Credential { canonical_id: Some("known".into()), access_key: "k".into(), ..Credential::default() };
        Accounts::new(&Settings { credentials: vec![known], ..Settings::default() })
    }

    fn owner(id: &str) -> Option<dto::Owner> {
        Some(dto::Owner { id: Some(id.to_owned()), display_name: Some("anything".to_owned()) })
    }

    fn grant(kind: &str, value: Option<&str>, permission: &str) -> dto::Grant {
        let given = |of: &str| value.filter(|_| kind == of).map(str::to_owned);
        let grantee = dto::Grantee {
            display_name: None,
            email_address: given("AmazonCustomerByEmail"),
            id: given("CanonicalUser"),
            type_: kind.to_owned().into(),
            uri: given("Group"),
        };
        dto::Grant { grantee: Some(grantee), permission: Some(permission.to_owned().into()) }
    }

    fn check(owner: Option<dto::Owner>, grants: Option<Vec<dto::Grant>>, expected: Result<Vec<Grant>, &str>) {
        let found = Document::read(dto::AccessControlPolicy { grants, owner }, &accounts());
        let found = found.map(|document| document.grants).map_err(|error| error.document().message.into_owned());
        assert_eq!(found, expected.map_err(str::to_owned));
    }

    #[test]
    fn a_list_keeps_its_order() {
        let all = "http://acs.amazonaws.com/groups/global/AllUsers";
        let public = grant("Group", Some(all), "READ_ACP");
        let expected =
            vec![Grant { grantee: Grantee::AllUsers, permission: Permission::ReadAcp }, Grant::full_control("known")];
        check(owner("known"), Some(vec![public, grant("CanonicalUser", Some("known"), "FULL_CONTROL")]), Ok(expected));
        check(owner("known"), Some(vec![]), Ok(vec![]));
    }

    #[test]
    fn a_list_is_whole() {
        let one = |grant| Some(vec![grant]);
        check(None, Some(vec![]), Err(MALFORMED));
        check(Some(dto::Owner::default()), Some(vec![]), Err(MALFORMED));
        check(owner("known"), None, Err(MALFORMED));
        check(owner("known"), one(grant("CanonicalUser", Some("known"), "read")), Err(MALFORMED));
        check(owner("known"), one(grant("CanonicalUser", None, "READ")), Err(MALFORMED));
        check(owner("known"), one(grant("Canonical User", None, "READ")), Err(MALFORMED));
        check(owner("known"), one(grant("Group", None, "READ")), Err(MALFORMED));
        check(owner("known"), one(dto::Grant::default()), Err(MALFORMED));
        let many = vec![grant("CanonicalUser", Some("known"), "READ"); LIMIT + 1];
        check(owner("known"), Some(many), Err(MALFORMED));
    }

    #[test]
    fn grantees_exist() {
        let one = |grant| Some(vec![grant]);
        check(owner("unknown"), Some(vec![]), Err("Invalid id"));
        check(owner("known"), one(grant("CanonicalUser", Some("_foo"), "READ")), Err("Invalid id"));
        check(owner("known"), one(grant("Group", Some("http://x"), "READ")), Err("Invalid group uri"));
        let email = one(grant("AmazonCustomerByEmail", Some("a@example.com"), "READ"));
        check(owner("known"), email, Err("The e-mail address you provided does not match any account on record."));
    }
}
