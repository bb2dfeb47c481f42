//! A street between houses in one-point perspective, drawn far to near.

use kurbo::BezPath;

use super::harbour::Time;
use super::ink::*;

pub fn city(k: &mut Ink, r: &mut Rng, t: Time, rain: bool) {
    let (w, h, s) = (k.w, k.h, k.s);
    let vp = (w * 0.56, h * 0.44);
    let at = |x: f64, y: f64, z: f64| (vp.0 + (x * w - vp.0) / z, vp.1 + (y * h - vp.1) / z);
    let hy = vp.1 + h * 0.02;
    let night = t == Time::Night;
    let a = rect(0.0, 0.0, w, h);
    if night {
        k.tone(&a, 7.5, |_, y| 0.80 - 0.42 * (y / hy).min(1.0))
    } else {
        k.tone(&a, 7.5, |_, y| 0.44 - 0.34 * (y / hy).min(1.0))
    }
    // far skyline
    let mut x = 0.0;
    while x < w {
        let bw = r.r(34.0, 78.0) * s;
        let bh = r.r(0.06, 0.21) * h;
        let b = rect(x, hy - bh, bw, bh + 10.0);
        k.fill(&b, 255);
        k.tone(&b, 6.0, |_, _| if night { 0.5 } else { 0.14 });
        k.stroke(&b, 1.2, 0);
        for i in 0..((bh / (15.0 * s)) as i32) {
            for j in 0..((bw / (13.0 * s)) as i32) {
                if r.f() < 0.4 {
                    k.fill(
                        &rect(
                            x + 4.0 * s + j as f64 * 13.0 * s,
                            hy - bh + 6.0 * s + i as f64 * 15.0 * s,
                            5.0 * s,
                            7.0 * s,
                        ),
                        255,
                    )
                }
            }
        }
        x += bw
    }
    // wet road
    let road = rect(0.0, hy, w, h - hy);
    k.fill(&road, 255);
    k.tone(&road, 7.0, |x, y| {
        let q = ((y - hy) / (h - hy)).max(0.02);
        let c = ((x - vp.0) / (w * 0.10 + q * w * 0.5)).abs();
        0.16 + 0.20 * c.min(1.5) - 0.16 * (1.0 - q) * (1.0 - c.min(1.0))
    });
    // facades, far to near, in one-point perspective
    for side in [0, 1] {
        let across = if side == 0 { -0.10 } else { 1.16 };
        let zs = [1.0, 1.55, 2.3, 3.4, 5.2, 8.0];
        for i in (0..5).rev() {
            let (z0, z1) = (zs[i], zs[i + 1] * 0.985);
            let top = if side == 0 {
                [-1.5, -0.9, -1.7, -1.2, -2.2][i]
            } else {
                [-1.2, -1.9, -0.8, -1.6, -1.4][i]
            };
            let q = poly(
                &[
                    at(across, top, z0),
                    at(across, top, z1),
                    at(across, 1.04, z1),
                    at(across, 1.04, z0),
                ],
                true,
            );
            let lw = 3.0 / z0.sqrt();
            let den = [0.40, 0.26, 0.34, 0.20, 0.16][i];
            k.shape(&q, lw, 255);
            k.tone(
                &q,
                6.5,
                |_, y| if night { den + 0.22 } else { den - 0.06 } + 0.06 * (y / h),
            );
            k.stroke(&q, lw, 0);
            let (nz, ny) = (3, 5);
            for a in 0..nz {
                for b in 0..ny {
                    let (za, zb) = (
                        z0 + (z1 - z0) * (a as f64 + 0.22) / nz as f64,
                        z0 + (z1 - z0) * (a as f64 + 0.78) / nz as f64,
                    );
                    let (ya, yb) = (
                        top + (0.62 - top) * (b as f64 + 0.25) / ny as f64,
                        top + (0.62 - top) * (b as f64 + 0.72) / ny as f64,
                    );
                    let wq = poly(
                        &[
                            at(across, ya, za),
                            at(across, ya, zb),
                            at(across, yb, zb),
                            at(across, yb, za),
                        ],
                        true,
                    );
                    let lit = r.f() < 0.45;
                    k.fill(&wq, 255);
                    if !lit {
                        k.tone_ex(&wq, 5.5, false, 0, |_, _| den + 0.30)
                    }
                    k.stroke(&wq, lw * 0.7, 0);
                    if lit {
                        k.stroke(
                            &poly(
                                &[at(across, (ya + yb) / 2.0, za), at(across, (ya + yb) / 2.0, zb)],
                                false,
                            ),
                            lw * 0.6,
                            0,
                        )
                    }
                }
            }
            // shop band: awning + lit window + sign
            let (za, zb) = (z0 + (z1 - z0) * 0.08, z0 + (z1 - z0) * 0.92);
            let sh = poly(
                &[
                    at(across, 0.72, za),
                    at(across, 0.72, zb),
                    at(across, 1.02, zb),
                    at(across, 1.02, za),
                ],
                true,
            );
            k.fill(&sh, 255);
            k.stroke(&sh, lw, 0);
            for g in 1..4 {
                let z = za + (zb - za) * g as f64 / 4.0;
                k.stroke(
                    &poly(&[at(across, 0.72, z), at(across, 1.02, z)], false),
                    lw * 0.8,
                    0,
                )
            }
            let d = if side == 0 { 0.10 } else { -0.10 };
            let n = 7;
            for g in 0..n {
                let (a, b) = (
                    za + (zb - za) * g as f64 / n as f64,
                    za + (zb - za) * (g + 1) as f64 / n as f64,
                );
                let st = poly(
                    &[
                        at(across, 0.62, a),
                        at(across, 0.62, b),
                        at(across + d, 0.74, b),
                        at(across + d, 0.74, a),
                    ],
                    true,
                );
                k.fill(&st, if g % 2 == 0 { 255 } else { 20 });
                k.stroke(&st, lw * 0.7, 0)
            }
            if i > 0 && i < 4 {
                let z = z0 + (z1 - z0) * 0.3;
                let sg = poly(
                    &[
                        at(across, 0.10, z),
                        at(across + d * 1.4, 0.10, z),
                        at(across + d * 1.4, 0.48, z),
                        at(across, 0.48, z),
                    ],
                    true,
                );
                k.shape(&sg, lw, 255);
                for y in [0.16, 0.25, 0.34] {
                    k.fill(
                        &poly(
                            &[
                                at(across + d * 0.35, y, z),
                                at(across + d * 1.05, y, z),
                                at(across + d * 1.05, y + 0.05, z),
                                at(across + d * 0.35, y + 0.05, z),
                            ],
                            true,
                        ),
                        30,
                    )
                }
            }
        }
    }
    // kerb lines, reflections
    for across in [0.02, 1.04] {
        k.pen_t(
            &poly(&[at(across, 1.06, 1.0), at(across, 1.06, 12.0)], false),
            5.0,
            1.0,
            0.1,
            0,
        );
        k.pen_t(
            &poly(
                &[at(across + 0.03, 1.1, 1.0), at(across + 0.03, 1.1, 12.0)],
                false,
            ),
            2.0,
            1.0,
            0.1,
            0,
        )
    }
    if rain {
        for _ in 0..60 {
            let z = r.r(1.0, 5.0);
            let q = at(r.r(-0.2, 1.3), r.r(1.0, 1.15), z);
            if q.1 < hy + 20.0 * s {
                continue;
            }
            let l = 34.0 * s / z;
            k.pen(&poly(&[(q.0 - l, q.1), (q.0 + l, q.1)], false), 2.2, 255);
            if r.f() < 0.55 {
                k.stroke(
                    &ell(q.0 + r.r(-60.0, 60.0) * s, q.1 + 8.0 * s, l * 0.9, l * 0.26),
                    1.5,
                    255,
                )
            }
        }
    }
    // utility pole and wires
    for (across, z) in [(0.10, 3.0), (0.06, 1.75)] {
        let (a, b) = (at(across, 1.05, z), at(across, -1.1, z));
        let pw = 20.0 / z;
        k.stroke(&poly(&[a, b], false), pw + 3.5, 0);
        k.stroke(&poly(&[a, b], false), pw - 1.0, 90);
        for y in [-0.62, -0.40] {
            let (c, d) = (at(across - 0.12, y, z), at(across + 0.12, y, z));
            k.stroke(&poly(&[c, d], false), 9.0 / z + 1.5, 0)
        }
    }
    for (dx, y) in [(-0.10, -0.62), (0.0, -0.62), (0.10, -0.62), (0.10, -0.40)] {
        let (a, b, c) = (
            at(0.10 + dx, y, 3.0),
            at(0.06 + dx, y, 1.75),
            at(0.02 + dx, y, 0.9),
        );
        let m = |p: (f64, f64), q: (f64, f64)| ((p.0 + q.0) / 2.0, (p.1 + q.1) / 2.0 + 22.0 * s);
        let mut bp = BezPath::new();
        bp.move_to(a);
        bp.quad_to(m(a, b), b);
        bp.quad_to(m(b, c), c);
        k.stroke(&bp, 1.6, 0)
    }
    // street lamp
    let (lx, ly) = at(0.93, 0.02, 1.9);
    let base = at(0.93, 1.05, 1.9);
    k.stroke(
        &poly(
            &[
                (lx + 46.0 * s, base.1),
                (lx + 46.0 * s, ly - 16.0 * s),
                (lx, ly - 16.0 * s),
            ],
            false,
        ),
        7.0,
        0,
    );
    let sh = poly(
        &[
            (lx - 26.0 * s, ly),
            (lx - 14.0 * s, ly - 20.0 * s),
            (lx + 14.0 * s, ly - 20.0 * s),
            (lx + 26.0 * s, ly),
        ],
        true,
    );
    k.shape(&sh, 2.4, 20);
    k.shape(&ell(lx, ly + 3.0 * s, 18.0 * s, 9.0 * s), 2.0, 255);
}
pub fn lamp_pos(k: &Ink) -> (f64, f64) {
    let vp = (k.w * 0.56, k.h * 0.44);
    (vp.0 + (0.93 * k.w - vp.0) / 1.9, vp.1 + (0.02 * k.h - vp.1) / 1.9)
}
