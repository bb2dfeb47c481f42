//! The book as an archive: CBZ for comic readers, ZIP with the script for those who work on.

use std::io::{Cursor, Write};

use mangakai_script::{ReadingDirection, Script};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{BindError, BookFile, BoundPage, file_stem};

/// Pages and ComicInfo.xml.
pub(super) fn cbz(script: &Script, pages: &[BoundPage]) -> Result<BookFile, BindError> {
    let mut files = vec![("ComicInfo.xml", comic_info(script, pages.len()).into_bytes())];
    files.extend(
        pages
            .iter()
            .map(|page| (page.file.name.as_str(), page.file.bytes.clone())),
    );
    let bytes = pack("cbz", files)?;
    Ok(BookFile {
        name: format!("{}.cbz", file_stem(&script.title)),
        media_type: "application/vnd.comicbook+zip",
        bytes,
    })
}

/// Pages and script.json.
pub(super) fn zip(script: &Script, pages: &[BoundPage]) -> Result<BookFile, BindError> {
    let failed = |error: serde_json::Error| BindError::Format {
        format: "zip",
        cause: error.to_string(),
    };
    let mut files = vec![("script.json", serde_json::to_vec_pretty(script).map_err(failed)?)];
    files.extend(
        pages
            .iter()
            .map(|page| (page.file.name.as_str(), page.file.bytes.clone())),
    );
    let bytes = pack("zip", files)?;
    Ok(BookFile {
        name: format!("{}.zip", file_stem(&script.title)),
        media_type: "application/zip",
        bytes,
    })
}

fn pack(format: &'static str, files: Vec<(&str, Vec<u8>)>) -> Result<Vec<u8>, BindError> {
    let failed = |cause: String| BindError::Format { format, cause };
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // Pictures are compressed already.
        let method = if name.ends_with(".png") {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        archive
            .start_file(name, options)
            .map_err(|error| failed(error.to_string()))?;
        archive
            .write_all(&bytes)
            .map_err(|error| failed(error.to_string()))?;
    }
    Ok(archive
        .finish()
        .map_err(|error| failed(error.to_string()))?
        .into_inner())
}

fn comic_info(script: &Script, pages: usize) -> String {
    let manga = match script.reading_direction {
        ReadingDirection::Rtl => "YesAndRightToLeft",
        ReadingDirection::Ltr | ReadingDirection::Webtoon => "No",
    };
    let names: Vec<String> = script
        .characters
        .iter()
        .map(|character| escaped(&character.name).replace(',', " "))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<ComicInfo>\n  <Title>{}</Title>\n  <Writer>MangakAI</Writer>\n  \
         <PageCount>{pages}</PageCount>\n  <LanguageISO>{}</LanguageISO>\n  <Characters>{}</Characters>\n  \
         <Manga>{manga}</Manga>\n</ComicInfo>\n",
        escaped(&script.title),
        escaped(&script.language),
        names.join(", "),
    )
}

/// Text for XML: marked-up characters replaced, forbidden ones left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
            c => out.push(c),
        }
    }
    out
}
