//! Why the policy of a form was not kept to.

use super::finding::{Finding, Part};
use crate::error::form::FormError;

/// What was wrong; none when it is nothing that is signed.
pub(super) fn of(error: &FormError) -> Option<Finding> {
    let finding = |part, words: String, remedy: &str| Some(Finding::new(part, words, remedy));
    match error {
        FormError::PolicyExpired {} => finding(
            Part::Expiry,
            "The policy of the form has ended: the form was filled in too late, or one of the clocks is wrong."
                .to_owned(),
            "Make the form anew when it is used, with a later expiration; check the clocks of client and server.",
        ),
        FormError::ConditionFailed { condition } => finding(
            Part::Policy,
            format!(
                "The form does not keep to a condition of its policy, {condition}: the field is missing, stands behind \
                    the file, or has another value than was signed."
            ),
            "Send every field as the policy has it, before the file, or widen the policy (starts-with).",
        ),
        FormError::ExtraFields { names } => finding(
            Part::Policy,
            format!("The form has fields that its policy does not mention: {names}."),
            "Add a condition for each field to the policy, or leave the fields out (those that begin with x-ignore- \
                are free).",
        ),
        FormError::InvalidPolicy { flaw } => finding(
            Part::Policy,
            format!(
                "The policy of the form cannot be read ({flaw}): it was encoded twice, cut, or is no JSON of that form."
            ),
            "Put the base64 of the policy document into the field `policy`, the very text that was signed.",
        ),
        FormError::Region { signed, expected, .. } => finding(
            Part::Region,
            format!("The form is signed for region `{signed}`, but this host stands for `{expected}`."),
            "Set the region of whoever makes the form.",
        ),
        FormError::FieldMissing { name } if *name != "key" => finding(
            Part::Policy,
            format!("The form has no field `{name}`, or has it behind the file, where it does not count."),
            "Send all fields that the presigned form lists, and the file last.",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(error: &FormError, part: Part, words: &str) {
        let finding = of(error).expect("a finding");
        assert_eq!((finding.part, finding.words.contains(words)), (part, true), "{finding:?}");
    }

    #[test]
    fn forms_that_do_not_keep_to_their_policy() {
        check(&FormError::PolicyExpired {}, Part::Expiry, "filled in too late");
        let condition = r#"["eq", "$key", "v"]"#.to_owned();
        check(&FormError::ConditionFailed { condition }, Part::Policy, r#"["eq", "$key", "v"]: the field is missing"#);
        check(&FormError::ExtraFields { names: "tag".into() }, Part::Policy, "does not mention: tag");
        check(&FormError::InvalidPolicy { flaw: "no JSON".into() }, Part::Policy, "cannot be read (no JSON)");
        check(&FormError::FieldMissing { name: "X-Amz-Signature" }, Part::Policy, "behind the file");
        let region = FormError::Region { signed: "a".into(), expected: "b".into(), value: String::new() };
        check(&region, Part::Region, "signed for region `a`");
        assert_eq!(of(&FormError::Malformed {}), None);
    }
}
