//! Writing from right to left: which way each letter runs, and in which order a line is set.

use unicode_bidi::{BidiInfo, Level};

use super::tokens::{Kind, Token};

/// How deep every byte of a text lies in writing from left to right (even) and from right to left (odd).
pub(super) struct Levels(Vec<Level>);

impl Levels {
    /// None when all of the text runs from left to right.
    pub(super) fn of(text: &str) -> Option<Levels> {
        let info = BidiInfo::new(text, None);
        info.has_rtl().then_some(Levels(info.levels))
    }

    /// The level of the character at a byte.
    pub(super) fn at(&self, byte: usize) -> u8 {
        self.0.get(byte).map_or(0, Level::number)
    }

    /// Words cut where their direction changes.
    pub(super) fn cut(&self, tokens: Vec<Token>) -> Vec<Token> {
        tokens.into_iter().flat_map(|token| self.cut_one(token)).collect()
    }

    fn cut_one(&self, token: Token) -> Vec<Token> {
        if token.kind != Kind::Word || token.text.len() != token.at.len() {
            return vec![token];
        }
        let mut parts: Vec<Token> = Vec::new();
        for (at, c) in token.text.char_indices() {
            let byte = token.at.start + at;
            match parts.last_mut() {
                Some(part) if self.at(part.at.start) == self.at(byte) => {
                    part.text.push(c);
                    part.at.end = byte + c.len_utf8();
                }
                before => {
                    let is_first = before.is_none();
                    parts.push(Token {
                        kind: token.kind,
                        text: c.to_string(),
                        at: byte..byte + c.len_utf8(),
                        spaced: token.spaced && is_first,
                        glued: token.glued || !is_first,
                    });
                }
            }
        }
        parts
    }

    /// The text in pieces of one direction, from left to right; the flag marks those from right to left.
    pub(super) fn runs<'a>(&self, text: &'a str) -> Vec<(&'a str, bool)> {
        let mut runs: Vec<(usize, usize, u8)> = Vec::new();
        for (at, c) in text.char_indices() {
            let (level, end) = (self.at(at), at + c.len_utf8());
            match runs.last_mut() {
                Some(run) if run.2 == level => run.1 = end,
                _ => runs.push((at, end, level)),
            }
        }
        let levels: Vec<u8> = runs.iter().map(|run| run.2).collect();
        visual(&levels)
            .into_iter()
            .map(|i| (&text[runs[i].0..runs[i].1], is_back(runs[i].2)))
            .collect()
    }
}

/// Whether a level runs from right to left.
pub(super) fn is_back(level: u8) -> bool {
    level % 2 == 1
}

/// Numbers of things on a line from left to right, given their levels in the order in which they are read.
pub(super) fn visual(levels: &[u8]) -> Vec<usize> {
    let levels: Vec<Level> = levels
        .iter()
        .map(|level| Level::new(*level).unwrap_or_else(|_| Level::ltr()))
        .collect();
    BidiInfo::reorder_visual(&levels)
}
