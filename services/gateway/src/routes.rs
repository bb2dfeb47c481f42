//! One file per verb: understand, execute, answer. [`crate::router`] is the table of them.

mod answer;
pub mod approve_task;
pub mod cancel_task;
pub mod create_session;
pub mod create_task;
pub mod daily_costs;
pub mod documents;
pub mod estimate;
pub mod events;
pub mod export_task;
pub mod get_image;
pub mod get_script;
pub mod get_task;
pub mod health;
pub mod held_tasks;
pub mod list_tasks;
pub mod not_built;
pub mod redraw_panel;
pub mod reject_task;
pub mod retry_task;
pub mod select_version;
pub mod session_costs;
pub mod set_task_budget;
pub mod style_options;
