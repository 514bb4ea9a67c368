//! Which account a caller is: from the access key, without asking whether it signed rightly.
//!
//! A listed key is its account. A key that is itself twelve digits is the account of that number, so that tests get
//! accounts of their own without any configuration. The key of a session tells whose it is. Everyone else is the default account.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::body::hex;
use super::identity::Claim;
use crate::rules::session_key;
use crate::settings::{Credential, Settings, is_account};

/// The canonical user id of whoever does not sign, on AWS and so here.
const ANONYMOUS: &str = "65a011a29cdf8ec533ec3d1ccaae921c";

/// How many accounts are remembered of which only the number is known.
const OTHERS: usize = 1024;

/// The one who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The account: twelve digits.
    pub(crate) account: String,
    /// The canonical user id that owns what the caller makes; unless configured, 64 hexadecimal digits that follow from
    /// the account alone, on every endpoint the same.
    pub(crate) canonical_id: String,
    /// The display name, if one is configured.
    pub(crate) display_name: Option<String>,
    /// Whether the request carried no signature.
    pub(crate) anonymous: bool,
}

/// The accounts of one endpoint.
#[derive(Debug)]
pub(crate) struct Accounts {
    default: Arc<Caller>,
    anonymous: Arc<Caller>,
    /// Who each listed access key is.
    listed: HashMap<String, Arc<Caller>>,
    /// The default account and the listed ones.
    known: HashMap<String, Arc<Caller>>,
    /// The display name of each canonical id that has one.
    names: HashMap<String, String>,
    /// Accounts of which only the number is known, for what follows from it takes a hash: thrown away when they are many.
    others: Mutex<HashMap<String, Arc<Caller>>>,
}

impl Accounts {
    /// The accounts that `settings` list. A credential without an account gets one that follows from its access key; in
    /// the rare case that another has that number already, the next that follows, in the order of the list. So two
    /// listed keys without accounts are always two accounts. Of an account with several keys the first canonical id and
    /// the first display name count for all.
    pub(crate) fn new(settings: &Settings) -> Self {
        let given = settings.credentials.iter().filter_map(|credential| credential.account.as_ref());
        let mut taken: HashSet<String> = given.chain([&settings.account]).cloned().collect();
        let (mut accounts, mut listed) = (HashMap::new(), HashMap::new());
        for credential in &settings.credentials {
            let account = credential.account.clone().unwrap_or_else(|| derived(&credential.access_key, &mut taken));
            describe(&mut accounts, &account, credential);
            listed.insert(credential.access_key.clone(), account);
        }
        describe(&mut accounts, &settings.account, &Credential::default());
        for (account, caller) in &mut accounts {
            if caller.canonical_id.is_empty() {
                caller.canonical_id = canonical_id(account);
            }
        }
        let named =
            accounts.values().filter_map(|caller| Some((caller.canonical_id.clone(), caller.display_name.clone()?)));
        let names = named.collect();
        let known: HashMap<_, _> = accounts.into_iter().map(|(account, caller)| (account, Arc::new(caller))).collect();
        let of = |account: &str| known.get(account).cloned().unwrap_or_else(|| Arc::new(numbered(account)));
        let default = of(&settings.account);
        let nobody = Caller {
            anonymous: true,
            canonical_id: ANONYMOUS.to_owned(),
            display_name: None,
            ..Caller::clone(&default)
        };
        Self {
            anonymous: Arc::new(nobody),
            listed: listed.into_iter().map(|(key, account)| (key, of(&account))).collect(),
            default,
            known,
            names,
            others: Mutex::default(),
        }
    }

    /// Who claims `claim`.
    pub(crate) fn account_of(&self, claim: &Claim) -> Arc<Caller> {
        if *claim == Claim::Operator {
            return self.default_caller();
        }
        let Some(key) = claim.access_key() else { return Arc::clone(&self.anonymous) };
        match self.listed.get(key) {
            Some(caller) => Arc::clone(caller),
            None if is_account(key) => self.caller(key),
            None => session_key::account(key).map_or_else(|| self.default_caller(), |account| self.caller(&account)),
        }
    }

    /// The default account, as whoever runs the endpoint.
    pub(crate) fn default_caller(&self) -> Arc<Caller> {
        Arc::clone(&self.default)
    }

    /// The display name that is configured for a canonical id.
    pub(crate) fn display_name(&self, canonical_id: &str) -> Option<&str> {
        self.names.get(canonical_id).map(String::as_str)
    }

    /// Whether an account may have that canonical id: one that is configured does, and any has 64 hexadecimal digits.
    pub(crate) fn may_have(&self, canonical_id: &str) -> bool {
        let is_hex = canonical_id.len() == 64 && canonical_id.bytes().all(|b| b.is_ascii_hexdigit());
        is_hex || self.known.values().any(|caller| caller.canonical_id == canonical_id)
    }

    fn caller(&self, account: &str) -> Arc<Caller> {
        if let Some(caller) = self.known.get(account) {
            return Arc::clone(caller);
        }
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(caller) = others.get(account) {
            return Arc::clone(caller);
        }
        if others.len() >= OTHERS {
            others.clear();
        }
        let caller = Arc::new(numbered(account));
        others.insert(account.to_owned(), Arc::clone(&caller));
        caller
    }
}

/// Adds what `credential` says of `account`. A canonical id that nothing was said of stays empty for now.
fn describe(accounts: &mut HashMap<String, Caller>, account: &str, credential: &Credential) {
    let known = accounts.entry(account.to_owned()).or_insert_with(|| nameless(account));
    if known.canonical_id.is_empty() {
        known.canonical_id = credential.canonical_id.clone().unwrap_or_default();
    }
    if known.display_name.is_none() {
        known.display_name.clone_from(&credential.display_name);
    }
}

/// An account of which no more than the number is known.
fn numbered(account: &str) -> Caller {
    Caller { canonical_id: canonical_id(account), ..nameless(account) }
}

/// Accounts of which the one with the canonical id `me` is called `M & E`, for tests of what shows names.
#[cfg(test)]
pub(crate) fn with_a_name() -> Accounts {
    let named = Credential {
        access_key: "k".to_owned(),
        canonical_id: Some("me".to_owned()),
        display_name: Some("M & E".to_owned()),
        ..Credential::default()
    };
    Accounts::new(&Settings { credentials: vec![named], ..Settings::default() })
}

fn nameless(account: &str) -> Caller {
    Caller { account: account.to_owned(), canonical_id: String::new(), display_name: None, anonymous: false }
}

/// The canonical id of an account of which no more than the number is known.
fn canonical_id(account: &str) -> String {
    hex(&Sha256::digest(format!("sandpail canonical user {account}")))
}

/// A free account number that follows from an access key.
fn derived(access_key: &str, taken: &mut HashSet<String>) -> String {
    let numbers = (0_u64..).map(|round| number(access_key, round));
    let free = numbers.into_iter().find(|account| taken.insert(account.clone()));
    free.expect("there are more rounds than settings could list accounts")
}

fn number(access_key: &str, round: u64) -> String {
    let digest = Sha256::digest(format!("sandpail account {round} {access_key}"));
    let head = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{:012}", head % 1_000_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credential(access_key: &str, account: Option<&str>, canonical_id: Option<&str>) -> Credential {
        Credential {
            access_key: access_key.into(),
            account: account.map(str::to_owned),
            canonical_id: canonical_id.map(str::to_owned),
            ..Credential::default()
        }
    }

    fn accounts(credentials: Vec<Credential>) -> Accounts {
        Accounts::new(&Settings { credentials, ..Settings::default() })
    }

    fn claim(access_key: &str) -> Claim {
        let request = http::Request::get("/")
            .header("authorization", format!("AWS {access_key}:x"))
            .header("date", "Fri, 24 May 2013 00:00:00 GMT");
        Claim::parse(&request.body(()).unwrap().into_parts().0).unwrap()
    }

    #[test]
    fn keys_are_accounts() {
        let accounts = accounts(vec![credential("alice", Some("111111111111"), None), credential("bob", None, None)]);
        let check = |key: &str, expected: &str| assert_eq!(accounts.account_of(&claim(key)).account, expected, "{key}");
        check("alice", "111111111111");
        check("bob", &number("bob", 0));
        check("222222222222", "222222222222");
        check("22222222222", "000000000000");
        check("stranger", "000000000000");
        let anonymous = accounts.account_of(&Claim::Anonymous);
        assert_eq!((anonymous.account.as_str(), anonymous.anonymous), ("000000000000", true));
        assert!(!accounts.account_of(&claim("stranger")).anonymous);
        assert_eq!(accounts.default_caller(), accounts.account_of(&claim("stranger")));
    }

    #[test]
    fn accounts_that_are_derived_differ() {
        let other = number("b", 0);
        let accounts = accounts(vec![credential("b", None, None), credential("c", Some(&other), None)]);
        assert_eq!(accounts.account_of(&claim("c")).account, other);
        assert_eq!(accounts.account_of(&claim("b")).account, number("b", 1));
        assert!(is_account(&other) && is_account(&number("b", 1)));
    }

    #[test]
    fn accounts_without_a_name_are_remembered_and_forgotten() {
        let accounts = accounts(Vec::new());
        let of = |number: u64| accounts.account_of(&claim(&format!("{number:012}")));
        let first = of(1);
        assert_eq!(
            (first.account.as_str(), first.canonical_id.as_str()),
            ("000000000001", &*canonical_id("000000000001"))
        );
        assert!(Arc::ptr_eq(&first, &of(1)));
        for number in 0..3000 {
            assert_eq!(of(number).account, format!("{number:012}"));
        }
        assert!(accounts.others.lock().unwrap().len() <= OTHERS);
        assert_eq!(first, of(1));
    }

    #[test]
    fn canonical_ids_follow_from_accounts() {
        let accounts = accounts(vec![
            credential("a", Some("111111111111"), None),
            credential("b", Some("222222222222"), Some("feed")),
            credential("c", Some("222222222222"), None),
            credential("e", Some("444444444444"), None),
            credential("f", Some("444444444444"), Some("beef")),
            credential("d", Some("000000000000"), Some("cafe")),
        ]);
        let id = |key: &str| accounts.account_of(&claim(key)).canonical_id.clone();
        assert_eq!(id("a"), id("111111111111"));
        assert_eq!(id("a").len(), 64);
        assert_ne!(id("a"), id("333333333333"));
        assert_eq!((id("b"), id("c"), id("222222222222")), ("feed".into(), "feed".into(), "feed".into()));
        assert_eq!((id("e"), id("f")), ("beef".into(), "beef".into()));
        assert_eq!((id("d"), id("stranger")), ("cafe".into(), "cafe".into()));
        assert_eq!(accounts.account_of(&Claim::Anonymous).canonical_id, "65a011a29cdf8ec533ec3d1ccaae921c");
    }

    #[test]
    fn canonical_ids_have_the_names_that_are_configured() {
        let named = |key: &str, id: Option<&str>, name: Option<&str>| Credential {
            display_name: name.map(str::to_owned),
            ..credential(key, None, id)
        };
        let accounts = accounts(vec![
            named("a", Some("feed"), Some("A")),
            named("b", Some("beef"), None),
            named("c", None, Some("C")),
        ]);
        let check = |id: &str, name: Option<&str>, exists: bool| {
            assert_eq!((accounts.display_name(id), accounts.may_have(id)), (name, exists), "{id}");
        };
        check("feed", Some("A"), true);
        check("beef", None, true);
        check(&accounts.account_of(&claim("c")).canonical_id, Some("C"), true);
        check(&canonical_id("333333333333"), None, true);
        check(&"F0".repeat(32), None, true);
        check(&"g".repeat(64), None, false);
        check("cafe", None, false);
        check("", None, false);
    }
}
