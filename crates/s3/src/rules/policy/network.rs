//! Addresses and ranges of them, as conditions name them.

use std::net::IpAddr;

/// A range: an address, and how many of its bits all have in common.
pub(super) fn parse(text: &str) -> Option<(IpAddr, u8)> {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    let address: IpAddr = address.parse().ok()?;
    let bits = if address.is_ipv4() { 32 } else { 128 };
    let common = match prefix {
        None => bits,
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok()?,
        Some(_) => return None,
    };
    (common <= bits).then_some((address, common))
}

/// Whether the range is no wider than one that S3 takes for that of somebody.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status>
pub(super) fn is_narrow(text: &str) -> bool {
    parse(text).is_some_and(|(address, common)| common >= if address.is_ipv4() { 8 } else { 32 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_addresses_with_a_length() {
        for text in ["10.0.0.0/8", "1.2.3.4", "0.0.0.0/0", "192.168.1.1/24", "::1", "2001:db8::/32", "fe80::/128"] {
            assert!(parse(text).is_some(), "{text}");
        }
        for text in ["", "123", "1.2.3", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/+8", "10.207.*.*", "::/129", "1.2.3.4/8/8"]
        {
            assert!(parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn wide_ranges_are_everybodys() {
        for text in ["11.0.0.0/8", "10.0.0.0/8", "192.168.0.0/16", "1.2.3.4", "2001:db8::/32"] {
            assert!(is_narrow(text), "{text}");
        }
        for text in ["0.0.0.0/0", "11.0.0.0/7", "0.0.0.0/1", "fd00::/8", "2001::/31", "x"] {
            assert!(!is_narrow(text), "{text}");
        }
    }
}
