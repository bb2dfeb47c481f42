//! What places are built of.

use kurbo::Point;

use crate::ink::{
    Material, Random, Surface, blob, circle, curve, direction, ellipse, line, lock, polygon, pt,
};

/// Leaves of trees.
pub const FOLIAGE: Material = Material::new(0.30, [104, 158, 92]);
/// Bark and planks.
pub const BARK: Material = Material::new(0.45, [120, 88, 66]);
/// Planks in the light.
pub const PLANK: Material = Material::new(0.14, [206, 170, 126]);
/// Stone.
pub const STONE: Material = Material::new(0.18, [176, 178, 182]);
/// Walls of houses.
pub const WALL: Material = Material::new(0.04, [236, 228, 214]);
/// Roofs.
pub const ROOF: Material = Material::new(0.58, [118, 94, 100]);
/// Glass by day.
pub const GLASS: Material = Material::new(0.16, [178, 208, 226]);
/// Windows with light in them.
pub const LIT: Material = Material::new(0.0, [255, 236, 164]);
/// Grass.
pub const GRASS: Material = Material::new(0.12, [158, 196, 112]);
/// Earth and paths.
pub const EARTH: Material = Material::new(0.07, [214, 194, 158]);
/// Asphalt.
pub const ASPHALT: Material = Material::new(0.13, [164, 166, 172]);
/// Snow.
pub const SNOW: Material = Material::new(0.0, [246, 250, 254]);
/// Water.
pub const WATER: Material = Material::new(0.20, [112, 168, 208]);

/// A broad-leaved tree standing at `foot`, `tall` pixels high.
pub fn tree(
    s: &mut Surface,
    foot: Point,
    tall: f64,
    leaves: Material,
    bark: Material,
    random: &mut Random,
    width: f64,
) {
    let w = tall * 0.055;
    let trunk = [
        pt(foot.x - w * 1.5, foot.y),
        pt(foot.x - w * 0.8, foot.y - tall * 0.3),
        pt(foot.x - w * 0.6, foot.y - tall * 0.62),
        pt(foot.x + w * 0.6, foot.y - tall * 0.62),
        pt(foot.x + w * 0.8, foot.y - tall * 0.3),
        pt(foot.x + w * 1.5, foot.y),
    ];
    s.block(&polygon(&trunk), width, bark);
    let mut shapes = Vec::new();
    for i in 0..9 {
        let angle = f64::from(i) * 0.7 + random.between(-0.2, 0.2);
        let centre = pt(foot.x, foot.y - tall * 0.70) + direction(angle) * tall * 0.17;
        shapes.push(circle(
            pt(centre.x * 1.0, centre.y),
            tall * random.between(0.13, 0.19),
        ));
    }
    mass(s, &shapes, width, leaves);
    for _ in 0..9 {
        let at = pt(
            foot.x + random.between(-0.24, 0.24) * tall,
            foot.y - tall * random.between(0.58, 0.90),
        );
        let r = tall * 0.028;
        s.pen(
            &curve(&[pt(at.x - r, at.y), pt(at.x, at.y + r * 0.7), pt(at.x + r, at.y)]),
            width * 1.3,
        );
    }
}

/// One dark or light mass of overlapping shapes, as part of the background.
pub fn mass(s: &mut Surface, shapes: &[kurbo::BezPath], width: f64, material: Material) {
    if s.halo > 0.0 {
        return;
    }
    for shape in shapes {
        s.stroke(shape, width * 2.0);
    }
    let all: kurbo::BezPath = shapes.iter().flat_map(|shape| shape.iter()).collect();
    s.flat(&all, material);
}

/// A conifer.
pub fn pine(s: &mut Surface, foot: Point, tall: f64, leaves: Material, width: f64) {
    let w = tall * 0.03;
    s.block(
        &polygon(&[
            pt(foot.x - w, foot.y),
            pt(foot.x + w, foot.y),
            pt(foot.x + w, foot.y - tall * 0.2),
            pt(foot.x - w, foot.y - tall * 0.2),
        ]),
        width,
        BARK,
    );
    let mut shapes = Vec::new();
    for i in 0..4 {
        let (low, high) = (0.12 + 0.19 * f64::from(i), 0.46 + 0.18 * f64::from(i));
        let half = tall * (0.24 - 0.045 * f64::from(i));
        shapes.push(polygon(&[
            pt(foot.x - half, foot.y - tall * low),
            pt(foot.x, foot.y - tall * high),
            pt(foot.x + half, foot.y - tall * low),
        ]));
    }
    mass(s, &shapes, width, leaves);
}

/// A round bush.
pub fn bush(s: &mut Surface, at: Point, reach: f64, leaves: Material, random: &mut Random, width: f64) {
    let shapes: Vec<_> = (0..5)
        .map(|i| {
            circle(
                pt(
                    at.x + (f64::from(i) - 2.0) * reach * 0.38,
                    at.y - reach * random.between(0.15, 0.4),
                ),
                reach * random.between(0.32, 0.46),
            )
        })
        .collect();
    mass(s, &shapes, width, leaves);
}

/// A tuft of grass.
pub fn tuft(s: &mut Surface, at: Point, reach: f64, random: &mut Random) {
    for i in 0..4 {
        let lean = (f64::from(i) - 1.5) * 0.42 + random.between(-0.15, 0.15);
        let tip = pt(at.x + lean * reach, at.y - reach * random.between(0.7, 1.1));
        s.pen_in(
            &curve(&[at, pt(at.x + lean * reach * 0.3, at.y - reach * 0.5), tip]),
            1.8,
            0.8,
            0.0,
            None,
        );
    }
}

/// A blade of reed or tall grass in front of everything.
pub fn blade(s: &mut Surface, foot: Point, tall: f64, lean: f64, material: Material) {
    let spine = [
        foot,
        pt(foot.x + lean * 0.3, foot.y - tall * 0.55),
        pt(foot.x + lean, foot.y - tall),
    ];
    s.shape(&lock(&spine, tall * 0.09, 0.3), 1.0, material);
}

/// Hills along the horizon.
pub fn hills(s: &mut Surface, horizon: f64, tall: f64, material: Material, phase: f64, width: f64) {
    let mut points = vec![pt(-10.0, horizon)];
    for i in 0..=14 {
        let t = f64::from(i) / 14.0;
        let y = ((t * 7.0 + phase).sin() * 0.5 + (t * 3.1 + phase * 2.0).sin() * 0.5) * 0.5 + 0.5;
        points.push(pt(s.width * t, horizon - tall * (0.25 + 0.75 * y)));
    }
    points.push(pt(s.width + 10.0, horizon));
    let mut path = curve(&points);
    path.line_to(pt(s.width + 10.0, horizon + 2.0));
    path.line_to(pt(-10.0, horizon + 2.0));
    path.close_path();
    s.block(&path, width, material);
}

/// A mountain with snow on its peak.
pub fn peak(s: &mut Surface, foot: Point, half: f64, tall: f64, rock: Material, width: f64) {
    let top = pt(foot.x, foot.y - tall);
    let ridge = |t: f64, side: f64| pt(foot.x + side * half * t, foot.y - tall * (1.0 - t));
    s.block(&polygon(&[ridge(1.0, -1.0), top, ridge(1.0, 1.0)]), width, rock);
    let snow = [
        top,
        ridge(0.32, 1.0),
        ridge(0.24, 0.35),
        ridge(0.36, 0.0),
        ridge(0.25, -0.3),
        ridge(0.34, -1.0),
    ];
    s.block(&polygon(&snow), width * 0.8, SNOW);
    let shade = polygon(&[
        top,
        ridge(1.0, 1.0),
        pt(foot.x + half * 0.35, foot.y),
        ridge(0.45, 0.25),
    ]);
    s.shade(&shade, 0.22);
    for (a, b) in [((0.4, -0.5), (0.75, -0.4)), ((0.5, 0.1), (0.9, -0.05))] {
        s.pen(&line(&[ridge(a.0, a.1), ridge(b.0, b.1)]), width * 1.4);
    }
}

/// Still or moving water.
pub fn water(s: &mut Surface, top: f64, bottom: f64, material: Material, random: &mut Random, width: f64) {
    let shape = crate::ink::rect(0.0, top, s.width, bottom - top);
    s.gradient(
        &shape,
        material,
        Material::new(material.tone * 0.35, material.rgb),
    );
    for i in 0..26 {
        let t = (f64::from(i) / 26.0).powf(1.4);
        let y = top + (bottom - top) * (0.03 + 0.95 * t);
        let long = s.width * (0.03 + 0.12 * t) * random.between(0.6, 1.4);
        let x = random.between(-0.05, 1.0) * s.width;
        let swell = long * 0.06;
        let wave = curve(&[
            pt(x, y),
            pt(x + long * 0.25, y - swell),
            pt(x + long * 0.5, y),
            pt(x + long * 0.75, y - swell),
            pt(x + long, y),
        ]);
        s.pen(&wave, width * (0.8 + 1.4 * t));
    }
}

/// A window in a wall: left, top, width, height.
pub fn window(s: &mut Surface, at: Point, wide: f64, tall: f64, glass: Material, width: f64) {
    let frame = crate::ink::rect(
        at.x - wide * 0.06,
        at.y - wide * 0.06,
        wide * 1.12,
        tall + wide * 0.12,
    );
    s.block(&frame, width, WALL);
    s.block(&crate::ink::rect(at.x, at.y, wide, tall), width, glass);
    s.stroke(
        &line(&[pt(at.x + wide * 0.5, at.y), pt(at.x + wide * 0.5, at.y + tall)]),
        width * 1.6,
    );
    s.stroke(
        &line(&[pt(at.x, at.y + tall * 0.45), pt(at.x + wide, at.y + tall * 0.45)]),
        width * 1.6,
    );
}

/// A house with a gabled roof: its left corner on the ground, width, height of the wall; wall, roof and window panes.
pub fn house(
    s: &mut Surface,
    at: Point,
    wide: f64,
    tall: f64,
    [wall, roof, glass]: [Material; 3],
    width: f64,
) {
    s.block(&crate::ink::rect(at.x, at.y - tall, wide, tall), width, wall);
    let eave = wide * 0.09;
    let top = [
        pt(at.x - eave, at.y - tall + eave * 0.5),
        pt(at.x + wide * 0.14, at.y - tall * 1.48),
        pt(at.x + wide * 0.86, at.y - tall * 1.48),
        pt(at.x + wide + eave, at.y - tall + eave * 0.5),
    ];
    s.block(&polygon(&top), width, roof);
    for i in 1..7 {
        let t = f64::from(i) / 7.0;
        let from = pt(at.x + wide * (0.14 + 0.72 * t), at.y - tall * 1.48);
        let to = pt(at.x - eave + (wide + 2.0 * eave) * t, at.y - tall + eave * 0.5);
        s.pen(&line(&[from, to]), width * 0.7);
    }
    window(
        s,
        pt(at.x + wide * 0.14, at.y - tall * 0.80),
        wide * 0.26,
        tall * 0.36,
        glass,
        width * 0.8,
    );
    let door = crate::ink::rect(at.x + wide * 0.58, at.y - tall * 0.66, wide * 0.24, tall * 0.66);
    s.block(&door, width, BARK);
    s.black(&circle(pt(at.x + wide * 0.78, at.y - tall * 0.32), wide * 0.015));
}

/// A lamp on a post.
pub fn lamp(s: &mut Surface, foot: Point, top: Point, width: f64) {
    s.stroke(&line(&[foot, top]), width * 3.0);
    let r = (foot.y - top.y) * 0.05;
    s.shape(&ellipse(pt(top.x, top.y), r * 0.9, r), width, LIT);
    s.shape(
        &polygon(&[
            pt(top.x - r * 1.3, top.y - r * 0.6),
            pt(top.x, top.y - r * 1.9),
            pt(top.x + r * 1.3, top.y - r * 0.6),
        ]),
        width,
        Material::new(1.0, [44, 46, 56]),
    );
}

/// A paper lantern that hangs at `at`.
pub fn paper_lantern(s: &mut Surface, at: Point, reach: f64, width: f64) {
    let body = blob(&[
        pt(at.x, at.y - reach),
        pt(at.x + reach * 0.75, at.y - reach * 0.6),
        pt(at.x + reach * 0.85, at.y),
        pt(at.x + reach * 0.75, at.y + reach * 0.6),
        pt(at.x, at.y + reach),
        pt(at.x - reach * 0.75, at.y + reach * 0.6),
        pt(at.x - reach * 0.85, at.y),
        pt(at.x - reach * 0.75, at.y - reach * 0.6),
    ]);
    s.shape(&body, width, Material::new(0.0, [255, 150, 96]));
    for y in [-0.5, 0.0, 0.5] {
        s.pen(
            &curve(&[
                pt(at.x - reach * 0.8, at.y + y * reach),
                pt(at.x, at.y + (y + 0.12) * reach),
                pt(at.x + reach * 0.8, at.y + y * reach),
            ]),
            width * 0.7,
        );
    }
    for y in [-1.0, 1.0] {
        s.black(&crate::ink::rect(
            at.x - reach * 0.4,
            at.y + y * reach - reach * 0.1,
            reach * 0.8,
            reach * 0.2,
        ));
    }
}
