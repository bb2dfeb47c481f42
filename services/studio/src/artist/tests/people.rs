//! What pictures promise about people who are near each other, or lie.

use kurbo::{Point, Rect, Shape};

use super::{
    super::{
        actor::{Actor, Body},
        stage::{self, VARIANTS},
        tilt::Tilt,
    },
    *,
};
use crate::{
    figure::Figure,
    ink::{Look, Surface},
};

const WIDE: u32 = 500;
const PAPER: [u8; 3] = [9, 99, 199];

/// A panel of people in one pose, by age.
fn panel_of(pose: Pose, ages: &[Age], shot: Shot) -> Script {
    let cast = (0..ages.len())
        .map(|i| CastMember {
            character: format!("c{i}"),
            pose,
            ..CastMember::default()
        })
        .collect();
    let panel = Panel {
        cast,
        shot,
        ..Panel::default()
    };
    let mut script = script(panel, 0);
    for (character, age) in script.characters.iter_mut().zip(ages) {
        character.age = *age;
    }
    script
}

fn actors(script: &Script) -> Vec<Actor> {
    let side = f64::from(WIDE);
    stage::actors(script, &script.panels[0], side, side, VARIANTS[0])
}

fn person(actor: &Actor) -> &Figure {
    match &actor.body {
        Body::Person(figure) => figure,
        Body::Creature(_) => panic!("{} is no person", actor.id),
    }
}

/// Which pixels somebody covers, whoever else is there.
fn silhouette(actor: &Actor) -> Vec<bool> {
    let mut look = Look::of(&Style::default());
    look.colour = true;
    look.paper = PAPER;
    let mut surface = Surface::new(WIDE, WIDE, 0.5, look).unwrap();
    let figure = person(actor);
    figure.draw_under(&mut surface);
    figure.draw(&mut surface);
    figure.draw_over(&mut surface);
    surface
        .into_pixels()
        .chunks_exact(3)
        .map(|rgb| rgb != PAPER)
        .collect()
}

/// What two share, as a part of the smaller one.
fn overlap(one: &Actor, other: &Actor) -> f64 {
    let (a, b) = (silhouette(one), silhouette(other));
    let count = |pixels: &[bool]| pixels.iter().filter(|covered| **covered).count() as f64;
    let both: Vec<bool> = a.iter().zip(&b).map(|(a, b)| *a && *b).collect();
    count(&both) / count(&a).min(count(&b))
}

fn shared(a: Rect, b: Rect) -> f64 {
    let common = a.intersect(b);
    common.width().max(0.0) * common.height().max(0.0) / a.area().min(b.area())
}

#[test]
fn who_hugs_is_in_the_other_one_s_arms() {
    for ages in [
        [Age::Adult, Age::Adult],
        [Age::Old, Age::Child],
        [Age::Child, Age::Adult],
    ] {
        for shot in [Shot::Wide, Shot::Medium] {
            let apart = actors(&panel_of(Pose::Stand, &ages, shot));
            assert!(overlap(&apart[0], &apart[1]) < 0.05, "{ages:?} {shot:?}");
            let together = actors(&panel_of(Pose::Hug, &ages, shot));
            let share = overlap(&together[0], &together[1]);
            assert!(share > 0.15, "{ages:?} {shot:?} share {share:.2}");
            for (one, other) in [(0, 1), (1, 0)] {
                let (one, other) = (person(&together[one]), person(&together[other]));
                let held = other.body().union(other.head());
                let hands = [0, 1].map(|arm| held.contains(one.wrist(arm)));
                assert!(hands.contains(&true), "{ages:?} {shot:?}: no hand reaches");
            }
            let faces = shared(together[0].head(), together[1].head());
            assert!(faces < 0.45, "{ages:?} {shot:?}: heads share {faces:.2}");
        }
    }
}

#[test]
fn hands_that_hold_each_other_meet() {
    for ages in [[Age::Adult, Age::Adult], [Age::Adult, Age::Child]] {
        let both = actors(&panel_of(Pose::HoldHands, &ages, Shot::Wide));
        let (left, right) = (person(&both[0]), person(&both[1]));
        let (left, right) = if left.ground.x < right.ground.x {
            (left, right)
        } else {
            (right, left)
        };
        let (a, b) = (
            left.wrist(left.arm_towards(1.0)),
            right.wrist(right.arm_towards(-1.0)),
        );
        assert!((a - b).hypot() < 0.3 * left.unit, "{ages:?}: {a:?} and {b:?}");
        assert!(shared(both[0].head(), both[1].head()) < 0.01);
    }
}

#[test]
fn whoever_is_carried_is_above_the_ground() {
    let mut script = panel_of(Pose::Carry, &[Age::Adult, Age::Child], Shot::Wide);
    script.panels[0].cast[1].pose = Pose::Stand;
    let both = actors(&script);
    let child = both.iter().find(|actor| actor.id == "c1").unwrap();
    assert!(person(child).posture.lift > 1.0);
    assert!(child.partner.as_ref().is_some_and(|partner| partner.carries));
    assert!(overlap(&both[0], &both[1]) > 0.2);
}

#[test]
fn whoever_lies_is_seen_along_the_ground() {
    for shot in [Shot::Wide, Shot::Medium] {
        let script = panel_of(Pose::Lie, &[Age::Adult], shot);
        let all = actors(&script);
        let figure = person(&all[0]);
        let body = figure.body().union(figure.head());
        assert!(body.width() > 2.5 * body.height(), "{shot:?}: {body:?}");
        let high = (figure.ground.y - figure.head_centre().y) / figure.unit;
        assert!(
            (0.3..1.2).contains(&high),
            "{shot:?}: the head is {high:.2} above the ground"
        );
        // From the side one shoulder hides the other; from above both would be seen.
        let breadth = (figure.shoulder(0).y - figure.shoulder(1).y).abs() / figure.unit;
        assert!(breadth < 0.7, "{shot:?}: {breadth:.2} between the shoulders");
    }
    let mut script = panel_of(Pose::Lie, &[Age::Adult], Shot::Wide);
    script.panels[0].props = vec!["bed".to_owned()];
    assert!(person(&actors(&script)[0]).posture.lift > 0.5);
}

#[test]
fn nobody_in_a_group_hides_a_face() {
    let ages = [Age::Adult, Age::Child, Age::Teen, Age::Old, Age::Adult];
    for count in 3..=5 {
        for shot in [Shot::Wide, Shot::Medium, Shot::Close] {
            let all = actors(&panel_of(Pose::Stand, &ages[..count], shot));
            for (index, actor) in all.iter().enumerate() {
                let head = actor.head();
                let face = kurbo::Circle::new(head.center(), head.width() * 0.26);
                for other in &all[index + 1..] {
                    let cover = silhouette(other);
                    let inside: Vec<bool> = (0..WIDE * WIDE)
                        .filter(|i| {
                            let at = Point::new(f64::from(i % WIDE), f64::from(i / WIDE));
                            face.contains(at)
                        })
                        .map(|i| cover[i as usize])
                        .collect();
                    let hidden = inside.iter().filter(|covered| **covered).count() as f64;
                    let share = hidden / inside.len().max(1) as f64;
                    assert!(
                        share < 0.25,
                        "{count} {shot:?}: {} hides {share:.2} of {}",
                        other.id,
                        actor.id
                    );
                }
            }
        }
    }
}

#[test]
fn neighbours_in_a_group_stand_differently() {
    let all = actors(&panel_of(Pose::Stand, &[Age::Adult; 5], Shot::Wide));
    let hands = |actor: &Actor| person(actor).posture.hands.map(|hand| hand.at);
    for (index, one) in all.iter().enumerate() {
        for other in &all[..index] {
            assert_ne!(hands(one), hands(other), "{} and {}", one.id, other.id);
        }
    }
}

#[test]
fn a_hand_never_lies_over_a_face() {
    let mut script = panel_of(Pose::Stand, &[Age::Adult, Age::Teen], Shot::Medium);
    script.panels[0].cast[0].pose = Pose::Point;
    script.panels[0].cast[0].facing = Facing::Right;
    for direction in [ReadingDirection::Ltr, ReadingDirection::Rtl] {
        script.reading_direction = direction;
        let all = actors(&script);
        let pointing = all.iter().find(|actor| actor.id == "c0").unwrap();
        let other = all.iter().find(|actor| actor.id == "c1").unwrap();
        let head = other.head().inset(-0.15 * other.unit());
        for arm in 0..2 {
            assert!(!head.contains(person(pointing).wrist(arm)));
        }
    }
}

#[test]
fn a_tilted_camera_leaves_no_corner_empty() {
    let panel = Panel {
        number: 1,
        angle: Angle::Dutch,
        ..Panel::default()
    };
    for (w, h) in [(1024.0, 1024.0), (1200.0, 400.0), (300.0, 900.0)] {
        let tilt = Tilt::of(&panel, w, h);
        let sheet = Rect::new(-0.01, -0.01, w + 0.01, h + 0.01);
        for corner in [(0.0, 0.0), (w, 0.0), (0.0, h), (w, h)] {
            let seen = tilt.behind.inverse() * Point::from(corner);
            assert!(sheet.contains(seen), "{w} x {h}: {corner:?} shows {seen:?}");
        }
        let level = Tilt::of(
            &Panel {
                angle: Angle::Eye,
                ..panel.clone()
            },
            w,
            h,
        );
        assert_ne!(tilt.people, level.people);
    }
}
