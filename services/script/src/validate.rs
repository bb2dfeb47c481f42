//! Whether a script can be drawn and tells its story: the same judges for rules, models and people.

mod grammar;
mod people;
mod source;

use serde::Serialize;

use crate::{MAX_BUBBLES, MAX_IMPORTANCE, MAX_PANELS, Panel, Script};

/// One thing that is wrong, in words that a model or a person can act on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Panel number, as its place in the list; none for the script as a whole.
    pub panel: Option<u32>,
    /// Which rule is broken.
    pub rule: Rule,
    /// What is wrong and what would be right.
    pub sentence: String,
}

/// The rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, strum::IntoStaticStr, strum::EnumIter)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Rule {
    /// Panels are numbered 1, 2, 3, ...
    Numbers,
    /// There is at least one panel and not too many.
    PanelCount,
    /// Ids of characters and of locations are there once.
    Ids,
    /// Spans lie in the story, on whole characters.
    Spans,
    /// Panels follow the story's order.
    Order,
    /// What matters in the story is told.
    Coverage,
    /// Lettering is the story's own words.
    Words,
    /// Speakers exist.
    Speakers,
    /// Everybody seen exists, once per panel.
    Cast,
    /// Places exist.
    Locations,
    /// Importance is 1 to 6.
    Importance,
    /// Not every panel is as important as every other.
    Spread,
    /// Few bubbles a panel.
    Bubbles,
    /// Sound words have letters and a loudness of 1 to 3.
    Sounds,
    /// No three equal shots in a row.
    EqualShots,
    /// A new place opens from afar.
    Opening,
    /// Every panel shows something.
    Sight,
}

/// Everything that is wrong with `script` as a telling of `story`; empty when it is fine.
#[must_use]
pub fn validate(script: &Script, story: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    count(script, &mut findings);
    for (index, panel) in script.panels.iter().enumerate() {
        numbers(panel, index, &mut findings);
    }
    people::check(script, &mut findings);
    source::check(script, story, &mut findings);
    grammar::check(script, &mut findings);
    findings.sort_by_key(|finding| finding.panel);
    findings
}

/// What is wrong when `panels` were asked for and the script has another number of them.
#[must_use]
pub fn validate_count(script: &Script, panels: u32) -> Option<Finding> {
    let has = script.panels.len();
    (u32::try_from(has) != Ok(panels)).then(|| Finding {
        panel: None,
        rule: Rule::PanelCount,
        sentence: format!("The script has {has} panels, but exactly {panels} were asked for."),
    })
}

fn count(script: &Script, findings: &mut Vec<Finding>) {
    let has = script.panels.len();
    if has == 0 || has > MAX_PANELS as usize {
        findings.push(Finding {
            panel: None,
            rule: Rule::PanelCount,
            sentence: format!("The script has {has} panels; it needs 1 to {MAX_PANELS}."),
        });
    }
}

fn numbers(panel: &Panel, index: usize, findings: &mut Vec<Finding>) {
    let place = place(index);
    if panel.number != place {
        let sentence = format!(
            "Panel {place} of the list is numbered {}; panels count 1, 2, 3, ...",
            panel.number
        );
        push(findings, index, Rule::Numbers, sentence);
    }
    if panel.importance == 0 || panel.importance > MAX_IMPORTANCE {
        let sentence = format!(
            "Panel {place} has importance {}; it must be 1 to {MAX_IMPORTANCE}.",
            panel.importance
        );
        push(findings, index, Rule::Importance, sentence);
    }
    if panel.dialogue.len() > MAX_BUBBLES {
        let has = panel.dialogue.len();
        let sentence = format!("Panel {place} has {has} bubbles and boxes; at most {MAX_BUBBLES} fit.");
        push(findings, index, Rule::Bubbles, sentence);
    }
}

/// Panel number of the panel at `index` of the list.
fn place(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

fn push(findings: &mut Vec<Finding>, index: usize, rule: Rule, sentence: String) {
    findings.push(Finding {
        panel: Some(place(index)),
        rule,
        sentence,
    });
}
