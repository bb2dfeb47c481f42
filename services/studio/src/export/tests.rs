//! Books are whole: every panel on a page, every format readable, a missing panel plainly marked.

use std::io::{Cursor, Read};

use mangakai_script::{
    CastMember, Character, Dialogue, Location, Panel, Place, ReadingDirection, Script, Shot, SoundEffect,
};

use super::*;
use crate::page::lay_out;
use crate::{DrawnFacts, Paper, Picture, Size};

mod archives;
mod documents;
mod epubcheck;
mod sheets;

const A5: PageSpec = PageSpec {
    paper: Paper::A5,
    bleed: false,
};

fn script(panels: u32, direction: ReadingDirection) -> Script {
    let panel = |number: u32| Panel {
        number,
        importance: u8::try_from(number % 6 + 1).unwrap(),
        shot: if number % 5 == 1 { Shot::Wide } else { Shot::Medium },
        action: format!("thing {number} <happens> & \"ends\""),
        location: Some("l1".to_owned()),
        cast: vec![CastMember {
            character: "c1".to_owned(),
            ..CastMember::default()
        }],
        dialogue: vec![Dialogue {
            speaker: Some("c1".to_owned()),
            text: format!("words {number}"),
            ..Dialogue::default()
        }],
        sfx: vec![SoundEffect {
            text: "bang".to_owned(),
            intensity: 1,
        }],
        ..Panel::default()
    };
    Script {
        title: "A & B".to_owned(),
        language: "ja".to_owned(),
        reading_direction: direction,
        characters: vec![Character {
            id: "c1".to_owned(),
            name: "Mira <3".to_owned(),
            ..Character::default()
        }],
        locations: vec![Location {
            id: "l1".to_owned(),
            place: Place::Forest,
            ..Location::default()
        }],
        panels: (1..=panels).map(panel).collect(),
        ..Script::default()
    }
}

/// Paints every panel in one grey, or in red from 256 on.
fn plain(
    _: &Script,
    _: u32,
    Size { width, height }: Size,
    _: crate::Margins,
    _: f64,
    seed: u64,
) -> Result<Picture, String> {
    let colour = seed > 255;
    let pixels = width as usize * height as usize;
    Ok(Picture {
        width,
        height,
        colour,
        pixels: if colour {
            [250, 0, 0].repeat(pixels)
        } else {
            vec![u8::try_from(seed).unwrap(); pixels]
        },
        facts: DrawnFacts::default(),
    })
}

fn drawn(panels: usize) -> Vec<PanelArt> {
    vec![PanelArt::Drawn { seed: 128 }; panels]
}

fn options() -> BookOptions {
    BookOptions {
        modified: "2026-01-02T03:04:05Z".parse().unwrap(),
        lineage: vec![PanelLineage {
            panel: 1,
            provider: Some("builtin".to_owned()),
            seed: Some(7),
            ..PanelLineage::default()
        }],
        ..BookOptions::default()
    }
}

fn files(script: &Script, art: &[PanelArt], format: BookFormat) -> Result<Vec<BookFile>, BindError> {
    bind_with(script, art, format, &options(), &plain)
}

fn book(script: &Script, format: BookFormat) -> BookFile {
    files(script, &drawn(script.panels.len()), format)
        .unwrap()
        .remove(0)
}

fn decode(file: &BookFile) -> image::DynamicImage {
    image::load_from_memory(&file.bytes).unwrap()
}

fn png_of(width: u32, height: u32, red: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([red, 0, 0]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn every_page_is_a_picture_of_its_size_and_the_cover_comes_first() {
    for (paper, bleed) in [(Paper::A5, false), (Paper::B5, true)] {
        let options = BookOptions {
            page: PageSpec { paper, bleed },
            ..options()
        };
        let script = script(9, ReadingDirection::Rtl);
        let files = bind_with(&script, &drawn(9), BookFormat::Png, &options, &plain).unwrap();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["cover.png", "page-001.png", "page-002.png"]);
        for file in &files {
            let page = decode(file);
            assert_eq!((page.width(), page.height()), options.page.pixels());
            assert!(!page.color().has_color());
        }
    }
}

#[test]
fn a_book_may_have_no_cover() {
    let options = BookOptions {
        cover: false,
        ..options()
    };
    let script = script(4, ReadingDirection::Ltr);
    let files = bind_with(&script, &drawn(4), BookFormat::Png, &options, &plain).unwrap();
    assert_eq!(files[0].name, "page-001.png");
}

#[test]
fn the_same_art_gives_the_same_bytes() {
    for format in <BookFormat as strum::IntoEnumIterator>::iter() {
        let bound = || files(&script(6, ReadingDirection::Ltr), &drawn(6), format).unwrap();
        assert!(bound() == bound(), "{format:?}");
    }
}

#[test]
fn a_missing_panel_is_an_empty_marked_frame() {
    let script = script(1, ReadingDirection::Rtl);
    let missing = [PanelArt::Missing {
        reason: "refused".to_owned(),
    }];
    let files = files(&script, &missing, BookFormat::Png).unwrap();
    let page = decode(&files[1]).to_luma8();
    let cell = &lay_out(&script, A5)[0].cells[0];
    let (left, top, right, bottom) = cell.bounds();
    let marks = page
        .enumerate_pixels()
        .filter(|(x, y, pixel)| {
            let inside = f64::from(*x) > left + 20.0 && f64::from(*x) < right - 20.0;
            inside && f64::from(*y) > top + 20.0 && f64::from(*y) < bottom - 20.0 && pixel.0[0] < 200
        })
        .count();
    let area = (right - left) * (bottom - top);
    assert!(
        marks > 5_000 && (marks as f64) < area * 0.05,
        "{marks} marked pixels of {area}"
    );
    let dark = |picture: &image::GrayImage| picture.pixels().filter(|pixel| pixel.0[0] < 100).count();
    assert!(
        dark(&decode(&files[0]).to_luma8()) > 5_000,
        "the title is on the cover"
    );
}

#[test]
fn a_given_picture_covers_its_cell_and_brings_its_colour() {
    let art = [PanelArt::Given {
        bytes: png_of(40, 60, 250),
    }];
    let files = files(&script(1, ReadingDirection::Rtl), &art, BookFormat::Png).unwrap();
    let page = decode(&files[1]).to_rgb8();
    let (width, height) = A5.pixels();
    assert_eq!(page.get_pixel(width / 2, height / 2).0, [250, 0, 0]);
    assert_eq!(page.get_pixel(20, 20).0, [255, 255, 255]);
    let cover = decode(&files[0]).to_rgb8();
    assert_eq!(
        cover.get_pixel(5, height - 5).0,
        [250, 0, 0],
        "the cover is all picture"
    );
}

#[test]
fn words_are_lettered_over_a_given_picture() {
    let art = [PanelArt::Given {
        bytes: png_of(40, 60, 250),
    }];
    let white = |dialogue: bool| {
        let mut script = script(1, ReadingDirection::Rtl);
        script.panels[0].dialogue.clear();
        if dialogue {
            script.panels[0].dialogue.push(mangakai_script::Dialogue {
                text: "Who goes there?".to_owned(),
                ..mangakai_script::Dialogue::default()
            });
        }
        let files = files(&script, &art, BookFormat::Png).unwrap();
        let page = decode(&files[1]).to_rgb8();
        page.pixels().filter(|pixel| pixel.0 == [255; 3]).count()
    };
    assert!(
        white(true) > white(false) + 5_000,
        "a bubble lies over the picture"
    );
}

#[test]
fn the_most_important_given_picture_is_the_cover() {
    // Importance is number % 6 + 1, so 5 is the most important one.
    let art: Vec<PanelArt> = (1..=6_u8)
        .map(|panel| PanelArt::Given {
            bytes: png_of(40, 60, panel * 10),
        })
        .collect();
    let files = files(&script(6, ReadingDirection::Rtl), &art, BookFormat::Png).unwrap();
    assert_eq!(decode(&files[0]).to_rgb8().get_pixel(5, 2000).0, [50, 0, 0]);
}

#[test]
fn what_is_no_picture_is_refused_by_panel_and_page() {
    let art = [PanelArt::Given {
        bytes: b"no picture".to_vec(),
    }];
    let one = script(1, ReadingDirection::Rtl);
    let refusal = files(&one, &art, BookFormat::Png).unwrap_err();
    assert!(refusal.to_string().contains("panel 1"), "{refusal}");
    let count = files(&script(2, ReadingDirection::Rtl), &drawn(3), BookFormat::Png).unwrap_err();
    assert_eq!(count, BindError::ArtCount { panels: 2, art: 3 });
}
