//! Which fonts speak: cluster by cluster the first one that has it, and Latin letters for what none has.

use kurbo::{Affine, BezPath};
use unicode_segmentation::UnicodeSegmentation;

use super::face::Face;
use super::fonts::{
    ARABIC, BLACK_KANA, CHINESE, COMIC, DEVANAGARI, EMOJI, Font, HEBREW, JAPANESE, KOREAN, LOUD, LOUD_RELIEF,
    RARE_KOREAN, RELIEF, SYMBOLS, THAI,
};
use super::kinsoku::is_east_asian;
use super::letters::line;
use super::phrases::is_japanese;
use super::tokens::is_blank;

/// For every other script, after the fonts that a text asks for by its language.
static OTHERS: [&Font; 9] = [
    &RELIEF,
    &KOREAN,
    &RARE_KOREAN,
    &THAI,
    &HEBREW,
    &ARABIC,
    &DEVANAGARI,
    &SYMBOLS,
    &EMOJI,
];

/// Fonts in the order in which they are asked for a cluster.
pub(crate) struct Voice {
    fonts: Vec<&'static Font>,
}

impl Voice {
    /// For bubbles and boxes.
    pub(crate) fn speaking(text: &str, language: &str) -> Voice {
        let (first, last): (&[&'static Font], &[&'static Font]) =
            match (is_east_asian(text), is_japanese(language)) {
                (true, true) => (&[&JAPANESE, &CHINESE, &COMIC], &[]),
                (true, false) => (&[&CHINESE, &JAPANESE, &COMIC], &[]),
                (false, _) => (&[&COMIC], &[&JAPANESE, &CHINESE]),
            };
        Voice::new(first, last, text)
    }

    /// For sound words.
    pub(crate) fn sounding(text: &str) -> Voice {
        let (first, last): (&[&'static Font], &[&'static Font]) = if is_east_asian(text) {
            (&[&BLACK_KANA, &CHINESE, &JAPANESE, &COMIC], &[])
        } else {
            (&[&LOUD, &LOUD_RELIEF, &COMIC], &[&CHINESE, &JAPANESE])
        };
        Voice::new(first, last, text)
    }

    fn new(first: &[&'static Font], last: &[&'static Font], text: &str) -> Voice {
        let mut fonts: Vec<&'static Font> = [first, &OTHERS, last].concat();
        if !is_east_asian(text) {
            lead(&mut fonts, text);
        }
        Voice { fonts }
    }

    /// Letters on a line from the origin to the right, and the advance, `px` pixels large.
    pub(crate) fn shape(&self, text: &str, px: f64) -> (BezPath, f64) {
        let (path, advance) = line(&self.spelled(text), self, &mut Vec::new());
        (Affine::scale(px) * path, advance * px)
    }

    /// The face of a cluster: what a reader sees as one character.
    pub(super) fn face_of(&self, cluster: &str) -> Option<&'static Face> {
        let mut faces = self.fonts.iter().filter_map(|font| font.face());
        faces.find(|face| face.has_all(cluster))
    }

    /// The text with Latin letters for the characters that no font has. A character of which nobody knows how it is
    /// read stays.
    pub(super) fn spelled(&self, text: &str) -> String {
        let has = |cluster: &str| cluster == " " || is_blank(cluster) || self.face_of(cluster).is_some();
        let letters = |c: char| {
            let alone = c.to_string();
            if has(&alone) {
                alone
            } else {
                any_ascii::any_ascii_char(c).to_owned()
            }
        };
        let mut spelled = String::with_capacity(text.len());
        for cluster in text.graphemes(true) {
            let told: String = if has(cluster) {
                cluster.to_owned()
            } else {
                cluster.chars().map(letters).collect()
            };
            spelled.push_str(if is_blank(told.trim()) { cluster } else { &told });
        }
        spelled
    }
}

/// The letters of a text are of one hand where one font has them all: "đ" looks like the "d" beside it.
fn lead(fonts: &mut [&'static Font], text: &str) {
    let is_letter = |cluster: &&str| cluster.chars().next().is_some_and(char::is_alphanumeric);
    let has_all = |font: &&'static Font| {
        let mut letters = text.graphemes(true).filter(is_letter);
        font.face()
            .is_some_and(|face| letters.all(|cluster| face.has_all(cluster)))
    };
    if let Some(at) = fonts.iter().position(has_all) {
        fonts[..=at].rotate_right(1);
    }
}
