//! The grammar of shots: from afar to a new place, close to a strong feeling, never three alike in a row.

use std::collections::BTreeSet;

use mangakai_script::looks::Build;
use mangakai_script::{Angle, Dialogue, DialogueKind, Pose, Prop, Role, Shot};

use super::Story;
use super::beat::{Beat, Purpose, is_strong};
use super::cast::touches;

/// A panel with so many bubbles has no room for a face that fills it.
const CROWDED: usize = 3;

/// A tilted picture comes at most once in so many panels.
const DUTCH_REST: usize = 6;

/// Chooses shots one after another.
#[derive(Default)]
pub(super) struct Camera {
    shots: Vec<Shot>,
    known: BTreeSet<usize>,
    last_dutch: Option<usize>,
    /// Where the last panel was.
    place: Option<usize>,
}

/// What the camera looks at.
pub(super) struct View<'a> {
    pub beat: &'a Beat,
    pub place: Option<usize>,
    pub seen: &'a [usize],
    pub props: &'a [Prop],
    pub dialogue: &'a [Dialogue],
    pub last: bool,
}

impl Camera {
    /// The next shot.
    pub(super) fn shot(&mut self, view: &View) -> Shot {
        let new = view.place.is_some_and(|place| self.known.insert(place));
        let back = view.place != self.place && view.seen.is_empty() && view.beat.purpose == Purpose::Tell;
        self.place = view.place;
        let wanted = if new || back {
            vec![Shot::Wide, Shot::Long]
        } else {
            wishes(view)
        };
        let tired = |shot: &Shot| {
            self.shots.len() > 1 && self.shots[self.shots.len() - 2..].iter().all(|s| s == shot)
        };
        let others = if new {
            [Shot::Long, Shot::Wide]
        } else {
            [Shot::Medium, Shot::Wide]
        };
        let shot = wanted
            .iter()
            .chain(&others)
            .find(|shot| !tired(shot))
            .copied()
            .unwrap_or(Shot::Long);
        self.shots.push(shot);
        shot
    }

    /// The height of the camera for the shot just chosen.
    pub(super) fn angle(&mut self, story: &Story, view: &View, shot: Shot) -> Angle {
        let index = self.shots.len() - 1;
        let poses: Vec<Pose> = view
            .beat
            .units
            .iter()
            .flat_map(|unit| unit.poses.iter().map(|(_, pose)| *pose))
            .collect();
        let moods = || {
            view.beat
                .units
                .iter()
                .flat_map(|unit| unit.moods.iter().map(|(_, mood)| *mood))
        };
        let shouts = view.dialogue.iter().any(|line| line.kind == DialogueKind::Shout);
        let rested = self.last_dutch.is_none_or(|last| index - last >= DUTCH_REST);
        let looms = view
            .seen
            .first()
            .is_some_and(|person| story.people[*person].looks.build.as_deref() == Some(Build::Tall.word()));
        let shocks = moods().any(|mood| {
            matches!(
                mood,
                mangakai_script::Emotion::Surprise | mangakai_script::Emotion::Angry
            )
        });
        if view.last && matches!(shot, Shot::Long | Shot::Wide) && self.shots.len() > 2 {
            return Angle::High;
        }
        if shot == Shot::Insert || matches!(view.beat.purpose, Purpose::React(_)) {
            return match index % 5 {
                1 => Angle::High,
                3 if shot != Shot::Insert => Angle::Low,
                _ => Angle::Eye,
            };
        }
        if shouts && shocks && rested && shot != Shot::Wide {
            self.last_dutch = Some(index);
            return Angle::Dutch;
        }
        if looms && matches!(shot, Shot::Medium | Shot::Wide) {
            return Angle::Low;
        }
        if poses.contains(&Pose::Crouch) && matches!(shot, Shot::Medium | Shot::Wide) {
            return Angle::High;
        }
        let two = view.seen.len() == 2 && shot == Shot::Medium && !view.dialogue.is_empty();
        if two && index % 4 == 3 {
            Angle::OverShoulder
        } else {
            Angle::Eye
        }
    }
}

/// Why the panel is there, as a word of the trade.
pub(super) fn role(view: &View, shot: Shot, angle: Angle) -> Role {
    match (&view.beat.purpose, shot) {
        (Purpose::Establish, _) => Role::Establishing,
        (Purpose::Scenery, _) => Role::Scenery,
        (_, Shot::Insert) => Role::Insert,
        _ if angle == Angle::Dutch => Role::Impact,
        (_, Shot::Close) => Role::Closeup,
        (_, Shot::Wide | Shot::Long) if view.seen.is_empty() => Role::Scenery,
        (_, Shot::Wide | Shot::Long) => Role::Full,
        (_, Shot::Medium) => Role::Medium,
    }
}

/// Shots that would suit, the best first.
fn wishes(view: &View) -> Vec<Shot> {
    use Shot::{Close, Insert, Long, Medium, Wide};
    let units = &view.beat.units;
    let moves = units
        .iter()
        .flat_map(|unit| &unit.poses)
        .any(|(_, pose)| matches!(pose, Pose::Run | Pose::Walk | Pose::Lie));
    let strong = units
        .iter()
        .flat_map(|unit| &unit.moods)
        .any(|(_, mood)| is_strong(*mood));
    let intimate = view.dialogue.iter().any(|line| {
        matches!(
            line.kind,
            DialogueKind::Thought | DialogueKind::Whisper | DialogueKind::Shout
        )
    });
    let touching = units
        .iter()
        .flat_map(|unit| &unit.poses)
        .any(|(_, pose)| touches(*pose));
    match &view.beat.purpose {
        Purpose::Establish | Purpose::Scenery => vec![Wide, Long],
        Purpose::Insert(_) => vec![Insert, Close],
        Purpose::React(_) => vec![Close, Medium],
        Purpose::Pause(_) => vec![Long, Medium, Wide],
        Purpose::Tell if view.seen.is_empty() && !view.props.is_empty() => vec![Insert, Wide, Long],
        Purpose::Tell if view.seen.is_empty() => vec![Wide, Long, Medium],
        Purpose::Tell if view.seen.len() > 2 => vec![Wide, Medium, Long],
        Purpose::Tell if touching && view.seen.len() == 2 => vec![Medium, Wide],
        Purpose::Tell if (strong || intimate) && view.dialogue.len() < CROWDED && view.seen.len() == 1 => {
            vec![Close, Medium, Wide]
        }
        Purpose::Tell if moves && view.dialogue.iter().all(|line| line.speaker.is_none()) => {
            vec![Wide, Medium, Long]
        }
        Purpose::Tell if view.seen.len() == 2 => vec![Medium, Wide, Close],
        Purpose::Tell if view.dialogue.len() < CROWDED => vec![Medium, Close, Wide],
        Purpose::Tell => vec![Medium, Wide, Long],
    }
}
