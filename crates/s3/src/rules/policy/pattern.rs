//! Wildcards: `*` for anything, `?` for any one character.

/// Whether `text` is what `pattern` stands for.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut read) = (0, 0);
    // Where the last star stands, and up to where it has been tried.
    let mut star = None;
    while read < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(c) if *c == '?' || *c == text[read] => (at, read) = (at + 1, read + 1),
            _ => match star {
                None => return false,
                Some((place, tried)) => {
                    (at, read) = (place + 1, tried + 1);
                    star = Some((place, tried + 1));
                }
            },
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, text: &str, expected: bool) {
        assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
    }

    #[test]
    fn stars_and_question_marks() {
        check("", "", true);
        check("*", "", true);
        check("a*c", "abcbc", true);
        check("a*c", "ac", true);
        check("a*c", "acd", false);
        check("a?c", "abc", true);
        check("a?c", "ac", false);
        check("?", "é", true);
        check("**a*", "xa", true);
        check("*a*b", "aab", true);
        check("*a*b", "aba", false);
        check("abc", "abcd", false);
        check("abcd", "abc", false);
    }
}
