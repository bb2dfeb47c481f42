//! Digits as pen strokes: page numbers and the number of a missing panel.

/// Strokes of each digit in a box one wide and two high.
const STROKES: [&[&[(f32, f32)]]; 10] = [
    &[&[
        (0.5, 0.0),
        (0.95, 0.4),
        (0.95, 1.6),
        (0.5, 2.0),
        (0.05, 1.6),
        (0.05, 0.4),
        (0.5, 0.0),
    ]],
    &[&[(0.2, 0.4), (0.55, 0.0), (0.55, 2.0)]],
    &[&[
        (0.05, 0.45),
        (0.3, 0.0),
        (0.75, 0.0),
        (0.95, 0.45),
        (0.85, 0.9),
        (0.05, 2.0),
        (0.95, 2.0),
    ]],
    &[&[
        (0.05, 0.0),
        (0.95, 0.0),
        (0.45, 0.8),
        (0.8, 0.9),
        (0.95, 1.4),
        (0.7, 1.95),
        (0.3, 2.0),
        (0.05, 1.7),
    ]],
    &[&[(0.75, 2.0), (0.75, 0.0), (0.05, 1.4), (1.0, 1.4)]],
    &[&[
        (0.9, 0.0),
        (0.15, 0.0),
        (0.1, 0.85),
        (0.6, 0.75),
        (0.95, 1.2),
        (0.85, 1.8),
        (0.4, 2.0),
        (0.05, 1.8),
    ]],
    &[&[
        (0.8, 0.0),
        (0.2, 0.8),
        (0.05, 1.4),
        (0.3, 1.95),
        (0.7, 1.95),
        (0.95, 1.5),
        (0.8, 1.0),
        (0.4, 0.95),
        (0.1, 1.3),
    ]],
    &[&[(0.05, 0.0), (0.95, 0.0), (0.4, 2.0)]],
    &[&[
        (0.5, 0.9),
        (0.15, 0.6),
        (0.2, 0.15),
        (0.5, 0.0),
        (0.8, 0.15),
        (0.85, 0.6),
        (0.5, 0.9),
        (0.95, 1.35),
        (0.85, 1.85),
        (0.5, 2.0),
        (0.15, 1.85),
        (0.05, 1.35),
        (0.5, 0.9),
    ]],
    &[&[
        (0.9, 0.75),
        (0.6, 1.1),
        (0.2, 0.95),
        (0.05, 0.5),
        (0.3, 0.05),
        (0.7, 0.05),
        (0.95, 0.5),
        (0.8, 1.2),
        (0.3, 2.0),
    ]],
];

/// Width of a digit with the space after it, in digit widths.
const ADVANCE: f32 = 1.5;

/// The strokes of `number`, centred at `centre`; a digit is `size` wide and twice as high.
pub(super) fn strokes(number: u32, centre: (f32, f32), size: f32) -> Vec<Vec<(f32, f32)>> {
    let digits: Vec<usize> = number
        .to_string()
        .bytes()
        .map(|digit| usize::from(digit - b'0'))
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a few digits")]
    let wide = (digits.len() as f32 * ADVANCE - (ADVANCE - 1.0)) * size;
    let mut x = centre.0 - wide / 2.0;
    let top = centre.1 - size;
    let mut strokes = Vec::new();
    for digit in digits {
        for stroke in STROKES[digit] {
            strokes.push(
                stroke
                    .iter()
                    .map(|(sx, sy)| (x + sx * size, top + sy * size))
                    .collect(),
            );
        }
        x += ADVANCE * size;
    }
    strokes
}
