//! The list as text.

use regex::{Regex, RegexBuilder};

use super::{Finding, Severity, plain::plain};

/// Largest compiled pattern, in bytes: a list must not be able to take the memory.
const MAX_PATTERN_BYTES: usize = 1 << 20;

/// A line that is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the moderation list: {problem}")]
pub struct BadWordList {
    /// From 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

/// What is looked for.
pub enum Rule {
    Word(String, Finding),
    Pattern(Regex, Finding),
}

/// Every rule of a list; empty lines and comments are passed over.
pub fn parse(text: &str) -> Result<Vec<Rule>, BadWordList> {
    let lines = text.lines().map(str::trim_end).zip(1..);
    lines
        .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
        .map(|(line, number)| {
            rule(line).map_err(|problem| BadWordList {
                line: number,
                problem,
            })
        })
        .collect()
}

fn rule(line: &str) -> Result<Rule, String> {
    let mut fields = line.splitn(3, '\t');
    let (Some(verdict), Some(reason), Some(wanted)) = (fields.next(), fields.next(), fields.next()) else {
        return Err("is not `verdict<tab>reason<tab>word`".to_owned());
    };
    let severity = match verdict {
        "hold" => Severity::Hold,
        "refuse" => Severity::Refuse,
        other => return Err(format!("`{other}` is neither hold nor refuse")),
    };
    if reason.is_empty()
        || !reason
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    {
        return Err("the reason must be a name in snake case".to_owned());
    }
    let finding = Finding {
        severity,
        reason: reason.to_owned(),
    };
    let pattern = wanted.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    if let Some(pattern) = pattern {
        let built = RegexBuilder::new(pattern).size_limit(MAX_PATTERN_BYTES).build();
        return built
            .map(|pattern| Rule::Pattern(pattern, finding))
            .map_err(|error| error.to_string());
    }
    let word = plain(wanted).trim().to_owned();
    if word.is_empty() {
        return Err("looks for nothing".to_owned());
    }
    Ok(Rule::Word(word, finding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_no_rule_is_named() {
        for (text, line) in [
            ("# fine\n\nhold\tx", 3),
            ("allow\tx\ty", 1),
            ("hold\tBad Reason\ty", 1),
            ("hold\tx\t\u{200b}", 1),
            ("hold\tx\ty\nhold\tx\t/(/", 2),
        ] {
            assert_eq!(parse(text).err().map(|error| error.line), Some(line), "{text}");
        }
        assert!(parse("").is_ok_and(|rules| rules.is_empty()));
    }
}
