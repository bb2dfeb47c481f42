//! How people bear themselves: posture, turn, gaze, and what is in their hands.

use std::f64::consts::PI;

use kurbo::Point;
use mangakai_script::{CastMember, Emotion, Facing, Pose};

use super::{super::support, Stage, View, tilt};
use crate::{
    figure::{Figure, Grasp, Person, Reach, Turn, expression, posture},
    ink::{Random, seed_of},
    prop::{self, Item},
};

impl Stage<'_> {
    pub(super) fn figure(
        &self,
        index: usize,
        count: usize,
        member: &CastMember,
        person: &Person,
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
        let yaw = self.yaw(member, slot, count, chance);
        let mut pose = posture(member.pose, chance);
        let still = matches!(
            member.pose,
            Pose::Stand | Pose::Walk | Pose::Hold | Pose::Umbrella | Pose::Sit
        );
        if let Some(item) = item {
            if still || member.pose == Pose::Run {
                pose = match item {
                    Item::Umbrella => pose.holding_up(),
                    Item::Phone if speaking => pose.phoning(yaw < 0.0),
                    Item::Box | Item::Pot | Item::Cake => pose.holding_before(),
                    _ => pose.holding_out(Grasp::of(item) == Grasp::Hang),
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
                // In a group no two neighbours stand alike.
                _ if count > 2 => pose.at_ease(index + self.panel.number as usize, chance),
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
        if count > 2 {
            gaze.roll += (chance - 0.5) * 0.16;
        }
        // The head turns a little more to the viewer than the body, so that faces are seen.
        let head = yaw * if yaw.abs() < 1.9 { 0.78 } else { 1.0 };
        gaze.yaw = match self.heard(member, count) {
            Some(speaker) if yaw.abs() < 1.9 => ((speaker - slot) * 3.2).clamp(-0.95, 0.95) - yaw,
            _ => head - yaw,
        };
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

    /// Where whoever talks in a group stands, for those who listen.
    fn heard(&self, member: &CastMember, count: usize) -> Option<f64> {
        let speaker = self
            .panel
            .dialogue
            .iter()
            .find_map(|line| line.speaker.as_deref())?;
        let index = self
            .panel
            .cast
            .iter()
            .position(|other| other.character == speaker)?;
        (count > 2 && speaker != member.character && index < count && member.facing == Facing::Front)
            .then(|| self.slot(index, count))
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
