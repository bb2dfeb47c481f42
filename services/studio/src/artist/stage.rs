//! Who stands where, how large, turned to whom, doing what.

mod bearing;
mod clear;
mod ground;
mod touch;

use mangakai_script::{
    Angle, CastMember, CharacterKind, Facing, Panel, Pose, ReadingDirection, Script, Shot,
};

use super::actor::{Actor, Body};
use crate::{
    casting::{self, Beast, Role},
    creature::Creature,
    ink::pt,
};

/// Most people of one panel; the others are left to the neighbouring panels.
const MOST: usize = 5;
/// Heights of heads as a share of the picture, by distance of the camera.
const CLOSE: f64 = 0.43;
const MEDIUM: f64 = 0.235;
const WIDE: f64 = 0.118;
const LONG: f64 = 0.074;
/// The heads of giants are no higher above the ground than this, as a share of the picture's height.
const TALLEST: f64 = 0.50;
/// The head of a person of a giant's size beside others, as a share of the picture's width.
const BROADEST: f64 = 0.26;
/// Hands that meet stay in the picture, as a share of its height.
const LOWEST_HANDS: f64 = 0.90;

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
        Angle::BirdsEye => 0.80,
        Angle::High => 0.36,
        Angle::Low => -0.34,
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
        touch::join(panel, &mut actors, h * LOWEST_HANDS);
    }
    clear::faces(&mut actors);
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
                    _ => 0.70,
                };
                0.5 + (index as f64 / (count - 1).max(1) as f64 - 0.5) * span + self.uneven(index, count)
            }
        };
        let from_start = from_start + self.variant.aside * if count == 1 { 1.0 } else { 0.25 };
        if self.rtl { 1.0 - from_start } else { from_start }
    }

    /// People of a group keep no even distances; those at the sides stay within the picture.
    fn uneven(&self, index: usize, count: usize) -> f64 {
        if count < 3 || index == 0 || index + 1 == count {
            return 0.0;
        }
        [0.016, -0.020, 0.012, -0.008][(index + self.panel.number as usize) % 4]
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
            Role::Creature(beast) => {
                let creature = Creature {
                    kind: beast.kind,
                    coat: beast.coat,
                    ears: beast.ears,
                    ground,
                    unit: self.creature_unit(*beast, unit, count),
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
    fn creature_unit(&self, Beast { kind, size, .. }: Beast, unit: f64, count: usize) -> f64 {
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
        let unit = unit * natural * near;
        // Nothing is so large that it would fill the picture, or hide the others.
        let beside = if count > 1 { self.w * BROADEST } else { f64::MAX };
        let most = (self.h * TALLEST / Creature::head_height(kind)).min(beside);
        unit.max((unit * size).min(most))
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
}
