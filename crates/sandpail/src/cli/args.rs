//! The options, as typed or as found in the environment.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use clap_complete::Shell;

use sandpail::Cors;

use super::Refusal;
use super::log::{Format, Level};

const AFTER_HELP: &str = "\
Without any option it serves S3 from memory on 127.0.0.1:9000, takes any credentials, and ends on SIGTERM or SIGINT.
Lists are separated by commas or given by repeating the option. An option on the command line goes before its
variable; an empty variable counts as unset. The variables of MinIO, RustFS, S3Mock, LocalStack, SeaweedFS, versitygw
and others for keys, buckets, region, domains and addresses are understood, too: docs/configuration.md.

  sandpail --bucket photos                     a bucket that exists from the start
  sandpail --listen 9000,4566                  two ports
  sandpail --access-key me --secret-key secret signatures are verified
  sandpail --seed DIR                          objects to begin with, from DIR/<bucket>/<key>";

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
    Serve(Box<Serve>),
    /// Ask the server at the first address of --listen whether it is ready: exit code 0 if it is, 1 if not
    Healthcheck(Address),
    /// Print a script that completes options, for bash, zsh, fish, elvish or powershell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// What containers of other servers are started with: serve, and take no notice of what follows
    #[command(hide = true)]
    Server {
        /// Folders and options that mean nothing here
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        unused: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub(super) struct Address {
    /// Address to listen on, or a port alone; port 0 is any free one
    #[arg(long, env = "SANDPAIL_LISTEN", value_name = "[HOST:]PORT", value_delimiter = ',', default_value = "9000")]
    pub(super) listen: Vec<String>,

    /// Host of addresses that name none; in a container 0.0.0.0
    #[arg(long, env = "SANDPAIL_HOST", value_name = "HOST", default_value = "127.0.0.1")]
    pub(super) host: String,
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) address: Address,

    /// Region of the endpoint
    #[arg(long, env = "SANDPAIL_REGION", value_name = "REGION", default_value = "us-east-1")]
    pub(super) region: String,

    /// Base domain for virtual-host style, without port: bucket.DOMAIN
    #[arg(long, env = "SANDPAIL_DOMAIN", value_name = "DOMAIN", value_delimiter = ',')]
    pub(super) domain: Vec<String>,

    /// Further name of this endpoint: a request signed for it is good
    #[arg(long, env = "SANDPAIL_HOST_ALIAS", value_name = "HOST[:PORT]", value_delimiter = ',')]
    pub(super) host_alias: Vec<String>,

    /// Base domain for websites, without port: bucket.DOMAIN
    #[arg(long, env = "SANDPAIL_WEBSITE_DOMAIN", value_name = "DOMAIN", value_delimiter = ',')]
    pub(super) website_domain: Vec<String>,

    /// Bucket that exists from the start
    #[arg(long, env = "SANDPAIL_BUCKET", value_name = "NAME", value_delimiter = ',', help_heading = "Content")]
    pub(super) bucket: Vec<String>,

    /// Folder of objects to begin with: DIR/<bucket>/<key>; /seed, where that is a folder
    #[arg(long, env = "SANDPAIL_SEED", value_name = "DIR", help_heading = "Content")]
    pub(super) seed: Option<PathBuf>,

    /// How long it takes to restore an archived object
    #[arg(
        long,
        env = "SANDPAIL_RESTORE_SECONDS",
        value_name = "SECONDS",
        default_value = "0",
        help_heading = "Content"
    )]
    pub(super) restore_seconds: u64,

    /// An access key to know, with --secret-key
    #[arg(long, env = "SANDPAIL_ACCESS_KEY", value_name = "ID", requires = "secret_key", help_heading = "Access")]
    pub(super) access_key: Option<String>,

    /// The secret of --access-key
    #[arg(
        long,
        env = "SANDPAIL_SECRET_KEY",
        value_name = "SECRET",
        requires = "access_key",
        hide_env_values = true,
        help_heading = "Access"
    )]
    pub(super) secret_key: Option<String>,

    /// JSON file with more keys, as in docs/configuration.md
    #[arg(long, env = "SANDPAIL_CREDENTIALS", value_name = "FILE", action = ArgAction::Append, help_heading = "Access")]
    pub(super) credentials: Vec<PathBuf>,

    /// Verify signatures; unless said, they are when there are keys
    #[arg(long, env = "SANDPAIL_VERIFY", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true",
        help_heading = "Access")]
    pub(super) verify: Option<bool>,

    /// Who decides on requests of other origins: each bucket's CORS document, or nobody
    #[arg(long, env = "SANDPAIL_CORS", value_name = "WHO", value_parser = cors(), default_value = "bucket",
        help_heading = "Access")]
    pub(super) cors: Cors,

    /// Speak HTTPS, with a certificate made at the start; see /_sandpail/ca.pem
    #[arg(long, env = "SANDPAIL_TLS", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_value = "false", default_missing_value = "true", help_heading = "HTTPS")]
    pub(super) tls: bool,

    /// Speak HTTPS, with the certificate of this PEM file
    #[arg(long, env = "SANDPAIL_TLS_CERT", value_name = "FILE", requires = "tls_key", help_heading = "HTTPS")]
    pub(super) tls_cert: Option<PathBuf>,

    /// The private key of --tls-cert: a PEM file
    #[arg(long, env = "SANDPAIL_TLS_KEY", value_name = "FILE", requires = "tls_cert", help_heading = "HTTPS")]
    pub(super) tls_key: Option<PathBuf>,

    /// How to log, on standard error: one line a request, and what else is to be known
    #[arg(long, env = "SANDPAIL_LOG", value_name = "FORMAT", default_value = "text", help_heading = "Log")]
    pub(super) log: Format,

    /// The least severe level to log; requests are info
    #[arg(long, env = "SANDPAIL_LOG_LEVEL", value_name = "LEVEL", default_value = "info", help_heading = "Log")]
    pub(super) log_level: Level,

    /// Log warnings and errors alone, whatever the level
    #[arg(long, short, env = "SANDPAIL_QUIET", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_value = "false", default_missing_value = "true", help_heading = "Log")]
    pub(super) quiet: bool,
}

/// A command line that was read, and which of its settings the command line itself has.
#[derive(Debug)]
pub(super) struct CommandLine {
    pub(super) cli: Cli,
    from_line: Vec<String>,
}

impl CommandLine {
    /// Whether the command line has the option of that name, so that no variable counts.
    pub(super) fn on_the_line(&self, option: &str) -> bool {
        self.from_line.iter().any(|name| name == option)
    }

    fn of(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let inner = matches.subcommand().map_or(matches, |(_, inner)| inner);
        let ids = inner.ids().map(clap::Id::as_str);
        let from_line = ids.filter(|id| inner.try_contains_id(id).is_ok());
        let from_line = from_line.filter(|id| inner.value_source(id) == Some(ValueSource::CommandLine));
        let from_line = from_line.map(str::to_owned).collect();
        Ok(Self { cli: Cli::from_arg_matches(matches)?, from_line })
    }
}

fn cors() -> impl TypedValueParser<Value = Cors> {
    let words = PossibleValuesParser::new(["bucket", "permissive"]);
    words.map(|word| if word == "permissive" { Cors::Permissive } else { Cors::Bucket })
}

impl Cli {
    /// Reads the process's command line and environment. Help and version come back as errors, too.
    pub(super) fn read() -> Result<CommandLine, clap::Error> {
        let command = Self::command().mut_args(ignore_empty_variable);
        let command = command.mut_subcommands(|verb| verb.mut_args(ignore_empty_variable));
        CommandLine::of(&command.try_get_matches()?)
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
pub(super) mod tests;
