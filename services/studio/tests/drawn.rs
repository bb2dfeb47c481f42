//! What is drawn of every story: facts that a stranger's eye would check.

mod common;

use mangakai_script::{Script, Shot, Style};
use mangakai_studio::{Area, Brief, MIN_TEXT, Size, draw_panel, write_script};

const SIZE: Size = Size {
    width: 700,
    height: 640,
};
const SCALE: f64 = 0.65;
/// Boxes may share a corner where the round shapes in them do not touch.
const CORNER: f64 = 0.12;

fn scripts() -> Vec<(String, Script)> {
    let style = Style::default();
    let script = |(name, story): &(&str, &str)| {
        let brief = Brief {
            story,
            panels: 6,
            language: None,
            reading_direction: None,
            style: &style,
        };
        let script = write_script(&brief).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        ((*name).to_owned(), script)
    };
    common::STORIES.iter().map(script).collect()
}

fn shared(a: &Area, b: &Area) -> f64 {
    let width = a[2].min(b[2]) - a[0].max(b[0]);
    let height = a[3].min(b[3]) - a[1].max(b[1]);
    width.max(0.0) * height.max(0.0)
}

#[test]
fn every_panel_of_every_story_keeps_the_rules_of_the_trade() {
    let mut faults = Vec::new();
    for (name, script) in scripts() {
        for panel in &script.panels {
            let at = format!("{name} {}", panel.number);
            let picture = draw_panel(&script, panel.number, SIZE, SCALE, u64::from(panel.number)).unwrap();
            let facts = &picture.facts;
            for (i, bubble) in facts.bubbles.iter().enumerate() {
                let [left, top, right, bottom] = *bubble;
                if left < 0.0 || top < 0.0 || right > f64::from(SIZE.width) || bottom > f64::from(SIZE.height)
                {
                    faults.push(format!("{at}: bubble {i} leaves the panel: {bubble:?}"));
                }
                for other in &facts.bubbles[..i] {
                    if shared(bubble, other) > 1.0 {
                        faults.push(format!("{at}: bubble {i} lies over another"));
                    }
                }
            }
            for (i, face) in facts.faces.iter().enumerate() {
                let area = (face[2] - face[0]) * (face[3] - face[1]);
                if facts
                    .bubbles
                    .iter()
                    .any(|bubble| shared(bubble, face) > CORNER * area)
                {
                    faults.push(format!("{at}: a bubble lies over face {i}"));
                }
            }
            if facts.text_px.iter().any(|px| *px < MIN_TEXT * SCALE * 0.99) {
                faults.push(format!("{at}: letters of {:?} px", facts.text_px));
            }
            if !facts.missing_glyphs.is_empty() {
                faults.push(format!("{at}: no glyphs for {:?}", facts.missing_glyphs));
            }
            // A thing fills the picture.
            let inserted = facts.cast.is_empty() && panel.shot == Shot::Insert;
            let mut drawn = facts.cast.clone();
            let mut meant: Vec<String> = panel.cast.iter().map(|member| member.character.clone()).collect();
            drawn.sort();
            meant.sort();
            if !inserted && drawn != meant {
                faults.push(format!("{at}: {drawn:?} instead of {meant:?}"));
            }
            let dark: f64 = picture
                .pixels
                .iter()
                .map(|value| 1.0 - f64::from(*value) / 255.0)
                .sum();
            let ink = dark / picture.pixels.len() as f64;
            if !(0.03..0.85).contains(&ink) {
                faults.push(format!("{at}: {ink:.3} of the panel is ink"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
