//! Whole panels on test sheets: people who touch, hold, lie, stand in groups; cameras that are not level.

use mangakai_script::{
    Age, Angle, CastMember, Character, CharacterKind, Emotion, Gender, Location, Panel, Place, Pose, Script,
    Shot,
};

use super::TestSheet;
use crate::artist::{Size, draw_panel};

const SIZE: Size = Size {
    width: 480,
    height: 480,
};
const SCALE: f64 = 0.5;
const COLUMNS: usize = 6;

/// Who plays: id, age, gender, kind.
const PLAYERS: [(&str, Age, Gender, CharacterKind); 8] = [
    ("Mira", Age::Adult, Gender::Female, CharacterKind::Human),
    ("Ken", Age::Adult, Gender::Male, CharacterKind::Human),
    ("Aya", Age::Child, Gender::Female, CharacterKind::Human),
    ("Ryo", Age::Child, Gender::Male, CharacterKind::Human),
    ("Granny", Age::Old, Gender::Female, CharacterKind::Human),
    ("Tom", Age::Teen, Gender::Male, CharacterKind::Human),
    ("Rex", Age::Adult, Gender::Male, CharacterKind::Dog),
    ("Mao", Age::Adult, Gender::Female, CharacterKind::Cat),
];

fn member(name: &str, pose: Pose) -> CastMember {
    CastMember {
        character: name.to_owned(),
        pose,
        ..CastMember::default()
    }
}

fn panel(place: Place, shot: Shot, cast: Vec<CastMember>) -> Panel {
    Panel {
        location: Some(place_id(place)),
        shot,
        cast,
        importance: 3,
        ..Panel::default()
    }
}

fn place_id(place: Place) -> String {
    format!("{place:?}")
}

/// Everybody who touches somebody.
fn touches() -> Vec<Panel> {
    let pairs = [
        (Pose::Hug, "Mira", "Ken", Pose::Hug),
        (Pose::Hug, "Granny", "Aya", Pose::Hug),
        (Pose::HoldHands, "Mira", "Ken", Pose::HoldHands),
        (Pose::HoldHands, "Ken", "Ryo", Pose::HoldHands),
        (Pose::Comfort, "Ken", "Mira", Pose::Stand),
        (Pose::Comfort, "Granny", "Ryo", Pose::Stand),
        (Pose::Carry, "Ken", "Aya", Pose::Stand),
        (Pose::Hug, "Aya", "Rex", Pose::Stand),
        (Pose::Carry, "Tom", "Mao", Pose::Stand),
    ];
    let mut panels = Vec::new();
    for shot in [Shot::Wide, Shot::Medium] {
        for (pose, one, other, others) in pairs {
            let mut first = member(one, pose);
            first.emotion = Emotion::Smile;
            panels.push(panel(Place::Street, shot, vec![first, member(other, others)]));
        }
    }
    panels
}

fn holding(shot: Shot) -> Vec<Panel> {
    [
        "cup", "book", "phone", "umbrella", "sword", "lantern", "bowl", "letter", "bag", "bottle", "flower",
        "box",
    ]
    .into_iter()
    .enumerate()
    .map(|(i, thing)| {
        let mut holder = member(["Mira", "Ken", "Aya"][i % 3], Pose::Hold);
        holder.holding = Some(thing.to_owned());
        panel(Place::Room, shot, vec![holder])
    })
    .collect()
}

fn lying() -> Vec<Panel> {
    let lie = |place, shot, names: &[&str], props: &[&str]| {
        let mut panel = panel(
            place,
            shot,
            names.iter().map(|name| member(name, Pose::Lie)).collect(),
        );
        panel.props = props.iter().map(|prop| (*prop).to_owned()).collect();
        panel
    };
    vec![
        lie(Place::Field, Shot::Wide, &["Mira"], &[]),
        lie(Place::Field, Shot::Medium, &["Ken"], &[]),
        lie(Place::Rooftop, Shot::Wide, &["Mira", "Ken"], &[]),
        lie(Place::Room, Shot::Wide, &["Aya"], &["bed"]),
        lie(Place::Room, Shot::Medium, &["Granny"], &["bed"]),
        lie(Place::Street, Shot::Wide, &["Ken"], &["bench"]),
    ]
}

fn groups() -> Vec<Panel> {
    let names = ["Mira", "Ken", "Aya", "Tom", "Granny"];
    let mut panels = Vec::new();
    for (count, shot) in [
        (3, Shot::Medium),
        (4, Shot::Medium),
        (5, Shot::Medium),
        (4, Shot::Wide),
        (5, Shot::Wide),
        (5, Shot::Close),
    ] {
        panels.push(panel(
            Place::Village,
            shot,
            names[..count]
                .iter()
                .map(|name| member(name, Pose::Stand))
                .collect(),
        ));
    }
    panels
}

fn angles() -> Vec<Panel> {
    let mut panels = Vec::new();
    for angle in [Angle::Dutch, Angle::Low, Angle::High, Angle::BirdsEye] {
        for shot in [Shot::Wide, Shot::Medium] {
            let mut panel = panel(
                Place::Street,
                shot,
                vec![member("Mira", Pose::Stand), member("Ken", Pose::Point)],
            );
            panel.angle = angle;
            panels.push(panel);
        }
    }
    panels.push(panel(Place::River, Shot::Wide, vec![member("Mira", Pose::Walk)]));
    panels.push(panel(Place::River, Shot::Long, Vec::new()));
    panels
}

fn script(panels: Vec<Panel>) -> Script {
    let numbered = panels
        .into_iter()
        .zip(1..)
        .map(|(panel, number)| Panel { number, ..panel });
    let places = [
        Place::Street,
        Place::Room,
        Place::Field,
        Place::Rooftop,
        Place::Village,
        Place::River,
    ];
    Script {
        characters: PLAYERS
            .map(|(name, age, gender, kind)| Character {
                id: name.to_owned(),
                name: name.to_owned(),
                age,
                gender,
                kind,
                ..Character::default()
            })
            .to_vec(),
        locations: places
            .map(|place| Location {
                id: place_id(place),
                place,
                ..Location::default()
            })
            .to_vec(),
        panels: numbered.collect(),
        ..Script::default()
    }
}

/// Sheets of panels by name.
pub fn scenes() -> Vec<(&'static str, TestSheet)> {
    let mut things = holding(Shot::Medium);
    things.extend(holding(Shot::Insert));
    [
        ("touches", touches()),
        ("holding", things),
        ("lying", lying()),
        ("groups", groups()),
        ("angles", angles()),
    ]
    .into_iter()
    .filter_map(|(name, panels)| Some((name, sheet(&script(panels))?)))
    .collect()
}

/// All panels of a script in rows.
fn sheet(script: &Script) -> Option<TestSheet> {
    let (wide, high) = (SIZE.width as usize, SIZE.height as usize);
    let rows = script.panels.len().div_ceil(COLUMNS);
    let stride = COLUMNS * wide;
    let mut pixels = vec![255_u8; stride * rows * high];
    for (index, panel) in script.panels.iter().enumerate() {
        let drawn = draw_panel(script, panel.number, SIZE, SCALE, 1).ok()?;
        let corner = index / COLUMNS * high * stride + index % COLUMNS * wide;
        for (y, line) in drawn.pixels.chunks_exact(wide).enumerate() {
            let from = corner + y * stride;
            pixels[from..from + wide].copy_from_slice(line);
        }
    }
    Some(TestSheet {
        width: stride as u32,
        height: (rows * high) as u32,
        colour: false,
        pixels,
    })
}
