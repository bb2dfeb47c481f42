//! Marks on pixels.

use tiny_skia::{FillRule, LineCap, LineJoin, PixmapMut, Stroke, Transform};

use super::{Mark, Paint};
use crate::raster::path;

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
