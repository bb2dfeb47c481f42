//! What a line break costs, place by place.

use super::kinsoku::{self, FORBIDDEN, is_closing, is_pause};
use super::phrases;
use super::tokens::{Kind, Token};

/// Where lines may break.
pub(super) struct Breaks {
    /// Bytes at which a phrase begins.
    phrases: Vec<usize>,
    wide: bool,
    japanese: bool,
}

impl Breaks {
    pub(super) fn new(text: &str, wide: bool, language: &str) -> Breaks {
        let kana = |c| ('\u{3041}'..='\u{30ff}').contains(&c);
        let japanese = phrases::is_japanese(language) || text.chars().any(kana);
        Breaks {
            phrases: if wide {
                phrases::ends(text, japanese)
            } else {
                Vec::new()
            },
            wide,
            japanese,
        }
    }

    /// Cost of a break between two tokens.
    pub(super) fn penalty(&self, before: &Token, token: &Token) -> f64 {
        let a = before.text.chars().last().unwrap_or(' ');
        let b = token.text.chars().next().unwrap_or(' ');
        if self.wide {
            let sticks = token.glued && token.kind != Kind::Word;
            if sticks || kinsoku::never_first(b) || kinsoku::never_last(a) {
                return FORBIDDEN;
            }
            if token.glued {
                return 6.0;
            }
            if !self.japanese && kinsoku::leans_back(b) && !is_pause(a) {
                return 12.0;
            }
            let (between, within) = if self.japanese { (0.7, 9.0) } else { (2.0, 7.0) };
            let pause =
                is_pause(a) || is_closing(a) && !"”’".contains(a) || matches!(before.kind, Kind::Dots(..));
            return match (pause, token.spaced, self.phrases.binary_search(&token.at.start)) {
                (true, ..) => 0.0,
                (_, true, _) => 0.3,
                (.., Ok(_)) => between,
                (.., Err(_)) => within,
            };
        }
        let marks = |token: &Token, of: fn(char) -> bool| token.text.chars().all(of);
        if marks(token, kinsoku::never_first) || marks(before, kinsoku::never_last) {
            return FORBIDDEN;
        }
        if token.glued {
            return 6.0;
        }
        let little = before.text.chars().count() <= 3 && before.text.chars().all(char::is_alphabetic);
        match (is_pause(a), token.spaced, little) {
            (true, ..) => 0.0,
            (_, false, _) => 1.0,
            (_, _, true) => 0.9,
            _ => 0.5,
        }
    }
}
