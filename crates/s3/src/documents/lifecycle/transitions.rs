//! Transitions of one rule together, and with its expiration: from warmer to colder, each later than the one before.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html>

use super::number::{When, number};
use super::pacific;
use super::schema::CLASSES;
use super::scope::Scope;
use crate::documents::Element;
use crate::error::Result;
use crate::error::lifecycle::LifecycleError;

/// A transition: when, and to which class.
#[derive(Clone, Copy)]
struct Step {
    when: When,
    class: &'static str,
}

/// The names of the elements and fields that a refusal speaks of.
struct Names {
    expiration: &'static str,
    transition: &'static str,
    days: &'static str,
}

const CURRENT: Names = Names { expiration: "Expiration", transition: "Transition", days: "Days" };
const NONCURRENT: Names = Names {
    expiration: "NoncurrentVersionExpiration",
    transition: "NoncurrentVersionTransition",
    days: "NoncurrentDays",
};

/// Holds the transitions of a rule to each other and to its expirations.
///
/// # Errors
/// Two to one class, days beside dates, colder before warmer, an expiration that comes first.
pub(super) fn check(rule: &Element, scope: &Scope) -> Result<()> {
    let step = |element| -> Result<Step> { Ok(Step { when: When::of(element)?, class: class(element) }) };
    let steps: Vec<Step> = rule.all(CURRENT.transition).map(step).collect::<Result<_>>()?;
    let expiration = rule.child(CURRENT.expiration).filter(|e| e.child("ExpiredObjectDeleteMarker").is_none());
    check_steps(&steps, expiration.map(When::of).transpose()?, scope, &CURRENT)?;
    let noncurrent = |element| Ok(When::Days(number(element, NONCURRENT.days)?.unwrap_or_default()));
    let step = |element| -> Result<Step> { Ok(Step { when: noncurrent(element)?, class: class(element) }) };
    let steps: Vec<Step> = rule.all(NONCURRENT.transition).map(step).collect::<Result<_>>()?;
    let expiration: Option<Result<When>> = rule.child(NONCURRENT.expiration).map(noncurrent);
    Ok(check_steps(&steps, expiration.transpose()?, scope, &NONCURRENT)?)
}

fn class(transition: &Element) -> &'static str {
    let class = transition.text_of("StorageClass").unwrap_or_default();
    CLASSES.iter().find(|known| **known == class).copied().unwrap_or_default()
}

fn check_steps(steps: &[Step], expiration: Option<When>, scope: &Scope, names: &Names) -> Result<(), LifecycleError> {
    for (at, step) in steps.iter().enumerate() {
        for earlier in steps.iter().take(at) {
            check_pair(*earlier, *step, scope, names)?;
        }
    }
    for (step, expiration) in steps.iter().zip(expiration.into_iter().cycle()) {
        check_expiration(expiration, step.when, scope, names)?;
    }
    Ok(())
}

fn check_pair(first: Step, second: Step, scope: &Scope, names: &Names) -> Result<(), LifecycleError> {
    let action = names.transition;
    if first.class == second.class {
        return Err(LifecycleError::SameClass { action, scope: scope.text() });
    }
    let reversed = leads(second.class, first.class);
    let (warm, cold) = if reversed { (second, first) } else { (first, second) };
    let Some(gap) = days_between(warm.when, cold.when) else {
        return Err(LifecycleError::MixedTransitions { scope: scope.text() });
    };
    let (field, value) = argument(second.when, names);
    let (colder, warmer) = (cold.class, warm.class);
    if gap <= 0 || !leads(warm.class, cold.class) {
        return Err(LifecycleError::ColderTooEarly { field, value, scope: scope.text(), action, colder, warmer });
    }
    let days = stay(warm.class);
    if gap < days {
        return Err(LifecycleError::ColderTooSoon { field, value, scope: scope.text(), action, colder, warmer, days });
    }
    Ok(())
}

fn check_expiration(expiration: When, step: When, scope: &Scope, names: &Names) -> Result<(), LifecycleError> {
    match days_between(step, expiration) {
        None => Err(LifecycleError::MixedExpiration { scope: scope.text() }),
        Some(1..) => Ok(()),
        Some(_) => {
            let (field, value) = argument(expiration, names);
            let than = if field == "Date" { "later" } else { "greater" };
            let (expiration, transition) = (names.expiration, names.transition);
            Err(LifecycleError::ExpiresTooEarly { field, value, scope: scope.text(), than, expiration, transition })
        }
    }
}

/// Whether objects of the class `warm` can move to the class `cold`.
fn leads(warm: &str, cold: &str) -> bool {
    const ORDER: [&str; 6] =
        ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];
    let rank = |class| ORDER.iter().position(|name| *name == class);
    rank(warm) < rank(cold) && (warm, cold) != ("ONEZONE_IA", "GLACIER_IR")
}

/// How many days an object stays in a class before a rule may move it on.
fn stay(class: &str) -> i64 {
    match class {
        "STANDARD_IA" | "ONEZONE_IA" => 30,
        "GLACIER_IR" | "GLACIER" => 90,
        _ => 0,
    }
}

/// How many days the second comes after the first; none when they are not of one kind.
fn days_between(first: When, second: When) -> Option<i64> {
    match (first, second) {
        (When::Days(first), When::Days(second)) => Some(i64::from(second) - i64::from(first)),
        (When::Date(first), When::Date(second)) => Some((second - first).whole_days()),
        _ => None,
    }
}

/// What a refusal calls a time, and how it writes it.
fn argument(when: When, names: &Names) -> (&'static str, String) {
    match when {
        When::Days(days) => (names.days, days.to_string()),
        When::Date(date) => ("Date", pacific::text(date)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_rule(actions: &str, expected: Option<&str>) {
        let plain = format!("<Rule><Filter><Prefix></Prefix></Filter>{actions}</Rule>");
        let rule = Element::parse(plain.as_bytes()).unwrap();
        let refused = check(&rule, &Scope::of(&rule).unwrap()).err();
        let message = refused.map(|error| error.document().message.into_owned());
        assert_eq!(message.as_deref(), expected, "{actions}");
    }

    fn days(steps: &[(i32, &str)]) -> String {
        let step = |(days, class): &(i32, &str)| {
            format!("<Transition><Days>{days}</Days><StorageClass>{class}</StorageClass></Transition>")
        };
        steps.iter().map(step).collect()
    }

    fn noncurrent(steps: &[(i32, &str)]) -> String {
        let step = |(days, class): &(i32, &str)| {
            format!(
                "<NoncurrentVersionTransition><NoncurrentDays>{days}</NoncurrentDays>\
                 <StorageClass>{class}</StorageClass></NoncurrentVersionTransition>"
            )
        };
        steps.iter().map(step).collect()
    }

    fn dated(date: &str, class: &str) -> String {
        format!("<Transition><Date>{date}</Date><StorageClass>{class}</StorageClass></Transition>")
    }

    #[test]
    fn colder_comes_later() {
        check_rule(&days(&[(30, "STANDARD_IA"), (60, "GLACIER"), (150, "DEEP_ARCHIVE")]), None);
        check_rule(&days(&[(60, "GLACIER"), (30, "STANDARD_IA")]), None);
        check_rule(&days(&[(0, "INTELLIGENT_TIERING"), (1, "GLACIER")]), None);
        let earlier = "'Days' in the 'Transition' action for StorageClass 'GLACIER' for filter '(prefix=)' must be \
             greater than 'Days' in the 'Transition' action for StorageClass 'STANDARD_IA' for filter '(prefix=)'";
        check_rule(&days(&[(30, "STANDARD_IA"), (30, "GLACIER")]), Some(earlier));
        check_rule(&days(&[(10, "GLACIER"), (30, "STANDARD_IA")]), Some(earlier));
        let soon = "'Days' in the 'Transition' action for StorageClass 'DEEP_ARCHIVE' for filter '(prefix=)' must be 90 \
             days more than 'filter '(prefix=)'' in the 'Transition' action for StorageClass 'GLACIER'";
        check_rule(&days(&[(30, "GLACIER"), (119, "DEEP_ARCHIVE")]), Some(soon));
        check_rule(&days(&[(30, "GLACIER"), (120, "DEEP_ARCHIVE")]), None);
        let nowhere = "'NoncurrentDays' in the 'NoncurrentVersionTransition' action for StorageClass 'GLACIER_IR' for \
             filter '(prefix=)' must be greater than 'NoncurrentDays' in the 'NoncurrentVersionTransition' action for \
             StorageClass 'ONEZONE_IA' for filter '(prefix=)'";
        check_rule(&noncurrent(&[(30, "ONEZONE_IA"), (90, "GLACIER_IR")]), Some(nowhere));
    }

    #[test]
    fn a_class_stands_once() {
        let twice = "'StorageClass' must be different for 'Transition' actions in same 'Rule' with filter '(prefix=)'";
        check_rule(&days(&[(1, "GLACIER"), (2, "GLACIER")]), Some(twice));
    }

    #[test]
    fn days_and_dates_are_not_mixed() {
        let date = "2027-01-01T00:00:00Z";
        let both = days(&[(30, "GLACIER")]) + &dated(date, "DEEP_ARCHIVE");
        let mixed = "Found mixed 'Date' and 'Days' based Transition actions in lifecycle rule for filter '(prefix=)'";
        check_rule(&both, Some(mixed));
        let mixed = "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for filter \
             '(prefix=)'";
        check_rule(&(dated(date, "GLACIER") + "<Expiration><Days>1</Days></Expiration>"), Some(mixed));
        let marker = "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>";
        check_rule(&(dated(date, "GLACIER") + marker), None);
    }

    #[test]
    fn nothing_moves_after_it_expired() {
        let one = days(&[(30, "STANDARD_IA")]);
        check_rule(&format!("{one}<Expiration><Days>31</Days></Expiration>"), None);
        let message = "'Days' in the Expiration action for filter '(prefix=)' must be greater than 'Days' in the \
             Transition action";
        check_rule(&format!("{one}<Expiration><Days>30</Days></Expiration>"), Some(message));
        let date = "2027-01-01T00:00:00Z";
        let dates = dated(date, "GLACIER") + &format!("<Expiration><Date>{date}</Date></Expiration>");
        let later =
            "'Date' in the Expiration action for filter '(prefix=)' must be later than 'Date' in the Transition action";
        check_rule(&dates, Some(later));
        let old = noncurrent(&[(30, "GLACIER")])
            + "<NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays></NoncurrentVersionExpiration>";
        let message = "'NoncurrentDays' in the NoncurrentVersionExpiration action for filter '(prefix=)' must be greater \
             than 'NoncurrentDays' in the NoncurrentVersionTransition action";
        check_rule(&old, Some(message));
    }
}
