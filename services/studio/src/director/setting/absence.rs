//! What words are not meant: absent, or a part of a name.

use crate::director::lexicon::Lexicon;
use crate::director::names;
use crate::director::words::WordList;

/// So many characters after a Japanese word may say that the thing is not there.
const ABSENCE_REACH: usize = 6;

/// Whether words around a thing say that it is not there: "forgot the umbrella".
pub(in crate::director) fn is_absent(folded: &str, start: usize, end: usize, lexicon: &Lexicon) -> bool {
    let absent = &lexicon.grammar.absent;
    if lexicon.grammar.spaced {
        let mut before = names::words_before(folded, start).take(3);
        return before.any(|word| absent.iter().any(|other| other == word));
    }
    if !lexicon.grammar.subject_marks.is_empty() {
        let after: String = folded[end..].chars().take(ABSENCE_REACH).collect();
        return absent.iter().any(|word| after.contains(word.as_str()));
    }
    let before = names::tail(&folded[..start], 6);
    absent.iter().any(|word| before.contains(word.as_str()))
}

/// `folded` with every name in it made illegible, byte for byte.
pub(in crate::director) fn masked(folded: &str, names: &WordList<usize>) -> String {
    let mut masked = folded.to_owned();
    for hit in names.find(folded) {
        let filler: String = folded[hit.start..hit.end]
            .chars()
            .map(|c| match c.len_utf8() {
                1 => "x",
                2 => "\u{df}",
                3 => "\u{e000}",
                _ => "\u{f0000}",
            })
            .collect();
        masked.replace_range(hit.start..hit.end, &filler);
    }
    masked
}
