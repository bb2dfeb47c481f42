//! Who stands where, how large, and looking at whom.

use kurbo::Rect;
use mangakai_script::{Angle, Emotion, Facing, Panel, Pose as Wanted, ReadingDirection, Script, Shot};

use super::{
    creature::{self, Creature},
    figure::{Emo, Fig, Ident, Pose},
    looks::{self, Body},
};

/// Most people of one panel; the others are left to the neighbouring panels.
const MOST: usize = 5;

/// The camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Head and shoulders.
    Close,
    /// To the knees.
    Medium,
    /// Whole bodies.
    Wide,
    /// From above, nobody in particular.
    Above,
}

/// Somebody on the stage.
pub struct Actor {
    /// Id of the character.
    pub id: String,
    /// A person or the puppy.
    pub figure: Fig,
    /// Something else, drawn in the figure's place.
    pub creature: Option<Creature>,
}

impl Actor {
    /// Box of the head.
    pub fn head(&self) -> Rect {
        let Fig { x, y, u, pose, .. } = self.figure;
        let e = u * 0.62;
        let top = if pose == Pose::Umbrella { 2.0 } else { 1.0 };
        Rect::new(x - e, y - e * top, x + e, y + u * 0.55)
    }

    /// Box of the body.
    pub fn body(&self) -> Rect {
        let e = self.figure.u
            * if self.creature == Some(Creature::Bird) {
                1.3
            } else {
                0.62
            };
        Rect::new(
            self.figure.x - e,
            self.figure.y,
            self.figure.x + e,
            self.figure.y + self.feet() * self.figure.u,
        )
    }

    /// Where words come from.
    pub fn mouth(&self) -> (f64, f64) {
        let down = if self.figure.id.puppy { 0.25 } else { 0.37 };
        let at = self.figure.at(
            self.figure.turn * 0.1,
            if self.creature.is_some() { 0.1 } else { down },
        );
        (at.x, at.y)
    }

    /// Feet below the head centre, in head heights.
    pub fn feet(&self) -> f64 {
        self.creature.map_or_else(|| self.figure.feet(), creature::feet)
    }
}

/// The camera of a panel.
pub fn view(panel: &Panel) -> View {
    match (panel.angle, panel.shot) {
        (Angle::BirdsEye, _) if panel.cast.is_empty() => View::Above,
        (_, Shot::Close | Shot::Insert) => View::Close,
        (_, Shot::Medium) => View::Medium,
        (_, Shot::Long | Shot::Wide) => View::Wide,
    }
}

/// Everybody of a panel in a picture of `w` x `h`.
pub fn actors(script: &Script, panel: &Panel, w: f64, h: f64) -> Vec<Actor> {
    let looks = looks::all(script);
    let view = view(panel);
    let cast: Vec<_> = panel.cast.iter().take(MOST).collect();
    let known = |id: &str| script.characters.iter().position(|character| character.id == id);
    let shown: Vec<_> = cast
        .iter()
        .filter_map(|member| Some((*member, known(&member.character)?)))
        .collect();
    let count = shown.len();
    let rtl = script.reading_direction == ReadingDirection::Rtl;
    let talks = !panel.dialogue.is_empty();
    let place = |(index, (member, character)): (usize, &(&mangakai_script::CastMember, usize))| {
        let slot = slot(index, count, view, rtl, talks, w > h);
        let (ident, creature) = ident(&looks[*character]);
        let holding = member.holding.as_deref().unwrap_or_default();
        let carries = |thing: &str| {
            holding.contains(thing) || (count == 1 && panel.props.iter().any(|prop| prop.contains(thing)))
        };
        let pose = pose(
            member.pose,
            &ident,
            carries("umbrella"),
            carries("lantern"),
            carries("box"),
        );
        let mut figure = Fig {
            id: ident,
            x: slot * w,
            y: 0.0,
            u: head_height(view, count, w, h),
            flip: slot > 0.55,
            turn: turn(member.facing, slot, count),
            emo: emotion(member.emotion),
            pose,
            lantern: carries("lantern") && creature.is_none(),
        };
        if figure.id.puppy {
            figure.u *= if view == View::Close { 0.95 } else { 0.78 };
        }
        let mut actor = Actor {
            id: member.character.clone(),
            figure,
            creature,
        };
        actor.figure.y = head_centre(&actor, view, talks, h);
        actor
    };
    shown.iter().enumerate().map(place).collect()
}

/// Across the picture: who is first stands where reading begins; alone, off the middle, so that there is room for words.
fn slot(index: usize, count: usize, view: View, rtl: bool, talks: bool, broad: bool) -> f64 {
    let from_start = match (count, view) {
        (1, View::Wide) => 0.62,
        (1, View::Close) if talks => 0.60,
        (1, View::Close) => 0.5,
        (1, _) => 0.56,
        _ => {
            let spread = if broad { 0.30 } else { 0.42 } * 2.0 / count.max(2) as f64;
            0.5 + (index as f64 - (count as f64 - 1.0) / 2.0) * spread
        }
    };
    if rtl { 1.0 - from_start } else { from_start }
}

fn head_height(view: View, count: usize, w: f64, h: f64) -> f64 {
    let reach = h.min(w * 1.12);
    let crowd = if count > 2 { 2.4 / count as f64 } else { 1.0 };
    reach
        * match view {
            View::Close if count > 1 => 0.34 * crowd,
            View::Close => 0.44,
            View::Medium => 0.245 * crowd.max(0.7),
            View::Wide | View::Above => 0.118,
        }
}

fn head_centre(actor: &Actor, view: View, talks: bool, h: f64) -> f64 {
    let (u, feet) = (actor.figure.u, actor.feet());
    let low = actor.figure.id.puppy || actor.figure.pose == Pose::Crouch || actor.creature.is_some();
    match view {
        View::Close if talks => h * 0.62,
        View::Close => h * 0.56,
        View::Medium if low => (h * 0.965 - feet * u).max(h * 0.3),
        View::Medium => h * 0.52,
        View::Wide | View::Above => h * 0.93 - feet * u,
    }
}

fn turn(facing: Facing, slot: f64, count: usize) -> f64 {
    match facing {
        Facing::Left => -0.5,
        Facing::Right => 0.5,
        // People of one panel look at each other.
        Facing::Front | Facing::Away if count > 1 => {
            if slot < 0.5 {
                0.5
            } else {
                -0.5
            }
        }
        Facing::Front | Facing::Away => 0.0,
    }
}

fn ident(body: &Body) -> (Ident, Option<Creature>) {
    let plain = |puppy| Ident {
        puppy,
        heads: 3.6,
        hair: 0,
        tone: 0,
        cloth: 0,
        lash: 1.0,
        boy: false,
    };
    match body {
        Body::Person(person) => {
            let &looks::Person {
                heads,
                hair,
                value,
                cloth,
                lash,
                boyish,
            } = person;
            (
                Ident {
                    puppy: false,
                    heads,
                    hair,
                    tone: value,
                    cloth,
                    lash,
                    boy: boyish,
                },
                None,
            )
        }
        Body::Puppy => (plain(true), None),
        Body::Other(creature) => (plain(false), Some(*creature)),
    }
}

fn pose(wanted: Wanted, ident: &Ident, umbrella: bool, lantern: bool, boxed: bool) -> Pose {
    if ident.puppy {
        return if boxed { Pose::Boxed } else { Pose::Stand };
    }
    match wanted {
        Wanted::Umbrella => Pose::Umbrella,
        Wanted::Kneel | Wanted::Crouch | Wanted::Sit => Pose::Crouch,
        Wanted::Raise | Wanted::Wave => Pose::Raise,
        Wanted::Point | Wanted::Hug | Wanted::Run => Pose::Reach,
        Wanted::Hold => Pose::Hold,
        _ if umbrella => Pose::Umbrella,
        _ if lantern => Pose::Hold,
        _ => Pose::Stand,
    }
}

fn emotion(emotion: Emotion) -> Emo {
    match emotion {
        Emotion::Joy => Emo::Joy,
        Emotion::Smile | Emotion::Shy => Emo::Smile,
        Emotion::Sad | Emotion::Cry | Emotion::Tired | Emotion::Pain => Emo::Sad,
        Emotion::Angry => Emo::Angry,
        Emotion::Surprise | Emotion::Fear => Emo::Surprise,
        Emotion::Serious => Emo::Resolve,
        Emotion::Calm | Emotion::Think => Emo::Calm,
    }
}
