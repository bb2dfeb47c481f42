//! Nobody's hand lies over somebody else's face.

use kurbo::{Point, Rect};

use super::super::actor::{Actor, Body};
use crate::figure::{Figure, Layer};

/// Below a head, in heads: room for a hand.
const BELOW: f64 = 0.30;

/// Lowers every arm that crosses a face of somebody else; those who touch have their arms where they belong.
pub fn faces(actors: &mut [Actor]) {
    for one in 0..actors.len() {
        let partner = actors[one].partner.as_ref().map(|partner| partner.id.clone());
        let faces: Vec<Rect> = actors
            .iter()
            .enumerate()
            .filter(|(other, actor)| *other != one && actor.shows_face && Some(&actor.id) != partner.as_ref())
            .map(|(_, actor)| actor.head())
            .collect();
        let Body::Person(figure) = &mut actors[one].body else {
            continue;
        };
        for arm in 0..2 {
            let met = faces.iter().find(|face| crosses(figure, arm, face));
            if let Some(face) = met {
                let palm = figure.wrist(arm);
                let to = Point::new(palm.x, face.y1 + BELOW * figure.unit);
                let (grip, layer) = (figure.posture.hands[arm].grip, figure.reach.arms[arm]);
                figure.reach_to(arm, to, 0.45, layer);
                figure.posture.hands[arm].grip = grip;
            }
        }
    }
}

/// The forearm or hand lies within a face, whatever is drawn later.
fn crosses(figure: &Figure, arm: usize, face: &Rect) -> bool {
    if figure.reach.arms[arm] == Layer::Under {
        return false;
    }
    let (elbow, wrist) = (figure.elbow(arm), figure.wrist(arm));
    let inner = face.inset(-0.12 * figure.unit);
    let hand = wrist + (wrist - elbow) * 0.35;
    (0..=6).any(|step| inner.contains(elbow.lerp(hand, f64::from(step) / 6.0)))
}
