//! Inside a train.

use mangakai_script::TimeOfDay;

use super::{Scene, elements::PLANK, sky};
use crate::ink::{Material, Random, Surface, ellipse, line, pt, rect};

/// A carriage: windows with the land going by, benches, straps.
pub fn train(scene: &Scene, s: &mut Surface, random: &mut Random) {
    let all = s.all();
    s.flat(&all, Material::new(0.06, [226, 222, 208]));
    let sill = s.height * (scene.horizon + 0.12).min(0.62);
    let (top, gap) = (s.height * 0.14, s.width * 0.03);
    let wide = (s.width - gap * 4.0) / 3.0;
    for i in 0..3 {
        let x = gap + (wide + gap) * f64::from(i);
        let pane = crate::ink::blob(&rounded(x, top, wide, sill - top));
        s.clipped(&pane, |s| {
            let outside = Scene {
                horizon: (sill / s.height) * 0.8,
                ..*scene
            };
            sky::draw(&outside, s, &mut Random(7), sill / s.height);
            super::elements::hills(
                s,
                sill,
                s.height * 0.12,
                scene.lit(Material::new(0.22, [130, 166, 130])),
                1.0 + f64::from(i),
                0.9,
            );
            for j in 0..5 {
                let y = sill - s.height * random.between(0.0, 0.14);
                let from = x + wide * random.between(-0.1, 0.6);
                s.pen(
                    &line(&[pt(from, y), pt(from + wide * 0.4, y)]),
                    1.4 + 0.2 * f64::from(j),
                );
            }
        });
        s.stroke(&pane, 3.0);
    }
    let night = scene.time == TimeOfDay::Night;
    s.block(
        &rect(0.0, 0.0, s.width, s.height * 0.07),
        1.4,
        Material::new(if night { 0.3 } else { 0.12 }, [206, 200, 186]),
    );
    s.stroke(
        &line(&[pt(0.0, s.height * 0.085), pt(s.width, s.height * 0.085)]),
        3.0,
    );
    for i in 0..6 {
        let x = s.width * (0.08 + 0.17 * f64::from(i));
        s.stroke(&line(&[pt(x, s.height * 0.085), pt(x, s.height * 0.17)]), 2.2);
        s.stroke(
            &ellipse(pt(x, s.height * 0.19), s.side() * 0.020, s.side() * 0.024),
            2.6,
        );
    }
    let seat = sill + s.height * 0.05;
    s.block(
        &rect(0.0, seat, s.width, s.height * 0.16),
        1.6,
        Material::new(0.42, [92, 130, 110]),
    );
    for i in 0..6 {
        let x = s.width * f64::from(i) / 5.0;
        s.pen(&line(&[pt(x, seat), pt(x, seat + s.height * 0.15)]), 1.3);
    }
    s.block(
        &rect(0.0, seat + s.height * 0.15, s.width, s.height * 0.05),
        1.5,
        Material::new(0.55, [80, 112, 98]),
    );
    s.block(&rect(0.0, seat + s.height * 0.20, s.width, s.height), 1.5, PLANK);
}

fn rounded(x: f64, y: f64, w: f64, h: f64) -> Vec<kurbo::Point> {
    let r = w.min(h) * 0.10;
    vec![
        pt(x + r, y),
        pt(x + w / 2.0, y),
        pt(x + w - r, y),
        pt(x + w, y + r),
        pt(x + w, y + h / 2.0),
        pt(x + w, y + h - r),
        pt(x + w - r, y + h),
        pt(x + w / 2.0, y + h),
        pt(x + r, y + h),
        pt(x, y + h - r),
        pt(x, y + h / 2.0),
        pt(x, y + r),
    ]
}
