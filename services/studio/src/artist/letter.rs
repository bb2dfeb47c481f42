//! Lettering: bubbles, their places and tails, sound words. Works on any surface, whoever drew what is on it.

use super::{faces::Voice, ink::*, text::*};
use kurbo::{Affine, BezPath, Rect};
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Bub {
    Speech,
    Thought,
    Shout,
    Narration,
}
pub struct Keep {
    pub r: Rect,
    pub wt: f64,
}
const N: f64 = 2.8;
/// smallest superellipse (half axes) with the block's aspect that holds all text corners
pub fn fit(b: &Block, pad: f64) -> (f64, f64) {
    let (mut mx, mut my) = (1.0f64, 1.0f64);
    for c in &b.corners {
        mx = mx.max(c.0.abs());
        my = my.max(c.1.abs())
    }
    let k = b
        .corners
        .iter()
        .map(|c| ((c.0.abs() / mx).powf(N) + (c.1.abs() / my).powf(N)).powf(1.0 / N))
        .fold(0.0, f64::max);
    (mx * k + pad, my * k + pad * 0.8)
}
fn superell(cx: f64, cy: f64, rx: f64, ry: f64, r: &mut Rng, wob: f64) -> Vec<(f64, f64)> {
    let (a, b) = (r.r(0.0, std::f64::consts::TAU), r.r(0.0, std::f64::consts::TAU));
    (0..40)
        .map(|i| {
            let t = i as f64 / 40.0 * std::f64::consts::TAU;
            let (s, c) = t.sin_cos();
            let w = 1.0 + wob * ((2.0 * t + a).sin() + 0.6 * (3.0 * t + b).sin());
            (
                cx + rx * w * c.signum() * c.abs().powf(2.0 / N),
                cy + ry * w * s.signum() * s.abs().powf(2.0 / N),
            )
        })
        .collect()
}
pub struct Placed {
    pub c: (f64, f64),
    pub rx: f64,
    pub ry: f64,
}
/// Greedy in reading order over a grid; hard: inside frame, no bubble overlap; soft: faces, bodies, reading flow, distance to mouth, tail crossing a face.
pub fn place(
    sizes: &[(f64, f64)],
    mouths: &[Option<(f64, f64)>],
    keep: &[Keep],
    w: f64,
    h: f64,
    m: f64,
    rtl: bool,
) -> Vec<Placed> {
    let mut out: Vec<Placed> = vec![];
    let area = |a: &Rect, b: &Rect| {
        let i = a.intersect(*b);
        if i.width() > 0.0 && i.height() > 0.0 {
            i.area()
        } else {
            0.0
        }
    };
    for (i, &(rx, ry)) in sizes.iter().enumerate() {
        let mut best = (f64::MAX, (w / 2.0, h / 2.0));
        let g = 36;
        for gx in 0..=g {
            for gy in 0..=g {
                let (x0, x1, y0, y1) = (rx + m, w - rx - m, ry + m, h - ry - m);
                if x1 < x0 || y1 < y0 {
                    continue;
                }
                let (x, y) = (
                    x0 + (x1 - x0) * gx as f64 / g as f64,
                    y0 + (y1 - y0) * gy as f64 / g as f64,
                );
                let b = Rect::new(x - rx, y - ry, x + rx, y + ry);
                let mut c = keep
                    .iter()
                    .map(|k| k.wt * area(&b, &k.r) / (b.area().min(k.r.area())).max(1.0))
                    .sum::<f64>();
                for q in &out {
                    let o = Rect::new(q.c.0 - q.rx, q.c.1 - q.ry, q.c.0 + q.rx, q.c.1 + q.ry)
                        .inflate(w * 0.012, h * 0.012);
                    if area(&b, &o) > 0.0 {
                        c += 400.0
                    }
                }
                let ahead = if rtl { (w - x) / w } else { x / w };
                c += 6.0 * y / h + (if i == 0 { 3.0 * ahead } else { 0.0 });
                if let Some(q) = out.last() {
                    let d = if rtl { q.c.0 - x } else { x - q.c.0 };
                    if y < q.c.1 - 0.25 * ry {
                        c += 40.0
                    }
                    if d < -0.1 * w && (y - q.c.1) < 0.9 * (q.ry + ry) * 0.8 {
                        c += 30.0
                    }
                }
                if let Some(mo) = mouths[i] {
                    let d = ((x - mo.0).powi(2) + (y - mo.1).powi(2)).sqrt() / h;
                    c += 9.0 * d;
                    for k in keep.iter().filter(|k| k.wt > 50.0) {
                        if k.r.contains(kurbo::Point::new(mo.0, mo.1)) {
                            continue;
                        }
                        for t in 1..8 {
                            let t = t as f64 / 8.0;
                            if k.r
                                .contains(kurbo::Point::new(x + (mo.0 - x) * t, y + (mo.1 - y) * t))
                            {
                                c += 6.0
                            }
                        }
                    }
                }
                if c < best.0 {
                    best = (c, (x, y))
                }
            }
        }
        out.push(Placed { c: best.1, rx, ry })
    }
    out
}
pub fn bubble(
    k: &mut Ink,
    kind: Bub,
    p: &Placed,
    mouth: Option<(f64, f64)>,
    head: Option<(f64, f64, f64)>,
    b: &Block,
    r: &mut Rng,
) {
    let (cx, cy) = p.c;
    let lw = 3.4;
    let mut tail = BezPath::new();
    let body = match kind {
        Bub::Narration => rect(cx - p.rx, cy - p.ry, p.rx * 2.0, p.ry * 2.0),
        Bub::Speech => spline(&superell(cx, cy, p.rx, p.ry, r, 0.008), true),
        Bub::Thought => {
            let n = ((p.rx + p.ry) / (26.0 * k.s)).max(8.0) as usize;
            let pts: Vec<_> = (0..n)
                .map(|i| {
                    let t = i as f64 / n as f64 * std::f64::consts::TAU;
                    let (s, c) = t.sin_cos();
                    (
                        cx + p.rx * c.signum() * c.abs().powf(0.85),
                        cy + p.ry * s.signum() * s.abs().powf(0.85),
                    )
                })
                .collect();
            let mut bp = BezPath::new();
            bp.move_to(pts[0]);
            for i in 0..n {
                let (a, e) = (pts[i], pts[(i + 1) % n]);
                let m = ((a.0 + e.0) / 2.0, (a.1 + e.1) / 2.0);
                let d = (m.0 - cx, m.1 - cy);
                let l = (d.0 * d.0 + d.1 * d.1).sqrt();
                let q = ((e.0 - a.0).powi(2) + (e.1 - a.1).powi(2)).sqrt() * 0.62;
                bp.quad_to((m.0 + d.0 / l * q, m.1 + d.1 / l * q), e)
            }
            bp.close_path();
            bp
        }
        Bub::Shout => {
            let n = 22;
            let mut bp = BezPath::new();
            for i in 0..n {
                let t0 = i as f64 / n as f64 * std::f64::consts::TAU;
                let dt = std::f64::consts::TAU / n as f64;
                let q = |t: f64, e: f64| {
                    let (s, c) = t.sin_cos();
                    (
                        cx + p.rx * e * c.signum() * c.abs().powf(0.82),
                        cy + p.ry * e * s.signum() * s.abs().powf(0.82),
                    )
                };
                let a = q(t0, 1.0);
                if i == 0 {
                    bp.move_to(a)
                }
                let tip = q(t0 + dt * 0.5, r.r(1.16, 1.36));
                bp.quad_to(q(t0 + dt * 0.36, 1.03), tip);
                bp.quad_to(q(t0 + dt * 0.64, 1.03), q(t0 + dt, 1.0))
            }
            bp.close_path();
            bp
        }
    };
    if let Some(m) = mouth {
        let d = (m.0 - cx, m.1 - cy);
        let l = (d.0 * d.0 + d.1 * d.1).sqrt();
        let n = (d.0 / l, d.1 / l);
        let edge = 1.0 / ((n.0.abs() / p.rx).powf(N) + (n.1.abs() / p.ry).powf(N)).powf(1.0 / N);
        match kind {
            Bub::Speech | Bub::Shout => {
                let reach = (edge + (l - edge) * 0.62).min(edge + 120.0 * k.s);
                let hit = head
                    .map(|q| {
                        let mut e = 0.0;
                        while e < l
                            && ((cx + n.0 * e - q.0).powi(2) + (cy + n.1 * e - q.1).powi(2)).sqrt() > q.2
                        {
                            e += 2.0
                        }
                        e
                    })
                    .unwrap_or(l);
                let reach = reach.min(hit).max(edge + 22.0 * k.s);
                let bw = 17.0 * k.s;
                let s = edge * 0.86;
                let tip = (cx + n.0 * reach, cy + n.1 * reach);
                let pn = (-n.1, n.0);
                let bend = if d.0 > 0.0 { -1.0 } else { 1.0 } * 12.0 * k.s;
                tail.move_to((cx + n.0 * s + pn.0 * bw, cy + n.1 * s + pn.1 * bw));
                let mid = (edge + reach) / 2.0;
                tail.quad_to(
                    (
                        cx + n.0 * mid + pn.0 * (bw * 0.3 + bend),
                        cy + n.1 * mid + pn.1 * (bw * 0.3 + bend),
                    ),
                    tip,
                );
                tail.quad_to(
                    (
                        cx + n.0 * mid + pn.0 * (bend - bw * 0.5),
                        cy + n.1 * mid + pn.1 * (bend - bw * 0.5),
                    ),
                    (cx + n.0 * s - pn.0 * bw, cy + n.1 * s - pn.1 * bw),
                );
                tail.close_path()
            }
            Bub::Thought => {
                for (i, t) in [0.12, 0.42, 0.68].iter().enumerate() {
                    let hit = head
                        .map(|q| {
                            let mut e = 0.0;
                            while e < l
                                && ((cx + n.0 * e - q.0).powi(2) + (cy + n.1 * e - q.1).powi(2)).sqrt() > q.2
                            {
                                e += 2.0
                            }
                            e
                        })
                        .unwrap_or(l);
                    let e = edge * 1.10 + (hit - edge * 1.10).max(50.0 * k.s) * t;
                    let b = circ(cx + n.0 * e, cy + n.1 * e, (13.0 - 4.0 * i as f64) * k.s);
                    k.stroke(&b, lw * 1.6, 0);
                    k.fill(&b, 255)
                }
            }
            _ => {}
        }
    }
    // union of body and tail without boolean geometry: stroke both, then fill both
    k.stroke(&body, lw * 2.0, 0);
    if !tail.is_empty() {
        k.stroke(&tail, lw * 1.7, 0)
    }
    k.fill(&body, 255);
    k.fill(&tail, 255);
    for g in &b.glyphs {
        k.fill(&(Affine::translate((cx, cy)) * g.clone()), 0)
    }
}
pub struct Sfx {
    pub text: String,
    pub x: f64,
    pub y: f64,
    pub size: f64,
    pub angle: f64,
    pub vertical: bool,
    pub white: bool,
}
pub fn sfx_paths(f: &Voice, q: &Sfx, k: &Ink, r: &mut Rng) -> Vec<BezPath> {
    let px = q.size * k.h;
    let (gl, _) = f.shape(&q.text, px, q.vertical);
    let n = gl.len().max(2) as f64;
    let mut out = vec![];
    let bb = bounds(&gl);
    let (mx, my) = (bb.center().x, bb.center().y);
    for (i, g) in gl.into_iter().enumerate() {
        if g.is_empty() {
            continue;
        }
        use kurbo::Shape;
        let c = g.bounding_box().center();
        let t = i as f64 / (n - 1.0);
        let sc = 0.86 + 0.34 * t + r.r(-0.05, 0.05);
        let rot = r.r(-0.10, 0.10);
        let arc = if q.vertical {
            ((t * 3.1).sin() * px * 0.10, 0.0)
        } else {
            (0.0, -(t * 3.1).sin() * px * 0.14)
        };
        out.push(
            Affine::translate((q.x * k.w, q.y * k.h))
                * Affine::rotate(q.angle)
                * Affine::translate((c.x - mx + arc.0, c.y - my + arc.1))
                * Affine::rotate(rot)
                * Affine::skew(-0.12, 0.0)
                * Affine::scale_non_uniform(sc, sc * 1.06)
                * Affine::translate((-c.x, -c.y))
                * g,
        )
    }
    out
}
pub fn sfx(k: &mut Ink, ps: &[BezPath], q: &Sfx) {
    let big = q.size * k.h / k.s;
    let (o, i) = (big * 0.12, big * 0.05);
    let (a, b) = if q.white { (0, 255) } else { (255, 0) };
    for p in ps {
        k.stroke(p, o + i, a)
    }
    if q.white {
        for p in ps {
            k.stroke(p, i * 0.0 + 1.0, 0)
        }
    }
    for p in ps {
        k.fill(p, b)
    }
}
