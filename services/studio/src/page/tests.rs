//! Panels are disjoint, inside the frame, and read in one order only.

use mangakai_script::{Angle, Panel, ReadingDirection, Script, Shot};

use super::*;

/// Neighbours in a row with slanted gutters are no further apart in height, in pixels.
const ROW_TILT: f64 = 60.0;

/// A script whose panels ask for all kinds of room.
fn script(panels: u32, direction: ReadingDirection, salt: u32) -> Script {
    let panel = |number: u32| {
        let dice = (number * 7 + salt * 13) % 11;
        Panel {
            number,
            importance: u8::try_from(dice % 6 + 1).unwrap(),
            shot: [Shot::Wide, Shot::Medium, Shot::Close, Shot::Insert][dice as usize % 4],
            angle: if dice == 5 { Angle::Dutch } else { Angle::Eye },
            location: Some(format!("l{}", number / 4)),
            ..Panel::default()
        }
    };
    Script {
        reading_direction: direction,
        panels: (1..=panels).map(panel).collect(),
        ..Script::default()
    }
}

fn every_layout() -> impl Iterator<Item = (ReadingDirection, Vec<Page>, u32)> {
    [
        ReadingDirection::Rtl,
        ReadingDirection::Ltr,
        ReadingDirection::Webtoon,
    ]
    .into_iter()
    .flat_map(|direction| {
        (1..=100).flat_map(move |panels| {
            (0..3).map(move |salt| (direction, lay_out(&script(panels, direction, salt)), panels))
        })
    })
}

/// Whether a straight line parts the two convex shapes.
fn disjoint(a: &Cell, b: &Cell) -> bool {
    let parts = |shape: &Cell, other: &Cell| {
        (0..4).any(|side| {
            let ((x0, y0), (x1, y1)) = (shape.corners[side], shape.corners[(side + 1) % 4]);
            other
                .corners
                .iter()
                .all(|(x, y)| (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) < -1e-6)
        })
    };
    parts(a, b) || parts(b, a)
}

fn centre(cell: &Cell) -> (f64, f64) {
    let sum = cell
        .corners
        .iter()
        .fold((0.0, 0.0), |sum, corner| (sum.0 + corner.0, sum.1 + corner.1));
    (sum.0 / 4.0, sum.1 / 4.0)
}

#[test]
fn every_panel_has_one_place_in_order() {
    for (_, pages, panels) in every_layout() {
        let numbers: Vec<u32> = pages
            .iter()
            .flat_map(|page| page.cells.iter().map(|cell| cell.panel))
            .collect();
        assert_eq!(numbers, (1..=panels).collect::<Vec<_>>());
        assert!(pages.iter().zip(1..).all(|(page, number)| page.number == number));
    }
}

#[test]
fn panels_are_disjoint_and_inside_the_frame() {
    for (direction, pages, panels) in every_layout() {
        for page in &pages {
            for (index, cell) in page.cells.iter().enumerate() {
                let (left, top, right, bottom) = cell.bounds();
                let inside = left >= 0.0
                    && top >= 0.0
                    && right <= f64::from(page.width)
                    && bottom <= f64::from(page.height);
                let frame = direction == ReadingDirection::Webtoon
                    || left >= MARGINS[0] - 1e-6
                        && top >= MARGINS[1] - 1e-6
                        && right <= f64::from(PAGE_WIDTH) - MARGINS[2] + 1e-6
                        && bottom <= f64::from(PAGE_HEIGHT) - MARGINS[3] + 1e-6;
                assert!(inside && frame, "{direction:?} {panels}: {cell:?}");
                assert!(
                    right - left > 250.0 && bottom - top > 250.0,
                    "{direction:?} {panels}: too small {cell:?}"
                );
                for other in &page.cells[index + 1..] {
                    assert!(
                        disjoint(cell, other),
                        "{direction:?} {panels}: {cell:?} {other:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_next_panel_is_beside_or_below() {
    for (direction, pages, panels) in every_layout() {
        for pair in pages.iter().flat_map(|page| page.cells.windows(2)) {
            let (a, b) = (&pair[0], &pair[1]);
            let same_row = (centre(a).1 - centre(b).1).abs() < ROW_TILT;
            let beside = match direction {
                ReadingDirection::Rtl => centre(b).0 < centre(a).0,
                _ => centre(b).0 > centre(a).0,
            };
            let below = b.bounds().1 > a.bounds().3 - 2.0 * 30.0 && centre(b).1 > a.bounds().3 - 30.0;
            assert!(
                same_row && beside || !same_row && below,
                "{direction:?} {panels}: {a:?} {b:?}"
            );
        }
    }
}

#[test]
fn pages_hold_four_to_seven_panels_and_never_repeat_a_template() {
    for (direction, pages, panels) in
        every_layout().filter(|(direction, ..)| *direction != ReadingDirection::Webtoon)
    {
        let rows = |page: &Page| {
            let mut rows: Vec<usize> = Vec::new();
            let mut last = f64::NEG_INFINITY;
            for cell in &page.cells {
                if (centre(cell).1 - last).abs() > ROW_TILT {
                    rows.push(0);
                }
                last = centre(cell).1;
                *rows.last_mut().unwrap() += 1;
            }
            rows
        };
        for page in &pages {
            assert!(page.cells.len() <= MAX_PANELS_A_PAGE);
            assert!(
                page.cells.len() >= 3 || panels < 10,
                "{panels}: a page of {}",
                page.cells.len()
            );
        }
        for pair in pages.windows(2) {
            assert_ne!(rows(&pair[0]), rows(&pair[1]), "{direction:?} {panels}");
        }
    }
}

#[test]
fn right_to_left_is_the_mirror_of_left_to_right() {
    let left = lay_out(&script(23, ReadingDirection::Ltr, 1));
    let right = lay_out(&script(23, ReadingDirection::Rtl, 1));
    for (a, b) in left
        .iter()
        .flat_map(|page| &page.cells)
        .zip(right.iter().flat_map(|page| &page.cells))
    {
        let width = f64::from(PAGE_WIDTH);
        let (al, at, ar, ab) = a.bounds();
        let (bl, bt, br, bb) = b.bounds();
        assert_eq!(a.panel, b.panel);
        assert!((al - (width - br)).abs() < 40.0 && (ar - (width - bl)).abs() < 40.0);
        assert!((at - bt).abs() < 45.0 && (ab - bb).abs() < 45.0);
    }
}
