//! The slow work: events become jobs (dispatcher), jobs become events (workers), and what got stuck is set going again
//! (sweeper). Before anything that may cost money the attempt is in the log; afterwards its result is.

mod at_hand;
mod bind_book;
mod budget;
mod builtin;
mod config;
mod dispatcher;
mod draw_panel;
mod faults;
mod hired;
mod keys;
mod lease;
mod models;
mod moderation;
mod patience;
mod receipt;
mod references;
mod roles;
mod script_calls;
mod settler;
mod sheets;
mod shred_task;
mod story;
mod submission;
mod sweeper;
mod watched;
mod write_script;

pub use builtin::{BUILTIN, BuiltinDirector, BuiltinIllustrator};
pub use config::GeneratorConfig;
pub use faults::{Faults, NoFaults, Point};
pub use hired::{HiredDirector, HiredIllustrator};
pub use models::{
    Director, Drawing, Illustrator, Moderator, PanelBrief, ScriptBrief, ScriptCalls, WorkError, WrittenScript,
};
pub use roles::{Generator, GeneratorDeps};
