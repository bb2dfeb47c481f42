//! People who touch: how near they come to each other, and whose arms go where.

use glam::DVec3;
use kurbo::{Point, Vec2};
use mangakai_script::{CharacterKind, Panel, Pose};

use super::super::actor::{Actor, Body, Partner};
use crate::{
    creature::Creature,
    figure::{Figure, Grip, Layer, posture},
};

/// Heads that differ by more heights than this are a grown-up's and a child's.
const TALLER: f64 = 0.7;
/// Between the middles of two heads that lean against each other, in heads.
const CHEEK_TO_CHEEK: f64 = 0.90;

/// Brings those who touch together; `actors` in the order of the panel's cast, each at their place. Hands meet no lower
/// than `lowest`.
pub fn join(panel: &Panel, actors: &mut [Actor], lowest: f64) {
    for one in 0..actors.len() {
        let pose = pose(panel, &actors[one].id);
        if !matches!(pose, Pose::Hug | Pose::HoldHands | Pose::Comfort | Pose::Carry) {
            continue;
        }
        let Some(other) = partner(panel, actors, one, pose) else {
            continue;
        };
        let [one, other] = two(actors, one, other);
        let met = match (&mut one.body, &mut other.body) {
            (Body::Person(a), Body::Person(b)) => Some(match pose {
                Pose::Hug => hug(a, b),
                Pose::HoldHands => hold_hands(a, b, lowest),
                Pose::Comfort => comfort(a, b),
                _ => carry(a, b),
            }),
            (Body::Person(a), Body::Creature(b)) if matches!(pose, Pose::Hug | Pose::Carry) => {
                Some(hold_in_arms(a, b))
            }
            _ => None,
        };
        if let Some(Meeting { one_behind, carried }) = met {
            one.partner = Some(Partner {
                id: other.id.clone(),
                is_behind: !one_behind,
                carries: false,
            });
            other.partner = Some(Partner {
                id: one.id.clone(),
                is_behind: one_behind,
                carries: carried,
            });
        }
    }
}

/// How two touch.
struct Meeting {
    /// The first of the two stands behind.
    one_behind: bool,
    /// The first carries the other.
    carried: bool,
}

fn pose(panel: &Panel, id: &str) -> Pose {
    panel
        .cast
        .iter()
        .find(|member| member.character == id)
        .map_or(Pose::Stand, |member| member.pose)
}

/// Whom `one` touches: whoever does the same, or else whoever is nearest; nobody who lies or touches somebody already.
fn partner(panel: &Panel, actors: &[Actor], one: usize, own: Pose) -> Option<usize> {
    let free = |actor: &Actor| {
        actor.partner.is_none()
            && match &actor.body {
                Body::Person(figure) => !figure.posture.lies(),
                Body::Creature(creature) => fits_in_arms(creature.kind),
            }
    };
    if !free(&actors[one]) || matches!(actors[one].body, Body::Creature(_)) {
        return None;
    }
    let away = |other: usize| (actors[other].ground().x - actors[one].ground().x).abs();
    (0..actors.len())
        .filter(|other| *other != one && free(&actors[*other]))
        .min_by(|a, b| {
            let same = |other: usize| pose(panel, &actors[other].id) == own;
            same(*b).cmp(&same(*a)).then(away(*a).total_cmp(&away(*b)))
        })
}

fn fits_in_arms(kind: CharacterKind) -> bool {
    matches!(
        kind,
        CharacterKind::Dog | CharacterKind::Cat | CharacterKind::Bird | CharacterKind::Animal
    )
}

fn two(actors: &mut [Actor], one: usize, other: usize) -> [&mut Actor; 2] {
    let (low, high) = (one.min(other), one.max(other));
    let (front, back) = actors.split_at_mut(high);
    let (a, b) = (&mut front[low], &mut back[0]);
    if one < other { [a, b] } else { [b, a] }
}

/// The two with the one on the left first.
fn from_left<'a>(a: &'a mut Figure, b: &'a mut Figure) -> [&'a mut Figure; 2] {
    if a.ground.x <= b.ground.x { [a, b] } else { [b, a] }
}

fn sideways(heads: f64, unit: f64) -> Vec2 {
    Vec2::new(heads * unit, 0.0)
}

/// Moves both by the same amount, so that what `measure` finds at each is `wanted` pixels apart.
fn draw_near(left: &mut Figure, right: &mut Figure, wanted: f64, measure: impl Fn(&Figure, f64) -> f64) {
    let gap = measure(right, -1.0) - measure(left, 1.0) - wanted;
    left.shift(Vec2::new(gap / 2.0, 0.0));
    right.shift(Vec2::new(-gap / 2.0, 0.0));
}

fn hug(a: &mut Figure, b: &mut Figure) -> Meeting {
    let one_behind = a.head_centre().y <= b.head_centre().y;
    let [left, right] = from_left(a, b);
    let unit = left.unit.min(right.unit);
    for (figure, side) in [(&mut *left, 1.0), (&mut *right, -1.0)] {
        figure.item = None;
        figure.posture = posture(Pose::Hug, 0.5);
        figure.posture.tilt = 0.14 * side;
        figure.yaw = 0.95 * side;
        figure.gaze.yaw = -0.50 * side;
    }
    let higher = (right.head_centre().y - left.head_centre().y) / unit;
    let apart = if higher.abs() > TALLER {
        0.40
    } else {
        CHEEK_TO_CHEEK
    };
    if higher.abs() > TALLER {
        let (tall, small) = if higher > 0.0 {
            (&mut *left, &mut *right)
        } else {
            (&mut *right, &mut *left)
        };
        tall.posture.lean = 0.24;
        tall.gaze.pitch = 0.30;
        small.gaze.pitch = -0.20;
        small.posture.lean = 0.04;
    }
    draw_near(left, right, apart * unit, |figure, _| figure.head_centre().x);
    if higher > TALLER {
        embrace_small(left, right, 1.0);
    } else if higher < -TALLER {
        embrace_small(right, left, -1.0);
    } else {
        let (near, far) = (left.near_arm(), 1 - left.near_arm());
        left.reach_to(near, right.spine(0.20) + sideways(0.24, unit), 0.50, Layer::Over);
        left.reach_to(far, right.spine(0.50) + sideways(0.26, unit), -0.30, Layer::Under);
        let (near, far) = (right.near_arm(), 1 - right.near_arm());
        right.reach_to(near, left.spine(0.66) - sideways(0.20, unit), 0.50, Layer::Over);
        right.reach_to(far, left.spine(0.14) - sideways(0.26, unit), -0.30, Layer::Under);
    }
    // The smaller one is in front.
    Meeting {
        one_behind,
        carried: false,
    }
}

/// The arms of a hug of a grown-up and a child, who stands before them; `side` is 1 when the child is on the right. The
/// grown-up's arms go around behind the child's head.
fn embrace_small(tall: &mut Figure, small: &mut Figure, side: f64) {
    let unit = small.unit;
    let (near, far) = (tall.near_arm(), 1 - tall.near_arm());
    tall.reach_to(
        near,
        small.spine(0.45) + sideways(0.46 * side, unit),
        0.10,
        Layer::Own,
    );
    tall.reach_to(
        far,
        small.spine(0.12) + sideways(0.40 * side, unit),
        -0.20,
        Layer::Under,
    );
    let (near, far) = (small.near_arm(), 1 - small.near_arm());
    small.reach_to(
        near,
        tall.spine(1.05) - sideways(0.24 * side, unit),
        0.50,
        Layer::Over,
    );
    small.reach_to(
        far,
        tall.spine(0.9) - sideways(0.26 * side, unit),
        -0.30,
        Layer::Under,
    );
}

fn hold_hands(a: &mut Figure, b: &mut Figure, lowest: f64) -> Meeting {
    let one_behind = a.ground.x <= b.ground.x;
    let [left, right] = from_left(a, b);
    let unit = left.unit.min(right.unit);
    for (figure, side) in [(&mut *left, 1.0), (&mut *right, -1.0)] {
        figure.yaw = figure.yaw.clamp(-0.5, 0.5) * 0.5 + 0.20 * side;
    }
    draw_near(left, right, 0.42 * unit, |figure, side| {
        figure.shoulder(figure.arm_towards(side)).x
    });
    let (l, r) = (left.arm_towards(1.0), right.arm_towards(-1.0));
    // The taller one's arm hangs; but never lower than the other one reaches.
    let low = |figure: &Figure, arm: usize, share: f64| figure.shoulder(arm).y + figure.arm_length() * share;
    let high = low(left, l, 0.92).min(low(right, r, 0.92));
    let tallest = left.shoulder(l).y.min(right.shoulder(r).y);
    let y = high
        .min(lowest)
        .min(tallest + left.arm_length().max(right.arm_length()) * 0.96);
    let x = (left.shoulder(l).x + right.shoulder(r).x) / 2.0;
    let to = Point::new(x, y);
    left.reach_to(l, to - sideways(0.05, unit), 0.25, Layer::Own);
    right.reach_to(r, to + sideways(0.05, unit), 0.25, Layer::Own);
    right.posture.hands[r].grip = Grip::Fist;
    // The hand of the one on the right closes over the other.
    Meeting {
        one_behind,
        carried: false,
    }
}

fn comfort(one: &mut Figure, other: &mut Figure) -> Meeting {
    let side = if one.ground.x <= other.ground.x { 1.0 } else { -1.0 };
    let unit = one.unit.min(other.unit);
    one.yaw = 0.70 * side;
    one.gaze.yaw = -0.10 * side;
    other.yaw = other.yaw.clamp(-0.8, 0.8) * 0.6;
    one.item = one.item.filter(|_| one.arm_towards(side) == 0);
    let inner = |figure: &Figure, side: f64| figure.shoulder(figure.arm_towards(side)).x;
    let gap = (inner(other, -side) - inner(one, side)) * side - 0.62 * unit;
    one.shift(Vec2::new(gap / 2.0 * side, 0.0));
    other.shift(Vec2::new(-gap / 2.0 * side, 0.0));
    let arm = one.arm_towards(side);
    let to = other.shoulder(other.arm_towards(-side)) + Vec2::new(-0.06 * side, -0.13) * unit;
    one.reach_to(arm, to, 0.35, Layer::Over);
    Meeting {
        one_behind: true,
        carried: false,
    }
}

fn carry(one: &mut Figure, other: &mut Figure) -> Meeting {
    let side = if one.yaw < 0.0 { -1.0 } else { 1.0 };
    let unit = one.unit;
    one.item = None;
    other.item = None;
    other.unit = other.unit.min(unit);
    one.yaw = 0.85 * side;
    one.posture = posture(Pose::Carry, 0.5);
    one.gaze.yaw = -0.25 * side;
    other.posture = posture(Pose::Sit, 0.5).riding();
    other.yaw = 0.80 * side;
    other.gaze.yaw = -0.35 * side;
    let seat = one.head_centre() + Vec2::new(-0.66 * side, -0.34) * unit;
    other.shift(seat - other.head_centre());
    other.posture.lift = (one.ground.y - other.ground.y) / other.unit;
    other.ground.y = one.ground.y;
    let near = other.near_arm();
    other.reach_to(
        near,
        one.spine(0.16) + sideways(0.22 * side, unit),
        0.55,
        Layer::Over,
    );
    other.reach.leg_over = Some(near);
    let near = one.near_arm();
    let knee = other.knee(near);
    one.reach_to(
        near,
        knee + Vec2::new(-0.10 * side, 0.14) * unit,
        0.60,
        Layer::Over,
    );
    Meeting {
        one_behind: false,
        carried: true,
    }
}

fn hold_in_arms(figure: &mut Figure, creature: &mut Creature) -> Meeting {
    let unit = figure.unit;
    let side = if figure.yaw < 0.0 { -1.0 } else { 1.0 };
    figure.item = None;
    figure.yaw = 0.30 * side;
    figure.gaze.yaw = 0.05 * side;
    figure.gaze.pitch = figure.gaze.pitch.max(0.16);
    let chin = figure.head_centre().y + 0.56 * unit;
    let low = figure.spine(0.98).y;
    let tall = Creature::head_height(creature.kind) + Creature::head_radius(creature.kind);
    creature.unit = unit.min((low - chin) / tall);
    creature.flip = side;
    creature.ground = Point::new(figure.spine(0.6).x + 0.08 * side * unit, low);
    // The arm at the animal's head goes behind it, the other one across its flank.
    let behind = figure.arm_towards(side);
    for (arm, to, depth, layer) in [
        (behind, (0.10, -0.05), 0.30, Layer::Own),
        (1 - behind, (0.14, -0.14), 0.50, Layer::Over),
    ] {
        let to = creature.ground + Vec2::new(to.0 * side, to.1) * creature.unit;
        figure.reach_to(arm, to, depth, layer);
        let out = if arm == 0 { -1.0 } else { 1.0 };
        figure.posture.hands[arm].elbow = DVec3::new(out, 0.7, -0.1);
    }
    Meeting {
        one_behind: true,
        carried: true,
    }
}
