//! The words of a panel: what the letterer has to know about it, and its plan painted.

use kurbo::{Circle, Point, Rect};
use mangakai_script::{Panel, Script};

use super::{DrawnFacts, ink::Ink, stage::Actor};
use crate::lettering::{FaceBox, Staging, paint, plan};

/// Letters a panel and notes what was done.
pub fn letter(
    k: &mut Ink,
    script: &Script,
    panel: &Panel,
    actors: &[Actor],
    seed: u64,
    facts: &mut DrawnFacts,
) {
    let plan = plan(
        &panel.dialogue,
        &panel.sfx,
        &staging(k, actors),
        script.reading_direction,
        &script.language,
        seed,
    );
    paint(plan.marks(), &mut k.pm.as_mut());
    for bubble in &plan.bubbles {
        let Rect { x0, y0, x1, y1 } = bubble.area;
        facts.bubbles.push([x0, y0, x1, y1]);
        facts.text_px.push(bubble.text_px);
    }
    facts.missing_glyphs.extend(plan.missing_glyphs);
}

fn staging(k: &Ink, actors: &[Actor]) -> Staging {
    let face = |actor: &Actor| FaceBox {
        character: actor.id.clone(),
        rect: actor.head(),
        mouth: Point::from(actor.mouth()),
        head: Circle::new((actor.figure.x, actor.figure.y), actor.figure.u * 0.63),
    };
    let lantern = |actor: &Actor| {
        let at = actor.figure.lantern_pos();
        let side = 0.8 * actor.figure.u;
        actor
            .figure
            .lantern
            .then(|| Rect::from_center_size((at.x, at.y), (side, side)))
    };
    Staging {
        width: k.w,
        height: k.h,
        scale: k.s,
        faces: actors.iter().map(face).collect(),
        bodies: actors.iter().map(Actor::body).collect(),
        props: actors.iter().filter_map(lantern).collect(),
        detail: None,
    }
}

#[cfg(test)]
mod tests {
    use mangakai_script::{Dialogue, Panel, Script};

    use crate::{Size, draw_panel};

    #[test]
    fn what_was_lettered_is_noted() {
        let line = |text: &str| Dialogue {
            text: text.to_owned(),
            ..Dialogue::default()
        };
        let script = Script {
            language: "en".to_owned(),
            panels: vec![Panel {
                number: 1,
                dialogue: vec![line("Hello?"), line("Who is there \u{5d0}?")],
                ..Panel::default()
            }],
            ..Script::default()
        };
        let size = Size {
            width: 600,
            height: 500,
        };
        let facts = draw_panel(&script, 1, size, 0.7, 1).unwrap().facts;
        assert_eq!((facts.bubbles.len(), facts.text_px.len()), (2, 2));
        assert_eq!(facts.missing_glyphs, ['\u{5d0}']);
        for [left, top, right, bottom] in facts.bubbles {
            assert!(
                0.0 <= left
                    && left < right
                    && right <= 600.0
                    && 0.0 <= top
                    && top < bottom
                    && bottom <= 500.0
            );
        }
    }
}
