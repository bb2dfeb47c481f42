//! The job of binding a book. It costs nothing, so it needs no lease: two workers that bind the same book store the same
//! pages, and the first to report wins.

use std::time::Instant;

use bytes::Bytes;
use mangakai_blobs::BlobError;
use mangakai_domain::{BookState, BookStatus, Command, MangaTask, PanelVersion};
use mangakai_events::v1::{BookFile, PanelDrawn};
use mangakai_log::Outcome;
use mangakai_studio::{BookFormat, PanelArt};

use crate::{BUILTIN, Point, WorkError, at_hand::AtHand, keys, patience, story};

/// Binds, stores, records.
pub async fn bind_book(job: AtHand, number: u32) -> Outcome {
    job.reach(Point::BeforeStart).await;
    let begun = Instant::now();
    let until = begun + job.generator.config().book_deadline;
    let task = match job.generator.log().load::<MangaTask>(job.task.0).await {
        Ok(loaded) => loaded.aggregate,
        Err(error) => {
            tracing::warn!(task.id = %job.task, "Book {number} of task {} waits: {error}", job.task);
            return job.later();
        }
    };
    let Some(book) = task
        .book(number)
        .filter(|book| book.status() == BookStatus::Requested)
    else {
        return Outcome::Done;
    };
    let bound = tokio::time::timeout_at(until.into(), bound(&job, &task, book, number, until)).await;
    let late = || WorkError::ours("book_too_slow", "Binding the book took too long.", true);
    let elapsed_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let (command, retry) = match bound.unwrap_or_else(|_| Err(late())) {
        Ok(files) => (
            Command::RecordBook {
                book: number,
                files,
                elapsed_ms,
            },
            false,
        ),
        Err(WorkError { failure, .. }) => {
            let retry = failure.retryable;
            (
                Command::FailBook {
                    book: number,
                    failure,
                },
                retry,
            )
        }
    };
    match job
        .execute(command, Instant::now() + job.generator.config().book_deadline)
        .await
    {
        Ok(_) if retry => job.later(),
        Ok(_) => {
            job.reach(Point::AfterRecord).await;
            Outcome::Done
        }
        Err(error) => job.after_error(error),
    }
}

async fn bound(
    job: &AtHand,
    task: &MangaTask,
    book: &BookState,
    number: u32,
    until: Instant,
) -> Result<Vec<BookFile>, WorkError> {
    let is_away = |error: &WorkError| error.failure.retryable;
    let key = patience::until(until, is_away, || story::key(job.generator.vault(), job.task)).await?;
    let state = task
        .script()
        .ok_or_else(|| WorkError::ours("no_script", "There is no script.", false))?;
    let script = story::script(&key, &state.sealed)?;
    let format: BookFormat = book.format().parse().map_err(|_| {
        WorkError::users(
            "unknown_format",
            format!("There is no book format {}.", book.format()),
        )
    })?;
    let mut art = Vec::new();
    for (panel, version) in (1..).zip(book.versions()) {
        art.push(
            panel_art(
                job,
                task,
                PanelVersion {
                    panel,
                    version: *version,
                },
            )
            .await?,
        );
    }
    // Pages are drawn anew at page size: seconds of pure computing.
    let files = tokio::task::spawn_blocking(move || mangakai_studio::bind(&script, &art, format)).await;
    let files = files.map_err(|error| WorkError::ours("binder_died", error.to_string(), true))?;
    let files = files.map_err(|error| WorkError::ours("cannot_bind", error.to_string(), false))?;
    job.reach(Point::AfterCall).await;
    let mut stored = Vec::new();
    for file in files {
        let object = keys::book_file(job.task.0, number, &file.name);
        let (bytes, body) = (file.bytes.len() as u64, Bytes::from(file.bytes));
        let sha256 = job
            .generator
            .blobs()
            .put(&object, body, file.media_type)
            .await
            .map_err(store_away)?;
        stored.push(BookFile {
            name: file.name,
            key: object,
            sha256,
            media_type: file.media_type.to_owned(),
            bytes,
        });
    }
    job.reach(Point::AfterUpload).await;
    Ok(stored)
}

/// The picture of a panel as the binder wants it: the built-in artist's is drawn again, others are read.
async fn panel_art(job: &AtHand, task: &MangaTask, shown: PanelVersion) -> Result<PanelArt, WorkError> {
    let drawn = task.version(shown).and_then(|version| version.drawn());
    let Some(PanelDrawn {
        image: Some(image),
        lineage,
        ..
    }) = drawn
    else {
        return Ok(PanelArt::Missing {
            reason: "not drawn".to_owned(),
        });
    };
    match lineage {
        Some(lineage) if lineage.provider == BUILTIN => Ok(PanelArt::Drawn { seed: lineage.seed }),
        _ => {
            let bytes = job.generator.blobs().get(&image.key).await.map_err(store_away)?;
            Ok(PanelArt::Given {
                bytes: bytes.to_vec(),
            })
        }
    }
}

fn store_away(error: BlobError) -> WorkError {
    tracing::warn!("{error}");
    WorkError::ours("store_unavailable", "The object store does not answer.", true)
}
