//! Panels are disjoint, inside the frame, and read in one order only: for any script.

use mangakai_script::{Angle, Dialogue, Panel, ReadingDirection, Role, Script, Shot};
use proptest::prelude::*;

use super::*;

/// Smallest side of a cell in millimetres.
const LEAST_SIDE_MM: f64 = 24.0;

fn panel() -> impl Strategy<Value = Panel> {
    let shot = prop::sample::select(vec![
        Shot::Long,
        Shot::Wide,
        Shot::Medium,
        Shot::Close,
        Shot::Insert,
    ]);
    let angle = prop::sample::select(vec![Angle::Eye, Angle::Eye, Angle::Low, Angle::Dutch]);
    let role = prop::sample::select(vec![
        Role::Medium,
        Role::Establishing,
        Role::Closeup,
        Role::Impact,
    ]);
    (1_u8..=6, shot, angle, role, 0_usize..4, 0_u32..3).prop_map(
        |(importance, shot, angle, role, lines, place)| Panel {
            importance,
            shot,
            angle,
            role,
            location: Some(format!("l{place}")),
            dialogue: vec![
                Dialogue {
                    text: "a few words of somebody".to_owned(),
                    ..Dialogue::default()
                };
                lines
            ],
            ..Panel::default()
        },
    )
}

fn script() -> impl Strategy<Value = Script> {
    let direction = prop::sample::select(vec![
        ReadingDirection::Rtl,
        ReadingDirection::Ltr,
        ReadingDirection::Webtoon,
    ]);
    (direction, prop::collection::vec(panel(), 1..=100)).prop_map(|(reading_direction, mut panels)| {
        for (number, panel) in (1..).zip(&mut panels) {
            panel.number = number;
        }
        Script {
            reading_direction,
            panels,
            ..Script::default()
        }
    })
}

fn spec() -> impl Strategy<Value = PageSpec> {
    let paper = prop::sample::select(vec![Paper::A5, Paper::B5, Paper::A4]);
    (paper, any::<bool>()).prop_map(|(paper, bleed)| PageSpec { paper, bleed })
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

/// Groups of cells that a straight cut parts, in the order of `along`; cells whose spans overlap stay together.
fn parted<'a>(cells: &[&'a Cell], along: &dyn Fn(&Cell) -> (f64, f64)) -> Vec<Vec<&'a Cell>> {
    let mut sorted: Vec<&Cell> = cells.to_vec();
    sorted.sort_by(|a, b| along(a).0.total_cmp(&along(b).0));
    let mut groups: Vec<(f64, Vec<&Cell>)> = Vec::new();
    for cell in sorted {
        let (from, to) = along(cell);
        match groups.last_mut() {
            Some((end, group)) if from < *end => {
                *end = end.max(to);
                group.push(cell);
            }
            _ => groups.push((to, vec![cell])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// How eyes go: from the top through whatever a level cut parts, then from the side where reading begins. None when
/// cuts both ways part the same panels: then there is no telling.
fn read(cells: &[&Cell], direction: ReadingDirection, zoom: f64) -> Option<Vec<u32>> {
    if let [cell] = cells {
        return Some(vec![cell.panel]);
    }
    let across = |slack: f64| {
        parted(cells, &|cell| {
            let (left, _, right, _) = cell.bounds();
            match direction {
                ReadingDirection::Rtl => (-right + slack, -left - slack),
                _ => (left + slack, right - slack),
            }
        })
    };
    // Slanted gutters make upright bounds overlap a little.
    let rows = parted(cells, &|cell| {
        let (_, top, _, bottom) = cell.bounds();
        (top + 4.0 * zoom, bottom - 4.0 * zoom)
    });
    let groups = match (rows.len(), across(0.0).len()) {
        (2.., 2..) => return None,
        (2.., _) => rows,
        _ => across(lean(zoom)),
    };
    if groups.len() < 2 {
        return None;
    }
    let order: Option<Vec<Vec<u32>>> = groups.iter().map(|group| read(group, direction, zoom)).collect();
    Some(order?.concat())
}

/// How far upright bounds may overlap across, half of it: a panel that bleeds leans on beyond the frame, in a low row by more
/// than half as much again.
fn lean(zoom: f64) -> f64 {
    1.6 * flair::LEAN * zoom
}

/// Cells and columns of every band.
fn template(page: &Page) -> Vec<(usize, usize)> {
    let zoom = page.spec.unwrap().zoom();
    let cells: Vec<&Cell> = page.cells.iter().collect();
    let rows = parted(&cells, &|cell| {
        let (_, top, _, bottom) = cell.bounds();
        (top + 4.0 * zoom, bottom - 4.0 * zoom)
    });
    let columns = |row: &Vec<&Cell>| {
        let slack = lean(zoom);
        parted(row, &|cell| (cell.bounds().0 + slack, cell.bounds().2 - slack)).len()
    };
    rows.iter().map(|row| (row.len(), columns(row))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_panel_has_one_place_in_order(script in script(), spec in spec()) {
        let pages = lay_out(&script, spec);
        let cells = pages.iter().flat_map(|page| &page.cells);
        let numbers: Vec<u32> = cells.map(|cell| cell.panel).collect();
        prop_assert_eq!(numbers, script.panels.iter().map(|panel| panel.number).collect::<Vec<_>>());
        prop_assert!(pages.iter().zip(1..).all(|(page, number)| page.number == number));
        prop_assert_eq!(pages, lay_out(&script, spec));
    }

    #[test]
    fn panels_are_disjoint_large_enough_and_inside_the_frame(script in script(), spec in spec()) {
        for page in lay_out(&script, spec) {
            let (width, height) = (f64::from(page.width), f64::from(page.height));
            let printed = page.spec.map(|spec| (spec.frame(), LEAST_SIDE_MM * super::paper::PX_PER_MM));
            let ([l, t, r, b], least) = printed.unwrap_or(([0.0, 0.0, width, height], 300.0));
            prop_assert!(page.cells.iter().filter(|cell| cell.bleeds).count() <= 1);
            for (index, cell) in page.cells.iter().enumerate() {
                let (left, top, right, bottom) = cell.bounds();
                let inside = left >= l - 1e-6 && top >= t - 1e-6 && right <= r + 1e-6 && bottom <= b + 1e-6;
                let beyond = |from: f64, to: f64, end: f64| from <= -flair::OVER || to >= end + flair::OVER;
                let bled = beyond(left, right, width) || beyond(top, bottom, height);
                let strip = page.spec.is_none() && top >= 0.0 && bottom <= height;
                prop_assert!(inside && !cell.bleeds || bled && cell.bleeds || strip, "{:?}", cell);
                prop_assert!(right - left >= least && bottom - top >= least, "{:?}", cell);
                for other in &page.cells[index + 1..] {
                    prop_assert!(disjoint(cell, other), "{:?} {:?}", cell, other);
                }
            }
        }
    }

    #[test]
    fn there_is_one_way_to_read_a_page(script in script(), spec in spec()) {
        for page in lay_out(&script, spec) {
            let cells: Vec<&Cell> = page.cells.iter().collect();
            let zoom = page.spec.map_or(0.0, PageSpec::zoom);
            let order = if cells.is_empty() { Some(Vec::new()) } else { read(&cells, script.reading_direction, zoom) };
            prop_assert_eq!(order, Some(cells.iter().map(|cell| cell.panel).collect::<Vec<_>>()), "{:?}", page);
        }
    }

    #[test]
    fn pages_hold_four_to_seven_panels_and_none_is_like_the_one_before(script in script(), spec in spec()) {
        prop_assume!(script.reading_direction != ReadingDirection::Webtoon);
        let pages = lay_out(&script, spec);
        for page in &pages {
            let fewest = script.panels.len().min(4);
            prop_assert!((fewest..=MAX_PANELS_A_PAGE).contains(&page.cells.len()), "{}", page.cells.len());
        }
        for pair in pages.windows(2) {
            prop_assert_ne!(template(&pair[0]), template(&pair[1]));
            let slants = |page: &Page| {
                let slanted = |cell: &Cell| {
                    let [a, b, c, d] = cell.corners;
                    (a.0 - d.0).abs() > 1.0 || (b.0 - c.0).abs() > 1.0 || (a.1 - b.1).abs() > 1.0 || (d.1 - c.1).abs() > 1.0
                };
                page.cells.iter().filter(|cell| slanted(cell)).map(|cell| (centre(cell).1 / 20.0) as i32).collect::<Vec<_>>()
            };
            let (before, after) = (slants(&pair[0]), slants(&pair[1]));
            prop_assert!(before.is_empty() || before != after);
        }
    }

    #[test]
    fn right_to_left_is_the_mirror_of_left_to_right(script in script(), spec in spec()) {
        let read = |reading_direction| lay_out(&Script { reading_direction, ..script.clone() }, spec);
        let (left, right) = (read(ReadingDirection::Ltr), read(ReadingDirection::Rtl));
        let width = f64::from(spec.pixels().0);
        let cells = |pages: &[Page]| pages.iter().flat_map(|page| page.cells.clone()).collect::<Vec<_>>();
        for (a, b) in cells(&left).iter().zip(&cells(&right)) {
            let mirrored = b.corners.map(|(x, y)| (width - x, y));
            let [p, q, r, s] = mirrored;
            for (one, other) in a.corners.iter().zip([q, p, s, r]) {
                prop_assert!((one.0 - other.0).abs() < 1e-6 && (one.1 - other.1).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn slices_are_as_platforms_take_them_and_cut_no_panel(script in script()) {
        let script = Script { reading_direction: ReadingDirection::Webtoon, ..script };
        let pages = lay_out(&script, PageSpec::default());
        for page in &pages {
            prop_assert_eq!(page.width, 800);
            prop_assert!((1..=1280).contains(&page.height), "{}", page.height);
        }
        let empty = pages.iter().filter(|page| page.cells.is_empty()).count();
        let scenes = script.panels.windows(2).filter(|pair| pair[0].location != pair[1].location).count();
        prop_assert!(empty <= scenes, "{} of {} slices are empty", empty, pages.len());
        let mut below = 0.0;
        let mut last: Option<(f64, Panel)> = None;
        for page in &pages {
            for cell in &page.cells {
                let panel = script.panels[cell.panel as usize - 1].clone();
                let (_, top, _, bottom) = cell.bounds();
                if let Some((end, before)) = last {
                    let least = if before.location == panel.location { 250.0 } else { 600.0 };
                    prop_assert!(below + top - end >= least - 1.0);
                }
                last = Some((below + bottom, panel));
            }
            below += f64::from(page.height);
        }
    }
}

#[test]
fn a_strip_without_panels_has_no_pages() {
    let script = Script {
        reading_direction: ReadingDirection::Webtoon,
        ..Script::default()
    };
    assert_eq!(lay_out(&script, PageSpec::default()).len(), 0);
}

#[test]
fn one_panel_fills_the_page() {
    let script = Script {
        panels: vec![Panel {
            number: 1,
            importance: 2,
            ..Panel::default()
        }],
        ..Script::default()
    };
    let pages = lay_out(&script, PageSpec::default());
    let [left, top, right, bottom] = PageSpec::default().frame();
    assert_eq!(pages.len(), 1);
    let (l, t, r, b) = pages[0].cells[0].bounds();
    let apart = [l - left, t - top, r - right, b - bottom];
    assert!(apart.iter().all(|apart| apart.abs() < 1e-6), "{:?}", pages[0]);
}
