//! The job of binding a book. It costs nothing, so it needs no lease: two workers that bind the same book store the same
//! pages, and the first to report wins.

use std::time::Instant;

use bytes::Bytes;
use jiff::Timestamp;
use mangakai_blobs::BlobError;
use mangakai_domain::{BookState, BookStatus, Command, MangaTask, PanelVersion, Rejection};
use mangakai_events::{
    Event, Recorded,
    v1::{BookFile, PanelDrawn, Sealed},
};
use mangakai_log::{ExecuteError, Loaded, Outcome};
use mangakai_studio::{BookFormat, BookOptions, PageSpec, PanelArt, PanelLineage, Paper};

use crate::{BUILTIN, Point, WorkError, at_hand::AtHand, keys, patience, story};

/// A book that ends its binder every time, without a word in the log, is given up after so many.
const MOST_DELIVERIES: u64 = 20;

/// Binds, stores, records.
pub async fn bind_book(job: AtHand, number: u32) -> Outcome {
    job.reach(Point::BeforeStart).await;
    let begun = Instant::now();
    let until = begun + job.generator.config().book_deadline;
    let loaded = match job.generator.log().load::<MangaTask>(job.task.0).await {
        Ok(loaded) => loaded,
        Err(error) => {
            tracing::warn!(task.id = %job.task, "Book {number} of task {} waits: {error}", job.task);
            return job.later();
        }
    };
    let book = loaded.aggregate.book(number);
    let Some(book) = book.filter(|book| book.status() == BookStatus::Requested) else {
        return Outcome::Done;
    };
    let bound = if job.delivery > MOST_DELIVERIES {
        Err(WorkError::ours(
            "book_never_ends",
            "Binding the book never came to an end.",
            false,
        ))
    } else {
        let binding = bound(&job, &loaded, book, number, until);
        let late = || WorkError::ours("book_too_slow", "Binding the book took too long.", true);
        let bound = tokio::time::timeout_at(until.into(), binding).await;
        bound.unwrap_or_else(|_| Err(late()))
    };
    let elapsed_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let (command, retry) = match bound {
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
        Err(ExecuteError::Rejected(Rejection::Erased)) => forget(&job, number).await,
        Err(error) => job.after_error(error),
    }
}

/// The task was erased while its book was bound: nothing of it may stay.
async fn forget(job: &AtHand, number: u32) -> Outcome {
    let prefix = keys::book_prefix(job.task.0, number);
    match job.generator.blobs().delete_prefix(&prefix).await {
        Ok(_) => Outcome::Done,
        Err(error) => {
            tracing::error!(task.id = %job.task, "A book of erased task {} is not deleted yet: {error}", job.task);
            job.later()
        }
    }
}

fn is_away(error: &WorkError) -> bool {
    error.failure.retryable
}

/// The script as it was when the book was asked for, sealed.
fn script_of(commits: &[Recorded<Event>], revision: u32) -> Option<&Sealed> {
    let events = commits.iter().flat_map(|commit| &commit.events);
    let scripts = events.filter_map(|event| match event {
        Event::ScriptWritten(written) => Some((written.revision, written.script.as_ref()?)),
        Event::ScriptEdited(edited) => Some((edited.revision, edited.script.as_ref()?)),
        _ => None,
    });
    scripts
        .filter(|(of, _)| *of == revision)
        .map(|(_, script)| script)
        .next()
}

async fn bound(
    job: &AtHand,
    loaded: &Loaded<MangaTask>,
    book: &BookState,
    number: u32,
    until: Instant,
) -> Result<Vec<BookFile>, WorkError> {
    let key = patience::until(until, is_away, || story::key(job.generator.vault(), job.task)).await?;
    let sealed = script_of(&loaded.commits, book.revision())
        .ok_or_else(|| WorkError::ours("no_script", "There is no script.", false))?;
    let script = story::script(&key, sealed)?;
    let edition = book.edition();
    let format: BookFormat = edition.format.parse().map_err(|_| {
        WorkError::users(
            "unknown_format",
            format!("There is no book format {}.", edition.format),
        )
    })?;
    let paper = if edition.paper.is_empty() {
        Ok(Paper::default())
    } else {
        edition.paper.parse()
    };
    let paper = paper
        .map_err(|_| WorkError::users("unknown_paper", format!("There is no paper {}.", edition.paper)))?;
    let options = BookOptions {
        page: PageSpec {
            paper,
            bleed: edition.bleed,
        },
        cover: true,
        modified: asked_at(&loaded.commits, number),
        lineage: (1..)
            .zip(book.versions())
            .map(|(panel, version)| panel_lineage(&loaded.aggregate, panel, *version))
            .collect(),
    };
    let mut art = Vec::new();
    for (panel, version) in (1..).zip(book.versions()) {
        let shown = PanelVersion {
            panel,
            version: *version,
        };
        let art_of = || panel_art(job, &loaded.aggregate, shown);
        art.push(patience::until(until, is_away, art_of).await?);
    }
    // Pages are drawn anew at page size: seconds of pure computing.
    let files =
        tokio::task::spawn_blocking(move || mangakai_studio::bind(&script, &art, format, &options)).await;
    let files = files.map_err(|error| WorkError::ours("binder_died", error.to_string(), true))?;
    let files = files.map_err(|error| WorkError::ours("cannot_bind", error.to_string(), false))?;
    job.reach(Point::AfterCall).await;
    let mut stored = Vec::new();
    for file in files {
        let object = keys::book_file(job.task.0, number, &file.name);
        let (bytes, body) = (file.bytes.len() as u64, Bytes::from(file.bytes));
        let put = async || {
            let put = job.generator.blobs().put(&object, body.clone(), file.media_type);
            put.await.map_err(store_failed)
        };
        let sha256 = patience::until(until, is_away, put).await?;
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

/// When a book was asked for, so that every worker that binds it makes the same bytes.
fn asked_at(commits: &[Recorded<Event>], number: u32) -> Timestamp {
    let asks = |event: &Event| matches!(event, Event::BookRequested(asked) if asked.book == number);
    let commit = commits.iter().find(|commit| commit.events.iter().any(asks));
    commit.map_or(Timestamp::UNIX_EPOCH, |commit| commit.time)
}

/// Where the picture of a panel came from, for those who work on with the book. Prompts are not kept in the log: what
/// is known of one is its keyed hash.
fn panel_lineage(task: &MangaTask, panel: u32, version: u32) -> PanelLineage {
    let known = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let shown = task.version(PanelVersion { panel, version });
    let Some(drawn) = shown.and_then(|shown| shown.drawn()) else {
        return PanelLineage {
            panel,
            version,
            ..PanelLineage::default()
        };
    };
    let lineage = drawn.lineage.clone().unwrap_or_default();
    PanelLineage {
        panel,
        version,
        attempt: Some(drawn.attempt),
        provider: known(&lineage.provider),
        model: known(&lineage.model),
        seed: Some(lineage.seed),
        prompt_hmac: known(&lineage.prompt_hmac),
        references: lineage.references,
        fallback_reason: known(&lineage.fallback_reason),
        sha256: drawn.image.as_ref().and_then(|image| known(&image.sha256)),
    }
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
            let bytes = job
                .generator
                .blobs()
                .get(&image.key)
                .await
                .map_err(store_failed)?;
            Ok(PanelArt::Given {
                bytes: bytes.to_vec(),
            })
        }
    }
}

fn store_failed(error: BlobError) -> WorkError {
    tracing::warn!("{error}");
    match error {
        BlobError::NotFound(_) => WorkError::ours("picture_missing", "A stored picture is gone.", false),
        BlobError::Unavailable { .. } => {
            WorkError::ours("store_unavailable", "The object store does not answer.", true)
        }
    }
}
