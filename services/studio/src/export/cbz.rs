//! Comic book archive: pages, and ComicInfo.xml after its schema 2.0 (elements in the schema's order).

use std::fmt::Write;

use super::archive::Archive;
use super::book::Book;
use super::transcript::is_companion;
use super::xml::escaped;
use super::{BindError, BookFile, file_stem, png};

pub(super) fn bind(book: &Book) -> Result<BookFile, BindError> {
    let mut archive = Archive::new("cbz");
    let mut pages = String::new();
    let mut in_colour = false;
    for (index, leaf) in book.leaves().enumerate() {
        let leaf = leaf?;
        let file = png::file(&leaf)?;
        let kind = if leaf.page.is_none() {
            "FrontCover"
        } else {
            "Story"
        };
        let (width, height, size) = (leaf.sheet.width, leaf.sheet.height, file.bytes.len());
        let _ = writeln!(
            pages,
            "    <Page Image=\"{index}\" Type=\"{kind}\" ImageSize=\"{size}\" ImageWidth=\"{width}\" ImageHeight=\"{height}\" />"
        );
        in_colour |= leaf.sheet.colour;
        archive.stored(&file.name, &file.bytes)?;
    }
    archive.text("ComicInfo.xml", &comic_info(book, &pages, in_colour))?;
    Ok(BookFile {
        name: format!("{}.cbz", file_stem(&book.script.title)),
        media_type: "application/vnd.comicbook+zip",
        bytes: archive.finish()?,
    })
}

fn comic_info(book: &Book, pages: &str, in_colour: bool) -> String {
    let script = book.script;
    let manga = if book.is_right_to_left() {
        "YesAndRightToLeft"
    } else {
        "No"
    };
    let names: Vec<String> = script
        .characters
        .iter()
        .filter(|character| !is_companion(script, character))
        .map(|character| escaped(&character.name.replace(',', " ")))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <ComicInfo xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">\n  \
         <Title>{title}</Title>\n  <Notes>Made with MangakAI</Notes>\n  <PageCount>{count}</PageCount>\n  \
         <LanguageISO>{language}</LanguageISO>\n  <BlackAndWhite>{grey}</BlackAndWhite>\n  <Manga>{manga}</Manga>\n  \
         <Characters>{names}</Characters>\n  <Pages>\n{pages}  </Pages>\n</ComicInfo>\n",
        title = escaped(&script.title),
        count = book.len(),
        language = escaped(&script.language),
        grey = if in_colour { "No" } else { "Yes" },
        names = names.join(", "),
    )
}
