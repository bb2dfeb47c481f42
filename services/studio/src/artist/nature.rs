//! Places outdoors without houses: forest, hills, water, a roof under the sky, and plain moods.

use super::{
    harbour::{Time, cloud, sky},
    ink::*,
};

/// Trunks in rows, the nearer the darker, under masses of leaves.
pub fn forest(k: &mut Ink, r: &mut Rng, time: Time) {
    let (w, h, s) = (k.w, k.h, k.s);
    let horizon = h * 0.62;
    sky(
        k,
        r,
        time,
        horizon,
        (time == Time::Night).then_some((w * 0.78, h * 0.16)),
    );
    let ground = rect(0.0, horizon, w, h - horizon);
    k.fill(&ground, 255);
    k.tone(&ground, 6.0, |_, y| 0.12 + 0.22 * (y - horizon) / (h - horizon));
    for row in 0..3 {
        let depth = row as f64 / 2.0;
        let trunks = 9 - 3 * row;
        let foot = horizon + (h - horizon) * (0.08 + 0.5 * depth);
        let width = (14.0 + 46.0 * depth) * s;
        leaves(k, r, h * (0.30 - 0.16 * depth), depth);
        for i in 0..trunks {
            let x = w * (i as f64 + r.r(0.15, 0.85)) / trunks as f64;
            // The middle stays open for whoever stands there.
            if row > 0 && (x / w - 0.5).abs() < 0.24 {
                continue;
            }
            let lean = r.r(-0.6, 0.6) * width;
            let trunk = spline(
                &[
                    (x - width * 0.7, foot),
                    (x - width * 0.36 + lean, foot - h * 0.4),
                    (x - width * 0.3 + lean * 1.4, -10.0),
                    (x + width * 0.3 + lean * 1.4, -10.0),
                    (x + width * 0.36 + lean, foot - h * 0.4),
                    (x + width * 0.7, foot),
                ],
                true,
            );
            k.shape(&trunk, 1.2 + 1.4 * depth, 255);
            k.tone(&trunk, 6.0, |_, _| 0.30 + 0.28 * depth);
        }
    }
    for _ in 0..40 {
        let (x, y) = (r.r(0.0, w), r.r(horizon + 20.0 * s, h));
        let size = 26.0 * s * (y - horizon) / (h - horizon);
        k.pen(&poly(&[(x, y), (x - size * 0.3, y - size)], false), 2.0, 0);
        k.pen(&poly(&[(x, y), (x + size * 0.3, y - size * 0.9)], false), 2.0, 0);
    }
}

fn leaves(k: &mut Ink, r: &mut Rng, bottom: f64, depth: f64) {
    let (w, s) = (k.w, k.s);
    let mut x = -40.0 * s;
    while x < w + 40.0 * s {
        let radius = r.r(50.0, 90.0) * s;
        let mass = ell(x, bottom - radius * r.r(0.5, 1.0), radius * 1.3, radius);
        k.shape(&mass, 1.4, 255);
        k.tone(&mass, 6.0, |_, y| {
            (0.26 + 0.2 * depth + 0.3 * (y - bottom + radius) / radius.max(1.0)).clamp(0.1, 0.7)
        });
        x += radius * 1.4;
    }
}

/// Hills behind hills, grass in front.
pub fn hills(k: &mut Ink, r: &mut Rng, time: Time, steep: f64) {
    let (w, h, s) = (k.w, k.h, k.s);
    let horizon = h * 0.6;
    sky(
        k,
        r,
        time,
        horizon,
        (time != Time::Day).then_some((w * 0.22, h * 0.2)),
    );
    if time == Time::Day {
        cloud(k, r, w * 0.25, h * 0.18, w * 0.26, false);
        cloud(k, r, w * 0.75, h * 0.27, w * 0.2, false);
    }
    for layer in 0..3 {
        let base = horizon + h * (0.02 + 0.11 * layer as f64);
        let points: Vec<_> = (0..8)
            .map(|i| {
                (
                    w * (i as f64 / 6.0 - 0.1),
                    base - r.r(0.2, 1.0) * h * steep * (1.0 - 0.28 * layer as f64),
                )
            })
            .collect();
        let mut hill = spline(&points, false);
        hill.line_to((w * 1.2, h));
        hill.line_to((-w * 0.2, h));
        hill.close_path();
        k.shape(&hill, 1.0 + layer as f64 * 0.6, 255);
        k.tone(&hill, 6.0, |_, y| {
            (0.30 - 0.09 * layer as f64) * (1.0 - 0.5 * (y - base) / h).clamp(0.2, 1.0)
        });
    }
    for _ in 0..70 {
        let (x, y) = (r.r(0.0, w), r.r(h * 0.8, h));
        k.pen(
            &poly(
                &[(x, y), (x + r.r(-8.0, 8.0) * s, y - r.r(14.0, 34.0) * s)],
                false,
            ),
            2.2,
            0,
        );
    }
}

/// Wide water under the sky, reeds and stones on the near bank.
pub fn river(k: &mut Ink, r: &mut Rng, time: Time) {
    let (w, h, s) = (k.w, k.h, k.s);
    let horizon = h * 0.45;
    let moon = (w * 0.7, h * 0.17);
    if time == Time::Night {
        k.lights.push((moon.0, moon.1, 90.0 * s));
    }
    sky(k, r, time, horizon, (time != Time::Day).then_some(moon));
    let mut far = spline(
        &(0..9)
            .map(|i| (w * i as f64 / 8.0, horizon - r.r(8.0, 46.0) * s))
            .collect::<Vec<_>>(),
        false,
    );
    far.line_to((w, horizon));
    far.line_to((0.0, horizon));
    far.close_path();
    k.fill(&far, 255);
    k.tone(&far, 5.0, |_, _| 0.5);
    let water = rect(0.0, horizon, w, h - horizon);
    k.fill(&water, 255);
    k.tone(&water, 6.0, |_, y| 0.34 - 0.22 * (y - horizon) / (h - horizon));
    for _ in 0..70 {
        let y = horizon + (h - horizon) * r.f().powf(1.4);
        let near = (y - horizon) / (h - horizon);
        let (x, length) = (r.r(-0.05, 1.0) * w, (20.0 + 120.0 * near) * s * r.r(0.5, 1.2));
        k.pen(
            &poly(&[(x, y), (x + length, y + r.r(-2.0, 2.0) * s)], false),
            1.4 + 2.4 * near,
            if r.f() < 0.6 { 255 } else { 0 },
        );
    }
    let bank = spline(
        &[
            (-20.0, h * 0.86),
            (w * 0.3, h * 0.90),
            (w * 0.62, h * 0.86),
            (w + 20.0, h * 0.92),
            (w + 20.0, h + 20.0),
            (-20.0, h + 20.0),
        ],
        true,
    );
    k.shape(&bank, 2.6, 255);
    k.tone(&bank, 6.0, |_, _| 0.16);
    for i in 0..26 {
        let x = if i % 2 == 0 { r.r(0.0, 0.22) } else { r.r(0.8, 1.0) } * w;
        let height = r.r(90.0, 230.0) * s;
        let tip = (x + r.r(-40.0, 40.0) * s, h * 0.92 - height);
        k.pen_t(
            &spline(
                &[
                    (x, h * 0.95),
                    (x + (tip.0 - x) * 0.3, h * 0.92 - height * 0.6),
                    tip,
                ],
                false,
            ),
            6.0,
            0.9,
            0.0,
            0,
        );
    }
}

/// A flat roof with a railing, the town below, the sky above.
pub fn rooftop(k: &mut Ink, r: &mut Rng, time: Time) {
    let (w, h, s) = (k.w, k.h, k.s);
    let horizon = h * 0.58;
    sky(
        k,
        r,
        time,
        horizon,
        (time == Time::Night).then_some((w * 0.2, h * 0.14)),
    );
    if time == Time::Day {
        cloud(k, r, w * 0.7, h * 0.2, w * 0.3, false);
    }
    let mut x = 0.0;
    while x < w {
        let (width, height) = (r.r(40.0, 110.0) * s, r.r(30.0, 150.0) * s);
        let house = rect(x, horizon - height, width, height + 30.0 * s);
        k.shape(&house, 1.2, 255);
        k.tone(&house, 5.0, |_, _| if time == Time::Night { 0.55 } else { 0.22 });
        for _ in 0..4 {
            k.fill(
                &rect(
                    x + r.r(0.1, 0.7) * width,
                    horizon - r.r(0.2, 0.9) * height,
                    8.0 * s,
                    10.0 * s,
                ),
                255,
            );
        }
        x += width;
    }
    let floor = rect(0.0, horizon + 20.0 * s, w, h);
    k.shape(&floor, 2.0, 255);
    k.tone(&floor, 6.0, |_, y| 0.08 + 0.16 * (y - horizon) / (h - horizon));
    for i in -6..=14 {
        k.stroke(
            &poly(
                &[
                    (w * 0.5 + (i as f64 - 4.0) * 60.0 * s, horizon + 24.0 * s),
                    (w * 0.5 + (i as f64 - 4.0) * 240.0 * s, h),
                ],
                false,
            ),
            1.0,
            0,
        );
    }
    for rail in [0.0, 46.0, 92.0] {
        k.stroke(
            &poly(
                &[
                    (0.0, horizon + 20.0 * s - rail * s),
                    (w, horizon + 20.0 * s - rail * s),
                ],
                false,
            ),
            4.0,
            0,
        );
    }
    let mut post = 30.0 * s;
    while post < w {
        k.stroke(
            &poly(&[(post, horizon + 22.0 * s), (post, horizon - 76.0 * s)], false),
            5.0,
            0,
        );
        post += 130.0 * s;
    }
}

/// Nothing but the sky.
pub fn night_sky(k: &mut Ink, r: &mut Rng, time: Time) {
    let (w, h, s) = (k.w, k.h, k.s);
    let time = if time == Time::Day { Time::Night } else { time };
    sky(k, r, time, h, Some((w * 0.76, h * 0.18)));
    for _ in 0..90 {
        let (x, y, size) = (r.r(0.0, w), r.r(0.0, h), r.r(1.2, 4.2) * s);
        k.fill(&circ(x, y, size), 255);
    }
}

/// No place in particular: a soft tone that leaves the middle white.
pub fn mood(k: &mut Ink) {
    let (w, h) = (k.w, k.h);
    let all = k.all();
    k.tone(&all, 7.0, |x, y| {
        0.32 * (((x / w - 0.5) * 1.7).powi(2) + ((y / h - 0.5) * 1.7).powi(2)).min(1.0)
    });
}

/// A school room: blackboard, windows, desks.
pub fn classroom(k: &mut Ink, r: &mut Rng) {
    let (w, h, s) = (k.w, k.h, k.s);
    let floor_line = h * 0.66;
    let wall = rect(0.0, 0.0, w, floor_line);
    k.tone(&wall, 7.0, |x, _| 0.10 + 0.08 * (x / w));
    let board = rect(w * 0.08, h * 0.14, w * 0.5, h * 0.3);
    k.shape(&board, 3.0, 70);
    for i in 0..4 {
        let y = h * (0.19 + 0.05 * i as f64);
        k.pen(
            &poly(&[(w * 0.12, y), (w * r.r(0.3, 0.5), y + 3.0 * s)], false),
            3.0,
            255,
        );
    }
    for i in 0..2 {
        let x = w * (0.64 + 0.18 * i as f64);
        let window = rect(x, h * 0.1, w * 0.15, h * 0.36);
        k.shape(&window, 2.4, 255);
        k.stroke(
            &poly(&[(x + w * 0.075, h * 0.1), (x + w * 0.075, h * 0.46)], false),
            2.0,
            0,
        );
        k.stroke(&poly(&[(x, h * 0.28), (x + w * 0.15, h * 0.28)], false), 2.0, 0);
    }
    k.stroke(&poly(&[(0.0, floor_line), (w, floor_line)], false), 2.4, 0);
    let floor = rect(0.0, floor_line, w, h - floor_line);
    k.tone(&floor, 6.0, |_, y| {
        0.14 + 0.14 * (y - floor_line) / (h - floor_line)
    });
    for (x, y, size) in [
        (0.1, 0.74, 0.15),
        (0.82, 0.74, 0.15),
        (-0.02, 0.88, 0.22),
        (0.84, 0.9, 0.24),
    ] {
        let (x, y, width) = (x * w, y * h, size * w);
        let top = poly(
            &[
                (x, y),
                (x + width, y),
                (x + width * 1.08, y + width * 0.3),
                (x - width * 0.08, y + width * 0.3),
            ],
            true,
        );
        k.shape(&top, 2.4, 255);
        k.stroke(&poly(&[(x, y + width * 0.3), (x, h)], false), 4.0, 0);
        k.stroke(
            &poly(&[(x + width, y + width * 0.3), (x + width, h)], false),
            4.0,
            0,
        );
    }
}
