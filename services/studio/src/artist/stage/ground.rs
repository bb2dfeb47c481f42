//! The ground under everybody: where feet and heads come to be in the picture.

use super::{
    super::actor::{Actor, Body},
    Stage, View,
};
use crate::{figure::Turn, ink::pt};

impl Stage<'_> {
    /// Sets the ground under everybody, so that heads and feet come where the camera wants them.
    pub(super) fn place(&self, actors: &mut [Actor]) {
        if actors.is_empty() {
            return;
        }
        let tallest = actors.iter().map(Actor::head_height).fold(f64::MIN, f64::max);
        let lowest = actors.iter().map(Actor::head_height).fold(f64::MAX, f64::min);
        let lower = self.variant.lower * self.h;
        let count = actors.len();
        for (index, actor) in actors.iter_mut().enumerate() {
            let (unit, high) = (actor.unit(), actor.head_height());
            let lies = matches!(&actor.body, Body::Person(figure) if figure.posture.lies());
            let aside = if lies && count > 1 {
                (actor.ground().x / self.w - 0.5).signum() * self.w * 0.10
            } else {
                0.0
            };
            let x = actor.ground().x + aside;
            let stagger = if count > 2 && index % 2 == 1 {
                -0.025 * self.h
            } else {
                0.0
            };
            let y = match self.view {
                View::Long => self.h * 0.86 + stagger,
                View::Wide => self.h * 0.93 + stagger,
                View::Medium => {
                    let top = self.h * if self.talks() { 0.46 } else { 0.40 };
                    // Somebody small beside somebody tall must not sink out of the picture.
                    let gap = (tallest - lowest) * unit;
                    let shared = top + tallest * unit;
                    let fits = shared - lowest * unit <= self.h * 0.86;
                    let shared = if fits || gap < 1.0 {
                        shared
                    } else {
                        shared - (shared - lowest * unit - self.h * 0.86) * 0.6
                    };
                    let ground = if fits {
                        shared
                    } else {
                        (shared).min(self.h * 0.80 + high * unit)
                    };
                    // Whoever sits or lies is seen whole if there is room.
                    if high * unit < self.h * 0.5 {
                        ground.min(self.h * 0.96)
                    } else {
                        ground
                    }
                }
                View::Close => {
                    let top = self.h * if self.talks() { 0.60 } else { 0.54 };
                    let step = (tallest - high).clamp(0.0, 1.2) * unit * 0.25;
                    top + step + high * unit
                }
            };
            // At the front edge nobody is cut at the chin.
            let head = y - high * unit;
            let most = self.h - actor.head_radius() * unit * 1.05;
            let y = if head + lower > most {
                most + high * unit
            } else {
                y + lower * if self.view == View::Wide { 0.3 } else { 1.0 }
            };
            actor.set_ground(pt(x, y.min(self.h * 3.5 + high * unit)));
        }
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
