//! Tokens, and how error texts show them.

use crate::select::error::{Found, Place};
use crate::select::value::Value;

/// A token and where it begins.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) place: Place,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A reserved word, in lower case.
    Keyword(&'static str),
    Identifier(String),
    Quoted(String),
    Literal(Value),
    /// What stands between backticks.
    Ion(Value),
    Operator(&'static str),
    Star,
    Dot,
    Comma,
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    Semicolon,
    End,
}

impl Token {
    /// As the parser refuses it.
    pub(crate) fn found(&self) -> Found {
        Found { kind: self.kind(), value: self.text(), place: self.place }
    }

    /// S3's name of the type.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.kind {
            Kind::Keyword("null") => "NULL",
            Kind::Keyword("missing") => "MISSING",
            Kind::Keyword("as") => "AS",
            Kind::Keyword(_) => "KEYWORD",
            Kind::Identifier(_) => "IDENTIFIER",
            Kind::Quoted(_) => "QUOTED_IDENTIFIER",
            Kind::Literal(_) => "LITERAL",
            Kind::Ion(_) => "ION_LITERAL",
            Kind::Operator(_) => "OPERATOR",
            Kind::Star => "STAR",
            Kind::Dot => "DOT",
            Kind::Comma => "COMMA",
            Kind::LeftParen => "LEFT_PAREN",
            Kind::RightParen => "RIGHT_PAREN",
            Kind::LeftBracket => "LEFT_BRACKET",
            Kind::RightBracket => "RIGHT_BRACKET",
            Kind::Semicolon => "SEMICOLON",
            Kind::End => "EOF",
        }
    }

    /// The value as Ion text. S3 does not spell keywords.
    fn text(&self) -> String {
        match &self.kind {
            Kind::Keyword(_) => "UNKNOWN".to_owned(),
            Kind::Identifier(name) | Kind::Quoted(name) => symbol(name),
            Kind::Literal(value) | Kind::Ion(value) => literal(value),
            Kind::Operator(operator) => symbol(operator),
            Kind::Star => symbol("*"),
            Kind::Dot => symbol("."),
            Kind::Comma => symbol(","),
            Kind::LeftParen => symbol("("),
            Kind::RightParen => symbol(")"),
            Kind::LeftBracket => symbol("["),
            Kind::RightBracket => symbol("]"),
            Kind::Semicolon => symbol(";"),
            Kind::End => "EOF".to_owned(),
        }
    }
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Value::Decimal(number) => number.ion(),
        value => value.to_string(),
    }
}

/// An Ion symbol: in quotes unless it is a plain name that means nothing else.
fn symbol(name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
        && !["true", "false", "null", "nan"].contains(&name);
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "\\'")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::select::value::Decimal;

    /// The first four recorded.
    #[test]
    fn tokens_are_shown_as_ion() {
        let check = |kind, expected: &str| {
            let found = Token { kind, place: Place { line: 1, column: 2 } }.found();
            assert_eq!(found.to_string(), format!("{expected} at line 1, column 2"));
        };
        check(Kind::Keyword("order"), "KEYWORD:UNKNOWN");
        check(Kind::Quoted("true".to_owned()), "QUOTED_IDENTIFIER:'true'");
        check(Kind::Literal(Value::Decimal(Decimal::parse(".5").unwrap())), "LITERAL:5d-1");
        check(Kind::Operator("%"), "OPERATOR:'%'");
        check(Kind::Identifier("odd".to_owned()), "IDENTIFIER:odd");
        check(Kind::Literal(Value::String("a\"b".to_owned())), "LITERAL:\"a\\\"b\"");
        check(Kind::Literal(Value::Int(5)), "LITERAL:5");
        check(Kind::End, "EOF:EOF");
    }
}
