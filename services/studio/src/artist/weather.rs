//! Rain over everything, and lines that pull the eye to a point.

use super::ink::*;

pub fn rain(k: &mut Ink, r: &mut Rng, n: usize, near: bool) {
    let (w, h, s) = (k.w, k.h, k.s);
    for _ in 0..n {
        let (x, y) = (r.r(-0.1, 1.1) * w, r.r(-0.1, 1.0) * h);
        let l = if near { r.r(90.0, 190.0) } else { r.r(40.0, 100.0) } * s;
        let b = poly(&[(x, y), (x - l * 0.16, y + l)], false);
        if near {
            k.pen(&b, 7.0, 255);
            k.pen(&b, 3.2, 0)
        } else {
            k.pen(&b, 5.0, 255);
            k.pen(&b, 1.8, 0)
        }
    }
}
pub fn focus(k: &mut Ink, r: &mut Rng, c: (f64, f64), rx: f64, ry: f64, dark: bool) {
    let rr = (k.w * k.w + k.h * k.h).sqrt();
    if dark {
        let a = k.all();
        k.fill(&a, 0);
    }
    let n = 300;
    for i in 0..n {
        let a = (i as f64 + r.r(-0.45, 0.45)) / n as f64 * std::f64::consts::TAU;
        let (sn, cs) = a.sin_cos();
        let e = 1.0 + 0.62 * r.f().powf(1.6);
        let (x, y) = (c.0 + cs * rx * e, c.1 + sn * ry * e);
        let wd = r.r(0.001, 0.010);
        let (a0, a1) = (a - wd, a + wd);
        k.fill(
            &poly(
                &[
                    (x, y),
                    (c.0 + a0.cos() * rr, c.1 + a0.sin() * rr),
                    (c.0 + a1.cos() * rr, c.1 + a1.sin() * rr),
                ],
                true,
            ),
            if dark { 255 } else { 0 },
        )
    }
}
