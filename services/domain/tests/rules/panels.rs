//! Panels are drawn anew and chosen from.

use mangakai_domain::Rejection;

use crate::facts::*;

#[test]
fn a_redraw_is_the_next_version_from_the_one_shown() {
    given([two_drawn()])
        .when(redraw(2))
        .then_expect_events(vec![redraw_requested(at(2, 2), 1)]);
    let redrawn = vec![
        redraw_requested(at(2, 2), 1),
        started(at(2, 2), 1),
        drawn(at(2, 2), 1),
        completed(2),
    ];
    given([two_drawn(), redrawn.clone()])
        .when(redraw(2))
        .then_expect_events(vec![redraw_requested(at(2, 3), 2)]);
    given([two_drawn(), redrawn, vec![selected(at(2, 1))]])
        .when(redraw(2))
        .then_expect_events(vec![redraw_requested(at(2, 3), 1)]);
}

#[test]
fn another_wish_is_another_version() {
    given([two_drawn(), vec![redraw_requested(at(2, 2), 1)]])
        .when(redraw(2))
        .then_expect_events(vec![redraw_requested(at(2, 3), 1)]);
}

#[test]
fn a_panel_without_a_picture_is_redrawn_from_nothing() {
    given([drawing(2)])
        .when(redraw(2))
        .then_expect_events(vec![redraw_requested(at(2, 2), 0)]);
    given([none_of_two()])
        .when(redraw(2))
        .then_expect_events(vec![redraw_requested(at(2, 2), 0)]);
}

#[test]
fn a_redraw_needs_a_script_and_a_panel() {
    given([vec![created(2)]])
        .when(redraw(1))
        .then_expect_error(Rejection::NoScript);
    given([no_script()])
        .when(redraw(1))
        .then_expect_error(Rejection::NoScript);
    given([drawing(2)])
        .when(redraw(3))
        .then_expect_error(Rejection::NoSuchPanel(3));
    given([drawing(2)])
        .when(redraw(0))
        .then_expect_error(Rejection::NoSuchPanel(0));
}

#[test]
fn a_redraw_ends_in_a_milestone_of_its_own() {
    given([
        two_drawn(),
        vec![redraw_requested(at(2, 2), 1), started(at(2, 2), 1)],
    ])
    .when(record(at(2, 2), 1))
    .then_expect_events(vec![drawn(at(2, 2), 1), completed(2)]);
}

#[test]
fn a_failed_redraw_leaves_the_older_picture_and_the_task_complete() {
    given([
        two_drawn(),
        vec![redraw_requested(at(2, 2), 1), started(at(2, 2), 1)],
    ])
    .when(fail(at(2, 2), 1, false))
    .then_expect_events(vec![failed(at(2, 2), 1, false, true), completed(2)]);
}

#[test]
fn a_redraw_of_the_failed_panel_completes_the_task() {
    given([
        one_of_two(),
        vec![redraw_requested(at(2, 2), 0), started(at(2, 2), 1)],
    ])
    .when(record(at(2, 2), 1))
    .then_expect_events(vec![drawn(at(2, 2), 1), completed(2)]);
}

fn two_versions() -> Vec<mangakai_events::Event> {
    [
        two_drawn(),
        vec![redraw_requested(at(1, 2), 1)],
        draw(at(1, 2)),
        vec![completed(2)],
    ]
    .concat()
}

#[test]
fn an_older_version_can_be_selected() {
    given([two_versions()])
        .when(select(1, 1))
        .then_expect_events(vec![selected(at(1, 1))]);
}

#[test]
fn selecting_what_is_shown_is_calm() {
    given([two_versions()])
        .when(select(1, 2))
        .then_expect_events(vec![]);
    given([two_versions(), vec![selected(at(1, 1))]])
        .when(select(1, 1))
        .then_expect_events(vec![]);
}

#[test]
fn only_a_drawn_version_can_be_selected() {
    given([two_drawn(), vec![redraw_requested(at(1, 2), 1)]])
        .when(select(1, 2))
        .then_expect_error(Rejection::NotDrawn(at(1, 2)));
    given([one_of_two()])
        .when(select(2, 1))
        .then_expect_error(Rejection::NotDrawn(at(2, 1)));
}

#[test]
fn only_a_known_version_can_be_selected() {
    given([two_drawn()])
        .when(select(1, 2))
        .then_expect_error(Rejection::NoSuchVersion(at(1, 2)));
    given([two_drawn()])
        .when(select(3, 1))
        .then_expect_error(Rejection::NoSuchPanel(3));
}
