//! Which book of a task is the one asked for.

use mangakai_events::v1::BookFile;
use mangakai_projections::{BookModel, TaskModel};

use crate::problem::Problem;

/// A form that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// All pages in one file.
    Pdf,
    /// One page.
    Png,
    /// For comic readers.
    Cbz,
    /// Pages as files.
    Zip,
}

impl Format {
    /// A format by its name.
    ///
    /// # Errors
    /// 422 for unknown ones, 501 for those that come later.
    pub fn parse(name: &str) -> Result<Format, Problem> {
        match name {
            "pdf" => Ok(Format::Pdf),
            "png" => Ok(Format::Png),
            "cbz" => Ok(Format::Cbz),
            "zip" => Ok(Format::Zip),
            "epub" | "webtoon" => Err(Problem::not_built(&format!("the format {name}")).at("?format")),
            _ => Err(Problem::invalid(
                "?format",
                "must be one of pdf, png, cbz, zip, epub, webtoon",
            )),
        }
    }

    /// As it stands in the log.
    pub fn name(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Png => "png",
            Format::Cbz => "cbz",
            Format::Zip => "zip",
        }
    }
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
pub fn look_up(model: &TaskModel, format: Format, number: Option<u32>) -> Shelf {
    let wanted = |book: &&BookModel| match number {
        Some(number) => book.book == number,
        None => shows_now(model, book),
    };
    match model
        .books
        .iter()
        .filter(|book| book.format == format.name())
        .rfind(wanted)
    {
        Some(book) if !book.files.is_empty() => Shelf::Bound(book.files.clone()),
        Some(book) if book.status == "FAILED" => {
            let failure = book.error.as_ref().map(|failure| failure.message.clone());
            Shelf::Failed(failure.unwrap_or_else(|| "the book could not be bound".to_owned()))
        }
        _ => Shelf::Binding,
    }
}

/// Number of the newest book of a format that shows what is shown now.
pub fn newest(model: &TaskModel, format: Format) -> Option<u32> {
    let fitting = |book: &&BookModel| book.format == format.name() && shows_now(model, book);
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
        assert_eq!(
            look_up(&model, Format::Pdf, None),
            Shelf::Bound(books[1].files.clone())
        );
        assert_eq!(newest(&model, Format::Pdf), Some(2));
        assert_eq!(look_up(&model, Format::Png, None), Shelf::Binding);
        assert_eq!(
            look_up(&task(&[2, 2], books.clone()), Format::Pdf, None),
            Shelf::Binding
        );
        assert_eq!(
            look_up(&task(&[2, 2], books.clone()), Format::Pdf, Some(1)),
            Shelf::Bound(books[0].files.clone())
        );
        let edited = TaskModel {
            script_revision: 2,
            ..model
        };
        assert_eq!(look_up(&edited, Format::Pdf, None), Shelf::Binding);
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
            look_up(&task(&[1], vec![failed]), Format::Pdf, None),
            Shelf::Failed("no font".into())
        );
    }

    #[test]
    fn formats_are_known_come_later_or_are_refused() {
        for (name, status) in [
            ("epub", 501),
            ("webtoon", 501),
            ("docx", 422),
            ("", 422),
            ("PDF", 422),
        ] {
            assert_eq!(Format::parse(name).unwrap_err().status().as_u16(), status);
        }
        for format in [Format::Pdf, Format::Png, Format::Cbz, Format::Zip] {
            assert_eq!(Format::parse(format.name()).unwrap(), format);
        }
    }
}
