use mangakai_script::{Character, Dialogue, Location, Looks, Place, Style};
use proptest::prelude::*;

use super::*;

fn script() -> Script {
    let looks = Looks {
        hair: Some("long black hair".to_owned()),
        outfit: Some("yellow raincoat".to_owned()),
        ..Looks::default()
    };
    let ann = Character {
        id: "c1".to_owned(),
        name: "Ann".to_owned(),
        looks,
        ..Character::default()
    };
    let harbour = Location {
        id: "l1".to_owned(),
        name: "the old harbour".to_owned(),
        place: Place::Harbour,
        indoor: false,
    };
    let panel = Panel {
        number: 1,
        location: Some("l1".to_owned()),
        time: TimeOfDay::Night,
        weather: Weather::Rain,
        cast: vec![CastMember {
            character: "c1".to_owned(),
            holding: Some("a lantern".to_owned()),
            ..CastMember::default()
        }],
        action: "c1 lights the lantern; c12 is a boat".to_owned(),
        props: vec!["lantern".to_owned()],
        dialogue: vec![
            Dialogue {
                text: "Come home!".to_owned(),
                ..Dialogue::default()
            },
            Dialogue::default(),
        ],
        ..Panel::default()
    };
    Script {
        characters: vec![ann],
        locations: vec![harbour],
        panels: vec![panel],
        ..Script::default()
    }
}

fn wanted(script: &Script) -> Wanted<'_> {
    Wanted {
        script,
        panel: 1,
        instruction: None,
        references: &[],
        max_chars: 8_000,
    }
}

#[test]
fn the_prompt_says_style_looks_place_action_and_room_and_forbids_lettering() {
    let script = script();
    let words = prompt(&wanted(&script)).unwrap();
    for part in [
        "black and white manga",
        "Ann lights the lantern; c12 is a boat",
        "long black hair, yellow raincoat",
        "holding a lantern",
        "the old harbour, harbour, outdoors, night, rain",
        "exactly one figure",
        "upper right and upper left",
        "No text, no lettering",
        "no speech bubbles",
    ] {
        assert!(words.contains(part), "{part} is not in:\n{words}");
    }
    assert!(
        !words.contains("Come home"),
        "what is lettered later must not be drawn"
    );
}

#[test]
fn references_and_wishes_are_told() {
    let script = script();
    let asked = Wanted {
        instruction: Some("make it dawn"),
        references: &[Role::Base, Role::Character("Mina".to_owned()), Role::Earlier],
        ..wanted(&script)
    };
    let words = prompt(&asked).unwrap();
    assert!(
        words.contains("Picture 1 shows the present version")
            && words.contains("Picture 2 shows how Mina looks")
            && words.contains("Picture 3 shows an earlier panel")
    );
    assert!(words.contains("Change in particular: make it dawn."));
}

#[test]
fn a_style_asked_for_is_taken_and_a_reading_direction_moves_the_room() {
    let mut script = script();
    script.style = Style {
        art_style: Some("watercolor".to_owned()),
        mood: Some("mysterious".to_owned()),
        ..Style::default()
    };
    script.reading_direction = ReadingDirection::Ltr;
    let words = prompt(&wanted(&script)).unwrap();
    assert!(words.contains("style watercolor; mood: mysterious"));
    assert!(words.contains("upper left and upper right"));
    assert_eq!(
        prompt(&Wanted {
            panel: 9,
            ..wanted(&script)
        }),
        None
    );
}

#[test]
fn what_matters_least_is_left_out_first() {
    let script = script();
    let whole = prompt(&wanted(&script)).unwrap().chars().count();
    let shorter = prompt(&Wanted {
        max_chars: whole - 1,
        ..wanted(&script)
    })
    .unwrap();
    assert!(!shorter.contains("Things seen") && shorter.contains("Place:"));
}

proptest! {
    #[test]
    fn the_prompt_is_never_too_long_and_always_forbids_lettering(action in "\\PC{0,600}", max_chars in 400_usize..2_000) {
        let mut script = script();
        script.panels[0].action = action;
        let words = prompt(&Wanted { max_chars, ..wanted(&script) }).unwrap();
        prop_assert!(words.chars().count() <= max_chars, "{}", words.chars().count());
        prop_assert!(words.ends_with(NO_LETTERING));
    }
}
