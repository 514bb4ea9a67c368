//! The SQL of S3 Select: text to syntax tree.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference.html>

mod ast;
mod expression;
mod function;
mod ion;
mod keyword;
mod lexer;
mod parser;
mod path;
mod statement;
mod token;

pub(crate) use ast::*;
pub(crate) use statement::parse;
