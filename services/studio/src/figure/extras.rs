//! What people wear on their heads: glasses, hats, beards, ...

mod hats;

use kurbo::Point;

use super::{Person, eyes, eyes::EYE_LINE, eyes::pen, face::MOUTH_LINE, space::HeadFrame};
use crate::ink::{Material, Surface, blob, bow, circle, curve, ellipse, line, lock, polygon};

/// Something worn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::EnumIter)]
pub enum Extra {
    /// Round glasses.
    Glasses,
    /// Dark glasses.
    Sunglasses,
    /// Hat with a brim.
    Hat,
    /// Straw hat, broad.
    StrawHat,
    /// Cap with a peak.
    Cap,
    /// Knitted cap.
    Beanie,
    /// Hood over the head.
    Hood,
    /// Crown.
    Crown,
    /// Helmet.
    Helmet,
    /// Full beard.
    Beard,
    /// Moustache.
    Moustache,
    /// A patch over one eye.
    EyePatch,
    /// A band around the head.
    Headband,
    /// A bow in the hair.
    Bow,
    /// Headphones.
    Headphones,
    /// A scar over the cheek.
    Scar,
    /// Freckles.
    Freckles,
    /// A scarf around the neck.
    Scarf,
}

const FELT: Material = Material::new(0.62, [104, 84, 74]);
const STRAW: Material = Material::new(0.10, [236, 208, 130]);
const CLOTH: Material = Material::new(0.30, [196, 66, 66]);
const DARK: Material = Material::new(1.0, [34, 32, 40]);
const METAL: Material = Material::new(0.12, [196, 202, 214]);
const GOLD: Material = Material::new(0.08, [240, 200, 80]);

/// What lies on the face: under the fringe.
pub fn on_face(surface: &mut Surface, frame: &HeadFrame, person: &Person) {
    let width = pen(frame, surface);
    for extra in &person.extras {
        match extra {
            Extra::Beard => beard(surface, frame, person, width),
            Extra::Moustache => moustache(surface, frame, person, width),
            Extra::Freckles => freckles(surface, frame, width),
            Extra::Scar => scar(surface, frame, width),
            _ => {}
        }
    }
}

/// What lies over face and fringe.
pub fn above(surface: &mut Surface, frame: &HeadFrame, person: &Person) {
    let width = pen(frame, surface);
    for extra in &person.extras {
        match extra {
            Extra::Glasses => glasses(surface, frame, width, false),
            Extra::Sunglasses => glasses(surface, frame, width, true),
            Extra::EyePatch => patch(surface, frame, width),
            Extra::Hat => hats::hat(surface, frame, width, FELT, 0.70, 0.46),
            Extra::StrawHat => hats::hat(surface, frame, width, STRAW, 0.86, 0.36),
            Extra::Cap => hats::cap(surface, frame, width),
            Extra::Beanie => hats::beanie(surface, frame, width),
            Extra::Crown => hats::crown(surface, frame, width),
            Extra::Helmet => hats::helmet(surface, frame, width),
            Extra::Headband => hats::band(surface, frame, width),
            Extra::Bow => bow_tie(surface, frame, width),
            Extra::Headphones => headphones(surface, frame, width),
            Extra::Hood => hats::hood(surface, frame, width, person.outfit.top),
            _ => {}
        }
    }
}

fn glasses(surface: &mut Surface, frame: &HeadFrame, width: f64, dark: bool) {
    if !frame.shows_face() {
        return;
    }
    let places = eyes::across(frame);
    let narrow = [
        frame.keyed([1.0, 0.95, 0.55, 0.2, 0.1]),
        frame.keyed([1.0, 0.72, 0.2, 0.1, 0.1]),
    ];
    for (x, share) in places.iter().zip(narrow) {
        let lens = ellipse(
            frame.on_face(*x, EYE_LINE + 0.02),
            frame.px(0.152 * share),
            frame.px(0.142),
        );
        if dark {
            surface.fill(&lens, DARK);
        }
        surface.stroke(&lens, width * 1.05);
    }
    if let [near, far] = places[..] {
        let bridge = bow(
            frame.on_face(near + 0.15 * narrow[0], EYE_LINE),
            frame.on_face((near + far) / 2.0, EYE_LINE - 0.03),
            frame.on_face(far - 0.15 * narrow[1], EYE_LINE),
            4,
        );
        surface.stroke(&curve(&bridge), width * 0.95);
    }
    if let Some(ear) = super::face::ear_x(frame, -1.0) {
        let from = frame.on_face(places[0] - 0.15 * narrow[0], EYE_LINE);
        surface.stroke(&line(&[from, frame.at(ear.max(-0.40), 0.05)]), width * 0.95);
    }
}

fn patch(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    if frame.yaw > 1.1 {
        return;
    }
    let x = eyes::across(frame).get(1).copied().unwrap_or(0.24);
    let narrow = frame.keyed([1.0, 0.75, 0.3, 0.1, 0.1]);
    surface.fill(
        &ellipse(
            frame.on_face(x, EYE_LINE),
            frame.px(0.135 * narrow),
            frame.px(0.13),
        ),
        DARK,
    );
    let strap = [
        frame.on_face(x, EYE_LINE),
        frame.at(0.0, -0.18),
        frame.at(-0.37, -0.24),
    ];
    surface.stroke(&curve(&strap), width * 1.6);
}

fn beard(surface: &mut Surface, frame: &HeadFrame, person: &Person, width: f64) {
    if !frame.shows_face() {
        return;
    }
    let x = frame.keyed([0.0, 0.12, 0.20, 0.3, 0.3]);
    let half = frame.keyed([0.385, 0.34, 0.25, 0.1, 0.1]);
    let shape = [
        frame.at(x - half, 0.10),
        frame.at(x - half * 0.86, 0.26),
        frame.on_face(x - half * 0.40, 0.27),
        frame.on_face(x, 0.285),
        frame.on_face(x + half * 0.40, 0.27),
        frame.at((x + half * 0.86).min(0.375), 0.26),
        frame.at((x + half).min(0.385), 0.10),
        frame.at((x + half * 0.98).min(0.395), 0.36),
        frame.at(x + half * 0.58, 0.56),
        frame.at(x + 0.03, 0.70),
        frame.at(x - half * 0.55, 0.57),
        frame.at(x - half * 0.98, 0.36),
    ];
    surface.shape(&blob(&shape), width * 0.5, person.hair);
    for i in 0..5 {
        let t = f64::from(i) / 2.0 - 1.0;
        let path = curve(&[
            frame.at(x + t * half * 0.6, 0.42),
            frame.at(x + t * half * 0.42, 0.58),
        ]);
        surface.pen(&path, width * 0.9);
    }
    let mouth = ellipse(
        frame.on_face(frame.keyed([0.0, 0.155, 0.262, 0.3, 0.3]), MOUTH_LINE + 0.012),
        frame.px(0.075),
        frame.px(0.022),
    );
    surface.fill(&mouth, Material::new(0.9, [120, 40, 44]));
}

fn moustache(surface: &mut Surface, frame: &HeadFrame, person: &Person, width: f64) {
    if !frame.shows_face() {
        return;
    }
    let x = frame.keyed([0.0, 0.165, 0.30, 0.4, 0.4]);
    let half = frame.keyed([0.17, 0.15, 0.11, 0.05, 0.05]);
    let mut shapes = Vec::new();
    for side in [-1.0, 1.0] {
        if side > 0.0 && frame.yaw > 1.2 {
            continue;
        }
        let spine = bow(
            frame.on_face(x, 0.285),
            frame.on_face(x + side * half * 0.7, 0.275),
            frame.on_face(x + side * half * 1.1, 0.345),
            5,
        );
        shapes.push(lock(&spine, frame.px(0.075), 0.35));
    }
    surface.union(&shapes, width * 0.5, person.hair);
}

fn freckles(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    if !frame.shows_face() || frame.unit < 70.0 * surface.scale {
        return;
    }
    let brown = Material::new(0.6, [206, 132, 90]);
    for x in eyes::across(frame) {
        for (dx, dy) in [
            (-0.05, 0.155),
            (0.0, 0.175),
            (0.05, 0.155),
            (-0.025, 0.195),
            (0.028, 0.198),
        ] {
            surface.fill(
                &circle(frame.on_face(x + dx, EYE_LINE + dy), width * 0.6 * surface.scale),
                brown,
            );
        }
    }
}

fn scar(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    if !frame.shows_face() {
        return;
    }
    let x = eyes::across(frame)[0] - 0.03;
    let cut = curve(&[
        frame.on_face(x - 0.05, 0.17),
        frame.on_face(x + 0.02, 0.25),
        frame.on_face(x + 0.07, 0.31),
    ]);
    surface.pen(&cut, width * 1.4);
    for t in [0.2, 0.26] {
        let path = line(&[
            frame.on_face(x - 0.05 + t * 0.1, t - 0.01),
            frame.on_face(x + 0.05 + t * 0.1, t - 0.02),
        ]);
        surface.pen(&path, width);
    }
}

fn bow_tie(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    let (at, facing) = frame.on_scalp(-0.9 * frame.side - frame.yaw * 0.2, 0.95, 1.1);
    if facing < -0.3 {
        return;
    }
    let reach = frame.px(0.12);
    for side in [-1.0, 1.0] {
        let wing = [
            at,
            Point::new(at.x + side * reach * 1.5, at.y - reach * 0.95),
            Point::new(at.x + side * reach * 1.55, at.y + reach * 0.65),
        ];
        surface.shape(&polygon(&wing), width * 0.5, CLOTH);
    }
    surface.shape(&circle(at, reach * 0.36), width * 0.5, CLOTH);
}

fn headphones(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    let arc: Vec<Point> = [
        (-0.44, 0.05),
        (-0.44, -0.30),
        (-0.24, -0.58),
        (0.0, -0.64),
        (0.24, -0.58),
        (0.44, -0.30),
        (0.44, 0.05),
    ]
    .iter()
    .map(|(x, y)| frame.at(x * frame.keyed([1.0, 0.85, 0.2, 0.85, 1.0]), *y))
    .collect();
    surface.stroke(&curve(&arc), width * 3.2);
    for side in [-1.0, 1.0] {
        if let Some(x) = super::face::ear_x(frame, side) {
            surface.shape(
                &ellipse(frame.at(x, 0.11), frame.px(0.095), frame.px(0.13)),
                width * 0.6,
                DARK.mixed(METAL, 0.4),
            );
        }
    }
}

/// A scarf around the neck, below the chin.
pub fn scarf(surface: &mut Surface, frame: &HeadFrame, neck: Point, width: f64) {
    let px = |x: f64, y: f64| Point::new(neck.x + frame.px(x), neck.y + frame.px(y));
    surface.shape(
        &blob(&[
            px(0.05, 0.10),
            px(0.20, 0.08),
            px(0.26, 0.50),
            px(0.24, 0.72),
            px(0.08, 0.70),
            px(0.10, 0.4),
        ]),
        width * 0.55,
        CLOTH,
    );
    surface.shape(
        &blob(&[
            px(-0.30, -0.10),
            px(0.0, -0.16),
            px(0.30, -0.10),
            px(0.33, 0.06),
            px(0.0, 0.16),
            px(-0.33, 0.06),
        ]),
        width * 0.55,
        CLOTH,
    );
    surface.pen(
        &curve(&[px(-0.2, -0.04), px(0.0, 0.03), px(0.22, -0.02)]),
        width * 0.9,
    );
}
