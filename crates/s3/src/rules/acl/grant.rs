//! One grant: who, and what.

use serde::{Deserialize, Serialize};

use super::account;
use crate::error::{Error, Result};
use crate::front::accounts::Accounts;
use crate::xml::Xml;

/// What one grantee may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    #[serde(rename = "g")]
    pub(crate) grantee: Grantee,
    #[serde(rename = "p")]
    pub(crate) permission: Permission,
}

/// Who is granted something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Grantee {
    /// An account, by its canonical user id.
    User(String),
    /// Everyone, signed or not.
    AllUsers,
    /// Everyone with an AWS account.
    AuthenticatedUsers,
    /// What writes the server access logs.
    LogDelivery,
}

/// What is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Permission {
    FullControl,
    Read,
    Write,
    ReadAcp,
    WriteAcp,
}

impl Grant {
    /// Everything, for one account.
    pub(crate) fn full_control(id: &str) -> Self {
        Self { grantee: Grantee::User(id.to_owned()), permission: Permission::FullControl }
    }

    /// Writes what stands in a `Grant` element.
    pub(super) fn write(&self, xml: &mut Xml, accounts: &Accounts) {
        const XSI: (&str, &str) = ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
        match &self.grantee {
            Grantee::User(id) => xml.nest_with("Grantee", &[XSI, ("xsi:type", "CanonicalUser")], |xml| {
                account::write_names(xml, id, accounts);
            }),
            group => xml.nest_with("Grantee", &[XSI, ("xsi:type", "Group")], |xml| xml.optional("URI", group.uri())),
        }
        xml.text("Permission", self.permission.name());
    }
}

impl Grantee {
    const GROUPS: [Self; 3] = [Self::AllUsers, Self::AuthenticatedUsers, Self::LogDelivery];

    /// The account of that canonical id. `argument` is what the error calls it.
    ///
    /// # Errors
    /// `InvalidGrantee` for an id that no account can have.
    pub(crate) fn user(id: &str, accounts: &Accounts, argument: &'static str) -> Result<Self> {
        match accounts.may_have(id) {
            true => Ok(Self::User(id.to_owned())),
            false => Err(Error::InvalidGrantee { argument, value: id.to_owned() }),
        }
    }

    /// The group of that URI.
    ///
    /// # Errors
    /// `InvalidGroup` for any other than S3's three.
    pub(crate) fn group(uri: &str, argument: &'static str) -> Result<Self> {
        let named = Self::GROUPS.into_iter().find(|group| group.uri() == Some(uri));
        named.ok_or_else(|| Error::InvalidGroup { argument, value: uri.to_owned() })
    }

    /// Whether it is everyone, or everyone whom AWS knows.
    pub(super) fn is_public(&self) -> bool {
        matches!(self, Self::AllUsers | Self::AuthenticatedUsers)
    }

    /// The URI of a group; none for an account.
    fn uri(&self) -> Option<&'static str> {
        match self {
            Self::User(_) => None,
            Self::AllUsers => Some("http://acs.amazonaws.com/groups/global/AllUsers"),
            Self::AuthenticatedUsers => Some("http://acs.amazonaws.com/groups/global/AuthenticatedUsers"),
            Self::LogDelivery => Some("http://acs.amazonaws.com/groups/s3/LogDelivery"),
        }
    }
}

impl Permission {
    const ALL: [Self; 5] = [Self::FullControl, Self::Read, Self::Write, Self::ReadAcp, Self::WriteAcp];

    /// The permission of that name.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::FullControl => "FULL_CONTROL",
            Self::Read => "READ",
            Self::Write => "WRITE",
            Self::ReadAcp => "READ_ACP",
            Self::WriteAcp => "WRITE_ACP",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.name()), Some(permission));
        }
        for name in ["", "read", "READ_ACL", "FULL CONTROL"] {
            assert_eq!(Permission::parse(name), None, "{name}");
        }
        for group in Grantee::GROUPS {
            assert_eq!(Grantee::group(group.uri().unwrap(), "uri").unwrap(), group);
        }
        let refused = Grantee::group("http://acs.amazonaws.com/groups/global/Everyone", "uri").unwrap_err();
        assert!(matches!(refused, Error::InvalidGroup { argument: "uri", .. }));
    }

    #[test]
    fn a_stored_grant_is_short() {
        let grants = [Grant::full_control("a"), Grant { grantee: Grantee::AllUsers, permission: Permission::ReadAcp }];
        let json = serde_json::to_string(&grants).unwrap();
        assert_eq!(json, r#"[{"g":{"User":"a"},"p":"FullControl"},{"g":"AllUsers","p":"ReadAcp"}]"#);
        assert_eq!(serde_json::from_str::<Vec<Grant>>(&json).unwrap(), grants);
    }
}
