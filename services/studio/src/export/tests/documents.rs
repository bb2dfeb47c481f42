//! The PDF, parsed by another library.

use lopdf::{Dictionary, Document, Object};

use super::*;

fn parsed(script: &Script, page: PageSpec) -> Document {
    let options = BookOptions { page, ..options() };
    let art = drawn(script.panels.len());
    let files = bind_with(script, &art, BookFormat::Pdf, &options, &plain).unwrap();
    Document::load_mem(&files[0].bytes).unwrap()
}

fn corners(page: &Dictionary, name: &[u8]) -> Option<[f32; 4]> {
    let numbers = page.get(name).ok()?.as_array().unwrap();
    Some(std::array::from_fn(|index| numbers[index].as_float().unwrap()))
}

/// A dictionary of the catalog.
fn of_catalog<'a>(document: &'a Document, name: &[u8]) -> &'a Dictionary {
    let object = document.catalog().unwrap().get(name).unwrap();
    match object {
        Object::Reference(id) => document.get_dictionary(*id).unwrap(),
        other => other.as_dict().unwrap(),
    }
}

#[test]
fn there_is_a_page_per_sheet_at_its_printed_size() {
    let script = script(8, ReadingDirection::Rtl);
    let sheets = lay_out(&script, A5).len() + 1;
    for (paper, (width, height)) in [
        (Paper::A5, (419.53, 595.28)),
        (Paper::B5, (515.91, 728.50)),
        (Paper::A4, (595.28, 841.89)),
    ] {
        for (bleed, beyond) in [(false, 0.0), (true, 8.504)] {
            let document = parsed(&script, PageSpec { paper, bleed });
            let pages = document.get_pages();
            assert_eq!(pages.len(), sheets);
            for id in pages.values() {
                let page = document.get_dictionary(*id).unwrap();
                let near = |found: [f32; 4], wanted: [f32; 4]| {
                    let apart = found.iter().zip(wanted).map(|(a, b)| (a - b).abs());
                    assert!(apart.fold(0.0, f32::max) < 0.02, "{found:?} {wanted:?}");
                };
                let whole = [0.0, 0.0, width + 2.0 * beyond, height + 2.0 * beyond];
                near(corners(page, b"MediaBox").unwrap(), whole);
                near(corners(page, b"BleedBox").unwrap(), whole);
                let trim = [beyond, beyond, width + beyond, height + beyond];
                near(corners(page, b"TrimBox").unwrap(), trim);
            }
        }
    }
}

#[test]
fn it_names_its_title_and_language_and_which_way_it_is_read() {
    for (direction, name) in [(ReadingDirection::Rtl, "R2L"), (ReadingDirection::Ltr, "L2R")] {
        let document = parsed(&script(3, direction), A5);
        let preferences = of_catalog(&document, b"ViewerPreferences");
        let found = preferences.get(b"Direction").unwrap().as_name().unwrap();
        assert_eq!(found, name.as_bytes());
        let language = document
            .catalog()
            .unwrap()
            .get(b"Lang")
            .unwrap()
            .as_str()
            .unwrap();
        assert_eq!(language, b"ja");
        let info = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
        let title = document.get_dictionary(info).unwrap().get(b"Title").unwrap();
        assert_eq!(title.as_str().unwrap(), b"A & B");
    }
}

#[test]
fn every_page_can_be_read_aloud() {
    let document = parsed(&script(3, ReadingDirection::Ltr), A5);
    let alternatives: Vec<String> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"Alt").ok())
        .map(|text| lopdf::decode_text_string(text).unwrap())
        .collect();
    assert_eq!(alternatives.len(), 2, "the cover and a page");
    assert!(
        alternatives.iter().any(|text| text.contains("Mira <3: words 2")),
        "{alternatives:?}"
    );
}
