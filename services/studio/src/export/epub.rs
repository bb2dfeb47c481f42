//! Fixed-layout EPUB 3: one picture a page with its words as alternative text.

use super::archive::Archive;
use super::book::Book;
use super::package::{Item, Package, nav, page};
use super::{BindError, BookFile, file_stem, png};

/// Says where the package is.
const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"#;

const STYLE: &str =
    "html, body { margin: 0; padding: 0; }\nimg { display: block; width: 100%; height: 100%; }\n";

pub(super) fn bind(book: &Book) -> Result<BookFile, BindError> {
    let mut archive = Archive::new("epub");
    // First and as it is: so readers tell the format by the first bytes.
    archive.stored("mimetype", b"application/epub+zip")?;
    archive.text("META-INF/container.xml", CONTAINER)?;
    archive.text("OEBPS/style.css", STYLE)?;
    let mut items = Vec::with_capacity(book.len());
    for leaf in book.leaves() {
        let leaf = leaf?;
        let item = Item {
            stem: leaf.stem(),
            words: book.words(&leaf),
            width: leaf.sheet.width,
            height: leaf.sheet.height,
            is_cover: leaf.page.is_none(),
            is_left: leaf.page.map(|page| page.is_left(book.script.reading_direction)),
        };
        let file = png::file(&leaf)?;
        archive.stored(&format!("OEBPS/images/{}", file.name), &file.bytes)?;
        archive.text(&format!("OEBPS/{}.xhtml", item.stem), &page(book.script, &item))?;
        items.push(item);
    }
    let package = Package {
        script: book.script,
        is_right_to_left: book.is_right_to_left(),
        modified: book.options.modified,
        items: &items,
    };
    archive.text("OEBPS/nav.xhtml", &nav(book.script, &items))?;
    archive.text("OEBPS/package.opf", &package.document())?;
    Ok(BookFile {
        name: format!("{}.epub", file_stem(&book.script.title)),
        media_type: "application/epub+zip",
        bytes: archive.finish()?,
    })
}
