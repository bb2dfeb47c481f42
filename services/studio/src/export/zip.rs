//! Everything in one archive, for those who work on with it.

use super::archive::Archive;
use super::book::Book;
use super::{BindError, BookFile, PanelArt, file_stem, png, transcript};
use crate::{Margins, Size, encode_smallest};

/// Size of a panel by itself, as it is drawn before anybody asks for pages.
const PANEL: Size = Size {
    width: 1024,
    height: 1024,
};

pub(super) fn bind(book: &Book) -> Result<BookFile, BindError> {
    let mut archive = Archive::new("zip");
    for leaf in book.leaves() {
        let file = png::file(&leaf?)?;
        archive.stored(&format!("pages/{}", file.name), &file.bytes)?;
    }
    for (panel, art) in book.script.panels.iter().zip(book.art) {
        if let Some((bytes, extension)) = picture(book, panel.number, art)? {
            archive.stored(&format!("panels/panel-{:03}.{extension}", panel.number), &bytes)?;
        }
    }
    archive.text("script.json", &json(book.script)?)?;
    archive.text("transcript.txt", &transcript(book.script, &book.pages))?;
    archive.text("lineage.json", &json(&book.options.lineage)?)?;
    Ok(BookFile {
        name: format!("{}.zip", file_stem(&book.script.title)),
        media_type: "application/zip",
        bytes: archive.finish()?,
    })
}

/// A panel's picture by itself and its extension; none when there is none.
fn picture(book: &Book, panel: u32, art: &PanelArt) -> Result<Option<(Vec<u8>, &'static str)>, BindError> {
    match art {
        PanelArt::Missing { .. } => Ok(None),
        PanelArt::Given { bytes } => {
            let format = image::guess_format(bytes).ok();
            let extension = format.and_then(|format| format.extensions_str().first());
            Ok(Some((bytes.clone(), extension.copied().unwrap_or("bin"))))
        }
        PanelArt::Drawn { seed } => {
            let failed = |cause: String| BindError::Format {
                format: "zip",
                cause: format!("panel {panel}: {cause}"),
            };
            let picture =
                (book.artist)(book.script, panel, PANEL, Margins::default(), 1.0, *seed).map_err(failed)?;
            let encoded = encode_smallest(&picture).map_err(|error| failed(error.to_string()))?;
            Ok(Some((encoded.bytes, encoded.extension)))
        }
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, BindError> {
    serde_json::to_string_pretty(value).map_err(|error| BindError::Format {
        format: "zip",
        cause: error.to_string(),
    })
}
