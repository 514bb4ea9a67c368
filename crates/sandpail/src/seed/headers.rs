//! `.sandpail.json`: the headers with which the files beside it are put.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use http::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING};

use super::{Result, SeedFault, at};

/// Its name.
pub(super) const SIDECAR: &str = ".sandpail.json";

/// The headers of the files of one folder, by file name.
#[derive(Debug, Default)]
pub(super) struct Headers(BTreeMap<String, HeaderMap>);

impl Headers {
    /// Those that the file in `folder` tells, if there is one. `is_there` says which files are beside it.
    ///
    /// # Errors
    /// It cannot be read, says what HTTP cannot carry, or tells of files that are not there.
    pub(super) fn of(folder: &Path, is_there: impl Fn(&str) -> bool) -> Result<Self> {
        let path = folder.join(SIDECAR);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(at(&path)(error.into())),
        };
        Self::parse(&text, is_there).map_err(at(&path))
    }

    fn parse(text: &[u8], is_there: impl Fn(&str) -> bool) -> std::result::Result<Self, SeedFault> {
        let told: BTreeMap<String, BTreeMap<String, String>> =
            serde_json::from_slice(text).map_err(SeedFault::Headers)?;
        let mut files = BTreeMap::new();
        for (file, told) in told {
            if !is_there(&file) {
                return Err(SeedFault::Unknown(file));
            }
            let mut headers = HeaderMap::new();
            for (name, value) in told {
                let (Ok(header), Ok(value)) = (HeaderName::try_from(&name), HeaderValue::try_from(value)) else {
                    return Err(SeedFault::Header(name));
                };
                // How a body is sent is not for a file to say.
                if [CONTENT_LENGTH, HOST, TRANSFER_ENCODING].contains(&header) {
                    return Err(SeedFault::Header(name));
                }
                headers.insert(header, value);
            }
            files.insert(file, headers);
        }
        Ok(Self(files))
    }

    /// Those of one file.
    pub(super) fn of_file(&self, name: &str) -> HeaderMap {
        self.0.get(name).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_told_by_file() {
        let text = br#"{"a.bin": {"Content-Type": "text/x", "x-amz-meta-\u0061": "1"}}"#;
        let headers = Headers::parse(text, |name| name == "a.bin").unwrap();
        assert_eq!(headers.of_file("a.bin")["content-type"], "text/x");
        assert_eq!(headers.of_file("a.bin")["x-amz-meta-a"], "1");
        assert!(headers.of_file("b").is_empty());
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let check = |text: &str, expected: &str| {
            let why = Headers::parse(text.as_bytes(), |name| name == "a").unwrap_err().to_string();
            assert!(why.contains(expected), "{text}: {why}");
        };
        check("[]", "it takes an object such as");
        check(r#"{"a": {"content-length": 1}}"#, "it takes an object such as");
        check(r#"{"b": {}}"#, "there is no file \"b\" beside it");
        check(r#"{"a": {"no header": "x"}}"#, "\"no header\" is no header that an object can have");
        check(r#"{"a": {"Content-Length": "1"}}"#, "\"Content-Length\" is no header that an object can have");
        check(r#"{"a": {"x": "\n"}}"#, "\"x\" is no header that an object can have");
    }
}
