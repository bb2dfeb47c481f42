//! Books: the pages of a script in the formats people read.

mod archive;
mod book;
mod cbz;
mod epub;
mod package;
mod pdf;
mod png;
mod transcript;
mod webtoon;
mod xml;
mod zip;

use jiff::Timestamp;
use mangakai_script::Script;

use crate::{draw_panel_within, page::Artist, page::PageSpec};
use book::Book;

pub use transcript::{page_transcript, panel_transcript, transcript};

/// What a panel looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PanelArt {
    /// Drawn by the built-in artist, again at the size of the page.
    Drawn {
        /// Seed of the drawing.
        seed: u64,
    },
    /// A finished picture without words, which are lettered over it on the page: PNG, JPEG or WebP.
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
    /// One picture per page, and one of the cover.
    Png,
    /// One document.
    Pdf,
    /// Comic book archive.
    Cbz,
    /// Everything in one archive: pages, panels, the script, its transcript, where every picture came from.
    Zip,
    /// Fixed-layout EPUB 3.
    Epub,
    /// One column to scroll, as one picture per slice of at most 800 x 1280 pixels and 2 MB.
    Webtoon,
}

/// How a book is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookOptions {
    /// Paper and bleed. Strips have pages of their own size.
    pub page: PageSpec,
    /// With a cover. Slices of a strip never have one.
    pub cover: bool,
    /// When the book was asked for: EPUB names a time, and the same book is to have the same bytes.
    pub modified: Timestamp,
    /// Where the pictures came from, for those who work on with the book.
    pub lineage: Vec<PanelLineage>,
}

impl Default for BookOptions {
    fn default() -> BookOptions {
        BookOptions {
            page: PageSpec::default(),
            cover: true,
            modified: Timestamp::UNIX_EPOCH,
            lineage: Vec::new(),
        }
    }
}

/// Who or what drew a panel; what is not known is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(default)]
pub struct PanelLineage {
    /// Number of the panel.
    pub panel: u32,
    /// Version of the panel that is shown; 0: none was drawn.
    pub version: u32,
    /// The attempt that drew it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// e.g. `builtin`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The provider's model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Seed of the drawing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Keyed hash of what the model was asked for: equal ones of one task can be recognised, nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_hmac: Option<String>,
    /// SHA-256 of the pictures given along.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// Why a fallback drew it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback_reason: Option<String>,
    /// SHA-256 of the stored picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
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
        /// Number of the page; 0 is the cover.
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

/// The files of the book: one entry of `art` per panel. Pure: the same script, art and options give the same bytes.
///
/// # Errors
/// When panels and art do not match, a given picture is none, or the artist fails.
pub fn bind(
    script: &Script,
    art: &[PanelArt],
    format: BookFormat,
    options: &BookOptions,
) -> Result<Vec<BookFile>, BindError> {
    bind_with(
        script,
        art,
        format,
        options,
        &|script, number, size, margins, scale, seed| {
            draw_panel_within(script, number, size, margins, scale, seed).map_err(|error| error.to_string())
        },
    )
}

fn bind_with(
    script: &Script,
    art: &[PanelArt],
    format: BookFormat,
    options: &BookOptions,
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
    let book = Book::new(script, art, options, artist);
    match format {
        BookFormat::Png => book.leaves().map(|leaf| png::file(&leaf?)).collect(),
        BookFormat::Pdf => Ok(vec![pdf::bind(&book)?]),
        BookFormat::Cbz => Ok(vec![cbz::bind(&book)?]),
        BookFormat::Zip => Ok(vec![zip::bind(&book)?]),
        BookFormat::Epub => Ok(vec![epub::bind(&book)?]),
        BookFormat::Webtoon => webtoon::bind(script, art, options, artist),
    }
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
