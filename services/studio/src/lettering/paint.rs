//! Marks on pixels.

use kurbo::{BezPath, PathEl};
use tiny_skia::{FillRule, LineCap, LineJoin, Path, PathBuilder, PixmapMut, Stroke, Transform};

use super::{Mark, Paint};

/// Paints `marks` in order over what is there.
pub fn paint(marks: &[Mark], pixels: &mut PixmapMut) {
    for mark in marks {
        let Some(path) = path(&mark.path) else { continue };
        match mark.paint {
            Paint::Fill(grey) => {
                pixels.fill_path(&path, &ink(grey), FillRule::Winding, Transform::identity(), None);
            }
            Paint::Stroke { width, grey } => {
                let stroke = Stroke {
                    width: width as f32,
                    line_cap: LineCap::Round,
                    line_join: LineJoin::Round,
                    ..Stroke::default()
                };
                pixels.stroke_path(&path, &ink(grey), &stroke, Transform::identity(), None);
            }
        }
    }
}

fn ink(grey: u8) -> tiny_skia::Paint<'static> {
    let mut paint = tiny_skia::Paint::default();
    paint.set_color_rgba8(grey, grey, grey, 255);
    paint.anti_alias = true;
    paint
}

fn path(path: &BezPath) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let f = |value: f64| value as f32;
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(a) => builder.move_to(f(a.x), f(a.y)),
            PathEl::LineTo(a) => builder.line_to(f(a.x), f(a.y)),
            PathEl::QuadTo(a, b) => builder.quad_to(f(a.x), f(a.y), f(b.x), f(b.y)),
            PathEl::CurveTo(a, b, c) => builder.cubic_to(f(a.x), f(a.y), f(b.x), f(b.y), f(c.x), f(c.y)),
            PathEl::ClosePath => builder.close(),
        }
    }
    builder.finish()
}
