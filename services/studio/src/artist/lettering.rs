//! The words of a panel: sized, placed, drawn. Bubbles never lie over one another; when they do not fit beside the faces,
//! the letters become smaller until they do.

use kurbo::Rect;
use mangakai_script::{Dialogue, DialogueKind, Panel, ReadingDirection, Script, SoundEffect};

use super::{
    DrawnFacts,
    faces::Voice,
    ink::{Ink, Rng},
    letter::{Bub, Keep, Placed, Sfx, bubble, fit, place, sfx, sfx_paths},
    stage::Actor,
    text::{Block, bounds, cjk, layout},
};

/// The letters are tried at these parts of their full size.
const SIZES: [f64; 9] = [1.0, 0.92, 0.85, 0.78, 0.72, 0.66, 0.58, 0.5, 0.42];
/// Free space between a bubble and the frame, in design pixels.
const MARGIN: f64 = 24.0;
/// Share of a face that a bubble may touch: the box of a head is larger than the head.
const TOUCH: f64 = 0.06;

/// A bubble, measured.
struct Measured {
    kind: Bub,
    block: Block,
    half: (f64, f64),
    mouth: Option<(f64, f64)>,
    head: Option<(f64, f64, f64)>,
    px: f64,
}

/// Letters a panel and notes what was done.
pub fn letter(
    k: &mut Ink,
    script: &Script,
    panel: &Panel,
    actors: &[Actor],
    random: &mut Rng,
    facts: &mut DrawnFacts,
) {
    let mut keep = keep_outs(actors);
    sounds(k, panel, script, &mut keep, random, facts);
    let rtl = script.reading_direction == ReadingDirection::Rtl;
    let words: Vec<_> = panel
        .dialogue
        .iter()
        .filter(|line| !line.text.trim().is_empty())
        .collect();
    for line in &words {
        facts
            .missing_glyphs
            .extend(Voice::speaking(&line.text, &script.language).missing(&line.text));
    }
    let faces: Vec<Rect> = actors.iter().map(Actor::head).collect();
    let mut best: Option<(f64, Vec<Measured>, Vec<Placed>)> = None;
    for part in SIZES {
        let measured: Vec<_> = words
            .iter()
            .map(|line| measure(k, script, line, actors, part))
            .collect();
        let halves: Vec<_> = measured.iter().map(|bubble| bubble.half).collect();
        let mouths: Vec<_> = measured.iter().map(|bubble| bubble.mouth).collect();
        let placed = place(&halves, &mouths, &keep, k.w, k.h, MARGIN * k.s, rtl);
        let trouble = trouble(&placed, &faces, k.w, k.h);
        if best.as_ref().is_none_or(|(least, ..)| trouble < *least) {
            best = Some((trouble, measured, placed));
        }
        if trouble == 0.0 {
            break;
        }
    }
    let Some((_, measured, placed)) = best else { return };
    for (words, at) in measured.iter().zip(&placed) {
        bubble(k, words.kind, at, words.mouth, words.head, &words.block, random);
        facts.bubbles.push(outline(at).into());
        facts.text_px.push(words.px);
    }
}

fn outline(at: &Placed) -> Area4 {
    Area4(Rect::new(
        at.c.0 - at.rx,
        at.c.1 - at.ry,
        at.c.0 + at.rx,
        at.c.1 + at.ry,
    ))
}

/// A box on its way into the facts.
struct Area4(Rect);

impl From<Area4> for [f64; 4] {
    fn from(Area4(rect): Area4) -> [f64; 4] {
        [rect.x0, rect.y0, rect.x1, rect.y1]
    }
}

/// How bad a placement is: 0 is good. Area outside the frame, over one another, over faces.
fn trouble(placed: &[Placed], faces: &[Rect], w: f64, h: f64) -> f64 {
    let boxes: Vec<Rect> = placed.iter().map(|at| outline(at).0).collect();
    let frame = Rect::new(0.0, 0.0, w, h);
    let common = |a: &Rect, b: &Rect| {
        let shared = a.intersect(*b);
        if shared.width() > 0.0 && shared.height() > 0.0 {
            shared.area()
        } else {
            0.0
        }
    };
    let mut sum = 0.0;
    for (i, one) in boxes.iter().enumerate() {
        sum += 4.0 * (one.area() - common(one, &frame)).max(0.0);
        sum += boxes[..i]
            .iter()
            .map(|other| 4.0 * common(one, other))
            .sum::<f64>();
        sum += faces
            .iter()
            .map(|face| (common(one, face) - TOUCH * face.area()).max(0.0))
            .sum::<f64>();
    }
    if sum < 1.0 { 0.0 } else { sum }
}

/// Faces above all, then bodies and what hands hold.
fn keep_outs(actors: &[Actor]) -> Vec<Keep> {
    let mut keep = Vec::new();
    for actor in actors {
        keep.push(Keep {
            r: actor.head(),
            wt: 120.0,
        });
        keep.push(Keep {
            r: actor.body(),
            wt: 16.0,
        });
        if actor.figure.lantern {
            let (at, e) = (actor.figure.lantern_pos(), actor.figure.u * 0.4);
            keep.push(Keep {
                r: Rect::new(at.x - e, at.y - e, at.x + e, at.y + e),
                wt: 50.0,
            });
        }
    }
    keep
}

fn measure(k: &Ink, script: &Script, line: &Dialogue, actors: &[Actor], part: f64) -> Measured {
    let kind = kind(line.kind);
    let latin = !cjk(&line.text);
    let vertical = !latin && matches!(script.language.as_str(), "ja" | "zh");
    let full = match (kind, latin) {
        (Bub::Shout, true) => 46.0,
        (Bub::Shout, false) => 48.0,
        (Bub::Narration, _) => 33.0,
        (_, true) => 37.0,
        (_, false) => 38.0,
    };
    let px = full
        * part
        * k.s
        * if line.kind == DialogueKind::Whisper {
            0.85
        } else {
            1.0
        };
    let text = if latin && kind != Bub::Narration {
        line.text.trim().to_uppercase()
    } else {
        line.text.trim().to_owned()
    };
    let aspect = match (kind, vertical) {
        (Bub::Narration, false) => 4.2,
        (Bub::Narration, true) => 0.34,
        (_, true) => 0.72,
        _ => 1.55,
    };
    let block = layout(
        &Voice::speaking(&text, &script.language),
        &text,
        px,
        vertical,
        aspect,
    );
    let speaker = line
        .speaker
        .as_deref()
        .and_then(|id| actors.iter().find(|actor| actor.id == id));
    let head = speaker.map(|actor| (actor.figure.x, actor.figure.y, actor.figure.u * 0.63));
    Measured {
        half: half_axes(&block, kind, part * k.s),
        kind,
        block,
        mouth: speaker.map(Actor::mouth),
        head,
        px,
    }
}

/// Half width and half height of the whole outline: spikes and lobes reach beyond the text's own ellipse.
fn half_axes(block: &Block, kind: Bub, s: f64) -> (f64, f64) {
    if kind == Bub::Narration {
        let corner = |most: (f64, f64), at: &(f64, f64)| (most.0.max(at.0.abs()), most.1.max(at.1.abs()));
        let (x, y) = block.corners.iter().fold((0.0, 0.0), corner);
        return (x + 18.0 * s, y + 14.0 * s);
    }
    let (x, y) = fit(block, if kind == Bub::Shout { 14.0 } else { 12.0 } * s);
    match kind {
        Bub::Thought => (x * 1.06 + 10.0 * s, y * 1.06 + 10.0 * s),
        _ => (x, y),
    }
}

fn kind(kind: DialogueKind) -> Bub {
    match kind {
        DialogueKind::Thought => Bub::Thought,
        DialogueKind::Shout => Bub::Shout,
        DialogueKind::Narration => Bub::Narration,
        DialogueKind::Speech | DialogueKind::Whisper | DialogueKind::Offscreen | DialogueKind::Telephone => {
            Bub::Speech
        }
    }
}

/// Sound words, low and at the side where reading ends.
fn sounds(
    k: &mut Ink,
    panel: &Panel,
    script: &Script,
    keep: &mut Vec<Keep>,
    random: &mut Rng,
    facts: &mut DrawnFacts,
) {
    for SoundEffect { text, intensity } in panel.sfx.iter().take(1) {
        let voice = Voice::sounding(text);
        facts.missing_glyphs.extend(voice.missing(text));
        let vertical = cjk(text) && matches!(script.language.as_str(), "ja" | "zh");
        let rtl = script.reading_direction == ReadingDirection::Rtl;
        let letters = text.chars().count().max(1) as f64;
        // Never longer than two thirds of the picture.
        let room = 0.62 * if vertical { 1.0 } else { 1.6 * k.w / k.h } / letters;
        let size = (0.06 + 0.03 * f64::from(*intensity)).min(room);
        let x = if rtl { 0.15 } else { 0.82 };
        let word = Sfx {
            text: text.clone(),
            x,
            y: 0.70,
            size,
            angle: if vertical { 0.05 } else { -0.12 },
            vertical,
            white: false,
        };
        let paths = sfx_paths(&voice, &word, k, random);
        keep.push(Keep {
            r: bounds(&paths),
            wt: 40.0,
        });
        sfx(k, &paths, &word);
    }
}
