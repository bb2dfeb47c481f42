//! Every script is written: in letters of its own where a font has them, else in Latin ones, never in boxes.

use kurbo::Shape as _;
use mangakai_script::{DialogueKind, ReadingDirection, SoundEffect};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{line, staging};
use crate::lettering::block::{Form, blocks};
use crate::lettering::direction::Levels;
use crate::lettering::face::Flow;
use crate::lettering::kinsoku::{never_first, never_last};
use crate::lettering::tokens::{Token, clean, tokens};
use crate::lettering::units::write;
use crate::lettering::voice::Voice;
use crate::lettering::{in_order, plan};

/// A line in each script that a font of ours has.
const OWN: [(&str, &str); 21] = [
    ("ko", "안녕하세요! 오늘 밤, 다시 불을 켜자. 뷁… ㅋㅋㅋ"),
    ("ru", "Хороший маяк помнит дорогу домой. Съешь ещё этих булок!"),
    ("uk", "Добрий маяк пам'ятає шлях додому. Її ґанок, є щось?"),
    ("sr", "Љубазни фењерџија чува ђеда и њу. Ћао!"),
    ("bg", "Добрият фар помни пътя към дома."),
    ("el", "Ο καλός φάρος θυμάται το δρόμο για το σπίτι. Γειά, Ϊώ!"),
    (
        "vi",
        "Ngọn đèn tốt nhớ đường về nhà. Thế còn những đứa trẻ ở đâu? ƯỠẪ",
    ),
    ("pl", "Zażółć gęślą jaźń. Dobra latarnia pamięta drogę."),
    ("cs", "Příliš žluťoučký kůň úpěl ďábelské ódy."),
    ("tr", "Işığı yak, çünkü gece çöktü. İyi şanslar!"),
    ("ro", "Și țara își amintește drumul spre casă, înapoi."),
    ("hu", "Árvíztűrő tükörfúrógép, őrült ötlet."),
    ("th", "ประภาคารที่ดีจำทางกลับบ้านได้ น้ำใส ปู่ย่า"),
    ("he", "מגדלור טוב זוכר את הדרך הביתה. שָׁלוֹם, ילדים!"),
    ("ar", "المنارة الجيدة تتذكر الطريق إلى البيت، أليس كذلك؟"),
    ("fa", "چراغ خوب راه خانه را به یاد می‌آورد. پنج گل"),
    ("hi", "अच्छा दीपक घर का रास्ता याद रखता है। क्षत्रिय ज्ञान!"),
    ("en", "Well done 😀👍🏽❤️🎉 👩‍🚀 🇯🇵 1️⃣ ☀ ⭐ ♪ ★ ☆ ♥ ♡ ♫ ♬ → ○ ◎ ✓"),
    ("ja", "やった😀！ ☆♪♥→"),
    ("zh", "太好了🎉！轰隆"),
    ("fr", "« Où êtes-vous ? » Œuf, ÿ, 100 € — déjà…"),
];

/// A line in scripts that none of our fonts has, and how it begins in Latin letters.
const FOREIGN: [(&str, &str, &str); 6] = [
    ("ka", "კარგი შუქურა", "k'argi"),
    ("hy", "Բարի լույս", "Bari"),
    ("ta", "வணக்கம்", "v"),
    ("am", "ሰላም ለዓለም", "sel"),
    ("km", "សួស្តី", "s"),
    ("bn", "শুভ রাত্রি", "s"),
];

#[test]
fn letters_of_every_script_are_drawn() {
    for (language, text) in OWN {
        for text in [
            text.to_owned(),
            crate::lettering::capitals::capitals(text, language),
        ] {
            let voice = Voice::speaking(&text, language);
            assert_eq!(
                voice.spelled(&text),
                text,
                "{language} is written in its own letters"
            );
            for cluster in clean(&text).graphemes(true).filter(|cluster| *cluster != " ") {
                let face = voice.face_of(cluster).unwrap();
                let glyphs = face.shape(cluster, Flow::Across);
                assert!(!glyphs.is_empty(), "{language}: {cluster} is not drawn");
                assert!(
                    glyphs.iter().all(|glyph| glyph.id != 0),
                    "{language}: {cluster} is a box"
                );
                let ink: f64 = glyphs.iter().map(|glyph| glyph.path.bounding_box().area()).sum();
                assert!(ink > 0.001, "{language}: {cluster} is blank");
            }
        }
    }
}

#[test]
fn sound_words_of_every_script_are_drawn() {
    for (language, text) in OWN {
        let text = clean(text);
        let voice = Voice::sounding(&text);
        assert_eq!(voice.spelled(&text), text, "{language}");
    }
    let staging = staging(900.0, 700.0, vec![]);
    for text in ["쾅!", "БАБАХ", "ΜΠΑΜ", "בום", "بوم", "ตูม", "धड़ाम", "ბუმ"]
    {
        let sounds = [SoundEffect {
            text: text.to_owned(),
            intensity: 2,
        }];
        let plan = plan(&[], &sounds, &staging, ReadingDirection::Ltr, "en", 3);
        assert_eq!(plan.missing_glyphs, Vec::<char>::new(), "{text}");
        assert_eq!(plan.sounds.len(), 1, "{text}");
        assert_eq!(plan.sounds[0].text, text);
    }
}

#[test]
fn what_no_font_has_is_told_in_latin_letters() {
    for (language, text, beginning) in FOREIGN {
        let voice = Voice::speaking(text, language);
        let spelled = voice.spelled(text);
        assert!(spelled.starts_with(beginning), "{language}: {spelled}");
        assert!(spelled.is_ascii(), "{language}: {spelled}");
        let staging = staging(900.0, 700.0, vec![]);
        let lines = [line(DialogueKind::Speech, None, text)];
        let plan = plan(&lines, &[], &staging, ReadingDirection::Ltr, language, 3);
        assert_eq!(plan.missing_glyphs, Vec::<char>::new(), "{language}");
        // What was said stays on record as it was.
        assert_eq!(plan.bubbles[0].text.to_lowercase(), text.to_lowercase());
    }
    // A mark without a letter is not lost either.
    let voice = Voice::speaking("x", "en");
    assert_eq!(voice.spelled("\u{200c}\u{30d}"), "\u{200c}\u{30d}");
    // Of a character without a reading there is a box to see, and a report.
    let lines = [line(DialogueKind::Speech, None, "\u{10fffd}")];
    let plan = plan(
        &lines,
        &[],
        &staging(900.0, 700.0, vec![]),
        ReadingDirection::Ltr,
        "en",
        3,
    );
    assert_eq!(plan.missing_glyphs, ['\u{10fffd}']);
    assert!(
        plan.marks()
            .iter()
            .any(|mark| mark.path.bounding_box().area() > 0.0)
    );
}

#[test]
fn the_letters_of_a_text_are_of_one_hand() {
    for (language, text) in OWN
        .iter()
        .filter(|(language, _)| ["vi", "ru", "pl", "th"].contains(language))
    {
        let voice = Voice::speaking(text, language);
        let mut faces = text
            .graphemes(true)
            .filter(|cluster| cluster.chars().all(char::is_alphabetic))
            .map(|cluster| std::ptr::from_ref(voice.face_of(cluster).unwrap()));
        let first = faces.next().unwrap();
        assert!(faces.all(|face| face == first), "{language}");
    }
}

/// Tokens that begin and end the lines of every division.
fn ends(text: &str, language: &str) -> Vec<(Token, Token)> {
    let voice = Voice::speaking(text, language);
    let writing = write(text, &[], false, language, &voice);
    let tokens = tokens(&clean(text), false, writing.wide);
    assert_eq!(tokens.len(), writing.units.len());
    let form = Form {
        aspect: 1.4,
        bulge: 0.3,
    };
    let blocks = blocks(&writing, form);
    assert!(blocks.len() > 3);
    let lines = blocks
        .iter()
        .filter(|block| block.ranges().len() <= 4)
        .flat_map(|block| block.ranges());
    lines
        .map(|range| (tokens[range.start].clone(), tokens[range.end - 1].clone()))
        .collect()
}

#[test]
fn korean_lines_break_at_spaces() {
    let text =
        "할아버지께서 “좋은 등대는 집으로 가는 길을 기억한다” 하셨어. 정말이야 ? (그럼!) 오늘 밤, 다시 켜자!";
    for (first, last) in ends(text, "ko") {
        assert!(
            first.at.start == 0 || first.spaced,
            "{} begins a line",
            first.text
        );
        let (first, last) = (
            first.text.chars().next().unwrap(),
            last.text.chars().last().unwrap(),
        );
        assert!(!never_first(first), "{first} begins a line");
        assert!(!never_last(last), "{last} ends a line");
    }
    // Korean stays Korean with a Chinese character and a full mark in it.
    assert!(
        !write(
            "대한민국(大韓民國) 만세！",
            &[],
            true,
            "ko",
            &Voice::speaking("만", "ko")
        )
        .down
    );
}

#[test]
fn thai_breaks_where_a_word_begins() {
    let text = "คุณปู่บอกว่าประภาคารที่ดีจำทางกลับบ้านได้เสมอ";
    let parts: Vec<String> = tokens(text, false, false)
        .into_iter()
        .map(|token| token.text)
        .collect();
    assert_eq!(parts, ["คุณปู่บอก", "ว่าประภาคาร", "ที่ดีจำทางกลับบ้าน", "ได้เสมอ"]);
}

#[test]
fn runs_from_right_to_left_change_places() {
    assert!(Levels::of("left to right").is_none());
    let text = "ab אב גד 12 cd";
    let levels = Levels::of(text).unwrap();
    assert_eq!(
        levels.runs(text),
        [
            ("ab ", false),
            ("12", false),
            (" אב גד ".trim_start(), true),
            (" cd", false)
        ]
    );
    let hebrew = "אב cd!";
    assert_eq!(
        Levels::of(hebrew).unwrap().runs(hebrew),
        [("!", true), ("cd", false), ("אב ", true)]
    );
}

#[test]
fn arabic_letters_join() {
    let voice = Voice::speaking("بيت", "ar");
    let face = voice.face_of("ب").unwrap();
    let joined: Vec<u32> = face
        .shape("بيت", Flow::Back)
        .iter()
        .map(|glyph| glyph.id)
        .collect();
    let alone: Vec<u32> = "تيب".chars().filter_map(|c| face.plain(c)).collect();
    assert_eq!(joined.len(), 3);
    assert_ne!(joined, alone);
}

#[test]
fn stacked_marks_get_their_room() {
    let leading = |text: &str, language: &str| {
        write(text, &[], false, language, &Voice::speaking(text, language)).leading()
    };
    assert!(leading("ƯỠẪ NGỌN ĐÈN", "vi") > leading("NGON DEN", "vi") + 0.1);
}

#[test]
fn bubbles_in_scripts_from_right_to_left_are_read_from_there() {
    let lines = [
        line(DialogueKind::Speech, None, "مرحبا يا صديقي"),
        line(DialogueKind::Speech, None, "إلى اللقاء"),
    ];
    let plan = plan(
        &lines,
        &[],
        &staging(900.0, 500.0, vec![]),
        ReadingDirection::Rtl,
        "ar",
        3,
    );
    assert!(plan.bubbles.iter().all(|bubble| !bubble.vertical));
    assert!(in_order(
        &plan.bubbles[0].area,
        &plan.bubbles[1].area,
        ReadingDirection::Rtl
    ));
}
