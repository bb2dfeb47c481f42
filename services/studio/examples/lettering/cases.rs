//! What is on the sheets.

use DialogueKind::*;
use mangakai_script::{Dialogue, DialogueKind, ReadingDirection, SoundEffect};

/// A picture with heads, what is lettered in it, and how it is read.
pub struct Case {
    pub size: (u32, u32),
    pub heads: Vec<(f64, f64, f64)>,
    pub lines: Vec<Dialogue>,
    pub sounds: Vec<SoundEffect>,
    pub language: &'static str,
    pub direction: ReadingDirection,
}

pub fn line(kind: DialogueKind, speaker: u32, text: &str) -> Dialogue {
    Dialogue {
        kind,
        speaker: (speaker > 0).then(|| format!("c{speaker}")),
        text: text.to_owned(),
        ..Dialogue::default()
    }
}

fn with_ruby(mut line: Dialogue, pairs: &[(&str, &str)]) -> Dialogue {
    line.ruby = pairs
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect();
    line
}

pub fn sound(text: &str, intensity: u8) -> SoundEffect {
    SoundEffect {
        text: text.to_owned(),
        intensity,
    }
}

pub fn english() -> Vec<Case> {
    let case = |heads: &[(f64, f64, f64)], lines: Vec<Dialogue>, sounds: Vec<SoundEffect>| Case {
        size: (760, 620),
        heads: heads.to_vec(),
        lines,
        sounds,
        language: "en",
        direction: ReadingDirection::Ltr,
    };
    vec![
        case(
            &[(0.30, 0.62, 0.13), (0.70, 0.60, 0.13)],
            vec![
                line(Narration, 0, "That night, the whole harbour went dark."),
                line(Speech, 1, "Grandfather said a good light remembers the way home."),
                line(Speech, 2, "Then let's light it again. Tonight!"),
            ],
            vec![],
        ),
        case(
            &[(0.62, 0.60, 0.18)],
            vec![
                line(Shout, 1, "Look out! The mast is coming down!"),
                line(Thought, 1, "Please let them be all right..."),
            ],
            vec![sound("KRAKOOM", 3)],
        ),
        case(
            &[(0.28, 0.64, 0.12), (0.72, 0.64, 0.12)],
            vec![
                line(Whisper, 1, "Don't move. It can hear us."),
                line(Offscreen, 3, "Is anybody in there?"),
                line(Whisper, 2, "...I know."),
            ],
            vec![sound("creak", 1)],
        ),
        case(
            &[(0.40, 0.58, 0.17)],
            vec![
                line(Telephone, 3, "Hello? Mira? The storm has reached the lighthouse."),
                line(Speech, 1, "I'm on my way."),
            ],
            vec![sound("BRRRING", 2)],
        ),
    ]
}

pub fn japanese() -> Vec<Case> {
    let case = |heads: &[(f64, f64, f64)], lines: Vec<Dialogue>, sounds: Vec<SoundEffect>| Case {
        size: (760, 620),
        heads: heads.to_vec(),
        lines,
        sounds,
        language: "ja",
        direction: ReadingDirection::Rtl,
    };
    vec![
        case(
            &[(0.68, 0.62, 0.13), (0.30, 0.62, 0.13)],
            vec![
                line(Narration, 0, "その夜、港の灯りがすべて消えた。"),
                with_ruby(
                    line(
                        Speech,
                        1,
                        "「いい灯りは、帰り道を覚えている」って、おじいちゃんが言ってた。",
                    ),
                    &[("灯", "あか"), ("帰", "かえ"), ("道", "みち"), ("覚", "おぼ")],
                ),
                line(Speech, 2, "じゃあ、今夜もう一度つけよう！"),
            ],
            vec![sound("ザザーン", 2)],
        ),
        case(
            &[(0.40, 0.60, 0.18)],
            vec![
                line(Shout, 1, "危ないっ!! マストが倒れるぞー！"),
                line(Thought, 1, "どうか……無事でいて……"),
            ],
            vec![sound("ドカーン", 3)],
        ),
        case(
            &[(0.72, 0.64, 0.12), (0.28, 0.64, 0.12)],
            vec![
                line(Whisper, 1, "動かないで。聞こえてる。"),
                line(Offscreen, 3, "誰かいるのか!?"),
                line(Whisper, 2, "……うん。"),
            ],
            vec![sound("ギィ…", 1)],
        ),
        case(
            &[(0.60, 0.58, 0.17)],
            vec![
                line(
                    Telephone,
                    3,
                    "もしもし、ミラ？ 12月25日、第3灯台にHARBORからSOSが——",
                ),
                with_ruby(line(Speech, 1, "すぐ行く!! 100秒待って。"), &[("秒", "びょう")]),
            ],
            vec![sound("リリリン", 2)],
        ),
    ]
}

pub fn chinese() -> Vec<Case> {
    let case = |direction, heads: &[(f64, f64, f64)], lines: Vec<Dialogue>, sounds: Vec<SoundEffect>| Case {
        size: (760, 620),
        heads: heads.to_vec(),
        lines,
        sounds,
        language: "zh",
        direction,
    };
    let (rtl, ltr) = (ReadingDirection::Rtl, ReadingDirection::Ltr);
    vec![
        case(
            rtl,
            &[(0.68, 0.62, 0.13), (0.30, 0.62, 0.13)],
            vec![
                line(Narration, 0, "那天，雨下了一整夜。"),
                line(Speech, 1, "别怕，小家伙。跟我回家吧！"),
                line(Speech, 2, "汪！"),
            ],
            vec![sound("哗啦", 2)],
        ),
        case(
            rtl,
            &[(0.40, 0.60, 0.18)],
            vec![
                line(Shout, 1, "快跑！桅杆要倒了!!"),
                line(Thought, 1, "“它和我一样……”没有人等——"),
            ],
            vec![sound("轰隆", 3)],
        ),
        case(
            ltr,
            &[(0.28, 0.64, 0.12), (0.72, 0.64, 0.12)],
            vec![
                line(Whisper, 1, "别动，它能听见我们。"),
                line(Offscreen, 3, "有人在里面吗？"),
                line(Speech, 2, "“好的灯，记得回家的路”，爷爷是这么说的，你还记得吗？"),
            ],
            vec![sound("吱呀", 1)],
        ),
        case(
            ReadingDirection::Webtoon,
            &[(0.60, 0.62, 0.15)],
            vec![
                line(Telephone, 3, "喂？米拉？风暴已经到灯塔了。"),
                line(Speech, 1, "我马上到！"),
            ],
            vec![sound("叮铃铃", 2)],
        ),
    ]
}

/// A line in every other script.
pub fn scripts() -> Vec<Case> {
    let case = |language, direction, said: &str, told: &str, heard: &str| Case {
        size: (560, 460),
        heads: vec![(0.50, 0.66, 0.15)],
        lines: vec![line(Narration, 0, told), line(Speech, 1, said)],
        sounds: vec![sound(heard, 2)],
        language,
        direction,
    };
    let (rtl, ltr) = (ReadingDirection::Rtl, ReadingDirection::Ltr);
    vec![
        case(
            "ko",
            ltr,
            "할아버지께서 좋은 등대는 집으로 가는 길을 기억한다고 하셨어. 뷁!",
            "그날 밤, 항구의 불이 모두 꺼졌다.",
            "쾅!",
        ),
        case(
            "ru",
            ltr,
            "Дедушка говорил: хороший маяк помнит дорогу домой. Ещё раз!",
            "В ту ночь вся гавань погрузилась во тьму.",
            "БАБАХ!",
        ),
        case(
            "el",
            ltr,
            "Ο παππούς έλεγε πως ο καλός φάρος θυμάται το δρόμο για το σπίτι.",
            "Εκείνη τη νύχτα το λιμάνι σκοτείνιασε.",
            "ΜΠΑΜ!",
        ),
        case(
            "vi",
            ltr,
            "Ông bảo ngọn đèn tốt nhớ đường về nhà. Thắp lại đi, ngay tối nay!",
            "Đêm ấy, cả bến cảng tối om.",
            "ẦM!",
        ),
        case(
            "pl",
            ltr,
            "Dziadek mówił, że dobra latarnia pamięta drogę. Zażółć gęślą jaźń!",
            "Tej nocy w porcie zgasły światła. Příliš žluťoučký kůň, ışığı yak.",
            "ŁUP!",
        ),
        case(
            "th",
            ltr,
            "คุณปู่บอกว่าประภาคารที่ดีจำทางกลับบ้านได้เสมอ",
            "คืนนั้น ท่าเรือทั้งหมดมืดลง",
            "ตูม!",
        ),
        case(
            "he",
            rtl,
            "סבא אמר שמגדלור טוב זוכר את הדרך הביתה (כן, 12 פעם)!",
            "באותו לילה חשך כל הנמל.",
            "בום!",
        ),
        case(
            "ar",
            rtl,
            "قال جدي إن المنارة الجيدة تتذكر الطريق إلى البيت، أليس كذلك؟",
            "في تلك الليلة أظلم الميناء كله.",
            "بوم!",
        ),
        case(
            "hi",
            ltr,
            "दादाजी कहते थे कि अच्छा दीपक घर का रास्ता याद रखता है।",
            "उस रात पूरा बंदरगाह अँधेरे में डूब गया।",
            "धड़ाम!",
        ),
        case(
            "en",
            ltr,
            "Well done 😀👍🏽❤️🎉 👩\u{200d}🚀 🇯🇵 1️⃣ ♪★♥→ שלום, world!",
            "☀ The sun came out ☕ and the 🐱 slept 💤.",
            "🎆💥",
        ),
        case(
            "ja",
            rtl,
            "やったー😀🎉！ 猫🐱と☆♪も、🇯🇵１２月だ♥",
            "夜が明けた☀。",
            "ドン💥",
        ),
        case(
            "ka",
            ltr,
            "კარგი შუქურა. Բարի լույս. வணக்கம். ሰላም።",
            "ქართული, told in Latin letters.",
            "ბუმ!",
        ),
    ]
}

/// Little room, much text, strange characters.
pub fn hard() -> Vec<Case> {
    let long_en = "When I was small I counted the lamps along the quay every evening, and every evening there was one \
                   fewer, until the night my grandfather went out with a ladder and a can of oil and told me that a \
                   harbour without a light is only a hole in the sea, and that whoever keeps the light keeps all the \
                   people who have not come home yet.";
    let long_ja = "子どものころ、わたしは毎晩、波止場の灯りを数えていた。毎晩ひとつずつ減っていって、とうとうある夜、\
                   おじいちゃんが梯子と油の缶を持って出ていった。灯りのない港は海に開いた穴でしかない、灯りを守る者は、\
                   まだ帰ってこないすべての人を守るのだ、と言って。だからわたしは、今もこうして灯りを守っている。";
    let case = |size, heads: &[(f64, f64, f64)], language, direction, lines: Vec<Dialogue>| Case {
        size,
        heads: heads.to_vec(),
        lines,
        sounds: vec![sound("?!", 2)],
        language,
        direction,
    };
    let (rtl, ltr) = (ReadingDirection::Rtl, ReadingDirection::Ltr);
    vec![
        case(
            (760, 620),
            &[(0.25, 0.66, 0.14)],
            "en",
            ltr,
            vec![line(Speech, 1, long_en), line(Speech, 0, "Oh.")],
        ),
        case(
            (760, 620),
            &[(0.30, 0.62, 0.15)],
            "ja",
            rtl,
            vec![line(Speech, 1, long_ja)],
        ),
        case(
            (560, 560),
            &[(0.55, 0.52, 0.27)],
            "en",
            ltr,
            vec![line(
                Speech,
                1,
                "I went back for the lamp, and the stairs were gone. So I jumped, and somehow the sea was kind.",
            )],
        ),
        case(
            (560, 560),
            &[(0.45, 0.50, 0.27)],
            "ja",
            rtl,
            vec![line(
                Speech,
                1,
                "灯りを取りに戻ったら、もう階段がなかったんだ。だから跳んだ。海は、なぜかやさしかったよ。",
            )],
        ),
        case(
            (400, 900),
            &[(0.50, 0.55, 0.24)],
            "ja",
            rtl,
            vec![
                line(Speech, 1, "おかえりなさい。ずっと待っていたんだよ。"),
                line(Speech, 1, "ほんとうに、よかった！"),
            ],
        ),
        case(
            (900, 380),
            &[(0.25, 0.55, 0.24), (0.55, 0.55, 0.24)],
            "zh",
            rtl,
            vec![
                line(Speech, 2, "你们两个到底要吵到什么时候？"),
                line(Shout, 1, "是他先动手的！"),
                line(Narration, 0, "谁也没有退让。"),
            ],
        ),
        case(
            (760, 560),
            &[(0.5, 0.6, 0.16)],
            "en",
            ltr,
            vec![
                line(
                    Speech,
                    1,
                    "Naïve café, e\u{301}te\u{301}, שלום مرحبا 👩\u{200d}🚀 한국 — done.",
                ),
                line(
                    Narration,
                    0,
                    "Pneumonoultramicroscopicsilicovolcanoconiosis, he said.",
                ),
            ],
        ),
        case(
            (760, 560),
            &[(0.3, 0.62, 0.12), (0.5, 0.62, 0.12), (0.7, 0.62, 0.12)],
            "en",
            ltr,
            vec![
                line(Speech, 1, "First."),
                line(Speech, 2, "Second, right after you, as always."),
                line(Speech, 3, "And I am third!"),
                line(Narration, 0, "So it went, every morning of that summer."),
            ],
        ),
    ]
}
