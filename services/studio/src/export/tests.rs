//! Books are whole: every panel on a page, every format readable, a missing panel plainly marked.

use std::io::{Cursor, Read};

use mangakai_script::{Location, Panel, Place, ReadingDirection, Script, Shot};

use super::*;
use crate::page::{PAGE_HEIGHT, PAGE_WIDTH, lay_out};

fn script(panels: u32, direction: ReadingDirection) -> Script {
    let panel = |number: u32| Panel {
        number,
        importance: u8::try_from(number % 6 + 1).unwrap(),
        shot: if number % 5 == 1 { Shot::Wide } else { Shot::Medium },
        action: "something".to_owned(),
        location: Some("l1".to_owned()),
        ..Panel::default()
    };
    Script {
        title: "A & B".to_owned(),
        language: "ja".to_owned(),
        reading_direction: direction,
        locations: vec![Location {
            id: "l1".to_owned(),
            place: Place::Forest,
            ..Location::default()
        }],
        panels: (1..=panels).map(panel).collect(),
        ..Script::default()
    }
}

/// Paints every panel in one grey.
fn plain(_: u32, (width, height): (u32, u32), _: f64, seed: u64) -> Result<Vec<u8>, String> {
    Ok(vec![
        u8::try_from(seed).unwrap();
        width as usize * height as usize
    ])
}

fn drawn(panels: usize) -> Vec<PanelArt> {
    vec![PanelArt::Drawn { seed: 128 }; panels]
}

fn decode(file: &BookFile) -> image::DynamicImage {
    image::load_from_memory(&file.bytes).unwrap()
}

#[test]
fn every_page_is_a_picture_of_its_size() {
    let files = bind_with(
        &script(9, ReadingDirection::Rtl),
        &drawn(9),
        BookFormat::Png,
        &plain,
    )
    .unwrap();
    assert_eq!(files[0].name, "page-001.png");
    for file in &files {
        let page = decode(file);
        assert_eq!((page.width(), page.height()), (PAGE_WIDTH, PAGE_HEIGHT));
        assert!(!page.color().has_color());
    }
}

#[test]
fn the_same_art_gives_the_same_bytes() {
    for format in [BookFormat::Pdf, BookFormat::Cbz, BookFormat::Zip] {
        let once = bind_with(&script(3, ReadingDirection::Ltr), &drawn(3), format, &plain).unwrap();
        let again = bind_with(&script(3, ReadingDirection::Ltr), &drawn(3), format, &plain).unwrap();
        assert!(once == again, "{format:?}");
    }
}

#[test]
fn a_missing_panel_is_an_empty_marked_frame() {
    let script = script(1, ReadingDirection::Rtl);
    let missing = [PanelArt::Missing {
        reason: "refused".to_owned(),
    }];
    let file = &bind_with(&script, &missing, BookFormat::Png, &plain).unwrap()[0];
    let page = decode(file).to_luma8();
    let cell = &lay_out(&script)[0].cells[0];
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
}

#[test]
fn a_given_picture_covers_its_cell_and_brings_its_colour() {
    let red = image::RgbImage::from_pixel(40, 60, image::Rgb([250, 0, 0]));
    let mut bytes = Cursor::new(Vec::new());
    red.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let art = [PanelArt::Given {
        bytes: bytes.into_inner(),
    }];
    let file = &bind_with(&script(1, ReadingDirection::Rtl), &art, BookFormat::Png, &plain).unwrap()[0];
    let page = decode(file).to_rgb8();
    assert_eq!(page.get_pixel(PAGE_WIDTH / 2, PAGE_HEIGHT / 2).0, [250, 0, 0]);
    assert_eq!(page.get_pixel(20, 20).0, [255, 255, 255]);
}

#[test]
fn what_is_no_picture_is_refused_by_panel_and_page() {
    let art = [PanelArt::Given {
        bytes: b"no picture".to_vec(),
    }];
    let refusal = bind_with(&script(1, ReadingDirection::Rtl), &art, BookFormat::Png, &plain).unwrap_err();
    assert!(refusal.to_string().contains("panel 1"), "{refusal}");
    let count = bind_with(
        &script(2, ReadingDirection::Rtl),
        &drawn(3),
        BookFormat::Png,
        &plain,
    )
    .unwrap_err();
    assert_eq!(count, BindError::ArtCount { panels: 2, art: 3 });
}

#[test]
fn comic_readers_turn_the_pages_the_right_way() {
    for (direction, manga) in [
        (ReadingDirection::Rtl, "YesAndRightToLeft"),
        (ReadingDirection::Ltr, "No"),
    ] {
        let book = &bind_with(&script(6, direction), &drawn(6), BookFormat::Cbz, &plain).unwrap()[0];
        let mut archive = zip::ZipArchive::new(Cursor::new(&book.bytes)).unwrap();
        let mut info = String::new();
        archive
            .by_name("ComicInfo.xml")
            .unwrap()
            .read_to_string(&mut info)
            .unwrap();
        assert!(
            info.contains(&format!("<Manga>{manga}</Manga>")) && info.contains("A &amp; B"),
            "{info}"
        );
        assert!(archive.by_name("page-001.png").is_ok());
    }
}

#[test]
fn the_zip_holds_the_script() {
    let script = script(2, ReadingDirection::Ltr);
    let book = &bind_with(&script, &drawn(2), BookFormat::Zip, &plain).unwrap()[0];
    let mut archive = zip::ZipArchive::new(Cursor::new(&book.bytes)).unwrap();
    let read: Script = serde_json::from_reader(archive.by_name("script.json").unwrap()).unwrap();
    assert_eq!(read, script);
}

#[test]
fn the_pdf_has_title_author_and_a_page_per_sheet() {
    let script = script(12, ReadingDirection::Rtl);
    let book = &bind_with(&script, &drawn(12), BookFormat::Pdf, &plain).unwrap()[0];
    assert!(book.bytes.starts_with(b"%PDF-"));
    let text = String::from_utf8_lossy(&book.bytes);
    assert!(text.contains("A & B") && text.contains("MangakAI"), "metadata");
    assert_eq!(book.name, "A-B.pdf");
}
