//! The trunk and what covers it.

mod collars;

use glam::DVec3;
use kurbo::{BezPath, Point, Vec2};

use super::{
    Person, Skeleton,
    outfit::{BLACK, Collar, Lower, Outfit, Pattern, WHITE},
    space::BodyFrame,
};
use crate::ink::{Surface, capsule, curve, ellipse, line, mix, polygon};

/// A body in place: all that clothes need to know.
pub struct Trunk<'a> {
    /// Where it is seen from.
    pub frame: &'a BodyFrame,
    /// Its joints.
    pub skeleton: &'a Skeleton,
    /// Whose it is.
    pub person: &'a Person,
    /// Width of lines in design pixels.
    pub width: f64,
}

impl Trunk<'_> {
    fn outfit(&self) -> &Outfit {
        &self.person.outfit
    }

    /// Half width and half depth at a height: 0 at the shoulders, 1 at the hips.
    fn girth(&self, t: f64) -> (f64, f64) {
        let p = self.person.proportions;
        let loose = 0.035;
        let levels = [
            (-0.10, 0.13, 0.12),
            (0.0, p.shoulders * 0.56, 0.16),
            (0.06, p.shoulders * 0.86, 0.20),
            (0.14, p.shoulders * 0.95, 0.23),
            (0.22, p.shoulders * 0.95, 0.25),
            (
                0.36,
                p.shoulders * 0.84,
                if self.person.female { 0.34 } else { 0.29 },
            ),
            (0.66, p.waist, p.waist * 0.72),
            (1.0, p.hips, p.hips * 0.76),
            (1.2, p.hips, p.hips * 0.76),
        ];
        let upper = levels
            .iter()
            .position(|level| level.0 >= t)
            .unwrap_or(levels.len() - 1)
            .max(1);
        let (a, b) = (levels[upper - 1], levels[upper]);
        let s = ((t - a.0) / (b.0 - a.0)).clamp(0.0, 1.0);
        let at = |x: f64, y: f64| x + (y - x) * s + loose;
        (at(a.1, b.1), at(a.2, b.2))
    }

    fn spine(&self, t: f64) -> DVec3 {
        self.skeleton.chest.lerp(self.skeleton.pelvis, t)
    }

    /// A point on the surface: `u` -1 to 1 from side to side over the front, `t` from shoulders to hips.
    pub fn on(&self, u: f64, t: f64) -> Point {
        let (a, b) = self.girth(t);
        let lon = u * std::f64::consts::FRAC_PI_2;
        let offset = self.skeleton.axes * DVec3::new(lon.sin() * a, 0.0, lon.cos() * b);
        self.frame.project(self.spine(t) + offset)
    }

    /// True when that part of the surface is turned to the viewer.
    fn seen(&self, u: f64) -> bool {
        (u * std::f64::consts::FRAC_PI_2 + self.frame.yaw).cos() > 0.08
    }

    fn edges(&self, t: f64) -> (Point, Point) {
        let (a, b) = self.girth(t);
        let centre = self.frame.project(self.spine(t));
        let along = self.frame.project(self.skeleton.pelvis) - self.frame.project(self.skeleton.chest);
        let along = if along.hypot() < 1e-6 {
            Vec2::new(0.0, 1.0)
        } else {
            along / along.hypot()
        };
        let across = Vec2::new(along.y, -along.x) * self.frame.px(self.frame.breadth(a, b));
        (centre - across, centre + across)
    }

    /// The silhouette between two heights.
    pub fn shape(&self, from: f64, to: f64) -> BezPath {
        let steps = 9;
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for step in 0..=steps {
            let t = from + (to - from) * f64::from(step) / f64::from(steps);
            let (l, r) = self.edges(t);
            left.push(l);
            right.push(r);
        }
        right.reverse();
        let mut path = curve(&left);
        let back = curve(&right);
        path.line_to(right[0]);
        path.extend(back.elements().iter().skip(1).copied());
        path.close_path();
        path
    }

    /// Where a hem at a share of the leg is, on both legs.
    fn hem_at(&self, share: f64) -> [Point; 2] {
        let s = self.skeleton;
        [0, 1].map(|i| {
            let point = if share < 0.5 {
                s.hips[i].lerp(s.knees[i], share * 2.0)
            } else {
                s.knees[i].lerp(s.ankles[i], share * 2.0 - 1.0)
            };
            self.frame.project(point)
        })
    }

    /// A skirt, or the skirts of a coat: from the waist down to a share of the leg.
    pub fn skirt(&self, share: f64, flare: f64) -> Vec<BezPath> {
        let frame = self.frame;
        let hem = self.hem_at(share);
        let (left, right) = self.edges(0.80);
        let spread = frame.px(0.13 + flare * share);
        let across = right - left;
        let across = if across.hypot() < 1e-6 {
            Vec2::new(1.0, 0.0)
        } else {
            across / across.hypot()
        };
        let ordered = if (hem[0] - hem[1]).dot(across) <= 0.0 {
            hem
        } else {
            [hem[1], hem[0]]
        };
        let corners = [ordered[0] - across * spread, ordered[1] + across * spread];
        let down = Vec2::new(-across.y, across.x) * frame.px(0.05);
        let middle = mix(corners[0], corners[1], 0.5) + down * 1.6;
        let mut cloth = line(&[left, right]);
        let swing = frame.px(flare * share * 0.25);
        cloth.quad_to(mix(right, corners[1], 0.5) + across * swing, corners[1]);
        cloth.quad_to(middle, corners[0]);
        cloth.quad_to(mix(left, corners[0], 0.5) - across * swing, left);
        cloth.close_path();
        let mut shapes = vec![cloth];
        let s = self.skeleton;
        for i in 0..2 {
            let (hip, knee) = (frame.project(s.hips[i]), frame.project(s.knees[i]));
            let thigh = (share * 2.0).min(1.0);
            let end = mix(hip, knee, (thigh - 0.12).max(0.05));
            shapes.push(capsule(hip, frame.px(0.22), end, frame.px(0.19)));
            if share > 0.62 {
                let end = mix(
                    knee,
                    frame.project(s.ankles[i]),
                    (share * 2.0 - 1.16).clamp(0.02, 1.0),
                );
                shapes.push(capsule(knee, frame.px(0.20), end, frame.px(0.16)));
            }
        }
        shapes
    }

    /// Draws everything between neck and hem.
    pub fn draw(&self, surface: &mut Surface) {
        let outfit = *self.outfit();
        let width = self.width;
        let coat = outfit.hem > 0.09;
        if coat {
            self.lower(surface);
        }
        let mut top = vec![self.shape(-0.06, 1.06)];
        if coat {
            top.extend(self.skirt(outfit.hem, 0.16));
        }
        surface.union(&top, width, outfit.top);
        if !coat {
            self.lower(surface);
        }
        let body: BezPath = top.iter().flat_map(|shape| shape.iter()).collect();
        surface.clipped(&body, |s| self.pattern(s));
        if self.frame.shows_front() {
            self.front(surface);
        } else {
            self.back(surface);
        }
        if outfit.belt {
            self.belt(surface);
        }
        if outfit.apron && self.frame.shows_front() {
            self.apron(surface);
        }
        self.folds(surface);
    }

    /// The skirt: over a short top, under a coat.
    fn lower(&self, surface: &mut Surface) {
        let outfit = self.outfit();
        if let Lower::Skirt(share) = outfit.lower {
            let straight = matches!(outfit.collar, Collar::Crossed);
            let shapes = self.skirt(share, if straight { 0.10 } else { 0.42 });
            surface.union(&shapes, self.width, outfit.bottom);
            self.pleats(surface, share, straight);
        }
    }

    fn pleats(&self, surface: &mut Surface, share: f64, straight: bool) {
        let hem = self.hem_at(share * 0.97);
        let count = if straight { 1 } else { 5 };
        for i in 0..count {
            let t = (f64::from(i) + 1.0) / (f64::from(count) + 1.0);
            let from = mix(self.on(-0.9, 0.98), self.on(0.9, 0.98), t);
            let spread = 1.0 + 0.5 * share;
            let to = mix(hem[0], hem[1], (t - 0.5) * spread + 0.5);
            surface.pen(
                &line(&[mix(from, to, 0.12), mix(from, to, 0.96)]),
                self.width * 0.9,
            );
        }
    }

    fn pattern(&self, surface: &mut Surface) {
        let dark = self.outfit().top.mixed(BLACK, 0.65);
        match self.outfit().pattern {
            Pattern::Plain => {}
            Pattern::Stripes => {
                for i in 0..7 {
                    let t = 0.10 + 0.14 * f64::from(i);
                    let (left, right) = self.edges(t);
                    let sag = Vec2::new(0.0, self.frame.px(0.04));
                    let path = curve(&[left, mix(left, right, 0.5) + sag, right]);
                    surface.stroke_in(&path, self.frame.px(0.055) / surface.scale, dark);
                }
            }
            Pattern::Dots => {
                let light = WHITE;
                for row in 0..16 {
                    for column in 0..5 {
                        let u = -0.9 + 0.45 * f64::from(column) + if row % 2 == 0 { 0.22 } else { 0.0 };
                        let at = self.on(u, 0.06 + 0.17 * f64::from(row));
                        surface.fill(&ellipse(at, self.frame.px(0.045), self.frame.px(0.045)), light);
                    }
                }
            }
        }
    }

    fn belt(&self, surface: &mut Surface) {
        let outfit = self.outfit();
        let broad = matches!(outfit.collar, Collar::Crossed);
        let (from, to) = if broad { (0.58, 0.84) } else { (0.74, 0.82) };
        let (material, width) = (outfit.accent, self.width * 0.7);
        let (l0, r0) = self.edges(from);
        let (l1, r1) = self.edges(to);
        surface.shape(&polygon(&[l0, r0, r1, l1]), width, material);
        if broad && self.frame.shows_front() {
            let cord = line(&[mix(l0, l1, 0.5), mix(r0, r1, 0.5)]);
            surface.stroke(&cord, width * 1.2);
        }
        if broad && !self.frame.shows_front() {
            let bow = [
                self.rear(-0.42, 0.46),
                self.rear(0.42, 0.46),
                self.rear(0.42, 0.92),
                self.rear(-0.42, 0.92),
            ];
            surface.shape(&polygon(&bow), width, material);
        }
    }

    fn apron(&self, surface: &mut Surface) {
        let bib = [
            self.on(-0.42, 0.22),
            self.on(0.42, 0.22),
            self.on(0.50, 0.72),
            self.on(-0.50, 0.72),
        ];
        surface.shape(&polygon(&bib), self.width * 0.7, WHITE);
        let hem = self.hem_at(0.42);
        let (l, r) = (self.on(-0.80, 0.72), self.on(0.80, 0.72));
        let across = r - l;
        let [a, b] = if (hem[1] - hem[0]).dot(across) >= 0.0 {
            hem
        } else {
            [hem[1], hem[0]]
        };
        let out = across / across.hypot().max(1e-6) * self.frame.px(0.14);
        surface.shape(&polygon(&[l, r, b + out, a - out]), self.width * 0.7, WHITE);
        for side in [-1.0, 1.0] {
            surface.stroke(
                &line(&[self.on(side * 0.40, 0.23), self.on(side * 0.34, -0.04)]),
                self.width * 1.6,
            );
        }
        let pocket = [
            self.on(-0.28, 0.88),
            self.on(0.28, 0.88),
            self.on(0.26, 1.05),
            self.on(-0.26, 1.05),
        ];
        surface.stroke(&polygon(&pocket), self.width * 0.7);
    }

    /// A few creases at the waist and under the arms.
    fn folds(&self, surface: &mut Surface) {
        if self.frame.unit < 60.0 * surface.scale || self.outfit().apron {
            return;
        }
        for (u, v, du, dv) in [
            (-0.78, 0.62, 0.22, 0.10),
            (0.80, 0.60, -0.22, 0.12),
            (-0.80, 0.22, 0.14, 0.14),
            (0.82, 0.22, -0.14, 0.14),
        ] {
            if self.seen(u) {
                surface.pen(
                    &curve(&[
                        self.on(u, v),
                        self.on(u + du * 0.6, v + dv * 0.4),
                        self.on(u + du, v + dv),
                    ]),
                    self.width * 0.9,
                );
            }
        }
        let (top, low) = (self.edges(0.2), self.edges(1.0));
        let shade = polygon(&[mix(top.0, top.1, 0.80), top.1, low.1, mix(low.0, low.1, 0.84)]);
        let body = self.shape(0.02, 1.02);
        surface.clipped(&body, |s| s.shade(&shade, 0.16));
    }
}
