//! How a condition compares.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

use std::fmt;

/// An operator, with what stands before and behind its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Operator {
    /// How a key with several values is compared.
    pub(super) set: Option<Set>,
    pub(super) test: Test,
    /// `IfExists`: a request without the key satisfies the condition.
    pub(super) if_exists: bool,
}

/// Which of a key's values have to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    All,
    Any,
}

macro_rules! tests {
    ($($name:ident),* $(,)?) => {
        /// The comparison itself, by AWS's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Test { $($name),* }

        impl Test {
            const ALL: &'static [(&'static str, Self)] = &[$((stringify!($name), Self::$name)),*];
        }
    };
}

tests! {
    StringEquals, StringNotEquals, StringEqualsIgnoreCase, StringNotEqualsIgnoreCase, StringLike, StringNotLike,
    NumericEquals, NumericNotEquals, NumericLessThan, NumericLessThanEquals, NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals, DateNotEquals, DateLessThan, DateLessThanEquals, DateGreaterThan, DateGreaterThanEquals,
    Bool, BinaryEquals, IpAddress, NotIpAddress, ArnEquals, ArnLike, ArnNotEquals, ArnNotLike, Null,
}

impl Operator {
    /// The operator of that name. Names are exact.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let prefixed = [Set::All, Set::Any].into_iter().find_map(|set| Some((set, name.strip_prefix(set.prefix())?)));
        let (set, rest) = prefixed.map_or((None, name), |(set, rest)| (Some(set), rest));
        let (base, if_exists) = rest.strip_suffix("IfExists").map_or((rest, false), |base| (base, true));
        let (_, test) = *Test::ALL.iter().find(|(known, _)| *known == base)?;
        if test == Test::Null && (if_exists || set.is_some()) { None } else { Some(Self { set, test, if_exists }) }
    }

    /// Whether it compares addresses.
    pub(super) fn is_address(self) -> bool {
        matches!(self.test, Test::IpAddress | Test::NotIpAddress)
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suffix = if self.if_exists { "IfExists" } else { "" };
        write!(f, "{}{:?}{suffix}", self.set.map_or("", Set::prefix), self.test)
    }
}

impl Set {
    fn prefix(self) -> &'static str {
        match self {
            Self::All => "ForAllValues:",
            Self::Any => "ForAnyValue:",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for (name, test) in Test::ALL {
            assert_eq!(Operator::parse(name), Some(Operator { set: None, test: *test, if_exists: false }));
        }
        for name in ["ForAnyValue:StringLikeIfExists", "ForAllValues:ArnLike", "BoolIfExists", "Null"] {
            assert_eq!(Operator::parse(name).map(|operator| operator.to_string()).as_deref(), Some(name));
        }
    }

    #[test]
    fn names_are_exact() {
        for name in [
            "",
            "stringEquals",
            "StringEquals ",
            "IfExists",
            "ForAnyValue:",
            "ForAnyValues:StringLike",
            "ForAnyValue:ForAllValues:StringLike",
            "StringLikeIfExistsIfExists",
            "NullIfExists",
            "NotStringEquals",
        ] {
            assert_eq!(Operator::parse(name), None, "{name}");
        }
    }
}
