//! Rooms.

use kurbo::Point;
use mangakai_script::{Place, TimeOfDay, Weather};

use super::{
    Scene,
    elements::{self as e, BARK, GLASS, PLANK, STONE, WALL},
    school,
};
use crate::ink::{Material, Random, Surface, circle, curve, line, polygon, pt, rect};

/// Where the lamp hangs.
pub fn lamp_at(surface: &Surface) -> Point {
    surface.at(0.24, 0.15)
}

/// The back wall's lower edge, a share of the height.
pub fn skirting(scene: &Scene) -> f64 {
    (scene.horizon + 0.22).min(0.80)
}

/// Draws a room.
pub fn draw(scene: &Scene, s: &mut Surface, random: &mut Random) {
    match scene.place {
        Place::Classroom => school::classroom(scene, s),
        Place::Corridor => school::corridor(scene, s),
        Place::Kitchen => kitchen(scene, s, random),
        Place::Shop => shop(scene, s, random),
        Place::Workshop => workshop(scene, s, random),
        _ => living(scene, s, random),
    }
}

/// Light of the room's own: it is never as dark as outside.
pub fn inner(scene: &Scene, material: Material) -> Material {
    match scene.time {
        TimeOfDay::Night => material.mixed(
            Material::new((material.tone + 0.22).min(0.8), [150, 118, 86]),
            0.5,
        ),
        _ => scene.lit(material).mixed(material, 0.5),
    }
}

pub fn walls(scene: &Scene, s: &mut Surface, wall: Material, floor: Material) {
    let y = s.height * skirting(scene);
    let top = inner(scene, wall);
    s.gradient(
        &rect(0.0, 0.0, s.width, y),
        top.mixed(Material::new((top.tone + 0.14).min(0.9), top.rgb), 0.8),
        top,
    );
    let ground = inner(scene, floor);
    s.gradient(
        &rect(0.0, y, s.width, s.height - y),
        ground,
        ground.mixed(Material::new(0.0, ground.rgb), 0.4),
    );
    for i in 0..9 {
        let x = f64::from(i) / 8.0;
        s.pen(
            &line(&[
                pt(s.width * (0.5 + (x - 0.5) * 1.05), y),
                pt(s.width * (0.5 + (x - 0.5) * 2.4), s.height),
            ]),
            0.9,
        );
    }
    s.block(
        &rect(-4.0, y - s.height * 0.022, s.width + 8.0, s.height * 0.022),
        1.2,
        inner(scene, PLANK),
    );
}

/// What is seen through a window.
pub fn view(scene: &Scene, s: &mut Surface, at: Point, wide: f64, tall: f64) {
    let (sky, low) = match scene.time {
        TimeOfDay::Night => (
            Material::new(0.97, [20, 26, 64]),
            Material::new(0.7, [60, 70, 120]),
        ),
        TimeOfDay::Dusk => (
            Material::new(0.4, [130, 96, 140]),
            Material::new(0.05, [252, 176, 116]),
        ),
        _ => (
            Material::new(0.12, [150, 200, 240]),
            Material::new(0.0, [226, 240, 250]),
        ),
    };
    e::window(s, at, wide, tall, GLASS, 1.4);
    let pane = rect(at.x, at.y, wide, tall);
    s.clipped(&pane, |s| {
        s.gradient(&pane, sky, low);
        match scene.weather {
            Weather::Rain => {
                for i in 0..14 {
                    let x = at.x + wide * f64::from(i) / 13.0;
                    let y = at.y + tall * (f64::from(i) * 0.37).fract();
                    s.pen(&line(&[pt(x, y), pt(x - wide * 0.03, y + tall * 0.22)]), 1.4);
                }
            }
            Weather::Snow => {
                for i in 0..18 {
                    let p = pt(
                        at.x + wide * (f64::from(i) * 0.618).fract(),
                        at.y + tall * (f64::from(i) * 0.377).fract(),
                    );
                    s.fill(&circle(p, s.scale * 3.0), Material::new(0.0, [255, 255, 255]));
                }
            }
            _ if scene.is_dark() => {
                s.fill(
                    &circle(pt(at.x + wide * 0.72, at.y + tall * 0.24), wide * 0.09),
                    Material::new(0.0, [255, 244, 200]),
                );
                for i in 0..9 {
                    let p = pt(
                        at.x + wide * (f64::from(i) * 0.618 + 0.1).fract(),
                        at.y + tall * 0.7 * (f64::from(i) * 0.377).fract(),
                    );
                    s.fill(&circle(p, s.scale * 1.6), Material::new(0.0, [255, 255, 255]));
                }
            }
            _ => {
                s.fill(
                    &crate::ink::ellipse(
                        pt(at.x + wide * 0.3, at.y + tall * 0.32),
                        wide * 0.22,
                        tall * 0.08,
                    ),
                    Material::new(0.0, [255, 255, 255]),
                );
            }
        }
        for i in 0..6 {
            let x = at.x + wide * (0.02 + 0.17 * f64::from(i));
            let h = tall * (0.12 + 0.10 * (f64::from(i) * 0.618).fract());
            s.flat(
                &rect(x, at.y + tall - h, wide * 0.15, h),
                Material::new(if scene.is_dark() { 1.0 } else { 0.3 }, [110, 130, 150]),
            );
        }
    });
    s.stroke(&pane, 1.6);
    s.stroke(
        &line(&[pt(at.x + wide / 2.0, at.y), pt(at.x + wide / 2.0, at.y + tall)]),
        3.0,
    );
    s.stroke(
        &line(&[pt(at.x, at.y + tall * 0.45), pt(at.x + wide, at.y + tall * 0.45)]),
        2.4,
    );
    s.block(
        &rect(at.x - wide * 0.10, at.y + tall, wide * 1.2, tall * 0.06),
        1.4,
        WALL,
    );
}

fn lamp(s: &mut Surface) {
    let at = lamp_at(s);
    let r = s.side() * 0.045;
    s.stroke(&line(&[pt(at.x, 0.0), pt(at.x, at.y - r)]), 1.6);
    s.shape(
        &polygon(&[
            pt(at.x - r * 0.5, at.y - r),
            pt(at.x + r * 0.5, at.y - r),
            pt(at.x + r * 1.6, at.y + r * 0.2),
            pt(at.x - r * 1.6, at.y + r * 0.2),
        ]),
        1.3,
        Material::new(0.7, [120, 90, 70]),
    );
    s.shape(
        &circle(pt(at.x, at.y + r * 0.3), r * 0.5),
        1.0,
        Material::new(0.0, [255, 246, 196]),
    );
}

/// A shelf with things on it.
fn shelf(scene: &Scene, s: &mut Surface, random: &mut Random, at: Point, wide: f64, boards: u32, step: f64) {
    for board in 0..boards {
        let y = at.y + step * f64::from(board);
        let mut x = at.x + wide * 0.04;
        while x < at.x + wide * 0.92 {
            let w = wide * random.between(0.035, 0.075);
            let h = step * random.between(0.42, 0.76);
            if random.chance(0.82) {
                let tone = random.pick(&[0.0, 0.12, 0.35, 0.75]);
                let rgb = random.pick(&[
                    [196, 92, 84],
                    [92, 128, 176],
                    [232, 204, 130],
                    [120, 150, 110],
                    [240, 236, 226],
                ]);
                s.block(&rect(x, y - h, w, h), 0.9, inner(scene, Material::new(tone, rgb)));
            }
            x += w * 1.08;
        }
        s.block(&rect(at.x, y, wide, step * 0.09), 1.3, inner(scene, PLANK));
        s.shade(&rect(at.x, y + step * 0.09, wide, step * 0.07), 0.3);
    }
}

fn living(scene: &Scene, s: &mut Surface, random: &mut Random) {
    walls(scene, s, Material::new(0.05, [240, 226, 204]), PLANK);
    let (w, h) = (s.side() * 0.34, s.height * 0.32);
    view(scene, s, pt(s.width * 0.60, s.height * 0.12), w, h);
    for side in [-1.0, 1.0] {
        let x = s.width * 0.60 + w / 2.0 + side * w * 0.62;
        let curtain = [
            pt(x - w * 0.13, s.height * 0.08),
            pt(x + w * 0.13, s.height * 0.08),
            pt(x + w * (0.10 + 0.06 * side), s.height * 0.12 + h * 1.2),
            pt(x - w * (0.10 - 0.06 * side), s.height * 0.12 + h * 1.2),
        ];
        s.block(
            &polygon(&curtain),
            1.3,
            inner(scene, Material::new(0.18, [206, 140, 120])),
        );
        for t in [0.3, 0.6] {
            s.pen(
                &line(&[
                    pt(x - w * 0.13 + w * 0.26 * t, s.height * 0.09),
                    pt(x - w * 0.1 + w * 0.22 * t, s.height * 0.1 + h * 1.15),
                ]),
                1.1,
            );
        }
    }
    shelf(
        scene,
        s,
        random,
        pt(s.width * 0.05, s.height * 0.36),
        s.width * 0.30,
        2,
        s.height * 0.16,
    );
    let frame = rect(s.width * 0.42, s.height * 0.14, s.side() * 0.11, s.side() * 0.14);
    s.block(&frame, 1.5, Material::new(0.0, [250, 246, 236]));
    s.stroke(
        &rect(
            s.width * 0.42 + s.side() * 0.015,
            s.height * 0.14 + s.side() * 0.015,
            s.side() * 0.08,
            s.side() * 0.11,
        ),
        0.9,
    );
    lamp(s);
}

fn kitchen(scene: &Scene, s: &mut Surface, random: &mut Random) {
    walls(scene, s, Material::new(0.0, [246, 242, 232]), STONE);
    let y = s.height * skirting(scene);
    for row in 0..9 {
        let at = y * f64::from(row) / 9.0;
        s.stroke(&line(&[pt(0.0, at), pt(s.width, at)]), 0.5);
    }
    for column in 0..12 {
        let at = s.width * f64::from(column) / 12.0;
        s.stroke(&line(&[pt(at, 0.0), pt(at, y)]), 0.5);
    }
    view(
        scene,
        s,
        pt(s.width * 0.40, s.height * 0.12),
        s.side() * 0.26,
        s.height * 0.24,
    );
    shelf(
        scene,
        s,
        random,
        pt(s.width * 0.72, s.height * 0.26),
        s.width * 0.25,
        1,
        s.height * 0.14,
    );
    let top = y - s.height * 0.20;
    s.block(&rect(-4.0, top, s.width + 8.0, y - top), 1.5, inner(scene, WALL));
    s.block(
        &rect(-4.0, top - s.height * 0.025, s.width + 8.0, s.height * 0.035),
        1.5,
        inner(scene, PLANK),
    );
    for i in 0..6 {
        let x = s.width * f64::from(i) / 6.0;
        s.stroke(
            &rect(
                x + s.width * 0.012,
                top + s.height * 0.03,
                s.width * 0.14,
                y - top - s.height * 0.05,
            ),
            1.1,
        );
        s.black(&circle(
            pt(x + s.width * 0.135, top + s.height * 0.06),
            s.side() * 0.006,
        ));
    }
    // A pot on the stove.
    let (x, r) = (s.width * 0.16, s.side() * 0.075);
    s.block(
        &rect(x - r, top - s.height * 0.025 - r * 1.2, r * 2.0, r * 1.2),
        1.5,
        inner(scene, Material::new(0.75, [92, 96, 108])),
    );
    s.block(
        &crate::ink::ellipse(pt(x, top - s.height * 0.025 - r * 1.25), r * 1.1, r * 0.22),
        1.4,
        inner(scene, STONE),
    );
    for dx in [-0.4, 0.1, 0.5] {
        let (cx, cy) = (x + r * dx, top - s.height * 0.025 - r * 1.7);
        s.pen(
            &curve(&[
                pt(cx, cy),
                pt(cx + r * 0.25, cy - r * 0.5),
                pt(cx - r * 0.1, cy - r),
                pt(cx + r * 0.2, cy - r * 1.5),
            ]),
            1.6,
        );
    }
    for i in 0..4 {
        let (cx, cy) = (s.width * (0.04 + 0.06 * f64::from(i)), s.height * 0.20);
        s.stroke(&line(&[pt(cx, cy - s.height * 0.05), pt(cx, cy)]), 1.6);
        s.block(
            &circle(pt(cx, cy + s.side() * 0.02), s.side() * 0.022),
            1.1,
            Material::new(0.2, [180, 186, 194]),
        );
    }
    s.stroke(
        &line(&[pt(0.0, s.height * 0.15), pt(s.width * 0.28, s.height * 0.15)]),
        2.4,
    );
}

fn shop(scene: &Scene, s: &mut Surface, random: &mut Random) {
    walls(scene, s, Material::new(0.06, [238, 224, 200]), PLANK);
    for x in [0.02, 0.52] {
        shelf(
            scene,
            s,
            random,
            pt(s.width * x, s.height * 0.24),
            s.width * 0.45,
            3,
            s.height * 0.135,
        );
    }
    let y = s.height * skirting(scene);
    s.block(
        &rect(
            s.width * 0.04,
            y - s.height * 0.12,
            s.width * 0.92,
            s.height * 0.16,
        ),
        1.6,
        inner(scene, BARK),
    );
    s.block(
        &rect(
            s.width * 0.02,
            y - s.height * 0.145,
            s.width * 0.96,
            s.height * 0.03,
        ),
        1.6,
        inner(scene, PLANK),
    );
    lamp(s);
}

fn workshop(scene: &Scene, s: &mut Surface, random: &mut Random) {
    walls(scene, s, Material::new(0.20, [186, 152, 116]), PLANK);
    let y = s.height * skirting(scene);
    for i in 1..10 {
        let x = s.width * f64::from(i) / 10.0;
        s.pen(&line(&[pt(x, 0.0), pt(x, y)]), 1.0);
    }
    view(
        scene,
        s,
        pt(s.width * 0.62, s.height * 0.10),
        s.side() * 0.30,
        s.height * 0.28,
    );
    shelf(
        scene,
        s,
        random,
        pt(s.width * 0.04, s.height * 0.30),
        s.width * 0.34,
        2,
        s.height * 0.15,
    );
    for i in 0..5 {
        let (x, top) = (s.width * (0.42 + 0.035 * f64::from(i)), s.height * 0.12);
        s.stroke(&line(&[pt(x, top), pt(x, top + s.height * 0.10)]), 2.6);
        s.block(
            &rect(
                x - s.side() * 0.014,
                top + s.height * 0.09,
                s.side() * 0.028,
                s.height * 0.04,
            ),
            1.0,
            Material::new(0.8, [90, 92, 100]),
        );
    }
    let top = y - s.height * 0.10;
    s.block(
        &rect(s.width * 0.52, top, s.width * 0.52, s.height * 0.035),
        1.6,
        inner(scene, BARK),
    );
    s.block(
        &rect(s.width * 0.56, top, s.width * 0.03, y - top + s.height * 0.04),
        1.4,
        inner(scene, BARK),
    );
    lamp(s);
}
