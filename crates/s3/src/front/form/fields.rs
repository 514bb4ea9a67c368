//! The fields of a form: everything before its file, small enough to be read whole.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html>

use bytes::Bytes;
use futures_util::StreamExt as _;

use super::parser::{Event, Fault, Parser, Part};
use crate::error::form::FormError;
use crate::error::{Error, Result};
use crate::front::body::{BodyError, VerifiedBody};

/// The most that may come before the content of the file: fields, heads and boundaries, in bytes.
pub(super) const LIMIT: usize = 20_480;

/// What stands for the name of the file.
const FILENAME: &str = "${filename}";

/// The fields that came before the file, in their order. They may hold keys, so they are never shown.
#[derive(Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The value of the field `name`, whose case means nothing.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|field| field.0.eq_ignore_ascii_case(name)).map(|field| field.1)
    }

    /// Names as they were sent, and values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Adds a field. Several of one name are one, their values joined by commas.
    pub(super) fn add(&mut self, name: String, value: &str) {
        match self.0.iter_mut().find(|field| field.0.eq_ignore_ascii_case(&name)) {
            Some(field) => {
                field.1.push(',');
                field.1.push_str(value);
            }
            None => self.0.push((name, value.to_owned())),
        }
    }

    /// Puts the name of the file in the place of its variable, in every field. A path to the file is left out; a part
    /// without a file name leaves the variable as it is (recorded).
    ///
    /// # Errors
    /// `FieldsTooLong` when they do not keep to the limit so.
    fn name_file(&mut self, file: &Part) -> Result<()> {
        let Some(path) = &file.filename else { return Ok(()) };
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let mut size = 0;
        for (_, value) in &mut self.0 {
            let variables = value.matches(FILENAME).count();
            size += value.len() - variables * FILENAME.len() + variables * name.len();
            if size > LIMIT {
                return Err(too_long());
            }
            if variables > 0 {
                *value = value.replace(FILENAME, name);
            }
        }
        Ok(())
    }
}

/// A form that has been read as far as the content of its file.
pub(super) struct Opened {
    pub(super) fields: Fields,
    /// The body, the parser of it, and what has come but is not parsed yet.
    pub(super) body: VerifiedBody,
    pub(super) parser: Parser,
    pub(super) input: Bytes,
}

/// Reads the fields of a form. The part called `file` ends them: its own type means nothing, and nor does what follows.
///
/// # Errors
/// `Malformed`, `FieldsTooLong`, `Files` when there is no file, and what is wrong with the body itself.
pub(super) async fn open(mut body: VerifiedBody, boundary: &str) -> Result<Opened> {
    let (mut parser, mut input) = (Parser::new(boundary), Bytes::new());
    let (mut fields, mut current) = (Fields::default(), None::<(String, Vec<u8>)>);
    let mut read = 0;
    loop {
        let before = input.len();
        let event = parser.next(&mut input).map_err(refused)?;
        read += before - input.len();
        if read > LIMIT {
            return Err(too_long());
        }
        let ends = matches!(event, Some(Event::Part(_) | Event::Closed));
        if let Some((name, value)) = current.take_if(|_| ends) {
            let value = String::from_utf8(value).map_err(|_| FormError::Malformed {})?;
            fields.add(name, &value);
        }
        match event {
            Some(Event::Part(file)) if file.form_data && file.name.eq_ignore_ascii_case("file") => {
                fields.name_file(&file)?;
                return Ok(Opened { fields, body, parser, input });
            }
            Some(Event::Part(part)) => current = Some((part.name, Vec::new())),
            Some(Event::Content(bytes)) => {
                if let Some((_, value)) = &mut current {
                    value.extend_from_slice(&bytes);
                }
            }
            Some(Event::Closed) => return Err(FormError::Files { count: 0 }.into()),
            None => match body.next().await {
                Some(chunk) => input = chunk.map_err(|error| Error::from(BodyError::of(error)))?,
                None => return Err(FormError::Malformed {}.into()),
            },
        }
    }
}

fn refused(fault: Fault) -> Error {
    match fault {
        Fault::Malformed => FormError::Malformed {}.into(),
        Fault::HeadTooLong => too_long(),
    }
}

fn too_long() -> Error {
    FormError::FieldsTooLong { limit: LIMIT }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Fields {
        /// A form with these fields, in this order.
        pub(in crate::front::form) fn of(pairs: &[(&str, &str)]) -> Self {
            let mut fields = Self::default();
            for (name, value) in pairs {
                fields.add((*name).to_owned(), value);
            }
            fields
        }
    }

    fn check_name(filename: Option<&str>, expected: &str) {
        let mut fields = Fields::of(&[("key", "a/${filename}"), ("x-amz-meta-n", "${filename}${filename}")]);
        let file = Part { name: "file".into(), filename: filename.map(str::to_owned), form_data: true };
        fields.name_file(&file).unwrap();
        assert_eq!(fields.get("KEY"), Some(format!("a/{expected}").as_str()));
        assert_eq!(fields.get("x-amz-meta-n"), Some(expected.repeat(2).as_str()));
    }

    #[test]
    fn the_variable_is_the_name_without_its_path() {
        check_name(Some("f.txt"), "f.txt");
        check_name(Some("C:\\Program Files\\d\\f.txt"), "f.txt");
        check_name(Some("/home/ü/日本 語.txt"), "日本 語.txt");
        check_name(Some(""), "");
        check_name(Some("d/"), "");
        check_name(None, FILENAME);
    }

    #[test]
    fn a_name_cannot_make_a_small_form_large() {
        let file = Part { name: "file".into(), filename: Some("n".repeat(1024)), form_data: true };
        let mut small = Fields::of(&[("x-amz-meta-n", &FILENAME.repeat(20))]);
        assert!(small.name_file(&file).is_ok());
        let mut large = Fields::of(&[("a", &FILENAME.repeat(10)), ("b", &FILENAME.repeat(11))]);
        assert_eq!(large.name_file(&file).unwrap_err().document().code, "MaxPostPreDataLengthExceeded");
    }

    #[test]
    fn fields_of_one_name_are_one() {
        let fields = Fields::of(&[("x-amz-meta-Tag", "Ninja"), ("other", ""), ("X-Amz-Meta-tag", "Stallman")]);
        assert_eq!(fields.get("x-amz-meta-tag"), Some("Ninja,Stallman"));
        assert_eq!(fields.iter().map(|field| field.0).collect::<Vec<_>>(), ["x-amz-meta-Tag", "other"]);
    }
}
