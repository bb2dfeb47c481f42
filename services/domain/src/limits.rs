//! What is too much.

/// Panels of one task.
pub const MAX_PANELS: u32 = 100;

/// Attempts at one piece of work before it fails for good; a retry grants as many again.
pub const MAX_ATTEMPTS: u32 = 5;
