//! What the letterer has to know about a picture.

use kurbo::{Circle, Point, Rect};

use super::DetailMap;

/// Where things are in the picture, in pixels.
#[derive(Clone, Debug, Default)]
pub struct Staging {
    /// Of the picture.
    pub width: f64,
    /// Of the picture.
    pub height: f64,
    /// Page pixels per design pixel: 1.0 for a picture of 1024.
    pub scale: f64,
    /// Faces, never covered.
    pub faces: Vec<FaceBox>,
    /// Bodies, covered a little where there is no other room.
    pub bodies: Vec<Rect>,
    /// Things worth seeing.
    pub props: Vec<Rect>,
    /// How busy the picture is, for pictures nobody knows anything else about.
    pub detail: Option<DetailMap>,
}

/// A face.
#[derive(Clone, Debug, PartialEq)]
pub struct FaceBox {
    /// Id of the character.
    pub character: String,
    /// What must stay visible.
    pub rect: Rect,
    /// Where words come from.
    pub mouth: Point,
    /// The whole head: tails stop short of it.
    pub head: Circle,
}

impl FaceBox {
    /// The same face elsewhere.
    #[must_use]
    pub fn moved(&self, by: kurbo::Vec2) -> FaceBox {
        FaceBox {
            character: self.character.clone(),
            rect: self.rect + by,
            mouth: self.mouth + by,
            head: Circle::new(self.head.center + by, self.head.radius),
        }
    }
}

impl Staging {
    /// The same picture without anything that is not a number or makes no sense.
    pub(super) fn sane(&self) -> Staging {
        let side = |value: f64| {
            if value.is_finite() {
                value.clamp(1.0, 65_536.0)
            } else {
                1.0
            }
        };
        let scale = if self.scale.is_finite() && self.scale > 0.0 {
            self.scale.clamp(0.01, 64.0)
        } else {
            1.0
        };
        let known = |rect: &Rect| rect.is_finite();
        let face = |face: &FaceBox| {
            let whole = known(&face.rect)
                && face.mouth.is_finite()
                && face.head.center.is_finite()
                && face.head.radius.is_finite();
            whole.then(|| FaceBox {
                rect: face.rect.abs(),
                head: Circle::new(face.head.center, face.head.radius.abs()),
                ..face.clone()
            })
        };
        let rects = |rects: &[Rect]| rects.iter().filter(|rect| known(rect)).map(Rect::abs).collect();
        Staging {
            width: side(self.width),
            height: side(self.height),
            scale,
            faces: self.faces.iter().filter_map(face).collect(),
            bodies: rects(&self.bodies),
            props: rects(&self.props),
            detail: self.detail.clone(),
        }
    }

    pub(super) fn frame(&self) -> Rect {
        Rect::new(0.0, 0.0, self.width, self.height)
    }
}
