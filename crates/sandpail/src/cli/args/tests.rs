//! What is typed, and what it means.

use super::*;

/// What is told by `line` and by variables, and the options among it.
pub(crate) fn told(line: &str, set: &dyn Fn(&str) -> Option<String>) -> Result<(CommandLine, Serve), Refusal> {
    // A variable is a default here: so that tests neither see this process's environment nor change it.
    let hear = |option: clap::Arg| {
        let value = option.get_env().and_then(|name| set(name.to_str()?));
        let option = option.env(None::<&str>);
        match value {
            Some(value) => option.default_value(&*value.leak()),
            None => option,
        }
    };
    let command = Cli::command().mut_args(hear).mut_subcommands(|verb| verb.mut_args(hear));
    let words = ["sandpail"].into_iter().chain(line.split_whitespace());
    let matches = command.try_get_matches_from(words).map_err(|error| refusal(&error))?;
    let mut told = CommandLine::of(&matches).map_err(|error| refusal(&error))?;
    let again = Cli::from_arg_matches(&matches).map_err(|error| refusal(&error))?;
    let options = match again.verb {
        Some(Verb::Serve(options)) => *options,
        _ => again.options,
    };
    told.cli.verb = None;
    Ok((told, options))
}

/// The options in `line`, whatever the environment of the test says.
pub(crate) fn parse(line: &str) -> Result<Serve, Refusal> {
    told(line, &|_| None).map(|(_, options)| options)
}

#[test]
fn the_definition_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn every_option_has_its_variable() {
    for option in Cli::command().get_arguments() {
        let Some(name) = option.get_long() else { continue };
        let variable = format!("SANDPAIL_{}", name.replace('-', "_").to_uppercase());
        assert_eq!(option.get_env(), Some(variable.as_ref()), "--{name}");
    }
}

#[test]
fn options_mean_the_same_with_and_without_the_word_serve() {
    let check = |line: &str, read: fn(&Serve) -> String, expected: &str| {
        for verb in ["", "serve "] {
            assert_eq!(parse(&format!("{verb}{line}")).map(|options| read(&options)), Ok(expected.to_owned()));
        }
    };
    check("", |o| o.address.host.clone() + ":" + &o.address.listen.concat(), "127.0.0.1:9000");
    check("", |o| o.region.clone(), "us-east-1");
    check("", |o| format!("{:?}{:?}{:?}", o.bucket, o.domain, o.credentials), "[][][]");
    check("--listen [::1]:0,2 --listen 3", |o| o.address.listen.join(" "), "[::1]:0 2 3");
    check("-q --seed a", |o| format!("{} {:?}", o.quiet, o.seed), "true Some(\"a\")");
    check("--bucket a,b --bucket c", |o| o.bucket.join(" "), "a b c");
    check("--domain a --domain b,c", |o| o.domain.join(" "), "a b c");
    check("--credentials a --credentials b,c", |o| format!("{:?}", o.credentials), r#"["a", "b,c"]"#);
    check(
        "--access-key a --secret-key b",
        |o| format!("{:?}", (&o.access_key, &o.secret_key)),
        r#"(Some("a"), Some("b"))"#,
    );
    check("", |o| format!("{:?}", o.verify), "None");
    check("--verify", |o| format!("{:?}", o.verify), "Some(true)");
    check("--verify=false", |o| format!("{:?}", o.verify), "Some(false)");
    check("--host-alias a:1,b --website-domain c", |o| o.host_alias.join(" ") + &o.website_domain[0], "a:1 bc");
    check("", |o| format!("{:?}", o.cors), "Bucket");
    check("--cors permissive", |o| format!("{:?}", o.cors), "Permissive");
    check("", |o| o.restore_seconds.to_string(), "0");
    check("--restore-seconds 5", |o| o.restore_seconds.to_string(), "5");
    let tls: fn(&Serve) -> String = |o| format!("{} {:?} {:?}", o.tls, o.tls_cert, o.tls_key);
    check("", tls, "false None None");
    check("--tls", tls, "true None None");
    check("--tls=false", tls, "false None None");
    check("--tls-cert a --tls-key b", tls, r#"false Some("a") Some("b")"#);
    check("--log json --log-level warn", |o| format!("{:?} {:?}", o.log, o.log_level), "Json Warn");
}

#[test]
fn a_wrong_line_is_refused_in_one_line() {
    let check = |line: &str, expected: &str| {
        let Refusal(why) = parse(line).expect_err(line);
        assert_eq!(why, format!("{expected}; see sandpail --help"));
    };
    check("--access-key a", "the following required arguments were not provided: --secret-key <SECRET>");
    check("--secret-key a", "the following required arguments were not provided: --access-key <ID>");
    check("--tls-cert a", "the following required arguments were not provided: --tls-key <FILE>");
    check("--tls-key a", "the following required arguments were not provided: --tls-cert <FILE>");
    check("--tls=1", "invalid value '1' for '--tls[=<BOOL>]' [possible values: true, false]");
    check("--log xml", "invalid value 'xml' for '--log <FORMAT>' [possible values: text, json, off]");
    check("--buckets a", "unexpected argument '--buckets' found tip: a similar argument exists: '--bucket'");
    check("--listen", "a value is required for '--listen <[HOST:]PORT>' but none was supplied");
}

#[test]
fn the_documentation_has_every_option_and_every_variable() {
    let page = include_str!("../../../../../docs/configuration.md");
    let rows: Vec<_> = page.lines().filter(|line| line.starts_with("| `--")).collect();
    let options = Cli::command();
    let options: Vec<_> = options.get_arguments().filter(|option| option.get_env().is_some()).collect();
    assert_eq!(rows.len(), options.len(), "rows and options");
    for option in options {
        let (name, variable) = (option.get_long().unwrap(), option.get_env().unwrap().to_str().unwrap());
        let begins = |row: &&&str| [" ", "[", "`"].iter().any(|end| row.starts_with(&format!("| `--{name}{end}")));
        let row = rows.iter().find(begins).unwrap_or_else(|| panic!("--{name} has no row"));
        assert!(row.contains(&format!("| `{variable}` |")), "{row}");
        for default in option.get_default_values() {
            assert!(row.contains(&format!("| `{}` |", default.to_str().unwrap())), "{row}");
        }
    }
    use super::super::aliases as other;
    let pairs = other::KEYS.concat().into_iter().chain(other::AWS_KEYS).chain([other::AWS_TOKEN]);
    let lists = [
        &other::BUCKETS[..],
        &other::REGIONS,
        &other::CLIENT_REGIONS,
        &other::DOMAINS,
        &other::URLS,
        &other::ADDRESSES,
    ];
    for variable in pairs.chain(lists.concat()) {
        assert!(page.contains(&format!("`{variable}`")), "{variable} is not on the page");
    }
}
