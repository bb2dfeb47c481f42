//! Books are asked for and bound.

use mangakai_events::{
    Event,
    v1::{BookBound, BookFailed, BookFile, BookRequested, Failure},
};

use super::{Decision, NOTHING_NEW};
use crate::{BookState, BookStatus, Edition, MAX_ATTEMPTS, MangaTask, Rejection};

impl MangaTask {
    /// A book that shows the same already is the answer, bound or on its way.
    pub(super) fn request_book(&self, edition: Edition) -> Decision {
        if !self.status.is_final() {
            return Err(Rejection::NotFinished);
        }
        if self.refusal.is_some() {
            return Err(Rejection::Ended);
        }
        if self.drawn_panels() == 0 {
            return Err(Rejection::NothingDrawn);
        }
        if self.current_book(&edition).is_some() {
            return NOTHING_NEW;
        }
        let last = self.books.last_key_value().map_or(0, |(book, _)| *book);
        let (revision, versions) = (self.revision(), self.shown_versions());
        Ok(vec![Event::BookRequested(BookRequested {
            book: last + 1,
            format: edition.format,
            revision,
            versions,
            paper: edition.paper,
            bleed: edition.bleed,
        })])
    }

    pub(super) fn record_book(&self, book: u32, files: Vec<BookFile>, elapsed_ms: u64) -> Decision {
        match self.known_book(book)?.status {
            BookStatus::Requested => Ok(vec![Event::BookBound(BookBound {
                book,
                files,
                elapsed_ms,
            })]),
            BookStatus::Bound | BookStatus::Failed => NOTHING_NEW,
        }
    }

    /// Binding is free of charge and the same whoever does it, so it needs no lease: failures are counted instead.
    pub(super) fn fail_book(&self, book: u32, failure: Failure) -> Decision {
        let state = self.known_book(book)?;
        match state.status {
            BookStatus::Requested => {
                let is_final = !failure.retryable || state.failures + 1 >= MAX_ATTEMPTS;
                let failure = Some(failure);
                Ok(vec![Event::BookFailed(BookFailed {
                    book,
                    failure,
                    r#final: is_final,
                })])
            }
            BookStatus::Bound | BookStatus::Failed => NOTHING_NEW,
        }
    }

    fn known_book(&self, book: u32) -> Result<&BookState, Rejection> {
        self.book(book).ok_or(Rejection::NoSuchBook(book))
    }
}
