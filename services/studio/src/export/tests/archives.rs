//! CBZ, ZIP and EPUB as archives, read back.

use super::*;

fn open(book: &BookFile) -> ::zip::ZipArchive<Cursor<&Vec<u8>>> {
    ::zip::ZipArchive::new(Cursor::new(&book.bytes)).unwrap()
}

fn names(archive: &::zip::ZipArchive<Cursor<&Vec<u8>>>) -> Vec<String> {
    let mut names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    names.sort_unstable();
    names
}

fn text(archive: &mut ::zip::ZipArchive<Cursor<&Vec<u8>>>, name: &str) -> String {
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn comic_readers_turn_the_pages_the_right_way() {
    for (direction, manga) in [
        (ReadingDirection::Rtl, "YesAndRightToLeft"),
        (ReadingDirection::Ltr, "No"),
    ] {
        let book = book(&script(6, direction), BookFormat::Cbz);
        let mut archive = open(&book);
        let info = text(&mut archive, "ComicInfo.xml");
        for wanted in [
            format!("<Manga>{manga}</Manga>"),
            "<Title>A &amp; B</Title>".to_owned(),
            "<PageCount>2</PageCount>".to_owned(),
            "<LanguageISO>ja</LanguageISO>".to_owned(),
            "<Page Image=\"0\" Type=\"FrontCover\"".to_owned(),
            "<Page Image=\"1\" Type=\"Story\"".to_owned(),
        ] {
            assert!(info.contains(&wanted), "{wanted}: {info}");
        }
        // Readers sort pages by name.
        let mut names = names(&archive);
        names.retain(|name| name.ends_with(".png"));
        assert_eq!(names, ["cover.png", "page-001.png"]);
    }
}

#[test]
fn the_zip_holds_everything() {
    let script = script(2, ReadingDirection::Ltr);
    let given = png_of(10, 10, 9);
    let art = [
        PanelArt::Drawn { seed: 3 },
        PanelArt::Given { bytes: given.clone() },
    ];
    let book = files(&script, &art, BookFormat::Zip).unwrap().remove(0);
    let mut archive = open(&book);
    let (first, names): (Vec<String>, Vec<String>) = names(&archive)
        .into_iter()
        .partition(|name| name.contains("panel-001"));
    assert_eq!(
        names,
        [
            "lineage.json",
            "pages/cover.png",
            "pages/page-001.png",
            "panels/panel-002.png",
            "script.json",
            "transcript.txt"
        ]
    );
    assert!(
        first.len() == 1 && first[0].starts_with("panels/panel-001."),
        "{first:?}"
    );
    let read: Script = serde_json::from_str(&text(&mut archive, "script.json")).unwrap();
    assert_eq!(read, script);
    let mut stored = Vec::new();
    archive
        .by_name("panels/panel-002.png")
        .unwrap()
        .read_to_end(&mut stored)
        .unwrap();
    assert_eq!(stored, given, "a given picture is kept as it came");
    let lineage: serde_json::Value = serde_json::from_str(&text(&mut archive, "lineage.json")).unwrap();
    assert_eq!(lineage[0]["provider"], "builtin");
    let transcript = text(&mut archive, "transcript.txt");
    assert!(
        transcript.contains("1ページ") && transcript.contains("Mira <3: words 2"),
        "{transcript}"
    );
}

#[test]
fn an_epub_begins_with_its_type_and_names_everything_it_holds() {
    let book = book(&script(9, ReadingDirection::Rtl), BookFormat::Epub);
    assert_eq!(&book.bytes[30..58], b"mimetypeapplication/epub+zip");
    let mut archive = open(&book);
    let package = text(&mut archive, "OEBPS/package.opf");
    for wanted in [
        "<meta property=\"rendition:layout\">pre-paginated</meta>",
        "page-progression-direction=\"rtl\"",
        "<meta property=\"dcterms:modified\">2026-01-02T03:04:05Z</meta>",
        "<dc:title>A &amp; B</dc:title>",
        "<dc:language>ja</dc:language>",
        "properties=\"cover-image\"",
        "schema:accessMode",
        "<itemref idref=\"page-001\" properties=\"page-spread-left\"/>",
        "<itemref idref=\"page-002\" properties=\"page-spread-right\"/>",
    ] {
        assert!(package.contains(wanted), "{wanted}: {package}");
    }
    for name in names(&archive)
        .iter()
        .filter_map(|name| name.strip_prefix("OEBPS/"))
    {
        let listed = name == "package.opf" || package.contains(&format!("href=\"{name}\""));
        assert!(listed, "{name} is not in the manifest");
    }
    let page = text(&mut archive, "OEBPS/page-001.xhtml");
    assert!(page.contains("content=\"width=1748, height=2480\""), "{page}");
    assert!(
        page.contains("Mira &lt;3: words 1")
            && page.contains("thing 1 &lt;happens&gt; &amp; &quot;ends&quot;"),
        "the alternative text is the transcript: {page}"
    );
    let left = self::super::book(&script(3, ReadingDirection::Ltr), BookFormat::Epub);
    assert!(text(&mut open(&left), "OEBPS/package.opf").contains("page-progression-direction=\"ltr\""));
}
