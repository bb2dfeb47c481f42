//! What marks tell: words said, sounds, labels before lines, thoughts in brackets.

use mangakai_script::{Quote, Span};

use crate::director::lexicon::Lexicon;
use crate::director::slice::has_letters;
use crate::director::words::{fold, width};

/// A label before a spoken line (`Alice: ...`) is at most this wide.
const LABEL_WIDTH: f32 = 9.0;

/// Whether the words between the marks are said, not merely named (`the so-called “hero”`).
pub(super) fn is_spoken(story: &str, quote: &Quote) -> bool {
    let inner = &story[quote.inner.start..quote.inner.end];
    let punctuated = inner.chars().any(|c| "。！？…，、.!?,—~～".contains(c));
    let before = story[..quote.outer.start].chars().next_back();
    let after = story[quote.outer.end..].chars().next();
    let glued = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
    let embedded = glued(before) && (glued(after) || after.is_some_and(|c| "。，、,.".contains(c)));
    let spaced_term = before == Some(' ')
        && after.is_none_or(|c| c.is_whitespace() || c == '.' || c == ',')
        && inner.chars().next().is_some_and(char::is_lowercase);
    punctuated || !(embedded || spaced_term) || width(inner) > 12.0
}

/// Whether the marks hold the voice of an animal and nothing else: `一声“喵”`.
pub(super) fn is_cry(story: &str, quote: &Quote, lexicon: &Lexicon) -> bool {
    let inner = fold(&story[quote.inner.start..quote.inner.end]);
    let mut words = lexicon.grammar.animal_sounds.values().flatten();
    words.any(|word| *word == inner)
}

/// Whether the marks hold a sound and nothing else: `“叮——”`. Animals speak with theirs.
pub(super) fn is_sound(story: &str, quote: &Quote, lexicon: &Lexicon) -> bool {
    let inner = fold(&story[quote.inner.start..quote.inner.end]);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let heard: usize = lexicon
        .sounds
        .find(&inner)
        .iter()
        .map(|hit| letters(&inner[hit.start..hit.end]))
        .sum();
    let voices = lexicon.grammar.animal_sounds.values().flatten();
    let animal = voices.into_iter().any(|word| inner.starts_with(word.as_str()));
    heard > 0 && heard == letters(&inner) && !animal
}

/// The name before a colon at the start of a paragraph, as in a play. "Tom said:" is none.
pub(super) fn label(story: &str, paragraph: Span, lexicon: &Lexicon) -> Option<Span> {
    let text = &story[paragraph.start..paragraph.end];
    let colon = text.find([':', '：']).filter(|at| *at > 0)?;
    let name = &text[..colon];
    let plain = name.chars().all(|c| c.is_alphanumeric() || " .'’".contains(c));
    let few_words = name.split(' ').count() <= 3;
    let rest = text[colon..].trim_start_matches([':', '：']);
    let verbs = lexicon.voices.find(&fold(name));
    let says = verbs.iter().any(|verb| verb.start > 0 && verb.end == name.len());
    let fits =
        !says && plain && few_words && width(name) <= LABEL_WIDTH && has_letters(rest) && has_letters(name);
    let starts = name
        .chars()
        .next()
        .is_some_and(|c| !c.is_lowercase() && !c.is_ascii_digit());
    (fits && starts).then_some(Span {
        start: paragraph.start,
        end: paragraph.start + colon,
    })
}

pub(super) fn after_colon(story: &str, label: Span) -> usize {
    label.end + story[label.end..].chars().next().map_or(0, char::len_utf8)
}

/// The inside of round brackets that hold the whole of `span`.
pub(super) fn bracketed(story: &str, span: Span) -> Option<Span> {
    let text = &story[span.start..span.end];
    let inner = text.strip_prefix('（').and_then(|text| text.strip_suffix('）'))?;
    let start = span.start + '（'.len_utf8();
    (!inner.contains('（') && has_letters(inner)).then(|| Span {
        start,
        end: start + inner.len(),
    })
}
