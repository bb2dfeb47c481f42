//! Slices of the story: cut at clauses, words or anywhere, joined while they fit.

use mangakai_script::{Span, is_abbreviation, is_blank, trimmed};

use super::words::width;

/// Whether there is a letter or digit in `text`.
pub(super) fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// `span` cut at commas, then at spaces, then anywhere, into parts no wider than `limit`.
pub(super) fn pieces(story: &str, span: Span, limit: f32) -> Vec<Span> {
    if width(&story[span.start..span.end]) <= limit {
        return vec![span];
    }
    let commas = |c: char| matches!(c, '，' | '、' | ',' | ';' | '；' | '：' | '—' | '\n' | '。' | '…');
    let clauses = split_after(story, span, commas);
    let fine = clauses.into_iter().flat_map(|clause| {
        if width(&story[clause.start..clause.end]) <= limit {
            vec![clause]
        } else {
            hard_cut(story, clause, limit)
        }
    });
    join_while(story, &fine.collect::<Vec<_>>(), limit)
}

fn hard_cut(story: &str, span: Span, limit: f32) -> Vec<Span> {
    let words = split_after(story, span, is_blank);
    let cut = words.into_iter().flat_map(|word| {
        let mut parts = Vec::new();
        let (mut start, mut wide) = (word.start, 0.0);
        for (at, c) in story[word.start..word.end].char_indices() {
            wide += if c.is_ascii() { 0.45 } else { 1.0 };
            if wide > limit {
                parts.push(Span {
                    start,
                    end: word.start + at,
                });
                (start, wide) = (word.start + at, 1.0);
            }
        }
        parts.push(Span { start, end: word.end });
        parts.retain(|part| part.start < part.end);
        parts
    });
    join_while(story, &cut.collect::<Vec<_>>(), limit)
}

/// `span` cut after every run of characters that `ends` accepts, but not within "7:30" or after "Mr."; trimmed, empty parts
/// left out.
pub(super) fn split_after(story: &str, span: Span, ends: impl Fn(char) -> bool) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = span.start;
    let mut ended = false;
    for (at, c) in story[span.start..span.end].char_indices() {
        let at = span.start + at;
        let closes = ends(c) || matches!(c, '」' | '』' | '”' | '’' | ')' | '）' | '"');
        if ended && !closes {
            if !is_within_a_word(&story[start..at], c) {
                push(&mut parts, story, Span { start, end: at });
                start = at;
            }
            ended = false;
        }
        ended = ended || ends(c);
    }
    push(&mut parts, story, Span { start, end: span.end });
    parts
}

/// Whether the mark at the end of `before` belongs to a number or a word that goes on with `next`.
fn is_within_a_word(before: &str, next: char) -> bool {
    let mut backwards = before.chars().rev();
    let (mark, last) = (backwards.next(), backwards.next());
    let glued = next.is_ascii_alphanumeric() && last.is_some_and(|c| c.is_ascii_alphanumeric());
    match mark {
        Some('.') => glued || is_abbreviation(before),
        Some(',' | ':') => glued,
        _ => false,
    }
}

fn push(parts: &mut Vec<Span>, story: &str, span: Span) {
    let span = trimmed(story, span);
    if span.start < span.end {
        parts.push(span);
    }
}

/// Joins neighbours while the whole stays within `limit`.
pub(super) fn join_while(story: &str, parts: &[Span], limit: f32) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    let mut wide = 0.0;
    for part in parts {
        let more = width(&story[part.start..part.end]) + 0.45;
        match joined.last_mut() {
            Some(last) if wide + more <= limit => {
                last.end = part.end;
                wide += more;
            }
            _ => {
                joined.push(*part);
                wide = more;
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, marks: &str) -> Vec<String> {
        let whole = Span {
            start: 0,
            end: text.len(),
        };
        let parts = split_after(text, whole, |c| marks.contains(c));
        parts
            .iter()
            .map(|part| text[part.start..part.end].to_owned())
            .collect()
    }

    #[test]
    fn marks_within_numbers_and_after_short_words_part_nothing() {
        for whole in [
            "at 7:30 in the evening",
            "1,000 of 3.5",
            "I saw Mr. Fox",
            "J. R. Smith",
        ] {
            assert_eq!(parts(whole, ".,:"), [whole]);
        }
        assert_eq!(parts("He ran, fell. Up!", ".,:"), ["He ran,", "fell.", "Up!"]);
        assert_eq!(parts("“No.” She left.", "."), ["“No.”", "She left."]);
        assert_eq!(parts("他说,好", ","), ["他说,", "好"]);
    }
}
