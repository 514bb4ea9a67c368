//! The addresses to listen on, out of a list that may leave hosts out.

/// Every address of this machine.
const EVERYWHERE: &str = "0.0.0.0";

/// The addresses that the entries of a list stand for: `HOST:PORT`; `PORT` with the host of the entry before it, the
/// first with `host`; `:PORT` on every address. One that is there already, or is covered by one on every address, is left out.
pub(super) fn addresses<'a>(entries: impl Iterator<Item = &'a str>, host: &str) -> Vec<String> {
    let (mut all, mut last) = (Vec::<String>::new(), host.to_owned());
    for entry in entries {
        let (named, port) = entry.rsplit_once(':').unwrap_or((&last, entry));
        let named = if named.is_empty() { EVERYWHERE.to_owned() } else { named.to_owned() };
        let address = format!("{named}:{port}");
        if port == "0" || !all.iter().any(|known| *known == address || *known == format!("{EVERYWHERE}:{port}")) {
            all.push(address);
        }
        last = named;
    }
    all
}

/// Where a client on this machine reaches a server that listens on `address`.
pub(super) fn reachable(address: &str) -> String {
    match address.rsplit_once(':') {
        Some((EVERYWHERE, port)) => format!("127.0.0.1:{port}"),
        Some(("[::]", port)) => format!("[::1]:{port}"),
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_are_left_out_are_those_before() {
        let check = |entries: &str, expected: &[&str]| {
            assert_eq!(addresses(entries.split(','), "127.0.0.1"), expected, "{entries}");
        };
        check("9000", &["127.0.0.1:9000"]);
        check("0.0.0.0:9000,4566", &["0.0.0.0:9000", "0.0.0.0:4566"]);
        check("[::1]:1,2,localhost:3,4", &["[::1]:1", "[::1]:2", "localhost:3", "localhost:4"]);
        check(":9000,9000,127.0.0.1:9000", &["0.0.0.0:9000"]);
        check("0,0", &["127.0.0.1:0", "127.0.0.1:0"]);
        check("nowhere", &["127.0.0.1:nowhere"]);
    }

    #[test]
    fn every_address_is_reached_by_loopback() {
        assert_eq!(reachable("0.0.0.0:9000"), "127.0.0.1:9000");
        assert_eq!(reachable("[::]:9000"), "[::1]:9000");
        assert_eq!(reachable("10.0.0.1:9000"), "10.0.0.1:9000");
    }
}
