//! What must hold of whatever comes from outside, as functions that panic where it does not.
//!
//! `tests/fuzz` feeds them with libFuzzer, and the tests here with the corpora that it kept.

mod canonical;
mod chunks;
mod form;
mod query;
mod range;
mod signature;

/// A property of any bytes, by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 7] = [
    ("authorization", signature::authorization),
    ("canonical", canonical::canonical),
    ("chunks", chunks::chunks),
    ("form", form::form),
    ("presigned", signature::presigned),
    ("query", query::query),
    ("range", range::range),
];

/// Holds one target to its property.
///
/// # Panics
/// There is no such target, or the property does not hold of `data`.
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    let (_, property) = target.unwrap_or_else(|| panic!("no target {name:?}"));
    property(data);
}

/// The text that `data` is, if it is text.
fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// Pieces of the sizes that a seed makes, empty ones among them.
fn cut(mut rest: &[u8], seed: u8) -> Vec<&[u8]> {
    let mut state = u32::from(seed) + 1;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let size = (state >> 28) as usize * usize::from(seed % 16) + (state >> 31) as usize;
        let (piece, next) = rest.split_at(size.min(rest.len()));
        pieces.push(piece);
        rest = next;
    }
    pieces
}

#[cfg(test)]
mod tests;
