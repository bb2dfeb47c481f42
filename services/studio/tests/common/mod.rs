//! The test stories, and short questions to a script.
#![expect(dead_code, reason = "every test binary uses a part of it")]

use mangakai_script::{
    Character, CharacterKind, Dialogue, Gender, Panel, Place, Pose, Script, Style, validate, validate_count,
};
use mangakai_studio::{Brief, DirectorError, write_script};

/// Name and text of every story.
pub const STORIES: [(&str, &str); 26] = [
    (
        "exchange-student.zh",
        include_str!("../../../../tests/stories/exchange-student.zh.txt"),
    ),
    (
        "five-in-a-room.zh",
        include_str!("../../../../tests/stories/five-in-a-room.zh.txt"),
    ),
    (
        "flashback.zh",
        include_str!("../../../../tests/stories/flashback.zh.txt"),
    ),
    (
        "goldfish.ja",
        include_str!("../../../../tests/stories/goldfish.ja.txt"),
    ),
    (
        "injection.en",
        include_str!("../../../../tests/stories/injection.en.txt"),
    ),
    (
        "journey.ja",
        include_str!("../../../../tests/stories/journey.ja.txt"),
    ),
    ("jury.en", include_str!("../../../../tests/stories/jury.en.txt")),
    (
        "lantern-fair.zh",
        include_str!("../../../../tests/stories/lantern-fair.zh.txt"),
    ),
    (
        "lantern.en",
        include_str!("../../../../tests/stories/lantern.en.txt"),
    ),
    (
        "last-ferry.zh",
        include_str!("../../../../tests/stories/last-ferry.zh.txt"),
    ),
    (
        "moving-day.en",
        include_str!("../../../../tests/stories/moving-day.en.txt"),
    ),
    (
        "night-shift.en",
        include_str!("../../../../tests/stories/night-shift.en.txt"),
    ),
    (
        "one-sentence.ja",
        include_str!("../../../../tests/stories/one-sentence.ja.txt"),
    ),
    (
        "phone-call.zh",
        include_str!("../../../../tests/stories/phone-call.zh.txt"),
    ),
    ("poem.zh", include_str!("../../../../tests/stories/poem.zh.txt")),
    (
        "recipe.en",
        include_str!("../../../../tests/stories/recipe.en.txt"),
    ),
    (
        "recipe.zh",
        include_str!("../../../../tests/stories/recipe.zh.txt"),
    ),
    (
        "robot-and-animals.ja",
        include_str!("../../../../tests/stories/robot-and-animals.ja.txt"),
    ),
    (
        "rooftop-quarrel.en",
        include_str!("../../../../tests/stories/rooftop-quarrel.en.txt"),
    ),
    (
        "rooftop.ja",
        include_str!("../../../../tests/stories/rooftop.ja.txt"),
    ),
    (
        "school-day.ja",
        include_str!("../../../../tests/stories/school-day.ja.txt"),
    ),
    (
        "server-log.en",
        include_str!("../../../../tests/stories/server-log.en.txt"),
    ),
    (
        "silent-duel.ja",
        include_str!("../../../../tests/stories/silent-duel.ja.txt"),
    ),
    (
        "snow-ghost.en",
        include_str!("../../../../tests/stories/snow-ghost.en.txt"),
    ),
    (
        "stray-puppy.zh",
        include_str!("../../../../tests/stories/stray-puppy.zh.txt"),
    ),
    (
        "three-names.en",
        include_str!("../../../../tests/stories/three-names.en.txt"),
    ),
];

#[track_caller]
pub fn story(name: &str) -> &'static str {
    let found = STORIES.iter().find(|(other, _)| *other == name);
    found.unwrap_or_else(|| panic!("there is no story {name}")).1
}

/// Every story's text.
pub fn stories() -> impl Iterator<Item = &'static str> {
    STORIES.iter().map(|(_, text)| *text)
}

pub fn direct(story: &str, panels: u32) -> Result<Script, DirectorError> {
    write_script(&Brief {
        story,
        panels,
        language: None,
        reading_direction: None,
        style: &Style::default(),
    })
}

/// The script of `story`, which no validator has anything to say about.
#[track_caller]
pub fn sound(story: &str, panels: u32) -> Script {
    let script = direct(story, panels).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(validate_count(&script, panels), None);
    let findings = validate(&script, story);
    assert!(
        findings.is_empty(),
        "{panels} panels of {:?}: {findings:#?}",
        story.chars().take(80).collect::<String>()
    );
    script
}

/// Everybody by name, groups once.
pub fn names(script: &Script) -> Vec<&str> {
    script
        .characters
        .iter()
        .filter(|person| !is_companion(script, person))
        .map(|person| person.name.as_str())
        .collect()
}

/// One more of a group: "children 2".
fn is_companion(script: &Script, person: &Character) -> bool {
    let mut others = script.characters.iter();
    let group = others.find(|other| person.aliases.contains(&other.name));
    let rest = group.and_then(|group| person.name.strip_prefix(group.name.as_str()));
    rest.is_some_and(|rest| rest.trim_start().parse::<u8>().is_ok())
}

#[track_caller]
pub fn person<'a>(script: &'a Script, name: &str) -> &'a Character {
    let found = script.characters.iter().find(|person| person.name == name);
    found.unwrap_or_else(|| panic!("{name} is not among {:?}", names(script)))
}

#[track_caller]
pub fn kind(script: &Script, name: &str) -> CharacterKind {
    person(script, name).kind
}

#[track_caller]
pub fn gender(script: &Script, name: &str) -> Gender {
    person(script, name).gender
}

/// Hair, outfit, build and things worn, as far as there are any.
#[track_caller]
pub fn looks<'a>(script: &'a Script, name: &str) -> Vec<&'a str> {
    let looks = &person(script, name).looks;
    let told = [&looks.hair, &looks.outfit, &looks.build].into_iter().flatten();
    told.chain(&looks.props).map(String::as_str).collect()
}

/// Places by first appearance in the panels.
pub fn places(script: &Script) -> Vec<Place> {
    let mut places = Vec::new();
    for id in script.panels.iter().filter_map(|panel| panel.location.as_ref()) {
        let place = script.locations.iter().find(|location| location.id == *id);
        let place = place.map(|location| location.place).unwrap_or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

#[track_caller]
pub fn line<'a>(script: &'a Script, words: &str) -> &'a Dialogue {
    let mut lines = script.panels.iter().flat_map(|panel| &panel.dialogue);
    lines
        .find(|line| line.kind != mangakai_script::DialogueKind::Narration && line.text.contains(words))
        .unwrap_or_else(|| panic!("nobody says {words}"))
}

/// Who says `words`.
#[track_caller]
pub fn speaker<'a>(script: &'a Script, words: &str) -> &'a str {
    let id = line(script, words).speaker.as_ref();
    let id = id.unwrap_or_else(|| panic!("no speaker for {words}"));
    name_of(script, id)
}

#[track_caller]
pub fn assert_says(script: &Script, lines: &[(&str, &str)]) {
    for (words, name) in lines {
        assert_eq!(speaker(script, words), *name, "who says {words}");
    }
}

fn name_of<'a>(script: &'a Script, id: &str) -> &'a str {
    let person = script.characters.iter().find(|person| person.id == id);
    person.map_or("", |person| person.name.as_str())
}

/// The panel whose alt text or lettering has `words`.
#[track_caller]
pub fn panel<'a>(script: &'a Script, words: &str) -> &'a Panel {
    let has = |panel: &&Panel| {
        panel.action.contains(words) || panel.dialogue.iter().any(|line| line.text.contains(words))
    };
    script
        .panels
        .iter()
        .find(has)
        .unwrap_or_else(|| panic!("no panel has {words}"))
}

/// Who is seen in the panel with `words`.
#[track_caller]
pub fn seen(script: &Script, words: &str) -> Vec<String> {
    let cast = panel(script, words).cast.iter();
    cast.map(|member| name_of(script, &member.character).to_owned())
        .collect()
}

#[track_caller]
pub fn assert_does(script: &Script, words: &str, name: &str, pose: Pose) {
    let mut cast = panel(script, words).cast.iter();
    let member = cast.find(|member| name_of(script, &member.character) == name);
    let member = member.unwrap_or_else(|| panic!("{name} is not seen where {words}"));
    assert_eq!(member.pose, pose, "{name} where {words}");
}

#[track_caller]
pub fn holding<'a>(script: &'a Script, words: &str, name: &str) -> Option<&'a str> {
    let mut cast = panel(script, words).cast.iter();
    let member = cast.find(|member| name_of(script, &member.character) == name)?;
    member.holding.as_deref()
}
