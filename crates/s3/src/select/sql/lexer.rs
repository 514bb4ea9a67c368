//! The lexer.

use super::token::{Kind, Token};
use super::{ion, keyword};
use crate::select::error::{Error, Place, Result};
use crate::select::value::{Decimal, Value};

/// Operators, the longer ones first. A star is a token of its own.
const OPERATORS: &[&str] = &["<>", "!=", "<=", ">=", "||", "<", ">", "=", "+", "-", "/", "%"];

/// The tokens of an expression, the end among them.
///
/// # Errors
/// Characters, operators and literals that are none.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>> {
    let mut lexer = Lexer { rest: text, place: Place { line: 1, column: 1 } };
    let mut tokens = Vec::new();
    loop {
        lexer.skip()?;
        let place = lexer.place;
        let Some(first) = lexer.rest.chars().next() else {
            tokens.push(Token { kind: Kind::End, place });
            return Ok(tokens);
        };
        tokens.push(Token { kind: lexer.next(first)?, place });
    }
}

struct Lexer<'t> {
    rest: &'t str,
    place: Place,
}

impl<'t> Lexer<'t> {
    /// Takes the next `length` bytes.
    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(length);
        for c in taken.chars() {
            if c == '\n' {
                self.place = Place { line: self.place.line + 1, column: 1 };
            } else {
                self.place.column += 1;
            }
        }
        self.rest = rest;
        taken
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let length = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        self.take(length)
    }

    /// Passes white space and comments.
    fn skip(&mut self) -> Result<()> {
        loop {
            self.take_while(char::is_whitespace);
            if self.rest.starts_with("--") {
                self.take_while(|c| c != '\n');
            } else if self.rest.starts_with("/*") {
                let place = self.place;
                let end = self.rest.find("*/").ok_or(Error::InvalidCharacter { place })?;
                self.take(end + 2);
            } else {
                return Ok(());
            }
        }
    }

    fn next(&mut self, first: char) -> Result<Kind> {
        let place = self.place;
        let dot_digit = first == '.' && self.rest[1..].starts_with(|c: char| c.is_ascii_digit());
        match first {
            '\'' => self.quoted('\'').map(|text| Kind::Literal(Value::String(text))),
            '"' => self.quoted('"').map(Kind::Quoted),
            '`' => {
                let text = self.quoted('`')?;
                ion::parse(text.trim()).map(Kind::Ion).ok_or(Error::InvalidIonLiteral { place })
            }
            _ if first.is_ascii_digit() || dot_digit => self.number(),
            _ if first.is_alphabetic() || first == '_' || first == '$' => Ok(self.word()),
            _ => self.sign(first),
        }
    }

    fn sign(&mut self, first: char) -> Result<Kind> {
        let kind = match first {
            '*' => Kind::Star,
            '.' => Kind::Dot,
            ',' => Kind::Comma,
            '(' => Kind::LeftParen,
            ')' => Kind::RightParen,
            '[' => Kind::LeftBracket,
            ']' => Kind::RightBracket,
            ';' => Kind::Semicolon,
            _ => {
                let place = self.place;
                let operator = OPERATORS.iter().find(|operator| self.rest.starts_with(**operator));
                let Some(operator) = operator else {
                    return Err(match first {
                        '!' | '|' | '&' | '^' => Error::InvalidOperator { place },
                        _ => Error::InvalidCharacter { place },
                    });
                };
                self.take(operator.len());
                return Ok(Kind::Operator(if *operator == "!=" { "<>" } else { operator }));
            }
        };
        self.take(1);
        Ok(kind)
    }

    /// What stands in quotes; a doubled quote is one of the text.
    fn quoted(&mut self, quote: char) -> Result<String> {
        let place = self.place;
        let mut text = String::new();
        loop {
            self.take(1);
            text.push_str(self.take_while(|c| c != quote));
            if self.rest.is_empty() {
                return Err(Error::InvalidCharacter { place });
            }
            self.take(1);
            if !self.rest.starts_with(quote) {
                return Ok(text);
            }
            text.push(quote);
        }
    }

    fn number(&mut self) -> Result<Kind> {
        let place = self.place;
        let start = self.rest;
        self.take_while(|c| c.is_ascii_digit());
        if self.rest.starts_with('.') {
            self.take(1);
            self.take_while(|c| c.is_ascii_digit());
        }
        let exponent = self.rest.strip_prefix(['e', 'E']).map(|rest| rest.trim_start_matches(['+', '-']));
        if exponent.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
            self.take(1);
            self.take_while(|c| c == '+' || c == '-');
            self.take_while(|c| c.is_ascii_digit());
        }
        let text = &start[..start.len() - self.rest.len()];
        let whole = text.bytes().all(|b| b.is_ascii_digit());
        let value = whole.then(|| text.parse().ok().map(Value::Int)).flatten();
        let value = value.or_else(|| Decimal::parse(text).map(Value::Decimal));
        let ends = !self.rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        value.filter(|_| ends).map(Kind::Literal).ok_or(Error::InvalidLiteral { place })
    }

    fn word(&mut self) -> Kind {
        let word = self.take_while(|c| c.is_alphanumeric() || c == '_' || c == '$');
        match keyword::find(word) {
            Some("true") => Kind::Literal(Value::Bool(true)),
            Some("false") => Kind::Literal(Value::Bool(false)),
            Some(keyword) => Kind::Keyword(keyword),
            None => Kind::Identifier(word.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = tokens(text).unwrap().iter().map(|token| token.found().to_string()).collect();
        assert_eq!(found.iter().map(|t| t.split(" at ").next().unwrap()).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn texts_are_cut_into_tokens() {
        check(
            "SELECT s.a FROM",
            &["KEYWORD:UNKNOWN", "IDENTIFIER:s", "DOT:'.'", "IDENTIFIER:a", "KEYWORD:UNKNOWN", "EOF:EOF"],
        );
        check("'it''s' \"a\"\"b\"", &["LITERAL:\"it's\"", "QUOTED_IDENTIFIER:'a\"b'", "EOF:EOF"]);
        check(
            "1 1.50 .5 1e3 9223372036854775808",
            &["LITERAL:1", "LITERAL:150d-2", "LITERAL:5d-1", "LITERAL:1d3", "LITERAL:9223372036854775808d0", "EOF:EOF"],
        );
        check(
            "a<>1 b!=2||",
            &[
                "IDENTIFIER:a",
                "OPERATOR:'<>'",
                "LITERAL:1",
                "IDENTIFIER:b",
                "OPERATOR:'<>'",
                "LITERAL:2",
                "OPERATOR:'||'",
                "EOF:EOF",
            ],
        );
        check("-- no\n/* nor\nthis */ x", &["IDENTIFIER:x", "EOF:EOF"]);
        check("`TRUE` `2007T`", &["ION_LITERAL:\"TRUE\"", "ION_LITERAL:2007T", "EOF:EOF"]);
        check("größe", &["IDENTIFIER:'größe'", "EOF:EOF"]);
    }

    #[test]
    fn places_are_counted_in_lines_and_characters() {
        let found = tokens("SELECT\n 'é' x").unwrap();
        let places: Vec<_> = found.iter().map(|token| (token.place.line, token.place.column)).collect();
        assert_eq!(places, [(1, 1), (2, 2), (2, 6), (2, 7)]);
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for (text, code) in [
            ("a # b", "LexerInvalidChar"),
            ("'open", "LexerInvalidChar"),
            ("/* open", "LexerInvalidChar"),
            ("a ! b", "LexerInvalidOperator"),
            ("a | b", "LexerInvalidOperator"),
            ("12ab", "LexerInvalidLiteral"),
            ("1e999999", "LexerInvalidLiteral"),
            ("`{`", "LexerInvalidIONLiteral"),
            ("{", "LexerInvalidChar"),
        ] {
            assert_eq!(tokens(text).unwrap_err().code(), code, "{text}");
        }
    }
}
