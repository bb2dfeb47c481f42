//! Paragraphs, quotations and sentences of a story, by marks alone. The validators and the rule-based director
//! read the story through the same functions.

use crate::Span;

/// Opening marks of speech with their closing ones.
const QUOTE_PAIRS: [(char, char); 10] = [
    ('“', '”'),
    ('"', '"'),
    ('「', '」'),
    ('『', '』'),
    ('‘', '’'),
    ('«', '»'),
    ('‹', '›'),
    ('„', '“'),
    ('〝', '〟'),
    ('＂', '＂'),
];

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 12] = [
    "mr", "mrs", "ms", "dr", "st", "prof", "sr", "jr", "vs", "e.g", "i.e", "capt",
];

/// Lines shorter than this many characters are never joined with the next one.
const WRAPPED_LINE_CHARS: usize = 40;

/// Words between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// With its marks.
    pub outer: Span,
    /// Without them, white space trimmed.
    pub inner: Span,
    /// The opening mark.
    pub mark: char,
}

/// True for what may stand around text without being part of it: white space, control characters, byte order mark.
#[must_use]
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}' || c == '\u{200b}'
}

/// The part of `span` without blank characters at its ends.
#[must_use]
pub fn trimmed(story: &str, span: Span) -> Span {
    let text = &story[span.start..span.end];
    let start = span.start + (text.len() - text.trim_start_matches(is_blank).len());
    let end = span.end - (text.len() - text.trim_end_matches(is_blank).len());
    Span {
        start: start.min(end.max(span.start)),
        end: end.max(start.min(end.max(span.start))),
    }
}

/// Paragraphs: lines, except that hard-wrapped lines of one paragraph count as one. Blank ones are left out.
#[must_use]
pub fn paragraphs(story: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut line_start = 0;
    for (at, _) in story.match_indices('\n') {
        let line = story[line_start..at].trim_matches(is_blank);
        line_start = at + 1;
        if !continues(line, &story[line_start..]) {
            push_trimmed(&mut found, story, Span { start, end: at });
            start = line_start;
        }
    }
    push_trimmed(
        &mut found,
        story,
        Span {
            start,
            end: story.len(),
        },
    );
    found
}

/// Whether the paragraph of `line` goes on in `rest`, the text after the line break.
fn continues(line: &str, rest: &str) -> bool {
    let (Some(last), Some(next)) = (line.chars().next_back(), rest.chars().next()) else {
        return false;
    };
    if !last.is_ascii() || line.chars().take(WRAPPED_LINE_CHARS).count() < WRAPPED_LINE_CHARS {
        return false;
    }
    // Lines that begin with figures are entries of a list or a log.
    let entry = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '*' | '[' | '{' | '<'))
    };
    if entry(rest) {
        return false;
    }
    (last.is_ascii_alphanumeric() || matches!(last, ',' | ';' | '-')) && !is_blank(next)
        || next.is_lowercase()
}

fn push_trimmed(found: &mut Vec<Span>, story: &str, span: Span) {
    let span = trimmed(story, span);
    if span.start < span.end {
        found.push(span);
    }
}

/// Everything between quotation marks, outermost marks only. What is never closed ends with its paragraph.
#[must_use]
pub fn quotes(story: &str) -> Vec<Quote> {
    let mut found = Vec::new();
    for paragraph in paragraphs(story) {
        let mut at = paragraph.start;
        while let Some((start, mark, closing)) = next_opening(story, at, paragraph.end) {
            let inside = start + mark.len_utf8();
            let end = closing_mark(story, inside, paragraph.end, mark, closing);
            let outer = Span {
                start,
                end: end.map_or(paragraph.end, |end| end + closing.len_utf8()),
            };
            let inner = trimmed(
                story,
                Span {
                    start: inside,
                    end: end.unwrap_or(paragraph.end),
                },
            );
            if inner.start < inner.end {
                found.push(Quote { outer, inner, mark });
            }
            at = outer.end;
        }
    }
    found
}

fn next_opening(story: &str, from: usize, end: usize) -> Option<(usize, char, char)> {
    let mut before = story[..from].chars().next_back();
    for (at, c) in story[from..end].char_indices() {
        if let Some((open, close)) = QUOTE_PAIRS.iter().find(|(open, _)| *open == c) {
            let glued = before.is_some_and(char::is_alphanumeric);
            let apostrophe = *open == '‘' && glued;
            let inches = *open == '"' && before.is_some_and(|c| c.is_ascii_digit());
            if !apostrophe && !inches {
                return Some((from + at, *open, *close));
            }
        }
        before = Some(c);
    }
    None
}

fn closing_mark(story: &str, from: usize, end: usize, mark: char, closing: char) -> Option<usize> {
    let mut depth = 1_usize;
    let text = &story[from..end];
    for (at, c) in text.char_indices() {
        if c == closing {
            let after = text[at + c.len_utf8()..].chars().next();
            if closing == '’' && after.is_some_and(char::is_alphabetic) {
                continue;
            }
            depth -= 1;
            if depth == 0 {
                return Some(from + at);
            }
        } else if c == mark {
            depth += 1;
        }
    }
    None
}

/// Sentences: a quotation is never cut, and belongs to the sentence around it.
#[must_use]
pub fn sentences(story: &str) -> Vec<Span> {
    let quotes = quotes(story);
    let mut found = Vec::new();
    for paragraph in paragraphs(story) {
        split_sentences(story, paragraph, &quotes, &mut found);
    }
    found
}

fn split_sentences(story: &str, paragraph: Span, quotes: &[Quote], found: &mut Vec<Span>) {
    let mut quote = quotes.partition_point(|quote| quote.outer.end <= paragraph.start);
    let mut start = paragraph.start;
    let mut at = paragraph.start;
    while at < paragraph.end {
        if let Some(here) = quotes.get(quote).filter(|quote| quote.outer.start <= at) {
            at = here.outer.end.max(at);
            quote += 1;
            continue;
        }
        let Some(c) = story[at..].chars().next() else {
            break;
        };
        let after = at + c.len_utf8();
        if ends_sentence(&story[start..after], &story[after..paragraph.end]) {
            push_trimmed(found, story, Span { start, end: after });
            start = after;
        }
        at = after;
    }
    push_trimmed(
        found,
        story,
        Span {
            start,
            end: paragraph.end,
        },
    );
}

/// Whether `text` ends a sentence before `rest`.
fn ends_sentence(text: &str, rest: &str) -> bool {
    let next = rest.chars().next();
    if next.is_some_and(|c| is_terminal(c) || matches!(c, '.' | ')' | '）' | '”' | '"' | '」' | '』' | '’'))
    {
        return false;
    }
    let mut backwards = text.chars().rev();
    let last = match backwards.next() {
        Some(')' | '）' | '”' | '"' | '」' | '』' | '’') => backwards.next(),
        last => last,
    };
    match last {
        Some('。' | '！' | '？' | '!' | '?' | '｡') => true,
        Some('…') => next.is_none_or(|c| c == ' '),
        Some('.') => next.is_none_or(is_blank) && !is_abbreviation(text) && !is_list_number(text),
        _ => false,
    }
}

fn is_terminal(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…' | '｡')
}

/// Whether the full stop at the end of `text` only shortens a word: "Mr.", "J.".
pub fn is_abbreviation(text: &str) -> bool {
    let word = text
        .trim_end_matches('.')
        .rsplit(is_blank)
        .next()
        .unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// "1." before the first step of a list.
fn is_list_number(text: &str) -> bool {
    let number = text.trim_start_matches(is_blank).trim_end_matches('.');
    (1..=2).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(story: &str, spans: &[Span]) -> Vec<String> {
        spans
            .iter()
            .map(|span| story[span.start..span.end].to_owned())
            .collect()
    }

    fn inner(story: &str) -> Vec<String> {
        quotes(story)
            .iter()
            .map(|quote| story[quote.inner.start..quote.inner.end].to_owned())
            .collect()
    }

    #[test]
    fn quotations_of_every_kind_are_found() {
        assert_eq!(
            inner("「はい『いいえ』」と彼は言った。『では』"),
            ["はい『いいえ』", "では"]
        );
        assert_eq!(
            inner("“你好！”他说。\"Hi,\" she said. «Oui.»"),
            ["你好！", "Hi,", "Oui."]
        );
        assert_eq!(inner("‘I don’t know,’ said Tom’s dad."), ["I don’t know,"]);
    }

    #[test]
    fn an_unclosed_quotation_ends_with_its_paragraph() {
        assert_eq!(inner("\"Hello\nWorld \"again\""), ["Hello", "again"]);
        assert_eq!(inner("「あ\n「い」"), ["あ", "い"]);
    }

    #[test]
    fn sentences_end_where_readers_pause() {
        let story = "Mr. Fox ran. \"Stop! Now!\" he cried. It was 3.5 miles... Far.";
        assert_eq!(
            texts(story, &sentences(story)),
            [
                "Mr. Fox ran.",
                "\"Stop! Now!\" he cried.",
                "It was 3.5 miles...",
                "Far."
            ]
        );
        let list = "1. Peel it. 2. Cut it.\n3. Eat it in 1999. Enjoy.";
        assert_eq!(
            texts(list, &sentences(list)),
            ["1. Peel it.", "2. Cut it.", "3. Eat it in 1999.", "Enjoy."]
        );
        let story = "雨下了。“走！”他说。\n　夜、静か……だった。";
        assert_eq!(
            texts(story, &sentences(story)),
            ["雨下了。", "“走！”他说。", "夜、静か……だった。"]
        );
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let story = "The old lighthouse keeper climbed the stairs\nand lit the lamp. Nobody came that night, not even\nthe gulls.\n\nMorning.";
        assert_eq!(paragraphs(story).len(), 2);
        assert_eq!(sentences(story).len(), 3);
    }
}
