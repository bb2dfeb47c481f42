//! The outlines of a head from the front, from half a side, from the side and from behind; anything between is mixed.

use kurbo::Point;

use super::space::HeadFrame;

type Key = (f64, f64);

/// The skull and jaw, clockwise from the crown: five points down the side the face is turned to, the chin, five up the
/// other side. At 0, 45 and 90 degrees; from behind it is the mirror image of the opposite direction.
const OUTLINE: [[Key; 3]; 14] = [
    [(0.0, -0.50), (-0.02, -0.50), (-0.02, -0.50)],
    [(0.27, -0.43), (0.26, -0.42), (0.25, -0.41)],
    [(0.395, -0.18), (0.38, -0.17), (0.375, -0.18)],
    [(0.395, 0.05), (0.352, 0.02), (0.345, 0.02)],
    [(0.36, 0.22), (0.366, 0.16), (0.352, 0.20)],
    [(0.225, 0.40), (0.275, 0.36), (0.342, 0.32)],
    [(0.07, 0.493), (0.17, 0.482), (0.335, 0.44)],
    [(0.0, 0.50), (0.105, 0.50), (0.26, 0.495)],
    [(-0.07, 0.493), (0.02, 0.482), (0.14, 0.465)],
    [(-0.225, 0.40), (-0.165, 0.385), (0.01, 0.40)],
    [(-0.36, 0.22), (-0.30, 0.22), (-0.09, 0.27)],
    [(-0.395, 0.05), (-0.42, 0.05), (-0.32, 0.22)],
    [(-0.395, -0.18), (-0.455, -0.16), (-0.47, -0.02)],
    [(-0.27, -0.43), (-0.30, -0.42), (-0.33, -0.38)],
];

/// The hair's outer edge over the skull, clockwise from the crown; the last four are on the far side.
const CAP: [[Key; 5]; 9] = [
    [
        (0.0, -0.555),
        (-0.02, -0.555),
        (-0.03, -0.555),
        (-0.02, -0.555),
        (0.0, -0.555),
    ],
    [
        (0.30, -0.475),
        (0.28, -0.48),
        (0.24, -0.475),
        (0.29, -0.48),
        (0.31, -0.475),
    ],
    [
        (0.44, -0.20),
        (0.415, -0.21),
        (0.395, -0.24),
        (0.45, -0.22),
        (0.455, -0.20),
    ],
    [
        (0.435, 0.03),
        (0.375, -0.06),
        (0.33, -0.14),
        (0.42, 0.0),
        (0.44, 0.05),
    ],
    [
        (0.385, 0.16),
        (0.28, 0.0),
        (0.10, -0.02),
        (0.30, 0.22),
        (0.28, 0.29),
    ],
    [
        (-0.385, 0.16),
        (-0.26, 0.25),
        (-0.18, 0.30),
        (-0.22, 0.31),
        (-0.28, 0.29),
    ],
    [
        (-0.435, 0.03),
        (-0.44, 0.12),
        (-0.41, 0.17),
        (-0.43, 0.15),
        (-0.44, 0.05),
    ],
    [
        (-0.44, -0.20),
        (-0.50, -0.16),
        (-0.52, -0.05),
        (-0.49, -0.13),
        (-0.455, -0.20),
    ],
    [
        (-0.30, -0.475),
        (-0.34, -0.47),
        (-0.385, -0.43),
        (-0.33, -0.47),
        (-0.31, -0.475),
    ],
];

/// Where the hair begins, from the far ear over the forehead to the near temple.
const HAIRLINE: [[Key; 5]; 6] = [
    [
        (-0.375, 0.16),
        (-0.22, 0.26),
        (-0.02, 0.30),
        (0.24, 0.36),
        (0.30, 0.30),
    ],
    [
        (-0.355, -0.12),
        (-0.20, -0.04),
        (0.02, 0.0),
        (0.27, 0.14),
        (0.31, 0.20),
    ],
    [
        (-0.18, -0.29),
        (-0.06, -0.27),
        (0.08, -0.20),
        (0.30, 0.02),
        (0.32, 0.14),
    ],
    [
        (0.18, -0.29),
        (0.17, -0.31),
        (0.21, -0.30),
        (0.32, -0.04),
        (0.33, 0.10),
    ],
    [
        (0.355, -0.12),
        (0.33, -0.20),
        (0.31, -0.28),
        (0.34, -0.06),
        (0.34, 0.10),
    ],
    [
        (0.385, 0.05),
        (0.352, -0.02),
        (0.352, -0.13),
        (0.36, 0.0),
        (0.35, 0.14),
    ],
];

/// Shape of the lower face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jaw {
    /// Factor on the width of jaw and chin: below 1 is a pointed chin.
    pub width: f64,
    /// Roundness of cheeks: added to their width.
    pub cheeks: f64,
    /// How far the chin reaches down: added to its height.
    pub length: f64,
}

fn shaped(jaw: Jaw, index: usize, (x, y): Key, pull: f64) -> Key {
    match index {
        4 | 10 => (x * (1.0 + jaw.cheeks * pull), y),
        5 | 9 => (
            x + (x - x * jaw.width) * -pull + jaw.cheeks * x * pull,
            y + jaw.length * 0.5,
        ),
        6 | 8 => (x + (x - x * jaw.width) * -pull, y + jaw.length),
        7 => (x, y + jaw.length),
        _ => (x, y),
    }
}

/// The head's outline without hair and nose.
pub fn outline(frame: &HeadFrame, jaw: Jaw) -> Vec<Point> {
    // Seen from behind, a head has the silhouette of its turn away from a quarter turn.
    let folded = if frame.yaw > std::f64::consts::FRAC_PI_2 {
        std::f64::consts::PI - frame.yaw
    } else {
        frame.yaw
    };
    let half = std::f64::consts::FRAC_PI_4;
    let (from, t) = if folded <= half {
        (0, folded / half)
    } else {
        (1, folded / half - 1.0)
    };
    // The jaw's own shape is seen from the front most.
    let pull = folded.cos() * 0.85 + 0.15;
    OUTLINE
        .iter()
        .enumerate()
        .map(|(index, keys)| {
            let (a, b) = (keys[from], keys[from + 1]);
            let mixed = (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t);
            let (x, y) = shaped(jaw, index, mixed, pull);
            frame.at(x, y)
        })
        .collect()
}

fn keyed<const N: usize>(frame: &HeadFrame, table: &[[Key; 5]; N], grow: f64) -> Vec<Point> {
    table
        .iter()
        .map(|keys| {
            let x = frame.keyed(keys.map(|key| key.0));
            let y = frame.keyed(keys.map(|key| key.1));
            frame.at(x * (1.0 + grow), if y < 0.1 { y * (1.0 + grow) } else { y })
        })
        .collect()
}

/// The hair over the skull; `grow` is how much it stands off, 0 for flat hair.
pub fn cap(frame: &HeadFrame, grow: f64) -> Vec<Point> {
    keyed(frame, &CAP, grow)
}

/// The skin of the face: from the hairline to the chin. `recede` lifts the hairline.
pub fn face(frame: &HeadFrame, jaw: Jaw, recede: f64) -> Vec<Point> {
    let mut points: Vec<Point> = HAIRLINE
        .iter()
        .map(|keys| {
            let x = frame.keyed(keys.map(|key| key.0));
            let y = frame.keyed(keys.map(|key| key.1));
            frame.at(x, if y < -0.1 { y * (1.0 + recede) } else { y })
        })
        .collect();
    points.extend_from_slice(&outline(frame, jaw)[3..=10]);
    points
}
