//! Whose word counts.

use super::super::args::tests::told;
use super::*;

/// The settings of a command line and of what is set.
fn merged(line: &str, set: &[(&str, &str)]) -> Result<Merged, Refusal> {
    let set: Vec<_> = set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let lookup = move |name: &str| set.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let (told, options) = told(line, &lookup)?;
    merge(&told, &options, &Environment(lookup))
}

fn why(line: &str, set: &[(&str, &str)]) -> String {
    merged(line, set).expect_err("two names, two values").0
}

#[test]
fn buckets_and_domains_of_other_servers_are_added() {
    let set = [("SANDPAIL_BUCKET", "a"), ("MINIO_DEFAULT_BUCKETS", "b:public a"), ("MINIO_DOMAIN", "minio")];
    let merged_all = merged("", &set).unwrap();
    assert_eq!(
        (merged_all.buckets, merged_all.domains),
        (vec!["a".to_owned(), "b".to_owned()], vec!["minio".to_owned()])
    );
    assert!(merged_all.said.contains(&"bucket b from MINIO_DEFAULT_BUCKETS".to_owned()), "{:?}", merged_all.said);
    // The command line goes before all variables.
    assert_eq!(merged("--bucket c", &set).unwrap().buckets, ["c"]);
}

#[test]
fn the_region_of_clients_counts_last() {
    let region = |line: &str, set: &[(&str, &str)]| merged(line, set).unwrap().region;
    assert_eq!(region("", &[]), "us-east-1");
    assert_eq!(region("", &[("AWS_DEFAULT_REGION", "eu-west-1")]), "eu-west-1");
    assert_eq!(region("", &[("AWS_DEFAULT_REGION", "eu-west-1"), ("AWS_REGION", "eu-west-2")]), "eu-west-2");
    assert_eq!(region("", &[("AWS_REGION", "eu-west-1"), ("VGW_REGION", "eu-west-2")]), "eu-west-2");
    assert_eq!(region("", &[("AWS_REGION", "eu-west-1"), ("SANDPAIL_REGION", "eu-west-2")]), "eu-west-2");
    assert_eq!(region("--region eu-west-3", &[("VGW_REGION", "eu-west-2")]), "eu-west-3");
    let said = why("", &[("SANDPAIL_REGION", "eu-west-1"), ("VGW_REGION", "eu-west-2")]);
    assert!(said.contains("SANDPAIL_REGION and VGW_REGION"), "{said}");
}

#[test]
fn one_key_is_known_whoever_names_it() {
    let key = |line: &str, set: &[(&str, &str)]| {
        let key = merged(line, set).unwrap().key;
        key.map(|key| format!("{}:{}:{}", key.access_key, key.secret_key, key.session_token.unwrap_or_default()))
    };
    let minio = [("MINIO_ROOT_USER", "a"), ("MINIO_ROOT_PASSWORD", "b")];
    let aws = [("AWS_ACCESS_KEY_ID", "c"), ("AWS_SECRET_ACCESS_KEY", "d"), ("AWS_SESSION_TOKEN", "e")];
    assert_eq!(key("", &[]), None);
    assert_eq!(key("", &minio).as_deref(), Some("a:b:"));
    assert_eq!(key("", &aws).as_deref(), Some("c:d:e"));
    assert_eq!(key("", &[&minio[..], &aws[..]].concat()).as_deref(), Some("a:b:"));
    assert_eq!(key("--credentials keys.json", &aws), None);
    assert_eq!(key("--access-key f --secret-key g", &minio).as_deref(), Some("f:g:"));
    let same = [("MINIO_ACCESS_KEY", "a"), ("MINIO_SECRET_KEY", "b")];
    assert_eq!(key("", &[minio, same].concat()).as_deref(), Some("a:b:"));
    let other = [("RUSTFS_ACCESS_KEY", "a"), ("RUSTFS_SECRET_KEY", "x")];
    let said = why("", &[minio, other].concat());
    assert!(said.contains("MINIO_ROOT_PASSWORD and RUSTFS_SECRET_KEY") && !said.contains('x'), "{said}");
    let said = why("", &minio[..1]);
    assert!(said.contains("MINIO_ROOT_USER") && said.contains("MINIO_ROOT_PASSWORD"), "{said}");
}

#[test]
fn addresses_of_other_servers_take_the_place_of_the_default() {
    let listen = |line: &str, set: &[(&str, &str)]| merged(line, set).unwrap().listen;
    assert_eq!(listen("", &[]), ["127.0.0.1:9000"]);
    assert_eq!(listen("", &[("SANDPAIL_HOST", "0.0.0.0")]), ["0.0.0.0:9000"]);
    assert_eq!(listen("", &[("VGW_PORT", ":7070")]), ["0.0.0.0:7070"]);
    let both = [("GATEWAY_LISTEN", "0.0.0.0:4566,:443"), ("SANDPAIL_LISTEN", "9000,4566")];
    assert_eq!(listen("", &both), ["127.0.0.1:9000", "127.0.0.1:4566", "0.0.0.0:4566", "0.0.0.0:443"]);
    assert_eq!(listen("--listen [::1]:0", &both), ["[::1]:0"]);
}

#[test]
fn a_url_gives_its_host() {
    let set = [("MINIO_SERVER_URL", "https://minio.example.net:9000")];
    assert_eq!(merged("--host-alias a", &set).unwrap().host_aliases, ["a"]);
    assert_eq!(merged("", &set).unwrap().host_aliases, ["minio.example.net:9000"]);
}
