//! Letters as shapes one after another. Lengths are ems.

use kurbo::{Affine, BezPath, Circle, Rect, Shape};
use unicode_segmentation::UnicodeSegmentation;

use super::direction::Levels;
use super::face::{Face, Flow};
use super::tokens::is_blank;
use super::voice::Voice;

/// Two or three letters side by side in one square of a column.
pub(super) fn together(text: &str, voice: &Voice, missing: &mut Vec<char>) -> (BezPath, f64) {
    let (path, _) = set(text, Flow::Across, voice, missing);
    let ink = path.bounding_box();
    if path.elements().is_empty() || !ink.is_finite() {
        return (path, 1.0);
    }
    let narrower = (0.98 / ink.width().max(0.01)).min(1.0);
    let placed = Affine::translate((0.0, 0.5))
        * Affine::scale_non_uniform(narrower, 1.0)
        * Affine::translate((-ink.center().x, -ink.center().y));
    (placed * path, 1.0)
}

/// A line from the origin to the right, and its advance, whatever directions its letters have.
pub(super) fn line(text: &str, voice: &Voice, missing: &mut Vec<char>) -> (BezPath, f64) {
    let Some(levels) = Levels::of(text) else {
        return set(text, Flow::Across, voice, missing);
    };
    let (mut path, mut advance) = (BezPath::new(), 0.0);
    for (run, back) in levels.runs(text) {
        let flow = if back { Flow::Back } else { Flow::Across };
        let (letters, length) = set(run, flow, voice, missing);
        path.extend(Affine::translate((advance, 0.0)) * letters);
        advance += length;
    }
    (path, advance)
}

/// Letters of one direction one after another, and the advance. What no face has is an outlined box: seen, not
/// silently dropped.
pub(super) fn set(text: &str, flow: Flow, voice: &Voice, missing: &mut Vec<char>) -> (BezPath, f64) {
    let down = flow == Flow::Down;
    let mut runs: Vec<(Option<&Face>, String)> = Vec::new();
    for cluster in text.graphemes(true) {
        let face = voice.face_of(cluster);
        match (runs.last_mut(), face) {
            (Some((Some(before), run)), Some(face)) if std::ptr::eq(*before, face) => run.push_str(cluster),
            _ => runs.push((face, cluster.to_owned())),
        }
    }
    if flow == Flow::Back {
        runs.reverse();
    }
    let (mut path, mut advance) = (BezPath::new(), 0.0);
    let mut add = |glyph: BezPath, length: f64| {
        let along = if down { (0.0, advance) } else { (advance, 0.0) };
        path.extend(Affine::translate(along) * glyph);
        advance += length;
    };
    for (face, run) in runs {
        if let Some(face) = face {
            for glyph in face.shape(&run, flow) {
                add(glyph.path, glyph.advance);
            }
        } else {
            missing.extend(run.chars().filter(|c| !is_blank(c.encode_utf8(&mut [0; 4]))));
            add(tofu(down), 1.0);
        }
    }
    (path, advance)
}

/// The outlined box for a character without a shape.
fn tofu(down: bool) -> BezPath {
    let (x, y) = if down { (-0.38, 0.12) } else { (0.12, -0.76) };
    let frame = |by: f64| Rect::new(x + by, y + by, x + 0.76 - by, y + 0.76 - by).to_path(0.1);
    let mut path = frame(0.0);
    path.extend(frame(0.07).reverse_subpaths());
    path
}

/// One bar in the middle of the line.
pub(super) fn dash(ems: f64, down: bool) -> (BezPath, f64) {
    let (from, to, half) = (0.05, ems - 0.05, 0.036);
    let bar = if down {
        Rect::new(-half, from, half, to)
    } else {
        Rect::new(from, -0.36 - half, to, -0.36 + half)
    };
    (bar.to_path(0.1), ems)
}

/// Dots in the middle of the line.
pub(super) fn dots(ems: usize, each: usize, down: bool) -> (BezPath, f64) {
    let mut path = BezPath::new();
    for i in 0..ems * each {
        let along = (i as f64 + 0.5) / each as f64;
        let at = if down { (0.0, along) } else { (along, -0.36) };
        path.extend(Circle::new(at, 0.068).to_path(0.005));
    }
    (path, ems as f64)
}
