//! A guide of `docs/` as a program: its blocks are run as they stand, in their order. Only the port is another.
//!
//! A block tells by its info string what it is: `sh` is run, all of a guide in one shell; one with `file=NAME` becomes a
//! file; `text` is what the block before it prints, where a line `...` stands for any lines. What readers need not see
//! stands in comments: `<!-- test: needs TOOL … -->`, `<!-- test: serve ARGUMENT … -->` for a server that is not started
//! by default, and before a block that is not run, `<!-- test: skip, REASON -->`.

use std::fmt::Write as _;
use std::path::Path;

/// The port in every guide.
const PORT: &str = ":9000";

/// A guide, read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Guide {
    /// Commands that have to be there. One with a slash lies below the folder of installed clients.
    pub needs: Vec<String>,
    /// What the server is started with: options, and variables as `NAME=VALUE`.
    pub serve: Vec<String>,
    /// What is done.
    pub steps: Vec<Step>,
}

/// A block, and the line on which it begins.
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// Counted from 1.
    pub line: usize,
    /// What is done with it.
    pub deed: Deed,
}

/// What is done with a block.
#[derive(Debug, PartialEq, Eq)]
pub enum Deed {
    /// Run by bash.
    Run(String),
    /// Written to a file.
    File(String, String),
    /// Compared with what the last run printed.
    Prints(String),
}

impl Guide {
    /// Reads a page.
    #[must_use]
    pub fn read(page: &str) -> Self {
        let mut guide = Self::default();
        let mut lines = page.lines().enumerate();
        let mut skip = false;
        while let Some((at, line)) = lines.next() {
            let line = line.trim_start();
            if let Some(told) = line.strip_prefix("<!-- test: ").and_then(|rest| rest.strip_suffix(" -->")) {
                skip |= guide.told(told);
            } else if let Some(info) = line.strip_prefix("```") {
                let block: Vec<_> =
                    lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim() != "```").collect();
                let text = block.iter().fold(String::new(), |text, line| text + line + "\n");
                if !std::mem::take(&mut skip) {
                    guide.steps.push(Step { line: at + 1, deed: deed(info, text, at + 1) });
                }
            }
        }
        guide
    }

    /// Takes in a comment. Whether it says to skip the next block.
    fn told(&mut self, told: &str) -> bool {
        let (what, rest) = told.split_once([' ', ',']).unwrap_or((told, ""));
        let words = rest.split_whitespace().map(str::to_owned);
        match what {
            "needs" => self.needs.extend(words),
            "serve" => self.serve.extend(words),
            "skip" => {
                assert!(words.count() > 0, "a block is skipped without a reason");
                return true;
            }
            other => panic!("a test comment says {other:?}"),
        }
        false
    }

    /// The guide as a script for bash, in which the server has another port. What the n-th step prints goes to the file of
    /// that number in `outputs`.
    #[must_use]
    pub fn script(&self, port: u16, outputs: &Path) -> String {
        let mut script = "set -euo pipefail\n".to_owned();
        for (number, Step { line, deed }) in self.steps.iter().enumerate() {
            let said = match deed {
                Deed::Run(text) => {
                    let (text, file) = (with_port(text, port), outputs.join(number.to_string()));
                    writeln!(script, "echo 'line {line}' >&2\n{{\n{text}}} >'{}'", file.display())
                }
                Deed::File(name, text) => {
                    let text = with_port(text, port);
                    writeln!(
                        script,
                        "mkdir -p \"$(dirname '{name}')\"\ncat >'{name}' <<'END OF FILE'\n{text}END OF FILE"
                    )
                }
                Deed::Prints(_) => Ok(()),
            };
            said.expect("a string takes what is written to it");
        }
        script
    }

    /// What the steps printed that is not what the guide says, in words.
    #[must_use]
    pub fn differences(&self, port: u16, outputs: &Path) -> Vec<String> {
        let mut wrong = Vec::new();
        for (number, Step { line, deed }) in self.steps.iter().enumerate() {
            let Deed::Prints(expected) = deed else { continue };
            let run = self.steps[..number].iter().rposition(|step| matches!(step.deed, Deed::Run(_)));
            let run = run.unwrap_or_else(|| panic!("line {line}: nothing ran before it"));
            let printed = std::fs::read_to_string(outputs.join(run.to_string())).unwrap_or_default();
            let expected = with_port(expected, port);
            let (wanted, got): (Vec<_>, Vec<_>) = (lines(&expected), lines(&printed));
            if !matches(&wanted, &got) {
                wrong.push(format!("line {line} promises\n{expected}but this was printed:\n{printed}"));
            }
        }
        wrong
    }
}

/// What a block is to be used for.
fn deed(info: &str, text: String, line: usize) -> Deed {
    let mut words = info.split_whitespace();
    let language = words.next().unwrap_or_default();
    match (words.find_map(|word| word.strip_prefix("file=")), language) {
        (Some(name), _) => Deed::File(name.to_owned(), text),
        (None, "sh") => Deed::Run(text),
        (None, "text") => Deed::Prints(text),
        (None, other) => panic!("line {line}: a block of {other:?} that nobody runs: give it file=NAME, or skip it"),
    }
}

fn with_port(text: &str, port: u16) -> String {
    text.replace(PORT, &format!(":{port}"))
}

fn lines(text: &str) -> Vec<&str> {
    text.trim_end().lines().map(str::trim_end).collect()
}

/// Whether the lines are those wanted, of which `...` is any number.
fn matches(wanted: &[&str], got: &[&str]) -> bool {
    match (wanted.split_first(), got.split_first()) {
        (Some((&"...", rest)), _) => (0..=got.len()).any(|skipped| matches(rest, &got[skipped..])),
        (Some((first, rest)), Some((line, more))) => first == line && matches(rest, more),
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_steps_and_comments_settings() {
        let page = "# A tool\n<!-- test: needs tool data/bin/python -->\n<!-- test: serve --bucket photos A=b -->\n\n\
                    ```sh\ntool http://localhost:9000\n```\nIt prints:\n```text\none\n...\n```\n\
                    <!-- test: skip, it needs a cluster -->\n```yaml\na: b\n```\n```python file=a/b.py\nprint(1)\n```\n";
        let guide = Guide::read(page);
        assert_eq!(guide.needs, ["tool", "data/bin/python"]);
        assert_eq!(guide.serve, ["--bucket", "photos", "A=b"]);
        let steps: Vec<_> = guide.steps.iter().map(|step| (step.line, &step.deed)).collect();
        let (run, file) = ("tool http://localhost:9000\n".to_owned(), "print(1)\n".to_owned());
        let expected = [
            (5, &Deed::Run(run)),
            (9, &Deed::Prints("one\n...\n".to_owned())),
            (17, &Deed::File("a/b.py".to_owned(), file)),
        ];
        assert_eq!(steps, expected);
        let script = guide.script(7, Path::new("/out"));
        assert!(script.contains("tool http://localhost:7\n} >'/out/0'\n"), "{script}");
    }

    #[test]
    #[should_panic(expected = "line 1: a block of \"python\" that nobody runs")]
    fn a_block_that_nobody_runs_is_none() {
        let _ = Guide::read("```python\n```\n");
    }

    #[test]
    fn three_dots_are_any_lines() {
        assert!(matches(&["a", "...", "b"], &["a", "b"]));
        assert!(matches(&["a", "...", "b"], &["a", "x", "b", "b"]));
        assert!(!matches(&["a", "...", "b"], &["a", "x"]));
        assert!(!matches(&["a"], &["a", "b"]) && !matches(&["a", "b"], &["a"]));
    }
}
