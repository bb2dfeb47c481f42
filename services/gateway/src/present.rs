//! What readers see: models and events as JSON, with their texts opened.

mod event;
mod links;
mod task;
mod texts;

pub use event::{EventBody, event_body, event_body_for};
pub use task::{Detail, ErrorBody, PanelBody, StyleBody, TaskBody, VersionBody, task_body};
pub use texts::{Opener, Texts};
