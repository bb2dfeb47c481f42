//! What has to be painted.

use kurbo::BezPath;

/// One path with one paint. Marks are painted in order, later ones over earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// In pixels; filled by the non-zero winding rule.
    pub path: BezPath,
    /// How.
    pub paint: Paint,
}

/// Paint of a [`Mark`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Paint {
    /// The inside, in grey: 0 black, 255 white.
    Fill(u8),
    /// The line, with round caps and joins.
    Stroke {
        /// In pixels.
        width: f64,
        /// 0 black, 255 white.
        grey: u8,
    },
}

impl Mark {
    pub(super) fn fill(path: BezPath, grey: u8) -> Mark {
        Mark {
            path,
            paint: Paint::Fill(grey),
        }
    }

    pub(super) fn stroke(path: BezPath, width: f64, grey: u8) -> Mark {
        Mark {
            path,
            paint: Paint::Stroke { width, grey },
        }
    }
}
