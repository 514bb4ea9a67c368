//! What a signature of version 4 or 4A that is refused was made for.

use super::draft::{Draft, Key, Search};
use super::finding::{Finding, Part};
use super::vary::{AXES, View, secret};
use super::{redact, suspicion};
use crate::front::identity::{Version, basic};
use crate::settings::Settings;
use crate::signature::canonical::Canonical;
use crate::signature::{Evidence, v4, v4a};

/// How many signatures of version 4A are verified: each takes as long as a hundred of version 4.
const ASYMMETRIC: usize = 16;

/// What was found, and the text that the client signed.
pub(super) struct Found {
    pub(super) findings: Vec<Finding>,
    pub(super) signed: Option<String>,
}

/// What the signature is good for; when nothing fits, what it may be.
pub(super) fn explain(evidence: &Evidence, settings: &Settings, canonical: &Canonical) -> Found {
    let Some(base) = base(evidence, canonical) else { return Found { findings: Vec::new(), signed: None } };
    let view = View { evidence, settings, base: &base };
    let mut tried = 0;
    let fitting = if evidence.claim.version == Version::V4a {
        asymmetric(&view, &mut tried)
    } else {
        symmetric(&view, &mut tried)
    };
    match fitting {
        Some((draft, finding)) => {
            let text = String::from_utf8_lossy(&draft.canonical.text()).into_owned();
            Found { findings: vec![finding], signed: Some(redact::lines(&text)) }
        }
        None => Found { findings: suspicion::of(evidence, settings, canonical, tried), signed: None },
    }
}

fn symmetric(view: &View<'_>, tried: &mut usize) -> Option<(Draft, Finding)> {
    let mut search = Search::new(&view.evidence.provided);
    if search.fits(view.base) {
        let words = "The signature is right, but not written as S3 wants it: in small hexadecimal digits.";
        return Some((
            view.base.clone(),
            Finding::new(Part::Authorization, words, "Write the signature in small letters."),
        ));
    }
    let found = AXES.iter().find_map(|axis| axis(view).into_iter().find(|(draft, _)| search.fits(draft)));
    *tried = search.trials();
    found
}

fn asymmetric(view: &View<'_>, tried: &mut usize) -> Option<(Draft, Finding)> {
    let evidence = view.evidence;
    let key = v4a::key(evidence.access_key(), &view.base.key.secret);
    let fits = |draft: &Draft| {
        let text = v4::string_to_sign(v4a::ALGORITHM, &draft.moment, &draft.scope, &draft.canonical.text());
        v4a::is_signed(&key, text.as_bytes(), &evidence.provided)
    };
    let drafts = AXES.iter().flat_map(|axis| axis(view)).filter(|(draft, _)| draft.key == view.base.key);
    drafts.take(ASYMMETRIC).inspect(|_| *tried += 1).find(|(draft, _)| fits(draft))
}

/// The request as S3 reads it, with the secret that S3 has for its access key.
fn base(evidence: &Evidence, canonical: &Canonical) -> Option<Draft> {
    let (claim, key) = (&evidence.claim, key(evidence)?);
    let scope = match claim.version {
        Version::V4a => format!("{}/{}/aws4_request", key.date, key.service),
        Version::V2 | Version::V4 => format!("{}/{}/{}/aws4_request", key.date, key.region, key.service),
    };
    Some(Draft { canonical: canonical.clone(), moment: basic(claim.date?), scope, key })
}

fn key(evidence: &Evidence) -> Option<Key> {
    let claim = &evidence.claim;
    let [date, region, service] = [claim.day(), claim.region()?, claim.service()?].map(str::to_owned);
    Some(Key { secret: evidence.secret.clone()?, date, region, service })
}

/// What a signature of the policy of a form is good for.
pub(super) fn policy(evidence: &Evidence, settings: &Settings) -> Finding {
    searched_policy(evidence, settings).unwrap_or_else(|| suspicion::secret(evidence, settings, 0))
}

fn searched_policy(evidence: &Evidence, settings: &Settings) -> Option<Finding> {
    let text = evidence.string_to_sign.as_slice();
    let key = key(evidence)?;
    let mut search = Search::new(&evidence.provided);
    let plain: Vec<u8> = text.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    if plain != text && search.signs(&key, &plain) {
        let words = "The signature is good for the policy without white space, but the field `policy` has some: it was \
            wrapped or indented.";
        return Some(Finding::new(
            Part::Policy,
            words,
            "Put the base64 policy into the form as it was signed, on one line.",
        ));
    }
    let secrets = secret::variants(evidence, &settings.credentials);
    let found =
        secrets.into_iter().find(|(secret, _)| search.signs(&Key { secret: secret.clone(), ..key.clone() }, text));
    found.map(|(_, finding)| finding)
}

/// What the signature of a chunk, or of the trailers, is good for.
pub(super) fn chunk(evidence: &Evidence, part: &str) -> Finding {
    let remedy = "Let no proxy change or buffer-and-rewrite the body; in a client of your own, sign each chunk over \
        the signature before it.";
    let seed = evidence.claim.signature();
    let text = evidence.string();
    let lines: Vec<&str> = text.split('\n').collect();
    let key = key(evidence);
    if let (Some(key), [algorithm, moment, scope, _, rest @ ..]) = (key, lines.as_slice()) {
        let from_seed = [&[*algorithm, *moment, *scope, seed], rest].concat().join("\n");
        let mut search = Search::new(&evidence.provided);
        if from_seed != text && search.signs(&key, from_seed.as_bytes()) {
            let words = format!(
                "The signature of {part} is good on top of the request's own signature, but each goes on from the one \
                    before it."
            );
            return Finding::new(Part::Payload, words, remedy);
        }
    }
    let words = format!(
        "The request itself is signed well, but the signature of {part} is not that of its bytes: the body was changed \
            after signing, or the client lost the chain of signatures."
    );
    Finding::new(Part::Payload, words, remedy)
}
