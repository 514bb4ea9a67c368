//! From options to a server that can start, with a remedy for each thing that can be wrong.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use sandpail::{Builder, Credential, Sandpail, StartError, Tls, TlsError};

use super::Refusal;
use super::args::Serve;
use super::merge::{self, Merged};

/// Where a seed lies that nobody names, in a container above all.
const SEED: &str = "/seed";

/// The server that `options` describe, with what more than one name has already `merged`, and the objects of `seed`.
pub(super) fn builder(options: &Serve, merged: Merged, seed: Option<&Path>) -> Result<Builder, Refusal> {
    let threads = available_parallelism().map_or(1, usize::from);
    let builder = Sandpail::builder().region(merged.region).threads(threads);
    let builder = builder.restore_seconds(options.restore_seconds).cors(options.cors);
    let builder = options.verify.into_iter().fold(builder, Builder::verify);
    let builder = tls(options)?.into_iter().fold(builder, Builder::tls);
    let builder = merged.listen.into_iter().fold(builder, Builder::listen);
    let builder = merged.host_aliases.into_iter().fold(builder, Builder::host_alias);
    let builder = merge::present(&options.website_domain).fold(builder, Builder::website_domain);
    let builder = merged.domains.into_iter().fold(builder, Builder::domain);
    let builder = merged.buckets.into_iter().fold(builder, Builder::bucket);
    let builder = seed.into_iter().fold(builder, Builder::seed_folder);
    Ok(credentials(merged.key, options)?.into_iter().fold(builder, Builder::credential))
}

/// The folder of objects to begin with.
pub(super) fn seed(options: &Serve) -> Option<PathBuf> {
    options.seed.clone().or_else(|| Some(PathBuf::from(SEED)).filter(|seed| seed.is_dir()))
}

/// The certificate to show: one that is given goes before one that would be made.
fn tls(options: &Serve) -> Result<Option<Tls>, Refusal> {
    let (Some(certificate), Some(key)) = (&options.tls_cert, &options.tls_key) else {
        return Ok(options.tls.then(Tls::generated));
    };
    let refuse = |path: &Path, why: String| {
        let remedy = "--tls-cert and --tls-key take PEM files; --tls makes a certificate itself";
        Refusal(format!("TLS file {}: {why}; {remedy}", path.display()))
    };
    let read = |path: &Path| fs::read(path).map_err(|error| refuse(path, error.to_string()));
    let tls = Tls::pem(read(certificate)?, read(key)?);
    tls.map(Some).map_err(|error| {
        refuse(if let TlsError::Certificate(_) = error { certificate } else { key }, error.to_string())
    })
}

fn credentials(key: Option<Credential>, options: &Serve) -> Result<Vec<Credential>, Refusal> {
    let mut all: Vec<_> = key.into_iter().collect();
    for path in &options.credentials {
        all.extend(credentials_in(path)?);
    }
    Ok(all)
}

fn credentials_in(path: &Path) -> Result<Vec<Credential>, Refusal> {
    let refuse = |why: String| {
        let form = r#"[{"access_key": "…", "secret_key": "…"}]"#;
        Refusal(format!("credentials file {}: {why}; it takes a JSON list such as {form}", path.display()))
    };
    let text = fs::read(path).map_err(|error| refuse(error.to_string()))?;
    serde_json::from_slice(&text).map_err(|error| refuse(error.to_string()))
}

/// Why the server did not start, and what to do.
pub(super) fn refusal(error: &StartError) -> Refusal {
    let remedy = match error {
        StartError::Listen { .. } => "give another address with --listen, where port 0 is any free one",
        StartError::Bucket(_) => "give another name with --bucket or SANDPAIL_BUCKET",
        StartError::Seed(_) => "mend it, or leave --seed out; a seed is DIR/<bucket>/<key>",
        StartError::Settings(_) => "see sandpail --help",
        _ => "look at the limits of this system, such as ulimit -n and ulimit -u",
    };
    Refusal(format!("{error}; {remedy}"))
}
