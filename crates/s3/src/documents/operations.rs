//! Operations that are nothing but a verb on a document, made of a list.

/// Makes an operation of each line: its name, what s3s reads and would write, and the function that does it. What s3s
/// reads is not used: the document is in the [`Context`](crate::operation::Context).
macro_rules! document_operations {
    ($($(#[$doc:meta])* $operation:ident($input:ty) -> $output:ty = $run:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $operation;

        impl $crate::operation::Operation for $operation {
            type Input = $input;
            type Output = $output;
            const NAME: &'static str = stringify!($operation);

            async fn run(cx: &$crate::operation::Context, _: Self::Input) -> $crate::error::Result<$crate::reply::Reply> {
                $run(cx).await
            }
        }
    )*};
}
pub(crate) use document_operations;
