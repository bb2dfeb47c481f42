//! One file per verb: understand, execute, answer. [`crate::router`] is the table of them.

mod answer;
pub mod cancel_task;
pub mod create_session;
pub mod create_task;
pub mod documents;
pub mod events;
pub mod export_task;
pub mod get_image;
pub mod get_script;
pub mod get_task;
pub mod health;
pub mod list_tasks;
pub mod not_built;
pub mod redraw_panel;
pub mod retry_task;
pub mod select_version;
pub mod style_options;
