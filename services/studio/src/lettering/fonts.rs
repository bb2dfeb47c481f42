//! The fonts that come with the program. Each is decoded when it is first asked for: most stories need two or three.

use std::sync::OnceLock;

use super::face::Face;

/// A font in the program.
pub(super) struct Font {
    woff2: &'static [u8],
    face: OnceLock<Option<Face>>,
}

impl Font {
    const fn new(woff2: &'static [u8]) -> Font {
        Font {
            woff2,
            face: OnceLock::new(),
        }
    }

    /// Its face; none when the file is broken.
    pub(super) fn face(&'static self) -> Option<&'static Face> {
        self.face.get_or_init(|| Face::load(self.woff2)).as_ref()
    }
}

/// Western Europe.
pub(super) static COMIC: Font = Font::new(include_bytes!("../../fonts/comic-neue.woff2"));
/// Sound words of Western Europe.
pub(super) static LOUD: Font = Font::new(include_bytes!("../../fonts/bangers.woff2"));
/// Japanese.
pub(super) static JAPANESE: Font = Font::new(include_bytes!("../../fonts/yusei-magic.woff2"));
/// Chinese.
pub(super) static CHINESE: Font = Font::new(include_bytes!("../../fonts/zcool-kuaile.woff2"));
/// Sound words in kana.
pub(super) static BLACK_KANA: Font = Font::new(include_bytes!("../../fonts/dela-gothic-one-kana.woff2"));
/// Eastern Europe, Cyrillic and Greek.
pub(super) static RELIEF: Font = Font::new(include_bytes!("../../fonts/comic-relief.woff2"));
/// The same for sound words.
pub(super) static LOUD_RELIEF: Font = Font::new(include_bytes!("../../fonts/comic-relief-bold.woff2"));
/// Korean: the syllables that are used.
pub(super) static KOREAN: Font = Font::new(include_bytes!("../../fonts/jua.woff2"));
/// Korean: all other syllables.
pub(super) static RARE_KOREAN: Font = Font::new(include_bytes!("../../fonts/rare-hangul.woff2"));
/// Thai and Vietnamese.
pub(super) static THAI: Font = Font::new(include_bytes!("../../fonts/mali.woff2"));
/// Hebrew.
pub(super) static HEBREW: Font = Font::new(include_bytes!("../../fonts/playpen-sans-hebrew.woff2"));
/// Arabic and its neighbours.
pub(super) static ARABIC: Font = Font::new(include_bytes!("../../fonts/baloo-bhaijaan-2.woff2"));
/// Devanagari.
pub(super) static DEVANAGARI: Font = Font::new(include_bytes!("../../fonts/kalam.woff2"));
/// Stars, hearts, notes, arrows and the like.
pub(super) static SYMBOLS: Font = Font::new(include_bytes!("../../fonts/noto-sans-symbols.woff2"));
/// Emoji, drawn in ink.
pub(super) static EMOJI: Font = Font::new(include_bytes!("../../fonts/noto-emoji.woff2"));
