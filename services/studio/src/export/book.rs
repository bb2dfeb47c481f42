//! The leaves of a book, one after another: never more than one of them is held as pixels.

use mangakai_script::{ReadingDirection, Script};

use super::{BindError, BookOptions, PanelArt, transcript};
use crate::page::{self, Artist, Page, PageError, PageSpec, Sheet};

/// Everything that a format is made from.
pub(super) struct Book<'a> {
    pub script: &'a Script,
    pub art: &'a [PanelArt],
    pub options: &'a BookOptions,
    pub artist: &'a Artist<'a>,
    pub pages: Vec<Page>,
}

/// The cover or a page, as pixels.
pub(super) struct Leaf<'a> {
    /// None for the cover.
    pub page: Option<&'a Page>,
    /// What it is printed on; leaves of a strip are not.
    pub spec: Option<PageSpec>,
    pub sheet: Sheet,
}

impl Leaf<'_> {
    /// `cover`, `page-001`, ...
    pub fn stem(&self) -> String {
        self.page
            .map_or_else(|| "cover".to_owned(), |page| format!("page-{:03}", page.number))
    }
}

impl<'a> Book<'a> {
    pub fn new(
        script: &'a Script,
        art: &'a [PanelArt],
        options: &'a BookOptions,
        artist: &'a Artist<'a>,
    ) -> Book<'a> {
        Book {
            script,
            art,
            options,
            artist,
            pages: page::lay_out(script, options.page),
        }
    }

    /// Whether it opens to the right.
    pub fn is_right_to_left(&self) -> bool {
        self.script.reading_direction == ReadingDirection::Rtl
    }

    /// Leaves in all.
    pub fn len(&self) -> usize {
        self.pages.len() + usize::from(self.options.cover)
    }

    /// The cover, if there is one, and the pages, each made when it is asked for.
    pub fn leaves(&self) -> impl Iterator<Item = Result<Leaf<'_>, BindError>> {
        let cover = self.options.cover.then_some(None);
        let pages = self.pages.iter().map(Some);
        cover.into_iter().chain(pages).map(|page| self.leaf(page))
    }

    fn leaf<'b>(&'b self, page: Option<&'b Page>) -> Result<Leaf<'b>, BindError> {
        let failed = |cause: PageError| BindError::Page {
            page: page.map_or(0, |page| page.number),
            cause: cause.to_string(),
        };
        let is_strip = self.script.reading_direction == ReadingDirection::Webtoon;
        let spec = (!is_strip).then_some(self.options.page);
        let sheet = match page {
            Some(page) => page::render(self.script, page, self.art, self.artist),
            None => page::cover(self.script, self.art, spec, self.artist),
        };
        Ok(Leaf {
            page,
            spec,
            sheet: sheet.map_err(failed)?,
        })
    }

    /// A leaf in words.
    pub fn words(&self, leaf: &Leaf) -> String {
        match leaf.page {
            Some(page) => transcript::page_transcript(self.script, page),
            None => self.script.title.clone(),
        }
    }
}
