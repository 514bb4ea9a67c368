//! Expressions: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-operators.html>

use super::ast::{Comparison, Expression};
use super::parser::Parser;
use super::token::Kind;
use crate::select::error::{Error, Result};
use crate::select::value::{Arithmetic, Type, Value};

/// How strongly operators bind: the guide's table of precedence.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const EQUAL: u8 = 4;
const ORDER: u8 = 5;
const SUM: u8 = 6;
const PRODUCT: u8 = 7;
const SIGN: u8 = 8;

impl Parser {
    pub(super) fn expression(&mut self) -> Result<Expression> {
        self.nested(|parser| parser.operators(0))
    }

    /// An expression of operators that bind more strongly than `bound`.
    fn operators(&mut self, bound: u8) -> Result<Expression> {
        let mut left = self.operand()?;
        while let Some(strength) = self.strength().filter(|strength| *strength > bound) {
            left = self.operator(left, strength)?;
            if !matches!(strength, OR | AND) {
                self.higher()?;
            }
        }
        Ok(left)
    }

    /// What `operators(bound)` gives as the right side of an operator.
    fn right(&mut self, bound: u8) -> Result<Expression> {
        self.nested(|parser| parser.operators(bound))
    }

    /// How strongly the operator that is next binds.
    fn strength(&self) -> Option<u8> {
        match &self.peek().kind {
            Kind::Keyword("or") => Some(OR),
            Kind::Keyword("and") => Some(AND),
            Kind::Keyword("is" | "in" | "between" | "like") => Some(ORDER),
            Kind::Keyword("not") => match self.peek_second().kind {
                Kind::Keyword("in" | "between" | "like") => Some(ORDER),
                _ => None,
            },
            Kind::Operator("=" | "<>") => Some(EQUAL),
            Kind::Operator("<" | "<=" | ">" | ">=") => Some(ORDER),
            Kind::Operator("+" | "-" | "||") => Some(SUM),
            Kind::Operator("/" | "%") | Kind::Star => Some(PRODUCT),
            _ => None,
        }
    }

    fn operator(&mut self, left: Expression, strength: u8) -> Result<Expression> {
        let not = self.take("not");
        let token = self.next();
        let made = match token.kind {
            Kind::Keyword("or") => match left {
                Expression::Or(mut all) => {
                    all.push(self.right(OR)?);
                    Expression::Or(all)
                }
                left => Expression::Or(vec![left, self.right(OR)?]),
            },
            Kind::Keyword("and") => match left {
                Expression::And(mut all) => {
                    all.push(self.right(AND)?);
                    Expression::And(all)
                }
                left => Expression::And(vec![left, self.right(AND)?]),
            },
            Kind::Keyword("is") => return self.is(left),
            Kind::Keyword("in") => self.within(left)?,
            Kind::Keyword("between") => {
                let low = self.right(ORDER)?;
                self.expect("and")?;
                Expression::Between(Box::new([left, low, self.right(ORDER)?]))
            }
            Kind::Keyword("like") => self.like(left)?,
            Kind::Star => Expression::Calculate(Arithmetic::Multiply, Box::new((left, self.right(strength)?))),
            Kind::Operator(operator) => {
                let both = Box::new((left, self.right(strength)?));
                binary(operator, both)
            }
            _ => return Err(Error::UnexpectedToken { found: token.found() }),
        };
        Ok(if not { Expression::Not(Box::new(made)) } else { made })
    }

    fn is(&mut self, operand: Expression) -> Result<Expression> {
        let not = self.take("not");
        let of = self.type_name()?;
        let is = Expression::Is { operand: Box::new(operand), of };
        Ok(if not { Expression::Not(Box::new(is)) } else { is })
    }

    fn within(&mut self, operand: Expression) -> Result<Expression> {
        if !self.take_if(|kind| matches!(kind, Kind::LeftParen)) {
            // Anything that gives a list will do.
            return match self.peek().kind {
                Kind::Identifier(_) | Kind::Quoted(_) | Kind::LeftBracket => {
                    Ok(Expression::In(Box::new((operand, self.right(ORDER)?))))
                }
                _ => Err(Error::ExpectedInList { found: self.found() }),
            };
        }
        if self.sees("select") {
            return Err(Error::Structure {});
        }
        let mut all = vec![self.expression()?];
        while self.take_comma() {
            all.push(self.expression()?);
        }
        self.right_paren()?;
        Ok(Expression::In(Box::new((operand, Expression::List(all)))))
    }

    fn like(&mut self, operand: Expression) -> Result<Expression> {
        let pattern = Box::new(self.right(ORDER)?);
        let escape = if self.take("escape") { Some(Box::new(self.right(ORDER)?)) } else { None };
        Ok(Expression::Like { operand: Box::new(operand), pattern, escape })
    }

    /// What operators stand between.
    fn operand(&mut self) -> Result<Expression> {
        if let Some(name) = self.name() {
            return match self.peek().kind {
                Kind::LeftParen if !name.quoted => self.call(&name.text.to_ascii_lowercase()),
                _ => self.path(name).map(Expression::Path),
            };
        }
        let token = self.next();
        match token.kind {
            Kind::Literal(value) | Kind::Ion(value) => Ok(Expression::Literal(value)),
            Kind::LeftParen if self.sees("select") => Err(Error::Structure {}),
            Kind::LeftParen => self.parentheses(),
            Kind::LeftBracket => self.list_of_values(),
            Kind::Operator("-") => match self.right(SIGN)? {
                // The least integer has no positive counterpart.
                Expression::Literal(Value::Decimal(number)) if number.negate().truncate() == Some(i64::MIN) => {
                    Ok(Expression::Literal(Value::Int(i64::MIN)))
                }
                operand => Ok(Expression::Negate(Box::new(operand))),
            },
            Kind::Operator("+") => self.right(SIGN),
            Kind::Operator(_) | Kind::Star => Err(Error::UnexpectedOperator { found: token.found() }),
            Kind::Keyword("not") => Ok(Expression::Not(Box::new(self.right(NOT)?))),
            Kind::Keyword("null") => Ok(Expression::Literal(Value::Null)),
            Kind::Keyword("missing") => Ok(Expression::Literal(Value::Missing)),
            Kind::Keyword("case") => self.case(),
            Kind::Keyword("cast") => self.cast(),
            Kind::Keyword(word) if matches!(self.peek().kind, Kind::LeftParen) => self.call(word),
            Kind::Keyword(_) => Err(Error::UnexpectedKeyword { found: token.found() }),
            _ => Err(Error::UnexpectedTerm { found: token.found() }),
        }
    }

    fn parentheses(&mut self) -> Result<Expression> {
        let inner = self.expression()?;
        if self.take_if(|kind| matches!(kind, Kind::RightParen)) {
            return Ok(inner);
        }
        Err(Error::ExpectedToken { kind: "RIGHT_PAREN", found: self.found() })
    }

    fn list_of_values(&mut self) -> Result<Expression> {
        let mut all = Vec::new();
        while !self.take_if(|kind| matches!(kind, Kind::RightBracket)) {
            if !all.is_empty() && !self.take_comma() {
                return Err(Error::ExpectedToken { kind: "RIGHT_BRACKET", found: self.found() });
            }
            all.push(self.expression()?);
        }
        Ok(Expression::List(all))
    }

    /// The name of a type, with parameters that mean nothing here.
    pub(super) fn type_name(&mut self) -> Result<Type> {
        let found = self.found();
        let of = match self.peek().kind {
            // There are such types, and no casts to them.
            Kind::Keyword("bag" | "blob" | "clob" | "date" | "list" | "sexp" | "struct" | "time" | "tuple") => {
                return Err(Error::DataType {});
            }
            Kind::Keyword(word) => Type::named(word),
            _ => None,
        };
        let of = of.ok_or_else(|| Error::ExpectedTypeName { found: found.clone() })?;
        self.next();
        // Two words are one type: DOUBLE PRECISION, CHARACTER VARYING.
        let _ = self.take("precision") || self.take("varying");
        if !self.take_if(|kind| matches!(kind, Kind::LeftParen)) {
            return Ok(of);
        }
        let mut count = 0;
        loop {
            let found = self.found();
            if !matches!(self.next().kind, Kind::Literal(Value::Int(_))) {
                return Err(Error::InvalidTypeParameter { found });
            }
            count += 1;
            if !self.take_comma() {
                break;
            }
        }
        if count > of.parameters() {
            return Err(Error::CastArity { found });
        }
        self.right_paren().map(|()| of)
    }
}

fn binary(operator: &str, both: Box<(Expression, Expression)>) -> Expression {
    match operator {
        "=" => Expression::Compare(Comparison::Equal, both),
        "<>" => Expression::Compare(Comparison::Unequal, both),
        "<" => Expression::Compare(Comparison::Less, both),
        "<=" => Expression::Compare(Comparison::LessOrEqual, both),
        ">" => Expression::Compare(Comparison::Greater, both),
        ">=" => Expression::Compare(Comparison::GreaterOrEqual, both),
        "+" => Expression::Calculate(Arithmetic::Add, both),
        "-" => Expression::Calculate(Arithmetic::Subtract, both),
        "/" => Expression::Calculate(Arithmetic::Divide, both),
        "%" => Expression::Calculate(Arithmetic::Remainder, both),
        _ => Expression::Concatenate(both),
    }
}
