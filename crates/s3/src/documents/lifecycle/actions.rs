//! What a rule does, one action at a time.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>

use time::Time;

use super::number::{When, number};
use super::pacific;
use super::scope::Scope;
use super::transitions;
use crate::documents::Element;
use crate::error::lifecycle::LifecycleError;
use crate::error::{Error, Result};

/// The actions, by the names of their elements.
pub(super) const ACTIONS: [&str; 5] =
    ["Transition", "Expiration", "NoncurrentVersionTransition", "NoncurrentVersionExpiration", ABORT];

const ABORT: &str = "AbortIncompleteMultipartUpload";
const MARKER: &str = "ExpiredObjectDeleteMarker";

/// What the schema cannot say: which elements of an action exclude each other.
///
/// # Errors
/// `MalformedXml`.
pub(super) fn check_form(rule: &Element) -> Result<()> {
    for transition in rule.all("Transition") {
        When::of(transition)?;
    }
    match rule.child("Expiration") {
        Some(expiration) if expiration.children.len() != 1 => return Err(Error::MalformedXml {}),
        Some(expiration) if expiration.child(MARKER).is_none() => drop(When::of(expiration)?),
        _ => {}
    }
    let counted = rule.all("NoncurrentVersionTransition").chain(rule.child("NoncurrentVersionExpiration"));
    for action in counted.chain(rule.child(ABORT)) {
        for field in ["NoncurrentDays", "NewerNoncurrentVersions", "DaysAfterInitiation"] {
            number(action, field)?;
        }
    }
    Ok(())
}

/// Holds the actions of a rule to their limits, each by itself and then together.
///
/// # Errors
/// What S3 refuses.
pub(super) fn check(rule: &Element, scope: &Scope) -> Result<()> {
    if !ACTIONS.iter().any(|action| rule.child(action).is_some()) {
        return Err(LifecycleError::NoAction {}.into());
    }
    if let Some(expiration) = rule.child("Expiration") {
        check_expiration(expiration, scope)?;
    }
    for transition in rule.all("Transition") {
        check_transition(transition)?;
    }
    for action in ["NoncurrentVersionExpiration", "NoncurrentVersionTransition"] {
        for element in rule.all(action) {
            check_noncurrent(element, action, scope)?;
        }
    }
    if let Some(abort) = rule.child(ABORT) {
        scope.check_plain(ABORT)?;
        positive(abort, "DaysAfterInitiation", ABORT)?;
    }
    transitions::check(rule, scope)
}

fn check_expiration(expiration: &Element, scope: &Scope) -> Result<()> {
    if expiration.child(MARKER).is_some() {
        return Ok(scope.check_plain(MARKER)?);
    }
    check_midnight(expiration)?;
    positive(expiration, "Days", "Expiration")
}

fn check_transition(transition: &Element) -> Result<()> {
    check_midnight(transition)?;
    check_target(transition)?;
    not_negative(transition, "Days", "Transition")
}

fn check_noncurrent(element: &Element, action: &'static str, scope: &Scope) -> Result<()> {
    match action {
        "NoncurrentVersionExpiration" => positive(element, "NoncurrentDays", action)?,
        _ => {
            check_target(element)?;
            not_negative(element, "NoncurrentDays", action)?;
        }
    }
    if element.child("NewerNoncurrentVersions").is_some() && scope.legacy {
        return Err(LifecycleError::NewerVersionsWithoutFilter {}.into());
    }
    // S3 takes more than the hundred that it documents.
    positive(element, "NewerNoncurrentVersions", action)
}

/// Everything moves away from the classes that objects start in.
fn check_target(transition: &Element) -> Result<()> {
    match transition.text_of("StorageClass") {
        Some(class @ ("STANDARD" | "REDUCED_REDUNDANCY")) => {
            Err(LifecycleError::NoTransitionTarget { class: class.to_owned() }.into())
        }
        _ => Ok(()),
    }
}

fn check_midnight(action: &Element) -> Result<()> {
    match action.child("Date").map(|_| When::of(action)).transpose()? {
        Some(When::Date(date)) if date.to_offset(time::UtcOffset::UTC).time() != Time::MIDNIGHT => {
            Err(LifecycleError::NotMidnight { date: pacific::text(date) }.into())
        }
        _ => Ok(()),
    }
}

fn positive(element: &Element, field: &'static str, action: &'static str) -> Result<()> {
    match number(element, field)? {
        Some(value) if value <= 0 => Err(LifecycleError::NotPositive { field, action, value }.into()),
        _ => Ok(()),
    }
}

fn not_negative(element: &Element, field: &'static str, action: &'static str) -> Result<()> {
    match number(element, field)? {
        Some(value) if value < 0 => Err(LifecycleError::Negative { field, action, value }.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::ROOT;
    use super::*;

    /// What one rule over everything with these actions is refused with.
    fn refusal(scope: &str, actions: &str) -> Option<String> {
        let plain = format!(
            "<LifecycleConfiguration><Rule>{scope}<Status>Enabled</Status>{actions}</Rule></LifecycleConfiguration>"
        );
        let mut document = Element::parse(plain.as_bytes()).unwrap();
        let checked = ROOT.check(&mut document).and_then(|()| {
            let rule = document.child("Rule").unwrap();
            check_form(rule)?;
            check(rule, &Scope::of(rule)?)
        });
        checked.err().map(|error| {
            let error = error.document();
            let of = |name: &str| error.fields.iter().find(|(n, _)| *n == name).map(|(_, value)| format!(" [{value}]"));
            format!("{}{}", error.message, of("ArgumentValue").unwrap_or_default())
        })
    }

    fn check_all(rows: &[(&str, Option<&str>)]) {
        for (actions, expected) in rows {
            assert_eq!(refusal("<Filter></Filter>", actions).as_deref(), *expected, "{actions}");
        }
    }

    const MALFORMED: Option<&str> =
        Some("The XML you provided was not well-formed or did not validate against our published schema");

    #[test]
    fn an_action_has_one_time() {
        check_all(&[
            ("<Expiration><Days>1</Days></Expiration>", None),
            ("<Expiration><Date>2023-01-01</Date></Expiration>", None),
            ("<Expiration><Date>2022-12-31T16:00:00-08:00</Date></Expiration>", None),
            ("<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>", None),
            ("<Expiration></Expiration>", MALFORMED),
            ("<Expiration><Days>1</Days><Date>2023-01-01T00:00:00Z</Date></Expiration>", MALFORMED),
            (
                "<Expiration><Days>1</Days><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>",
                MALFORMED,
            ),
            ("<Expiration><Days>2147483648</Days></Expiration>", MALFORMED),
            ("<Expiration><Date>20200101</Date></Expiration>", MALFORMED),
            ("<Transition><StorageClass>GLACIER</StorageClass></Transition>", MALFORMED),
            ("<Transition><Days>1</Days></Transition>", MALFORMED),
            ("<Transition><Days>1</Days><StorageClass>COLD</StorageClass></Transition>", MALFORMED),
            ("<NoncurrentVersionExpiration></NoncurrentVersionExpiration>", MALFORMED),
            (
                "<NoncurrentVersionExpiration><NewerNoncurrentVersions>1</NewerNoncurrentVersions>\
                 </NoncurrentVersionExpiration>",
                MALFORMED,
            ),
            ("<AbortIncompleteMultipartUpload></AbortIncompleteMultipartUpload>", MALFORMED),
        ]);
    }

    #[test]
    fn numbers_and_dates_are_within_limits() {
        let noncurrent = |tag: &str, inner: &str| format!("<NoncurrentVersion{tag}>{inner}</NoncurrentVersion{tag}>");
        let days = "<NoncurrentDays>1</NoncurrentDays>";
        let zero = noncurrent("Expiration", "<NoncurrentDays>0</NoncurrentDays>");
        let newer = noncurrent("Expiration", &format!("{days}<NewerNoncurrentVersions>0</NewerNoncurrentVersions>"));
        let many = noncurrent("Expiration", &format!("{days}<NewerNoncurrentVersions>500</NewerNoncurrentVersions>"));
        let negative =
            noncurrent("Transition", "<NoncurrentDays>-1</NoncurrentDays><StorageClass>GLACIER</StorageClass>");
        check_all(&[
            ("", Some("At least one action needs to be specified in a rule")),
            (
                "<Expiration><Days>0</Days></Expiration>",
                Some("'Days' for Expiration action must be a positive integer [0]"),
            ),
            (
                "<Expiration><Date>2023-01-01T02:02:00Z</Date></Expiration>",
                Some("'Date' must be at midnight GMT [Sat Dec 31 18:02:00 PST 2022]"),
            ),
            ("<Transition><Days>0</Days><StorageClass>GLACIER</StorageClass></Transition>", None),
            ("<Transition><Days>0</Days><StorageClass>STANDARD_IA</StorageClass></Transition>", None),
            (
                "<Transition><Days>-1</Days><StorageClass>GLACIER</StorageClass></Transition>",
                Some("'Days' in Transition action must be nonnegative [-1]"),
            ),
            (
                "<Transition><Days>1</Days><StorageClass>STANDARD</StorageClass></Transition>",
                Some("Invalid target Storage class for Transition action [STANDARD]"),
            ),
            (
                "<AbortIncompleteMultipartUpload><DaysAfterInitiation>0</DaysAfterInitiation>\
                 </AbortIncompleteMultipartUpload>",
                Some("'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer [0]"),
            ),
            (&zero, Some("'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer [0]")),
            (
                &newer,
                Some("'NewerNoncurrentVersions' for NoncurrentVersionExpiration action must be a positive integer [0]"),
            ),
            (&many, None),
            (&negative, Some("'NoncurrentDays' in NoncurrentVersionTransition action must be nonnegative [-1]")),
        ]);
    }

    #[test]
    fn some_actions_are_not_of_every_scope() {
        let tag = "<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>";
        let size = "<Filter><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></Filter>";
        let abort = "<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation>\
             </AbortIncompleteMultipartUpload>";
        let marker = "<Expiration><ExpiredObjectDeleteMarker>false</ExpiredObjectDeleteMarker></Expiration>";
        let newer = "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays>\
             <NewerNoncurrentVersions>1</NewerNoncurrentVersions></NoncurrentVersionExpiration>";
        for (scope, actions, expected) in [
            (tag, abort, "AbortIncompleteMultipartUpload cannot be specified with Tags."),
            (size, abort, "AbortIncompleteMultipartUpload cannot be specified with Object Size."),
            (tag, marker, "ExpiredObjectDeleteMarker cannot be specified with Tags."),
            (size, marker, "ExpiredObjectDeleteMarker cannot be specified with Object Size."),
            ("<Prefix></Prefix>", newer, "NewerNoncurrentVersions element can only be used in Lifecycle V2."),
        ] {
            assert_eq!(refusal(scope, actions).as_deref(), Some(expected), "{scope} {actions}");
        }
        assert_eq!(refusal("<Filter><Prefix>a</Prefix></Filter>", abort), None);
    }
}
