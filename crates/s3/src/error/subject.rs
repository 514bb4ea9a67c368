//! The table of one subject: the same lines as in [`Error`](super::Error), as an enum of its own.

/// Makes the enum, its documents, and its way into [`Error`](super::Error), whose list of subjects names it as `$variant`.
macro_rules! subject {
    (
        $(#[$doc:meta])*
        $of:ident as $variant:ident;
        $(
            $name:ident { $($field:ident: $kind:ty),* }
                => $status:literal $code:literal $message:expr, [$($element:literal = $value:expr),*];
        )*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) enum $of {
            $( $name { $($field: $kind),* }, )*
        }

        impl $of {
            /// What the client sees.
            pub(crate) fn document(&self) -> $crate::error::Document {
                match self {
                    $( Self::$name { $($field),* } => $crate::error::Document::new(
                        $status, $code, $message, vec![$(($element, $value.to_string())),*],
                    ), )*
                }
            }
        }

        impl From<$of> for $crate::error::Error {
            fn from(fact: $of) -> Self {
                Self::$variant(fact)
            }
        }
    };
}
pub(crate) use subject;
