//! Fault sweeps: every call of every operation fails once, before and after its effect; the process dies at every call; every operation is dropped
//! at every await. Whatever happens, what was acknowledged is there in full, nothing is half visible, and a sweep finds every orphan.

mod configs;
mod reads;
mod removals;
mod scene;
mod sweep;
mod uploads;
mod writes;

/// One test per scenario, under the scenario's name, of all its sweeps.
macro_rules! sweeps {
    ($($(#[$attribute:meta])* $name:ident: $prepare:expr => [$($step:expr),+ $(,)?];)*) => {$(
        $(#[$attribute])*
        #[test]
        fn $name() {
            use $crate::fault::scene::{Scene, step};
            $crate::fault::sweep::all(
                &async |scene: &mut Scene| -> sandpail_blob::conformance::Outcome { ($prepare)(scene).await },
                &[$(step($step)),+],
            );
        }
    )*};
}
pub(crate) use sweeps;
