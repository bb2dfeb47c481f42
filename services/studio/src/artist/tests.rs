//! What every picture promises.

mod people;

use mangakai_script::{
    Age, Angle, CastMember, Character, CharacterKind, Dialogue, DialogueKind, Emotion, Facing, Gender,
    Location, Panel, Place, Pose, ReadingDirection, Script, Shot, SoundEffect, Style, TimeOfDay, Weather,
};
use proptest::prelude::*;
use strum::IntoEnumIterator;

use super::*;
use crate::casting::{self, Role};

const SIZE: Size = Size {
    width: 320,
    height: 300,
};
const SCALE: f64 = 0.4;

fn character(id: usize, name: &str, kind: CharacterKind) -> Character {
    Character {
        id: format!("c{id}"),
        name: name.to_owned(),
        kind,
        ..Character::default()
    }
}

/// A script of one panel with its first `cast` characters.
fn script(panel: Panel, cast: usize) -> Script {
    let names = ["Mira", "Ken", "Aya", "Ryo", "Tom"];
    let characters = names
        .iter()
        .enumerate()
        .map(|(i, name)| character(i, name, CharacterKind::Human))
        .collect();
    let members = (0..cast).map(|i| CastMember {
        character: format!("c{i}"),
        ..CastMember::default()
    });
    let cast = if panel.cast.is_empty() {
        members.collect()
    } else {
        panel.cast
    };
    Script {
        language: "en".to_owned(),
        characters,
        locations: Place::iter()
            .map(|place| Location {
                id: format!("{place:?}"),
                place,
                ..Location::default()
            })
            .collect(),
        panels: vec![Panel {
            number: 1,
            cast,
            importance: 1,
            ..panel
        }],
        ..Script::default()
    }
}

fn drawn(script: &Script) -> Picture {
    draw_panel(script, 1, SIZE, SCALE, 7).unwrap()
}

/// Share of the picture that is dark.
fn ink(picture: &Picture) -> f64 {
    let dark: f64 = picture
        .pixels
        .iter()
        .map(|value| 1.0 - f64::from(*value) / 255.0)
        .sum();
    dark / picture.pixels.len() as f64
}

#[test]
fn every_place_shows_something_at_every_hour_in_every_weather() {
    for place in Place::iter() {
        for time in TimeOfDay::iter() {
            for weather in Weather::iter() {
                let panel = Panel {
                    location: Some(format!("{place:?}")),
                    time,
                    weather,
                    shot: Shot::Wide,
                    ..Panel::default()
                };
                let share = ink(&drawn(&script(panel, 0)));
                assert!(
                    (0.03..0.90).contains(&share),
                    "{place:?} {time:?} {weather:?}: {share}"
                );
            }
        }
    }
}

#[test]
fn everybody_asked_for_is_drawn() {
    for count in 0..=5 {
        for shot in Shot::iter() {
            let picture = drawn(&script(
                Panel {
                    shot,
                    ..Panel::default()
                },
                count,
            ));
            let mut cast = picture.facts.cast.clone();
            cast.sort();
            assert_eq!(
                cast,
                (0..count).map(|i| format!("c{i}")).collect::<Vec<_>>(),
                "{shot:?}"
            );
        }
    }
}

#[test]
fn the_same_script_gives_the_same_pixels() {
    let script = script(
        Panel {
            weather: Weather::Rain,
            location: Some("City".to_owned()),
            ..Panel::default()
        },
        2,
    );
    assert_eq!(drawn(&script).pixels, drawn(&script).pixels);
}

#[test]
fn every_wish_of_style_shows() {
    let panel = Panel {
        location: Some("Room".to_owned()),
        shot: Shot::Wide,
        ..Panel::default()
    };
    let plain = script(panel, 2);
    let before = drawn(&plain);
    for (field, value) in [
        ("art_style", "watercolor"),
        ("art_style", "sketch"),
        ("art_style", "anime_manga"),
        ("color_palette", "sepia"),
        ("line_style", "bold_outlines"),
        ("line_style", "crosshatching"),
        ("character_style", "chibi_cute"),
        ("character_style", "heroic_muscular"),
        ("mood", "dark"),
    ] {
        let styled = Script {
            style: Style::parse([(field, value)]).unwrap(),
            ..plain.clone()
        };
        assert_ne!(drawn(&styled).pixels, before.pixels, "{field} = {value}");
    }
    let sepia = Script {
        style: Style::parse([("color_palette", "sepia")]).unwrap(),
        ..plain
    };
    assert!(drawn(&sepia).colour);
}

#[test]
fn words_stay_within_the_margins() {
    let line = |speaker: &str, text: &str| Dialogue {
        speaker: Some(speaker.to_owned()),
        text: text.to_owned(),
        ..Dialogue::default()
    };
    let dialogue = vec![
        line("c0", "Where were you all the time?"),
        line("c1", "At the sea."),
    ];
    let script = script(
        Panel {
            dialogue,
            ..Panel::default()
        },
        2,
    );
    let margins = Margins {
        left: 60.0,
        right: 40.0,
        ..Margins::default()
    };
    let size = Size {
        width: 700,
        height: 600,
    };
    let picture = draw_panel_within(&script, 1, size, margins, 0.7, 3).unwrap();
    assert_eq!(picture.facts.bubbles.len(), 2);
    for [left, _, right, _] in picture.facts.bubbles {
        assert!(left >= 60.0 && right <= 660.0, "{left}..{right}");
    }
}

#[test]
fn a_sheet_shows_anybody_and_nobody_unknown() {
    let script = script(Panel::default(), 1);
    let size = Size {
        width: 400,
        height: 400,
    };
    assert!(draw_character_sheet(&script, "c0", size).is_ok());
    assert_eq!(
        draw_character_sheet(&script, "c9", size).unwrap_err(),
        DrawError::NoSuchCharacter("c9".to_owned())
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// As many people as a story may show together are never mistaken for each other.
    #[test]
    fn nobody_looks_like_somebody_else(names in proptest::collection::hash_set("[a-zA-Z一-龠ぁ-ん]{1,8}", 2..6), age in 0_usize..4, female: bool) {
        let age = Age::iter().nth(age).unwrap();
        let gender = if female { Gender::Female } else { Gender::Male };
        let characters: Vec<Character> = names
            .iter()
            .enumerate()
            .map(|(i, name)| Character { age, gender, ..character(i, name, CharacterKind::Human) })
            .collect();
        let roles = casting::cast(&Script { characters, ..Script::default() });
        for (i, a) in roles.iter().enumerate() {
            for b in &roles[..i] {
                let (Role::Person(a), Role::Person(b)) = (a, b) else { panic!("people") };
                let same = a.cut == b.cut && a.hair == b.hair && a.extras == b.extras && a.outfit.top == b.outfit.top;
                prop_assert!(!same, "{a:?} and {b:?}");
            }
        }
    }

    /// Any panel of any script draws at any size.
    #[test]
    fn any_panel_draws(
        picks in proptest::collection::vec(0_usize..64, 12),
        words in proptest::collection::vec("\\PC{0,60}", 0..4),
        count in 0_usize..7,
        width in 16_u32..500,
        height in 16_u32..500,
        seed: u64,
    ) {
        fn pick<T: IntoEnumIterator>(index: usize) -> T {
            let all: Vec<T> = T::iter().collect();
            let count = all.len();
            all.into_iter().nth(index % count).unwrap()
        }
        let place: Place = pick(picks[0]);
        let cast = (0..count)
            .map(|i| CastMember {
                character: format!("c{i}"),
                pose: pick::<Pose>(picks[1] + i),
                emotion: pick::<Emotion>(picks[2] + i * 3),
                facing: pick::<Facing>(picks[3] + i),
                holding: ["umbrella", "lantern", "nonsense", ""].get(picks[4] % 5).map(|word| (*word).to_owned()),
            })
            .collect();
        let panel = Panel {
            location: Some(format!("{place:?}")),
            shot: pick(picks[5]),
            angle: pick::<Angle>(picks[6]),
            time: pick(picks[7]),
            weather: pick(picks[8]),
            cast,
            props: vec!["book".to_owned(), "fire".to_owned(), "???".to_owned()],
            dialogue: words
                .iter()
                .enumerate()
                .map(|(i, text)| Dialogue {
                    kind: pick::<DialogueKind>(picks[9] + i),
                    speaker: Some(format!("c{i}")),
                    text: text.clone(),
                    ..Dialogue::default()
                })
                .collect(),
            sfx: vec![SoundEffect { text: words.first().cloned().unwrap_or_default(), intensity: 2 }],
            ..Panel::default()
        };
        let mut script = script(panel, 0);
        for (index, character) in script.characters.iter_mut().enumerate() {
            character.kind = pick(picks[10] + index);
            character.age = pick(picks[11] + index);
        }
        script.reading_direction = pick::<ReadingDirection>(picks[3]);
        let size = Size { width, height };
        let picture = draw_panel(&script, 1, size, f64::from(width.min(height)) / 1024.0, seed).unwrap();
        prop_assert_eq!(picture.pixels.len(), width as usize * height as usize);
    }
}
