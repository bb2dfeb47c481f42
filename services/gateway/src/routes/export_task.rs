//! `GET /v1/tasks/{id}/export`

mod book;

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use mangakai_events::v1::BookFile;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{PRIVATE, file, not_modified, put};
use crate::{
    app::App,
    asked::Asked,
    commands,
    extract::{Etag, Params, TaskPath, if_none_match, number, wait_time},
    limits,
    problem::{Problem, ProblemKind, whole_seconds},
    read,
};
use book::{Book, Format, Paper, Shelf, look_up};

/// Header that says how many pages the book has as files: of `png` one for each page, of `webtoon` one for each slice,
/// of every other format 1.
pub const PAGES: &str = "mk-pages";

/// Which book.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// `pdf` (default), `png`, `cbz`, `zip`, `epub` or `webtoon`.
    #[param(example = "pdf")]
    format: Option<String>,
    /// Of `png` and `webtoon`: which page or slice; 1 when not given. Page 0 of `png` is the cover.
    #[serde(default, deserialize_with = "number")]
    #[param(minimum = 0)]
    page: Option<u32>,
    /// Paper of the pages: `a5` (default), `b5` or `a4`.
    #[param(example = "a5")]
    paper: Option<String>,
    /// Whether pages are printed 3 mm beyond the trimmed edge: `true` or `false` (default).
    bleed: Option<String>,
    /// Seconds to wait for the book.
    #[serde(default, deserialize_with = "number")]
    #[param(maximum = 30)]
    wait: Option<u64>,
    /// The book shows this position of the log, or a later one.
    #[serde(default, deserialize_with = "number")]
    at_least: Option<u64>,
}

/// A book that is being bound.
#[derive(Serialize, ToSchema)]
pub struct BindingBody {
    /// The task.
    pub task_id: Uuid,
    /// Always `BINDING`.
    pub status: &'static str,
    /// The format asked for.
    pub format: &'static str,
    /// Seconds after which to ask again.
    pub retry_after: u64,
}

/// Read the finished pages as a book.
///
/// The first request has the book bound; later ones find it there. While it is being bound the answer is 202.
#[utoipa::path(get, path = "/v1/tasks/{id}/export", tag = "tasks",
    params(("id" = Uuid, Path, description = "Task id"), ExportQuery),
    responses((status = 200, description = "The book", content((Vec<u8> = "application/pdf"), (Vec<u8> = "image/png"),
            (Vec<u8> = "application/vnd.comicbook+zip"), (Vec<u8> = "application/zip"), (Vec<u8> = "application/epub+zip")),
            headers(("mk-pages" = u32, description = "Pages of the book as files: of `png` the pages, of `webtoon` the slices, of every other format 1"))),
        (status = 202, description = "It is being bound; ask again after Retry-After", body = BindingBody),
        (status = 304, description = "The caller has it already")))]
pub async fn export_task(
    State(app): State<App>,
    asked: Asked,
    TaskPath(id): TaskPath,
    Params(query): Params<ExportQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let wait = wait_time(query.wait)?;
    let book = Book {
        format: Format::parse(query.format.as_deref().unwrap_or("pdf"))?,
        paper: Paper::parse(query.paper.as_deref().unwrap_or("a5"))?,
        bleed: book::parse_bleed(query.bleed.as_deref())?,
    };
    match bound(&app, &asked, id, book, query.at_least, wait.unwrap_or_default()).await? {
        Some(files) => serve(&app, &headers, files, book.format, query.page.unwrap_or(1)).await,
        None => Ok(binding(id, book.format)),
    }
}

/// The files of the book of what is shown now; none while it is being bound.
async fn bound(
    app: &App,
    asked: &Asked,
    id: Uuid,
    wanted: Book,
    at_least: Option<u64>,
    wait: Duration,
) -> Result<Option<Vec<BookFile>>, Problem> {
    let deadline = Instant::now() + wait;
    let model = read::task(app, asked.caller, id, at_least).await?;
    if let Shelf::Bound(files) = look_up(&model, wanted, None) {
        return Ok(Some(files));
    }
    commands::request_book(app, asked, id, wanted.edition()).await?;
    let mut asked_for = None;
    loop {
        let changed = app.hub.changed(id);
        let model = read::folded(app, id).await?.ok_or_else(Problem::no_such_task)?;
        // What was asked for is waited for, also when somebody selects another picture meanwhile.
        let book = *asked_for.get_or_insert_with(|| book::newest(&model, wanted));
        match look_up(&model, wanted, book) {
            Shelf::Bound(files) => return Ok(Some(files)),
            Shelf::Failed(words) => return Err(Problem::new(ProblemKind::BookFailed, words)),
            Shelf::Binding => {}
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() || app.stopping.is_cancelled() {
            return Ok(None);
        }
        tokio::select! {
            () = changed => {}
            () = app.stopping.cancelled() => {}
            () = sleep(left.min(limits::WAIT_POLL)) => {}
        }
    }
}

async fn serve(
    app: &App,
    headers: &HeaderMap,
    files: Vec<BookFile>,
    format: Format,
    page: u32,
) -> Result<Response, Problem> {
    let pages = book::pages(&files);
    let missing = || Problem::new(ProblemKind::NotFound, format!("there are {pages} pages")).at("?page");
    let chosen = book::choose(&files, format, page).ok_or_else(missing)?;
    let etag = Etag::new(&chosen.sha256);
    if if_none_match(headers, &etag) {
        return Ok(not_modified(&etag, PRIVATE));
    }
    let mut response = file(
        app.blobs.get(&chosen.key).await?,
        &chosen.media_type,
        &etag,
        PRIVATE,
    );
    let name: String = chosen
        .name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .collect();
    put(
        response.headers_mut(),
        header::CONTENT_DISPOSITION,
        &format!("inline; filename=\"{name}\""),
    );
    put(
        response.headers_mut(),
        HeaderName::from_static(PAGES),
        &pages.to_string(),
    );
    Ok(response)
}

fn binding(task_id: Uuid, format: Format) -> Response {
    let retry_after = whole_seconds(limits::BOOK_RETRY_AFTER);
    let body = BindingBody {
        task_id,
        status: "BINDING",
        format: format.name(),
        retry_after,
    };
    let mut response = (StatusCode::ACCEPTED, Json(body)).into_response();
    put(
        response.headers_mut(),
        header::RETRY_AFTER,
        &retry_after.to_string(),
    );
    response
}
