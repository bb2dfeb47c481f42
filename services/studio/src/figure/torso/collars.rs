//! What is at the neck and down the front, and what is seen from behind.

use glam::DVec3;
use kurbo::Point;

use super::{
    super::outfit::{Collar, WHITE},
    Trunk,
};
use crate::ink::{Surface, blob, circle, curve, line, polygon};

impl Trunk<'_> {
    pub(super) fn front(&self, surface: &mut Surface) {
        let outfit = self.outfit();
        let width = self.width;
        match outfit.collar {
            Collar::Crew => surface.pen(
                &curve(&[self.on(-0.30, 0.0), self.on(0.0, 0.10), self.on(0.30, 0.0)]),
                width * 1.1,
            ),
            Collar::High => {
                let collar = [
                    self.on(-0.34, -0.07),
                    self.on(0.0, -0.02),
                    self.on(0.34, -0.07),
                    self.on(0.36, 0.03),
                    self.on(0.0, 0.09),
                    self.on(-0.36, 0.03),
                ];
                surface.shape(&polygon(&collar), width * 0.6, outfit.top);
            }
            Collar::Shirt => {
                for side in [-1.0, 1.0] {
                    let flap = [
                        self.on(side * 0.30, -0.05),
                        self.on(side * 0.02, 0.08),
                        self.on(side * 0.26, 0.22),
                        self.on(side * 0.48, 0.04),
                    ];
                    surface.shape(&polygon(&flap), width * 0.6, WHITE);
                }
            }
            Collar::Sailor => self.sailor(surface),
            Collar::Lapels => self.lapels(surface),
            Collar::Crossed => {
                let under = polygon(&[self.on(-0.30, -0.06), self.on(0.0, 0.34), self.on(0.30, -0.06)]);
                surface.fill(&under, WHITE);
                for (from, to) in [((0.34, -0.07), (-0.30, 0.60)), ((-0.34, -0.07), (0.36, 0.62))] {
                    let path = curve(&[
                        self.on(from.0, from.1),
                        self.on((from.0 + to.0) * 0.42, 0.26),
                        self.on(to.0, to.1),
                    ]);
                    surface.stroke(&path, self.frame.px(0.12) / surface.scale / surface.look.line);
                    surface.stroke_in(&path, self.frame.px(0.085) / surface.scale, outfit.accent);
                }
            }
            Collar::Hood => {
                for side in [-1.0, 1.0] {
                    let rim = [
                        self.on(side * 0.40, -0.08),
                        self.on(side * 0.28, 0.10),
                        self.on(0.0, 0.20),
                    ];
                    surface.pen_in(&curve(&rim), width * 2.4, 0.5, 0.3, None);
                    let cord = line(&[self.on(side * 0.12, 0.17), self.on(side * 0.14, 0.42)]);
                    surface.stroke(&cord, width * 0.9);
                }
            }
        }
        if outfit.armour {
            let plate = [
                self.on(-0.62, 0.10),
                self.on(0.0, 0.16),
                self.on(0.62, 0.10),
                self.on(0.55, 0.55),
                self.on(0.0, 0.66),
                self.on(-0.55, 0.55),
            ];
            surface.shape(&blob(&plate), width * 0.7, outfit.accent);
            surface.pen(&line(&[self.on(0.0, 0.14), self.on(0.0, 0.64)]), width * 1.2);
        }
        if outfit.buttons {
            let low = if outfit.hem > 0.3 { 1.0 } else { 0.92 };
            let start = match outfit.collar {
                Collar::Lapels => 0.55,
                _ => 0.12,
            };
            surface.pen(&line(&[self.on(0.02, start), self.on(0.02, low)]), width * 0.9);
            for i in 0..4 {
                let t = start + (low - start) * (f64::from(i) + 0.4) / 4.0;
                let button = circle(self.on(0.09, t), self.frame.px(0.028));
                surface.shape(&button, width * 0.35, outfit.accent);
            }
        }
    }

    fn sailor(&self, surface: &mut Surface) {
        let outfit = self.outfit();
        for side in [-1.0, 1.0] {
            let flap = [
                self.on(side * 0.34, -0.08),
                self.on(side * 0.66, 0.02),
                self.on(side * 0.52, 0.20),
                self.on(0.0, 0.44),
            ];
            surface.shape(&polygon(&flap), self.width * 0.6, outfit.bottom);
            let trim = line(&[
                self.on(side * 0.58, 0.06),
                self.on(side * 0.46, 0.18),
                self.on(side * 0.03, 0.39),
            ]);
            surface.stroke_in(&trim, self.width * 0.9, WHITE);
        }
        let knot = self.on(0.0, 0.46);
        for side in [-1.0, 1.0] {
            let wing = [knot, self.on(side * 0.28, 0.54), self.on(side * 0.14, 0.74)];
            surface.shape(&polygon(&wing), self.width * 0.6, outfit.accent);
        }
        surface.shape(
            &circle(knot, self.frame.px(0.055)),
            self.width * 0.6,
            outfit.accent,
        );
    }

    fn lapels(&self, surface: &mut Surface) {
        let outfit = self.outfit();
        let shirt = polygon(&[self.on(-0.30, -0.06), self.on(0.0, 0.56), self.on(0.30, -0.06)]);
        surface.shape(&shirt, self.width * 0.5, WHITE);
        if !self.person.female {
            let tie = [
                self.on(-0.06, 0.04),
                self.on(0.06, 0.04),
                self.on(0.09, 0.42),
                self.on(0.0, 0.52),
                self.on(-0.09, 0.42),
            ];
            surface.shape(&polygon(&tie), self.width * 0.5, outfit.accent);
        }
        for side in [-1.0, 1.0] {
            let lapel = [
                self.on(side * 0.32, -0.07),
                self.on(side * 0.56, 0.17),
                self.on(side * 0.40, 0.20),
                self.on(side * 0.44, 0.27),
                self.on(0.0, 0.60),
            ];
            surface.shape(&polygon(&lapel), self.width * 0.6, outfit.top);
        }
    }

    pub(super) fn back(&self, surface: &mut Surface) {
        if self.outfit().collar == Collar::Sailor {
            let flap = [
                self.rear(-0.62, -0.02),
                self.rear(0.62, -0.02),
                self.rear(0.55, 0.36),
                self.rear(-0.55, 0.36),
            ];
            surface.shape(&polygon(&flap), self.width * 0.6, self.outfit().bottom);
            let trim = line(&[
                self.rear(-0.54, 0.02),
                self.rear(-0.48, 0.31),
                self.rear(0.48, 0.31),
                self.rear(0.54, 0.02),
            ]);
            surface.stroke_in(&trim, self.width * 0.9, WHITE);
        }
        if self.outfit().collar == Collar::Hood && !self.person.wears(super::super::Extra::Hood) {
            let hood = [
                self.rear(-0.46, -0.06),
                self.rear(0.46, -0.06),
                self.rear(0.36, 0.30),
                self.rear(0.0, 0.42),
                self.rear(-0.36, 0.30),
            ];
            surface.shape(&blob(&hood), self.width * 0.7, self.outfit().top);
        }
        surface.pen(
            &line(&[self.rear(0.0, 0.5), self.rear(0.0, 0.85)]),
            self.width * 0.6,
        );
    }

    pub(super) fn rear(&self, u: f64, t: f64) -> Point {
        let (a, b) = self.girth(t);
        let lon = u * std::f64::consts::FRAC_PI_2;
        let offset = self.skeleton.axes * DVec3::new(lon.sin() * a, 0.0, -lon.cos() * b);
        self.frame.project(self.spine(t) + offset)
    }
}
