//! JSON texts to values. The order of fields, fields that are there twice and the digits of numbers are kept.
//! <https://www.rfc-editor.org/rfc/rfc8259>

use crate::select::error::{Error, Result};
use crate::select::value::{Decimal, Value};

/// How deep values may stand in each other.
const DEPTH: usize = 128;

/// The value that `text` is.
///
/// # Errors
/// `JSONParsingError` if it is none.
pub(crate) fn parse(text: &str) -> Result<Value> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let value = parser.value().filter(|_| {
        parser.space();
        parser.at == text.len()
    });
    value.ok_or(Error::Json {})
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Passes white space, and the byte if it is next.
    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        let found = self.text[self.at..].starts_with(word);
        self.at += word.len();
        found.then_some(value)
    }

    fn value(&mut self) -> Option<Value> {
        self.space();
        match self.peek()? {
            b'{' => self
                .nested(b'}', |parser, fields| {
                    parser.space();
                    let name = parser.string()?;
                    parser.take(b':').then_some(())?;
                    fields.push((name, parser.value()?));
                    Some(())
                })
                .map(Value::Struct),
            b'[' => self
                .nested(b']', |parser, all| {
                    all.push(parser.value()?);
                    Some(())
                })
                .map(Value::List),
            b'"' => self.string().map(Value::String),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'n' => self.word("null", Value::Null),
            _ => self.number(),
        }
    }

    /// What stands between a bracket, which is next, and `close`, with commas between.
    fn nested<T>(&mut self, close: u8, mut one: impl FnMut(&mut Self, &mut Vec<T>) -> Option<()>) -> Option<Vec<T>> {
        let mut all = Vec::new();
        self.at += 1;
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        if !self.take(close) {
            loop {
                one(self, &mut all)?;
                if self.take(close) {
                    break;
                }
                self.take(b',').then_some(())?;
            }
        }
        self.depth -= 1;
        Some(all)
    }

    fn string(&mut self) -> Option<String> {
        (self.peek()? == b'"').then_some(())?;
        self.at += 1;
        let mut string = String::new();
        loop {
            let rest = &self.text[self.at..];
            let end = rest.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < b' ')?;
            string.push_str(&rest[..end]);
            self.at += end + 1;
            match rest.as_bytes()[end] {
                b'"' => return Some(string),
                b'\\' => string.push(self.escape()?),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return char::from_u32(first);
                }
                self.text[self.at..].starts_with("\\u").then_some(())?;
                self.at += 2;
                let second = self.unit()?;
                (0xdc00..0xe000).contains(&second).then_some(())?;
                return char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4).filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    /// A whole number is an integer if it fits, one with an exponent a float, any other a decimal.
    fn number(&mut self) -> Option<Value> {
        let rest = &self.text[self.at..];
        let length = rest.bytes().position(|b| !matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
        let number = &rest[..length.unwrap_or(rest.len())];
        self.at += number.len();
        let digits = number.strip_prefix('-').unwrap_or(number);
        let whole = &digits[..digits.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len())];
        let leading = whole.is_empty() || whole.len() > 1 && whole.starts_with('0');
        if leading || digits.contains(".e") || digits.contains(".E") || digits.ends_with('.') {
            return None;
        }
        if whole.len() == digits.len()
            && let Ok(integer) = number.parse()
        {
            return Some(Value::Int(integer));
        }
        let decimal = Decimal::parse(number)?;
        // What no float can hold stays a decimal: JSON has no word for an infinite number.
        let float = Some(decimal.to_f64()).filter(|float| number.contains(['e', 'E']) && float.is_finite());
        Some(float.map_or(Value::Decimal(decimal), Value::Float))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read() {
        let check = |text: &str, expected: &str| assert_eq!(format!("{:?}", parse(text).unwrap()), expected, "{text}");
        check(" null ", "Null");
        check("true", "Bool(true)");
        check("-12", "Int(-12)");
        check("[]", "List([])");
        check("[1, [false]]", "List([Int(1), List([Bool(false)])])");
        check("{\"b\":1,\"a\":\"x\",\"b\":2}", "Struct([(\"b\", Int(1)), (\"a\", String(\"x\")), (\"b\", Int(2))])");
        check("\"a\\\"\\u00e9\\ud83d\\ude00\\n\"", "String(\"a\\\"é😀\\n\")");
        assert_eq!(parse("1.50").unwrap().to_string(), "1.50");
        assert_eq!(parse("12345678901234567890").unwrap().to_string(), "12345678901234567890");
        assert_eq!(parse("1e2").unwrap().to_string(), "100.0");
        assert_eq!(parse("-1e400").unwrap().to_string(), "-1E400");
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for text in [
            "",
            "{",
            "[1,]",
            "{\"a\"}",
            "{a:1}",
            "01",
            "1.",
            ".5",
            "-",
            "1.e5",
            "+1",
            "nul",
            "\"a",
            "\"\n\"",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"\\u00g0\"",
            "1 2",
            "{\"a\":1,}",
            "'a'",
            "NaN",
            "é",
        ] {
            assert_eq!(parse(text).unwrap_err(), Error::Json {}, "{text}");
        }
        assert!(parse(&"[".repeat(100_000)).is_err());
        assert!(parse(&format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH))).is_ok());
    }
}
