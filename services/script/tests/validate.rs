//! Each rule finds what it is there for, and nothing in a sound script.

use mangakai_script::{
    CastMember, Character, Dialogue, Location, Panel, Place, Rule, Script, Shot, SoundEffect, Span, validate,
    validate_count,
};
use strum::IntoEnumIterator;

const STORY: &str = "夜。ハルは走った。「待って！」ユキが叫んだ。";

fn span(text: &str) -> Span {
    let start = STORY
        .find(text)
        .unwrap_or_else(|| panic!("{text} is not in the story"));
    Span {
        start,
        end: start + text.len(),
    }
}

fn panel(number: u32, text: &str, shot: Shot) -> Panel {
    Panel {
        number,
        source: span(text),
        shot,
        importance: 2,
        location: Some("l1".to_owned()),
        action: text.to_owned(),
        cast: vec![CastMember {
            character: "c1".to_owned(),
            ..CastMember::default()
        }],
        ..Panel::default()
    }
}

fn sound_script() -> Script {
    let mut last = panel(3, "「待って！」ユキが叫んだ。", Shot::Close);
    last.dialogue = vec![Dialogue {
        speaker: Some("c1".to_owned()),
        text: "待って！".to_owned(),
        source: Some(span("待って！")),
        ..Dialogue::default()
    }];
    Script {
        characters: vec![Character {
            id: "c1".to_owned(),
            ..Character::default()
        }],
        locations: vec![Location {
            id: "l1".to_owned(),
            place: Place::Street,
            ..Location::default()
        }],
        panels: vec![
            panel(1, "夜。", Shot::Wide),
            panel(2, "ハルは走った。", Shot::Medium),
            last,
        ],
        ..Script::default()
    }
}

#[track_caller]
fn assert_finds(rule: Rule, change: impl Fn(&mut Script)) {
    let mut script = sound_script();
    change(&mut script);
    let findings = validate(&script, STORY);
    assert!(
        findings.iter().any(|finding| finding.rule == rule),
        "{rule:?} not in {findings:#?}"
    );
    assert!(findings.iter().all(|finding| finding.sentence.ends_with('.')));
}

#[test]
fn a_sound_script_has_no_findings() {
    assert_eq!(validate(&sound_script(), STORY), vec![]);
    assert_eq!(validate_count(&sound_script(), 3), None);
    assert!(
        validate_count(&sound_script(), 4)
            .unwrap()
            .sentence
            .contains("exactly 4")
    );
}

#[test]
fn every_rule_finds_its_fault() {
    assert_finds(Rule::Numbers, |s| s.panels[1].number = 5);
    assert_finds(Rule::PanelCount, |s| s.panels.clear());
    assert_finds(Rule::Ids, |s| s.characters.push(s.characters[0].clone()));
    assert_finds(Rule::Spans, |s| s.panels[0].source = Span { start: 1, end: 3 });
    assert_finds(Rule::Spans, |s| s.panels[2].source.end = 5000);
    assert_finds(Rule::Order, |s| s.panels.swap(0, 1));
    assert_finds(Rule::Coverage, |s| s.panels[2].source = s.panels[1].source);
    assert_finds(Rule::Words, |s| s.panels[2].dialogue[0].text = "待て".to_owned());
    assert_finds(Rule::Words, |s| s.panels[2].dialogue[0].source = None);
    assert_finds(Rule::Words, |s| s.panels[2].dialogue[0].text.clear());
    assert_finds(Rule::Speakers, |s| {
        s.panels[2].dialogue[0].speaker = Some("c9".to_owned())
    });
    assert_finds(Rule::Cast, |s| s.panels[0].cast[0].character = "c9".to_owned());
    assert_finds(Rule::Cast, |s| {
        let again = s.panels[0].cast[0].clone();
        s.panels[0].cast.push(again);
    });
    assert_finds(Rule::Locations, |s| s.panels[0].location = Some("l9".to_owned()));
    assert_finds(Rule::Importance, |s| s.panels[0].importance = 0);
    assert_finds(Rule::Importance, |s| s.panels[0].importance = 7);
    assert_finds(Rule::Bubbles, |s| {
        s.panels[2].dialogue = vec![s.panels[2].dialogue[0].clone(); 4]
    });
    assert_finds(Rule::Sounds, |s| {
        s.panels[0].sfx.push(SoundEffect {
            text: "ド".to_owned(),
            intensity: 4,
        })
    });
    assert_finds(Rule::EqualShots, |s| {
        s.panels.iter_mut().for_each(|panel| panel.shot = Shot::Wide)
    });
    assert_finds(Rule::Spread, |s| {
        let last = s.panels[2].clone();
        s.panels.extend(vec![last; 3]);
    });
    assert_finds(Rule::Opening, |s| s.panels[0].shot = Shot::Close);
    assert_finds(Rule::Sight, |s| s.panels[0].action = " ".to_owned());
    assert_finds(Rule::Sight, |s| {
        s.panels[0].cast.clear();
        s.locations[0].place = Place::Abstract;
    });
}

#[test]
fn six_panels_of_which_two_matter_more_are_spread() {
    let mut script = sound_script();
    for number in 4..=6 {
        let mut more = script.panels[2].clone();
        (more.number, more.shot) = (number, [Shot::Medium, Shot::Close][number as usize % 2]);
        script.panels.push(more);
    }
    script.panels[4].importance = 5;
    script.panels[5].importance = 1;
    assert_eq!(validate(&script, STORY), vec![]);
}

#[test]
fn every_rule_is_proved() {
    // The list of rules that the test above breaks, kept complete.
    let source = include_str!("validate.rs");
    for rule in Rule::iter() {
        let broken = format!("assert_finds(Rule::{rule:?}");
        assert!(source.contains(&broken), "{rule:?} is never broken");
    }
}

#[test]
fn invented_words_may_be_anything_but_nothing() {
    let mut script = sound_script();
    script.panels[2].dialogue[0].text = "Wait!".to_owned();
    script.panels[2].dialogue[0].invented = true;
    assert_eq!(validate(&script, STORY), vec![]);
}
