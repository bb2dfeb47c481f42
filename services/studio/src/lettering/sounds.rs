//! Sound words: letters that grow along an arc, drawn into the picture where nothing important is.

use kurbo::{Affine, BezPath, Point, Rect, Shape as _, Vec2};
use mangakai_script::{ReadingDirection, SoundEffect};
use unicode_segmentation::UnicodeSegmentation;

use super::direction::Levels;
use super::geometry::shared;
use super::kinsoku::{is_east_asian, is_turned};
use super::letters::line;
use super::limits::{FACE_GAP, MIN_SOUND, SOUND, SOUND_LENGTH};
use super::mark::Mark;
use super::search::margin;
use super::staging::Staging;
use super::tokens::clean;
use super::voice::Voice;
use crate::random::Random;

/// A sound word in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Sound {
    /// Its number in the script.
    pub source: usize,
    /// The letters.
    pub text: String,
    /// Box of everything drawn, in pixels.
    pub area: Rect,
    /// Size of its middle letters, in pixels.
    pub text_px: f64,
    /// From top to bottom.
    pub vertical: bool,
    /// Whether it found a free place.
    pub free: bool,
}

/// Sizes tried, as parts of the wanted one.
const PARTS: [f64; 7] = [1.0, 0.86, 0.74, 0.63, 0.54, 0.46, 0.38];
const GRID: usize = 14;

/// The letters of a word around the origin.
struct Word {
    letters: Vec<BezPath>,
    boxes: Vec<Rect>,
    whole: Rect,
    px: f64,
    vertical: bool,
}

/// Places sound words clear of faces and of `taken`; their marks are appended, and characters without a shape.
pub(super) fn place(
    sounds: &[SoundEffect],
    taken: &[Rect],
    staging: &Staging,
    direction: ReadingDirection,
    seed: u64,
    (marks, missing): (&mut Vec<Mark>, &mut Vec<char>),
) -> Vec<Sound> {
    let mut placed: Vec<Sound> = Vec::new();
    let mut taken = taken.to_vec();
    for (source, sound) in sounds.iter().enumerate() {
        let text = clean(&sound.text);
        if text.is_empty() {
            continue;
        }
        let letters = Voice::sounding(&text).spelled(&text);
        let strength = usize::from(sound.intensity.clamp(1, 3)) - 1;
        let seed = seed ^ (source as u64 + 77).wrapping_mul(0x2545_F491_4F6C_DD1D);
        let Some((word, at, free)) = best(&letters, strength, &taken, staging, direction, seed, missing)
        else {
            continue;
        };
        let area = word.whole + at;
        let moved = |path: &BezPath| Affine::translate(at) * path.clone();
        for letter in &word.letters {
            marks.push(Mark::stroke(moved(letter), 0.20 * word.px, 255));
        }
        for letter in &word.letters {
            marks.push(Mark::fill(moved(letter), 0));
        }
        taken.extend(word.boxes.iter().map(|rect| *rect + at));
        placed.push(Sound {
            source,
            text,
            area,
            text_px: word.px,
            vertical: word.vertical,
            free,
        });
    }
    placed
}

fn best(
    text: &str,
    strength: usize,
    taken: &[Rect],
    staging: &Staging,
    direction: ReadingDirection,
    seed: u64,
    missing: &mut Vec<char>,
) -> Option<(Word, Vec2, bool)> {
    let side = staging.width.min(staging.height);
    let letters = text.graphemes(true).count().max(1) as f64;
    let wide = is_east_asian(text);
    let flows: &[bool] = match (wide, direction) {
        (false, _) => &[false],
        (true, ReadingDirection::Rtl) => &[true, false],
        (true, _) => &[false, true],
    };
    let mut least: Option<(f64, Word, Vec2)> = None;
    for (number, part) in PARTS.into_iter().enumerate() {
        for (other, vertical) in flows.iter().copied().enumerate() {
            let along = SOUND_LENGTH * if vertical { staging.height } else { staging.width };
            let room = along / (letters * if wide { 1.05 } else { 0.62 });
            let px = (SOUND[strength] * side * part).min(room).max(1.0);
            let angles: &[f64] = if vertical { &[0.06, -0.08] } else { &[-0.13, 0.09] };
            for angle in angles {
                let word = word(text, px, vertical, *angle, seed, missing);
                let Some((cost, at)) = cheapest(&word, taken, staging, direction) else {
                    continue;
                };
                let cost = cost + 6.0 * number as f64 + 2.0 * other as f64;
                if least.as_ref().is_none_or(|(least, ..)| cost < *least) {
                    least = Some((cost, word, at));
                }
            }
        }
        let enough = least
            .as_ref()
            .is_some_and(|(cost, ..)| *cost < 16.0 + 6.0 * number as f64);
        let px = SOUND[strength] * side * part;
        if enough || (px < MIN_SOUND * staging.scale && least.is_some()) {
            break;
        }
    }
    least.map(|(cost, word, at)| (word, at, cost < HARD))
}

/// Cost of lying over a face or a bubble.
const HARD: f64 = 1000.0;

fn cheapest(
    word: &Word,
    taken: &[Rect],
    staging: &Staging,
    direction: ReadingDirection,
) -> Option<(f64, Vec2)> {
    let (width, height) = (staging.width, staging.height);
    let margin = margin(staging).min(0.02 * width.min(height));
    let (x0, x1) = (margin - word.whole.x0, width - margin - word.whole.x1);
    let (y0, y1) = (margin - word.whole.y0, height - margin - word.whole.y1);
    if x1 < x0 || y1 < y0 {
        return None;
    }
    let gap = FACE_GAP * staging.scale;
    let mut best: Option<(f64, Vec2)> = None;
    for i in 0..=GRID {
        for j in 0..=GRID {
            let part = |k: usize| k as f64 / GRID as f64;
            let at = Vec2::new(x0 + (x1 - x0) * part(i), y0 + (y1 - y0) * part(j));
            let mut cost = 0.0;
            for letter in &word.boxes {
                let letter = *letter + at;
                let over = |rects: &mut dyn Iterator<Item = Rect>, gap: f64| {
                    let rects = rects.map(|rect| shared(&letter, &rect.inflate(gap, gap)));
                    rects.sum::<f64>() / letter.area().max(1.0)
                };
                let share = over(&mut taken.iter().copied(), gap)
                    + over(&mut staging.faces.iter().map(|face| face.rect), gap);
                if share > 0.0 {
                    cost += HARD * (1.0 + share);
                }
                cost += 14.0 / word.boxes.len() as f64 * over(&mut staging.bodies.iter().copied(), 0.0);
                cost += 9.0 / word.boxes.len() as f64 * over(&mut staging.props.iter().copied(), 0.0);
                if let Some(detail) = &staging.detail {
                    cost += 14.0 / word.boxes.len() as f64 * detail.mean(&letter, width, height);
                }
            }
            // Beside what happens, lower than the words, towards the side where reading ends.
            let centre = word.whole.center() + at;
            let ahead = match direction {
                ReadingDirection::Rtl => centre.x / width,
                _ => 1.0 - centre.x / width,
            };
            cost += 1.5 * ahead + 2.5 * (centre.y / height - 0.62).abs();
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, at));
            }
        }
    }
    best
}

fn word(text: &str, px: f64, vertical: bool, angle: f64, seed: u64, missing: &mut Vec<char>) -> Word {
    let mut random = Random(seed);
    let voice = Voice::sounding(text);
    let letters: Vec<&str> = if is_joined(text) {
        vec![text]
    } else {
        text.graphemes(true).collect()
    };
    let shapes: Vec<(BezPath, f64)> = letters
        .into_iter()
        .map(|cluster| {
            let (path, advance) = line(cluster, &voice, missing);
            let turned = vertical && cluster.chars().all(is_turned);
            (if turned { quarter(&path) } else { path }, advance)
        })
        .collect();
    let n = shapes.len();
    let mut letters = Vec::new();
    let mut along = 0.0;
    for (i, (path, advance)) in shapes.into_iter().enumerate() {
        let t = if n < 2 { 0.5 } else { i as f64 / (n as f64 - 1.0) };
        let size = px * (0.86 + 0.36 * t + random.between(-0.05, 0.05));
        let bend = (t * std::f64::consts::PI).sin() * px;
        let turn = random.between(-0.10, 0.10);
        let ink = path.bounding_box();
        let empty = path.elements().is_empty();
        // Tight: sound words are drawn, not set.
        let step = match (empty, vertical) {
            (true, _) => 0.4,
            (_, true) => ink.height().max(0.3) + 0.10,
            (_, false) => (ink.width() + 0.07).min(advance.max(0.2) + 0.1),
        } * size;
        if !empty {
            let c = ink.center();
            let at = if vertical {
                Vec2::new(bend * 0.14, along + step / 2.0)
            } else {
                // On one line: what is low stays low.
                Vec2::new(along + step / 2.0, (c.y + 0.36) * size - bend * 0.18)
            };
            letters.push(
                Affine::translate(at)
                    * Affine::rotate(turn)
                    * Affine::skew(-0.12, 0.0)
                    * Affine::scale_non_uniform(size, size * 1.06)
                    * Affine::translate((-c.x, -c.y))
                    * path,
            );
        }
        along += step;
    }
    let middle = bounds(&letters).center();
    for letter in &mut letters {
        *letter = Affine::rotate(angle) * Affine::translate(Point::ORIGIN - middle) * std::mem::take(letter);
    }
    let edge = 0.11 * px;
    let boxes: Vec<Rect> = letters
        .iter()
        .map(|path| path.bounding_box().inflate(edge, edge))
        .collect();
    Word {
        whole: boxes
            .iter()
            .copied()
            .reduce(|a, b| a.union(b))
            .unwrap_or_default(),
        letters,
        boxes,
        px,
        vertical,
    }
}

/// Writing from right to left is drawn as one: its letters are joined.
fn is_joined(text: &str) -> bool {
    Levels::of(text).is_some()
}

fn quarter(path: &BezPath) -> BezPath {
    Affine::rotate(std::f64::consts::FRAC_PI_2) * path.clone()
}

fn bounds(paths: &[BezPath]) -> Rect {
    paths
        .iter()
        .map(|path| path.bounding_box())
        .reduce(|a, b| a.union(b))
        .unwrap_or_default()
}
