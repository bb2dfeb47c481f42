//! One font: shaping with harfrust, outlines with skrifa. Lengths are ems, y runs down.

use harfrust::{Buffer, Direction, ShapeOptions, ShaperFont};
use kurbo::{Affine, BezPath, Point};
use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlineGlyphCollection, OutlinePen},
};

/// One font.
pub(super) struct Face {
    shaper: harfrust::Font,
    characters: Charmap<'static>,
    outlines: OutlineGlyphCollection<'static>,
    units: f64,
}

/// Which way letters follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Left to right.
    Across,
    /// Right to left.
    Back,
    /// Top to bottom, in the forms for vertical text.
    Down,
}

/// A shaped letter.
pub(super) struct Glyph {
    /// Number in the font; 0 is none.
    pub id: u32,
    /// Outline with the pen at the origin: on the baseline, or at the top of a column around x = 0.
    pub path: BezPath,
    /// To the next pen position.
    pub advance: f64,
}

impl Face {
    /// A face from a WOFF2 file; none when it is not one. Its data stays for the life of the program.
    pub(super) fn load(woff2: &[u8]) -> Option<Face> {
        let data: &'static [u8] = Vec::leak(wuff::decompress_woff2(woff2).ok()?);
        let font = FontRef::new(data).ok()?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        Some(Face {
            shaper: harfrust::Font::new(data, 0)?,
            characters: font.charmap(),
            outlines: font.outline_glyphs(),
            units: f64::from(metrics.units_per_em.max(1)),
        })
    }

    pub(super) fn has(&self, c: char) -> bool {
        self.characters.map(c).is_some_and(|id| id != GlyphId::NOTDEF)
    }

    /// Number of the glyph of a character when nothing turns it into another one.
    pub(super) fn plain(&self, c: char) -> Option<u32> {
        self.characters.map(c).map(GlyphId::to_u32)
    }

    /// Whether the characters of a cluster come out together, marks on their letters included.
    pub(super) fn has_all(&self, cluster: &str) -> bool {
        let mut characters = cluster.chars();
        match (characters.next(), characters.next()) {
            (None, _) => true,
            (Some(only), None) => self.has(only),
            (Some(first), _) => {
                self.has(first)
                    && self
                        .shape(cluster, Flow::Across)
                        .iter()
                        .all(|glyph| glyph.id != 0)
            }
        }
    }

    /// The letters of `text`, in order.
    pub(super) fn shape(&self, text: &str, flow: Flow) -> Vec<Glyph> {
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(match flow {
            Flow::Across => Direction::LeftToRight,
            Flow::Back => Direction::RightToLeft,
            Flow::Down => Direction::TopToBottom,
        });
        if harfrust::shape(&ShaperFont::new(&self.shaper), &mut buffer, ShapeOptions::new()).is_err() {
            return Vec::new();
        }
        let em = |value: i32| f64::from(value) / self.units;
        buffer
            .glyph_infos()
            .iter()
            .zip(buffer.glyph_positions())
            .map(|(info, at)| {
                let offset = Affine::translate((em(at.x_offset), -em(at.y_offset)));
                Glyph {
                    id: info.glyph_id,
                    path: offset * Affine::scale(1.0 / self.units) * self.outline(info.glyph_id),
                    advance: match flow {
                        Flow::Across | Flow::Back => em(at.x_advance),
                        Flow::Down => -em(at.y_advance),
                    },
                }
            })
            .collect()
    }

    fn outline(&self, id: u32) -> BezPath {
        let mut pen = Pen(BezPath::new());
        if let Some(glyph) = self.outlines.get(GlyphId::new(id)) {
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            // A broken outline is an empty one.
            if glyph.draw(settings, &mut pen).is_err() {
                return BezPath::new();
            }
        }
        pen.0
    }
}

struct Pen(BezPath);

fn point(x: f32, y: f32) -> Point {
    Point::new(x.into(), -f64::from(y))
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(point(x, y));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(point(x, y));
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(point(cx, cy), point(x, y));
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.curve_to(point(ax, ay), point(bx, by), point(x, y));
    }
    fn close(&mut self) {
        self.0.close_path();
    }
}
