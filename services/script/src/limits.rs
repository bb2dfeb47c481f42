//! The limits of a script, all in one place.

/// Fewest panels of a script.
pub const MIN_PANELS: u32 = 1;

/// Most panels of a script.
pub const MAX_PANELS: u32 = 100;

/// Longest story, in bytes of UTF-8.
pub const MAX_STORY_BYTES: usize = 64 * 1024;

/// Most bubbles and boxes in one panel.
pub const MAX_BUBBLES: usize = 3;

/// Highest importance of a panel; the lowest is 1.
pub const MAX_IMPORTANCE: u8 = 6;

/// Longest free words in a style, in characters.
pub const MAX_NOTES_CHARS: usize = 2_000;

/// Loudest sound word; the softest is 1.
pub const MAX_SFX_INTENSITY: u8 = 3;

/// The same shot may follow itself so often that a run is this long, not longer.
pub const MAX_EQUAL_SHOTS: usize = 2;

/// Share of the story's letters that no panel needs to tell.
pub const MAX_UNTOLD_SHARE: f64 = 0.25;

/// From so many panels on, importance must be spread.
pub const MIN_SPREAD_PANELS: usize = 6;

/// No importance belongs to a greater share of the panels than this.
pub const MAX_EQUAL_IMPORTANCE_SHARE: f64 = 0.8;
