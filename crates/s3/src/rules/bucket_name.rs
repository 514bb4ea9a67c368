//! Which names a general purpose bucket can have.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>

const PREFIXES: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
const SUFFIXES: [&str; 5] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// Whether a bucket of that name can be made.
pub(crate) fn valid(name: &str) -> bool {
    let edge = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let bytes = name.as_bytes();
    (3..=63).contains(&bytes.len())
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'))
        && edge(bytes.first())
        && edge(bytes.last())
        && !name.contains("..")
        && !is_ipv4(name)
        && !PREFIXES.iter().any(|p| name.starts_with(p))
        && !SUFFIXES.iter().any(|s| name.ends_with(s))
}

/// Four groups of digits, whatever their size: `999.1.1.1` is refused as well.
fn is_ipv4(name: &str) -> bool {
    let mut groups = 0;
    name.split('.').all(|g| {
        groups += 1;
        (1..=3).contains(&g.len()) && g.bytes().all(|b| b.is_ascii_digit())
    }) && groups == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rules() {
        let long = "a".repeat(63);
        for name in
            ["abc", "a.b", "my-bucket.1", "1bucket9", "a-.b", "a.-b", long.as_str(), "1.2.3", "1.2.3.4.5", "1234.1.1.1"]
        {
            assert!(valid(name), "{name}");
        }
        let longer = "a".repeat(64);
        for name in [
            "",
            "ab",
            "A_B",
            "Abc",
            "a_b",
            "-abc",
            "abc-",
            ".abc",
            "abc.",
            "a..b",
            "192.168.5.4",
            "a b",
            "é-bucket",
            "xn--abc",
            "sthree-abc",
            "amzn-s3-demo-abc",
            "abc-s3alias",
            "abc--ol-s3",
            "abc.mrap",
            "abc--x-s3",
            longer.as_str(),
        ] {
            assert!(!valid(name), "{name}");
        }
    }
}
