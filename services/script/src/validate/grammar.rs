//! Rhythm: never too many equal shots in a row, a new place opens from afar, and some panels matter more than others.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Rule, place, push};
use crate::{MAX_EQUAL_IMPORTANCE_SHARE, MAX_EQUAL_SHOTS, MIN_SPREAD_PANELS, Script, Shot};

pub(super) fn check(script: &Script, findings: &mut Vec<Finding>) {
    shots(script, findings);
    spread(script, findings);
}

fn shots(script: &Script, findings: &mut Vec<Finding>) {
    let mut run = 0;
    let mut before = None;
    let mut known = BTreeSet::new();
    for (index, panel) in script.panels.iter().enumerate() {
        run = if before == Some(panel.shot) { run + 1 } else { 1 };
        before = Some(panel.shot);
        if run > MAX_EQUAL_SHOTS {
            let name: &'static str = panel.shot.into();
            let sentence = format!(
                "Panel {} is the third {name} shot in a row; change the distance.",
                place(index)
            );
            push(findings, index, Rule::EqualShots, sentence);
        }
        let Some(location) = &panel.location else { continue };
        if known.insert(location.as_str()) && !matches!(panel.shot, Shot::Long | Shot::Wide) {
            let sentence = format!(
                "Panel {} is the first at '{location}'; a new place opens with a wide or long shot.",
                place(index)
            );
            push(findings, index, Rule::Opening, sentence);
        }
    }
}

fn spread(script: &Script, findings: &mut Vec<Finding>) {
    let mut counts: BTreeMap<u8, usize> = BTreeMap::new();
    for panel in &script.panels {
        *counts.entry(panel.importance).or_default() += 1;
    }
    let total = script.panels.len();
    let Some((importance, count)) = counts.into_iter().max_by_key(|(_, count)| *count) else {
        return;
    };
    #[expect(clippy::cast_precision_loss, reason = "at most a few hundred panels")]
    let share = count as f64 / total as f64;
    if total >= MIN_SPREAD_PANELS && share > MAX_EQUAL_IMPORTANCE_SHARE {
        let sentence = format!(
            "{count} of {total} panels have importance {importance}; raise those that matter most and lower the quiet ones."
        );
        findings.push(Finding {
            panel: None,
            rule: Rule::Spread,
            sentence,
        });
    }
}
