//! Text on its way into lines.

use kurbo::{BezPath, Rect, Shape as _};

use crate::lettering::block::{Form, blocks};
use crate::lettering::face::Flow;
use crate::lettering::kinsoku::{never_first, never_last};
use crate::lettering::split::halves;
use crate::lettering::tokens::{Kind, clean, tokens};
use crate::lettering::units::{Writing, write};
use crate::lettering::voice::Voice;

const FORM: Form = Form {
    aspect: 0.7,
    bulge: 0.15,
};

fn written(text: &str, aids: &[(&str, &str)], down: bool, language: &str) -> Writing {
    let aids: Vec<_> = aids
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect();
    write(text, &aids, down, language, &Voice::speaking(text, language))
}

fn ink(path: &BezPath) -> Rect {
    path.bounding_box()
}

#[test]
fn no_line_begins_or_ends_with_what_may_not() {
    for text in [
        "「いい灯りは、帰り道を覚えている」って、おじいちゃんが言ってた。ちょっと、まって！？",
        "“好的灯，记得回家的路”，爷爷说。《灯塔》（旧）里写着：别怕……",
        "ラーメン、チャーシュー、ギョーザ。「いっしょに、どうぞ」",
    ] {
        for down in [true, false] {
            let writing = written(text, &[], down, "ja");
            let tokens = tokens(&clean(text), down, true);
            assert_eq!(writing.units.len(), tokens.len());
            let all = blocks(&writing, FORM);
            assert!(all.len() > 4, "{} divisions of {text}", all.len());
            for block in all.iter().filter(|block| block.ranges().len() <= 8) {
                for range in block.ranges() {
                    let first = tokens[range.start].text.chars().next().unwrap();
                    let last = tokens[range.end - 1].text.chars().last().unwrap();
                    assert!(
                        range.start == 0 || !never_first(first),
                        "{first} begins a line of {text}"
                    );
                    assert!(!never_last(last), "{last} ends a line of {text}");
                }
            }
        }
    }
}

#[test]
fn short_numbers_and_marks_share_a_square_in_vertical_lines() {
    let cut = |text: &str| -> Vec<(Kind, String)> {
        tokens(text, true, true)
            .into_iter()
            .map(|token| (token.kind, token.text))
            .collect()
    };
    let pair = |kind, text: &str| (kind, text.to_owned());
    assert_eq!(
        cut("12月3日１００円!?"),
        [
            pair(Kind::Together, "12"),
            pair(Kind::Wide, "月"),
            pair(Kind::Upright, "3"),
            pair(Kind::Wide, "日"),
            pair(Kind::Together, "100"),
            pair(Kind::Wide, "円"),
            pair(Kind::Together, "!?"),
        ]
    );
    assert_eq!(cut("な！！")[1], pair(Kind::Together, "!!"));
    assert_eq!(cut("な!")[1], pair(Kind::Upright, "！"));
    let year: Vec<Kind> = cut("1995年").iter().map(|token| token.0).collect();
    assert_eq!(year[..4], [Kind::Upright; 4]);
    assert_eq!(cut("HARBORへ")[0], pair(Kind::Word, "HARBOR"));
    assert_eq!(cut("☆♪も")[..2], [pair(Kind::Wide, "☆"), pair(Kind::Wide, "♪")]);
    // In horizontal lines they are as they are.
    assert_eq!(tokens("12月", false, true)[0].kind, Kind::Word);
}

#[test]
fn digits_in_one_square_are_no_wider_than_it() {
    let writing = written("100年", &[], true, "ja");
    let digits = ink(&writing.units[0].glyphs);
    assert!(digits.width() <= 1.0 && digits.height() <= 1.0, "{digits:?}");
    assert!((writing.units[0].advance - 1.0).abs() < 1e-9);
}

#[test]
fn punctuation_takes_its_vertical_form() {
    for language in ["ja", "zh"] {
        let writing = written("灯、ー…——「。", &[], true, language);
        let boxes: Vec<Rect> = writing.units.iter().map(|unit| ink(&unit.glyphs)).collect();
        assert!(
            boxes[1].center().x > 0.1 && boxes[1].center().y < 0.5,
            "comma {:?}",
            boxes[1]
        );
        for turned in &boxes[2..5] {
            assert!(turned.height() > 2.0 * turned.width(), "{turned:?}");
        }
        assert!(
            (writing.units[4].advance - 2.0).abs() < 1e-9,
            "a long dash is one bar"
        );
    }
    let across = written("灯……", &[], false, "zh");
    let dots = ink(&across.units[1].glyphs);
    assert!(dots.width() > 4.0 * dots.height());
}

#[test]
fn latin_words_lie_on_their_side() {
    let word = written("港のHARBORへ", &[], true, "ja");
    let unit = &word.units[2];
    let lying = ink(&unit.glyphs);
    assert!(lying.height() > 3.0 * lying.width(), "{lying:?}");
    assert!(lying.center().x.abs() < 0.15, "{lying:?}");
}

#[test]
fn readings_stand_beside_their_base_and_are_never_parted_from_it() {
    let aids = [("灯台", "とうだい"), ("帰", "かえ")];
    let text = "灯台へ帰ろう";
    let down = written(text, &aids, true, "ja");
    let plain = written(text, &[], true, "ja");
    assert_eq!(
        down.units.len(),
        plain.units.len() - 1,
        "two characters of one base are one unit"
    );
    let (with, without) = (ink(&down.units[0].glyphs), ink(&plain.units[0].glyphs));
    assert!(with.x1 > without.x1 + 0.3, "to the right: {with:?} {without:?}");
    assert!(down.leading() > plain.leading());
    let across = written(text, &aids, false, "ja");
    let flat = written(text, &[], false, "ja");
    let (with, without) = (ink(&across.units[0].glyphs), ink(&flat.units[0].glyphs));
    assert!(with.y0 < without.y0 - 0.3, "above: {with:?} {without:?}");
    // A base that is not there is left out.
    assert!(!written(text, &[("海", "うみ")], true, "ja").aided);
}

#[test]
fn every_character_finds_a_face_or_a_box() {
    let mixed = written("轰噔直、カナ, Latin ÄÖÜé e\u{301}", &[], true, "ja");
    assert_eq!(mixed.missing, Vec::<char>::new());
    let strange = written("\u{10fffd}\u{200d} \u{10aaaa}", &[], false, "en");
    assert_eq!(strange.missing, ['\u{10fffd}', '\u{10aaaa}']);
    for unit in &strange.units {
        assert!(unit.glyphs.area().abs() > 0.01, "a box is drawn");
    }
    let sound = Voice::sounding("轟轰");
    for cluster in ["轟", "轰", "ド", "B"] {
        let face = sound.face_of(cluster).unwrap();
        assert!(
            face.shape(cluster, Flow::Across)
                .iter()
                .all(|glyph| glyph.id != 0)
        );
    }
}

#[test]
fn what_cannot_be_seen_is_left_out() {
    assert_eq!(clean(" a\u{0}\u{202e}b\r\n\tc\u{feff} "), "ab c");
    assert!(written("\u{200d}\u{fe0f}\u{7}", &[], true, "ja").units.is_empty());
}

#[test]
fn long_lines_are_cut_after_a_sentence() {
    assert_eq!(
        halves("Come home. The light is on.", "en"),
        Some(("Come home.", "The light is on."))
    );
    assert_eq!(
        halves("おかえり。待っていた。", "ja"),
        Some(("おかえり。", "待っていた。"))
    );
    assert_eq!(halves("Aaaaaaaaaaaaaaaah", "en"), None);
}
