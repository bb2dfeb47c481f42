//! Test sheets of the lettering: `lettering OUTDIR` writes PNGs with every kind of bubble in three languages and a line in
//! every other script, over
//! blank pictures with heads as circles, over drawn panels, and over a picture nobody knows anything about.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, ensure};
use image::{GrayImage, Rgba, RgbaImage, imageops};
use kurbo::{Circle, Point, Rect};
use mangakai_script::{
    CastMember, Character, DialogueKind, Emotion, Location, Panel, Place, Pose, ReadingDirection, Script,
    Shot,
};
use mangakai_studio::{FaceBox, Lettering, Size, Staging, Trouble, draw_panel, letter_pixels, paint, plan};
use tiny_skia::PixmapMut;

mod cases;

use cases::{Case, chinese, english, hard, japanese, line, scripts, sound};

const SCALE: f64 = 0.75;

fn main() -> anyhow::Result<()> {
    let out = std::env::args().nth(1).context("usage: lettering OUTDIR")?;
    let out = Path::new(&out);
    std::fs::create_dir_all(out)?;
    for (name, cases) in [
        ("en", english()),
        ("ja", japanese()),
        ("zh", chinese()),
        ("hard", hard()),
        ("scripts", scripts()),
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
        let grey = GrayImage::from_raw(width, height, picture.pixels).context("wrong size")?;
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
    let grey = GrayImage::from_raw(1024, 1024, bare.pixels).context("wrong size")?;
    let mut pixels = image::DynamicImage::ImageLuma8(grey).into_rgba8();
    let lines = [
        line(DialogueKind::Speech, 1, "Nobody told the letterer where I stand."),
        line(DialogueKind::Thought, 1, "And still I can see."),
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
