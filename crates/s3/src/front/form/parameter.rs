//! A header's value with parameters, such as `form-data; name="key"` (RFC 9110 §5.6.6).

/// The value that comes before the parameters, and the parameters: their names in small letters, their values without
/// quotes. None where quotes do not end, or a parameter has no value.
///
/// A backslash quotes only the two characters that need it: browsers write the separators of Windows paths as they are.
pub(super) fn split(text: &str) -> Option<(&str, Vec<(String, String)>)> {
    let (value, mut rest) = text.split_once(';').unwrap_or((text, ""));
    let mut parameters = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c == ';' || c.is_ascii_whitespace());
        if rest.is_empty() {
            return Some((value.trim(), parameters));
        }
        let (name, after) = rest.split_once('=')?;
        let (value, after) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => unquote(quoted)?,
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim().to_owned(), &after[end..])
            }
        };
        parameters.push((name.trim().to_ascii_lowercase(), value));
        rest = after;
    }
}

/// The first parameter of that name.
pub(super) fn take(parameters: Vec<(String, String)>, name: &str) -> Option<String> {
    parameters.into_iter().find(|parameter| parameter.0 == name).map(|parameter| parameter.1)
}

/// What stands before the closing quote, and what after it.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match (c, chars.peek()) {
            ('"', _) => return Some((value, &text[at + 1..])),
            ('\\', Some((_, quoted @ ('"' | '\\')))) => {
                value.push(*quoted);
                chars.next();
            }
            _ => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, value: &str, expected: &[(&str, &str)]) {
        let (found, parameters) = split(text).unwrap();
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!((found, parameters.as_slice()), (value, expected), "{text}");
    }

    #[test]
    fn parameters_come_with_quotes_and_without() {
        check("form-data", "form-data", &[]);
        check("form-data;", "form-data", &[]);
        check("form-data; name=\"key\"", "form-data", &[("name", "key")]);
        check("form-data;NAME=key ; filename = \"a;b=c\"", "form-data", &[("name", "key"), ("filename", "a;b=c")]);
        check(
            "multipart/form-data; boundary=\"--x y\"; charset=utf-8",
            "multipart/form-data",
            &[("boundary", "--x y"), ("charset", "utf-8")],
        );
        check("form-data; filename=\"\"", "form-data", &[("filename", "")]);
        check("form-data; filename=\"日本 語.txt\"", "form-data", &[("filename", "日本 語.txt")]);
    }

    #[test]
    fn a_backslash_quotes_what_needs_it() {
        check(r#"f; filename="a\"b\\c""#, "f", &[("filename", r#"a"b\c"#)]);
        check(r#"f; filename="C:\dir\file.txt""#, "f", &[("filename", r"C:\dir\file.txt")]);
    }

    #[test]
    fn what_does_not_end_is_nothing() {
        for text in ["f; name=\"x", "f; name", "f; name=\"x\\\"", "f; name=\"x\" y"] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
