//! A head, layer by layer.

use kurbo::{Point, Rect};

use super::{Cut, Extra, Person, contour, emotions::Expression, extras, eyes, face, hair, space::HeadFrame};
use crate::ink::{Surface, blob, curve};

/// Draws everything but the hair that hangs behind.
pub fn draw(surface: &mut Surface, frame: &HeadFrame, person: &Person, expression: Expression) {
    let width = eyes::pen(frame, surface);
    let outline = contour::outline(frame, person.jaw);
    let skull = blob(&outline);
    let parts = person.cut.parts();
    let bare = matches!(person.cut, Cut::Bald | Cut::Balding);
    hair::cap(surface, frame, person);
    if bare {
        surface.shape(&skull, width * 0.6, person.skin);
    } else if frame.shows_face() {
        let skin = blob(&contour::face(frame, person.jaw, parts.recede));
        surface.union(std::slice::from_ref(&skin), 0.0, person.skin);
        // The line of the face runs below the hair only.
        let lower: Vec<Point> = outline[2..=10].to_vec();
        surface.stroke(&curve(&lower), width * 1.05);
        surface.clipped(&skull, |s| s.fill(&skin, person.skin));
    }
    if surface.halo > 0.0 {
        surface.shape(&skull, width, person.skin);
    }
    if parts.ears || bare {
        face::ears(surface, frame, person, width);
    }
    if frame.shows_face() {
        extras::on_face(surface, frame, person);
        face::draw(surface, frame, person, expression);
    }
    hair::front_ring(surface, frame, person);
    hair::front(surface, frame, person);
    hair::front_curls(surface, frame, person);
    extras::above(surface, frame, person);
    if frame.shows_face() {
        face::marks_above(surface, frame, expression);
    }
}

/// Box of the head with its hair.
pub fn bounds(frame: &HeadFrame, person: &Person) -> Rect {
    let hat = person.wears(Extra::Hat) || person.wears(Extra::StrawHat);
    let top = if hat {
        -0.85
    } else {
        -0.60 - person.cut.parts().volume
    };
    let half = 0.47 + person.cut.parts().volume;
    Rect::from_points(frame.at(-half, top), frame.at(half, 0.52))
        .union(Rect::from_points(frame.at(half, top), frame.at(-half, 0.52)))
}
