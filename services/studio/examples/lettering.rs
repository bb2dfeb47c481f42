//! Test sheets of the lettering: `lettering OUTDIR` writes PNGs with every kind of bubble in three languages, over
//! blank pictures with heads as circles, over drawn panels, and over a picture nobody knows anything about.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, ensure};
use image::{GrayImage, Rgba, RgbaImage, imageops};
use kurbo::{Circle, Point, Rect};
use mangakai_script::{
    CastMember, Character, Dialogue, DialogueKind, Emotion, Location, Panel, Place, Pose, ReadingDirection,
    Script, Shot, SoundEffect,
};
use mangakai_studio::{FaceBox, Lettering, Size, Staging, Trouble, draw_panel, letter_pixels, paint, plan};
use tiny_skia::PixmapMut;

const SCALE: f64 = 0.75;

/// A picture with heads, what is lettered in it, and how it is read.
struct Case {
    size: (u32, u32),
    heads: Vec<(f64, f64, f64)>,
    lines: Vec<Dialogue>,
    sounds: Vec<SoundEffect>,
    language: &'static str,
    direction: ReadingDirection,
}

fn main() -> anyhow::Result<()> {
    let out = std::env::args().nth(1).context("usage: lettering OUTDIR")?;
    let out = Path::new(&out);
    std::fs::create_dir_all(out)?;
    for (name, cases) in [
        ("en", english()),
        ("ja", japanese()),
        ("zh", chinese()),
        ("hard", hard()),
    ] {
        sheet(&cases)?.save(out.join(format!("{name}.png")))?;
    }
    for language in ["en", "ja", "zh"] {
        drawn(language)?.save(out.join(format!("drawn-{language}.png")))?;
    }
    given()?.save(out.join("given.png"))?;
    measure()
}

/// Two cases side by side, row by row.
fn sheet(cases: &[Case]) -> anyhow::Result<RgbaImage> {
    let pictures: Vec<RgbaImage> = cases.iter().map(picture).collect::<anyhow::Result<_>>()?;
    let (gap, columns) = (16, 2);
    let rows: Vec<&[RgbaImage]> = pictures.chunks(columns).collect();
    let row_width = |row: &&[RgbaImage]| row.iter().map(|p| p.width() + gap).sum::<u32>() + gap;
    let row_height = |row: &&[RgbaImage]| row.iter().map(RgbaImage::height).max().unwrap_or_default() + gap;
    let width = rows.iter().map(row_width).max().unwrap_or_default();
    let height = rows.iter().map(row_height).sum::<u32>() + gap;
    let mut sheet = RgbaImage::from_pixel(width, height, Rgba([90, 90, 90, 255]));
    let mut y = gap;
    for row in rows {
        let mut x = gap;
        for picture in row {
            imageops::replace(&mut sheet, picture, x.into(), y.into());
            x += picture.width() + gap;
        }
        y += row_height(&row);
    }
    Ok(sheet)
}

fn staging(case: &Case) -> Staging {
    let (width, height) = (f64::from(case.size.0), f64::from(case.size.1));
    let face = |(number, &(x, y, r)): (usize, &(f64, f64, f64))| {
        let (x, y, r) = (x * width, y * height, r * width.min(height));
        FaceBox {
            character: format!("c{}", number + 1),
            rect: Rect::new(x - r, y - r, x + r, y + r),
            mouth: Point::new(x, y + 0.55 * r),
            head: Circle::new((x, y), r * 1.04),
        }
    };
    let faces: Vec<FaceBox> = case.heads.iter().enumerate().map(face).collect();
    let body = |face: &FaceBox| {
        let (r, low) = (face.rect.width() * 0.62, face.rect.y1);
        Rect::new(
            face.rect.center().x - r,
            low,
            face.rect.center().x + r,
            height.max(low + 1.0),
        )
    };
    Staging {
        width,
        height,
        scale: SCALE,
        bodies: faces.iter().map(body).collect(),
        faces,
        props: Vec::new(),
        detail: None,
    }
}

fn picture(case: &Case) -> anyhow::Result<RgbaImage> {
    let staging = staging(case);
    let mut picture = RgbaImage::from_pixel(case.size.0, case.size.1, Rgba([214, 214, 214, 255]));
    for face in &staging.faces {
        let low = face.rect.center().y + face.head.radius * 0.9;
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            let at = Point::new(x.into(), y.into());
            let far = at.distance(face.head.center);
            let body = ((at.x - face.head.center.x) / (0.9 * face.head.radius)).abs();
            if far < face.head.radius {
                let mouth = at.distance(face.mouth) < 0.12 * face.head.radius;
                let eye = |side: f64| {
                    at.distance(face.head.center + kurbo::Vec2::new(side, -4.0)) < 0.1 * face.head.radius
                };
                let eye = eye(0.36 * face.head.radius) || eye(-0.36 * face.head.radius);
                *pixel = if mouth || eye || far > face.head.radius - 3.0 {
                    Rgba([40, 40, 40, 255])
                } else {
                    Rgba([250, 240, 230, 255])
                };
            } else if at.y > low && body < 1.0 {
                *pixel = Rgba([170, 178, 190, 255]);
            }
        }
    }
    let plan = plan(
        &case.lines,
        &case.sounds,
        &staging,
        case.direction,
        case.language,
        7,
    );
    let (width, height) = picture.dimensions();
    let mut surface = PixmapMut::from_bytes(&mut picture, width, height).context("no surface")?;
    paint(plan.marks(), &mut surface);
    for trouble in &plan.trouble {
        println!(
            "  {} {:?}: {trouble:?}",
            case.language,
            case.lines[0].text.chars().take(24).collect::<String>()
        );
    }
    if !plan.missing_glyphs.is_empty() {
        println!("  missing: {:?}", plan.missing_glyphs);
    }
    Ok(picture)
}

fn line(kind: DialogueKind, speaker: u32, text: &str) -> Dialogue {
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

fn sound(text: &str, intensity: u8) -> SoundEffect {
    SoundEffect {
        text: text.to_owned(),
        intensity,
    }
}

use DialogueKind::*;

fn english() -> Vec<Case> {
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

fn japanese() -> Vec<Case> {
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

fn chinese() -> Vec<Case> {
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

/// Little room, much text, strange characters.
fn hard() -> Vec<Case> {
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

/// Panels of the built-in artist.
fn drawn(language: &str) -> anyhow::Result<RgbaImage> {
    let cases = match language {
        "ja" => japanese(),
        "zh" => chinese(),
        _ => english(),
    };
    let mut script = Script {
        language: language.to_owned(),
        reading_direction: cases[0].direction,
        characters: (1..=2)
            .map(|number| Character {
                id: format!("c{number}"),
                name: format!("Person {number}"),
                ..Character::default()
            })
            .collect(),
        locations: vec![Location {
            id: "l1".to_owned(),
            name: "harbour".to_owned(),
            place: Place::Harbour,
            indoor: false,
        }],
        ..Script::default()
    };
    let shots = [Shot::Medium, Shot::Close, Shot::Medium, Shot::Wide];
    for (number, (case, shot)) in cases.into_iter().zip(shots).enumerate() {
        script.panels.push(Panel {
            number: number as u32 + 1,
            shot,
            location: Some("l1".to_owned()),
            cast: (1..=case.heads.len())
                .map(|number| CastMember {
                    character: format!("c{number}"),
                    pose: Pose::Stand,
                    emotion: Emotion::Serious,
                    ..CastMember::default()
                })
                .collect(),
            dialogue: case.lines,
            sfx: case.sounds,
            ..Panel::default()
        });
    }
    let mut sheet = RgbaImage::from_pixel(1600, 1300, Rgba([90, 90, 90, 255]));
    for number in 0..4_u32 {
        let (width, height) = (780, 630);
        let picture = draw_panel(&script, number + 1, Size { width, height }, SCALE, 5)?;
        let grey = GrayImage::from_raw(width, height, picture.grey).context("wrong size")?;
        let picture = image::DynamicImage::ImageLuma8(grey).into_rgba8();
        let (x, y) = (number % 2 * 800 + 10, number / 2 * 650 + 10);
        imageops::replace(&mut sheet, &picture, x.into(), y.into());
    }
    Ok(sheet)
}

/// A picture of which nothing is known: only its busy parts are spared.
fn given() -> anyhow::Result<RgbaImage> {
    let mut script = Script {
        language: "en".to_owned(),
        reading_direction: ReadingDirection::Ltr,
        characters: vec![Character {
            id: "c1".to_owned(),
            ..Character::default()
        }],
        ..Script::default()
    };
    script.panels.push(Panel {
        number: 1,
        cast: vec![CastMember {
            character: "c1".to_owned(),
            ..CastMember::default()
        }],
        ..Panel::default()
    });
    let size = Size {
        width: 1024,
        height: 1024,
    };
    let bare = draw_panel(&script, 1, size, 1.0, 5)?;
    let grey = GrayImage::from_raw(1024, 1024, bare.grey).context("wrong size")?;
    let mut pixels = image::DynamicImage::ImageLuma8(grey).into_rgba8();
    let lines = [
        line(Speech, 1, "Nobody told the letterer where I stand."),
        line(Thought, 1, "And still I can see."),
    ];
    letter_pixels(
        &mut pixels,
        &Lettering {
            lines: &lines,
            sounds: &[sound("TADA", 2)],
            faces: &[],
            direction: ReadingDirection::Ltr,
            language: "en",
            scale: None,
            seed: 3,
        },
    );
    Ok(pixels)
}

/// Milliseconds a plan takes, shaping included, fonts already decoded.
fn measure() -> anyhow::Result<()> {
    for (name, cases) in [
        ("en", english()),
        ("ja", japanese()),
        ("zh", chinese()),
        ("hard", hard()),
    ] {
        for case in &cases {
            let staging = staging(case);
            let started = Instant::now();
            let rounds = 5;
            let mut trouble: Vec<Trouble> = Vec::new();
            for seed in 0..rounds {
                trouble = plan(
                    &case.lines,
                    &case.sounds,
                    &staging,
                    case.direction,
                    case.language,
                    seed,
                )
                .trouble;
            }
            let each = started.elapsed() / rounds as u32;
            println!(
                "{name}: {} lines in {each:?}, {} in trouble",
                case.lines.len(),
                trouble.len()
            );
            ensure!(!case.lines.is_empty());
        }
    }
    Ok(())
}
