//! Shots: never too many equal ones in a row, and a new place opens from afar.

use std::collections::BTreeSet;

use super::{Finding, Rule, place, push};
use crate::{MAX_EQUAL_SHOTS, Script, Shot};

pub(super) fn check(script: &Script, findings: &mut Vec<Finding>) {
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
