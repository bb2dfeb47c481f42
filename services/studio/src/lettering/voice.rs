//! The fonts, and which of them speaks: cluster by cluster the first face that has it.

use std::sync::OnceLock;

use super::{face::Face, kinsoku::is_east_asian};

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

/// Faces in the order in which they are asked for a cluster.
pub(crate) struct Voice {
    faces: Vec<&'static Face>,
}

impl Voice {
    /// For bubbles and boxes.
    pub(crate) fn speaking(text: &str, language: &str) -> Voice {
        let Fonts {
            comic,
            japanese,
            chinese,
            ..
        } = fonts();
        let order = match (is_east_asian(text), language) {
            (true, "ja") => [japanese, chinese, comic],
            (true, _) => [chinese, japanese, comic],
            (false, _) => [comic, japanese, chinese],
        };
        Voice {
            faces: order.into_iter().flatten().collect(),
        }
    }

    /// For sound words.
    pub(crate) fn sounding(text: &str) -> Voice {
        let Fonts {
            comic,
            loud,
            japanese,
            chinese,
            black_kana,
        } = fonts();
        let order = if is_east_asian(text) {
            [black_kana, chinese, japanese, comic]
        } else {
            [loud, comic, chinese, japanese]
        };
        Voice {
            faces: order.into_iter().flatten().collect(),
        }
    }

    /// Letters on a line from the origin to the right, and the advance, `px` pixels large.
    pub(crate) fn shape(&self, text: &str, px: f64) -> (kurbo::BezPath, f64) {
        let (path, advance) = super::letters::set(text, false, self, &mut Vec::new());
        (kurbo::Affine::scale(px) * path, advance * px)
    }

    /// The face of a cluster: what a reader sees as one character.
    pub(super) fn face_of(&self, cluster: &str) -> Option<&'static Face> {
        self.faces.iter().find(|face| face.has_all(cluster)).copied()
    }
}
