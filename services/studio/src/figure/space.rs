//! Where things of a head and a body are on the sheet. Lengths are in head heights.

use std::f64::consts::PI;

use glam::DVec3;
use kurbo::{Point, Vec2};

/// Which way something is turned, in radians. All zero: it looks at the viewer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Turn {
    /// To the right of the viewer; half a turn shows the back.
    pub yaw: f64,
    /// Down.
    pub pitch: f64,
    /// Clockwise.
    pub roll: f64,
}

/// The head on the sheet: a point of the head's own plane, at the head's turn, becomes a point of the sheet. Drawn as if
/// it were turned to the right; a head that is turned left is its mirror image.
#[derive(Clone, Copy, Debug)]
pub struct HeadFrame {
    /// Middle of the head.
    pub centre: Point,
    /// Height of the head, in pixels.
    pub unit: f64,
    /// 0 to half a turn.
    pub yaw: f64,
    /// 1 when turned right, -1 when mirrored.
    pub side: f64,
    /// Down.
    pub pitch: f64,
    roll: Vec2,
}

impl HeadFrame {
    /// A frame.
    pub fn new(centre: Point, unit: f64, turn: Turn) -> HeadFrame {
        let yaw = (turn.yaw + PI).rem_euclid(2.0 * PI) - PI;
        HeadFrame {
            centre,
            unit,
            yaw: yaw.abs(),
            side: if yaw < 0.0 { -1.0 } else { 1.0 },
            pitch: turn.pitch.clamp(-0.9, 0.9),
            roll: Vec2::new(turn.roll.cos(), turn.roll.sin()),
        }
    }

    /// A point of the outline's plane.
    pub fn at(&self, x: f64, y: f64) -> Point {
        let y = y + self.pitch * 0.05 - y.max(0.0) * self.pitch.abs() * 0.10;
        let (x, y) = (x * self.side * self.unit, y * self.unit);
        let Vec2 { x: cos, y: sin } = self.roll;
        self.centre + Vec2::new(x * cos - y * sin, x * sin + y * cos)
    }

    /// A point of the face: it moves with a nod.
    pub fn on_face(&self, x: f64, y: f64) -> Point {
        let shift = self.pitch * if self.pitch > 0.0 { 0.14 } else { 0.18 };
        self.at(x, y + shift)
    }

    /// A point of the scalp and whether it is turned to the viewer (positive) or away. `lon` is zero above the nose,
    /// positive on the side the head is turned to; `lat` a quarter turn at the crown; `lift` 1 on the skin.
    pub fn on_scalp(&self, lon: f64, lat: f64, lift: f64) -> (Point, f64) {
        let (x, z) = (
            (lon + self.yaw).sin() * lat.cos(),
            (lon + self.yaw).cos() * lat.cos(),
        );
        let shift = self.pitch * 0.10 * z;
        (
            self.at(
                x * 0.445 * lift - 0.015 * self.yaw.sin(),
                -0.04 + shift - lat.sin() * 0.50 * lift,
            ),
            z,
        )
    }

    /// A length in pixels.
    pub fn px(&self, heads: f64) -> f64 {
        heads * self.unit
    }

    /// True when the face is seen at all.
    pub fn shows_face(&self) -> bool {
        self.yaw < 1.95
    }

    /// The value at this yaw between those at 0, 45, 90, 135 and 180 degrees.
    pub fn keyed(&self, keys: [f64; 5]) -> f64 {
        let step = self.yaw / (PI / 4.0);
        let from = (step.floor() as usize).min(3);
        let t = (step - from as f64).clamp(0.0, 1.0);
        keys[from] + (keys[from + 1] - keys[from]) * t
    }
}

/// The body in space: x to the viewer's right, y down from the crown to the ground at 0, z towards the viewer.
#[derive(Clone, Copy, Debug)]
pub struct BodyFrame {
    /// Where the ground under the figure is.
    pub ground: Point,
    /// Height of a head, in pixels.
    pub unit: f64,
    /// To the right of the viewer.
    pub yaw: f64,
    /// How far the camera looks down.
    pub tilt: f64,
    /// The whole figure turned clockwise around its pelvis.
    pub roll: f64,
    /// Height of the point it is rolled around: that of the hips.
    pub pivot: f64,
    /// How much nearer the camera is to the head than to the feet; negative from below.
    pub lens: f64,
}

impl BodyFrame {
    /// Turned with the body, not yet on the sheet.
    pub fn turned(&self, v: DVec3) -> DVec3 {
        let (sin, cos) = self.yaw.sin_cos();
        DVec3::new(v.x * cos + v.z * sin, v.y, -v.x * sin + v.z * cos)
    }

    /// On the sheet.
    pub fn project(&self, v: DVec3) -> Point {
        let v = self.turned(v);
        let (x, y) = (v.x, v.y * self.tilt.cos() + v.z * self.tilt.sin());
        let (sin, cos) = self.roll.sin_cos();
        let (dx, dy) = (x, y - self.pivot);
        let rolled = Vec2::new(dx * cos - dy * sin, dx * sin + dy * cos + self.pivot);
        self.ground + rolled * (self.unit * self.nearness(rolled.y))
    }

    /// What the camera's height makes of sizes at a height of the body: 1 at the hips.
    pub fn nearness(&self, y: f64) -> f64 {
        1.0 + self.lens * (y / self.pivot - 1.0)
    }

    /// What turning with the body makes of this.
    pub fn unturned(&self, v: DVec3) -> DVec3 {
        let (sin, cos) = self.yaw.sin_cos();
        DVec3::new(v.x * cos - v.z * sin, v.y, v.x * sin + v.z * cos)
    }

    /// The point that the sheet shows at `at` and that is `depth` before the body's own axis.
    pub fn unproject(&self, at: Point, depth: f64) -> DVec3 {
        let seen = (at - self.ground) / self.unit;
        // The height that is seen there: closer with every step.
        let height = (0..12).fold(seen.y, |y, _| seen.y / self.nearness(y));
        let rolled = seen / self.nearness(height);
        let (sin, cos) = self.roll.sin_cos();
        let (dx, dy) = (rolled.x, rolled.y - self.pivot);
        let (x, y) = (dx * cos + dy * sin, dy * cos - dx * sin + self.pivot);
        self.unturned(DVec3::new(
            x,
            (y - depth * self.tilt.sin()) / self.tilt.cos(),
            depth,
        ))
    }

    /// Distance towards the viewer.
    pub fn depth(&self, v: DVec3) -> f64 {
        self.turned(v).z
    }

    /// A length in pixels.
    pub fn px(&self, heads: f64) -> f64 {
        heads * self.unit
    }

    /// Half the width that an upright cylinder of half axes `a` (across) and `b` (deep) shows.
    pub fn breadth(&self, a: f64, b: f64) -> f64 {
        let (sin, cos) = self.yaw.sin_cos();
        ((a * cos).powi(2) + (b * sin).powi(2)).sqrt()
    }

    /// True when the front is turned to the viewer.
    pub fn shows_front(&self) -> bool {
        self.yaw.cos() > -0.2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unprojected_is_seen_where_it_was() {
        for (yaw, tilt, roll, lens) in [
            (0.0, 0.0, 0.0, 0.0),
            (1.1, 0.3, 0.0, 0.15),
            (-2.0, -0.2, -1.5, 0.0),
            (0.4, -0.3, 0.0, -0.12),
        ] {
            let frame = BodyFrame {
                ground: Point::new(30.0, 500.0),
                unit: 80.0,
                yaw,
                tilt,
                roll,
                pivot: -2.0,
                lens,
            };
            let at = Point::new(111.0, 222.0);
            let body = frame.unproject(at, 0.4);
            assert!((frame.project(body) - at).hypot() < 0.01, "{yaw} {tilt} {roll}");
            assert!((frame.depth(body) - 0.4).abs() < 1e-6);
        }
    }
}
