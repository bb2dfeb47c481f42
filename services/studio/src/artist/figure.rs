//! People and the puppy: everything in head units (head height = 1, origin = head centre), then one affine to the panel.

use kurbo::{Affine, BezPath, Point};

use super::ink::*;
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Emo {
    Calm,
    Smile,
    Joy,
    Sad,
    Surprise,
    Angry,
    Resolve,
}
#[derive(Clone, Copy, PartialEq)]
pub enum Pose {
    Stand,
    Boxed,
    Hold,
    Raise,
    Reach,
    Cheeks,
    Umbrella,
    Crouch,
}
#[derive(Clone)]
pub struct Ident {
    pub puppy: bool,
    pub heads: f64,
    pub hair: u64,
    pub tone: u64,
    pub cloth: u64,
    pub lash: f64,
    pub boy: bool,
}
#[derive(Clone)]
pub struct Fig {
    pub id: Ident,
    pub x: f64,
    pub y: f64,
    pub u: f64,
    pub flip: bool,
    pub turn: f64,
    pub emo: Emo,
    pub pose: Pose,
    pub lantern: bool,
}
impl Fig {
    pub fn t(&self) -> Affine {
        Affine::translate((self.x, self.y))
            * Affine::scale_non_uniform(if self.flip { -self.u } else { self.u }, self.u)
    }
    pub fn tb(&self) -> Affine {
        self.t() * Affine::translate((0.0, -0.08))
    }
    pub fn at(&self, x: f64, y: f64) -> Point {
        self.t() * p(x, y)
    }
    pub fn feet(&self) -> f64 {
        if self.id.puppy {
            1.38
        } else if self.pose == Pose::Crouch {
            2.15
        } else {
            self.id.heads - 0.58
        }
    }
    pub fn arms(&self) -> [[(f64, f64); 3]; 2] {
        let s = 0.275;
        let m = |a: (f64, f64), b: (f64, f64)| [[(-s, 0.79), (-a.0, a.1), (-b.0, b.1)], [(s, 0.79), a, b]];
        match self.pose {
            Pose::Stand | Pose::Boxed => m((0.50, 1.15), (0.47, 1.55)),
            Pose::Hold => m((0.58, 1.20), (0.27, 1.16)),
            Pose::Cheeks => m((0.62, 1.14), (0.43, 0.66)),
            Pose::Raise => [
                [(-s, 0.79), (-0.52, 1.15), (-0.44, 1.5)],
                [(s, 0.79), (0.64, 0.98), (0.98, 0.56)],
            ],
            Pose::Reach | Pose::Crouch => [
                [(-s, 0.79), (-0.52, 1.1), (-0.30, 1.45)],
                [(s, 0.79), (0.66, 1.12), (1.06, 1.18)],
            ],
            Pose::Umbrella => [
                [(-s, 0.79), (-0.52, 1.15), (-0.46, 1.55)],
                [(s, 0.79), (0.60, 1.22), (0.70, 0.86)],
            ],
        }
    }
    pub fn lantern_pos(&self) -> Point {
        let h = self.arms()[1][2];
        if self.pose == Pose::Hold {
            self.at(0.0, h.1 - 0.14)
        } else {
            self.at(h.0 + 0.04, h.1 + 0.38)
        }
    }
    pub fn draw(&self, k: &mut Ink) {
        if self.id.puppy {
            self.puppy(k)
        } else {
            self.human(k)
        }
    }
    fn lw(&self, k: &Ink) -> f64 {
        (1.5 + self.u / k.s * 0.0085).min(6.5)
    }
    fn limb(&self, k: &mut Ink, pts: &[(f64, f64)], w0: f64, w1: f64, g: u8, tone: f64) {
        let sp = spline(pts, false);
        let mut q: Vec<Point> = vec![];
        sp.flatten_pts(&mut q);
        let mut b = BezPath::new();
        let n = q.len();
        let mut d = 0.0;
        let tot: f64 = q.windows(2).map(|p| (p[1] - p[0]).hypot()).sum();
        for i in 0..n - 1 {
            let l = (q[i + 1] - q[i]).hypot();
            let m = (l / 0.012).ceil() as usize;
            for j in 0..m {
                let e = j as f64 / m as f64;
                let c = q[i].lerp(q[i + 1], e);
                let t = (d + l * e) / tot;
                b.extend(circ(c.x, c.y, (w0 + (w1 - w0) * t) / 2.0))
            }
            d += l
        }
        let b = self.tb() * b;
        let lw = self.lw(k);
        k.union(&b, lw, g);
        if tone > 0.0 {
            k.tone_ex(&b, 6.0, false, 0, |_, _| tone)
        }
    }
    fn hairfill(&self, k: &mut Ink, b: &BezPath) {
        let lw = self.lw(k);
        let b = self.t() * b.clone();
        match self.id.tone {
            2 => {
                k.shape(&b, lw, 0);
                k.stroke(&b, lw * 0.5, 90)
            }
            1 => {
                k.shape(&b, lw, 255);
                k.tone_ex(&b, 6.0, false, 0, |_, _| 0.36);
                k.stroke(&b, lw * 0.6, 0)
            }
            _ => k.shape(&b, lw, 255),
        }
    }
    fn human(&self, k: &mut Ink) {
        let t0 = self.t();
        let t = self.tb();
        let lw = self.lw(k);
        let id = &self.id;
        let f = self.feet() + 0.08;
        let crouch = self.pose == Pose::Crouch;
        let far = self.u / k.s < 60.0;
        let hp = if crouch { 1.55 } else { 0.62 + (f - 0.62) * 0.5 };
        if self.pose == Pose::Umbrella {
            let (a, b) = (self.at(0.72, 0.98), self.at(0.58, -1.0));
            k.stroke(
                &poly(&[(a.x, a.y + self.u * 0.12), (b.x, b.y)], false),
                lw * 1.6,
                0,
            );
            let ut = t0 * Affine::translate((0.14, 0.10)) * Affine::scale(1.12);
            let (ox, u) = (self.x, self.u);
            let um = ut
                * svg(
                    "M -0.85,-0.52 C -0.75,-1.25 1.25,-1.3 1.38,-0.55 Q 1.15,-0.72 0.92,-0.55 Q 0.6,-0.74 0.28,-0.56 Q -0.05,-0.74 -0.35,-0.54 Q -0.6,-0.7 -0.85,-0.52 Z",
                );
            k.shape(&um, lw, 255);
            k.tone_ex(
                &um,
                7.0,
                false,
                0,
                |x, _| if x > ox + 0.3 * u { 0.36 } else { 0.16 },
            );
            k.stroke(&um, lw * 0.8, 0);
            for x in [-0.35, 0.28, 0.92] {
                k.pen_t(
                    &(ut * svg(&format!("M {x},-0.55 Q {},-0.95 0.27,-1.12", x * 0.8 + 0.06))),
                    lw * 0.9,
                    0.6,
                    0.3,
                    0,
                )
            }
            k.stroke(&(ut * poly(&[(0.27, -1.12), (0.27, -1.24)], false)), lw * 1.6, 0)
        }
        // back hair
        match (id.boy, id.hair) {
            (true, _) => self.hairfill(
                k,
                &spline(
                    &[
                        (-0.48, -0.1),
                        (-0.50, 0.16),
                        (-0.34, 0.36),
                        (0.0, 0.34),
                        (0.34, 0.36),
                        (0.50, 0.16),
                        (0.48, -0.1),
                    ],
                    true,
                ),
            ),
            (_, 0) | (_, 3) => {
                for s in [-1.0, 1.0] {
                    for i in (0..5).rev() {
                        let z = i as f64;
                        self.hairfill(
                            k,
                            &ell(s * (0.52 + 0.05 * z), 0.36 + 0.19 * z, 0.13 - 0.008 * z, 0.13),
                        )
                    }
                    let e = t0 * circ(s * 0.76, 1.24, 0.07);
                    k.shape(&e, lw, 255);
                    self.hairfill(
                        k,
                        &spline(
                            &[
                                (s * 0.73, 1.27),
                                (s * 0.70, 1.45),
                                (s * 0.80, 1.5),
                                (s * 0.85, 1.4),
                                (s * 0.80, 1.27),
                            ],
                            true,
                        ),
                    )
                }
            }
            (_, 1) => self.hairfill(
                k,
                &spline(
                    &[
                        (-0.52, -0.3),
                        (-0.64, 0.15),
                        (-0.6, 0.52),
                        (-0.3, 0.62),
                        (0.3, 0.62),
                        (0.6, 0.52),
                        (0.64, 0.15),
                        (0.52, -0.3),
                    ],
                    true,
                ),
            ),
            _ => self.hairfill(
                k,
                &spline(
                    &[
                        (-0.5, -0.3),
                        (-0.64, 0.3),
                        (-0.7, 1.1),
                        (-0.45, 1.4),
                        (0.0, 1.3),
                        (0.45, 1.4),
                        (0.7, 1.1),
                        (0.64, 0.3),
                        (0.5, -0.3),
                    ],
                    true,
                ),
            ),
        }
        // legs
        if crouch {
            for s in [-1.0, 1.0] {
                self.limb(
                    k,
                    &[(s * 0.2, 1.5), (s * 0.46, 1.62), (s * 0.34, 2.02)],
                    0.34,
                    0.24,
                    255,
                    if id.boy { 0.5 } else { 0.0 },
                );
                let sh = t * ell(s * 0.36, 2.07, 0.19, 0.1);
                k.shape(&sh, lw, 20)
            }
        } else {
            for s in [-1.0, 1.0] {
                self.limb(
                    k,
                    &[
                        (s * 0.15, hp - 0.1),
                        (s * 0.17, (hp + f) / 2.0),
                        (s * 0.16, f - 0.08),
                    ],
                    0.25,
                    0.17,
                    255,
                    if id.boy { 0.5 } else { 0.0 },
                );
                let sh = t * spline(
                    &[
                        (s * 0.06, f - 0.16),
                        (s * 0.05, f + 0.01),
                        (s * 0.30, f + 0.02),
                        (s * 0.36, f - 0.05),
                        (s * 0.24, f - 0.15),
                    ],
                    true,
                );
                k.shape(&sh, lw, 20)
            }
        }
        // neck and torso
        let nk = t * poly(&[(-0.095, 0.4), (-0.11, 0.7), (0.11, 0.7), (0.095, 0.4)], true);
        k.shape(&nk, lw, 255);
        k.tone_ex(&nk, 5.0, false, 0, |_, _| 0.26);
        let girl = !id.boy;
        let hem = if crouch {
            1.75
        } else if girl {
            0.62 + (f - 0.62) * 0.70
        } else {
            hp + 0.12
        };
        let hw = if girl { 0.60 } else { 0.40 };
        let body = t
            * svg(&format!(
                "M -0.13,0.60 C -0.26,0.62 -0.38,0.66 -0.40,0.80 C -0.36,1.05 -0.31,1.15 -0.31,1.28 C -0.33,1.5 {a},{b} {c},{hem} Q 0,{d} {e},{hem} C {g},{b} 0.33,1.5 0.31,1.28 C 0.31,1.15 0.36,1.05 0.40,0.80 C 0.38,0.66 0.26,0.62 0.13,0.60 Q 0,0.68 -0.13,0.60 Z",
                a = -hw * 0.9,
                b = hem - 0.2,
                c = -hw,
                d = hem + 0.1,
                e = hw,
                g = hw * 0.9
            ));
        let (dark, cd) = match id.cloth {
            0 => (255, 0.0),
            1 => (255, 0.30),
            _ => (28, 0.0),
        };
        k.shape(&body, lw, dark);
        if cd > 0.0 {
            k.tone_ex(&body, 6.0, false, 0, |_, _| cd)
        }
        let (ox, u, fl) = (self.x, self.u, if self.flip { -1.0 } else { 1.0 });
        if dark > 100 {
            k.tone_ex(&body, 6.0, false, 0, |x, _| {
                if (x - ox) > 0.20 * u { 0.22 + cd } else { 0.0 }
            })
        }
        let _ = fl;
        k.stroke(&body, lw * 0.7, 0);
        let fc = if dark > 100 { 0 } else { 255 };
        if !far {
            for (a, b) in [(-0.30, -0.40), (-0.08, -0.12), (0.16, 0.22)] {
                if girl {
                    k.pen(
                        &(t * svg(&format!(
                            "M {},1.36 Q {},{} {},{}",
                            a * 0.8,
                            a,
                            (1.36 + hem) / 2.0,
                            b,
                            hem - 0.06
                        ))),
                        lw * 0.9,
                        fc,
                    )
                }
            }
        }
        if girl {
            // apron / sash + collar
            if id.cloth != 1 {
                let ap = t * svg(&format!(
                    "M -0.22,0.86 L 0.22,0.86 L 0.24,1.26 L {a},{b} Q 0,{c} -{a},{b} L -0.24,1.26 Z",
                    a = hw * 0.62,
                    b = hem - 0.14,
                    c = hem - 0.02
                ));
                k.shape(&ap, lw * 0.8, 255);
                k.pen(&(t * svg("M -0.29,1.27 Q 0,1.34 0.29,1.27")), lw * 1.6, 0);
                if !far {
                    k.pen(
                        &(t * svg(&format!("M -0.1,1.4 Q -0.14,1.7 -0.12,{}", hem - 0.2))),
                        lw * 0.7,
                        0,
                    )
                }
            }
        }
        let arms = self.arms();
        let hold = self.pose == Pose::Hold && self.lantern;
        let cheeks = self.pose == Pose::Cheeks;
        if !cheeks {
            for a in &arms {
                self.sleeve(k, a, dark, cd)
            }
        }
        if !girl {
            let hood = t * spline(
                &[
                    (-0.30, 0.70),
                    (-0.17, 0.58),
                    (0.0, 0.67),
                    (0.17, 0.58),
                    (0.30, 0.70),
                    (0.13, 0.80),
                    (0.0, 0.76),
                    (-0.13, 0.80),
                ],
                true,
            );
            k.shape(&hood, lw * 0.9, 255);
            if !far {
                k.pen(&(t * svg(&format!("M 0,0.84 L 0.01,{}", hem))), lw * 0.8, fc);
                for s in [-1.0, 1.0] {
                    k.pen(
                        &(t * svg(&format!(
                            "M {},0.80 q {},0.14 {},0.26",
                            s * 0.08,
                            s * 0.01,
                            s * -0.01
                        ))),
                        lw,
                        fc,
                    );
                    k.pen(
                        &(t * svg(&format!(
                            "M {},{} q {},0.1 {},0.16",
                            s * 0.12,
                            hem - 0.38,
                            s * 0.1,
                            s * 0.16
                        ))),
                        lw * 0.8,
                        fc,
                    )
                }
            }
        }
        if girl {
            for s in [-1.0, 1.0] {
                let co = t * svg(&format!(
                    "M 0,0.69 L {},0.565 Q {},0.60 {},0.74 L {},0.83 Z",
                    s * 0.115,
                    s * 0.22,
                    s * 0.27,
                    s * 0.09
                ));
                k.shape(&co, lw * 0.8, if dark > 100 { 255 } else { 235 })
            }
            let b = t * circ(0.0, 0.72, 0.035);
            k.shape(&b, lw * 0.8, 0);
        }
        if hold {
            let q = self.lantern_pos();
            lantern(k, q.x, q.y, self.u * 0.42, lw)
        }
        if !cheeks {
            for (i, a) in arms.iter().enumerate() {
                self.arm(k, a, a[2], lw, i)
            }
        }
        if self.lantern && !hold {
            let q = self.lantern_pos();
            let h = self.at(arms[1][2].0 + 0.04, arms[1][2].1 - 0.08);
            k.stroke(
                &poly(&[(h.x, h.y), (q.x, q.y - self.u * 0.30)], false),
                lw * 0.8,
                0,
            );
            lantern(k, q.x, q.y, self.u * 0.42, lw)
        }
        self.head(k);
        if cheeks {
            for (i, a) in arms.iter().enumerate() {
                self.arm(k, a, a[2], lw, i);
                self.limb(k, a, 0.21, 0.17, dark, cd)
            }
        }
    }
    fn arm(&self, k: &mut Ink, a: &[(f64, f64); 3], end: (f64, f64), lw: f64, i: usize) {
        let t = self.tb();
        let d = (end.0 - a[1].0, end.1 - a[1].1);
        let h = (d.0 * d.0 + d.1 * d.1).sqrt();
        let n = (d.0 / h, d.1 / h);
        let c = (end.0 + n.0 * 0.06, end.1 + n.1 * 0.06);
        let hand = t * spline(
            &[
                (c.0 - n.1 * 0.085, c.1 + n.0 * 0.085),
                (c.0 + n.0 * 0.10, c.1 + n.1 * 0.10),
                (c.0 + n.1 * 0.085, c.1 - n.0 * 0.085),
                (c.0 - n.0 * 0.08, c.1 - n.1 * 0.08),
            ],
            true,
        );
        k.shape(&hand, lw, 255);
        let s = if i == 0 { -1.0 } else { 1.0 };
        k.pen(
            &(t * spline(
                &[
                    (
                        c.0 + n.0 * 0.02 - s * n.1 * 0.03,
                        c.1 + n.1 * 0.02 + s * n.0 * 0.03,
                    ),
                    (
                        c.0 + n.0 * 0.09 - s * n.1 * 0.02,
                        c.1 + n.1 * 0.09 + s * n.0 * 0.02,
                    ),
                ],
                false,
            )),
            lw * 0.7,
            0,
        );
    }
    fn sleeve(&self, k: &mut Ink, a: &[(f64, f64); 3], dark: u8, cd: f64) {
        self.limb(k, a, 0.21, 0.17, dark, cd);
        if k.halo == 0.0 {
            // open the seam between sleeve and torso
            let b = self.tb() * circ(a[0].0 * 0.84, a[0].1 + 0.03, 0.098);
            k.fill(&b, dark);
            if cd > 0.0 {
                k.tone_ex(&b, 6.0, false, 0, |_, _| cd)
            }
        }
    }
    fn head(&self, k: &mut Ink) {
        let t = self.t();
        let lw = self.lw(k);
        let id = &self.id;
        let tu = self.turn;
        let far = self.u / k.s < 60.0;
        for s in [-1.0, 1.0] {
            let e = t * ell(s * 0.455 - tu * 0.04, 0.12, 0.07, 0.11);
            k.shape(&e, lw * 0.9, 255)
        }
        let cx = tu * 0.07;
        let face = t
            * svg(&format!(
                "M -0.455,-0.08 C -0.47,0.16 -0.36,0.34 {},0.475 Q {},0.53 {},0.475 C 0.36,0.34 0.47,0.16 0.455,-0.08 C 0.45,-0.36 0.26,-0.5 0,-0.5 C -0.26,-0.5 -0.45,-0.36 -0.455,-0.08 Z",
                cx - 0.10,
                cx,
                cx + 0.10
            ));
        k.shape(&face, lw, 255);
        let sh = t
            * svg(
                "M -0.46,-0.2 L 0.46,-0.2 L 0.45,0.02 Q 0.3,-0.06 0.16,0.0 Q 0,-0.08 -0.14,0.0 Q -0.3,-0.06 -0.45,0.02 Z",
            );
        if !far {
            k.tone_ex(&sh, 5.0, false, 0, |_, _| 0.20)
        }
        // features
        let e = self.emo;
        let ey = 0.12;
        let big = if e == Emo::Surprise { 1.18 } else { 1.0 };
        for s in [-1.0f64, 1.0] {
            let x = s * 0.205 + tu * 0.07;
            let w = if id.boy { 0.100 } else { 0.116 } * (1.0 + 0.12 * s * tu) * big;
            let h = if id.boy { 0.108 } else { 0.142 } * big;
            let g = |d: String| t * svg(&d);
            if e == Emo::Joy {
                k.pen_t(
                    &g(format!(
                        "M {},{} Q {x},{} {},{}",
                        x - w,
                        ey + 0.05,
                        ey - 0.11,
                        x + w,
                        ey + 0.05
                    )),
                    lw * 2.2,
                    0.3,
                    0.3,
                    0,
                )
            } else {
                let droop = if e == Emo::Sad { 0.02 } else { 0.0 };
                let eye = ell(x, ey + 0.012, w * 0.66, h);
                let et = t * eye;
                let white = g(format!(
                    "M {},{} Q {x},{} {},{} Q {x},{} {},{} Z",
                    x - w,
                    ey + s * droop,
                    ey - h * 1.25,
                    x + w,
                    ey - s * droop,
                    ey + h * 1.5,
                    x - w,
                    ey
                ));
                k.fill(&white, 255);
                if far {
                    k.fill(&et, 0)
                } else {
                    k.fill(&et, 255);
                    let (cy, hh) = (self.at(x, ey).y, h * self.u);
                    let small = e == Emo::Surprise;
                    let iris = if small {
                        t * ell(x, ey + 0.012, w * 0.46, h * 0.66)
                    } else {
                        et.clone()
                    };
                    k.tone_ex(&iris, 3.4, false, 0, |_, y| {
                        (1.12 - 0.90 * ((y - cy + hh) / (2.0 * hh))).clamp(0.0, 1.0)
                    });
                    k.stroke(&iris, lw * 0.75, 0);
                    k.fill(&(t * ell(x, ey + 0.01, w * 0.25, h * 0.42)), 0);
                    let hl = if self.flip { 0.3 } else { -0.3 };
                    k.fill(&(t * ell(x + hl * w, ey - h * 0.40, w * 0.25, h * 0.27)), 255);
                    k.fill(&(t * circ(x - hl * w, ey + h * 0.45, w * 0.13)), 255)
                }
                // upper lash: thick, with an outer flick
                let o = s * w;
                k.pen_t(
                    &g(format!(
                        "M {},{} Q {},{} {},{}",
                        x - o * 0.95,
                        ey - h * 0.45 + droop,
                        x - o * 0.1,
                        ey - h * 1.32,
                        x + o * 1.12,
                        ey - h * 0.18 + droop * 1.5
                    )),
                    lw * (if id.boy { 2.3 } else { 3.2 }) * id.lash,
                    0.15,
                    0.65,
                    0,
                );
                if !id.boy && !far {
                    k.pen(
                        &g(format!(
                            "M {},{} L {},{}",
                            x + o * 1.02,
                            ey - h * 0.30,
                            x + o * 1.34,
                            ey - h * 0.62
                        )),
                        lw * 1.7,
                        0,
                    )
                }
                if !far {
                    k.pen(
                        &g(format!(
                            "M {},{} Q {x},{} {},{}",
                            x - o * 0.35,
                            ey + h * 1.04,
                            ey + h * 1.16,
                            x + o * 0.6,
                            ey + h * 0.86
                        )),
                        lw * 0.9,
                        0,
                    );
                    k.pen(
                        &g(format!(
                            "M {},{} Q {x},{} {},{}",
                            x - o * 0.6,
                            ey - h * 1.16,
                            ey - h * 1.62,
                            x + o * 0.8,
                            ey - h * 1.0
                        )),
                        lw * 0.6,
                        0,
                    )
                }
            }
            // brows: inner and outer end heights carry most of the emotion
            let (i, o) = match e {
                Emo::Sad => (-0.20, -0.12),
                Emo::Angry => (-0.08, -0.20),
                Emo::Resolve => (-0.10, -0.175),
                Emo::Surprise => (-0.255, -0.235),
                Emo::Joy => (-0.20, -0.185),
                _ => (-0.165, -0.165),
            };
            k.pen_t(
                &g(format!(
                    "M {},{} Q {},{} {},{}",
                    x - s * 0.09,
                    ey + i - 0.015,
                    x,
                    ey + (i + o) / 2.0 - 0.05,
                    x + s * 0.12,
                    ey + o
                )),
                lw * if id.boy { 2.6 } else { 1.7 },
                0.7,
                0.1,
                0,
            );
            if !far && matches!(e, Emo::Joy | Emo::Smile | Emo::Surprise | Emo::Sad) {
                for j in 0..3 {
                    let bx = x + s * 0.03 + (j as f64 - 1.0) * 0.05;
                    k.pen(&g(format!("M {},0.30 l -0.025,0.05", bx + 0.012)), lw * 0.8, 0)
                }
            }
            if e == Emo::Sad && !far && s > 0.0 {
                let d = g(format!(
                    "M {},{} q -0.055,0.09 0,0.115 q 0.055,-0.025 0,-0.115 Z",
                    x + s * 0.10,
                    ey + 0.12
                ));
                k.shape(&d, lw * 0.7, 255)
            }
        }
        let m = |d: String| t * svg(&d);
        let mx = tu * 0.09;
        if !far {
            k.pen(
                &m(format!(
                    "M {},0.235 l {},0.035 l {},0.008",
                    mx + tu * 0.03,
                    if tu < 0.0 { -0.022 } else { 0.022 },
                    if tu < 0.0 { 0.02 } else { -0.02 }
                )),
                lw * 0.9,
                0,
            )
        }
        match e {
            Emo::Joy => {
                let b = m(format!(
                    "M {},0.315 Q {mx},0.345 {},0.315 Q {},0.445 {mx},0.45 Q {},0.445 {},0.315 Z",
                    mx - 0.115,
                    mx + 0.115,
                    mx + 0.09,
                    mx - 0.09,
                    mx - 0.115
                ));
                k.shape(&b, lw, 30);
                k.fill(
                    &m(format!(
                        "M {},0.425 Q {mx},0.375 {},0.425 Q {mx},0.46 {},0.425 Z",
                        mx - 0.06,
                        mx + 0.06,
                        mx - 0.06
                    )),
                    190,
                )
            }
            Emo::Surprise => {
                let b = t * ell(mx, 0.375, 0.052, 0.072);
                k.shape(&b, lw, 30)
            }
            Emo::Sad => k.pen(
                &m(format!("M {},0.375 Q {mx},0.335 {},0.375", mx - 0.06, mx + 0.06)),
                lw * 1.3,
                0,
            ),
            Emo::Angry => k.pen(
                &m(format!("M {},0.37 Q {mx},0.325 {},0.37", mx - 0.08, mx + 0.08)),
                lw * 1.5,
                0,
            ),
            Emo::Smile => {
                k.pen(
                    &m(format!(
                        "M {},0.345 Q {mx},0.405 {},0.345",
                        mx - 0.085,
                        mx + 0.085
                    )),
                    lw * 1.5,
                    0,
                );
                k.pen(&m(format!("M {},0.425 l 0.05,0.0", mx - 0.025)), lw * 0.7, 0)
            }
            _ => k.pen(
                &m(format!("M {},0.355 Q {mx},0.375 {},0.35", mx - 0.06, mx + 0.06)),
                lw * 1.3,
                0,
            ),
        }
        // front hair
        let bang = if id.boy {
            svg(
                "M -0.50,0.16 C -0.56,-0.02 -0.58,-0.10 -0.66,-0.12 C -0.60,-0.20 -0.56,-0.30 -0.62,-0.40 C -0.50,-0.40 -0.46,-0.50 -0.44,-0.60 C -0.32,-0.56 -0.24,-0.62 -0.16,-0.74 C -0.08,-0.64 0.04,-0.66 0.16,-0.72 C 0.18,-0.62 0.30,-0.58 0.44,-0.58 C 0.42,-0.48 0.50,-0.38 0.62,-0.36 C 0.56,-0.28 0.58,-0.16 0.64,-0.08 C 0.56,-0.06 0.54,0.04 0.50,0.16 C 0.44,0.08 0.44,-0.02 0.42,-0.10 C 0.36,-0.02 0.30,0.0 0.22,0.03 C 0.24,-0.06 0.22,-0.12 0.18,-0.18 C 0.10,-0.08 0.02,-0.02 -0.08,0.0 C -0.06,-0.08 -0.08,-0.14 -0.12,-0.18 C -0.18,-0.08 -0.26,-0.02 -0.34,0.0 C -0.34,-0.06 -0.38,-0.08 -0.42,-0.10 C -0.44,0.0 -0.46,0.08 -0.50,0.16 Z",
            )
        } else {
            svg(
                "M -0.53,0.42 C -0.60,0.20 -0.62,-0.10 -0.54,-0.30 C -0.42,-0.56 -0.20,-0.64 0.0,-0.64 C 0.20,-0.64 0.42,-0.56 0.54,-0.30 C 0.62,-0.10 0.60,0.20 0.53,0.42 C 0.46,0.30 0.44,0.10 0.43,-0.06 C 0.38,0.0 0.34,0.02 0.28,0.035 C 0.28,-0.04 0.26,-0.10 0.22,-0.16 C 0.16,-0.04 0.10,0.0 0.0,0.03 C 0.02,-0.06 0.0,-0.12 -0.04,-0.17 C -0.10,-0.06 -0.18,0.0 -0.27,0.03 C -0.27,-0.04 -0.29,-0.08 -0.33,-0.12 C -0.36,-0.06 -0.40,-0.02 -0.43,0.0 C -0.44,0.14 -0.46,0.30 -0.53,0.42 Z",
            )
        };
        let bang = if id.boy {
            Affine::translate((0.0, 0.02)) * Affine::scale_non_uniform(0.90, 0.95) * bang
        } else {
            bang
        };
        self.hairfill(k, &bang);
        let c = if id.tone == 2 { 255 } else { 0 };
        if !far {
            for (x0, x1) in [
                (-0.36f64, -0.30f64),
                (-0.20, -0.17),
                (-0.02, 0.04),
                (0.18, 0.24),
                (0.34, 0.38),
            ] {
                k.pen(
                    &m(format!(
                        "M {},{} Q {},-0.36 {x1},-0.14",
                        x0 * 0.55,
                        -0.58 + x0.abs() * 0.22,
                        x0 * 0.95
                    )),
                    lw * if id.tone == 2 { 0.45 } else { 0.8 },
                    if id.tone == 2 { 150 } else { c },
                )
            }
            // highlight band ("angel ring"): interrupted strokes following the skull
            if id.tone != 0 {
                for (a, b, n) in [(-0.43f64, -0.10, 6), (0.08, 0.20, 2), (0.27, 0.42, 3)] {
                    let arc = |x: f64| -0.47 + 0.62 * x * x;
                    let (mut up, mut dn) = (vec![], vec![]);
                    for i in 0..=n * 2 {
                        let x = a + (b - a) * i as f64 / (n * 2) as f64;
                        let e = (i as f64 / (n * 2) as f64 * std::f64::consts::PI).sin();
                        let z = if i % 2 == 0 { 0.012 } else { 0.034 };
                        up.push((x, arc(x) - z * e));
                        dn.push((x, arc(x) + (0.046 - z) * e * 1.25))
                    }
                    dn.reverse();
                    up.extend(dn);
                    k.fill(&(t * poly(&up, true)), 255)
                }
            }
        }
        if !id.boy && id.hair != 2 {
            for s in [1.0] {
                let kx = s * 0.36;
                for d in [-1.0, 1.0] {
                    let b = m(format!(
                        "M {kx},-0.48 Q {},{} {},{} Q {},-0.42 {kx},-0.48 Z",
                        kx + d * 0.13,
                        -0.64,
                        kx + d * 0.19,
                        -0.44,
                        kx + d * 0.14
                    ));
                    k.shape(&b, lw * 0.8, 255)
                }
                let b = t * circ(kx, -0.475, 0.045);
                k.shape(&b, lw * 0.8, 255)
            }
        }
        if e == Emo::Surprise && !far {
            for (a, l) in [(-2.5, 0.16), (-2.25, 0.22), (-2.0, 0.16)] {
                let (s, c) = f64::sin_cos(a);
                k.pen(
                    &(t * poly(&[(c * 0.80, s * 0.80), (c * (0.80 + l), s * (0.80 + l))], false)),
                    lw * 1.8,
                    0,
                )
            }
        }
    }
    fn puppy(&self, k: &mut Ink) {
        let t = self.t();
        let lw = self.lw(k);
        let m = |d: &str| t * svg(d);
        let far = self.u / k.s < 40.0;
        let tail = m("M 0.34,1.16 C 0.62,1.12 0.78,0.86 0.66,0.66 C 0.60,0.84 0.46,0.94 0.30,0.98 Z");
        k.shape(&tail, lw, 255);
        let body = m(
            "M -0.30,0.40 C -0.44,0.70 -0.56,1.05 -0.46,1.32 C -0.30,1.40 0.30,1.40 0.46,1.32 C 0.56,1.05 0.44,0.70 0.30,0.40 Z",
        );
        k.shape(&body, lw, 255);
        let ox = self.x;
        let u = self.u;
        k.tone_ex(
            &body,
            6.0,
            false,
            0,
            |x, _| if x > ox + 0.22 * u { 0.30 } else { 0.0 },
        );
        k.stroke(&body, lw * 0.7, 0);
        for s in [-1.0, 1.0] {
            let h = t * spline(
                &[
                    (s * 0.30, 1.02),
                    (s * 0.52, 1.12),
                    (s * 0.54, 1.34),
                    (s * 0.30, 1.38),
                ],
                true,
            );
            k.shape(&h, lw, 255);
            let leg = t * svg(&format!(
                "M {a},0.72 C {b},0.95 {b},1.2 {b},1.30 Q {c},1.42 {d},1.31 C {d},1.1 {e},0.95 {e},0.74",
                a = s * 0.27,
                b = s * 0.27,
                c = s * 0.16,
                d = s * 0.05,
                e = s * 0.04
            ));
            k.fill(&leg, 255);
            k.stroke(&leg, lw, 0);
            for j in [-0.035, 0.035] {
                k.pen(
                    &(t * poly(&[(s * 0.16 + j, 1.31), (s * 0.16 + j, 1.37)], false)),
                    lw * 0.8,
                    0,
                )
            }
        }
        let chest = m("M -0.2,0.55 L -0.12,0.68 L -0.06,0.60 L 0,0.74 L 0.06,0.60 L 0.12,0.68 L 0.2,0.55");
        k.pen(&chest, lw, 0);
        let head = m(
            "M -0.50,-0.02 C -0.50,-0.36 -0.26,-0.48 0,-0.48 C 0.26,-0.48 0.50,-0.36 0.50,-0.02 C 0.54,0.12 0.58,0.20 0.52,0.30 L 0.46,0.28 C 0.40,0.44 0.20,0.50 0,0.50 C -0.20,0.50 -0.40,0.44 -0.46,0.28 L -0.52,0.30 C -0.58,0.20 -0.54,0.12 -0.50,-0.02 Z",
        );
        k.shape(&head, lw, 255);
        let patch = m(
            "M 0.06,-0.47 C 0.34,-0.46 0.50,-0.30 0.50,-0.02 C 0.51,0.08 0.44,0.22 0.32,0.24 C 0.16,0.24 0.08,0.08 0.10,-0.10 Z",
        );
        k.tone_ex(&patch, 6.0, false, 0, |_, _| 0.42);
        for s in [-1.0, 1.0] {
            let ear = t
                * svg(&format!(
                    "M {a},-0.42 C {b},-0.52 {c},-0.36 {d},-0.02 C {d},0.16 {e},0.20 {f},0.10 C {g},0.0 {h},-0.22 {a},-0.42 Z",
                    a = s * 0.26,
                    b = s * 0.50,
                    c = s * 0.66,
                    d = s * 0.70,
                    e = s * 0.58,
                    f = s * 0.50,
                    g = s * 0.46,
                    h = s * 0.42
                ));
            k.shape(&ear, lw, if s < 0.0 { 255 } else { 30 });
            if s < 0.0 {
                k.tone_ex(&ear, 6.0, false, 0, |_, _| 0.42);
                k.stroke(&ear, lw * 0.6, 0)
            }
            let x = s * 0.20;
            if self.emo == Emo::Joy {
                k.pen_t(
                    &(t * svg(&format!("M {},0.08 Q {x},-0.08 {},0.08", x - 0.09, x + 0.09))),
                    lw * 2.0,
                    0.4,
                    0.4,
                    0,
                )
            } else {
                k.fill(&(t * ell(x, 0.04, 0.088, 0.11)), 0);
                k.fill(&(t * circ(x - 0.03, 0.0, 0.036)), 255);
                k.fill(&(t * circ(x + 0.035, 0.09, 0.02)), 255);
                if !far {
                    k.fill(
                        &(t * svg(&format!(
                            "M {},0.11 Q {x},0.16 {},0.11 Q {x},0.135 {},0.11 Z",
                            x - 0.06,
                            x + 0.06,
                            x - 0.06
                        ))),
                        255,
                    )
                }
            }
            let (i, o) = if self.emo == Emo::Sad {
                (-0.20, -0.13)
            } else {
                (-0.16, -0.17)
            };
            k.pen(
                &(t * svg(&format!(
                    "M {},{i} Q {},{} {},{o}",
                    x - s * 0.06,
                    x,
                    (i + o) / 2.0 - 0.03,
                    x + s * 0.09
                ))),
                lw * 1.6,
                0,
            )
        }
        let muz = t * ell(0.0, 0.27, 0.20, 0.145);
        k.fill(&muz, 255);
        k.pen(&m("M -0.2,0.25 Q -0.2,0.36 -0.1,0.42"), lw * 0.8, 0);
        k.fill(
            &m("M -0.085,0.17 Q 0,0.13 0.085,0.17 Q 0.06,0.26 0,0.265 Q -0.06,0.26 -0.085,0.17 Z"),
            0,
        );
        k.fill(&(t * ell(-0.025, 0.183, 0.025, 0.012)), 255);
        match self.emo {
            Emo::Sad => {
                k.pen(&m("M 0,0.265 L 0,0.32"), lw * 1.2, 0);
                k.pen(
                    &m("M -0.11,0.37 Q -0.05,0.31 0,0.33 Q 0.05,0.31 0.11,0.37"),
                    lw * 1.3,
                    0,
                );
                let d = m("M 0.29,0.15 q -0.05,0.09 0,0.11 q 0.05,-0.02 0,-0.11 Z");
                k.shape(&d, lw * 0.7, 255)
            }
            _ => {
                k.pen(&m("M 0,0.265 L 0,0.30"), lw * 1.2, 0);
                k.pen(
                    &m("M -0.13,0.30 Q -0.07,0.36 0,0.30 Q 0.07,0.36 0.13,0.30"),
                    lw * 1.4,
                    0,
                );
                let tg = m("M -0.045,0.33 Q -0.05,0.44 0,0.44 Q 0.05,0.44 0.045,0.33 Z");
                k.shape(&tg, lw * 0.8, 225)
            }
        }
        if self.pose == Pose::Boxed {
            let f = m("M -0.80,0.86 L 0.80,0.86 L 0.74,1.46 L -0.74,1.46 Z");
            k.shape(&f, lw, 255);
            let x0 = self.x;
            let uu = self.u;
            k.tone_ex(
                &f,
                6.0,
                false,
                0,
                |x, _| if x > x0 + 0.45 * uu { 0.34 } else { 0.12 },
            );
            k.stroke(&f, lw, 0);
            for s in [-1.0, 1.0] {
                let fl = t * poly(
                    &[
                        (s * 0.80, 0.86),
                        (s * 1.08, 1.04),
                        (s * 1.02, 1.26),
                        (s * 0.775, 1.10),
                    ],
                    true,
                );
                k.shape(&fl, lw, 255)
            }
            let fl = m("M -0.80,0.86 L 0.80,0.86 L 0.90,1.06 L -0.90,1.06 Z");
            k.shape(&fl, lw, 255);
            k.pen(&m("M -0.5,1.2 L 0.1,1.2"), lw * 1.4, 0);
            k.pen(&m("M -0.5,1.3 L 0.3,1.3"), lw * 1.4, 0);
            for s in [-1.0, 1.0] {
                let pw = t * spline(
                    &[
                        (s * 0.20 - 0.1, 0.90),
                        (s * 0.20, 0.78),
                        (s * 0.20 + 0.1, 0.90),
                        (s * 0.20 + 0.07, 0.98),
                        (s * 0.20 - 0.07, 0.98),
                    ],
                    true,
                );
                k.shape(&pw, lw, 255);
                for j in [-0.03, 0.03] {
                    k.pen(
                        &(t * poly(&[(s * 0.20 + j, 0.90), (s * 0.20 + j, 0.97)], false)),
                        lw * 0.8,
                        0,
                    )
                }
            }
        }
        for (x, y) in [(-0.1, -0.5), (0.0, -0.52), (0.1, -0.5)] {
            k.pen_t(
                &(t * poly(&[(x, y + 0.06), (x * 1.3, y - 0.05)], false)),
                lw * 1.4,
                1.0,
                0.0,
                0,
            )
        }
    }
}
pub fn lantern(k: &mut Ink, x: f64, y: f64, r: f64, lw: f64) {
    let t = Affine::translate((x, y)) * Affine::scale(r);
    let b = t * svg(
        "M -0.28,-0.52 C -0.62,-0.35 -0.62,0.35 -0.28,0.52 L 0.28,0.52 C 0.62,0.35 0.62,-0.35 0.28,-0.52 Z",
    );
    k.shape(&b, lw, 255);
    for q in [-0.28, 0.0, 0.28] {
        let w = 0.53 - 0.55 * (q * q);
        k.pen_t(
            &(t * svg(&format!("M {},{q} Q 0,{} {w},{q}", -w, q + 0.07))),
            lw * 0.7,
            0.6,
            0.6,
            0,
        )
    }
    k.tone_ex(
        &b,
        5.0,
        false,
        0,
        |px, _| if px > x + 0.3 * r { 0.25 } else { 0.0 },
    );
    for s in [-1.0, 1.0] {
        let c = t * rect(-0.32, s * 0.56 - 0.07, 0.64, 0.14);
        k.shape(&c, lw * 0.8, 15)
    }
    k.stroke(&(t * svg("M -0.22,-0.62 Q 0,-0.95 0.22,-0.62")), lw * 0.8, 0);
    k.pen_t(&(t * svg("M 0,0.62 L 0,1.0")), lw * 1.6, 0.6, 1.0, 0);
}
pub trait FlattenPts {
    fn flatten_pts(&self, o: &mut Vec<Point>);
}
impl FlattenPts for BezPath {
    fn flatten_pts(&self, o: &mut Vec<Point>) {
        kurbo::flatten(self.iter(), 0.004, |e| match e {
            kurbo::PathEl::MoveTo(a) | kurbo::PathEl::LineTo(a)
                if o.last().is_none_or(|l| (a - *l).hypot() > 1e-4) =>
            {
                o.push(a)
            }
            _ => {}
        })
    }
}
