//! The ground under everybody: where feet and heads come to be in the picture.

use super::{
    super::actor::{Actor, Body},
    Stage, View,
};
use crate::{figure::Turn, ink::pt};

/// How far apart the heads of tall and small people may be before the camera steps back, as a share of the picture's
/// height; and how far it steps back at most.
const MOST_APART: f64 = 0.30;
const MOST_BACK: f64 = 0.70;
/// Where the highest head is then: the words have room above the small ones.
const HIGH_HEAD: f64 = 0.33;
/// No head is lower then, also not of somebody who crouches.
const LOW_HEAD: f64 = 0.76;
/// Where the floor is near the camera, as a share of the picture's height.
const FLOOR: f64 = 0.88;
/// How far the second row of a group is behind the first, as a share of the picture's height.
const BACK_ROW: f64 = 0.05;

impl Stage<'_> {
    /// Sets the ground under everybody, so that heads and feet come where the camera wants them.
    pub(super) fn place(&self, actors: &mut [Actor]) {
        let steps_back = self.step_back(actors);
        let heights = actors.iter().map(Actor::head_height);
        let tallest = heights.clone().fold(f64::MIN, f64::max);
        let lowest = heights.fold(f64::MAX, f64::min);
        let count = actors.len();
        let rows = back_row(actors);
        for (index, actor) in actors.iter_mut().enumerate() {
            let back = if rows[index] { BACK_ROW } else { 0.0 };
            let y = match self.view {
                View::Long => self.h * (0.86 - back * 0.5),
                View::Wide if actor.lies() => self.h * 0.88,
                View::Wide => self.h * (0.94 - back),
                View::Medium if steps_back && matches!(actor.body, Body::Person(_)) => {
                    let lowest = self.h * LOW_HEAD + actor.head_height() * actor.unit();
                    lowest.min(self.h * HIGH_HEAD + tallest * actor.unit())
                }
                View::Medium => self.ground_from_waist(actor, tallest, lowest) - back * 0.4 * self.h,
                View::Close => self.ground_from_shoulders(actor, tallest),
            };
            let x = actor.ground().x + if count > 1 { self.room_to_lie(actor) } else { 0.0 };
            let y = if steps_back { y } else { self.lowered(actor, y) };
            actor.set_ground(pt(x, y));
        }
    }

    /// A child beside an adult would be cut at the chest: the camera steps back until both are seen. True if it did.
    fn step_back(&self, actors: &mut [Actor]) -> bool {
        let people = actors
            .iter()
            .filter(|actor| matches!(actor.body, Body::Person(_)));
        let heights = people.clone().map(Actor::head_height);
        let apart = heights.clone().fold(f64::MIN, f64::max) - heights.fold(f64::MAX, f64::min);
        let unit = people.map(Actor::unit).fold(0.0, f64::max);
        let most = self.h * MOST_APART;
        if self.view != View::Medium || actors.iter().any(Actor::lies) || apart * unit <= most {
            return false;
        }
        let share = (most / (apart * unit)).max(MOST_BACK);
        for actor in actors {
            actor.set_unit(actor.unit() * share);
        }
        true
    }

    /// All stand on one ground, the tallest with the head where it belongs; but somebody small beside somebody tall must
    /// not sink out of the picture.
    fn ground_from_waist(&self, actor: &Actor, tallest: f64, lowest: f64) -> f64 {
        let (unit, high) = (actor.unit(), actor.head_height());
        if actor.lies() {
            return self.h * 0.88;
        }
        let shared = self.h * if self.talks() { 0.46 } else { 0.40 } + tallest * unit;
        let sunk = shared - lowest * unit - self.h * 0.86;
        let ground = if sunk <= 0.0 {
            shared
        } else {
            (shared - sunk * 0.6).min(self.h * 0.80 + high * unit)
        };
        // Whoever is low is seen whole if there is room, and on the floor.
        if high * unit < self.h * 0.5 {
            ground.clamp(self.h * FLOOR, self.h * 0.96)
        } else {
            ground
        }
    }

    /// Heads side by side, smaller people a little lower.
    fn ground_from_shoulders(&self, actor: &Actor, tallest: f64) -> f64 {
        let (unit, high) = (actor.unit(), actor.head_height());
        let step = (tallest - high).clamp(0.0, 1.2) * 0.25;
        self.h * if self.talks() { 0.60 } else { 0.54 } + (step + high) * unit
    }

    /// Somebody who lies needs more room across: outwards from the middle.
    fn room_to_lie(&self, actor: &Actor) -> f64 {
        if actor.lies() {
            (actor.ground().x / self.w - 0.5).signum() * self.w * 0.10
        } else {
            0.0
        }
    }

    /// The ground as low as the variant wants it, but nobody cut at the chin by the lower edge.
    fn lowered(&self, actor: &Actor, y: f64) -> f64 {
        let (lower, high) = (self.variant.lower * self.h, actor.head_height() * actor.unit());
        let most = self.h - actor.head_radius() * actor.unit() * 1.05;
        if y - high + lower > most {
            return most + high;
        }
        y + lower * if self.view == View::Wide { 0.3 } else { 1.0 }
    }

    /// The listener comes to the front with their back to us.
    pub(super) fn turn_listener(&self, actors: &mut [Actor]) {
        let speaker = self.panel.dialogue.iter().find_map(|line| line.speaker.clone());
        let listener = actors
            .iter()
            .position(|actor| Some(&actor.id) != speaker.as_ref() && matches!(actor.body, Body::Person(_)));
        let Some(listener) = listener else { return };
        let other = 1 - listener;
        let near = self.reach() * 0.40 * self.variant.size;
        let left = self.rtl;
        if let Body::Person(figure) = &mut actors[listener].body {
            figure.unit = near;
            figure.yaw = if left { 2.62 } else { -2.62 };
            figure.gaze = Turn::default();
            figure.item = None;
            let high = -figure.head_height().y;
            figure.ground = pt(
                self.w * if left { 0.16 } else { 0.84 },
                self.h * 0.70 + high * near,
            );
            actors[listener].shows_face = false;
        }
        let unit = actors[other].unit();
        let high = actors[other].head_height();
        if let Body::Person(figure) = &mut actors[other].body {
            figure.yaw = if left { -0.42 } else { 0.42 };
        }
        actors[other].set_ground(pt(
            self.w * if left { 0.64 } else { 0.36 },
            self.h * 0.50 + high * unit,
        ));
        if listener == 0 {
            actors.swap(0, 1);
        }
    }
}

/// Who of a group stands further back: those who are taller than a neighbour in front of them.
fn back_row(actors: &[Actor]) -> Vec<bool> {
    let high: Vec<f64> = actors.iter().map(Actor::head_height).collect();
    let mut back = vec![false; actors.len()];
    if actors.len() < 3 {
        return back;
    }
    let mut order: Vec<usize> = (0..actors.len()).collect();
    order.sort_by(|a, b| high[*b].total_cmp(&high[*a]));
    for index in order {
        let neighbours = [index.checked_sub(1), Some(index + 1)];
        let behind = neighbours
            .into_iter()
            .flatten()
            .any(|other| back.get(other) == Some(&true));
        back[index] = !behind && !actors[index].lies();
    }
    back
}
