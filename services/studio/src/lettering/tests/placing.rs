//! Bubbles and sounds in their places.

use kurbo::{Point, Rect, Shape as _};
use mangakai_script::{DialogueKind, ReadingDirection, SoundEffect};

use super::{face, line, staging};
use crate::PictureError;
use crate::lettering::{DetailMap, Lettering, Paint, Trouble, in_order, letter_picture, plan};

const RTL: ReadingDirection = ReadingDirection::Rtl;
const LTR: ReadingDirection = ReadingDirection::Ltr;

#[test]
fn the_eye_goes_from_the_reading_side_downwards() {
    let (left, right) = (Rect::new(0.0, 0.0, 10.0, 10.0), Rect::new(20.0, 0.0, 30.0, 10.0));
    let below = Rect::new(20.0, 11.0, 30.0, 20.0);
    assert!(in_order(&right, &left, RTL) && !in_order(&left, &right, RTL));
    assert!(in_order(&left, &right, LTR) && !in_order(&right, &left, LTR));
    for direction in [RTL, LTR, ReadingDirection::Webtoon] {
        assert!(in_order(&left, &below, direction) && !in_order(&below, &left, direction));
    }
    assert!(!in_order(&left, &right, ReadingDirection::Webtoon));
}

#[test]
fn two_people_talk_in_order_and_every_tail_finds_its_mouth() {
    for (direction, language, words) in [
        (RTL, "ja", ["今夜もう一度つけよう。", "うん、いっしょに行こう！"]),
        (
            LTR,
            "en",
            ["Let us light it again tonight.", "Yes. Let us go together!"],
        ),
    ] {
        let (first, second) = if direction == RTL {
            (560.0, 210.0)
        } else {
            (210.0, 560.0)
        };
        let faces = vec![face("c1", first, 420.0, 75.0), face("c2", second, 420.0, 75.0)];
        let staging = staging(760.0, 620.0, faces.clone());
        let lines = [
            line(DialogueKind::Speech, Some("c1"), words[0]),
            line(DialogueKind::Speech, Some("c2"), words[1]),
        ];
        let plan = plan(&lines, &[], &staging, direction, language, 1);
        assert_eq!(plan.trouble, []);
        assert_eq!(plan.bubbles.len(), 2);
        assert_eq!(plan.bubbles[0].vertical, direction == RTL);
        assert!(in_order(&plan.bubbles[0].area, &plan.bubbles[1].area, direction));
        for (bubble, own) in plan.bubbles.iter().zip(&faces) {
            let (root, tip) = bubble.tail.unwrap();
            let nearest = faces
                .iter()
                .min_by(|a, b| tip.distance(a.mouth).total_cmp(&tip.distance(b.mouth)))
                .unwrap();
            assert_eq!(nearest.character, own.character);
            assert!(
                tip.distance(own.head.center) >= own.head.radius,
                "a tail stops short of the head"
            );
            assert!(tip.distance(own.mouth) < root.distance(own.mouth));
        }
    }
}

#[test]
fn kinds_differ_in_what_is_drawn() {
    let staging = staging(760.0, 620.0, vec![face("c1", 380.0, 430.0, 80.0)]);
    let drawn = |kind| {
        let plan = plan(
            &[line(kind, Some("c1"), "So it is you.")],
            &[],
            &staging,
            LTR,
            "en",
            1,
        );
        assert_eq!(plan.trouble, [], "{kind:?}");
        (plan.bubbles[0].clone(), plan.marks().to_vec())
    };
    let (speech, speech_marks) = drawn(DialogueKind::Speech);
    let (thought, thought_marks) = drawn(DialogueKind::Thought);
    let (shout, _) = drawn(DialogueKind::Shout);
    let (whisper, whisper_marks) = drawn(DialogueKind::Whisper);
    let (narration, _) = drawn(DialogueKind::Narration);
    assert!(speech.tail.is_some() && narration.tail.is_none());
    assert!(
        thought.tail.is_some() && thought_marks.len() > speech_marks.len() + 2,
        "circles"
    );
    assert!(shout.text_px > speech.text_px && whisper.text_px < speech.text_px);
    let dashes = whisper_marks
        .iter()
        .filter(|mark| matches!(mark.paint, Paint::Stroke { grey: 0, .. }));
    let moves = |path: &kurbo::BezPath| {
        path.elements()
            .iter()
            .filter(|e| matches!(e, kurbo::PathEl::MoveTo(_)))
            .count()
    };
    assert!(
        dashes.map(|mark| moves(&mark.path)).max().unwrap() > 10,
        "a broken line"
    );
}

#[test]
fn a_voice_from_outside_points_to_the_edge() {
    let staging = staging(760.0, 620.0, vec![face("c1", 380.0, 430.0, 80.0)]);
    let lines = [line(DialogueKind::Offscreen, Some("c9"), "Is anybody in there?")];
    let plan = plan(&lines, &[], &staging, LTR, "en", 1);
    assert_eq!(plan.trouble, []);
    let (root, tip) = plan.bubbles[0].tail.unwrap();
    let edge = |p: Point| p.x.min(760.0 - p.x).min(620.0 - p.y);
    assert!(edge(tip) < edge(root));
}

#[test]
fn a_speech_of_four_hundred_letters_stays_whole_and_legible() {
    let sentence = "whoever keeps the light keeps all the people who have not come home yet, ";
    let english: String = sentence.repeat(6).chars().take(400).collect();
    let japanese: String = "灯りを守る者は、まだ帰ってこないすべての人を守るのだ。"
        .repeat(15)
        .chars()
        .take(400)
        .collect();
    for (text, direction, language) in [(english, LTR, "en"), (japanese, RTL, "ja")] {
        let mut staging = staging(1024.0, 1024.0, vec![face("c1", 300.0, 800.0, 110.0)]);
        staging.scale = 1.0;
        let plan = plan(
            &[line(DialogueKind::Speech, Some("c1"), &text)],
            &[],
            &staging,
            direction,
            language,
            1,
        );
        let bad = plan
            .trouble
            .iter()
            .find(|trouble| !matches!(trouble, Trouble::NoTail { .. }));
        assert_eq!(bad, None, "{language}");
        let letters: usize = plan
            .bubbles
            .iter()
            .map(|bubble| bubble.text.chars().filter(|c| *c != ' ').count())
            .sum();
        assert_eq!(letters, text.chars().filter(|c| *c != ' ').count());
    }
}

#[test]
fn sounds_grow_with_their_intensity_and_keep_clear() {
    let staging = staging(760.0, 620.0, vec![face("c1", 380.0, 330.0, 90.0)]);
    let lines = [line(DialogueKind::Speech, Some("c1"), "What was that?")];
    let height = |intensity| {
        let sound = SoundEffect {
            text: "BOOM".to_owned(),
            intensity,
        };
        let plan = plan(&lines, &[sound], &staging, LTR, "en", 1);
        assert_eq!(plan.trouble, []);
        let area = plan.sounds[0].area;
        assert!(area.x0 >= 0.0 && area.y0 >= 0.0 && area.x1 <= 760.0 && area.y1 <= 620.0);
        plan.sounds[0].text_px
    };
    assert!(height(1) < height(2) && height(2) < height(3));
}

/// A calm picture with a busy part on the left.
fn picture() -> image::RgbaImage {
    image::RgbaImage::from_fn(600, 600, |x, y| {
        let busy = x < 280 && (x / 5 + y / 5) % 2 == 0;
        image::Rgba(if busy {
            [0, 0, 0, 255]
        } else {
            [230, 230, 230, 255]
        })
    })
}

fn lettering<'a>(lines: &'a [mangakai_script::Dialogue]) -> Lettering<'a> {
    Lettering {
        lines,
        sounds: &[],
        faces: &[],
        direction: LTR,
        language: "en",
        scale: None,
        seed: 1,
    }
}

#[test]
fn over_an_unknown_picture_bubbles_keep_to_the_calm_part() {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture().write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let lines = [line(DialogueKind::Speech, Some("c1"), "Over here it is calm.")];
    let lettered = letter_picture(bytes.get_ref(), &lettering(&lines)).unwrap();
    let bubble = &lettered.plan.bubbles[0];
    assert!(bubble.area.x0 >= 270.0, "{:?}", bubble.area);
    assert_eq!(bubble.tail, None, "nobody knows where the speaker is");
    let centre = bubble.area.center();
    let ink = |p: &image::Rgba<u8>| p.0[0] < 60;
    let around = |x: u32, y: u32| (x as f64 - centre.x).abs() < 80.0 && (y as f64 - centre.y).abs() < 40.0;
    assert!(
        lettered
            .pixels
            .enumerate_pixels()
            .filter(|(x, y, p)| around(*x, *y) && ink(p))
            .count()
            > 200
    );
}

#[test]
fn junk_is_no_picture() {
    let lines = [line(DialogueKind::Speech, None, "Hello")];
    for junk in [&b""[..], b"text", &[0x89, b'P', b'N', b'G']] {
        assert!(matches!(
            letter_picture(junk, &lettering(&lines)),
            Err(PictureError::NotAPicture(_))
        ));
    }
    assert_eq!(DetailMap::of_luma(&[0; 10], 5, 5), None);
}

#[test]
fn letters_lie_inside_their_bubble() {
    let staging = staging(760.0, 620.0, vec![face("c1", 300.0, 430.0, 80.0)]);
    for kind in [
        DialogueKind::Speech,
        DialogueKind::Shout,
        DialogueKind::Thought,
        DialogueKind::Narration,
    ] {
        let plan = plan(
            &[line(
                kind,
                Some("c1"),
                "「灯りは、帰り道を覚えている」って12回も言ってたよ!?",
            )],
            &[],
            &staging,
            RTL,
            "ja",
            1,
        );
        let area = plan.bubbles[0].area;
        let letters = plan.marks().last().unwrap().path.bounding_box();
        assert!(area.contains_rect(letters), "{kind:?} {area:?} {letters:?}");
        let air = (letters.x0 - area.x0).min(area.x1 - letters.x1);
        assert!(air > 0.2 * plan.bubbles[0].text_px, "{kind:?} {air}");
    }
}
