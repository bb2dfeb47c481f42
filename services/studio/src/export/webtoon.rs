//! The strip in slices, as webtoon platforms take them.

use mangakai_script::{ReadingDirection, Script};

use super::book::{Book, Leaf};
use super::{BindError, BookFile, BookOptions, PanelArt, png};
use crate::page::{Artist, Sheet};

/// Largest file that platforms take, in bytes.
const MOST_BYTES: usize = 2_000_000;

/// Slices of any script, also of one that is read in pages.
pub(super) fn bind(
    script: &Script,
    art: &[PanelArt],
    options: &BookOptions,
    artist: &Artist,
) -> Result<Vec<BookFile>, BindError> {
    let script = Script {
        reading_direction: ReadingDirection::Webtoon,
        ..script.clone()
    };
    let options = BookOptions {
        cover: false,
        ..options.clone()
    };
    let book = Book::new(&script, art, &options, artist);
    let mut slices = Vec::new();
    for leaf in book.leaves() {
        let Leaf { sheet, .. } = leaf?;
        encode(sheet, &mut slices)?;
    }
    let name = |(number, bytes): (u32, Vec<u8>)| BookFile {
        name: format!("slice-{number:03}.png"),
        media_type: "image/png",
        bytes,
    };
    Ok((1..).zip(slices).map(name).collect())
}

/// A slice as a file, or as two where one would be too large.
fn encode(sheet: Sheet, slices: &mut Vec<Vec<u8>>) -> Result<(), BindError> {
    let bytes = png::encode(&sheet)?;
    if bytes.len() <= MOST_BYTES || sheet.height < 2 {
        slices.push(bytes);
        return Ok(());
    }
    let (upper, lower) = sheet.halved();
    encode(upper, slices)?;
    encode(lower, slices)
}
