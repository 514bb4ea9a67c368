//! Object Lock in documents: the retention and the legal hold of a version.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html>

use std::time::SystemTime;

use super::wanted::Said;
use super::{EventHold, LegalHold, Mode, Period, Retention, Wanted, moment, pacific};
use crate::date;
use crate::documents::Element;
use crate::documents::schema::{Node, Shape, optional, required};
use crate::error::lock::LockError;
use crate::error::{Error, Result};
use crate::xml::Xml;

/// A duration in days or in years.
pub(super) const DURATION: Shape = Shape::Group(&[optional("Days", Shape::Integer), optional("Years", Shape::Integer)]);

/// The root of a retention.
pub(crate) const RETENTION: &Node = &required(
    "Retention",
    Shape::Group(&[
        optional("Mode", Shape::OneOf(&["GOVERNANCE", "COMPLIANCE"])),
        optional("RetainUntilDate", Shape::Date),
        optional("EventHold", Shape::OneOf(&["ON", "OFF"])),
        optional("EventHoldDuration", DURATION),
    ]),
);

/// The root of a legal hold.
pub(crate) const LEGAL_HOLD: &Node =
    &required("LegalHold", Shape::Group(&[required("Status", Shape::OneOf(&["ON", "OFF"]))]));

/// What a retention document wants; nothing of a document that is empty.
///
/// # Errors
/// `MalformedXml` for parts that do not go together; `UntilPast`.
pub(crate) fn read_retention(document: &Element, now: SystemTime) -> Result<Option<Wanted>> {
    let duration = document.child("EventHoldDuration");
    let said = Said {
        mode: document.text_of("Mode").and_then(Mode::read),
        until: document.text_of("RetainUntilDate").and_then(moment),
        hold: document.text_of("EventHold").map(|status| status == "ON"),
        days: duration.and_then(|duration| number(duration, "Days")),
        years: duration.and_then(|duration| number(duration, "Years")),
    };
    let wanted = said.wanted().map_err(|_| Error::MalformedXml {})?;
    match said.until {
        Some(until) if until <= now => {
            Err(LockError::UntilPast { name: "RetainUntilDate", value: pacific::java(until) }.into())
        }
        _ => Ok(wanted),
    }
}

/// The number that is the text of a child, which the schema has seen to.
pub(super) fn number(element: &Element, name: &str) -> Option<i64> {
    element.text_of(name).and_then(|text| text.parse().ok())
}

/// The document of a retention as of `now`.
pub(crate) fn retention(retention: &Retention, now: SystemTime) -> Xml {
    let mut xml = Xml::document(RETENTION.name);
    xml.text("Mode", retention.mode.name());
    xml.value("RetainUntilDate", date::iso_millis(retention.until(now)));
    if let Some(hold) = retention.event_hold {
        xml.text("EventHold", hold.name());
    }
    if let Some(EventHold::On(period)) = retention.event_hold {
        xml.nest("EventHoldDuration", |xml| write_period(period, xml));
    }
    xml
}

fn write_period(period: Period, xml: &mut Xml) {
    xml.value(period.unit(), period.count());
}

/// The legal hold that a document asks for.
///
/// # Errors
/// `MalformedXml`.
pub(crate) fn read_legal_hold(document: &Element) -> Result<LegalHold> {
    document.text_of("Status").and_then(LegalHold::read).ok_or(Error::MalformedXml {})
}

/// The document of a legal hold.
pub(crate) fn legal_hold(hold: LegalHold) -> Xml {
    let mut xml = Xml::document(LEGAL_HOLD.name);
    xml.text("Status", hold.name());
    xml
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// 2026-01-01.
    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600)
    }

    fn read(inner: &str) -> Result<Option<Wanted>> {
        let mut document = Element::parse(format!("<Retention>{inner}</Retention>").as_bytes()).unwrap();
        RETENTION.check(&mut document)?;
        read_retention(&document, now())
    }

    /// Reads a document and writes what it makes.
    fn check(inner: &str, expected: &str) {
        let made = read(inner).unwrap().and_then(|wanted| wanted.over(None, now())).unwrap();
        let text = retention(&made, now()).into_text();
        assert!(text.ends_with(&format!(">{expected}</Retention>")), "{text}");
    }

    #[test]
    fn a_retention_is_answered_as_it_was_put() {
        let fixed = "<Mode>COMPLIANCE</Mode><RetainUntilDate>2030-01-01T00:00:00.123Z</RetainUntilDate>";
        check(fixed, fixed);
        check(
            "<EventHoldDuration><Days>1</Days></EventHoldDuration><EventHold>ON</EventHold><Mode>GOVERNANCE</Mode>",
            "<Mode>GOVERNANCE</Mode><RetainUntilDate>2026-01-02T00:00:00.000Z</RetainUntilDate><EventHold>ON</EventHold>\
             <EventHoldDuration><Days>1</Days></EventHoldDuration>",
        );
        assert_eq!(read("").unwrap(), None);
    }

    fn check_refused(inner: &str, code: &str) {
        assert_eq!(read(inner).unwrap_err().document().code, code, "{inner}");
    }

    #[test]
    fn half_a_retention_is_malformed() {
        let until = "<RetainUntilDate>2030-01-01T00:00:00Z</RetainUntilDate>";
        for inner in [
            "<Mode>GOVERNANCE</Mode>",
            until,
            "<Mode>governance</Mode><RetainUntilDate>2030-01-01T00:00:00Z</RetainUntilDate>",
            "<Mode>GOVERNANCE</Mode><RetainUntilDate>soon</RetainUntilDate>",
            "<Mode>GOVERNANCE</Mode><EventHold>ON</EventHold>",
            "<EventHold>OFF</EventHold>",
        ] {
            check_refused(inner, "MalformedXML");
        }
    }

    /// Recorded: the date of the error is Java's, in the time of Seattle.
    #[test]
    fn a_date_that_is_past_is_refused() {
        let inner = "<Mode>GOVERNANCE</Mode><RetainUntilDate>2020-01-01T00:00:00Z</RetainUntilDate>";
        let document = read(inner).unwrap_err().document();
        assert_eq!(document.message, "The retain until date must be in the future!");
        let fields: Vec<_> = document.fields.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(fields, ["RetainUntilDate", "Tue Dec 31 16:00:00 PST 2019"]);
    }
}
