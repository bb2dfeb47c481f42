//! Small faults that a model keeps making, mended by rule after it was asked again: nothing of the story is lost by it.
//! Whatever else is wrong stays wrong and is refused. Pure.

use std::collections::BTreeSet;

use mangakai_script::{
    MAX_EQUAL_IMPORTANCE_SHARE, MAX_EQUAL_SHOTS, MAX_IMPORTANCE, MAX_SFX_INTENSITY, MIN_SPREAD_PANELS, Panel,
    Script, Shot,
};

/// Mends what can be mended.
pub fn mend(script: &mut Script) {
    let people: BTreeSet<String> = script
        .characters
        .iter()
        .map(|character| character.id.clone())
        .collect();
    let places: BTreeSet<String> = script
        .locations
        .iter()
        .map(|location| location.id.clone())
        .collect();
    for panel in &mut script.panels {
        names(panel, &people, &places);
        words(panel);
        panel.importance = panel.importance.clamp(1, MAX_IMPORTANCE);
        panel.sfx.retain(|sound| !sound.text.trim().is_empty());
        for sound in &mut panel.sfx {
            sound.intensity = sound.intensity.clamp(1, MAX_SFX_INTENSITY);
        }
    }
    shots(&mut script.panels);
    spread(&mut script.panels);
}

/// Where nearly all panels matter the same, every third of them matters a little more: pages need large and small ones.
fn spread(panels: &mut [Panel]) {
    let count = |importance: u8| {
        panels
            .iter()
            .filter(|panel| panel.importance == importance)
            .count()
    };
    let Some(most) = (1..=MAX_IMPORTANCE).max_by_key(|importance| count(*importance)) else {
        return;
    };
    #[expect(clippy::cast_precision_loss, reason = "at most a few hundred panels")]
    let share = count(most) as f64 / panels.len().max(1) as f64;
    if panels.len() < MIN_SPREAD_PANELS || share <= MAX_EQUAL_IMPORTANCE_SHARE {
        return;
    }
    let other = if most < MAX_IMPORTANCE { most + 1 } else { most - 1 };
    let alike = panels.iter_mut().filter(|panel| panel.importance == most);
    for panel in alike.step_by(3) {
        panel.importance = other;
    }
}

/// Nobody and no place that does not exist.
fn names(panel: &mut Panel, people: &BTreeSet<String>, places: &BTreeSet<String>) {
    let mut seen = BTreeSet::new();
    panel
        .cast
        .retain(|member| people.contains(&member.character) && seen.insert(member.character.clone()));
    for line in &mut panel.dialogue {
        line.speaker = line.speaker.take().filter(|speaker| people.contains(speaker));
    }
    panel.location = panel.location.take().filter(|place| places.contains(place));
}

/// Words that are not the story's are called so.
fn words(panel: &mut Panel) {
    panel.dialogue.retain(|line| !line.text.trim().is_empty());
    for line in &mut panel.dialogue {
        line.invented |= line.source.is_none();
    }
}

/// A place that opens from afar, and never a third equal shot.
fn shots(panels: &mut [Panel]) {
    let mut known = BTreeSet::new();
    let mut run: Vec<Shot> = Vec::new();
    for panel in panels {
        let opens = panel.location.clone().is_some_and(|place| known.insert(place));
        let tired = |shot: Shot| {
            run.len() >= MAX_EQUAL_SHOTS && run.iter().rev().take(MAX_EQUAL_SHOTS).all(|s| *s == shot)
        };
        let fits = |shot: Shot| !tired(shot) && (!opens || matches!(shot, Shot::Wide | Shot::Long));
        if !fits(panel.shot) {
            // The nearest distance that fits.
            let others = match panel.shot {
                Shot::Long => [Shot::Wide, Shot::Medium],
                Shot::Wide => [Shot::Long, Shot::Medium],
                Shot::Medium => [Shot::Wide, Shot::Long],
                Shot::Close => [Shot::Medium, Shot::Wide],
                Shot::Insert => [Shot::Close, Shot::Wide],
            };
            let mut all = others.into_iter().chain([Shot::Wide, Shot::Long]);
            panel.shot = all.find(|shot| fits(*shot)).unwrap_or(panel.shot);
        }
        run.push(panel.shot);
    }
}

#[cfg(test)]
mod tests {
    use mangakai_script::{Character, Location, Place, Rule, Span, validate};
    use proptest::prelude::*;

    use super::*;

    fn script(shots: &[u8], places: &[u8], importance: u8) -> (Script, String) {
        let story = "Ann waits. ".repeat(shots.len());
        let panels = shots
            .iter()
            .zip(places)
            .zip(1..)
            .map(|((shot, place), number)| Panel {
                number,
                source: Span {
                    start: (number as usize - 1) * 11,
                    end: number as usize * 11,
                },
                shot: [Shot::Long, Shot::Wide, Shot::Medium, Shot::Close, Shot::Insert][usize::from(*shot)],
                location: Some(format!("l{place}")),
                importance,
                cast: ["c1", "c1", "c9"]
                    .map(|id| mangakai_script::CastMember {
                        character: id.to_owned(),
                        ..Default::default()
                    })
                    .into(),
                dialogue: vec![mangakai_script::Dialogue {
                    speaker: Some("c9".to_owned()),
                    text: "No.".to_owned(),
                    ..Default::default()
                }],
                action: "Ann waits".to_owned(),
                ..Panel::default()
            });
        let locations = (0..3).map(|n| Location {
            id: format!("l{n}"),
            place: Place::Sea,
            ..Location::default()
        });
        let script = Script {
            characters: vec![Character {
                id: "c1".to_owned(),
                ..Character::default()
            }],
            locations: locations.collect(),
            panels: panels.collect(),
            ..Script::default()
        };
        (script, story)
    }

    proptest! {
        #[test]
        fn whatever_can_be_mended_is(panels in proptest::collection::vec((0_u8..5, 0_u8..5), 1..30), importance in any::<u8>()) {
            let (shots, places): (Vec<u8>, Vec<u8>) = panels.into_iter().unzip();
            let (mut script, story) = script(&shots, &places, importance);
            mend(&mut script);
            prop_assert_eq!(validate(&script, &story), vec![]);
        }
    }

    #[test]
    fn what_cannot_be_mended_is_still_found() {
        let (mut script, story) = script(&[0, 1], &[0, 1], 1);
        script.panels[0].action.clear();
        mend(&mut script);
        assert_eq!(validate(&script, &story)[0].rule, Rule::Sight);
    }
}
