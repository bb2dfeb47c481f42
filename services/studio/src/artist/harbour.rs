//! Sky, clouds and the harbour: flat layers, each nearer one darker and with heavier lines.

use kurbo::{Affine, BezPath};

use super::ink::*;

#[derive(Clone, Copy, PartialEq)]
pub enum Time {
    Day,
    Dusk,
    Night,
}
pub fn sky(k: &mut Ink, r: &mut Rng, t: Time, hy: f64, moon: Option<(f64, f64)>) {
    let (w, s) = (k.w, k.s);
    let a = rect(0.0, 0.0, w, hy + 2.0);
    if let Some((mx, my)) = moon {
        k.lights.push((mx, my, 95.0 * s))
    }
    match t {
        Time::Night => k.tone(&a, 7.5, |_, y| 1.05 - 0.72 * (y / hy).powf(1.25)),
        Time::Dusk => k.tone(&a, 7.5, |_, y| 0.42 - 0.42 * (y / hy)),
        Time::Day => k.tone(&a, 7.5, |_, y| 0.22 - 0.24 * (y / hy)),
    }
    if t == Time::Night {
        for _ in 0..80 {
            let (x, y) = (r.r(0.0, w), r.r(0.0, hy * 0.72));
            let z = r.r(1.4, 3.6) * s;
            k.fill(&circ(x, y, z), 255);
            if z > 3.2 * s {
                let l = z * 4.0;
                k.pen(&poly(&[(x - l, y), (x + l, y)], false), 1.8, 255);
                k.pen(&poly(&[(x, y - l), (x, y + l)], false), 1.8, 255)
            }
        }
    }
    if let Some((mx, my)) = moon {
        k.fill(&circ(mx, my, 52.0 * s), 255);
        k.stroke(&circ(mx, my, 52.0 * s), 2.0, 0);
        for (dx, dy, q) in [(-14.0, -10.0, 11.0), (16.0, 12.0, 8.0), (6.0, -24.0, 6.0)] {
            k.tone_ex(&circ(mx + dx * s, my + dy * s, q * s), 5.0, false, 0, |_, _| 0.2)
        }
    }
}
pub fn cloud(k: &mut Ink, r: &mut Rng, x: f64, y: f64, w: f64, night: bool) {
    let n = 6;
    let mut pts = vec![(x - w / 2.0, y)];
    for i in 0..n {
        let t = (i as f64 + 0.5) / n as f64;
        pts.push((
            x - w / 2.0 + w * t,
            y - w * (0.10 + 0.16 * (t * std::f64::consts::PI).sin()) * r.r(0.75, 1.2),
        ))
    }
    pts.push((x + w / 2.0, y));
    for i in 0..4 {
        let t = (i as f64 + 0.7) / 4.4;
        pts.push((x + w / 2.0 - w * t, y + w * 0.02 * ((i % 2) as f64 + 0.6)))
    }
    let mut b = BezPath::new();
    b.move_to(pts[0]);
    for q in pts.windows(2) {
        let m = (
            (q[0].0 + q[1].0) / 2.0,
            (q[0].1 + q[1].1) / 2.0 - if q[1].0 > q[0].0 { w * 0.11 } else { -w * 0.035 },
        );
        b.quad_to(m, q[1])
    }
    b.close_path();
    k.fill(&b, 255);
    let yy = y;
    k.tone(&b, 6.5, |_, py| {
        if night {
            0.30 - 0.5 * ((yy - py) / (w * 0.3))
        } else {
            0.22 - 0.4 * ((yy - py) / (w * 0.3))
        }
    });
    if !night {
        k.stroke(&b, 1.6, 0)
    }
}
#[expect(clippy::too_many_arguments, reason = "a house is its numbers")]
fn house(k: &mut Ink, r: &mut Rng, x: f64, y: f64, w: f64, h: f64, den: f64, lw: f64) {
    let wall = rect(x, y - h, w, h);
    k.shape(&wall, lw, 255);
    k.tone(&wall, 6.0, |_, _| den);
    k.stroke(&wall, lw, 0);
    let o = w * 0.14;
    let rh = w * r.r(0.34, 0.5);
    let roof = poly(
        &[
            (x - o, y - h),
            (x + w * 0.18, y - h - rh),
            (x + w * 0.82, y - h - rh),
            (x + w + o, y - h),
        ],
        true,
    );
    k.shape(&roof, lw, 255);
    k.tone(&roof, 6.0, |_, _| (den * 2.6 + 0.34).min(0.9));
    k.stroke(&roof, lw, 0);
    let n = 7;
    for i in 1..n {
        let t = i as f64 / n as f64;
        k.stroke(
            &poly(
                &[
                    (x - o + (w + 2.0 * o) * t, y - h),
                    (x + w * (0.18 + 0.64 * t), y - h - rh),
                ],
                false,
            ),
            lw * 0.5,
            0,
        )
    }
    let nw = if w > 70.0 * k.s { 2 } else { 1 };
    for i in 0..nw {
        let ww = w * 0.24;
        let wx = x + w * (i as f64 + 0.5) / nw as f64 - ww / 2.0;
        let b = rect(wx, y - h * 0.78, ww, ww * 1.15);
        k.fill(&b, 255);
        k.stroke(&b, lw, 0);
        k.stroke(
            &poly(
                &[
                    (wx + ww / 2.0, y - h * 0.78),
                    (wx + ww / 2.0, y - h * 0.78 + ww * 1.15),
                ],
                false,
            ),
            lw * 0.7,
            0,
        );
        k.stroke(
            &poly(
                &[
                    (wx, y - h * 0.78 + ww * 0.55),
                    (wx + ww, y - h * 0.78 + ww * 0.55),
                ],
                false,
            ),
            lw * 0.7,
            0,
        )
    }
}
pub fn harbor(k: &mut Ink, r: &mut Rng, t: Time) {
    let (w, h, s) = (k.w, k.h, k.s);
    let hy = h * 0.52;
    let qy = h * 0.70;
    sky(k, r, t, hy, Some((w * 0.20, h * 0.24)));
    cloud(k, r, w * 0.42, h * 0.22, w * 0.30, true);
    cloud(k, r, w * 0.06, h * 0.40, w * 0.26, true);
    let sea = rect(0.0, hy, w, qy - hy);
    k.fill(&sea, 255);
    k.tone(&sea, 6.5, |x, y| {
        (0.80
            - 0.30 * ((y - hy) / (qy - hy))
            - 0.62 * (-((x - w * 0.20) / (70.0 * s + (y - hy) * 0.35)).powi(2)).exp())
        .max(0.0)
    });
    k.stroke(&poly(&[(0.0, hy), (w, hy)], false), 2.2, 0);
    for _ in 0..70 {
        let y = hy + (qy - hy) * r.f().powf(1.4);
        let l = (10.0 + 70.0 * (y - hy) / (qy - hy)) * s;
        let near = r.f() < 0.45;
        let x = if near {
            w * 0.20 + r.r(-1.0, 1.0) * (60.0 * s + (y - hy) * 0.4)
        } else {
            r.r(0.0, w)
        };
        k.pen(
            &poly(&[(x - l, y), (x + l, y)], false),
            if near { 2.2 } else { 1.6 },
            if near { 0 } else { 255 },
        )
    }
    for (bx, z) in [(0.40, 0.8), (0.06, 1.1)] {
        let (x, y, u) = (w * bx, hy + 46.0 * s * z, 44.0 * s * z);
        let b = Affine::translate((x, y))
            * Affine::scale(u)
            * svg("M -1,-0.2 Q -0.8,0.35 -0.5,0.35 L 0.6,0.35 Q 1.0,0.2 1.15,-0.3 Q 0,0.0 -1,-0.2 Z");
        k.fill(&b, 10);
        k.stroke(&poly(&[(x, y), (x, y - u * 1.9)], false), 2.4, 10);
        let f = Affine::translate((x, y))
            * Affine::scale(u)
            * svg("M 0.08,-1.8 Q 0.8,-1.0 0.75,-0.35 L 0.08,-0.25 Z");
        k.shape(&f, 1.6, 255)
    }
    // hill town, far rows first
    let hill = spline(
        &[
            (w * 0.46, hy + 8.0 * s),
            (w * 0.58, hy - h * 0.09),
            (w * 0.74, hy - h * 0.21),
            (w * 0.92, hy - h * 0.29),
            (w * 1.1, hy - h * 0.32),
            (w * 1.1, qy + 10.0),
            (w * 0.46, qy + 10.0),
        ],
        false,
    );
    k.fill(&hill, 255);
    k.tone(&hill, 6.5, |_, y| 0.78 - 0.25 * (y - hy * 0.5) / h);
    for row in 0..5 {
        let t = row as f64 / 4.0;
        let y = hy - h * 0.17 + t * (qy - hy + h * 0.175);
        let x0 = w * (0.78 - 0.26 * t);
        let u = h * (0.050 + 0.050 * t);
        let mut x = x0 + r.r(0.0, u);
        while x < w * 1.02 {
            let hw = u * r.r(0.95, 1.35);
            let up = (x - x0) / (w * 0.5) * h * 0.10 * (1.0 - t);
            let (j1, j2) = (r.r(-6.0, 6.0), r.r(0.7, 1.0));
            house(
                k,
                r,
                x,
                y - up + j1 * s,
                hw,
                u * j2,
                0.06 + 0.14 * t,
                1.2 + 0.9 * t,
            );
            x += hw * 1.22
        }
    }
    let quay = rect(0.0, qy, w, h - qy);
    k.fill(&quay, 255);
    k.tone(&quay, 7.0, |_, y| 0.10 + 0.24 * (y - qy) / (h - qy));
    let vp = (w * 0.30, hy);
    for i in 0..7 {
        let y = qy + (h - qy) * (i as f64 / 6.5).powf(1.7);
        k.pen_t(
            &poly(&[(0.0, y), (w, y)], false),
            1.4 + i as f64 * 0.35,
            1.0,
            1.0,
            0,
        );
        let y2 = qy + (h - qy) * ((i + 1) as f64 / 6.5).powf(1.7);
        for j in -14..20 {
            let xb = w * 0.085 * (j as f64 + if i % 2 == 0 { 0.5 } else { 0.0 }) * 1.6;
            let f = |y: f64| vp.0 + (xb - vp.0 + w * 0.15) * (y - vp.1) / (h - vp.1);
            k.stroke(&poly(&[(f(y), y), (f(y2), y2)], false), 1.0 + i as f64 * 0.3, 0)
        }
    }
    k.stroke(&poly(&[(0.0, qy), (w, qy)], false), 3.6, 0);
    for x in [0.08, 0.34, 0.60] {
        let (x, y) = (w * x, qy + 6.0 * s);
        let b =
            svg("M -0.5,0 L -0.42,-1.1 Q -0.6,-1.2 -0.55,-1.45 L 0.55,-1.45 Q 0.6,-1.2 0.42,-1.1 L 0.5,0 Z");
        k.shape(
            &(Affine::translate((x, y)) * Affine::scale(26.0 * s) * b),
            2.2,
            30,
        )
    }
}
