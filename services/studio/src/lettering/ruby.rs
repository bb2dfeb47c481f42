//! Reading aids: small letters beside the base in vertical lines, above it in horizontal ones.

use std::ops::Range;

use kurbo::{Affine, BezPath};

use super::limits::RUBY;
use super::units::Unit;

/// A base in the text with its reading.
pub(super) struct Aid {
    pub base: Range<usize>,
    pub reading: String,
}

/// Finds the bases one after another; a base that is not in the text is left out.
pub(super) fn find(text: &str, pairs: &[(String, String)]) -> Vec<Aid> {
    let mut found: Vec<Aid> = Vec::new();
    let mut from = 0;
    for (base, reading) in pairs {
        let (base, reading) = (base.trim(), super::tokens::clean(reading));
        if base.is_empty() || reading.is_empty() {
            continue;
        }
        let Some(at) = text.get(from..).and_then(|rest| rest.find(base)) else {
            continue;
        };
        let start = from + at;
        from = start + base.len();
        found.push(Aid {
            base: start..from,
            reading,
        });
    }
    found
}

/// The units of a base as one, with its reading. A reading longer than its base spreads the base.
pub(super) fn join(
    base: &[Unit],
    reading: &str,
    down: bool,
    mut set: impl FnMut(&str, bool) -> (BezPath, f64),
) -> Unit {
    let length: f64 = base
        .iter()
        .enumerate()
        .map(|(i, unit)| unit.advance + if i == 0 { 0.0 } else { unit.gap })
        .sum();
    let letters: Vec<(BezPath, f64)> = reading
        .chars()
        .map(|c| set(c.encode_utf8(&mut [0; 4]), down))
        .collect();
    let read: f64 = letters.iter().map(|(_, advance)| advance * RUBY).sum();
    // A little may hang over the neighbours.
    let whole = length.max(read - 0.3);
    let mut joined = Unit {
        advance: whole,
        ..base.first().cloned().unwrap_or_default()
    };
    joined.glyphs = BezPath::new();
    let along = |at: f64| if down { (0.0, at) } else { (at, 0.0) };
    let mut at = (whole - length) / 2.0;
    for (i, unit) in base.iter().enumerate() {
        at += if i == 0 { 0.0 } else { unit.gap };
        joined
            .glyphs
            .extend(Affine::translate(along(at)) * unit.glyphs.clone());
        at += unit.advance;
    }
    let air = ((whole - read) / letters.len().max(1) as f64).max(0.0);
    let mut at = (whole - read).min(0.0) / 2.0 + air / 2.0;
    for (glyph, advance) in letters {
        let place = if down { (0.78, at) } else { (at, -0.98) };
        joined
            .glyphs
            .extend(Affine::translate(place) * Affine::scale(RUBY) * glyph);
        at += advance * RUBY + air;
    }
    joined.blank = (0.0, 0.0);
    joined
}
