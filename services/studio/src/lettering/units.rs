//! Tokens with their shapes: what lines are made of. Lengths are ems, so one unit serves every size.

use kurbo::{Affine, BezPath, Rect, Shape};

use super::breaks::Breaks;
use super::direction::{Levels, is_back};
use super::face::{Face, Flow};
use super::kinsoku::{self, is_closing, is_east_asian, is_opening};
use super::letters::{dash, dots, line, set, together};
use super::limits::{BETWEEN, LEADING, REACH};
use super::ruby::{self, Aid};
use super::tokens::{Kind, Token, clean, tokens};
use super::voice::Voice;

/// What is never broken, shaped. The pen starts at the origin: on the baseline, or at the top of a column around
/// x = 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    pub glyphs: BezPath,
    pub advance: f64,
    /// White before it, unless it begins a line.
    pub gap: f64,
    /// Cost of a line break before it.
    pub penalty: f64,
    /// Blank of its own before and after its ink, cut at the ends of a line.
    pub blank: (f64, f64),
    /// Levels of direction: of the white before it, and of itself.
    pub levels: (u8, u8),
}

/// A text ready for lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Writing {
    pub units: Vec<Unit>,
    /// Vertical lines, right to left.
    pub down: bool,
    /// Chinese or Japanese.
    pub wide: bool,
    /// With reading aids.
    pub aided: bool,
    /// How far a line reaches above and below the middle of its capitals.
    pub reach: (f64, f64),
    /// Characters that no face has.
    pub missing: Vec<char>,
}

impl Writing {
    /// Distance of lines.
    pub(super) fn leading(&self) -> f64 {
        let (narrow, wide, aids) = LEADING;
        let plain = if self.wide { wide } else { narrow };
        let plain = plain.max(self.reach.0 + self.reach.1 + BETWEEN);
        if self.aided { plain + aids } else { plain }
    }

    /// Length of all units in one line.
    pub(super) fn length(&self) -> f64 {
        self.units.iter().map(|unit| unit.advance + unit.gap).sum()
    }
}

/// Shapes a text. `aids` are pairs of base and reading.
pub(super) fn write(
    text: &str,
    aids: &[(String, String)],
    down: bool,
    language: &str,
    voice: &Voice,
) -> Writing {
    let text = clean(text);
    let wide = is_east_asian(&text);
    let down = down && wide;
    let levels = Levels::of(&text).filter(|_| !down);
    let mut tokens = tokens(&text, down, wide);
    if let Some(levels) = &levels {
        tokens = levels.cut(tokens);
    }
    let breaks = Breaks::new(&text, wide, language);
    let mut missing = Vec::new();
    let mut units: Vec<Unit> = Vec::with_capacity(tokens.len());
    for (i, token) in tokens.iter().enumerate() {
        let at = |byte: usize| levels.as_ref().map_or(0, |levels| levels.at(byte));
        let (before, own) = (at(token.at.start.saturating_sub(1)), at(token.at.start));
        let mut unit = shape(token, own, down, wide, voice, &mut missing);
        unit.levels = (before, own);
        if token.spaced {
            unit.gap = if wide { 0.4 } else { space(voice) };
        }
        if let Some(before) = i.checked_sub(1).map(|i| &tokens[i]) {
            unit.penalty = breaks.penalty(before, token);
            squeeze(before, token, units.last_mut(), &mut unit);
        }
        units.push(unit);
    }
    let aids = ruby::find(&text, aids);
    let mut writing = Writing {
        aided: !aids.is_empty(),
        reach: reach(&units, wide),
        units,
        down,
        wide,
        missing,
    };
    set_aids(&mut writing, &tokens, &aids, voice);
    let mut seen = std::collections::HashSet::new();
    writing.missing.retain(|c| seen.insert(*c));
    writing
}

fn set_aids(writing: &mut Writing, tokens: &[Token], aids: &[Aid], voice: &Voice) {
    for aid in aids.iter().rev() {
        let covered = |token: &Token| token.at.start < aid.base.end && aid.base.start < token.at.end;
        let Some(first) = tokens.iter().position(covered) else {
            continue;
        };
        let count = tokens[first..].iter().take_while(|token| covered(token)).count();
        let missing = &mut writing.missing;
        let joined = ruby::join(
            &writing.units[first..first + count],
            &aid.reading,
            writing.down,
            |text, down| set(text, if down { Flow::Down } else { Flow::Across }, voice, missing),
        );
        writing.units.splice(first..first + count, [joined]);
    }
}

/// How far lines of an alphabet reach above and below the middle of their capitals: marks are stacked high in some.
fn reach(units: &[Unit], wide: bool) -> (f64, f64) {
    let ink = units.iter().filter(|unit| !wide && !unit.glyphs.is_empty());
    ink.map(|unit| unit.glyphs.bounding_box())
        .fold((REACH, REACH), |(above, below), ink| {
            (above.max(-0.36 - ink.y0), below.max(ink.y1 + 0.36))
        })
}

/// Width of a space between words.
fn space(voice: &Voice) -> f64 {
    let width: f64 = voice
        .face_of(" ")
        .map(|face| {
            face.shape(" ", Flow::Across)
                .iter()
                .map(|glyph| glyph.advance)
                .sum()
        })
        .unwrap_or_default();
    if width > 0.0 { width.clamp(0.2, 0.5) } else { 0.3 }
}

/// Two marks with blank between them share half a square.
fn squeeze(before: &Token, token: &Token, last: Option<&mut Unit>, unit: &mut Unit) {
    let (Some(a), Some(b), Some(last)) = (before.text.chars().last(), token.text.chars().next(), last) else {
        return;
    };
    if before.kind != Kind::Wide || token.kind != Kind::Wide {
        return;
    }
    if is_closing(a) && (is_closing(b) || is_opening(b)) || is_opening(a) && is_opening(b) {
        let blank = if is_closing(a) { last.blank.1 } else { unit.blank.0 };
        unit.gap -= blank.min(0.5);
    }
}

fn shape(token: &Token, level: u8, down: bool, wide: bool, voice: &Voice, missing: &mut Vec<char>) -> Unit {
    let plain = |(glyphs, advance): (BezPath, f64)| Unit {
        glyphs,
        advance,
        ..Unit::default()
    };
    match token.kind {
        Kind::Dash(ems) => plain(dash(ems as f64, down)),
        Kind::Dots(ems, each) => plain(dots(ems, each, down)),
        Kind::Wide if down => standing(token, voice, missing),
        Kind::Wide => lying(token, voice, missing),
        Kind::Together => plain(together(&token.text, voice, missing)),
        Kind::Upright => {
            let (path, width) = set(&token.text, Flow::Across, voice, missing);
            let middle = path.bounding_box();
            let x = if path.elements().is_empty() {
                -width / 2.0
            } else {
                -middle.center().x
            };
            let wide_mark = token.text.chars().all(|c| "！？".contains(c));
            let height = if wide_mark || width > 0.8 { 1.0 } else { 0.86 };
            let y = height / 2.0
                - if middle.is_finite() {
                    middle.center().y
                } else {
                    0.0
                };
            plain((Affine::translate((x, y)) * path, height))
        }
        Kind::Word if down => {
            let (path, width) = line(&token.text, voice, missing);
            // On its side, the middle of its capitals on the axis of the column.
            let turned = Affine::rotate(std::f64::consts::FRAC_PI_2) * Affine::translate((0.06, 0.36)) * path;
            plain((turned, width + 0.12))
        }
        Kind::Word => {
            let flow = if is_back(level) { Flow::Back } else { Flow::Across };
            let (path, width) = set(&token.text, flow, voice, missing);
            let air = if wide { 0.06 } else { 0.0 };
            plain((Affine::translate((air, 0.0)) * path, width + 2.0 * air))
        }
    }
}

/// A square character in a vertical line.
fn standing(token: &Token, voice: &Voice, missing: &mut Vec<char>) -> Unit {
    let c = token.text.chars().next().unwrap_or(' ');
    let c = match c {
        '“' => '『',
        '”' => '』',
        '‘' => '「',
        '’' => '」',
        c => c,
    };
    let text: String = std::iter::once(c).chain(token.text.chars().skip(1)).collect();
    let (mut path, advance) = set(&text, Flow::Down, voice, missing);
    path = Affine::translate((0.0, (1.0 - advance) / 2.0)) * path;
    if "、。，．".contains(c) && voice.face_of(&text).is_some() {
        // In the upper right of the square, whatever the font thinks.
        let ink = path.bounding_box();
        path = Affine::translate((0.29 - ink.center().x, 0.26 - ink.center().y)) * path;
    }
    let unformed = |face: &Face| {
        let shaped = face.shape(&text, Flow::Down);
        shaped.first().map(|glyph| glyph.id) == face.plain(c)
    };
    if kinsoku::is_turned(c) && voice.face_of(&text).is_some_and(unformed) {
        let middle = Affine::translate((0.0, 0.5));
        path = middle * Affine::rotate(std::f64::consts::FRAC_PI_2) * middle.inverse() * path;
    }
    // Brackets keep close to what they hold.
    let ink = path.bounding_box();
    let held = voice.face_of(&text).is_some();
    if held && "「『（【《〈〔".contains(c) {
        path = Affine::translate((0.0, 0.96 - ink.y1)) * path;
    } else if held && "」』）】》〉〕".contains(c) {
        path = Affine::translate((0.0, 0.04 - ink.y0)) * path;
    }
    let blank = blank(c, &path.bounding_box(), |ink| (ink.y0, 1.0 - ink.y1));
    Unit {
        glyphs: path,
        advance: 1.0,
        blank,
        ..Unit::default()
    }
}

/// A square character in a horizontal line.
fn lying(token: &Token, voice: &Voice, missing: &mut Vec<char>) -> Unit {
    let (path, advance) = set(&token.text, Flow::Across, voice, missing);
    let c = token.text.chars().next().unwrap_or(' ');
    let blank = blank(c, &path.bounding_box(), |ink| (ink.x0, advance - ink.x1));
    Unit {
        glyphs: path,
        advance,
        blank,
        ..Unit::default()
    }
}

/// Blank before an opening and after a closing mark.
fn blank(c: char, ink: &Rect, sides: impl Fn(&Rect) -> (f64, f64)) -> (f64, f64) {
    let (before, after) = sides(ink);
    let part = |blank: f64| (blank - 0.08).clamp(0.0, 0.6);
    match (is_opening(c), is_closing(c)) {
        (true, _) => (part(before), 0.0),
        (_, true) => (0.0, part(after)),
        _ => (0.0, 0.0),
    }
}
