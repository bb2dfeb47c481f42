//! A room with a window, shelves and a table.

use kurbo::Affine;

use super::{figure::lantern, ink::*};

pub fn room(k: &mut Ink, r: &mut Rng) {
    let (w, h, s) = (k.w, k.h, k.s);
    let all = k.all();
    k.tone(&all, 7.0, |x, y| {
        0.24 - 0.10 * (y / h) + 0.22 * ((x / w - 0.5).abs() * 2.0).powi(2)
    });
    let mut x = 0.0;
    while x < w {
        k.stroke(&poly(&[(x, 0.0), (x, h)], false), 1.3, 0);
        for _ in 0..2 {
            let y = r.r(0.05, 0.7) * h;
            k.pen(
                &svg(&format!(
                    "M {},{y} q {},{} 0,{}",
                    x + 20.0 * s,
                    12.0 * s,
                    30.0 * s,
                    64.0 * s
                )),
                1.2,
                0,
            )
        }
        x += r.r(78.0, 100.0) * s
    }
    // window with night sky
    let (wx, wy, ww, wh) = (w * 0.60, h * 0.08, w * 0.31, h * 0.36);
    let fr = rect(wx - 16.0 * s, wy - 16.0 * s, ww + 32.0 * s, wh + 32.0 * s);
    k.shape(&fr, 3.0, 255);
    let gl = rect(wx, wy, ww, wh);
    k.fill(&gl, 255);
    k.tone_ex(&gl, 6.5, false, 0, |_, y| 0.95 - 0.35 * (y - wy) / wh);
    for _ in 0..26 {
        let (a, b) = (r.r(wx + 8.0, wx + ww - 8.0), r.r(wy + 8.0, wy + wh * 0.8));
        k.fill(&circ(a, b, r.r(1.0, 2.8) * s), 255)
    }
    let m = circ(wx + ww * 0.70, wy + wh * 0.28, 30.0 * s);
    k.fill(&m, 255);
    k.tone_ex(
        &circ(wx + ww * 0.70 + 14.0 * s, wy + wh * 0.28 - 6.0 * s, 27.0 * s),
        4.3,
        false,
        0,
        |_, _| 0.9,
    );
    let mut px = wx;
    while px < wx + ww - 4.0 {
        let bw = r.r(30.0, 56.0) * s;
        let bh = r.r(30.0, 80.0) * s;
        let e = (px + bw).min(wx + ww);
        k.fill(
            &poly(
                &[
                    (px, wy + wh),
                    (px, wy + wh - bh),
                    ((px + e) / 2.0, wy + wh - bh - 22.0 * s),
                    (e, wy + wh - bh),
                    (e, wy + wh),
                ],
                true,
            ),
            10,
        );
        k.fill(&rect(px + bw * 0.3, wy + wh - bh * 0.7, 9.0 * s, 12.0 * s), 255);
        px = e
    }
    k.stroke(&gl, 3.0, 0);
    for i in 1..3 {
        let a = wx + ww * i as f64 / 3.0;
        k.stroke(&poly(&[(a, wy), (a, wy + wh)], false), 7.0, 0);
        k.stroke(&poly(&[(a, wy), (a, wy + wh)], false), 3.6, 255)
    }
    k.stroke(
        &poly(&[(wx, wy + wh * 0.5), (wx + ww, wy + wh * 0.5)], false),
        7.0,
        0,
    );
    k.stroke(
        &poly(&[(wx, wy + wh * 0.5), (wx + ww, wy + wh * 0.5)], false),
        3.6,
        255,
    );
    // shelf with jars, rolls, unfinished lanterns
    for (i, sy) in [0.30, 0.50].iter().enumerate() {
        let y = h * sy;
        let mut x = w * 0.03;
        while x < w * 0.34 {
            let kind = r.next() % 4;
            let q = r.r(30.0, 44.0) * s;
            match kind {
                0 => {
                    let b = rect(x, y - q * 1.5, q, q * 1.5);
                    k.shape(&b, 2.2, 255);
                    let c = rect(x - 3.0 * s, y - q * 1.5 - 10.0 * s, q + 6.0 * s, 12.0 * s);
                    k.shape(&c, 2.0, 40);
                    let d = rect(x, y - q * 0.9, q, q * 0.9);
                    k.tone_ex(&d, 5.0, false, 0, |_, _| 0.35)
                }
                1 => {
                    lantern(k, x + q * 0.6, y - q * 0.95, q * 1.35, 2.0);
                    x += q * 0.4
                }
                2 => {
                    for j in 0..3 {
                        let b = circ(
                            x + q * 0.5 + (j % 2) as f64 * q * 0.5,
                            y - q * (0.35 + 0.55 * (j / 2) as f64),
                            q * 0.30,
                        );
                        k.shape(&b, 2.0, 255);
                        k.stroke(
                            &circ(
                                x + q * 0.5 + (j % 2) as f64 * q * 0.5,
                                y - q * (0.35 + 0.55 * (j / 2) as f64),
                                q * 0.12,
                            ),
                            1.5,
                            0,
                        )
                    }
                    x += q * 0.4
                }
                _ => {
                    let mut bx = x;
                    for _ in 0..3 {
                        let bw = r.r(12.0, 18.0) * s;
                        let bh = r.r(48.0, 70.0) * s;
                        let b = rect(bx, y - bh, bw, bh);
                        k.shape(&b, 2.0, if r.f() < 0.4 { 40 } else { 255 });
                        bx += bw
                    }
                    x = bx - q
                }
            }
            x += q * 1.35
        }
        let b = rect(0.0, y, w * 0.37, 15.0 * s);
        k.shape(&b, 2.6, 255);
        k.tone_ex(
            &rect(0.0, y + 15.0 * s, w * 0.37, 16.0 * s),
            5.0,
            true,
            0,
            |_, _| 0.55,
        );
        let _ = i;
    }
}
pub fn table(k: &mut Ink, r: &mut Rng) {
    let (w, h, s) = (k.w, k.h, k.s);
    let y = h * 0.86;
    let b = poly(&[(0.0, y), (w, y), (w, h), (0.0, h)], true);
    k.shape(&b, 4.0, 255);
    k.tone(&rect(0.0, y + 20.0 * s, w, h), 7.0, |_, q| {
        0.10 + 0.34 * (q - y) / (h - y)
    });
    k.stroke(&poly(&[(0.0, y + 20.0 * s), (w, y + 20.0 * s)], false), 2.4, 0);
    for _ in 0..14 {
        let (x, q) = (r.r(0.0, w), r.r(y + 34.0 * s, h));
        k.pen(
            &svg(&format!(
                "M {x},{q} q {},{} {},0",
                60.0 * s,
                8.0 * s,
                r.r(90.0, 190.0) * s
            )),
            1.6,
            0,
        )
    }
    let pot = Affine::translate((w * 0.17, y + 8.0 * s))
        * Affine::scale(54.0 * s)
        * svg("M -0.6,-1.0 Q -0.8,-0.3 -0.5,0 L 0.5,0 Q 0.8,-0.3 0.6,-1.0 Z");
    for (a, l) in [(-0.35, 1.5), (-0.1, 1.9), (0.2, 1.6)] {
        let x = w * 0.17 + a * 40.0 * s;
        k.stroke(
            &poly(&[(x, y - 50.0 * s), (x + a * 50.0 * s, y - l * 80.0 * s)], false),
            6.0,
            0,
        );
        k.stroke(
            &poly(&[(x, y - 50.0 * s), (x + a * 50.0 * s, y - l * 74.0 * s)], false),
            2.6,
            255,
        );
        k.fill(&ell(x + a * 50.0 * s, y - l * 80.0 * s, 6.0 * s, 15.0 * s), 0)
    }
    k.shape(&pot, 2.8, 255);
    k.tone_ex(&pot, 6.0, false, 0, |x, _| if x > w * 0.18 { 0.35 } else { 0.1 });
    let ro = poly(
        &[
            (w * 0.72, y + 6.0 * s),
            (w * 0.93, y - 10.0 * s),
            (w * 0.95, y + 18.0 * s),
            (w * 0.74, y + 34.0 * s),
        ],
        true,
    );
    k.shape(&ro, 2.6, 255);
    k.shape(&ell(w * 0.735, y + 20.0 * s, 10.0 * s, 16.0 * s), 2.4, 255);
    k.stroke(&ell(w * 0.735, y + 20.0 * s, 4.0 * s, 8.0 * s), 1.6, 0)
}
