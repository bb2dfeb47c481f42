//! The script: a manga as data, between the story and the pictures.
//!
//! One form serves the rule-based director, text models, the editor and the API: JSON of [`Script`]. Ids name
//! characters and locations, closed lists name everything a drawer must decide on, and every panel says which
//! slice of the story it tells, so that coverage is a fact that code can check.

mod draft;
mod limits;
pub mod looks;
mod props;
mod prose;
mod schema;
mod style;
mod types;
mod validate;

pub use draft::{DraftLine, DraftPanel, ScriptDraft};
pub use limits::*;
pub use props::Prop;
pub use prose::{Quote, is_abbreviation, is_blank, paragraphs, quotes, sentences, trimmed};
pub use schema::{draft_schema, script_schema};
pub use style::{DEFAULT_ART_STYLE, OPTIONS, StyleError, StyleOption, StyleOptions, options, parse_value};
pub use types::*;
pub use validate::{Finding, Rule, validate, validate_count};
