//! Times: clocks that go wrong, and URLs that have ended.

use std::time::{Duration, SystemTime};

use super::finding::{Finding, Part};

/// What it means that a request of `signed` came at `now`, too far from it.
pub(super) fn skewed(signed: SystemTime, now: SystemTime) -> Finding {
    let (apart, side) = match now.duration_since(signed) {
        Ok(apart) => (apart, "behind"),
        Err(earlier) => (earlier.duration(), "ahead of"),
    };
    let words = format!("By its own date the client is {} {side} this server.", span(apart));
    if let Some(zone) = zone(apart) {
        let words = format!(
            "{words} That is {zone} to the minute: the client most likely signed local time as if it were UTC."
        );
        return Finding::new(Part::Clock, words, "Sign times in UTC, with a Z at their end.");
    }
    let remedy = "Set the client's clock, or the container's: those of virtual machines stand still while a laptop \
        sleeps \
        (restart Docker Desktop, or run `hwclock -s` in WSL). A request that waited in a queue has to be signed anew.";
    Finding::new(Part::Clock, words, remedy)
}

/// What it means that a URL that was signed at `signed` ended at `end`, before `now`.
pub(super) fn expired(signed: Option<SystemTime>, end: SystemTime, now: SystemTime) -> Finding {
    let late = now.duration_since(end).unwrap_or_default();
    let life = signed.and_then(|signed| end.duration_since(signed).ok());
    let mut words = match life {
        Some(life) => format!("The URL was good for {} and ended {} ago.", span(life), span(late)),
        None => format!("The URL ended {} ago.", span(late)),
    };
    let ago = signed.and_then(|signed| now.duration_since(signed).ok());
    if let (Some(ago), Some(zone)) = (ago, ago.and_then(zone)) {
        words += &format!(
            " It was signed {} ago, {zone} to the minute: the client may have signed local time as if it were UTC.",
            span(ago)
        );
    }
    let remedy = "Presign anew, with a longer time (up to 7 days) if it was used at once; check the clocks of client \
        and server.";
    Finding::new(Part::Expiry, words, remedy)
}

/// Whole hours, which no clock is wrong by on its own.
fn zone(apart: Duration) -> Option<String> {
    let minutes = (apart.as_secs() + 30) / 60;
    let off = apart.as_secs().abs_diff(minutes * 60);
    let hours = minutes / 60;
    let whole = minutes.is_multiple_of(60) && off <= 20 && (1..=14).contains(&hours);
    whole.then(|| if hours == 1 { "one hour".to_owned() } else { format!("{hours} hours") })
}

/// A span of time in the two units that matter.
pub(super) fn span(apart: Duration) -> String {
    let seconds = apart.as_secs();
    let units = [("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)];
    let first = units.iter().position(|(_, length)| seconds >= *length).unwrap_or(units.len() - 1);
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (name, length) in &units[first..units.len().min(first + 2)] {
        let count = rest / length;
        rest %= length;
        if count > 0 || parts.is_empty() {
            parts.push(format!("{count} {name}{}", if count == 1 { "" } else { "s" }));
        }
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds)
    }

    #[test]
    fn spans() {
        let check =
            |seconds: u64, expected: &str| assert_eq!(span(Duration::from_secs(seconds)), expected, "{seconds}");
        check(0, "0 seconds");
        check(1, "1 second");
        check(61, "1 minute 1 second");
        check(7200, "2 hours");
        check(90_061, "1 day 1 hour");
    }

    #[test]
    fn clocks() {
        let check = |signed: u64, now: u64, expected: &str| {
            let words = skewed(at(signed), at(now)).words;
            assert!(words.contains(expected), "{words}");
        };
        check(0, 1000, "16 minutes 40 seconds behind this server.");
        check(1000, 0, "16 minutes 40 seconds ahead of this server.");
        check(0, 7_205, "2 hours to the minute");
        check(3_595, 0, "one hour to the minute");
        assert!(!skewed(at(0), at(5_400)).words.contains("to the minute"));
        assert!(!skewed(at(0), at(20 * 3600)).words.contains("to the minute"));
    }

    #[test]
    fn ends() {
        let words = |signed: Option<u64>, end: u64, now: u64| expired(signed.map(at), at(end), at(now)).words;
        assert_eq!(words(Some(0), 60, 120), "The URL was good for 1 minute and ended 1 minute ago.");
        assert_eq!(words(None, 60, 150), "The URL ended 1 minute 30 seconds ago.");
        assert!(words(Some(0), 60, 7_201).contains("local time as if it were UTC"));
    }
}
