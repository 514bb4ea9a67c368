//! The options, as typed or as found in the environment.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use sandpail::Cors;

use super::Refusal;
use super::log::{Format, Level};

const AFTER_HELP: &str = "\
Without any option it serves S3 from memory on 127.0.0.1:9000, takes any credentials, and ends on SIGTERM or SIGINT.
Lists are separated by commas or given by repeating the option. An option on the command line goes before its
variable; an empty variable counts as unset.";

/// Sandpail, the bucket for your sandbox: an S3-compatible mock endpoint
#[derive(Debug, Parser)]
#[command(name = "sandpail", version, after_help = AFTER_HELP)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) verb: Option<Verb>,
    #[command(flatten)]
    pub(super) options: Serve,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Serve S3: what happens without this word, too
    Serve(Serve),
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address to listen on; port 0 is any free one
    #[arg(long, env = "SANDPAIL_LISTEN", value_name = "HOST:PORT", default_value = "127.0.0.1:9000")]
    pub(super) listen: String,

    /// Region of the endpoint
    #[arg(long, env = "SANDPAIL_REGION", value_name = "REGION", default_value = "us-east-1")]
    pub(super) region: String,

    /// Base domain for virtual-host style, without port: bucket.DOMAIN
    #[arg(long, env = "SANDPAIL_DOMAIN", value_name = "DOMAIN", value_delimiter = ',')]
    pub(super) domain: Vec<String>,

    /// An access key to know, with --secret-key
    #[arg(long, env = "SANDPAIL_ACCESS_KEY", value_name = "ID", requires = "secret_key")]
    pub(super) access_key: Option<String>,

    /// The secret of --access-key
    #[arg(long, env = "SANDPAIL_SECRET_KEY", value_name = "SECRET", requires = "access_key", hide_env_values = true)]
    pub(super) secret_key: Option<String>,

    /// JSON file with more keys, as in the README
    #[arg(long, env = "SANDPAIL_CREDENTIALS", value_name = "FILE", action = ArgAction::Append)]
    pub(super) credentials: Vec<PathBuf>,

    /// Verify signatures; unless said, they are when there are keys
    #[arg(long, env = "SANDPAIL_VERIFY", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub(super) verify: Option<bool>,

    /// Further name of this endpoint: a request signed for it is good
    #[arg(long, env = "SANDPAIL_HOST_ALIAS", value_name = "HOST[:PORT]", value_delimiter = ',')]
    pub(super) host_alias: Vec<String>,

    /// Base domain for websites, without port: bucket.DOMAIN
    #[arg(long, env = "SANDPAIL_WEBSITE_DOMAIN", value_name = "DOMAIN", value_delimiter = ',')]
    pub(super) website_domain: Vec<String>,

    /// Who decides on requests of other origins: each bucket's CORS document, or nobody
    #[arg(long, env = "SANDPAIL_CORS", value_name = "WHO", value_parser = cors(), default_value = "bucket")]
    pub(super) cors: Cors,

    /// Speak HTTPS, with a certificate made at the start; see /_sandpail/ca.pem
    #[arg(long, env = "SANDPAIL_TLS", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_value = "false", default_missing_value = "true")]
    pub(super) tls: bool,

    /// Speak HTTPS, with the certificate of this PEM file
    #[arg(long, env = "SANDPAIL_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub(super) tls_cert: Option<PathBuf>,

    /// The private key of --tls-cert: a PEM file
    #[arg(long, env = "SANDPAIL_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub(super) tls_key: Option<PathBuf>,

    /// Bucket that exists from the start
    #[arg(long, env = "SANDPAIL_BUCKET", value_name = "NAME", value_delimiter = ',')]
    pub(super) bucket: Vec<String>,

    /// How long it takes to restore an archived object
    #[arg(long, env = "SANDPAIL_RESTORE_SECONDS", value_name = "SECONDS", default_value = "0")]
    pub(super) restore_seconds: u64,

    /// How to log, on standard error
    #[arg(long, env = "SANDPAIL_LOG", value_name = "FORMAT", default_value = "text")]
    pub(super) log: Format,

    /// The least severe level to log
    #[arg(long, env = "SANDPAIL_LOG_LEVEL", value_name = "LEVEL", default_value = "info")]
    pub(super) log_level: Level,
}

fn cors() -> impl TypedValueParser<Value = Cors> {
    let words = PossibleValuesParser::new(["bucket", "permissive"]);
    words.map(|word| if word == "permissive" { Cors::Permissive } else { Cors::Bucket })
}

impl Cli {
    /// Reads the process's command line and environment. Help and version come back as errors, too.
    pub(super) fn read() -> Result<Self, clap::Error> {
        let command = Self::command().mut_args(ignore_empty_variable);
        let command = command.mut_subcommands(|verb| verb.mut_args(ignore_empty_variable));
        Self::from_arg_matches(&command.try_get_matches()?)
    }
}

// A compose file's `VARIABLE: ${VARIABLE:-}` means nothing rather than an empty something.
fn ignore_empty_variable(option: clap::Arg) -> clap::Arg {
    let empty = option.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty());
    if empty { option.env(None::<&str>) } else { option }
}

/// What clap found wrong, in one line instead of a paragraph.
pub(super) fn refusal(error: &clap::Error) -> Refusal {
    let text = error.to_string();
    let facts = text.lines().take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let facts = facts.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    Refusal(format!("{}; see sandpail --help", facts.trim_start_matches("error: ")))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The options in `line`, whatever the environment of the test says.
    pub(crate) fn parse(line: &str) -> Result<Serve, Refusal> {
        let deaf = |option: clap::Arg| option.env(None::<&str>);
        let command = Cli::command().mut_args(deaf).mut_subcommands(|verb| verb.mut_args(deaf));
        let words = ["sandpail"].into_iter().chain(line.split_whitespace());
        let matches = command.try_get_matches_from(words).map_err(|error| refusal(&error))?;
        let cli = Cli::from_arg_matches(&matches).map_err(|error| refusal(&error))?;
        Ok(match cli.verb {
            Some(Verb::Serve(options)) => options,
            None => cli.options,
        })
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
        check("", |o| o.listen.clone(), "127.0.0.1:9000");
        check("", |o| o.region.clone(), "us-east-1");
        check("", |o| format!("{:?}{:?}{:?}", o.bucket, o.domain, o.credentials), "[][][]");
        check("--listen [::1]:0", |o| o.listen.clone(), "[::1]:0");
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
        check("--listen", "a value is required for '--listen <HOST:PORT>' but none was supplied");
    }
}
