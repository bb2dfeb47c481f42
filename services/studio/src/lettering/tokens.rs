//! A text cut into what is never broken.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::kinsoku::{is_wide, never_first, never_last};
use super::limits::LONGEST_WORD;

/// How a token is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One square character.
    Wide,
    /// Letters side by side; in vertical lines they lie on their side.
    Word,
    /// One narrow character standing in a vertical line.
    Upright,
    /// Two or three narrow characters side by side in one square of a vertical line (tate-chu-yoko).
    Together,
    /// A dash this many squares long.
    Dash(usize),
    /// Dots, so many squares with so many dots each.
    Dots(usize, usize),
}

/// A token of the cleaned text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub text: String,
    /// Its bytes in the cleaned text.
    pub at: Range<usize>,
    /// White before it.
    pub spaced: bool,
    /// Part of what stands before it: broken only in need.
    pub glued: bool,
}

/// The text without what cannot be seen: controls and marks of direction go, all white becomes one space.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !clean.is_empty() && !clean.ends_with(' ') {
                clean.push(' ');
            }
        } else if !c.is_control() && !is_invisible(c) {
            clean.push(c);
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// Format characters that have no shape; joiners and variation selectors stay with their clusters.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xAD | 0x61C | 0x180E | 0x200B | 0x200E | 0x200F | 0x202A..=0x202E
        | 0x2060..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE007F)
}

/// Whether nothing of a cluster is ever drawn.
pub(super) fn is_blank(cluster: &str) -> bool {
    cluster
        .chars()
        .all(|c| matches!(u32::from(c), 0x200C | 0x200D | 0xFE00..=0xFE0F | 0xE0100..=0xE01EF))
}

/// Cuts a cleaned text. `wide` says that it is Chinese or Japanese, `down` that its lines are vertical.
pub(super) fn tokens(text: &str, down: bool, wide: bool) -> Vec<Token> {
    let clusters: Vec<(usize, &str)> = text
        .grapheme_indices(true)
        .filter(|(_, cluster)| !is_blank(cluster))
        .collect();
    let mut tokens = Vec::new();
    let (mut i, mut spaced) = (0, false);
    while i < clusters.len() {
        let (at, cluster) = clusters[i];
        if cluster == " " {
            (i, spaced) = (i + 1, true);
            continue;
        }
        let mut count = clusters[i..]
            .iter()
            .take_while(|(_, other)| *other == cluster)
            .count();
        let end = |i: usize| clusters.get(i).map_or(text.len(), |(at, _)| *at);
        let whole = |kind, count: usize| Token {
            kind,
            text: text[at..end(i + count)].to_owned(),
            at: at..end(i + count),
            spaced,
            glued: false,
        };
        match cluster {
            "—" | "―" if wide => tokens.push(whole(Kind::Dash(count), count)),
            "…" if wide => tokens.push(whole(Kind::Dots(count, 3), count)),
            "‥" if wide => tokens.push(whole(Kind::Dots(count, 2), count)),
            "." if wide && count >= 3 => tokens.push(whole(Kind::Dots(count.div_ceil(3), 3), count)),
            _ => {
                count = run(&clusters[i..], down, wide);
                if count == 0 {
                    count = 1;
                    tokens.push(whole(Kind::Wide, 1));
                } else {
                    narrow(
                        &clusters[i..i + count],
                        end(i + count),
                        down && wide,
                        spaced,
                        &mut tokens,
                    );
                }
            }
        }
        (i, spaced) = (i + count, false);
    }
    tokens
}

/// How many clusters from the first on are set as narrow letters.
fn run(clusters: &[(usize, &str)], down: bool, wide: bool) -> usize {
    // In an alphabet, and in Korean between its spaces, everything is part of a word.
    let square = |cluster: &str| wide && cluster.chars().next().is_some_and(is_wide);
    let letter =
        |cluster: &str| cluster.chars().next().is_some_and(char::is_alphanumeric) && !square(cluster);
    let narrow = |i: usize| {
        let (_, cluster) = clusters[i];
        let c = cluster.chars().next().unwrap_or(' ');
        match c {
            ' ' => false,
            // Full-width digits and marks join the narrow ones in vertical lines: 「１２」, 「！？」.
            '０'..='９' | '！' | '？' | '‼' | '⁇' | '⁈' | '⁉' => down,
            '“' | '”' | '‘' | '’' | '·' | '…' | '‥' | '—' | '―' if wide => {
                let before = i.checked_sub(1).and_then(|i| clusters.get(i));
                let after = clusters.get(i + 1);
                matches!(c, '’' | '·')
                    && before.is_some_and(|(_, b)| letter(b))
                    && after.is_some_and(|(_, a)| letter(a))
            }
            _ => !square(cluster),
        }
    };
    (0..clusters.len()).take_while(|i| narrow(*i)).count()
}

/// Narrow letters: words, and in vertical lines numbers and marks of their own.
fn narrow(clusters: &[(usize, &str)], end: usize, down: bool, spaced: bool, tokens: &mut Vec<Token>) {
    let mut parts: Vec<(Kind, Range<usize>, bool)> = Vec::new();
    let mut i = 0;
    while i < clusters.len() {
        let is_mark = |i: &usize| down && clusters[*i].1.chars().all(|c| "!?！？‼⁇⁈⁉".contains(c));
        let marks = (i..clusters.len()).take_while(is_mark).count();
        if marks > 0 {
            marked(clusters, i, marks, &mut parts);
            i += marks;
            continue;
        }
        let length = (i..clusters.len()).take_while(|i| !is_mark(i)).count();
        let word = &clusters[i..i + length];
        let is_number = word.iter().all(|(_, c)| {
            c.chars()
                .all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
        });
        match length {
            1 if down => parts.push((Kind::Upright, i..i + 1, false)),
            2..=3 if down && is_number => parts.push((Kind::Together, i..i + length, false)),
            _ if down && is_number => {
                parts.extend((i..i + length).map(|j| (Kind::Upright, j..j + 1, j > i)));
            }
            _ => parts.extend(
                pieces(word)
                    .into_iter()
                    .map(|(piece, glued)| (Kind::Word, i + piece.start..i + piece.end, glued)),
            ),
        }
        i += length;
    }
    for (index, (kind, range, glued)) in parts.into_iter().enumerate() {
        let from = clusters[range.start].0;
        let to = clusters.get(range.end).map_or(end, |(at, _)| *at);
        let text: String = clusters[range].iter().map(|(_, cluster)| *cluster).collect();
        tokens.push(Token {
            text: match kind {
                Kind::Together => text.chars().map(half).collect(),
                Kind::Upright => text.chars().map(full_mark).collect(),
                _ => text,
            },
            kind,
            at: from..to,
            spaced: spaced && index == 0,
            glued,
        });
    }
}

/// Marks of shouting: alone full, two or three in one square.
fn marked(
    clusters: &[(usize, &str)],
    from: usize,
    count: usize,
    parts: &mut Vec<(Kind, Range<usize>, bool)>,
) {
    let mut i = from;
    while i < from + count {
        let left = from + count - i;
        let take = match left {
            1 => 1,
            3 => 3,
            _ => 2,
        };
        let alone = take == 1 && "!?！？".contains(clusters[i].1);
        let kind = if alone { Kind::Upright } else { Kind::Together };
        parts.push((kind, i..i + take, i > from));
        i += take;
    }
}

/// A long word in pieces, and each word after its hyphens. The flag marks pieces that belong together.
fn pieces(word: &[(usize, &str)]) -> Vec<(Range<usize>, bool)> {
    let is_joint = |c: &str| matches!(c, "-" | "–" | "—" | "/" | "…");
    let mut pieces = Vec::new();
    let (mut start, mut glued, mut width) = (0, false, 0);
    for i in 1..=word.len() {
        width += if word[i - 1].1.starts_with(is_wide) { 2 } else { 1 };
        let roomy = i < word.len() && i - start >= 3 && word.len() - i >= 3;
        let joint =
            roomy && (is_joint(word[i - 1].1) && !is_joint(word[i].1) || begins_thai_word(&word[i..]));
        let sticks =
            i < word.len() && (word[i].1.starts_with(never_first) || word[i - 1].1.ends_with(never_last));
        let long = roomy && width >= LONGEST_WORD && (!sticks || width >= 2 * LONGEST_WORD);
        if i == word.len() || joint || long {
            pieces.push((start..i, glued));
            (start, glued, width) = (i, !joint, 0);
        }
    }
    pieces
}

/// Thai puts no spaces between words: a word begins with a vowel that is written before its consonant, or is one of
/// the little words.
const THAI_BEGINNINGS: [&str; 11] = ["เ", "แ", "โ", "ใ", "ไ", "ที่", "ว่า", "ของ", "ซึ่ง", "จาก", "กับ"];

fn begins_thai_word(rest: &[(usize, &str)]) -> bool {
    let next: String = rest.iter().take(3).map(|(_, cluster)| *cluster).collect();
    THAI_BEGINNINGS
        .iter()
        .any(|beginning| next.starts_with(beginning))
}

/// The narrow form of a full-width digit or mark.
fn half(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// A single mark stands in a square of its own; a digit does so as it is.
fn full_mark(c: char) -> char {
    match c {
        '!' => '！',
        '?' => '？',
        '０'..='９' => half(c),
        c => c,
    }
}
