//! The letterer's promises.

mod placing;
mod properties;
mod scripts;
mod setting;

use kurbo::{Circle, Point, Rect};
use mangakai_script::{Dialogue, DialogueKind};

use super::{FaceBox, Staging};

fn line(kind: DialogueKind, speaker: Option<&str>, text: &str) -> Dialogue {
    Dialogue {
        kind,
        speaker: speaker.map(str::to_owned),
        text: text.to_owned(),
        ..Dialogue::default()
    }
}

fn face(character: &str, x: f64, y: f64, radius: f64) -> FaceBox {
    FaceBox {
        character: character.to_owned(),
        rect: Rect::new(x - radius, y - radius, x + radius, y + radius),
        mouth: Point::new(x, y + 0.5 * radius),
        head: Circle::new((x, y), radius),
    }
}

fn staging(width: f64, height: f64, faces: Vec<FaceBox>) -> Staging {
    Staging {
        width,
        height,
        scale: 0.75,
        faces,
        ..Staging::default()
    }
}
