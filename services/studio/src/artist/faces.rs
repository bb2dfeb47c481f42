//! The fonts, and which of them speaks: character by character the first face that has it.

use std::sync::OnceLock;

use kurbo::{Affine, BezPath};

use super::{
    ink::rect,
    text::{Face, cjk},
};

static COMIC: &[u8] = include_bytes!("../../fonts/comic-neue.woff2");
static LOUD: &[u8] = include_bytes!("../../fonts/bangers.woff2");
static JAPANESE: &[u8] = include_bytes!("../../fonts/yusei-magic.woff2");
static CHINESE: &[u8] = include_bytes!("../../fonts/zcool-kuaile.woff2");
static BLACK_KANA: &[u8] = include_bytes!("../../fonts/dela-gothic-one-kana.woff2");

/// All fonts, decoded at the first use.
struct Fonts {
    comic: Option<Face>,
    loud: Option<Face>,
    japanese: Option<Face>,
    chinese: Option<Face>,
    black_kana: Option<Face>,
}

fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| Fonts {
        comic: Face::load(COMIC),
        loud: Face::load(LOUD),
        japanese: Face::load(JAPANESE),
        chinese: Face::load(CHINESE),
        black_kana: Face::load(BLACK_KANA),
    })
}

/// Faces in the order in which they are asked for a character.
pub struct Voice {
    faces: Vec<&'static Face>,
}

impl Voice {
    /// For bubbles and boxes.
    pub fn speaking(text: &str, language: &str) -> Voice {
        let Fonts {
            comic,
            japanese,
            chinese,
            ..
        } = fonts();
        let order = match (cjk(text), language) {
            (true, "ja") => [japanese, chinese, comic],
            (true, _) => [chinese, japanese, comic],
            (false, _) => [comic, japanese, chinese],
        };
        Voice {
            faces: order.into_iter().flatten().collect(),
        }
    }

    /// For sound words.
    pub fn sounding(text: &str) -> Voice {
        let Fonts {
            comic,
            loud,
            japanese,
            chinese,
            black_kana,
        } = fonts();
        let order = if cjk(text) {
            [black_kana, chinese, japanese, comic]
        } else {
            [loud, comic, chinese, japanese]
        };
        Voice {
            faces: order.into_iter().flatten().collect(),
        }
    }

    fn face_of(&self, c: char) -> Option<usize> {
        self.faces.iter().position(|face| face.has(c))
    }

    /// Characters that no face has.
    pub fn missing(&self, text: &str) -> Vec<char> {
        text.chars()
            .filter(|c| !c.is_whitespace() && !c.is_control() && self.face_of(*c).is_none())
            .collect()
    }

    /// Glyph outlines placed along a baseline (or down a column), and the advance. A character that no face has is an
    /// outlined box: it is seen, not silently dropped.
    pub fn shape(&self, text: &str, px: f64, vertical: bool) -> (Vec<BezPath>, f64) {
        let (mut glyphs, mut advance) = (Vec::new(), 0.0);
        for (face, run) in self.runs(text) {
            let (outlines, length) = match face.and_then(|face| self.faces.get(face)) {
                Some(face) => face.shape(&run, px, vertical),
                None => boxes(run.chars().count(), px, vertical),
            };
            let along = if vertical { (0.0, advance) } else { (advance, 0.0) };
            glyphs.extend(outlines.into_iter().map(|glyph| Affine::translate(along) * glyph));
            advance += length;
        }
        (glyphs, advance)
    }

    /// The text cut where the face changes.
    fn runs(&self, text: &str) -> Vec<(Option<usize>, String)> {
        let mut runs: Vec<(Option<usize>, String)> = Vec::new();
        for c in text.chars().filter(|c| !c.is_control()) {
            let face = if c.is_whitespace() {
                runs.last().map_or(Some(0), |run| run.0)
            } else {
                self.face_of(c)
            };
            match runs.last_mut() {
                Some((last, run)) if *last == face => run.push(c),
                _ => runs.push((face, c.to_string())),
            }
        }
        runs
    }
}

fn boxes(count: usize, px: f64, vertical: bool) -> (Vec<BezPath>, f64) {
    let one = |i: usize| {
        let at = i as f64 * px;
        let (x, y) = if vertical {
            (-0.4 * px, at + 0.1 * px)
        } else {
            (at + 0.1 * px, -0.8 * px)
        };
        let mut outline = rect(x, y, 0.8 * px, 0.8 * px);
        outline.extend(rect(x + 0.08 * px, y + 0.08 * px, 0.64 * px, 0.64 * px).reverse_subpaths());
        outline
    };
    ((0..count).map(one).collect(), count as f64 * px)
}
