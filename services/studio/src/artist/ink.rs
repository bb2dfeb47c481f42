//! The drawing surface: geometry becomes grey pixels, screentone is made per pixel. The only place that names tiny-skia.

use kurbo::{Affine, BezPath, Circle, Ellipse, PathEl, Point, Rect, Shape, Vec2};
use tiny_skia as ts;
pub struct Rng(pub u64);
impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E3779B97F4A7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D049BB133111EB);
        z ^ (z >> 31)
    }
    pub fn f(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
    pub fn r(&mut self, a: f64, b: f64) -> f64 {
        a + (b - a) * self.f()
    }
}
pub fn seed(s: &str) -> u64 {
    s.bytes().fold(0xcbf29ce484222325, |h, b| {
        (h ^ b as u64).wrapping_mul(0x100000001b3)
    })
}
pub struct Ink {
    pub pm: ts::Pixmap,
    pub w: f64,
    pub h: f64,
    pub s: f64,
    pub lights: Vec<(f64, f64, f64)>,
    pub halo: f64,
}
pub fn p(x: f64, y: f64) -> Point {
    Point::new(x, y)
}
pub fn poly(pts: &[(f64, f64)], close: bool) -> BezPath {
    let mut b = BezPath::new();
    for (i, q) in pts.iter().enumerate() {
        if i == 0 { b.move_to(*q) } else { b.line_to(*q) }
    }
    if close {
        b.close_path()
    }
    b
}
/// Catmull-Rom through points
pub fn spline(pts: &[(f64, f64)], close: bool) -> BezPath {
    let n = pts.len() as isize;
    let mut b = BezPath::new();
    let g = |i: isize| {
        let j = if close { i.rem_euclid(n) } else { i.clamp(0, n - 1) };
        let q = pts[j as usize];
        Vec2::new(q.0, q.1)
    };
    b.move_to(g(0).to_point());
    for i in 0..(if close { n } else { n - 1 }) {
        let (a, c, d, e) = (g(i - 1), g(i), g(i + 1), g(i + 2));
        b.curve_to(
            (c + (d - a) / 6.0).to_point(),
            (d - (e - c) / 6.0).to_point(),
            d.to_point(),
        );
    }
    if close {
        b.close_path()
    }
    b
}
pub fn ell(cx: f64, cy: f64, rx: f64, ry: f64) -> BezPath {
    Ellipse::new((cx, cy), (rx, ry), 0.0).to_path(0.01)
}
pub fn circ(cx: f64, cy: f64, r: f64) -> BezPath {
    Circle::new((cx, cy), r).to_path(0.01)
}
pub fn rect(x: f64, y: f64, w: f64, h: f64) -> BezPath {
    Rect::new(x, y, x + w, y + h).to_path(0.1)
}
pub fn svg(d: &str) -> BezPath {
    BezPath::from_svg(d).unwrap_or_default()
}
fn to_ts(b: &BezPath) -> Option<ts::Path> {
    let mut o = ts::PathBuilder::new();
    let f = |v: f64| v as f32;
    for e in b.elements() {
        match *e {
            PathEl::MoveTo(a) => o.move_to(f(a.x), f(a.y)),
            PathEl::LineTo(a) => o.line_to(f(a.x), f(a.y)),
            PathEl::QuadTo(a, c) => o.quad_to(f(a.x), f(a.y), f(c.x), f(c.y)),
            PathEl::CurveTo(a, c, d) => o.cubic_to(f(a.x), f(a.y), f(c.x), f(c.y), f(d.x), f(d.y)),
            PathEl::ClosePath => o.close(),
        }
    }
    o.finish()
}
impl Ink {
    /// A white surface; none when it has no area, or more than memory holds.
    pub fn new(w: u32, h: u32, s: f64) -> Option<Self> {
        let mut pm = ts::Pixmap::new(w, h)?;
        pm.fill(ts::Color::WHITE);
        Some(Ink {
            pm,
            w: w as f64,
            h: h as f64,
            s,
            lights: vec![],
            halo: 0.0,
        })
    }
    pub fn fill(&mut self, b: &BezPath, g: u8) {
        if self.halo > 0.0 {
            return;
        }
        let Some(pa) = to_ts(b) else { return };
        let mut pt = ts::Paint::default();
        pt.set_color_rgba8(g, g, g, 255);
        pt.anti_alias = true;
        self.pm
            .fill_path(&pa, &pt, ts::FillRule::Winding, ts::Transform::identity(), None);
    }
    pub fn stroke(&mut self, b: &BezPath, w: f64, g: u8) {
        if self.halo > 0.0 {
            return;
        }
        let Some(pa) = to_ts(b) else { return };
        let mut pt = ts::Paint::default();
        pt.set_color_rgba8(g, g, g, 255);
        pt.anti_alias = true;
        let st = ts::Stroke {
            width: (w * self.s) as f32,
            line_cap: ts::LineCap::Round,
            line_join: ts::LineJoin::Round,
            ..Default::default()
        };
        self.pm
            .stroke_path(&pa, &pt, &st, ts::Transform::identity(), None);
    }
    /// Inked shape: white (or grey) body, contour heavier on the lower right (light from upper left).
    pub fn shape(&mut self, b: &BezPath, w: f64, g: u8) {
        if self.halo > 0.0 {
            let h = std::mem::take(&mut self.halo);
            self.stroke(b, w + h, 255);
            self.halo = h;
            return;
        }
        let d = w * 0.45 * self.s;
        let off = Affine::translate((d, d * 1.2)) * b.clone();
        self.stroke(&off, w, 0);
        self.stroke(b, w, 0);
        self.fill(b, g);
        // inner half of the stroke is hidden by the fill: contours stay crisp
        self.stroke(b, w * 0.55, 0);
    }
    /// Union of overlapping sub-paths: contour first, body second, so that no inner lines show.
    pub fn union(&mut self, b: &BezPath, w: f64, g: u8) {
        if self.halo > 0.0 {
            let h = std::mem::take(&mut self.halo);
            self.stroke(b, w + h, 255);
            self.halo = h;
            return;
        }
        let d = w * 0.45 * self.s;
        self.stroke(&(Affine::translate((d, d * 1.2)) * b.clone()), w * 1.2, 0);
        self.stroke(b, w * 1.6, 0);
        self.fill(b, g);
    }
    /// Variable-width pen line: thin-thick-thin.
    pub fn pen(&mut self, b: &BezPath, w: f64, g: u8) {
        self.pen_t(b, w, 0.0, 0.0, g)
    }
    pub fn pen_t(&mut self, b: &BezPath, w: f64, start: f64, end: f64, g: u8) {
        let mut pts: Vec<Point> = vec![];
        kurbo::flatten(b.iter(), 0.15, |e| match e {
            PathEl::MoveTo(a) | PathEl::LineTo(a) => pts.push(a),
            _ => {}
        });
        if pts.len() < 2 {
            return;
        }
        let mut len = vec![0.0];
        for i in 1..pts.len() {
            len.push(len[i - 1] + (pts[i] - pts[i - 1]).hypot())
        }
        let tot = len.last().copied().unwrap_or_default();
        if tot < 0.01 {
            return;
        }
        let (mut l, mut r) = (vec![], vec![]);
        for i in 0..pts.len() {
            let t = len[i] / tot;
            let k = (std::f64::consts::PI * t).sin().max(0.0).powf(0.6);
            let e = if t < 0.5 { start } else { end };
            let wd = w * self.s * 0.5 * (e + (1.0 - e) * k).max(0.12);
            let d = if i == 0 {
                pts[1] - pts[0]
            } else if i + 1 == pts.len() {
                pts[i] - pts[i - 1]
            } else {
                pts[i + 1] - pts[i - 1]
            };
            let h = d.hypot().max(1e-6);
            let n = Vec2::new(-d.y / h, d.x / h) * wd;
            l.push(((pts[i] + n).x, (pts[i] + n).y));
            r.push(((pts[i] - n).x, (pts[i] - n).y));
        }
        r.reverse();
        l.extend(r);
        self.fill(&poly(&l, true), g);
    }
    /// Halftone: `den(x,y)` is ink coverage 0..1. `per` = dot pitch in px at s=1. Glow lights thin the tone.
    pub fn tone(&mut self, b: &BezPath, per: f64, den: impl Fn(f64, f64) -> f64) {
        self.tone_ex(b, per, true, 0, den)
    }
    pub fn tone_ex(&mut self, b: &BezPath, per: f64, glow: bool, ink: u8, den: impl Fn(f64, f64) -> f64) {
        if self.halo > 0.0 {
            return;
        }
        let bb = b.bounding_box();
        let per = (per * self.s * 0.80).max(3.6);
        let w = self.pm.width() as usize;
        let (x0, x1) = (
            bb.x0.max(0.0) as usize,
            bb.x1.min(self.w).max(0.0).ceil() as usize,
        );
        let (y0, y1) = (
            bb.y0.max(0.0) as usize,
            bb.y1.min(self.h).max(0.0).ceil() as usize,
        );
        if x1 <= x0 || y1 <= y0 {
            return;
        }
        let Some(pa) = to_ts(b) else { return };
        let Some(mut m) = ts::Mask::new((x1 - x0) as u32, (y1 - y0) as u32) else {
            return;
        };
        m.fill_path(
            &pa,
            ts::FillRule::Winding,
            true,
            ts::Transform::from_translate(-(x0 as f32), -(y0 as f32)),
        );
        // 45 degree screen: cos(x+y)+cos(x-y) = 2 cos x cos y, so the screen is separable
        let q = std::f64::consts::TAU / per * std::f64::consts::FRAC_1_SQRT_2;
        let cx: Vec<f64> = (x0..x1).map(|x| (x as f64 * q).cos()).collect();
        let lights: Vec<_> = if glow {
            self.lights
                .iter()
                .filter(|l| {
                    l.0 + 2.5 * l.2 > x0 as f64
                        && l.0 - 2.5 * l.2 < x1 as f64
                        && l.1 + 2.5 * l.2 > y0 as f64
                        && l.1 - 2.5 * l.2 < y1 as f64
                })
                .copied()
                .collect()
        } else {
            vec![]
        };
        let md = m.data();
        let px = self.pm.data_mut();
        for y in y0..y1 {
            let cy = (y as f64 * q).cos();
            for x in x0..x1 {
                let c = md[(y - y0) * (x1 - x0) + x - x0];
                if c == 0 {
                    continue;
                }
                let (fx, fy) = (x as f64, y as f64);
                let mut d = den(fx, fy);
                for &(lx, ly, r) in &lights {
                    let k = ((fx - lx).powi(2) + (fy - ly).powi(2)) / (r * r);
                    if k < 6.0 {
                        d *= 1.0 - (-k * 1.1).exp()
                    }
                }
                if d <= 0.015 {
                    continue;
                }
                let a = if d >= 0.985 {
                    1.0
                } else {
                    let t = 0.5 + 0.5 * cx[x - x0] * cy;
                    let u = (d - 0.5) * 2.0;
                    let th = 0.5 - 0.5 * (u * (1.5 - 0.5 * u * u)) * 0.98;
                    (((t - th) * per * 0.55) + 0.5).clamp(0.0, 1.0)
                };
                if a <= 0.0 {
                    continue;
                }
                let a = a * c as f64 / 255.0;
                let i = (y * w + x) * 4;
                let v = (px[i] as f64 * (1.0 - a) + ink as f64 * a) as u8;
                px[i] = v;
                px[i + 1] = v;
                px[i + 2] = v;
            }
        }
    }
    pub fn all(&self) -> BezPath {
        rect(0.0, 0.0, self.w, self.h)
    }
}
