//! Letters that belong to the book, not to a panel: the title, page numbers.

use kurbo::{Affine, BezPath, Rect, Shape};

use crate::lettering::Voice;

/// Size at which letters are measured, in pixels.
const MEASURE: f64 = 100.0;

/// A longer title ends in "…".
const MOST_LETTERS: usize = 160;

/// Most lines of a title.
const MOST_LINES: usize = 4;

/// From one line to the next, in letter heights.
const LEADING: f64 = 1.12;

/// Letters lean out of their advance a little.
const WITHIN: f64 = 0.97;

/// A line of letters on its baseline, beginning at 0, 0.
pub(super) struct Line {
    glyphs: Vec<BezPath>,
    /// In pixels.
    pub length: f64,
}

impl Line {
    /// The letters around a point.
    pub fn centred(&self, (x, y): (f64, f64)) -> Vec<BezPath> {
        let bounds = bounds(&self.glyphs);
        let moved = Affine::translate((x - bounds.center().x, y - bounds.center().y));
        self.glyphs.iter().map(|glyph| moved * glyph.clone()).collect()
    }
}

/// A line of text, `px` high.
pub(super) fn line(text: &str, language: &str, px: f64) -> Line {
    let (glyphs, length) = Voice::speaking(text, language).shape(text, px);
    Line {
        glyphs: vec![glyphs],
        length,
    }
}

/// Smallest rectangle around all letters.
pub(super) fn bounds(glyphs: &[BezPath]) -> Rect {
    glyphs
        .iter()
        .filter(|glyph| !glyph.is_empty())
        .map(Shape::bounding_box)
        .reduce(|a, b| a.union(b))
        .unwrap_or_default()
}

/// A title in lines, centred at 0, 0.
pub(super) struct Block {
    /// One path a line.
    pub glyphs: Vec<BezPath>,
    /// Height of a letter in pixels.
    pub px: f64,
}

/// The title as large as `width` and `height` allow, but not larger than `most` pixels a letter.
pub(super) fn block(text: &str, language: &str, (width, height): (f64, f64), most: f64) -> Block {
    let shortened: String;
    let text = match text.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => {
            shortened = format!("{}…", &text[..end]);
            &shortened
        }
        None => text,
    };
    let units = units(text);
    let wide = text.chars().any(is_wide);
    // Letters of a comic for Latin; the hand-written face has all of the others.
    let voice = if wide {
        Voice::speaking(text, language)
    } else {
        Voice::sounding(text)
    };
    let length = |text: &str| voice.shape(text.trim(), MEASURE).1 / MEASURE;
    let mut best: Option<(f64, Vec<String>)> = None;
    for lines in 1..=MOST_LINES.min(units.len()) {
        let Some(lines) = broken(&units, lines, &length) else {
            continue;
        };
        let longest = lines.iter().map(|line| length(line)).fold(0.01, f64::max);
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        let px = (width * WITHIN / longest)
            .min(height / (lines.len() as f64 * LEADING))
            .min(most);
        // Fewer lines win unless more of them make the letters clearly larger.
        if best.as_ref().is_none_or(|(least, _)| px > least * 1.15) {
            best = Some((px, lines));
        }
    }
    let (px, lines) = best.unwrap_or((most, Vec::new()));
    let mut glyphs = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let (letters, length) = voice.shape(line.trim(), px);
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        let down = (index as f64 - (lines.len() as f64 - 1.0) / 2.0) * px * LEADING + px * 0.36;
        let to = Affine::translate((-length / 2.0, down));
        glyphs.push(to * letters);
    }
    Block { glyphs, px }
}

fn is_wide(c: char) -> bool {
    c as u32 >= 0x2e80 && !('가'..='힣').contains(&c)
}

/// What may stand at the end of a line: words, and single characters of scripts without spaces, each with the
/// punctuation that may not begin a line.
fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut joined = false;
    for c in text.chars() {
        let closes = "、。，．！？!?…」』）)】》〉ー～〜ゃゅょっァィゥェォャュョッ・：；".contains(c);
        let opens = "「『（(【《〈".contains(c);
        let breaks = is_wide(c) && !closes;
        match units.last_mut() {
            Some(last) if joined || closes => last.push(c),
            Some(last)
                if !breaks
                    && !last.ends_with(char::is_whitespace)
                    && !last.chars().next_back().is_some_and(is_wide) =>
            {
                last.push(c);
            }
            Some(last) if c.is_whitespace() => last.push(c),
            _ => units.push(c.to_string()),
        }
        joined = opens;
    }
    units
}

/// The units in so many lines, the longest of them as short as can be.
fn broken(units: &[String], lines: usize, length: &dyn Fn(&str) -> f64) -> Option<Vec<String>> {
    let joined = |from: usize, to: usize| units[from..to].concat();
    let mut upto = vec![0.0];
    for unit in units {
        upto.push(upto[upto.len() - 1] + length(unit));
    }
    let span = |from: usize, to: usize| upto[to] - upto[from];
    let mut best = vec![vec![(f64::INFINITY, 0); units.len() + 1]; lines + 1];
    best[0][0].0 = 0.0;
    for line in 0..lines {
        for from in 0..units.len() {
            for to in from + 1..=units.len() {
                let longest = best[line][from].0.max(span(from, to));
                if longest < best[line + 1][to].0 {
                    best[line + 1][to] = (longest, from);
                }
            }
        }
    }
    best[lines][units.len()].0.is_finite().then(|| {
        let mut to = units.len();
        let mut broken: Vec<String> = (0..lines)
            .rev()
            .map(|line| {
                let from = best[line + 1][to].1;
                let text = joined(from, to);
                to = from;
                text
            })
            .collect();
        broken.reverse();
        broken
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_fits_its_room_whatever_its_script() {
        for title in [
            "X",
            "Lantern",
            "雨の屋上で、もう一度",
            "小狗和它的家",
            "비 오는 옥상에서 다시 한번",
            "الفانوس المضيء",
            "A very long title that goes on, and on, and on",
            &"雨の夜。".repeat(400),
            "（笑）!?",
            "",
        ] {
            let block = block(title, "ja", (1400.0, 500.0), 260.0);
            let bounds = bounds(&block.glyphs);
            assert!(
                bounds.width() <= 1401.0 && bounds.height() <= 520.0,
                "{title}: {bounds:?}"
            );
            assert!(block.px > 20.0, "{title}: {}", block.px);
        }
    }

    #[test]
    fn lines_break_between_words_and_never_before_a_comma() {
        assert_eq!(units("Two words"), ["Two ", "words"]);
        assert_eq!(units("雨、雪"), ["雨、", "雪"]);
        assert_eq!(units("「雨」"), ["「雨」"]);
        assert_eq!(units("다시 한번"), ["다시 ", "한번"]);
    }
}
