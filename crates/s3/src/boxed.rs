//! Futures in boxes, made where they will lie.

use std::pin::Pin;

/// The future that `make` gives, in a box.
///
/// `Box::pin` makes a future on the stack, then looks for room, then moves it: all of it, though hardly anything of a
/// future is there before it is polled, and those of a request are kilobytes. With the room at hand nothing is moved but that.
pub fn boxed<F>(make: impl FnOnce() -> F) -> Pin<Box<F>> {
    Box::into_pin(Box::write(Box::new_uninit(), make()))
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn it_is_the_future_that_was_made() {
        let text = String::from("made");
        assert_eq!(boxed(|| async { text }).now_or_never().as_deref(), Some("made"));
    }
}
