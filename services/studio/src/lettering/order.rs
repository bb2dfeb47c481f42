//! Which of two bubbles is read first.

use kurbo::Rect;
use mangakai_script::ReadingDirection;

/// Whether a reader takes `earlier` before `later`. Below is later; beside, the side where reading begins is earlier
/// as long as the other does not stand clearly higher. In a strip beside is not enough: it runs downwards.
#[must_use]
pub fn in_order(earlier: &Rect, later: &Rect, direction: ReadingDirection) -> bool {
    if later.y0 >= earlier.y1 {
        return true;
    }
    let (height, other) = (earlier.height(), later.height());
    match direction {
        ReadingDirection::Rtl => later.x1 <= earlier.x0 && later.y0 >= earlier.y0 - 0.3 * height.min(other),
        ReadingDirection::Ltr => later.x0 >= earlier.x1 && later.y0 >= earlier.y0 - 0.3 * height.min(other),
        ReadingDirection::Webtoon => {
            let beside = later.x0 >= earlier.x1 || later.x1 <= earlier.x0;
            beside && later.y0 >= earlier.y0 + 0.3 * height && later.y1 > earlier.y1
        }
    }
}
