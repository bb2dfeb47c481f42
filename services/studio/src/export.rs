//! Books: the pages of a script in the formats people read.

mod archive;
mod pdf;
mod png;
mod transcript;

use mangakai_script::Script;

use crate::{
    Size, draw_panel,
    page::{self, Artist, PageError},
};

pub use transcript::panel_transcript;

/// What a panel looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PanelArt {
    /// Drawn by the built-in artist, again at the size of the page.
    Drawn {
        /// Seed of the drawing.
        seed: u64,
    },
    /// A finished picture, lettered already: PNG, JPEG or WebP.
    Given {
        /// The file.
        bytes: Vec<u8>,
    },
    /// There is none.
    Missing {
        /// Why, for people.
        reason: String,
    },
}

/// The formats of a book.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum BookFormat {
    /// One picture per page.
    Png,
    /// One document.
    Pdf,
    /// Comic book archive.
    Cbz,
    /// Pages and script in one archive.
    Zip,
}

/// One file of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookFile {
    /// File name, e.g. `page-001.png`.
    pub name: String,
    /// MIME type.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Why a book could not be bound.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BindError {
    /// Nothing to bind.
    #[error("the script has no panels")]
    NoPanels,
    /// Panels and pictures do not match.
    #[error("the script has {panels} panels, but {art} pictures came")]
    ArtCount {
        /// Panels of the script.
        panels: usize,
        /// Pictures given.
        art: usize,
    },
    /// A page could not be made.
    #[error("page {page}: {cause}")]
    Page {
        /// Number of the page.
        page: u32,
        /// What went wrong.
        cause: String,
    },
    /// The file format could not be written.
    #[error("the {format} cannot be written: {cause}")]
    Format {
        /// Name of the format.
        format: &'static str,
        /// What went wrong.
        cause: String,
    },
}

/// The files of the book: one entry of `art` per panel. Pure: the same script and art give the same bytes.
///
/// # Errors
/// When panels and art do not match, a given picture is none, or the artist fails.
pub fn bind(script: &Script, art: &[PanelArt], format: BookFormat) -> Result<Vec<BookFile>, BindError> {
    bind_with(script, art, format, &|number, (width, height), scale, seed| {
        let picture = draw_panel(script, number, Size { width, height }, scale, seed);
        picture
            .map(|picture| picture.grey)
            .map_err(|error| error.to_string())
    })
}

fn bind_with(
    script: &Script,
    art: &[PanelArt],
    format: BookFormat,
    artist: &Artist,
) -> Result<Vec<BookFile>, BindError> {
    if script.panels.is_empty() {
        return Err(BindError::NoPanels);
    }
    if script.panels.len() != art.len() {
        return Err(BindError::ArtCount {
            panels: script.panels.len(),
            art: art.len(),
        });
    }
    let pages = pages(script, art, artist)?;
    match format {
        BookFormat::Png => Ok(pages.into_iter().map(|page| page.file).collect()),
        BookFormat::Pdf => Ok(vec![pdf::bind(script, &pages)?]),
        BookFormat::Cbz => Ok(vec![archive::cbz(script, &pages)?]),
        BookFormat::Zip => Ok(vec![archive::zip(script, &pages)?]),
    }
}

/// A page as a PNG file, with its size.
struct BoundPage {
    width: u32,
    height: u32,
    file: BookFile,
}

fn pages(script: &Script, art: &[PanelArt], artist: &Artist) -> Result<Vec<BoundPage>, BindError> {
    let mut bound = Vec::new();
    for page in page::lay_out(script) {
        let failed = |error: PageError| BindError::Page {
            page: page.number,
            cause: error.to_string(),
        };
        let sheet = page::render(&page, art, artist).map_err(failed)?;
        let bytes = png::encode(&sheet)?;
        let name = format!("page-{:03}.png", page.number);
        bound.push(BoundPage {
            width: sheet.width,
            height: sheet.height,
            file: BookFile {
                name,
                media_type: "image/png",
                bytes,
            },
        });
    }
    Ok(bound)
}

/// A file name out of a title: letters and digits of any script, joined by hyphens.
fn file_stem(title: &str) -> String {
    let words: Vec<&str> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let stem: String = words.join("-").chars().take(60).collect();
    if stem.is_empty() { "manga".to_owned() } else { stem }
}

#[cfg(test)]
mod tests;
