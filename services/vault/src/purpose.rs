//! What a text is for. The purpose is sealed in: a note cannot be passed off as a story.

/// The story.
pub const STORY: &str = "story";
/// Free words on the style.
pub const NOTES: &str = "notes";
/// The script, as JSON.
pub const SCRIPT: &str = "script";
/// What a redraw should change.
pub const INSTRUCTION: &str = "instruction";
/// HMAC of a request, to recognise its repetition.
pub const REQUEST: &str = "request";
/// HMAC of a prompt.
pub const PROMPT: &str = "prompt";
