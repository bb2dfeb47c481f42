//! The panels shown now, as a book.

use mangakai_domain::{Command, Edition};
use uuid::Uuid;

use super::act;
use crate::{app::App, asked::Asked, problem::Problem};

/// Asks for a book of what is shown now; the same book asked for again is the one that is there already.
///
/// # Errors
/// 404, 409 before anything is drawn, 503.
pub async fn request_book(app: &App, asked: &Asked, task: Uuid, edition: Edition) -> Result<(), Problem> {
    // A key would make the first answer stand for ever, also after a redraw.
    let asked = Asked {
        key: None,
        ..asked.clone()
    };
    act(app, &asked, task, Command::RequestBook(edition)).await?;
    Ok(())
}
