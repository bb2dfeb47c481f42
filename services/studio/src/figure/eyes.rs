//! Eyes and brows.

use kurbo::{BezPath, Point};

use super::{
    Person,
    emotions::{Expression, Lids},
    space::HeadFrame,
};
use crate::ink::{Material, Surface, circle, curve, ellipse, lerp, lock, mix, pt};

/// Height of the eyes below the middle of the head.
pub const EYE_LINE: f64 = 0.085;
/// Places of the near and the far eye across the head.
const NEAR: [f64; 5] = [-0.195, -0.065, 0.232, 0.40, 0.40];
const FAR: [f64; 5] = [0.195, 0.246, 0.36, 0.4, 0.4];
/// Irises of heads higher than this many design pixels are shaded; smaller ones are dark.
const LARGE: f64 = 150.0;
const WHITE: Material = Material::new(0.0, [255, 255, 255]);
const PUPIL: Material = Material::new(1.0, [24, 20, 28]);

/// One eye in the plane of the head.
struct Eye {
    x: f64,
    y: f64,
    /// Half the width, foreshortened.
    width: f64,
    height: f64,
    /// 1 when its outer corner is at the side the head is turned to.
    outer: f64,
}

impl Eye {
    fn at(&self, frame: &HeadFrame, across: f64, down: f64) -> Point {
        frame.on_face(
            self.x + across * self.width * self.outer,
            self.y + down * self.height,
        )
    }
}

/// Draws eyes and brows.
pub fn draw(surface: &mut Surface, frame: &HeadFrame, person: &Person, face: Expression, width: f64) {
    for eye in visible(frame, person) {
        brow(surface, frame, &eye, person, face);
        if person.extras.contains(&super::Extra::EyePatch) && eye.outer > 0.0 {
            continue;
        }
        match face.lids {
            Lids::Open => open(surface, frame, &eye, person, face, width),
            Lids::Happy => closed(surface, frame, &eye, person, -0.62),
            Lids::Shut => closed(surface, frame, &eye, person, 0.42),
            Lids::Squeezed => squeezed(surface, frame, &eye, person),
        }
    }
}

/// The near eye first. Where the far one is, and how narrow, is drawn as artists do it rather than as lenses would.
fn visible(frame: &HeadFrame, person: &Person) -> Vec<Eye> {
    let eyes = person.eyes;
    let make = |x: f64, share: f64, outer: f64| Eye {
        x,
        y: EYE_LINE,
        width: eyes.width * share,
        height: eyes.height,
        outer,
    };
    let near = make(frame.keyed(NEAR), frame.keyed([1.0, 0.98, 0.60, 0.2, 0.1]), -1.0);
    let far = make(frame.keyed(FAR), frame.keyed([1.0, 0.70, 0.10, 0.1, 0.1]), 1.0);
    // In profile the near eye looks the way the head does.
    let near = if frame.yaw > 1.2 {
        Eye { outer: -1.0, ..near }
    } else {
        near
    };
    let mut eyes = Vec::new();
    if frame.yaw < 1.1 {
        eyes.push(far);
    }
    if frame.yaw < 1.85 {
        eyes.push(near);
    }
    eyes
}

/// Where the eyes that are seen are across the head.
pub fn across(frame: &HeadFrame) -> Vec<f64> {
    let mut places = vec![frame.keyed(NEAR)];
    if frame.yaw < 0.9 {
        places.push(frame.keyed(FAR));
    }
    places
}

fn open(surface: &mut Surface, frame: &HeadFrame, eye: &Eye, person: &Person, face: Expression, width: f64) {
    let open = face.open;
    let slant = person.eyes.slant / eye.height.max(1e-6);
    let top = -open.min(1.25) * 0.98;
    let upper = [
        eye.at(frame, -1.0, 0.18),
        eye.at(frame, -0.62, top * 0.72),
        eye.at(frame, 0.0, top),
        eye.at(frame, 0.66, top * 0.72 - slant * 0.6),
        eye.at(frame, 1.02, -0.02 - slant),
    ];
    let lower = [
        eye.at(frame, 0.86, 0.52 - slant * 0.4),
        eye.at(frame, 0.35, 0.93),
        eye.at(frame, -0.35, 0.93),
        eye.at(frame, -0.86, 0.58),
    ];
    let mut rim = upper.to_vec();
    rim.extend(lower);
    let white = crate::ink::blob(&rim);
    surface.fill(&white, WHITE);
    surface.clipped(&white, |s| iris(s, frame, eye, person, face));
    // The upper lash: thick, with a flick at the outer corner.
    let lash = person.eyes.lash * (0.9 + 0.1 * open);
    let flick = eye.at(frame, 1.24, -0.24 - slant * 1.2);
    let mut edge = upper.to_vec();
    edge.push(flick);
    surface.pen_in(&curve(&edge), width * 2.9 * lash, 0.35, 0.1, None);
    if lash > 0.8 {
        let raised: Vec<Point> = upper[1..]
            .iter()
            .map(|p| mix(*p, eye.at(frame, 0.0, top - 0.12), 0.04))
            .collect();
        surface.pen_in(&curve(&raised), width * 2.4 * lash, 0.2, 0.0, None);
    }
    surface.pen_in(
        &curve(&[lower[0], lower[1], lower[2]]),
        width * 0.9,
        0.5,
        0.0,
        None,
    );
    if frame.unit > 70.0 * surface.scale {
        let crease = [
            eye.at(frame, -0.55, top - 0.16),
            eye.at(frame, 0.1, top - 0.28),
            eye.at(frame, 0.8, top * 0.72 - 0.26 - slant * 0.6),
        ];
        surface.pen(&curve(&crease), width * 0.75);
    }
}

fn iris(surface: &mut Surface, frame: &HeadFrame, eye: &Eye, person: &Person, face: Expression) {
    // An iris that looks sideways in profile sits at the front edge.
    let look = frame.keyed([0.0, 0.05, 0.14, 0.0, 0.0]);
    let centre = frame.on_face(eye.x + look * eye.width, eye.y + 0.02 * eye.height);
    let tall = frame.px(eye.height) * 0.92 * face.iris;
    let wide = (frame.px(person.eyes.height) * 0.72 * face.iris * (eye.width / person.eyes.width).max(0.5))
        .min(tall);
    let disc = ellipse(centre, wide, tall);
    let dark = person.eyes.iris;
    let large = frame.unit > LARGE * surface.scale;
    if large || surface.look.colour {
        surface.fill(
            &disc,
            Material::new(0.10 + 0.25 * dark.tone, dark.rgb).mixed(WHITE, 0.15),
        );
        let (top, height) = (centre.y - tall, tall * 2.0);
        surface.shade_by(&disc, false, |p| {
            let t = ((p.y - top) / height).clamp(0.0, 1.0);
            lerp(1.0, 0.0, ((t - 0.12) * 1.5).clamp(0.0, 1.0))
        });
    } else {
        surface.fill(&disc, PUPIL);
        let glint = ellipse(pt(centre.x, centre.y + tall * 0.62), wide * 0.55, tall * 0.26);
        surface.clipped(&disc, |s| s.fill(&glint, Material::new(0.3, dark.rgb)));
    }
    surface.stroke(&disc, 0.8 + frame.unit / surface.scale * 0.0035);
    surface.fill(
        &ellipse(pt(centre.x, centre.y - tall * 0.06), wide * 0.46, tall * 0.46),
        PUPIL,
    );
    let big = pt(centre.x - wide * 0.36, centre.y - tall * 0.40);
    surface.fill(&ellipse(big, wide * 0.30, tall * 0.25), WHITE);
    let small = pt(centre.x + wide * 0.36, centre.y + tall * 0.42);
    surface.fill(&circle(small, wide * 0.15), WHITE);
}

fn closed(surface: &mut Surface, frame: &HeadFrame, eye: &Eye, person: &Person, bend: f64) {
    let line = [
        eye.at(frame, -1.0, 0.30 - bend * 0.15),
        eye.at(frame, 0.0, 0.30 + bend),
        eye.at(frame, 1.05, 0.26 - bend * 0.15),
    ];
    surface.pen_in(
        &curve(&line),
        pen(frame, surface) * 2.3 * person.eyes.lash.max(0.7),
        0.25,
        0.15,
        None,
    );
    if person.eyes.lash > 0.8 && bend > 0.0 {
        for (from, to) in [((0.5, 0.55), (0.72, 0.85)), ((0.85, 0.40), (1.15, 0.62))] {
            let flick = curve(&[eye.at(frame, from.0, from.1), eye.at(frame, to.0, to.1)]);
            surface.pen(&flick, pen(frame, surface) * 1.1);
        }
    }
}

fn squeezed(surface: &mut Surface, frame: &HeadFrame, eye: &Eye, person: &Person) {
    let mut path = BezPath::new();
    path.move_to(eye.at(frame, 0.95, -0.35));
    path.line_to(eye.at(frame, -0.75, 0.16));
    path.line_to(eye.at(frame, 0.9, 0.58));
    surface.stroke(&path, pen(frame, surface) * 1.3 * person.eyes.lash.max(0.8));
}

fn brow(surface: &mut Surface, frame: &HeadFrame, eye: &Eye, person: &Person, face: Expression) {
    let up = person.eyes.height;
    let at = |across: f64, height: f64| {
        frame.on_face(eye.x + across * eye.width * eye.outer, eye.y - up * 1.52 - height)
    };
    let spine = [
        at(-0.95, face.brow_inner),
        at(-0.1, face.brow_inner * 0.45 + face.brow_outer * 0.55 + 0.020),
        at(1.05, face.brow_outer),
    ];
    let thick = frame.px(0.030 * person.eyes.brow);
    let line = curve(&spine);
    let points: Vec<Point> = line.segments().fold(vec![spine[0]], |mut points, segment| {
        use kurbo::ParamCurve;
        points.extend((1..=4).map(|i| segment.eval(f64::from(i) / 4.0)));
        points
    });
    let shape = lock(&points, thick, 0.3);
    if person.hair.tone < 0.2 && !surface.look.colour {
        surface.shape(&shape, pen(frame, surface) * 0.35, person.hair);
    } else {
        surface.fill(&shape, person.hair.mixed(PUPIL, 0.35));
    }
}

/// Width of the lines of a face, in design pixels.
pub fn pen(frame: &HeadFrame, surface: &Surface) -> f64 {
    0.9 + 0.0085 * frame.unit / surface.scale
}
