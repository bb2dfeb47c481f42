//! A camera that is not held level.

use kurbo::{Affine, Circle, Point};
use mangakai_script::{Angle, Panel, Shot};

use crate::lettering::FaceBox;

/// How far, in radians.
const DUTCH: f64 = 0.14;
/// Broader or higher pictures are tilted less: their corners would have to come from too far outside.
const BROADEST: f64 = 1.5;

/// How a panel's camera turns what it sees.
#[derive(Clone, Copy, Debug)]
pub struct Tilt {
    /// The place: turned, and larger, so that it fills the corners.
    pub behind: Affine,
    /// People: turned only.
    pub people: Affine,
}

impl Tilt {
    /// The camera of a panel in a picture of `w` x `h` pixels.
    pub fn of(panel: &Panel, w: f64, h: f64) -> Tilt {
        let ratio = (w / h).max(h / w);
        // Every other tilted panel leans to the other side.
        let side = if panel.number.is_multiple_of(2) { 1.0 } else { -1.0 };
        let angle = if panel.angle == Angle::Dutch && panel.shot != Shot::Insert {
            side * DUTCH * (BROADEST / ratio).min(1.0)
        } else {
            0.0
        };
        let centre = Point::new(w / 2.0, h / 2.0).to_vec2();
        let (sin, cos) = angle.abs().sin_cos();
        let around = |scale: f64| {
            Affine::translate(centre)
                * Affine::rotate(angle)
                * Affine::scale(scale)
                * Affine::translate(-centre)
        };
        Tilt {
            behind: around(cos + ratio * sin),
            people: around(1.0),
        }
    }

    /// A face where the camera sees it.
    pub fn face(&self, face: FaceBox) -> FaceBox {
        FaceBox {
            rect: self.people.transform_rect_bbox(face.rect),
            mouth: self.people * face.mouth,
            head: Circle::new(self.people * face.head.center, face.head.radius),
            ..face
        }
    }
}
