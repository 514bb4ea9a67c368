//! When a configuration will remove an object, or an upload that nobody completes.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days>

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::number::{When, number};
use super::scope::Scope;
use crate::documents::Element;
use crate::rules::tags::Tag;

const DAY: u64 = 24 * 60 * 60;

/// The last day that a date can name, of the year 9999: what ends later is not said to end.
const LAST_DAY: u64 = 2_932_896;

/// An object, as far as rules ask.
#[derive(Clone, Copy, Debug)]
pub(super) struct Object<'a> {
    pub(super) key: &'a str,
    pub(super) tags: &'a [Tag],
    pub(super) size: u64,
    /// When it was made: its last modification.
    pub(super) made: SystemTime,
}

/// When something ends, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct End {
    pub(super) at: SystemTime,
    pub(super) rule: String,
}

/// When the object expires: by the rule that comes first in time, and first in the document among equals.
pub(super) fn of_object(document: &Element, object: &Object<'_>) -> Option<End> {
    let ends = enabled(document).filter_map(|rule| {
        let expiration = rule.child("Expiration")?;
        let at = match When::of(expiration).ok()? {
            When::Days(days) => after(object.made, days)?,
            When::Date(date) => date.into(),
        };
        let scope = Scope::of(rule).ok()?;
        scope.covers(object.key, object.tags, object.size).then(|| end(at, rule))
    });
    ends.min_by_key(|end| end.at)
}

/// When an upload of that key which began at `begun` is aborted.
pub(super) fn of_upload(document: &Element, key: &str, begun: SystemTime) -> Option<End> {
    let ends = enabled(document).filter_map(|rule| {
        let days = number(rule.child("AbortIncompleteMultipartUpload")?, "DaysAfterInitiation").ok()??;
        let at = after(begun, days)?;
        Scope::of(rule).ok()?.covers(key, &[], 0).then(|| end(at, rule))
    });
    ends.min_by_key(|end| end.at)
}

/// Whether any rule in force makes objects expire.
pub(super) fn expires(document: &Element) -> bool {
    enabled(document)
        .filter_map(|rule| rule.child("Expiration"))
        .any(|expiration| expiration.child("ExpiredObjectDeleteMarker").is_none())
}

/// Whether any rule in force aborts uploads.
pub(super) fn aborts(document: &Element) -> bool {
    enabled(document).any(|rule| rule.child("AbortIncompleteMultipartUpload").is_some())
}

fn enabled(document: &Element) -> impl Iterator<Item = &Element> {
    document.all("Rule").filter(|rule| rule.text_of("Status") == Some("Enabled"))
}

fn end(at: SystemTime, rule: &Element) -> End {
    End { at, rule: rule.text_of("ID").unwrap_or_default().to_owned() }
}

/// That many days later, and then the next midnight.
fn after(made: SystemTime, days: i32) -> Option<SystemTime> {
    let day = made.duration_since(UNIX_EPOCH).ok()?.as_secs() / DAY;
    let day = day + u64::try_from(days).ok()? + 1;
    (day <= LAST_DAY).then(|| UNIX_EPOCH + Duration::from_secs(day * DAY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date;

    /// A configuration of rules `id`, scope, expiration.
    fn document(rules: &[(&str, &str, &str)]) -> Element {
        let rule = |(id, scope, action): &(&str, &str, &str)| {
            format!("<Rule><ID>{id}</ID>{scope}<Status>Enabled</Status>{action}</Rule>")
        };
        let rules: String = rules.iter().map(rule).collect();
        Element::parse(format!("<LifecycleConfiguration>{rules}</LifecycleConfiguration>").as_bytes()).unwrap()
    }

    fn time(iso: &str) -> SystemTime {
        date::parse_iso(iso).unwrap().into()
    }

    fn check(document: &Element, key: &str, made: &str, expected: Option<(&str, &str)>) {
        let object = Object { key, tags: &[], size: 4, made: time(made) };
        let end = of_object(document, &object);
        assert_eq!(end, expected.map(|(at, rule)| End { at: time(at), rule: rule.to_owned() }));
    }

    const ALL: &str = "<Filter></Filter>";
    const THREE: &str = "<Expiration><Days>3</Days></Expiration>";

    #[test]
    fn days_end_at_the_next_midnight() {
        let rule = document(&[("r", ALL, THREE)]);
        check(&rule, "k", "2014-01-15T10:30:00Z", Some(("2014-01-19", "r")));
        check(&rule, "k", "2014-01-15T23:59:59Z", Some(("2014-01-19", "r")));
        check(&rule, "k", "2014-01-15T00:00:00Z", Some(("2014-01-19", "r")));
        let dated = document(&[("d", ALL, "<Expiration><Date>2030-01-01T00:00:00.000Z</Date></Expiration>")]);
        check(&dated, "k", "2014-01-15T10:30:00Z", Some(("2030-01-01", "d")));
        let huge = document(&[("h", ALL, "<Expiration><Days>2147483647</Days></Expiration>")]);
        check(&huge, "k", "2014-01-15T10:30:00Z", None);
        check(&rule, "k", "9999-12-27T00:00:00Z", Some(("9999-12-31", "r")));
        check(&rule, "k", "9999-12-28T00:00:00Z", None);
    }

    #[test]
    fn the_earliest_of_the_first_counts() {
        let prefixed = |prefix: &str| format!("<Filter><Prefix>{prefix}</Prefix></Filter>");
        let (a, b) = (prefixed("test"), prefixed("t"));
        let two = "<Expiration><Days>2</Days></Expiration>";
        let same = document(&[("one", &a, THREE), ("two", &b, THREE)]);
        check(&same, "test", "2014-01-15", Some(("2014-01-19", "one")));
        check(&same, "tea", "2014-01-15", Some(("2014-01-19", "two")));
        check(&same, "other", "2014-01-15", None);
        let earlier = document(&[("one", &a, THREE), ("two", &b, two)]);
        check(&earlier, "test", "2014-01-15", Some(("2014-01-18", "two")));
    }

    #[test]
    fn only_rules_that_expire_objects_count() {
        let marker = "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>";
        let abort = "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation>\
             </AbortIncompleteMultipartUpload>";
        let rules = document(&[("m", ALL, marker), ("a", "<Filter><Prefix>p/</Prefix></Filter>", abort)]);
        check(&rules, "p/k", "2014-01-15", None);
        assert_eq!((expires(&rules), aborts(&rules)), (false, true));
        let end = of_upload(&rules, "p/k", time("2014-01-15T10:30:00Z"));
        assert_eq!(end, Some(End { at: time("2014-01-23"), rule: "a".to_owned() }));
        assert_eq!(of_upload(&rules, "k", time("2014-01-15")), None);
        let mut off = document(&[("r", ALL, THREE), ("a", ALL, abort)]);
        assert_eq!((expires(&off), aborts(&off)), (true, true));
        for rule in &mut off.children {
            rule.set("Status", "Disabled");
        }
        check(&off, "k", "2014-01-15", None);
        assert_eq!((expires(&off), aborts(&off)), (false, false));
    }
}
