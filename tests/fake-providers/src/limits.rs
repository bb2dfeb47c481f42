//! The limits of the fake, all in one place.

use std::time::Duration;

/// Largest request body, in bytes: Gemini documents about 20 MB inline, an OpenAI edit may be larger.
pub(crate) const MAX_BODY_BYTES: usize = 64 << 20;

/// Longest side of a picture that is drawn, in pixels.
pub(crate) const MAX_SIDE: u32 = 4096;

/// Longest prompt of the OpenAI image models, in characters.
pub(crate) const OPENAI_PROMPT_CHARS: usize = 32_000;

/// How long a picture's address works unless a scenario says otherwise.
pub(crate) const URL_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// Second of the day 2026-11-23 that every `created` field starts from: answers must not depend on the clock.
pub(crate) const EPOCH_SECONDS: u64 = 1_795_392_000;

/// Panels of a script when the request does not say how many.
pub(crate) const DEFAULT_PANELS: u32 = 5;
