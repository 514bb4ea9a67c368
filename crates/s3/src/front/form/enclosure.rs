//! The type of a posted body.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::parameter;
use crate::error::form::FormError;
use crate::error::{Error, Result};

/// The boundary between the parts of the body.
///
/// # Errors
/// `PreconditionFailed` when the body is no form, `Malformed` without a boundary.
pub(super) fn boundary(headers: &HeaderMap) -> Result<String> {
    let text = headers.get(CONTENT_TYPE).and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    let kind = text.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("multipart/form-data") {
        let condition = "Bucket POST must be of the enclosure-type multipart/form-data";
        return Err(Error::PreconditionFailed { condition });
    }
    let parameters = text.and_then(parameter::split).map(|(_, parameters)| parameters).unwrap_or_default();
    let boundary = parameter::take(parameters, "boundary").filter(|boundary| !boundary.is_empty());
    boundary.ok_or_else(|| FormError::Malformed {}.into())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn check(value: Option<&'static str>, expected: Result<&str, &str>) {
        let headers = value.map(|value| (CONTENT_TYPE, HeaderValue::from_static(value)));
        let found = boundary(&HeaderMap::from_iter(headers)).map_err(|error| error.document().code.into_owned());
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "{value:?}");
    }

    #[test]
    fn a_form_has_a_boundary() {
        check(Some("multipart/form-data; boundary=x"), Ok("x"));
        check(Some("Multipart/Form-Data;charset=utf-8;Boundary=\"a b\""), Ok("a b"));
        check(Some("multipart/form-data"), Err("MalformedPOSTRequest"));
        check(Some("multipart/form-data; boundary="), Err("MalformedPOSTRequest"));
        check(Some("multipart/form-data; boundary=\"x"), Err("MalformedPOSTRequest"));
        check(Some("multipart/form-data; charset=x"), Err("MalformedPOSTRequest"));
    }

    #[test]
    fn nothing_else_is_a_form() {
        for other in [None, Some(""), Some("text/html"), Some("multipart/form-data2; boundary=x")] {
            check(other, Err("PreconditionFailed"));
        }
        check(Some("multipart/mixed; boundary=x"), Err("PreconditionFailed"));
        check(Some("application/x-www-form-urlencoded"), Err("PreconditionFailed"));
    }
}
