//! Test sheets: what the artist can draw, side by side, to be looked at.

mod scenes;

use kurbo::Vec2;
use mangakai_script::{Age, Character, CharacterKind, Emotion, Gender, Looks, Pose, Script};
use strum::IntoEnumIterator;

use crate::{
    casting::{self, Role},
    creature::{Creature, Ears},
    figure::{Cut, Figure, Person},
    ink::{Look, Surface, pt},
};

/// A picture of a sheet.
pub struct TestSheet {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Three bytes a pixel instead of one.
    pub colour: bool,
    /// Row by row.
    pub pixels: Vec<u8>,
}

fn people() -> Vec<Person> {
    let characters = [
        ("Mira", Age::Child, Gender::Female),
        ("Ken", Age::Child, Gender::Male),
        ("Aya", Age::Teen, Gender::Female),
        ("Ryo", Age::Teen, Gender::Male),
        ("Ms Brown", Age::Adult, Gender::Female),
        ("Mr Fox", Age::Adult, Gender::Male),
        ("Granny", Age::Old, Gender::Female),
        ("Grandpa", Age::Old, Gender::Male),
    ];
    let script = Script {
        characters: characters
            .iter()
            .map(|(name, age, gender)| Character {
                name: (*name).to_owned(),
                kind: CharacterKind::Human,
                age: *age,
                gender: *gender,
                looks: Looks::default(),
                ..Character::default()
            })
            .collect(),
        ..Script::default()
    };
    casting::cast(&script)
        .into_iter()
        .filter_map(|role| match role {
            Role::Person(person) => Some(*person),
            Role::Creature(..) => None,
        })
        .collect()
}

/// Places a figure by the middle of its head.
fn by_head(mut figure: Figure, at: kurbo::Point) -> Figure {
    let head: Vec2 = figure.head_height();
    figure.ground = at - head * figure.unit;
    figure
}

fn sheet(
    columns: usize,
    rows: usize,
    cell: (u32, u32),
    look: &Look,
    mut draw: impl FnMut(&mut Surface, usize, usize, kurbo::Point),
) -> Option<TestSheet> {
    let (width, height) = (cell.0 * columns as u32, cell.1 * rows as u32);
    let colour = look.colour;
    let mut surface = Surface::new(width, height, 1.0, look.clone())?;
    for row in 0..rows {
        for column in 0..columns {
            let corner = pt(f64::from(cell.0) * column as f64, f64::from(cell.1) * row as f64);
            draw(&mut surface, column, row, corner);
        }
    }
    Some(TestSheet {
        width,
        height,
        colour,
        pixels: surface.into_pixels(),
    })
}

/// All sheets by name.
pub fn test_sheets() -> Vec<(&'static str, TestSheet)> {
    let people = people();
    let yaws = [0.0, 0.45, 0.8, 1.2, 1.57, 2.0, 2.5, 3.1];
    let plain = Look::default();
    let mut sheets = Vec::new();
    let heads = sheet(yaws.len(), people.len(), (230, 260), &plain, |s, c, r, at| {
        by_head(
            Figure::alone(&people[r], Pose::Stand, Emotion::Calm, at, 150.0, yaws[c]),
            at + Vec2::new(115.0, 120.0),
        )
        .draw(s);
    });
    sheets.extend(heads.map(|sheet| ("heads", sheet)));
    let emotions: Vec<Emotion> = Emotion::iter().collect();
    let faces = sheet(emotions.len(), 4, (200, 230), &plain, |s, c, r, at| {
        by_head(
            Figure::alone(
                &people[r + 2 * (r / 2)],
                Pose::Stand,
                emotions[c],
                at,
                130.0,
                0.35 * (r as f64 - 1.0),
            ),
            at + Vec2::new(100.0, 110.0),
        )
        .draw(s);
    });
    sheets.extend(faces.map(|sheet| ("emotions", sheet)));
    let poses: Vec<Pose> = Pose::iter().collect();
    let bodies = sheet(poses.len(), 4, (260, 420), &plain, |s, c, r, at| {
        let yaw = if poses[c] == Pose::Back {
            3.1
        } else {
            [0.0, 0.7, 1.4, 2.6][r]
        };
        let person = &people[[0, 3, 4, 5][r]];
        Figure::alone(
            person,
            poses[c],
            Emotion::Smile,
            at + Vec2::new(130.0, 400.0),
            58.0,
            yaw,
        )
        .draw(s);
    });
    sheets.extend(bodies.map(|sheet| ("poses", sheet)));
    let cuts: Vec<Cut> = Cut::iter().collect();
    let hair = sheet(cuts.len(), 5, (200, 260), &plain, |s, c, r, at| {
        let mut person = people[if r % 2 == 0 { 2 } else { 3 }].clone();
        person.cut = cuts[c];
        person.hair = people[r].hair;
        by_head(
            Figure::alone(
                &person,
                Pose::Stand,
                Emotion::Calm,
                at,
                120.0,
                [0.0, -0.7, 1.57, 2.4, 3.1][r],
            ),
            at + Vec2::new(100.0, 100.0),
        )
        .draw(s);
    });
    sheets.extend(hair.map(|sheet| ("hair", sheet)));
    let colour = Look::of(&mangakai_script::Style {
        art_style: Some("anime_manga".into()),
        ..Default::default()
    });
    let coloured = sheet(people.len(), 1, (300, 620), &colour, |s, c, _, at| {
        Figure::alone(
            &people[c],
            Pose::Stand,
            Emotion::Smile,
            at + Vec2::new(150.0, 600.0),
            85.0,
            0.4,
        )
        .draw(s);
    });
    sheets.extend(coloured.map(|sheet| ("colour", sheet)));
    sheets.extend(creatures(&plain).map(|sheet| ("creatures", sheet)));
    sheets.extend(things(&plain).map(|sheet| ("things", sheet)));
    sheets.extend(places().map(|sheet| ("places", sheet)));
    sheets.extend(scenes::scenes());
    sheets
}

fn creatures(look: &Look) -> Option<TestSheet> {
    let kinds: Vec<CharacterKind> = CharacterKind::iter().collect();
    let emotions = [Emotion::Calm, Emotion::Joy, Emotion::Sad];
    sheet(kinds.len(), emotions.len(), (330, 380), look, |s, c, r, at| {
        let tall = Creature::head_height(kinds[c]) + 0.9;
        let coat = crate::ink::Material::new([0.0, 0.26, 0.94][r], [220, 180, 140]);
        Creature {
            kind: kinds[c],
            coat,
            ears: [Ears::Hanging, Ears::Pointed, Ears::Long][r],
            ground: at + Vec2::new(150.0, 360.0),
            unit: (330.0 / tall).min(170.0),
            flip: 1.0,
            emotion: emotions[r],
        }
        .draw(s);
    })
}

fn things(look: &Look) -> Option<TestSheet> {
    let items: Vec<crate::prop::Item> = crate::prop::Item::iter()
        .filter(|item| crate::prop::stands(*item))
        .collect();
    sheet(
        22,
        items.len().div_ceil(22) * 2,
        (120, 150),
        look,
        |s, c, r, at| {
            let Some(item) = items.get(r / 2 * 22 + c) else {
                return;
            };
            if r % 2 == 0 {
                crate::prop::held(s, *item, at + Vec2::new(60.0, 90.0), 55.0, 1.0);
            } else {
                crate::prop::standing(s, *item, at + Vec2::new(60.0, 140.0), 38.0, 1.0);
            }
        },
    )
}

fn places() -> Option<TestSheet> {
    use crate::{ink::Random, place::Scene};
    use mangakai_script::{Place, TimeOfDay, Weather};
    let places: Vec<Place> = Place::iter().collect();
    let times = [
        (TimeOfDay::Day, Weather::Clear, false),
        (TimeOfDay::Night, Weather::Clear, false),
        (TimeOfDay::Dusk, Weather::Rain, true),
    ];
    let (wide, high) = (360_u32, 300_u32);
    let columns = 8;
    let rows = places.len().div_ceil(columns) * times.len();
    let mut pixels = vec![255_u8; columns * rows * wide as usize * high as usize * 3];
    let stride = columns * wide as usize * 3;
    for (index, place) in places.iter().enumerate() {
        for (row, (time, weather, colour)) in times.iter().enumerate() {
            let look = Look::of(&mangakai_script::Style {
                art_style: colour.then(|| "anime_manga".to_owned()),
                ..Default::default()
            });
            let mut surface = Surface::new(wide, high, 0.5, look)?;
            let scene = Scene {
                place: *place,
                time: *time,
                weather: *weather,
                zoom: 1.0,
                horizon: 0.46,
            };
            surface.lights = scene.lights(&surface);
            scene.draw(&mut surface, &mut Random(3));
            crate::effect::weather(&mut surface, *weather, &mut Random(4), true);
            let drawn = surface.into_pixels();
            let channels = if *colour { 3 } else { 1 };
            let (x0, y0) = (
                (index % columns) * wide as usize,
                (index / columns * times.len() + row) * high as usize,
            );
            for y in 0..high as usize {
                for x in 0..wide as usize {
                    for channel in 0..3 {
                        let from = (y * wide as usize + x) * channels + channel.min(channels - 1);
                        pixels[(y0 + y) * stride + (x0 + x) * 3 + channel] = drawn[from];
                    }
                }
            }
        }
    }
    Some(TestSheet {
        width: wide * columns as u32,
        height: high * rows as u32,
        colour: true,
        pixels,
    })
}
