//! The book as one PDF: every page a picture at its printed size, tagged with its text for readers who cannot see it.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use krilla::Document;
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Rect, Size};
use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};
use krilla::metadata::{Metadata, PageLayout, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{ContentTag, Identifier, Tag, TagGroup, TagTree};

use super::book::{Book, Leaf};
use super::{BindError, BookFile, file_stem};
use crate::page::Sheet;

/// What made the book.
const CREATOR: &str = "MangakAI";

/// Points of a millimetre.
const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// Points of a pixel of a strip, which is for screens.
const POINTS_PER_SCREEN_PIXEL: f32 = 72.0 / 96.0;

/// The PDF; a picture is stored once, however often it is shown.
pub(super) fn bind(book: &Book) -> Result<BookFile, BindError> {
    let script = book.script;
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(script.title.clone())
            .creator(CREATOR.to_owned())
            .language(script.language.clone())
            .page_layout(PageLayout::SinglePage)
            .text_direction(if book.is_right_to_left() {
                TextDirection::RightToLeft
            } else {
                TextDirection::LeftToRight
            }),
    );
    let mut tags = TagTree::new().with_lang(Some(script.language.clone()));
    let mut outline = Outline::new();
    for (index, leaf) in book.leaves().enumerate() {
        let leaf = leaf?;
        let words = book.words(&leaf);
        let heading = words.lines().next().unwrap_or_default().to_owned();
        let to = XyzDestination::new(index, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(heading, to));
        let shown = add(&mut document, leaf)?;
        tags.push(TagGroup::with_children(
            Tag::Figure(Some(words)),
            vec![shown.into()],
        ));
    }
    document.set_outline(outline);
    document.set_tag_tree(tags);
    let bytes = document.finish().map_err(|error| failed(format!("{error:?}")))?;
    Ok(BookFile {
        name: format!("{}.pdf", file_stem(&script.title)),
        media_type: "application/pdf",
        bytes,
    })
}

/// Adds a page; what marks its picture.
fn add(document: &mut Document, leaf: Leaf) -> Result<Identifier, BindError> {
    let (width, height, beyond) = measures(&leaf);
    let size = Size::from_wh(width, height).ok_or_else(|| failed("a page has no size".to_owned()))?;
    let mut settings = PageSettings::new(size);
    if leaf.spec.is_some() {
        let trim = Rect::from_xywh(beyond, beyond, width - 2.0 * beyond, height - 2.0 * beyond);
        let whole = Rect::from_xywh(0.0, 0.0, width, height);
        settings = settings.with_trim_box(trim).with_bleed_box(whole);
    }
    let image = Image::from_custom(Pixels(Arc::new(leaf.sheet)), false).map_err(failed)?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let shown = surface.start_tagged(ContentTag::Other);
    surface.draw_image(image, size);
    surface.end_tagged();
    surface.finish();
    page.finish();
    Ok(shown)
}

/// Width and height of a leaf and how much of it is beyond the trimmed edge, in points.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a few thousand pixels"
)]
fn measures(leaf: &Leaf) -> (f32, f32, f32) {
    match leaf.spec {
        Some(spec) => {
            let ((width, height), beyond) = (spec.paper.millimetres(), spec.bleed_mm());
            let points = |mm: f64| (mm * POINTS_PER_MM) as f32;
            (
                points(width + 2.0 * beyond),
                points(height + 2.0 * beyond),
                points(beyond),
            )
        }
        None => (
            leaf.sheet.width as f32 * POINTS_PER_SCREEN_PIXEL,
            leaf.sheet.height as f32 * POINTS_PER_SCREEN_PIXEL,
            0.0,
        ),
    }
}

/// A sheet as krilla takes it: without a detour over PNG.
#[derive(Clone)]
struct Pixels(Arc<Sheet>);

impl Hash for Pixels {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0.width, self.0.height, self.0.colour).hash(state);
        self.0.pixels.hash(state);
    }
}

impl CustomImage for Pixels {
    fn color_channel(&self) -> &[u8] {
        &self.0.pixels
    }

    fn alpha_channel(&self) -> Option<&[u8]> {
        None
    }

    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }

    fn size(&self) -> (u32, u32) {
        (self.0.width, self.0.height)
    }

    fn icc_profile(&self) -> Option<&[u8]> {
        None
    }

    fn color_space(&self) -> ImageColorspace {
        if self.0.colour {
            ImageColorspace::Rgb
        } else {
            ImageColorspace::Luma
        }
    }
}

fn failed(cause: String) -> BindError {
    BindError::Format { format: "pdf", cause }
}
