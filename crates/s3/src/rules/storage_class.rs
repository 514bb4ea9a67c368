//! Storage classes.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html>

use crate::error::{Error, Result};
use crate::object::STANDARD;

/// Classes that an object of a general purpose bucket can be put into.
const CLASSES: [&str; 8] = [
    STANDARD,
    "REDUCED_REDUNDANCY",
    "STANDARD_IA",
    "ONEZONE_IA",
    "INTELLIGENT_TIERING",
    "GLACIER",
    "DEEP_ARCHIVE",
    "GLACIER_IR",
];

/// Reads the value of `x-amz-storage-class`; `None` stands for `STANDARD`.
///
/// # Errors
/// `InvalidStorageClass`.
pub(crate) fn read(header: Option<&str>) -> Result<Option<String>> {
    match header {
        None | Some(STANDARD) => Ok(None),
        Some(class) if CLASSES.contains(&class) => Ok(Some(class.to_owned())),
        Some(class) => Err(Error::InvalidStorageClass { class: class.to_owned() }),
    }
}

/// Whether an object of that class has to be restored before it can be read.
pub(crate) fn archived(class: &str) -> bool {
    matches!(class, "GLACIER" | "DEEP_ARCHIVE")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_those_of_general_purpose_buckets() {
        assert_eq!(read(None).unwrap(), None);
        assert_eq!(read(Some("STANDARD")).unwrap(), None);
        assert_eq!(read(Some("GLACIER_IR")).unwrap().as_deref(), Some("GLACIER_IR"));
        for class in ["OUTPOSTS", "standard", "", "EXPRESS_ONEZONE", "SNOW"] {
            assert!(matches!(read(Some(class)), Err(Error::InvalidStorageClass { .. })), "{class}");
        }
        assert!(archived("GLACIER") && archived("DEEP_ARCHIVE") && !archived("GLACIER_IR"));
    }
}
