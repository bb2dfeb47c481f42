//! Paper: printed sizes in millimetres, the same in pixels, and what the sheet keeps free.

/// Pixels of a millimetre at 300 dots per inch.
pub(crate) const PX_PER_MM: f64 = 300.0 / 25.4;

/// What is printed beyond the trimmed edge, so that a cut that is a little off shows no white.
const BLEED_MM: f64 = 3.0;

/// No bubble of a panel that bleeds is nearer to the trimmed edge than this.
const SAFE_MM: f64 = 3.0;

/// White around the panels as shares of the width of the trimmed page: left, top, right, bottom. The bottom holds the
/// page number.
const MARGINS: [f64; 4] = [0.064, 0.064, 0.064, 0.085];

/// Left, top, right and bottom in pixels.
pub(crate) type Edges = [f64; 4];

/// Paper a book is printed on.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Paper {
    /// 148 x 210 mm, a paperback.
    #[default]
    A5,
    /// 182 x 257 mm (JIS B5), a magazine.
    B5,
    /// 210 x 297 mm, for office printers.
    A4,
}

impl Paper {
    /// Width and height of the trimmed page in millimetres.
    #[must_use]
    pub fn millimetres(self) -> (f64, f64) {
        match self {
            Paper::A5 => (148.0, 210.0),
            Paper::B5 => (182.0, 257.0),
            Paper::A4 => (210.0, 297.0),
        }
    }
}

/// The sheets of a book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct PageSpec {
    /// Size of the trimmed page.
    pub paper: Paper,
    /// Prints 3 mm beyond the trimmed edge on every side.
    pub bleed: bool,
}

impl PageSpec {
    /// Millimetres beyond the trimmed edge.
    pub(crate) fn bleed_mm(self) -> f64 {
        if self.bleed { BLEED_MM } else { 0.0 }
    }

    /// Pixels beyond the trimmed edge.
    pub(crate) fn bleed_px(self) -> f64 {
        (self.bleed_mm() * PX_PER_MM).round()
    }

    /// Width and height of the sheet in pixels, with its bleed.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few thousand pixels"
    )]
    pub fn pixels(self) -> (u32, u32) {
        let (width, height) = self.paper.millimetres();
        let px = |mm: f64| ((mm * PX_PER_MM).round() + 2.0 * self.bleed_px()) as u32;
        (px(width), px(height))
    }

    /// The trimmed page on the sheet.
    pub(crate) fn trim(self) -> Edges {
        let (width, height) = self.pixels();
        let bleed = self.bleed_px();
        [bleed, bleed, f64::from(width) - bleed, f64::from(height) - bleed]
    }

    /// Where panels stand that do not bleed.
    pub(crate) fn frame(self) -> Edges {
        let [left, top, right, bottom] = self.trim();
        let width = right - left;
        [
            left + MARGINS[0] * width,
            top + MARGINS[1] * width,
            right - MARGINS[2] * width,
            bottom - MARGINS[3] * width,
        ]
    }

    /// Where words are safe from the knife.
    pub(crate) fn safe(self) -> Edges {
        let [left, top, right, bottom] = self.trim();
        let safe = SAFE_MM * PX_PER_MM;
        [left + safe, top + safe, right - safe, bottom - safe]
    }

    /// How much larger than A5 everything on the page is.
    pub(crate) fn zoom(self) -> f64 {
        self.paper.millimetres().0 / Paper::A5.millimetres().0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_trade() {
        let pixels = |paper, bleed| PageSpec { paper, bleed }.pixels();
        assert_eq!(pixels(Paper::A5, false), (1748, 2480));
        assert_eq!(pixels(Paper::B5, false), (2150, 3035));
        assert_eq!(pixels(Paper::A4, false), (2480, 3508));
        assert_eq!(pixels(Paper::A5, true), (1818, 2550));
    }
}
