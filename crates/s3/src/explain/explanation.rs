//! What is kept and shown of one refusal. It holds no secret, no signature and no token, and is bounded in size.

use std::fmt::Write as _;

use serde::Serialize;

use super::finding::Finding;

/// The most that is kept of one text, in bytes.
const LONGEST: usize = 4096;

/// Why one request was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The id that the answer carried.
    pub request_id: String,
    /// When it was refused, by the server's clock.
    pub time: String,
    /// The method.
    pub method: String,
    /// The host that the request came to.
    pub host: String,
    /// Path and query, without what only the signer should know.
    pub target: String,
    /// The status of the answer.
    pub status: u16,
    /// Its error code.
    pub code: String,
    /// Its message.
    pub message: String,
    /// How the request was signed.
    pub signature: String,
    /// The access key that it names.
    pub access_key: Option<String>,
    /// What was found, the likeliest first; never empty.
    pub findings: Vec<Finding>,
    /// What S3 signs for the request as it came.
    pub canonical_request: Option<String>,
    /// What the client signed, where that was found out.
    pub signed_request: Option<String>,
}

impl Explanation {
    /// The finding in one line.
    #[must_use]
    pub fn finding(&self) -> &str {
        self.findings.first().map_or("", |finding| finding.words.as_str())
    }

    /// The whole, for a person.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut line = |name: &str, value: &str| {
            if !value.is_empty() {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "{name:<12}{value}");
            }
        };
        line("Request", &self.request_id);
        line("Time", &self.time);
        line("Asked", &format!("{} {}", self.method, self.target));
        line("Host", &self.host);
        line("Signed", &self.signature);
        line("Access key", self.access_key.as_deref().unwrap_or_default());
        line("Answered", &format!("{} {}: {}", self.status, self.code, self.message));
        for finding in &self.findings {
            let _ = write!(text, "\n{}\n→ {}\n", finding.words, finding.remedy);
        }
        for (title, request) in [
            ("What the client signed", &self.signed_request),
            ("What S3 signs for the request as it came", &self.canonical_request),
        ] {
            if let Some(request) = request {
                let _ = write!(text, "\n{title}:\n");
                for line in request.lines() {
                    let _ = writeln!(text, "    {line}");
                }
            }
        }
        text
    }

    /// The whole, for a program.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The same with every text as `change` makes it.
    pub(super) fn without(mut self, change: impl Fn(&str) -> String) -> Self {
        let words = self.findings.iter_mut().flat_map(|finding| [&mut finding.words, &mut finding.remedy]);
        let requests = [&mut self.canonical_request, &mut self.signed_request].into_iter().flatten();
        let lines = [&mut self.host, &mut self.target, &mut self.message];
        for text in lines.into_iter().chain(&mut self.access_key).chain(words).chain(requests) {
            *text = change(text);
        }
        self
    }

    /// Cuts what is longer than anybody reads, and takes control characters out of what goes on one line.
    pub(super) fn bound(mut self) -> Self {
        let lines = [&mut self.method, &mut self.host, &mut self.target, &mut self.code, &mut self.message];
        for text in lines.into_iter().chain([&mut self.signature]).chain(&mut self.access_key) {
            *text = one_line(text, LONGEST / 4);
        }
        for finding in &mut self.findings {
            finding.words = one_line(&finding.words, LONGEST / 2);
            finding.remedy = one_line(&finding.remedy, LONGEST / 4);
        }
        for request in [&mut self.canonical_request, &mut self.signed_request].into_iter().flatten() {
            *request = cut(request, LONGEST);
        }
        self
    }
}

fn one_line(text: &str, most: usize) -> String {
    cut(&text.replace(|c: char| c.is_control(), "\u{fffd}"), most)
}

fn cut(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(most);
    format!("{}… ({} bytes)", &text[..end], text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::finding::Part;

    fn explanation() -> Explanation {
        Explanation {
            request_id: "ABC".into(),
            time: "2026-01-01T00:00:00.000Z".into(),
            method: "GET".into(),
            host: "localhost:9000".into(),
            target: "/b/k".into(),
            status: 403,
            code: "SignatureDoesNotMatch".into(),
            message: "It does not match.".into(),
            signature: "Signature Version 4 in a presigned URL".into(),
            access_key: Some("alice".into()),
            findings: vec![Finding::new(Part::Host, "It is the host.", "Give an alias.")],
            canonical_request: Some("GET\n/b/k".into()),
            signed_request: None,
        }
    }

    #[test]
    fn a_person_reads_text() {
        let expected = "Request     ABC\nTime        2026-01-01T00:00:00.000Z\nAsked       GET /b/k\nHost        \
            localhost:9000\n\
            Signed      Signature Version 4 in a presigned URL\nAccess key  alice\n\
            Answered    403 SignatureDoesNotMatch: It does not match.\n\nIt is the host.\n→ Give an alias.\n\n\
            What S3 signs for the request as it came:\n    GET\n    /b/k\n";
        assert_eq!(explanation().text(), expected);
    }

    #[test]
    fn a_program_reads_json() {
        let json: serde_json::Value = serde_json::from_str(&explanation().json()).unwrap();
        assert_eq!((&json["requestId"], &json["status"]), (&"ABC".into(), &403.into()));
        assert_eq!((&json["findings"][0]["part"], &json["signedRequest"]), (&"host".into(), &serde_json::Value::Null));
    }

    #[test]
    fn it_is_bounded_and_keeps_to_its_lines() {
        let long = || "a long line of é\n".repeat(10_000);
        let findings = vec![Finding::new(Part::Host, long(), long())];
        let all =
            Explanation { target: long(), message: long(), canonical_request: Some(long()), findings, ..explanation() }
                .bound();
        assert!(all.text().len() < 5 * LONGEST, "{}", all.text().len());
        assert!(!all.finding().contains('\n') && !all.target.contains('\n'));
        assert_eq!(explanation().bound(), explanation());
    }
}
