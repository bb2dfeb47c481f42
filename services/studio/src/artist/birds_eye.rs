//! A street from above: a scene of its own, not a transform.

use kurbo::{Affine, BezPath};

use super::ink::*;

pub fn bird(k: &mut Ink, r: &mut Rng, rain: bool) {
    let (w, h, s) = (k.w, k.h, k.s);
    let u = h.max(w);
    let m = Affine::translate((w * 0.5, h * 0.5)) * Affine::rotate(-0.36) * Affine::scale(u / 1024.0);
    let all = k.all();
    k.tone(&all, 7.0, |x, y| {
        0.16 + 0.26 * (((x - w * 0.5) / w).powi(2) + ((y - h * 0.5) / h).powi(2)) * 2.0
    });
    let ss = k.s;
    k.s = 1.0;
    for i in -12..13 {
        for j in -2..3 {
            let o = if j % 2 == 0 { 0.0 } else { 38.0 };
            let b = m * rect(i as f64 * 76.0 + o - 38.0, j as f64 * 62.0 - 31.0, 76.0, 62.0);
            k.stroke(&b, 1.1 * s, 0)
        }
    }
    for side in [-1.0, 1.0] {
        let mut x = -820.0;
        while x < 820.0 {
            let bw = r.r(200.0, 320.0);
            let y0 = 190.0 + r.r(-14.0, 14.0);
            let d = 420.0;
            let yy = |v: f64| side * v;
            let a = m * poly(
                &[
                    (x, yy(y0)),
                    (x + bw, yy(y0)),
                    (x + bw, yy(y0 + d)),
                    (x, yy(y0 + d)),
                ],
                true,
            );
            let sh = m * poly(
                &[
                    (x + 20.0, yy(y0) + 26.0),
                    (x + bw + 26.0, yy(y0) + 26.0),
                    (x + bw + 26.0, yy(y0 + d)),
                    (x + 20.0, yy(y0 + d)),
                ],
                true,
            );
            k.tone(&sh, 6.5 * s, |_, _| 0.8);
            k.shape(&a, 3.4 * s, 255);
            let half = m * poly(
                &[
                    (x, yy(y0)),
                    (x + bw, yy(y0)),
                    (x + bw, yy(y0 + 130.0)),
                    (x, yy(y0 + 130.0)),
                ],
                true,
            );
            let flat = r.f() < 0.35;
            if flat {
                let inn = m * poly(
                    &[
                        (x + 18.0, yy(y0 + 18.0)),
                        (x + bw - 18.0, yy(y0 + 18.0)),
                        (x + bw - 18.0, yy(y0 + d)),
                        (x + 18.0, yy(y0 + d)),
                    ],
                    true,
                );
                k.stroke(&inn, 2.0 * s, 0);
                k.tone(&inn, 6.5 * s, |_, _| 0.25);
                for t in 0..2 {
                    let b = m * rect(
                        x + 50.0 + t as f64 * 80.0,
                        if side > 0.0 { y0 + 60.0 } else { -y0 - 110.0 },
                        54.0,
                        46.0,
                    );
                    k.shape(&b, 2.4 * s, 255);
                    k.stroke(
                        &(m * circ(
                            x + 77.0 + t as f64 * 80.0,
                            if side > 0.0 { y0 + 83.0 } else { -y0 - 87.0 },
                            16.0,
                        )),
                        2.0 * s,
                        0,
                    )
                }
            } else {
                k.tone(&half, 6.5 * s, |_, _| if side > 0.0 { 0.30 } else { 0.58 });
                let mut tx = x + 14.0;
                while tx < x + bw {
                    k.stroke(&(m * poly(&[(tx, yy(y0)), (tx, yy(y0 + d))], false)), 1.2 * s, 0);
                    tx += 14.0
                }
                for g in 1..9 {
                    let q = y0 + g as f64 * 32.0;
                    k.stroke(&(m * poly(&[(x, yy(q)), (x + bw, yy(q))], false)), 0.8 * s, 0)
                }
                k.stroke(
                    &(m * poly(&[(x, yy(y0 + 130.0)), (x + bw, yy(y0 + 130.0))], false)),
                    9.0 * s,
                    0,
                );
                k.stroke(
                    &(m * poly(&[(x, yy(y0 + 130.0)), (x + bw, yy(y0 + 130.0))], false)),
                    4.5 * s,
                    255,
                )
            }
            k.stroke(&a, 3.0 * s, 0);
            x += bw + r.r(14.0, 40.0)
        }
    }
    for (x, y, q) in [
        (-300.0, 60.0, 70.0),
        (250.0, -70.0, 90.0),
        (330.0, 90.0, 46.0),
        (-120.0, -90.0, 40.0),
    ] {
        let pts: Vec<_> = (0..11)
            .map(|i| {
                let a = i as f64 / 11.0 * std::f64::consts::TAU;
                let e = r.r(0.78, 1.15);
                (x + q * 1.5 * e * a.cos(), y + q * 0.7 * e * a.sin())
            })
            .collect();
        let b = m * spline(&pts, true);
        k.fill(&b, 255);
        k.stroke(&b, 2.0 * s, 0);
        for e in [-0.3f64, 0.05, 0.3] {
            k.pen(
                &(m * poly(
                    &[
                        (x - q * (0.9 - e.abs()), y + q * e),
                        (x + q * (0.4 + e), y + q * e),
                    ],
                    false,
                )),
                3.0 * s,
                120,
            )
        }
        k.stroke(&(m * ell(x + q * 0.5, y, q * 0.34, q * 0.16)), 1.5 * s, 0);
    }
    // umbrella from above and the puppy trotting beside it
    let pu = m * Affine::translate((150.0, 64.0));
    for (x, y) in [(-22.0, -17.0), (-22.0, 17.0), (24.0, -17.0), (24.0, 17.0)] {
        let b = pu * ell(x, y, 11.0, 8.0);
        k.shape(&b, 2.4 * s, 255)
    }
    let b = pu * ell(0.0, 0.0, 46.0, 25.0);
    k.shape(&b, 3.0 * s, 255);
    k.shape(
        &(pu * spline(&[(-44.0, 0.0), (-66.0, -14.0), (-74.0, -4.0), (-46.0, 8.0)], true)),
        2.4 * s,
        255,
    );
    let hd = pu * circ(48.0, 0.0, 25.0);
    k.shape(&hd, 3.0 * s, 255);
    for e in [-1.0, 1.0] {
        k.shape(
            &(pu * ell(42.0, e * 25.0, 17.0, 10.0)),
            2.4 * s,
            if e > 0.0 { 30 } else { 150 },
        )
    }
    k.fill(&(pu * circ(72.0, 0.0, 5.0)), 0);
    k.tone(&(pu * ell(-6.0, 4.0, 22.0, 14.0)), 5.0 * s, |_, _| 0.4);
    let um = m * Affine::translate((-30.0, 0.0)) * Affine::rotate(0.2);
    for e in [-1.0, 1.0] {
        k.shape(&(um * ell(118.0 + e * 10.0, e * 20.0, 24.0, 12.0)), 2.6 * s, 20)
    }
    let rad = 124.0;
    let mut b = BezPath::new();
    for i in 0..8 {
        let a = i as f64 * std::f64::consts::FRAC_PI_4;
        let q = (a.cos() * rad, a.sin() * rad);
        if i == 0 {
            b.move_to(q)
        }
        let a2 = a + std::f64::consts::FRAC_PI_4;
        let am = (a + a2) / 2.0;
        b.quad_to(
            (am.cos() * rad * 0.88, am.sin() * rad * 0.88),
            (a2.cos() * rad, a2.sin() * rad),
        )
    }
    b.close_path();
    let shd = Affine::translate((30.0 * s, 40.0 * s)) * um * b.clone();
    k.tone(&shd, 6.0 * s, |_, _| 0.85);
    let b = um * b;
    k.shape(&b, 5.0 * s, 255);
    for i in 0..8 {
        let a = i as f64 * std::f64::consts::FRAC_PI_4;
        let a2 = a + std::f64::consts::FRAC_PI_4;
        let sec = um
            * poly(
                &[
                    (0.0, 0.0),
                    (a.cos() * rad * 0.985, a.sin() * rad * 0.985),
                    (
                        ((a + a2) / 2.0).cos() * rad * 0.93,
                        ((a + a2) / 2.0).sin() * rad * 0.93,
                    ),
                    (a2.cos() * rad * 0.985, a2.sin() * rad * 0.985),
                ],
                true,
            );
        k.tone(&sec, 6.5 * s, |_, _| {
            [0.0, 0.18, 0.42, 0.62, 0.62, 0.42, 0.18, 0.0][i]
        });
        k.stroke(
            &(um * poly(&[(0.0, 0.0), (a.cos() * rad, a.sin() * rad)], false)),
            2.6 * s,
            0,
        )
    }
    k.stroke(&b, 4.0 * s, 0);
    k.shape(&(um * circ(0.0, 0.0, 8.0)), 2.6 * s, 30);
    k.s = ss;
    if rain {
        let (cx, cy) = (w * 0.5, h * 0.46);
        for _ in 0..190 {
            let a = r.r(0.0, std::f64::consts::TAU);
            let d = r.r(0.24, 0.8) * u;
            let l = d * r.r(0.10, 0.20);
            let b = poly(
                &[
                    (cx + a.cos() * (d + l), cy + a.sin() * (d + l)),
                    (cx + a.cos() * d, cy + a.sin() * d),
                ],
                false,
            );
            k.pen_t(&b, 4.6, 0.9, 0.0, 255);
            k.pen_t(&b, 1.8, 0.9, 0.0, 0)
        }
        for _ in 0..40 {
            let (x, y) = (r.r(0.0, w), r.r(0.0, h));
            k.stroke(&ell(x, y, r.r(5.0, 12.0) * s, r.r(3.0, 7.0) * s), 1.5, 0)
        }
    }
}
