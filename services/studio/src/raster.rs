//! Outlines as the rasteriser wants them.

use kurbo::{BezPath, PathEl};
use tiny_skia::{Path, PathBuilder};

/// The same outline in single precision; none when there is nothing to draw.
pub fn path(outline: &BezPath) -> Option<Path> {
    let mut path = PathBuilder::new();
    let f = |value: f64| value as f32;
    for element in outline.elements() {
        match *element {
            PathEl::MoveTo(a) => path.move_to(f(a.x), f(a.y)),
            PathEl::LineTo(a) => path.line_to(f(a.x), f(a.y)),
            PathEl::QuadTo(a, b) => path.quad_to(f(a.x), f(a.y), f(b.x), f(b.y)),
            PathEl::CurveTo(a, b, c) => path.cubic_to(f(a.x), f(a.y), f(b.x), f(b.y), f(c.x), f(c.y)),
            PathEl::ClosePath => path.close(),
        }
    }
    path.finish()
}
