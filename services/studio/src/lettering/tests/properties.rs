//! Whatever is lettered, wherever.

use kurbo::Shape as _;
use mangakai_script::{Dialogue, DialogueKind, ReadingDirection, SoundEffect};
use proptest::prelude::*;

use super::{face, staging};
use crate::lettering::geometry::shared;
use crate::lettering::tokens::{clean, is_blank};
use crate::lettering::{MIN_TEXT, Staging, Trouble, plan};

fn kinds() -> impl Strategy<Value = DialogueKind> {
    use DialogueKind::*;
    prop::sample::select(vec![
        Speech, Thought, Narration, Shout, Whisper, Offscreen, Telephone,
    ])
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z ,.!?'-]{0,120}",
        3 => "[ぁ-ん一-丿ァ-ヶ、。！？「」ー0-9]{0,80}",
        1 => "[a-z]{200,400}",
        1 => "[、。」ー]{1,60}",
        1 => prop::collection::vec(any::<char>(), 0..400).prop_map(String::from_iter),
        1 => "[\u{300}-\u{36f}\u{590}-\u{6ff}\u{1F600}-\u{1F64F}\u{200b}-\u{200f}\u{fe00}-\u{fe0f}]{0,60}",
    ]
}

fn lines() -> impl Strategy<Value = Vec<Dialogue>> {
    let line = (kinds(), 0..5_usize, texts()).prop_map(|(kind, speaker, text)| {
        let base: String = text.chars().skip(3).take(2).collect();
        Dialogue {
            kind,
            speaker: (speaker > 0).then(|| format!("c{speaker}")),
            ruby: vec![(base, "よみ".to_owned())],
            text,
            ..Dialogue::default()
        }
    });
    prop::collection::vec(line, 0..5)
}

fn stagings() -> impl Strategy<Value = Staging> {
    let faces = prop::collection::vec((0.0..1.0, 0.0..1.0, 0.04..0.25), 0..4);
    (240.0..1300.0, 0.4..2.5, 0.5..1.2, faces).prop_map(
        |(width, aspect, scale, faces): (f64, f64, f64, Vec<(f64, f64, f64)>)| {
            let height = width / aspect;
            let face = |(number, (x, y, r)): (usize, (f64, f64, f64))| {
                face(
                    &format!("c{}", number + 1),
                    x * width,
                    y * height,
                    r * width.min(height),
                )
            };
            let faces = faces.into_iter().enumerate().map(face).collect();
            Staging {
                scale,
                ..staging(width, height, faces)
            }
        },
    )
}

fn directions() -> impl Strategy<Value = ReadingDirection> {
    prop::sample::select(vec![
        ReadingDirection::Rtl,
        ReadingDirection::Ltr,
        ReadingDirection::Webtoon,
    ])
}

fn seen(text: &str) -> String {
    let seen: String = text.split_whitespace().collect();
    seen.to_uppercase()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn everything_is_inside_apart_and_told(
        lines in lines(), staging in stagings(), direction in directions(), seed in any::<u64>(), sound in "\\PC{0,12}",
    ) {
        let sounds = [SoundEffect { text: sound, intensity: 2 }];
        let plan = plan(&lines, &sounds, &staging, direction, "ja", seed);
        let told = |wanted: &dyn Fn(&Trouble) -> bool| plan.trouble.iter().any(wanted);
        let frame = kurbo::Rect::new(0.0, 0.0, staging.width, staging.height).inflate(0.5, 0.5);
        for (number, bubble) in plan.bubbles.iter().enumerate() {
            prop_assert!(frame.contains_rect(bubble.area), "outside: {:?}", bubble.area);
            for other in &plan.bubbles[..number] {
                prop_assert!(shared(&bubble.area, &other.area) == 0.0, "overlap");
            }
            for face in &staging.faces {
                let spared = shared(&bubble.area, &face.rect) == 0.0 || !bubble.covers(&face.rect);
                let reported = told(&|t| matches!(t, Trouble::CoversFace { bubble, .. } if *bubble == number));
                prop_assert!(spared || reported, "a face is covered in silence");
            }
            let large = bubble.text_px >= MIN_TEXT * staging.scale - 1e-6;
            let reported = told(&|t| matches!(t, Trouble::TooSmall { bubble, .. } if *bubble == number));
            prop_assert!(large || reported, "small letters in silence");
        }
        for sound in &plan.sounds {
            prop_assert!(frame.contains_rect(sound.area), "sound outside: {:?}", sound.area);
        }
        for mark in plan.marks() {
            let ink = mark.path.bounding_box();
            prop_assert!(frame.inflate(2.0, 2.0).contains_rect(ink), "ink outside: {ink:?}");
        }
        for (source, line) in lines.iter().enumerate() {
            let lettered: String = plan.bubbles.iter().filter(|b| b.source == source).map(|b| b.text.as_str()).collect();
            let wanted = clean(&line.text);
            if !wanted.chars().all(|c| is_blank(c.encode_utf8(&mut [0; 4])) || c == ' ') {
                prop_assert_eq!(seen(&lettered), seen(&wanted), "words are lost");
            }
        }
    }

    #[test]
    fn the_same_input_gives_the_same_plan(
        lines in lines(), staging in stagings(), direction in directions(), seed in any::<u64>(),
    ) {
        let once = plan(&lines, &[], &staging, direction, "zh", seed);
        prop_assert_eq!(once, plan(&lines, &[], &staging, direction, "zh", seed));
    }
}
