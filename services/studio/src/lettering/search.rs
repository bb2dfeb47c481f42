//! The places of all bubbles together: many places for each, the best few dozen arrangements kept after each.

use kurbo::{Point, Rect, Vec2};
use mangakai_script::ReadingDirection;

use super::cost::{self, Rules};
use super::limits::{BEAM, GOOD, GRID, MARGIN, SMALL, STEPS};
use super::line::{Line, Variant};
use super::staging::Staging;
use super::tail::Tail;

/// Variants of a line tried at one size.
const VARIANTS: usize = 5;
/// Places of one bubble kept in each of 8 x 8 parts of the picture.
const SPREAD: u8 = 4;

/// A bubble in its place.
#[derive(Clone)]
pub(super) struct Spot {
    pub variant: usize,
    pub centre: Point,
    pub area: Rect,
    pub tail: Option<Tail>,
    /// Of the place alone.
    pub cost: f64,
}

/// All bubbles in their places.
pub(super) struct Arrangement {
    pub cost: f64,
    pub bubbles: Vec<(Variant, Spot)>,
}

/// Margin to the edge of the picture, in pixels.
pub(super) fn margin(staging: &Staging) -> f64 {
    (MARGIN * staging.scale).min(0.04 * staging.width.min(staging.height))
}

/// The cheapest arrangement of `lines` under `rules`, in letters as large as possible.
pub(super) fn arrange(
    lines: &[Line],
    staging: &Staging,
    direction: ReadingDirection,
    rules: Rules,
) -> Option<Arrangement> {
    let mut best: Option<Arrangement> = None;
    let mut worse = 0;
    let mut last = f64::INFINITY;
    for part in STEPS {
        let sizes: f64 = lines.iter().map(|line| line.px(part, staging)).sum();
        if sizes >= last {
            break;
        }
        last = sizes;
        let Some(mut found) = at_size(lines, staging, direction, rules, part) else {
            continue;
        };
        found.cost += SMALL * (1.0 - part) * lines.len() as f64;
        match &best {
            Some(before) if before.cost <= found.cost => worse += 1,
            _ => best = Some(found),
        }
        let good = best
            .as_ref()
            .is_some_and(|best| best.cost <= GOOD * lines.len() as f64);
        if good || worse >= 2 {
            break;
        }
    }
    let mut best = best?;
    grow(&scene(lines, staging, direction, rules), lines, &mut best);
    Some(best)
}

fn scene<'a>(
    lines: &[Line],
    staging: &'a Staging,
    direction: ReadingDirection,
    rules: Rules,
) -> cost::Scene<'a> {
    cost::Scene {
        staging,
        direction,
        rules,
        count: lines.len(),
    }
}

/// Where one bubble made all letters small, the others may be larger again in their places.
fn grow(scene: &cost::Scene, lines: &[Line], arrangement: &mut Arrangement) {
    let staging = scene.staging;
    let inner = staging.frame().inset(-margin(staging) + 1e-6);
    let step = 0.6 * staging.width.min(staging.height) / GRID as f64;
    let mut chosen: Vec<Spot> = arrangement.bubbles.iter().map(|(_, spot)| spot.clone()).collect();
    for (index, line) in lines.iter().enumerate() {
        let before = whole(scene, lines, &chosen).unwrap_or(f64::INFINITY);
        let small = arrangement.bubbles[index].0.px;
        let mut best: Option<(f64, Variant, Spot)> = None;
        for px in STEPS
            .map(|part| line.px(part, staging))
            .into_iter()
            .filter(|px| *px > small * 1.02)
        {
            for variant in fitting(line, staging, px) {
                for (i, j) in (-2..=2).flat_map(|i| (-2..=2).map(move |j| (i, j))) {
                    let place =
                        arrangement.bubbles[index].1.centre + Vec2::new(f64::from(i), f64::from(j)) * step;
                    let area = variant.body.extents + place.to_vec2();
                    if !inner.contains_rect(area) {
                        continue;
                    }
                    let Some(spot) = scene.place(line, index, &variant, 0, place) else {
                        continue;
                    };
                    let old = std::mem::replace(&mut chosen[index], spot);
                    let found =
                        whole(scene, lines, &chosen).map(|cost| cost - SMALL * (px - small) / line.full);
                    let spot = std::mem::replace(&mut chosen[index], old);
                    let least = best.as_ref().map_or(before, |(least, ..)| *least);
                    if let Some(cost) = found.filter(|cost| *cost < least) {
                        best = Some((cost, line.variant(variant.block, px, staging), spot));
                    }
                }
            }
            if best.is_some() {
                break;
            }
        }
        if let Some((_, variant, spot)) = best {
            chosen[index] = spot.clone();
            arrangement.bubbles[index] = (variant, spot);
        }
    }
}

fn at_size(
    lines: &[Line],
    staging: &Staging,
    direction: ReadingDirection,
    rules: Rules,
    part: f64,
) -> Option<Arrangement> {
    let scene = scene(lines, staging, direction, rules);
    let mut variants = Vec::with_capacity(lines.len());
    let mut spots = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let fitting = fitting(line, staging, line.px(part, staging));
        let places = places(&scene, line, index, &fitting);
        if places.is_empty() {
            return None;
        }
        variants.push(fitting);
        spots.push(places);
    }
    let chosen = beam(&scene, lines, &spots)?;
    let (cost, chosen) = refine(&scene, lines, &variants, chosen);
    let bubbles = chosen
        .into_iter()
        .zip(variants)
        .map(|(spot, mut variants)| (variants.swap_remove(spot.variant), spot))
        .collect();
    Some(Arrangement { cost, bubbles })
}

/// The forms of a line that fit the picture at all, best first.
fn fitting(line: &Line, staging: &Staging, px: f64) -> Vec<Variant> {
    let margin = margin(staging);
    let room = (staging.width - 2.0 * margin, staging.height - 2.0 * margin);
    let fits =
        |variant: &Variant| variant.body.extents.width() <= room.0 && variant.body.extents.height() <= room.1;
    (0..line.blocks.len())
        .filter(|block| {
            let (x, y) = line.blocks[*block].half();
            2.0 * x * px <= room.0 && 2.0 * y * px <= room.1
        })
        .map(|block| line.variant(block, px, staging))
        .filter(fits)
        .take(VARIANTS)
        .collect()
}

fn places(scene: &cost::Scene, line: &Line, index: usize, variants: &[Variant]) -> Vec<Spot> {
    let (width, height) = (scene.staging.width, scene.staging.height);
    let margin = margin(scene.staging);
    let mut spots = Vec::new();
    for (number, variant) in variants.iter().enumerate() {
        let extents = variant.body.extents;
        let (x0, x1) = (margin - extents.x0, width - margin - extents.x1);
        let (y0, y1) = (margin - extents.y0, height - margin - extents.y1);
        for i in 0..=GRID {
            for j in 0..=GRID {
                let part = |k: usize| k as f64 / GRID as f64;
                let centre = Point::new(x0 + (x1 - x0) * part(i), y0 + (y1 - y0) * part(j));
                spots.extend(scene.place(line, index, variant, number, centre));
            }
        }
    }
    spots.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    let mut taken = [[0_u8; 8]; 8];
    let cell = |at: f64, side: f64| ((at / side * 8.0).max(0.0) as usize).min(7);
    spots.retain(|spot| {
        let count = &mut taken[cell(spot.centre.x, width)][cell(spot.centre.y, height)];
        *count = count.saturating_add(1);
        *count <= SPREAD
    });
    spots.truncate(BEAM.0);
    spots
}

/// Keeps the best arrangements of the first bubbles while the next is added.
fn beam(scene: &cost::Scene, lines: &[Line], spots: &[Vec<Spot>]) -> Option<Vec<Spot>> {
    let mut states: Vec<(f64, Vec<usize>)> = vec![(0.0, Vec::new())];
    for (index, candidates) in spots.iter().enumerate() {
        let mut next = Vec::new();
        for (cost, chosen) in &states {
            'candidates: for (number, spot) in candidates.iter().enumerate() {
                let mut cost = cost + spot.cost;
                for (before, number) in chosen.iter().enumerate() {
                    match scene.pair(lines, (before, &spots[before][*number]), (index, spot)) {
                        Some(more) => cost += more,
                        None => continue 'candidates,
                    }
                }
                next.push((cost, chosen, number));
            }
        }
        next.sort_by(|a, b| a.0.total_cmp(&b.0));
        next.truncate(BEAM.1);
        states = next
            .into_iter()
            .map(|(cost, chosen, number)| (cost, [chosen.as_slice(), &[number]].concat()))
            .collect();
    }
    let (_, chosen) = states.into_iter().next()?;
    Some(
        chosen
            .iter()
            .zip(spots)
            .map(|(number, spots)| spots[*number].clone())
            .collect(),
    )
}

/// Moves each bubble a little as long as that makes the whole cheaper.
fn refine(
    scene: &cost::Scene,
    lines: &[Line],
    variants: &[Vec<Variant>],
    mut chosen: Vec<Spot>,
) -> (f64, Vec<Spot>) {
    let margin = margin(scene.staging);
    let inner = scene.staging.frame().inset(-margin + 1e-6);
    let mut best = whole(scene, lines, &chosen).unwrap_or(f64::INFINITY);
    let grain = scene.staging.width.min(scene.staging.height) / GRID as f64;
    for step in [0.5, 0.25, 0.12] {
        for index in 0..chosen.len() {
            for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
                let before = chosen[index].clone();
                let centre = before.centre + Vec2::new(dx, dy) * grain * step;
                let variant = &variants[index][before.variant];
                let area = variant.body.extents + centre.to_vec2();
                if !inner.contains_rect(area) {
                    continue;
                }
                let Some(spot) = scene.place(&lines[index], index, variant, before.variant, centre) else {
                    continue;
                };
                chosen[index] = spot;
                match whole(scene, lines, &chosen) {
                    Some(cost) if cost < best => best = cost,
                    _ => chosen[index] = before,
                }
            }
        }
    }
    (best, chosen)
}

fn whole(scene: &cost::Scene, lines: &[Line], chosen: &[Spot]) -> Option<f64> {
    let mut cost = 0.0;
    for (index, spot) in chosen.iter().enumerate() {
        cost += spot.cost;
        for (before, other) in chosen[..index].iter().enumerate() {
            cost += scene.pair(lines, (before, other), (index, spot))?;
        }
    }
    Some(cost)
}
