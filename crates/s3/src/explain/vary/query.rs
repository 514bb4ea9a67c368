//! The ways in which a query string changes between signing and arriving.
//!
//! S3 decodes names and values once (a plus sign is a space), encodes them once, and sorts them.

use percent_encoding::percent_decode_str;

use super::quoted;
use crate::explain::finding::{Finding, Part};
use crate::signature::canonical;

/// Parameters that others than AWS put on URLs, to follow people or to get past caches.
const FOREIGN: [&str; 9] = ["utm_", "fbclid", "gclid", "msclkid", "_", "v", "t", "cb", "cache"];

/// How many parameters are tried one by one.
const SINGLE: usize = 16;

/// The most parameters of a query that is varied: each way to write it encodes and sorts them all, while the client waits.
const MOST: usize = 128;

/// The items of a query as it came, without the signature itself.
fn items(query: &str) -> Vec<&str> {
    let kept = |item: &&str| !item.is_empty() && !name(item).eq_ignore_ascii_case("x-amz-signature");
    query.split('&').filter(kept).collect()
}

/// The decoded name of an item.
fn name(item: &str) -> String {
    decoded(item.split('=').next().unwrap_or_default())
}

/// An item as S3 writes it.
fn encoded(item: &str) -> String {
    canonical::query(item).into_owned()
}

fn decoded(item: &str) -> String {
    percent_decode_str(item).decode_utf8_lossy().into_owned()
}

fn join(items: &[&str], sorted: bool, write: impl Fn(&str) -> String) -> String {
    let mut items = items.to_vec();
    if sorted {
        items.sort_by_cached_key(|item| {
            encoded(item).split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
        });
    }
    items.into_iter().map(write).collect::<Vec<_>>().join("&")
}

/// Canonical queries that a signer may have had for what came as `query`, each with what that would mean.
pub(super) fn variants(query: &str) -> Vec<(String, Finding)> {
    let (items, right) = (items(query), canonical::query(query));
    let mut found = Vec::new();
    if items.len() > MOST {
        return found;
    }
    let mut add = |query: String, words: String, remedy: &str| {
        if query != right {
            found.push((query, Finding::new(Part::Query, words, remedy)));
        }
    };
    without(&items, &mut add);
    writings(&items, &mut add);
    add(
        String::new(),
        "The signature is good for a request without its query: the query was not signed, or was added after signing."
            .to_owned(),
        "Sign the whole query.",
    );
    for operation in ["GetObject", "PutObject", "UploadPart", "DeleteObject"] {
        let with = format!("x-id={operation}");
        if !items.contains(&with.as_str()) {
            let with: Vec<&str> = items.iter().copied().chain([with.as_str()]).collect();
            let words = format!(
                "The signature is good with the parameter `x-id={operation}`, which did not come: it was taken off the \
                    URL after signing."
            );
            add(join(&with, true, encoded), words, "Use the URL as it was presigned.");
        }
    }
    found
}

/// Other ways to write the same.
fn writings(items: &[&str], add: &mut impl FnMut(String, String, &str)) {
    let once = "Sign the names and values of the query each encoded once (%20 for a space), sorted by name.";
    let mut write = |query: String, what: &str| {
        add(query, format!("The signature is good for another writing of the query: {what}."), once);
    };
    write(
        join(items, false, encoded),
        "the parameters were signed in the order in which they were sent, and not sorted",
    );
    write(
        join(items, true, |item| encoded(&item.replace('+', "%2B"))),
        "a plus sign was signed as %2B, but in a query it means a space",
    );
    write(
        join(items, true, |item| encoded(item).replace("%20", "+")),
        "spaces were signed as plus signs, as forms write them",
    );
    write(
        join(items, true, |item| encoded(item).trim_end_matches('=').to_owned()),
        "a parameter without a value was signed without its equals sign",
    );
    write(join(items, true, str::to_owned), "values were signed as they were sent, which is not how S3 encodes them");
    write(join(items, false, str::to_owned), "the query was signed as it was sent");
    write(join(items, true, decoded), "values were signed without encoding");
    write(join(items, true, |item| encoded(item).replace('%', "%25")), "values were encoded twice");
}

/// What was put on after signing.
fn without(all: &[&str], add: &mut impl FnMut(String, String, &str)) {
    let aws = |item: &&str| name(item).to_ascii_lowercase().starts_with("x-amz-");
    let remedy = "Presign with the parameter, or leave the URL as it is: a signature covers the whole query.";
    let foreign: Vec<usize> = (0..all.len()).filter(|at| is_foreign(&name(all[*at]))).collect();
    let own: Vec<usize> = (0..all.len()).filter(|at| !aws(&all[*at]) && !foreign.contains(at)).collect();
    for at in foreign.iter().chain(&own).take(SINGLE) {
        let rest: Vec<&str> = (0..all.len()).filter(|other| other != at).map(|other| all[other]).collect();
        let words = format!(
            "The signature is good without the query parameter {}, which was added after signing.",
            quoted(all[*at])
        );
        add(join(&rest, true, encoded), words, remedy);
    }
    let rest = |drop: &dyn Fn(usize) -> bool| -> Vec<&str> {
        (0..all.len()).filter(|at| !drop(*at)).map(|at| all[at]).collect()
    };
    if foreign.len() > 1 {
        let names: Vec<String> = foreign.iter().map(|at| format!("`{}`", name(all[*at]))).collect();
        let words = format!(
            "The signature is good without the query parameters {}, which were added after signing.",
            names.join(", ")
        );
        add(join(&rest(&|at| foreign.contains(&at)), true, encoded), words, remedy);
    }
    if foreign.len() + own.len() > 1 && foreign.len() + own.len() < all.len() {
        let words =
            "The signature is good with no parameters but those of the signature: the others were added after signing.";
        add(join(&rest(&|at| foreign.contains(&at) || own.contains(&at)), true, encoded), words.to_owned(), remedy);
    }
    let token = |item: &str| name(item).eq_ignore_ascii_case("x-amz-security-token");
    if all.iter().any(|item| token(item)) {
        let words = "The signature is good without X-Amz-Security-Token, which was put on the URL after signing.";
        add(
            join(&rest(&|at| token(all[at])), true, encoded),
            words.to_owned(),
            "Presign with the session token: S3 wants it signed.",
        );
    }
}

fn is_foreign(name: &str) -> bool {
    FOREIGN.iter().any(|foreign| {
        if foreign.ends_with('_') && foreign.len() > 1 { name.starts_with(foreign) } else { name == *foreign }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, signed: &str, why: &str) {
        let variants = variants(&format!("{query}&X-Amz-Signature=00"));
        let words = variants.iter().find(|(found, _)| found == signed).map(|(_, finding)| finding.words.as_str());
        assert!(words.unwrap_or_default().contains(why), "{query} {signed}: {words:?} of {variants:#?}");
    }

    #[test]
    fn what_became_of_a_query() {
        check("a=1&utm_source=x", "a=1", "`utm_source=x`");
        check("a=1&v=3", "a=1", "`v=3`");
        check("v=1&utm_source=x&utm_medium=y&x=1", "x=1", "`v`, `utm_source`, `utm_medium`");
        check("a=1&b=2&X-Amz-Date=d", "X-Amz-Date=d", "no parameters but those of the signature");
        check("b=1&a=2", "b=1&a=2", "not sorted");
        check("q=a+b&r=1", "q=a%2Bb&r=1", "signed as %2B");
        check("q=a%20b&r=1", "q=a+b&r=1", "as forms write them");
        check("q=a/b&r=1", "q=a/b&r=1", "as they were sent");
        check("q=a%2Fb&r=1", "q=a%252Fb&r=1", "encoded twice");
        check("uploads&r=1", "r=1&uploads", "equals sign");
        check("r=1&q=2", "", "without its query");
        check("r=1", "r=1&x-id=GetObject", "taken off");
        check("a=1&X-Amz-Security-Token=t", "a=1", "put on the URL after signing");
    }

    #[test]
    fn a_query_of_very_many_parameters_is_left_alone() {
        assert!(!variants(&vec!["v=1"; MOST].join("&")).is_empty());
        assert!(variants(&vec!["v=1"; MOST + 1].join("&")).is_empty());
    }
}
