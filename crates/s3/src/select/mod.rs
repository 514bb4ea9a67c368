//! S3 Select: the SQL engine behind SelectObjectContent. It knows nothing of HTTP, and reads and writes bytes as they
//! come: what is in memory is a record, a piece of input and what came of it.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/selecting-content-from-objects.html>
//!
//! An expression is parsed ([`sql`]), its names are bound to the object's columns ([`plan`]), and a [`Run`] takes the
//! object through [`input`], [`evaluate`] and [`output`]. [`event`] makes the messages of the answer.

mod error;
mod evaluate;
pub(crate) mod event;
mod input;
mod output;
mod plan;
mod project;
mod request;
mod run;
mod scan;
mod settings;
mod sql;
mod value;

#[cfg(test)]
mod tests;

pub(crate) use error::Error;
pub(crate) use request::ROOT;
pub(crate) use run::Run;
pub(crate) use settings::Settings;
