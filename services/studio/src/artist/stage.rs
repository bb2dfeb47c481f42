//! Who stands where, how large, turned to whom, doing what.

mod ground;
mod touch;

use std::f64::consts::PI;

use kurbo::Point;
use mangakai_script::{
    Angle, CastMember, CharacterKind, Emotion, Facing, Panel, Pose, ReadingDirection, Script, Shot,
};

use super::{
    actor::{Actor, Body},
    support,
};
use crate::{
    casting::{self, Role},
    creature::Creature,
    figure::{Figure, Reach, Turn, expression, posture},
    ink::{Random, pt, seed_of},
    prop::{self, Item},
};

/// Most people of one panel; the others are left to the neighbouring panels.
const MOST: usize = 5;
/// Heights of heads as a share of the picture, by distance of the camera.
const CLOSE: f64 = 0.43;
const MEDIUM: f64 = 0.235;
const WIDE: f64 = 0.118;
const LONG: f64 = 0.074;

/// The distance of the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Head and shoulders.
    Close,
    /// To the waist.
    Medium,
    /// Whole bodies.
    Wide,
    /// Small in the land.
    Long,
}

/// Changes to a first arrangement, tried when the words find no room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variant {
    /// Factor on everybody's size.
    pub size: f64,
    /// Everybody lower, as a share of the height.
    pub lower: f64,
    /// Everybody to the side where reading ends, as a share of the width.
    pub aside: f64,
}

/// In the order in which they are tried.
pub const VARIANTS: [Variant; 6] = [
    Variant {
        size: 1.0,
        lower: 0.0,
        aside: 0.0,
    },
    Variant {
        size: 0.90,
        lower: 0.05,
        aside: 0.03,
    },
    Variant {
        size: 0.84,
        lower: 0.09,
        aside: 0.08,
    },
    Variant {
        size: 0.74,
        lower: 0.13,
        aside: 0.10,
    },
    Variant {
        size: 0.62,
        lower: 0.16,
        aside: 0.14,
    },
    Variant {
        size: 0.50,
        lower: 0.20,
        aside: 0.18,
    },
];

/// The camera of a panel.
pub fn view(panel: &Panel) -> View {
    match panel.shot {
        Shot::Close | Shot::Insert => View::Close,
        Shot::Medium => View::Medium,
        Shot::Wide => View::Wide,
        Shot::Long => View::Long,
    }
}

/// How far the camera looks down, in radians.
pub fn tilt(angle: Angle) -> f64 {
    match angle {
        Angle::BirdsEye => 0.62,
        Angle::High => 0.30,
        Angle::Low => -0.22,
        Angle::Eye | Angle::Dutch | Angle::OverShoulder => 0.0,
    }
}

/// Everybody of a panel in a picture of `w` x `h` pixels, back to front.
pub fn actors(script: &Script, panel: &Panel, w: f64, h: f64, variant: Variant) -> Vec<Actor> {
    let roles = casting::cast(script);
    let stage = Stage {
        panel,
        w,
        h,
        view: view(panel),
        rtl: script.reading_direction == ReadingDirection::Rtl,
        variant,
    };
    let shown: Vec<(&CastMember, &Role)> = panel
        .cast
        .iter()
        .filter_map(|member| {
            let known = script
                .characters
                .iter()
                .position(|character| character.id == member.character)?;
            Some((member, roles.get(known)?))
        })
        .take(MOST)
        .collect();
    let mut actors: Vec<Actor> = shown
        .iter()
        .enumerate()
        .map(|(index, (member, role))| stage.actor(index, shown.len(), member, role))
        .collect();
    stage.place(&mut actors);
    if !stage.over_shoulder(actors.len()) {
        touch::join(panel, &mut actors);
    }
    // Whoever stands further back is drawn first.
    actors.sort_by(|a, b| a.ground().y.total_cmp(&b.ground().y));
    if stage.over_shoulder(actors.len()) {
        stage.turn_listener(&mut actors);
    }
    actors
}

struct Stage<'a> {
    panel: &'a Panel,
    w: f64,
    h: f64,
    view: View,
    rtl: bool,
    variant: Variant,
}

impl Stage<'_> {
    fn talks(&self) -> bool {
        !self.panel.dialogue.is_empty()
    }

    fn over_shoulder(&self, count: usize) -> bool {
        count == 2 && self.panel.angle == Angle::OverShoulder && self.view != View::Long
    }

    fn reach(&self) -> f64 {
        self.h.min(self.w * 1.12)
    }

    /// Across the picture, as a share of its width: who is first stands where reading begins.
    fn slot(&self, index: usize, count: usize) -> f64 {
        let from_start = match (count, self.view) {
            (1, _) if self.panel.cast.iter().any(|member| member.pose == Pose::Lie) => 0.5,
            (1, View::Close) if self.talks() => 0.62,
            (1, View::Close) => 0.5,
            (1, View::Wide | View::Long) => 0.60,
            (1, View::Medium) if self.talks() => 0.60,
            (1, View::Medium) => 0.52,
            _ => {
                let broad = self.w > self.h * 1.15;
                let span = match (count, self.view) {
                    (2, View::Close) => 0.46,
                    (2, View::Wide | View::Long) => 0.30,
                    (2, View::Medium) if broad => 0.36,
                    (2, View::Medium) => 0.50,
                    (3, _) => 0.60,
                    _ => 0.72,
                };
                0.5 + (index as f64 / (count - 1).max(1) as f64 - 0.5) * span
            }
        };
        let from_start = from_start + self.variant.aside * if count == 1 { 1.0 } else { 0.25 };
        if self.rtl { 1.0 - from_start } else { from_start }
    }

    fn unit(&self, count: usize) -> f64 {
        let crowd: f64 = match count {
            0 | 1 => 1.0,
            2 => {
                if self.view == View::Close {
                    0.76
                } else {
                    0.96
                }
            }
            3 => {
                if self.view == View::Close {
                    0.56
                } else {
                    0.84
                }
            }
            4 => {
                if self.view == View::Close {
                    0.46
                } else {
                    0.70
                }
            }
            _ => {
                if self.view == View::Close {
                    0.40
                } else {
                    0.60
                }
            }
        };
        let share = match self.view {
            View::Close => CLOSE,
            View::Medium => MEDIUM,
            View::Wide => WIDE,
            View::Long => LONG,
        };
        let far = matches!(self.view, View::Wide | View::Long);
        let lying = self
            .panel
            .cast
            .iter()
            .filter(|member| member.pose == Pose::Lie)
            .count();
        let most = match lying {
            0 => f64::MAX,
            1 if count == 1 => self.w * 0.115,
            1 => self.w * 0.095,
            _ => self.w * 0.072,
        };
        (self.reach() * share * if far { crowd.max(0.85) } else { crowd } * self.variant.size).min(most)
    }

    fn actor(&self, index: usize, count: usize, member: &CastMember, role: &Role) -> Actor {
        let slot = self.slot(index, count);
        let unit = self.unit(count);
        let ground = pt(slot * self.w, self.h);
        let id = member.character.clone();
        match role {
            Role::Person(person) => {
                let figure = self.figure(index, count, member, person, ground, unit);
                let shows_face = figure.yaw.cos() > -0.3;
                Actor {
                    id,
                    body: Body::Person(Box::new(figure)),
                    shows_face,
                    partner: None,
                }
            }
            Role::Creature(kind, coat) => {
                let creature = Creature {
                    kind: *kind,
                    coat: *coat,
                    ground,
                    unit: self.creature_unit(*kind, unit, count),
                    flip: Stage::flip(member.facing, slot),
                    emotion: member.emotion,
                };
                Actor {
                    id,
                    body: Body::Creature(creature),
                    shows_face: true,
                    partner: None,
                }
            }
        }
    }

    /// Alone, a small creature comes as near as a person would.
    fn creature_unit(&self, kind: CharacterKind, unit: f64, count: usize) -> f64 {
        let alone = count == 1 && matches!(self.view, View::Close | View::Medium);
        let natural = match kind {
            CharacterKind::Horse => 0.86,
            CharacterKind::Fish | CharacterKind::Bird => 0.85,
            _ => 1.0,
        };
        let far = count == 1 && matches!(self.view, View::Wide | View::Long);
        let small = matches!(
            kind,
            CharacterKind::Dog
                | CharacterKind::Cat
                | CharacterKind::Bird
                | CharacterKind::Animal
                | CharacterKind::Fish
        );
        let near = if far && small {
            2.0
        } else if alone
            && matches!(
                kind,
                CharacterKind::Dog | CharacterKind::Cat | CharacterKind::Bird | CharacterKind::Animal
            )
        {
            1.15
        } else {
            1.0
        };
        unit * natural * near
    }

    fn flip(facing: Facing, slot: f64) -> f64 {
        match facing {
            Facing::Left => -1.0,
            Facing::Right => 1.0,
            Facing::Front | Facing::Away => {
                if slot > 0.5 {
                    -1.0
                } else {
                    1.0
                }
            }
        }
    }

    fn figure(
        &self,
        index: usize,
        count: usize,
        member: &CastMember,
        person: &crate::figure::Person,
        ground: Point,
        unit: f64,
    ) -> Figure {
        let slot = ground.x / self.w;
        let chance = Random(seed_of(&member.character) ^ u64::from(self.panel.number)).unit();
        let item = self.item(index, count, member);
        let speaking = self.panel.dialogue.iter().any(|line| {
            line.speaker.as_deref() == Some(member.character.as_str())
                && !matches!(line.kind, mangakai_script::DialogueKind::Thought)
        });
        let mut pose = posture(member.pose, chance);
        let still = matches!(
            member.pose,
            Pose::Stand | Pose::Walk | Pose::Hold | Pose::Umbrella | Pose::Sit
        );
        if let Some(item) = item {
            if still || member.pose == Pose::Run {
                pose = match item {
                    Item::Umbrella => pose.holding_up(),
                    Item::Phone if speaking => pose.phoning(),
                    _ => pose.holding_out(),
                };
            }
        } else if member.pose == Pose::Lie {
            // Two who lie have their heads together.
            pose.roll *= if slot > 0.5 || count == 1 { 1.0 } else { -1.0 };
            pose.lift = support::height(self.panel);
        } else if member.pose == Pose::Stand {
            pose = match member.emotion {
                Emotion::Think => pose.pondering(),
                Emotion::Cry if chance > 0.4 => pose.covering(),
                _ if speaking && chance > 0.45 && self.view != View::Close => pose.gesturing(),
                _ => pose,
            };
        }
        let mut gaze = Turn::default();
        match member.emotion {
            Emotion::Sad | Emotion::Shy | Emotion::Tired => gaze.pitch = 0.24,
            Emotion::Cry => gaze.pitch = 0.30,
            Emotion::Joy => gaze.roll = 0.06,
            Emotion::Think => gaze.pitch = -0.12,
            _ => {}
        }
        let yaw = self.yaw(member, slot, count, chance);
        // The head turns a little more to the viewer than the body, so that faces are seen.
        let head = yaw * if yaw.abs() < 1.9 { 0.78 } else { 1.0 };
        gaze.yaw = head - yaw;
        Figure {
            person: person.clone(),
            posture: pose,
            expression: expression(member.emotion, speaking),
            ground,
            unit,
            yaw,
            gaze,
            tilt: tilt(self.panel.angle),
            item,
            reach: Reach::default(),
        }
    }

    fn item(&self, index: usize, count: usize, member: &CastMember) -> Option<Item> {
        if let Some(item) = member
            .holding
            .as_deref()
            .and_then(Item::parse)
            .filter(|item| prop::is_drawn(*item))
        {
            return Some(item);
        }
        if member.pose == Pose::Umbrella {
            return Some(Item::Umbrella);
        }
        let alone = count == 1 || (index == 0 && member.pose == Pose::Hold);
        (alone && member.pose == Pose::Hold)
            .then(|| {
                self.panel
                    .props
                    .iter()
                    .filter_map(|prop| Item::parse(prop))
                    .find(|item| item.is_held() && prop::is_drawn(*item))
            })
            .flatten()
    }

    fn yaw(&self, member: &CastMember, slot: f64, count: usize, chance: f64) -> f64 {
        let inwards = if slot > 0.5 { -1.0 } else { 1.0 };
        if member.pose == Pose::Back {
            return PI * 0.96 * inwards;
        }
        if member.pose == Pose::Lie {
            // Seen from the side, the face up: the head on the left when alone or on the right side.
            return if slot > 0.5 || count == 1 { 1.15 } else { -1.15 };
        }
        let sideways = matches!(
            member.pose,
            Pose::Run | Pose::Walk | Pose::Kneel | Pose::Bow | Pose::Crouch | Pose::Sit
        );
        match member.facing {
            Facing::Away => (PI - 0.5 * (1.0 - chance)) * inwards,
            Facing::Left => -if sideways { 1.15 } else { 0.80 },
            Facing::Right => {
                if sideways {
                    1.15
                } else {
                    0.80
                }
            }
            // People of one panel look at each other.
            Facing::Front if count > 1 => {
                inwards * if sideways { 1.05 } else { 0.72 } * (1.0 - 0.15 * chance) * spread(slot)
            }
            Facing::Front if sideways => inwards * 0.95,
            Facing::Front => inwards * (0.12 + 0.40 * chance),
        }
    }
}

/// Whoever stands in the middle is seen more from the front.
fn spread(slot: f64) -> f64 {
    ((slot - 0.5).abs() * 5.0).clamp(0.25, 1.0)
}
