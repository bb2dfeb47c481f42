//! The table that a bench prints, line by line as it is measured.

use std::fmt::Display;

/// Widths of the columns.
const WHAT: usize = 52;
const OURS: usize = 24;
const CEILING: usize = 34;

/// Prints figures and remembers which targets were missed.
pub struct Report {
    missed: Vec<String>,
}

impl Report {
    pub fn begin() -> Report {
        println!(
            "{:WHAT$}{:OURS$}{:CEILING$}target",
            "what", "measured", "ceiling of the same run"
        );
        Report { missed: Vec::new() }
    }

    /// A figure without a target.
    pub fn line(&mut self, what: impl Display, ours: impl Display, ceiling: impl Display) {
        println!(
            "{:WHAT$}{:OURS$}{:CEILING$}",
            what.to_string(),
            ours.to_string(),
            ceiling.to_string()
        );
    }

    /// A figure that was promised.
    pub fn target(
        &mut self,
        what: impl Display,
        ours: impl Display,
        ceiling: impl Display,
        target: &str,
        met: bool,
    ) {
        let verdict = if met { "met" } else { "MISSED" };
        println!(
            "{:WHAT$}{:OURS$}{:CEILING$}{target}: {verdict}",
            what.to_string(),
            ours.to_string(),
            ceiling.to_string()
        );
        if !met {
            self.missed.push(format!("{what}: {ours} ({target})"));
        }
    }

    pub fn end(self) {
        match self.missed.as_slice() {
            [] => println!("\nevery target of this run was met"),
            missed => println!("\nmissed:\n  {}", missed.join("\n  ")),
        }
    }
}
