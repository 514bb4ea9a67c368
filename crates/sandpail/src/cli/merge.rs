//! What the options and the variables of other servers come to together.

use sandpail::{Credential, DEFAULT_ACCOUNT};

use super::Refusal;
use super::aliases::{self, Environment, Found};
use super::args::{Address, CommandLine, Serve};
use super::listen;

/// The settings that more than one name has.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) listen: Vec<String>,
    pub(super) region: String,
    pub(super) domains: Vec<String>,
    pub(super) host_aliases: Vec<String>,
    pub(super) buckets: Vec<String>,
    pub(super) key: Option<Credential>,
    /// Which variable of another server set what, in words.
    pub(super) said: Vec<String>,
}

/// Merges `options` with what is set.
///
/// # Errors
/// Two variables say different things, or half a thing.
pub(super) fn merge<F: Fn(&str) -> Option<String>>(
    told: &CommandLine,
    options: &Serve,
    set: &Environment<F>,
) -> Result<Merged, Refusal> {
    let mut merging = Merging { told, set, said: Vec::new() };
    let listen = merging.listen(&options.address);
    let (region, key) = (merging.region(options)?, merging.key(options)?);
    let domains = merging
        .list("domain", &options.domain, &aliases::DOMAINS, "base domain", |found| Ok(aliases::domains(found)))?;
    let host_aliases = merging.list("host_alias", &options.host_alias, &aliases::URLS, "host alias", |found| {
        Ok(vec![aliases::host(found)])
    })?;
    let buckets = merging.list("bucket", &options.bucket, &aliases::BUCKETS, "bucket", |found| {
        aliases::bucket(found).map(|bucket| vec![bucket])
    })?;
    Ok(Merged { listen, region, domains, host_aliases, buckets, key, said: merging.said })
}

/// The addresses to listen on, the first of which is asked for health.
pub(super) fn listening<F: Fn(&str) -> Option<String>>(
    told: &CommandLine,
    address: &Address,
    set: &Environment<F>,
) -> Vec<String> {
    Merging { told, set, said: Vec::new() }.listen(address)
}

struct Merging<'a, F> {
    told: &'a CommandLine,
    set: &'a Environment<F>,
    said: Vec<String>,
}

impl<F: Fn(&str) -> Option<String>> Merging<'_, F> {
    fn say(&mut self, what: &str, value: &str, variable: &str) {
        self.said.push(format!("{what} {value} from {variable}"));
    }

    /// The entries of an option, and those of other servers' variables unless it is on the command line.
    fn list(
        &mut self,
        option: &str,
        own: &[String],
        names: &[&'static str],
        what: &str,
        read: impl Fn(&Found) -> Result<Vec<String>, Refusal>,
    ) -> Result<Vec<String>, Refusal> {
        let mut all: Vec<_> = present(own).map(str::to_owned).collect();
        if self.told.on_the_line(option) {
            return Ok(all);
        }
        for found in self.set.entries(names) {
            for entry in read(&found)? {
                self.say(what, &entry, found.0);
                if !all.contains(&entry) {
                    all.push(entry);
                }
            }
        }
        Ok(all)
    }

    fn listen(&mut self, address: &Address) -> Vec<String> {
        let on_line = self.told.on_the_line("listen");
        let found = if on_line { Vec::new() } else { self.set.entries(&aliases::ADDRESSES) };
        let own = found.is_empty() || self.set.get("SANDPAIL_LISTEN").is_some();
        let own = if own { address.listen.as_slice() } else { &[] };
        let others: Vec<_> = found.iter().map(|found| (found.0, aliases::address(found))).collect();
        for (variable, address) in &others {
            self.say("address", address, variable);
        }
        let others = others.iter().map(|(_, address)| address.as_str());
        listen::addresses(present(own).chain(others), &address.host)
    }

    fn region(&mut self, options: &Serve) -> Result<String, Refusal> {
        if self.told.on_the_line("region") {
            return Ok(options.region.clone());
        }
        let own = self.set.get("SANDPAIL_REGION").map(|region| ("SANDPAIL_REGION", region));
        let is_own = own.is_some();
        let known = self.set.one(&aliases::REGIONS, own)?;
        let known = known.or_else(|| self.set.first(&aliases::CLIENT_REGIONS));
        Ok(match known {
            Some((variable, region)) if !is_own => {
                self.say("region", &region, variable);
                region
            }
            Some((_, region)) => region,
            None => options.region.clone(),
        })
    }

    /// The one key that is known by itself, not by a file.
    fn key(&mut self, options: &Serve) -> Result<Option<Credential>, Refusal> {
        let own = options.access_key.clone().zip(options.secret_key.clone());
        if self.told.on_the_line("access_key") {
            return Ok(own.map(|(key, secret)| credential(key, secret)));
        }
        let own = own.map(|(key, secret)| [("SANDPAIL_ACCESS_KEY", key), ("SANDPAIL_SECRET_KEY", secret)]);
        let is_own = own.is_some();
        let mut known = own;
        for pair in aliases::KEYS {
            let Some(found) = self.set.pair(pair)? else { continue };
            match &known {
                Some(other) => aliases::agree(other, &found)?,
                None => known = Some(found),
            }
        }
        let token = match &known {
            None if options.credentials.is_empty() => {
                known = self.set.pair(aliases::AWS_KEYS)?;
                known.as_ref().and_then(|_| self.set.get(aliases::AWS_TOKEN))
            }
            _ => None,
        };
        let Some([(id, key), (secret, hidden)]) = known else { return Ok(None) };
        if !is_own {
            self.say("access key", &key, &format!("{id} and {secret}"));
        }
        Ok(Some(Credential { session_token: token, ..credential(key, hidden) }))
    }
}

/// The key of whoever runs the server: the first buckets are theirs.
fn credential(access_key: String, secret_key: String) -> Credential {
    Credential { access_key, secret_key, account: Some(DEFAULT_ACCOUNT.to_owned()), ..Credential::default() }
}

/// The entries of a list, without the blank ones that a stray comma leaves.
pub(super) fn present(list: &[String]) -> impl Iterator<Item = &str> {
    list.iter().map(|entry| entry.trim()).filter(|entry| !entry.is_empty())
}

#[cfg(test)]
mod tests;
