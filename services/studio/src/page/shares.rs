//! A length divided by what its parts ask for.

/// No panel of a band is narrower than this share of an even one.
const NARROWEST: f64 = 0.74;

/// Cuts of a band are at least this far from those of the band above, as a share of the width.
pub(super) const APART: f64 = 0.065;

/// How far and how finely a cut is moved to get there.
const STEPS: i32 = 9;
const STEP: f64 = 0.02;

/// Shares of one in proportion to `wants`, none below `least` of what `evens` would give it.
pub(super) fn shares(wants: &[f64], evens: &[f64], least: f64) -> Vec<f64> {
    let total: f64 = wants.iter().sum();
    let even: f64 = evens.iter().sum();
    let floors: Vec<f64> = evens.iter().map(|share| share / even * least).collect();
    // What somebody wants beyond their least, scaled to what is left when everybody has theirs.
    let beyond: Vec<f64> = wants
        .iter()
        .zip(&floors)
        .map(|(want, floor)| (want / total - floor).max(0.0))
        .collect();
    let wanted: f64 = beyond.iter().sum();
    let scale = (1.0 - least) / wanted.max(f64::MIN_POSITIVE);
    floors
        .iter()
        .zip(beyond)
        .map(|(floor, beyond)| floor + beyond * scale)
        .collect()
}

/// Where a band is cut so that its parts get what they ask for, away from the cuts `above`.
pub(super) fn cuts(wants: &[f64], above: &[f64]) -> Vec<f64> {
    let evens = vec![1.0; wants.len()];
    let mut at = 0.0;
    let mut ideal: Vec<f64> = shares(wants, &evens, NARROWEST)
        .into_iter()
        .map(|share| {
            at += share;
            at
        })
        .collect();
    ideal.pop();
    let clear = |cuts: &[f64]| {
        cuts.iter()
            .all(|cut| above.iter().all(|other| (cut - other).abs() >= APART))
    };
    #[expect(clippy::cast_precision_loss, reason = "a few parts")]
    let least = NARROWEST / wants.len() as f64;
    let wide = |cuts: &[f64]| {
        let ends = cuts.iter().copied().chain([1.0]);
        let begins = [0.0].into_iter().chain(cuts.iter().copied());
        begins.zip(ends).all(|(begin, end)| end - begin >= least - 1e-9)
    };
    let mut best: Option<(f64, Vec<f64>)> = None;
    for moved in moves(ideal.len()) {
        let cuts: Vec<f64> = ideal.iter().zip(&moved).map(|(cut, by)| cut + by).collect();
        let cost: f64 = moved.iter().map(|by| by.abs()).sum();
        if clear(&cuts) && wide(&cuts) && best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, cuts));
        }
    }
    best.map_or(ideal, |(_, cuts)| cuts)
}

/// Every way to move so many cuts.
fn moves(cuts: usize) -> Vec<Vec<f64>> {
    let steps = || (-STEPS..=STEPS).map(|step| f64::from(step) * STEP);
    (0..cuts).fold(vec![Vec::new()], |moves, _| {
        moves
            .iter()
            .flat_map(|before| steps().map(|by| before.iter().copied().chain([by]).collect()))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_share_is_below_the_least() {
        for wants in [[1.0, 9.0, 1.0], [1.0, 1.0, 1.0], [0.5, 20.0, 3.0]] {
            let shares = shares(&wants, &[1.0, 1.0, 1.0], 0.7);
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            assert!(
                shares.iter().all(|share| *share >= 0.7 / 3.0 - 1e-9),
                "{shares:?}"
            );
        }
    }

    #[test]
    fn cuts_keep_clear_of_those_above() {
        for above in [vec![], vec![0.5], vec![0.33, 0.67], vec![0.4], vec![0.62]] {
            for wants in [
                vec![1.0, 1.0],
                vec![3.0, 1.0],
                vec![1.0, 1.0, 1.0],
                vec![1.0, 3.0, 2.0],
            ] {
                for cut in cuts(&wants, &above) {
                    assert!(
                        above.iter().all(|other| (cut - other).abs() >= APART),
                        "{wants:?} {above:?}"
                    );
                }
            }
        }
    }
}
