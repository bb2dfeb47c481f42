//! Which book of a task is the one asked for.

use mangakai_domain::Edition;
use mangakai_events::v1::BookFile;
use mangakai_projections::{BookModel, TaskModel};

use crate::problem::Problem;

/// The file of the cover among pages as pictures.
const COVER: &str = "cover.png";

/// A form that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// All pages in one file.
    Pdf,
    /// One page.
    Png,
    /// For comic readers.
    Cbz,
    /// Everything as files.
    Zip,
    /// For book readers.
    Epub,
    /// One slice of a column to scroll.
    Webtoon,
}

impl Format {
    const ALL: [Format; 6] = [
        Format::Pdf,
        Format::Png,
        Format::Cbz,
        Format::Zip,
        Format::Epub,
        Format::Webtoon,
    ];

    /// A format by its name.
    ///
    /// # Errors
    /// 422 for unknown ones.
    pub fn parse(name: &str) -> Result<Format, Problem> {
        let known = Format::ALL.into_iter().find(|format| format.name() == name);
        let words = "must be one of pdf, png, cbz, zip, epub, webtoon";
        known.ok_or_else(|| Problem::invalid("?format", words))
    }

    /// As it stands in the log.
    pub fn name(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Png => "png",
            Format::Cbz => "cbz",
            Format::Zip => "zip",
            Format::Epub => "epub",
            Format::Webtoon => "webtoon",
        }
    }
}

/// Paper of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// A paperback.
    A5,
    /// A magazine.
    B5,
    /// Of office printers.
    A4,
}

impl Paper {
    const ALL: [Paper; 3] = [Paper::A5, Paper::B5, Paper::A4];

    /// Paper by its name.
    ///
    /// # Errors
    /// 422 for unknown ones.
    pub fn parse(name: &str) -> Result<Paper, Problem> {
        let known = Paper::ALL.into_iter().find(|paper| paper.name() == name);
        known.ok_or_else(|| Problem::invalid("?paper", "must be one of a5, b5, a4"))
    }

    fn name(self) -> &'static str {
        match self {
            Paper::A5 => "a5",
            Paper::B5 => "b5",
            Paper::A4 => "a4",
        }
    }
}

/// Whether pages are printed beyond the trimmed edge.
///
/// # Errors
/// 422 for anything but `true` and `false`.
pub fn parse_bleed(text: Option<&str>) -> Result<bool, Problem> {
    match text {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Problem::invalid("?bleed", "must be true or false")),
    }
}

/// The book asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Book {
    /// Its form.
    pub format: Format,
    /// Its paper.
    pub paper: Paper,
    /// Printed beyond the trimmed edge.
    pub bleed: bool,
}

impl Book {
    /// As it stands in the log, where the usual paper has no name: slices of a strip are on none.
    pub fn edition(self) -> Edition {
        let printed = self.format != Format::Webtoon;
        let paper = if printed && self.paper != Paper::A5 {
            self.paper.name()
        } else {
            ""
        };
        Edition {
            format: self.format.name().to_owned(),
            paper: paper.to_owned(),
            bleed: printed && self.bleed,
        }
    }

    fn is(self, book: &BookModel) -> bool {
        let Edition { format, paper, bleed } = self.edition();
        (book.format.as_str(), book.paper.as_str(), book.bleed) == (&format, &paper, bleed)
    }
}

/// Pages that the files of a book are, its cover aside.
pub fn pages(files: &[BookFile]) -> usize {
    files.iter().filter(|file| file.name != COVER).count()
}

/// The file of a page, from 1; page 0 is the cover of pages as pictures.
pub fn choose(files: &[BookFile], format: Format, page: u32) -> Option<&BookFile> {
    if page == 0 && format == Format::Png {
        return files.iter().find(|file| file.name == COVER);
    }
    let index = (page as usize).checked_sub(1)?;
    files.iter().filter(|file| file.name != COVER).nth(index)
}

/// Where a book stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Shelf {
    /// Its files.
    Bound(Vec<BookFile>),
    /// Wanted, or being worked on.
    Binding,
    /// For good; why.
    Failed(String),
}

/// The book of this number, or the newest that shows what is shown now.
pub fn look_up(model: &TaskModel, asked: Book, number: Option<u32>) -> Shelf {
    let wanted = |book: &&BookModel| match number {
        Some(number) => book.book == number,
        None => shows_now(model, book),
    };
    match model.books.iter().filter(|book| asked.is(book)).rfind(wanted) {
        Some(book) if !book.files.is_empty() => Shelf::Bound(book.files.clone()),
        Some(book) if book.status == "FAILED" => {
            let failure = book.error.as_ref().map(|failure| failure.message.clone());
            Shelf::Failed(failure.unwrap_or_else(|| "the book could not be bound".to_owned()))
        }
        _ => Shelf::Binding,
    }
}

/// Number of the newest book as it was asked for that shows what is shown now.
pub fn newest(model: &TaskModel, asked: Book) -> Option<u32> {
    let fitting = |book: &&BookModel| asked.is(book) && shows_now(model, book);
    model.books.iter().rfind(fitting).map(|book| book.book)
}

fn shows_now(model: &TaskModel, book: &BookModel) -> bool {
    let shown = model.panels.iter().map(|panel| panel.version);
    book.revision == model.script_revision && book.versions.iter().copied().eq(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mangakai_events::v1::Failure;
    use mangakai_projections::PanelModel;

    const PDF: Book = Book {
        format: Format::Pdf,
        paper: Paper::A5,
        bleed: false,
    };

    const PNG: Book = Book {
        format: Format::Png,
        ..PDF
    };

    fn book(number: u32, versions: &[u32], bound: bool) -> BookModel {
        let files = if bound {
            vec![BookFile {
                name: format!("{number}.pdf"),
                ..BookFile::default()
            }]
        } else {
            vec![]
        };
        BookModel {
            book: number,
            format: "pdf".into(),
            revision: 1,
            versions: versions.into(),
            files,
            ..BookModel::default()
        }
    }

    fn task(shown: &[u32], books: Vec<BookModel>) -> TaskModel {
        let panel = |(index, version): (usize, &u32)| PanelModel {
            panel: index as u32 + 1,
            version: *version,
            ..PanelModel::default()
        };
        TaskModel {
            script_revision: 1,
            panels: shown.iter().enumerate().map(panel).collect(),
            books,
            ..TaskModel::default()
        }
    }

    #[test]
    fn a_book_counts_while_it_shows_what_is_shown() {
        let books = vec![book(1, &[1, 1], true), book(2, &[1, 2], true)];
        let model = task(&[1, 2], books.clone());
        assert_eq!(look_up(&model, PDF, None), Shelf::Bound(books[1].files.clone()));
        assert_eq!(newest(&model, PDF), Some(2));
        assert_eq!(look_up(&model, PNG, None), Shelf::Binding);
        assert_eq!(look_up(&task(&[2, 2], books.clone()), PDF, None), Shelf::Binding);
        assert_eq!(
            look_up(&task(&[2, 2], books.clone()), PDF, Some(1)),
            Shelf::Bound(books[0].files.clone())
        );
        let edited = TaskModel {
            script_revision: 2,
            ..model
        };
        assert_eq!(look_up(&edited, PDF, None), Shelf::Binding);
    }

    #[test]
    fn a_failed_book_says_why() {
        let error = Some(Failure {
            message: "no font".into(),
            ..Failure::default()
        });
        let failed = BookModel {
            status: "FAILED".into(),
            error,
            ..book(1, &[1], false)
        };
        assert_eq!(
            look_up(&task(&[1], vec![failed]), PDF, None),
            Shelf::Failed("no font".into())
        );
    }

    #[test]
    fn formats_and_papers_are_known_or_refused() {
        for name in ["docx", "", "PDF"] {
            assert_eq!(Format::parse(name).unwrap_err().status().as_u16(), 422);
            assert_eq!(Paper::parse(name).unwrap_err().status().as_u16(), 422);
            assert_eq!(parse_bleed(Some(name)).unwrap_err().status().as_u16(), 422);
        }
        for format in Format::ALL {
            assert_eq!(Format::parse(format.name()).unwrap(), format);
        }
        for paper in Paper::ALL {
            assert_eq!(Paper::parse(paper.name()).unwrap(), paper);
        }
    }

    #[test]
    fn another_paper_is_another_book_but_not_of_a_strip() {
        let large = Book {
            paper: Paper::B5,
            bleed: true,
            ..PDF
        };
        let model = task(&[1], vec![book(1, &[1], true)]);
        assert_eq!(look_up(&model, large, None), Shelf::Binding);
        let printed = BookModel {
            paper: "b5".into(),
            bleed: true,
            ..book(2, &[1], true)
        };
        let model = task(&[1], vec![book(1, &[1], true), printed]);
        assert_eq!((newest(&model, large), newest(&model, PDF)), (Some(2), Some(1)));
        let strip = |book: Book| Book {
            format: Format::Webtoon,
            ..book
        };
        assert_eq!(strip(large).edition(), strip(PDF).edition());
    }

    #[test]
    fn pages_are_counted_and_chosen_without_the_cover() {
        let file = |name: &str| BookFile {
            name: name.into(),
            ..BookFile::default()
        };
        let files = [file("cover.png"), file("page-001.png"), file("page-002.png")];
        let chosen = |page| choose(&files, Format::Png, page).map(|file| file.name.as_str());
        assert_eq!(pages(&files), 2);
        assert_eq!(chosen(0), Some("cover.png"));
        assert_eq!(chosen(1), Some("page-001.png"));
        assert_eq!(chosen(2), Some("page-002.png"));
        assert_eq!(chosen(3), None);
        assert_eq!(choose(&files[1..], Format::Png, 0), None);
        assert_eq!(choose(&files, Format::Pdf, 0), None);
    }
}
