//! An error answer of S3, whichever client it reached.

use crate::xml::Element;

/// What S3 said when it refused: status, code, message and the further fields of the error document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The error code; empty when there was no document, as after HEAD.
    pub code: String,
    /// The message.
    pub message: String,
    /// Every other field in the order of the document, `RequestId` and `HostId` last.
    pub fields: Vec<(String, String)>,
}

impl Refusal {
    /// Reads the error document `body` of a response, which must be of AWS's form: Code, Message, the code's own
    /// fields, RequestId, HostId.
    #[must_use]
    pub fn new(status: u16, body: &[u8]) -> Self {
        if body.is_empty() {
            return Self { status, code: String::new(), message: String::new(), fields: Vec::new() };
        }
        let text = String::from_utf8_lossy(body);
        assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), "no XML declaration: {text}");
        let document = Element::parse(body);
        assert_eq!(document.name, "Error", "{text}");
        let mut fields: Vec<_> = document.children.iter().map(|c| (c.name.clone(), c.text.clone())).collect();
        let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
        let (first, last) = (names.get(..2), names.len().checked_sub(2).and_then(|n| names.get(n..)));
        assert_eq!(first, Some(&["Code", "Message"][..]), "{text}");
        assert_eq!(last, Some(&["RequestId", "HostId"][..]), "{text}");
        let own = fields.split_off(2);
        let [(_, code), (_, message)]: [_; 2] = fields.try_into().expect("two fields were left");
        Self { status, code, message, fields: own }
    }

    /// The value of one further field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Asserts the whole refusal: status, code, message, and exactly these further fields.
    #[track_caller]
    pub fn is(&self, status: u16, code: &str, message: &str, fields: &[(&str, &str)]) {
        self.has(status, code, message, fields);
        let ids = ["RequestId", "HostId"];
        let further = self.fields.iter().filter(|(name, _)| !ids.contains(&name.as_str())).count();
        assert_eq!(further, fields.len(), "further fields: {self:?}");
    }

    /// Asserts status, code, message, and that at least these further fields are there.
    #[track_caller]
    pub fn has(&self, status: u16, code: &str, message: &str, fields: &[(&str, &str)]) {
        assert_eq!((self.status, self.code.as_str()), (status, code), "{self:?}");
        assert_eq!(self.message, message, "{self:?}");
        for (name, value) in fields {
            assert_eq!(self.field(name), Some(*value), "{name} of {self:?}");
        }
    }
}
