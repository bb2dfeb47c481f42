//! Where a long line is cut for two bubbles.

use super::kinsoku::{is_closing, is_east_asian, never_first, never_last};

/// The two halves of a line, cut after a sentence if one ends near the middle, else at a pause, else at a phrase.
pub(super) fn halves<'a>(text: &'a str, language: &str) -> Option<(&'a str, &'a str)> {
    let places = places(text, language);
    let whole = text.chars().count().max(1) as f64;
    let cost = |&(at, rank): &(usize, f64)| {
        let before = text[..at].chars().count() as f64 / whole;
        (before - 0.5).abs() * 4.0 + rank
    };
    let (at, _) = places
        .into_iter()
        .filter(|(at, _)| {
            let before = text[..*at].chars().count() as f64 / whole;
            (0.2..=0.8).contains(&before)
        })
        .min_by(|a, b| cost(a).total_cmp(&cost(b)))?;
    Some((text[..at].trim_end(), text[at..].trim_start()))
}

/// Bytes at which a text may be cut, each with its cost.
fn places(text: &str, language: &str) -> Vec<(usize, f64)> {
    let mut places = Vec::new();
    let wide = is_east_asian(text);
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let end = at + c.len_utf8();
        let Some(&(_, next)) = characters.peek() else {
            break;
        };
        if never_first(next) || never_last(c) || !wide && !next.is_whitespace() {
            continue;
        }
        let last = text[..end]
            .chars()
            .rev()
            .find(|c| !is_closing(*c) || "。，、".contains(*c));
        match last {
            Some('。' | '！' | '？' | '!' | '?' | '.' | '…') => places.push((end, 0.0)),
            Some('、' | '，' | ',' | ';' | '；' | ':' | '：') => places.push((end, 0.5)),
            _ if next.is_whitespace() => places.push((end, 0.9)),
            _ => {}
        }
    }
    if wide {
        for at in super::phrases::ends(text, super::phrases::is_japanese(language)) {
            let next = text[at..].chars().next();
            if next.is_some_and(|next| !never_first(next)) && !text[..at].ends_with(never_last) {
                places.push((at, 1.1));
            }
        }
    }
    places
}
