//! The plan: everything lettered in one picture, and what has to be painted for it.

use kurbo::{BezPath, Point, Rect, Shape as _};
use mangakai_script::{Dialogue, DialogueKind, ReadingDirection, SoundEffect};

use super::DetailMap;
use super::arrange::arranged;
use super::balloon::Body;
use super::geometry::{distance, segment_meets, shared};
use super::limits::LINK;
use super::line::{Line, Setting, Target, Variant, prepare};
use super::mark::Mark;
use super::search::{Arrangement, Spot};
use super::sounds::{self, Sound};
use super::staging::Staging;
use super::tail::{self, Tail};
use super::trouble::{self, Trouble};

/// A bubble or box in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Bubble {
    /// Number of its line in the script. A long line may have two bubbles, one after the other.
    pub source: usize,
    /// As in the script.
    pub kind: DialogueKind,
    /// Id of the speaker.
    pub speaker: Option<String>,
    /// As lettered.
    pub text: String,
    /// Box of the drawn outline with its lobes, spikes and line, without the tail; in pixels.
    pub area: Rect,
    /// Size of its letters, in pixels.
    pub text_px: f64,
    /// Lines run from top to bottom.
    pub vertical: bool,
    /// It goes on from the bubble before it, and is joined to it.
    pub linked: bool,
    /// Root and tip of its tail.
    pub tail: Option<(Point, Point)>,
    /// Without the tail.
    outline: BezPath,
}

impl Bubble {
    /// Whether the outline, not just its box, lies over a part of `rect`.
    #[must_use]
    pub fn covers(&self, rect: &Rect) -> bool {
        if shared(&self.area, rect) <= 0.0 {
            return false;
        }
        let corners = [
            (rect.x0, rect.y0),
            (rect.x1, rect.y0),
            (rect.x1, rect.y1),
            (rect.x0, rect.y1),
        ];
        let inside = |corner: &(f64, f64)| self.outline.winding(Point::from(*corner)) != 0;
        if corners.iter().any(inside) {
            return true;
        }
        let mut met = false;
        let mut last = Point::ORIGIN;
        kurbo::flatten(self.outline.iter(), 0.5, |element| match element {
            kurbo::PathEl::MoveTo(to) => last = to,
            kurbo::PathEl::LineTo(to) => {
                met |= segment_meets(last, to, rect);
                last = to;
            }
            _ => {}
        });
        met
    }
}

/// Everything lettered in one picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// In reading order.
    pub bubbles: Vec<Bubble>,
    /// Sound words.
    pub sounds: Vec<Sound>,
    /// Characters that no font has: drawn as boxes.
    pub missing_glyphs: Vec<char>,
    /// What a reader would stumble over; empty when all is well. Another staging may help.
    pub trouble: Vec<Trouble>,
    marks: Vec<Mark>,
}

impl Plan {
    /// What has to be painted, back to front.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }
}

/// Letters a picture: sizes and places of all bubbles and sound words. The same input gives the same plan.
///
/// Vertical lines are for Chinese and Japanese read from right to left; in pictures read from left to right and in
/// strips they are horizontal.
#[must_use]
pub fn plan(
    lines: &[Dialogue],
    sounds: &[SoundEffect],
    staging: &Staging,
    direction: ReadingDirection,
    language: &str,
    seed: u64,
) -> Plan {
    let staging = staging.sane();
    let setting = Setting {
        direction,
        language,
        seed,
    };
    let (lines, arrangement) = arranged(prepare(lines, &staging, setting), &staging, setting);
    let mut plan = Plan::default();
    let tails = tails(&lines, &arrangement, &staging);
    let mut groups: Vec<Group> = Vec::new();
    for ((line, (variant, spot)), tail) in lines.iter().zip(&arrangement.bubbles).zip(&tails) {
        plan.missing_glyphs.extend(&line.writing.missing);
        if tail.is_none() && matches!(line.target, Target::Face(_)) {
            plan.trouble.push(Trouble::NoTail {
                bubble: plan.bubbles.len(),
            });
        }
        plan.bubbles.push(bubble(line, variant, spot, tail.as_ref()));
        let group = Group::of(line, variant, spot, tail.as_ref());
        match groups.last_mut() {
            Some(before) if line.linked => before.join(group, variant.body.unit()),
            _ => groups.push(group),
        }
    }
    plan.trouble
        .extend(trouble::of_bubbles(&plan.bubbles, &staging, direction));
    let mut taken: Vec<Rect> = plan.bubbles.iter().map(|bubble| bubble.area).collect();
    taken.extend(
        tails
            .iter()
            .flatten()
            .map(|tail| Rect::from_points(tail.root, tail.tip)),
    );
    plan.sounds = sounds::place(
        sounds,
        &taken,
        &staging,
        direction,
        seed,
        (&mut plan.marks, &mut plan.missing_glyphs),
    );
    let in_the_way = plan.sounds.iter().enumerate().filter(|(_, sound)| !sound.free);
    plan.trouble
        .extend(in_the_way.map(|(sound, _)| Trouble::SoundInTheWay { sound }));
    for group in groups {
        plan.marks.extend(group.marks());
    }
    let mut seen = std::collections::HashSet::new();
    plan.missing_glyphs.retain(|c| seen.insert(*c));
    plan
}

/// The tails that can be drawn: across nothing.
fn tails(lines: &[Line], arrangement: &Arrangement, staging: &Staging) -> Vec<Option<Tail>> {
    let mut tails: Vec<Option<Tail>> = Vec::new();
    for (number, (variant, spot)) in arrangement.bubbles.iter().enumerate() {
        let Some(line) = lines.get(number) else { break };
        let tail = spot.tail.or_else(|| match line.target {
            Target::Face(face) => {
                let face = &staging.faces[face];
                let (curve, unit) = (&variant.body.curve, variant.body.unit());
                tail::to_mouth(curve, spot.centre, face.mouth, face.head, unit)
            }
            _ => None,
        });
        let clear = |tail: &Tail| {
            let meets = |rect: &Rect| segment_meets(tail.root, tail.tip, rect);
            let mut others = arrangement.bubbles.iter().enumerate();
            let bubble = others.any(|(other, (_, spot))| other != number && meets(&spot.area));
            let whose = |other: usize| line.target == Target::Face(other);
            let mut faces = staging.faces.iter().enumerate();
            let face = faces.any(|(other, face)| !whose(other) && meets(&face.rect));
            !bubble && !face && staging.frame().contains(tail.tip)
        };
        tails.push(tail.filter(clear));
    }
    tails
}

fn bubble(line: &Line, variant: &Variant, spot: &Spot, tail: Option<&Tail>) -> Bubble {
    Bubble {
        source: line.source,
        kind: line.kind,
        speaker: line.speaker.clone(),
        text: line.text.clone(),
        area: spot.area,
        text_px: variant.px,
        vertical: line.writing.down,
        linked: line.linked,
        tail: tail.map(|tail| (tail.root, tail.tip)),
        outline: variant.body.path(spot.centre, None),
    }
}

/// Marks of bubbles that are joined: all lines first, then the white, then the letters, so that no line is left
/// inside.
struct Group {
    ink: Vec<Mark>,
    paper: Vec<Mark>,
    letters: Vec<Mark>,
    last: (Body, Point, Rect),
}

impl Group {
    fn of(line: &Line, variant: &Variant, spot: &Spot, tail: Option<&Tail>) -> Group {
        let path = variant.body.path(spot.centre, tail);
        let letters = line.blocks[variant.block].letters(&line.writing, variant.px, spot.centre);
        Group {
            ink: variant.body.ink(&path, tail),
            paper: variant.body.paper(&path),
            letters: vec![Mark::fill(letters, 0)],
            last: (variant.body.clone(), spot.centre, spot.area),
        }
    }

    /// Adds the next bubble with a neck between the two, if they are near enough.
    fn join(&mut self, next: Group, unit: f64) {
        let (body, from, area) = &self.last;
        let near = distance(area, &next.last.2) <= 3.0 * LINK * unit;
        let neck = tail::neck(&body.curve, *from, &next.last.0.curve, next.last.1, unit);
        self.ink.extend(next.ink);
        self.paper.extend(next.paper);
        self.letters.extend(next.letters);
        if let (true, Some(neck)) = (near, neck) {
            self.ink.push(Mark::stroke(neck.clone(), 2.0 * body.line(), 0));
            self.paper.push(Mark::fill(neck, 255));
        }
        self.last = next.last;
    }

    fn marks(self) -> impl Iterator<Item = Mark> {
        self.ink.into_iter().chain(self.paper).chain(self.letters)
    }
}

/// A staging of which only the picture is known.
pub(super) fn unknown_staging(width: f64, height: f64, detail: Option<DetailMap>) -> Staging {
    Staging {
        width,
        height,
        scale: width.min(height) / 1024.0,
        detail,
        ..Staging::default()
    }
}
