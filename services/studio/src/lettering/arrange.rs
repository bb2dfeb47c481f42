//! From lines to places: what is tried when there is little room.

use super::cost::Rules;
use super::limits::{GOOD, MOST_SEARCHED};
use super::line::{Line, Setting};
use super::rows;
use super::search::{self, Arrangement};
use super::staging::Staging;

/// Lines in their places: whole where that goes well, else long ones cut in two, else with ever fewer rules.
pub(super) fn arranged(lines: Vec<Line>, staging: &Staging, setting: Setting) -> (Vec<Line>, Arrangement) {
    let direction = setting.direction;
    if lines.is_empty() || lines.len() > MOST_SEARCHED {
        let arrangement = rows::arrange(&lines, staging, direction);
        return (lines, arrangement);
    }
    let good = GOOD * 2.2 * lines.len() as f64;
    let all = Rules {
        faces: true,
        tails: true,
        order: true,
    };
    let steps = [
        all,
        Rules { tails: false, ..all },
        Rules {
            faces: false,
            tails: false,
            order: true,
        },
    ];
    let mut cut: Option<Vec<Line>> = None;
    for rules in steps {
        let mut whole = search::arrange(&lines, staging, direction, rules);
        if let Some(whole) = whole.take_if(|whole| whole.cost <= good) {
            return (lines, whole);
        }
        let cut = cut.get_or_insert_with(|| cut_long(&lines, staging, setting));
        let parts = if cut.len() > lines.len() && cut.len() <= MOST_SEARCHED {
            search::arrange(cut, staging, direction, rules)
        } else {
            None
        };
        match (whole, parts) {
            (Some(whole), Some(parts)) if parts.cost + GOOD >= whole.cost => return (lines, whole),
            (_, Some(parts)) => return (std::mem::take(cut), parts),
            (Some(whole), None) => return (lines, whole),
            (None, None) => {}
        }
    }
    let arrangement = rows::arrange(&lines, staging, direction);
    (lines, arrangement)
}

/// The same lines with the long ones in two.
fn cut_long(lines: &[Line], staging: &Staging, setting: Setting) -> Vec<Line> {
    lines
        .iter()
        .flat_map(|line| match line.split(staging, setting) {
            Some(parts) => parts.into_iter().collect(),
            None => vec![line.clone()],
        })
        .collect()
}
