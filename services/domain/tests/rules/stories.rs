//! What tasks have commonly been through.

use mangakai_domain::PanelVersion;
use mangakai_events::{Event, v1};

use crate::facts::*;

/// A task whose script is written and none of whose panels is begun.
pub fn drawing(panels: u32) -> Vec<Event> {
    vec![created(panels), script_started(1), script_written(panels)]
}

/// A version drawn by its first attempt.
pub fn draw(target: PanelVersion) -> Vec<Event> {
    vec![started(target, 1), drawn(target, 1)]
}

/// A version that failed for good at its first attempt.
pub fn lose(target: PanelVersion) -> Vec<Event> {
    vec![started(target, 1), failed(target, 1, false, true)]
}

/// A task of two panels, both drawn.
pub fn two_drawn() -> Vec<Event> {
    [drawing(2), draw(at(1, 1)), draw(at(2, 1)), vec![completed(2)]].concat()
}

/// A task of two panels, the second of which failed.
pub fn one_of_two() -> Vec<Event> {
    [
        drawing(2),
        draw(at(1, 1)),
        lose(at(2, 1)),
        vec![partly_completed(1, 1)],
    ]
    .concat()
}

/// A task of two panels, both of which failed.
pub fn none_of_two() -> Vec<Event> {
    [
        drawing(2),
        lose(at(1, 1)),
        lose(at(2, 1)),
        vec![no_panel_drawn(v1::Fault::Provider)],
    ]
    .concat()
}

/// A task whose script failed for good.
pub fn no_script() -> Vec<Event> {
    vec![
        created(2),
        script_started(1),
        script_failed(1, false, true),
        task_failed(failure(false)),
    ]
}
