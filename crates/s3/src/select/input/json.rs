//! Where a JSON value ends.

use super::framing::End;

/// The end of the value at the start of `bytes`, white space before it included. What it is made of is not looked at.
pub(crate) fn end(bytes: &[u8], last: bool) -> End {
    let Some(first) = bytes.iter().position(|byte| !byte.is_ascii_whitespace()) else {
        // Nothing but white space: it is passed at once, so that it does not pile up.
        return if bytes.is_empty() { End::Beyond } else { End::At { end: 0, next: bytes.len() } };
    };
    let (mut depth, mut string, mut escaped) = (0_usize, false, false);
    for (at, byte) in bytes.iter().enumerate().skip(first) {
        let value_ends = match byte {
            _ if escaped => {
                escaped = false;
                false
            }
            b'\\' if string => {
                escaped = true;
                false
            }
            b'"' => {
                string = !string;
                !string && depth == 0
            }
            _ if string => false,
            b'{' | b'[' => {
                if depth == 0 && at > first {
                    // A number or a word ends before it.
                    return End::At { end: at, next: at };
                }
                depth += 1;
                false
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                depth == 0
            }
            byte if depth == 0 && byte.is_ascii_whitespace() => return End::At { end: at, next: at },
            _ => false,
        };
        if value_ends {
            return End::At { end: at + 1, next: at + 1 };
        }
    }
    if last { End::At { end: bytes.len(), next: bytes.len() } } else { End::Beyond }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_they_close() {
        let check = |text: &str, last, expected: Option<(usize, usize)>| {
            let expected = expected.map_or(End::Beyond, |(end, next)| End::At { end, next });
            assert_eq!(end(text.as_bytes(), last), expected, "{text:?} {last}");
        };
        check("{\"a\":{}}{", false, Some((8, 8)));
        check("  [1,[2]] x", false, Some((9, 9)));
        check("{\"a\":\"}\\\"}\"}", false, Some((12, 12)));
        check("\"a b\" 1", false, Some((5, 5)));
        check("12 3", false, Some((2, 2)));
        check("12{", false, Some((2, 2)));
        check("12", false, None);
        check("12", true, Some((2, 2)));
        check("{\"a\":", false, None);
        check(" \n ", false, Some((0, 3)));
        check("", true, None);
    }
}
