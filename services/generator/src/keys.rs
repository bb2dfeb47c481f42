//! Keys of stored objects: each names the attempt that wrote it, so nothing is ever overwritten by something else.

use mangakai_domain::PanelVersion;
use uuid::Uuid;

/// Everything of a task.
pub fn task_prefix(task: Uuid) -> String {
    format!("tasks/{task}/")
}

fn attempt_stem(task: Uuid, target: PanelVersion, attempt: u32) -> String {
    let PanelVersion { panel, version } = target;
    format!("tasks/{task}/panel_{panel}/v{version}-a{attempt}")
}

/// The picture of an attempt.
pub fn picture(task: Uuid, target: PanelVersion, attempt: u32, extension: &str) -> String {
    format!("{}.{extension}", attempt_stem(task, target, attempt))
}

/// What an attempt has to report, stored beside its picture.
pub fn receipt(task: Uuid, target: PanelVersion, attempt: u32) -> String {
    format!("{}.json", attempt_stem(task, target, attempt))
}

/// Everything of a book.
pub fn book_prefix(task: Uuid, book: u32) -> String {
    format!("tasks/{task}/book_{book}/")
}

/// A file of a book.
pub fn book_file(task: Uuid, book: u32, name: &str) -> String {
    format!("{}{name}", book_prefix(task, book))
}
