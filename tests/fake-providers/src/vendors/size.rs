//! Sizes of pictures as vendors name them: pixels, tiers, shapes.

use crate::call::Wrong;
use crate::limits::MAX_SIDE;

/// `1024x1536`, with `between` as the vendor's sign.
pub(super) fn pixels(text: &str, between: char) -> Option<(u32, u32)> {
    let (width, height) = text.split_once(between)?;
    let side = |digits: &str| {
        digits
            .trim()
            .parse()
            .ok()
            .filter(|side| (1..=MAX_SIDE).contains(side))
    };
    Some((side(width)?, side(height)?))
}

/// The longer side of a square of a tier: `512`, `1K`, `2K`, `3K`, `4K`.
pub(super) fn tier(text: &str) -> Option<u32> {
    match text {
        "512" | "0.5K" => Some(512),
        "1K" => Some(1024),
        "2K" => Some(2048),
        "3K" => Some(3072),
        "4K" => Some(4096),
        _ => None,
    }
}

/// About `side`² pixels in the shape `2:3`, both sides multiples of 16.
pub(super) fn shaped(side: u32, shape: &str) -> Result<(u32, u32), Wrong> {
    let parse = |text: &str| text.trim().parse::<f64>().ok().filter(|part| *part > 0.0);
    let parts = shape
        .split_once(':')
        .and_then(|(width, height)| Some((parse(width)?, parse(height)?)));
    let Some((width, height)) = parts else {
        return Err(Wrong::new(
            "aspect_ratio",
            format!("'{shape}' is not a shape like 2:3"),
        ));
    };
    let round = |length: f64| {
        let whole = (length / 16.0).round() * 16.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within 16..=MAX_SIDE"
        )]
        let whole = whole.clamp(16.0, f64::from(MAX_SIDE)) as u32;
        whole
    };
    let area = f64::from(side) * f64::from(side);
    Ok((
        round((area * width / height).sqrt()),
        round((area * height / width).sqrt()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_keep_their_area_and_their_sixteenths() {
        assert_eq!(shaped(1024, "1:1"), Ok((1024, 1024)));
        assert_eq!(shaped(1024, "2:3"), Ok((832, 1248)));
        assert_eq!(shaped(4096, "21:9").unwrap().0, MAX_SIDE);
        assert!(shaped(1024, "wide").is_err());
        assert_eq!(pixels("1024*1536", '*'), Some((1024, 1536)));
        assert_eq!(pixels("0x1536", 'x'), None);
    }
}
