//! What stands for grey: dots, lines, or an even wash.

use std::f64::consts::{FRAC_1_SQRT_2, TAU};

use super::Screen;

/// Distance of the dots of a screen, in design pixels.
const PITCH: f64 = 4.1;
/// The dots never come closer than this, in pixels: below, they would be a grey mush.
const LEAST_PITCH: f64 = 3.6;
/// Tone at or below is white.
pub const WHITE: f64 = 0.02;
/// Tone at or above is black.
pub const BLACK: f64 = 0.96;

/// A repeating pattern, anchored to the sheet, so that all shapes of a picture share it.
pub struct Pattern {
    kind: Screen,
    pitch: f64,
    columns: Vec<f64>,
    rows: Vec<f64>,
}

impl Pattern {
    /// The pattern of a sheet of `width` x `height` pixels.
    pub fn new(kind: Screen, scale: f64, width: f64, height: f64) -> Pattern {
        let pitch = (PITCH * scale).max(LEAST_PITCH);
        let waves = |length: f64| match kind {
            // cos(x + y) + cos(x - y) = 2 cos x cos y: a screen at 45 degrees is separable.
            Screen::Dots => (0..length.ceil() as usize)
                .map(|i| (i as f64 * TAU / pitch * FRAC_1_SQRT_2).cos())
                .collect(),
            _ => Vec::new(),
        };
        Pattern {
            kind,
            pitch,
            columns: waves(width),
            rows: waves(height),
        }
    }

    /// How much of a pixel is ink where the coverage should be `density`.
    pub fn ink(&self, x: usize, y: usize, density: f64) -> f64 {
        if density <= WHITE * 0.75 {
            return 0.0;
        }
        if density >= BLACK {
            return 1.0;
        }
        match self.kind {
            Screen::Dots => {
                let wave = 0.5 + 0.5 * self.columns[x] * self.rows[y];
                let u = (density - 0.5) * 2.0;
                let threshold = 0.5 - 0.5 * (u * (1.5 - 0.5 * u * u)) * 0.98;
                ((wave - threshold) * self.pitch * 0.55 + 0.5).clamp(0.0, 1.0)
            }
            Screen::Hatch => self.rule(x as f64 + y as f64 * 0.82, density),
            Screen::Crosshatch => {
                let first = self.rule(x as f64 + y as f64 * 0.82, density * 0.62);
                let second = self.rule(x as f64 - y as f64 * 0.9, (density - 0.22).max(0.0) * 0.75);
                first.max(second)
            }
            Screen::Wash => (density * 0.92 + grain_at(x, y) / 400.0).clamp(0.0, 1.0),
        }
    }

    /// Ink of parallel lines as broad as `density` wants them.
    fn rule(&self, along: f64, density: f64) -> f64 {
        if density <= 0.02 {
            return 0.0;
        }
        let pitch = self.pitch * 1.9;
        let phase = (along / pitch).rem_euclid(1.0);
        let away = (phase - 0.5).abs() * pitch;
        (density * pitch * 0.5 - away + 0.5).clamp(0.0, 1.0)
    }
}

/// Uneven paint, about +-7 of 255: three octaves of value noise would cost more than they show.
pub fn grain_at(x: usize, y: usize) -> f64 {
    let (x, y) = (x as f64, y as f64);
    let slow = (x * 0.021 + (y * 0.013).sin() * 2.1).sin() * (y * 0.019 + (x * 0.017).sin() * 1.7).sin();
    let fast = ((x * 0.31 + y * 0.23).sin() * (y * 0.37 - x * 0.11).sin()) * 0.35;
    (slow + fast) * 6.0
}
