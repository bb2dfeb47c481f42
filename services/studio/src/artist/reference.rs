//! Character sheets: somebody from all sides and in several moods, for people to look at and for models to follow.

use kurbo::Vec2;
use mangakai_script::{Emotion, Pose, Script};

use super::{DrawError, DrawnFacts, Picture, Size};
use crate::{
    casting::{self, Beast, Role},
    creature::Creature,
    figure::{Figure, Person},
    ink::{Look, Surface, pt},
};

/// Height of a sheet in design pixels.
const DESIGN: f64 = 1024.0;

/// The sheet of a character of a script: front, half side, side and back, and five moods.
///
/// # Errors
/// When there is no such character, or the size makes no sense.
pub fn draw_character_sheet(script: &Script, id: &str, size: Size) -> Result<Picture, DrawError> {
    let index = script
        .characters
        .iter()
        .position(|character| character.id == id)
        .ok_or_else(|| DrawError::NoSuchCharacter(id.to_owned()))?;
    let role = casting::cast(script)
        .into_iter()
        .nth(index)
        .ok_or_else(|| DrawError::NoSuchCharacter(id.to_owned()))?;
    let Size { width, height } = size;
    let look = Look::of(&script.style);
    let colour = look.colour;
    let scale = f64::from(height) / DESIGN;
    let mut surface = Surface::new(width, height, scale, look).ok_or(DrawError::BadSize(width, height))?;
    match role {
        Role::Person(person) => sides_and_moods(&mut surface, &person),
        Role::Creature(Beast { kind, coat, ears, .. }) => {
            let natural = surface.height * 0.62 / (Creature::head_height(kind) + 0.8);
            for (x, flip, emotion) in [(0.27, 1.0, Emotion::Calm), (0.73, -1.0, Emotion::Joy)] {
                let ground = surface.at(x, 0.86);
                Creature {
                    kind,
                    coat,
                    ears,
                    ground,
                    unit: natural,
                    flip,
                    emotion,
                }
                .draw(&mut surface);
            }
        }
    }
    let facts = DrawnFacts {
        cast: vec![id.to_owned()],
        ..DrawnFacts::default()
    };
    Ok(Picture {
        width,
        height,
        colour,
        pixels: surface.into_pixels(),
        facts,
    })
}

fn sides_and_moods(surface: &mut Surface, person: &Person) {
    let unit = surface.height * 0.58 / (person.proportions.heads + 0.2);
    for (x, yaw) in [
        (0.13, 0.0),
        (0.38, 0.75),
        (0.62, 1.5),
        (0.87, std::f64::consts::PI),
    ] {
        let ground = surface.at(x, 0.63);
        Figure::alone(
            person,
            Pose::Stand,
            Emotion::Calm,
            ground,
            unit.min(surface.width * 0.12),
            yaw,
        )
        .draw(surface);
    }
    let face = surface.height * 0.20;
    for (x, emotion) in [
        (0.11, Emotion::Joy),
        (0.30, Emotion::Sad),
        (0.50, Emotion::Angry),
        (0.70, Emotion::Surprise),
        (0.89, Emotion::Shy),
    ] {
        let mut bust = Figure::alone(
            person,
            Pose::Stand,
            emotion,
            pt(0.0, 0.0),
            face.min(surface.width * 0.16),
            0.3,
        );
        let head: Vec2 = bust.head_height() * bust.unit;
        bust.ground = surface.at(x, 0.82) - head;
        let frame = crate::ink::rect(
            surface.width * (x - 0.095),
            surface.height * 0.68,
            surface.width * 0.19,
            surface.height * 0.30,
        );
        surface.clipped(&frame, |s| bust.draw(s));
    }
}
