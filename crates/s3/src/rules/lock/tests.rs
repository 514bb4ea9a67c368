//! Cases of protection and of changes to it: the user guide's, and those recorded.

use std::time::Duration;

use super::*;

const GOVERNANCE: Mode = Mode::Governance;
const COMPLIANCE: Mode = Mode::Compliance;

/// `seconds` after an arbitrary time.
fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600 + seconds)
}

fn fixed(mode: Mode, until: u64) -> Option<Retention> {
    Some(Retention::fixed(mode, at(until)))
}

fn held(mode: Mode, days: u32) -> Option<Retention> {
    Wanted::Hold { mode, period: Period::Days(days), until: None }.over(None, at(0))
}

fn check_removal(retention: Option<Retention>, legal_hold: Option<LegalHold>, bypass: bool, now: u64, allowed: bool) {
    let lock = ObjectLock { retention, legal_hold };
    assert_eq!(lock.check_removal(at(now), bypass).is_ok(), allowed, "{lock:?} at {now}, bypass {bypass}");
}

#[test]
fn a_version_is_protected_while_a_lock_lasts() {
    let (on, off) = (Some(LegalHold::On), Some(LegalHold::Off));
    check_removal(None, None, false, 0, true);
    check_removal(fixed(GOVERNANCE, 5), None, false, 4, false);
    check_removal(fixed(GOVERNANCE, 5), None, false, 5, true);
    check_removal(fixed(GOVERNANCE, 5), None, true, 4, true);
    check_removal(fixed(COMPLIANCE, 5), None, true, 4, false);
    check_removal(fixed(COMPLIANCE, 5), None, false, 5, true);
    check_removal(None, on, true, 0, false);
    check_removal(None, off, false, 0, true);
    check_removal(fixed(GOVERNANCE, 5), on, true, 9, false);
    check_removal(held(COMPLIANCE, 1), None, false, 1_000_000_000, false);
    check_removal(held(GOVERNANCE, 1), None, true, 0, true);
}

fn check_changed(old: Option<Retention>, new: Option<Retention>, bypass: bool, allowed: bool) {
    let result = check_change(old.as_ref(), new.as_ref(), at(0), bypass);
    assert_eq!(result.is_ok(), allowed, "{old:?} to {new:?}, bypass {bypass}");
}

#[test]
fn a_retention_can_only_be_extended() {
    for mode in [GOVERNANCE, COMPLIANCE] {
        let bypassable = mode == GOVERNANCE;
        check_changed(None, fixed(mode, 1), false, true);
        check_changed(fixed(mode, 5), fixed(mode, 6), false, true);
        check_changed(fixed(mode, 5), fixed(mode, 5), false, true);
        check_changed(fixed(mode, 5), fixed(mode, 4), false, false);
        check_changed(fixed(mode, 5), fixed(mode, 4), true, bypassable);
        check_changed(fixed(mode, 5), None, false, false);
        check_changed(fixed(mode, 5), None, true, bypassable);
        check_changed(fixed(mode, 0), None, false, true);
        check_changed(fixed(mode, 0), fixed(GOVERNANCE, 1), false, true);
    }
    check_changed(fixed(GOVERNANCE, 5), fixed(COMPLIANCE, 6), false, false);
    check_changed(fixed(GOVERNANCE, 5), fixed(COMPLIANCE, 6), true, true);
    check_changed(fixed(COMPLIANCE, 5), fixed(GOVERNANCE, 6), true, false);
    check_changed(held(COMPLIANCE, 1), fixed(COMPLIANCE, 86_399), true, false);
    check_changed(held(COMPLIANCE, 1), fixed(COMPLIANCE, 86_400), false, true);
}

/// What is stored is read back, and takes no room where there is nothing.
#[test]
fn a_lock_is_read_as_it_was_written() {
    for lock in [
        ObjectLock::default(),
        ObjectLock { retention: fixed(COMPLIANCE, 5), legal_hold: Some(LegalHold::Off) },
        ObjectLock { retention: held(GOVERNANCE, 3), legal_hold: None },
    ] {
        let text = serde_json::to_string(&lock).unwrap();
        assert_eq!(serde_json::from_str::<ObjectLock>(&text).unwrap(), lock);
        assert_eq!(lock.is_empty(), text == "{}", "{text}");
    }
}
