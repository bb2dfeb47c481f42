//! The book as one PDF: every page a picture at its printed size.

use krilla::geom::Size;
use krilla::image::Image;
use krilla::metadata::{Metadata, TextDirection};
use krilla::page::PageSettings;
use krilla::{Data, Document};
use mangakai_script::{ReadingDirection, Script};

use super::{BindError, BookFile, BoundPage, file_stem};

/// Who made the book.
const AUTHOR: &str = "MangakAI";

/// Points for one pixel at 300 dots per inch.
const POINTS_PER_PIXEL: f32 = 72.0 / 300.0;

/// The PDF; a picture is stored once, however often it is shown.
pub(super) fn bind(script: &Script, pages: &[BoundPage]) -> Result<BookFile, BindError> {
    let mut document = Document::new();
    let right_to_left = script.reading_direction == ReadingDirection::Rtl;
    document.set_metadata(
        Metadata::new()
            .title(script.title.clone())
            .authors(vec![AUTHOR.to_owned()])
            .creator(AUTHOR.to_owned())
            .language(script.language.clone())
            .text_direction(if right_to_left {
                TextDirection::RightToLeft
            } else {
                TextDirection::LeftToRight
            }),
    );
    for page in pages {
        add(&mut document, page)?;
    }
    let bytes = document.finish().map_err(|error| failed(format!("{error:?}")))?;
    Ok(BookFile {
        name: format!("{}.pdf", file_stem(&script.title)),
        media_type: "application/pdf",
        bytes,
    })
}

fn add(document: &mut Document, page: &BoundPage) -> Result<(), BindError> {
    #[expect(clippy::cast_precision_loss, reason = "a few thousand pixels")]
    let (width, height) = (
        page.width as f32 * POINTS_PER_PIXEL,
        page.height as f32 * POINTS_PER_PIXEL,
    );
    let size = Size::from_wh(width, height).ok_or_else(|| failed("a page has no size".to_owned()))?;
    let image = Image::from_png(Data::from(page.file.bytes.clone()), false).map_err(failed)?;
    let mut sheet = document.start_page_with(PageSettings::new(size));
    let mut surface = sheet.surface();
    surface.draw_image(image, size);
    surface.finish();
    sheet.finish();
    Ok(())
}

fn failed(cause: String) -> BindError {
    BindError::Format { format: "pdf", cause }
}
