//! Books: what is shown now, bound once per format.

use mangakai_domain::{Command, Edition, Rejection};
use mangakai_events::{Event, v1::BookRequested};

use crate::facts::*;

fn requested() -> Vec<Event> {
    [two_drawn(), vec![book_requested(1, 1, vec![1, 1])]].concat()
}

fn bound() -> Vec<Event> {
    [requested(), vec![book_bound(1)]].concat()
}

#[test]
fn a_finished_task_can_be_bound() {
    given([two_drawn()])
        .when(request_book())
        .then_expect_events(vec![book_requested(1, 1, vec![1, 1])]);
    given([one_of_two()])
        .when(request_book())
        .then_expect_events(vec![book_requested(1, 1, vec![1, 0])]);
    given([drawing(2), draw(at(2, 1)), vec![cancelled()]])
        .when(request_book())
        .then_expect_events(vec![book_requested(1, 1, vec![0, 1])]);
}

#[test]
fn an_unfinished_task_cannot() {
    let redrawing = [two_drawn(), vec![redraw_requested(at(1, 2), 1)]].concat();
    for history in [
        vec![created(2)],
        drawing(2),
        redrawing,
        [drawing(2), vec![held()]].concat(),
    ] {
        given([history])
            .when(request_book())
            .then_expect_error(Rejection::NotFinished);
    }
}

#[test]
fn without_a_picture_there_is_no_book() {
    for history in [none_of_two(), no_script(), vec![created(2), cancelled()]] {
        given([history])
            .when(request_book())
            .then_expect_error(Rejection::NothingDrawn);
    }
}

#[test]
fn a_book_that_shows_the_same_is_the_answer() {
    given([requested()])
        .when(request_book())
        .then_expect_events(vec![]);
    given([bound()]).when(request_book()).then_expect_events(vec![]);
    given([requested(), vec![book_failed(1, true, false)]])
        .when(request_book())
        .then_expect_events(vec![]);
}

#[test]
fn what_looks_different_is_another_book() {
    let another = |format: &str| {
        let (book, revision, versions) = (2, 1, vec![1, 1]);
        vec![Event::BookRequested(BookRequested {
            book,
            format: format.into(),
            revision,
            versions,
            ..BookRequested::default()
        })]
    };
    given([bound()])
        .when(Command::RequestBook(edition("cbz")))
        .then_expect_events(another("cbz"));
    let printed = Edition {
        paper: "b5".into(),
        bleed: true,
        ..edition("pdf")
    };
    let wanted = BookRequested {
        book: 2,
        format: "pdf".into(),
        revision: 1,
        versions: vec![1, 1],
        paper: "b5".into(),
        bleed: true,
    };
    given([bound()])
        .when(Command::RequestBook(printed.clone()))
        .then_expect_events(vec![Event::BookRequested(wanted.clone())]);
    given([bound(), vec![Event::BookRequested(wanted)]])
        .when(Command::RequestBook(printed))
        .then_expect_events(vec![]);
    given([bound(), vec![script_edited(2, vec![])]])
        .when(request_book())
        .then_expect_events(vec![book_requested(2, 2, vec![1, 1])]);
    given([
        bound(),
        vec![redraw_requested(at(2, 2), 1)],
        draw(at(2, 2)),
        vec![completed(2)],
    ])
    .when(request_book())
    .then_expect_events(vec![book_requested(2, 1, vec![1, 2])]);
    given([requested(), vec![book_failed(1, false, true)]])
        .when(request_book())
        .then_expect_events(vec![book_requested(2, 1, vec![1, 1])]);
}

#[test]
fn a_book_is_bound_once() {
    given([requested()])
        .when(record_book(1))
        .then_expect_events(vec![book_bound(1)]);
    given([bound()]).when(record_book(1)).then_expect_events(vec![]);
    given([bound()])
        .when(fail_book(1, false))
        .then_expect_events(vec![]);
}

#[test]
fn a_book_may_be_bound_while_panels_are_redrawn() {
    given([requested(), vec![redraw_requested(at(1, 2), 1)]])
        .when(record_book(1))
        .then_expect_events(vec![book_bound(1)]);
}

#[test]
fn a_book_fails_for_good_at_the_fifth_failure() {
    let failures = |n| std::iter::repeat_n(book_failed(1, true, false), n).collect::<Vec<_>>();
    given([requested(), failures(3)])
        .when(fail_book(1, true))
        .then_expect_events(vec![book_failed(1, true, false)]);
    given([requested(), failures(4)])
        .when(fail_book(1, true))
        .then_expect_events(vec![book_failed(1, true, true)]);
}

#[test]
fn a_book_that_cannot_be_bound_fails_at_once() {
    given([requested()])
        .when(fail_book(1, false))
        .then_expect_events(vec![book_failed(1, false, true)]);
    given([requested(), vec![book_failed(1, false, true)]])
        .when(fail_book(1, false))
        .then_expect_events(vec![]);
}

#[test]
fn a_book_nobody_asked_for_is_unknown() {
    given([two_drawn()])
        .when(record_book(1))
        .then_expect_error(Rejection::NoSuchBook(1));
    given([two_drawn()])
        .when(fail_book(1, true))
        .then_expect_error(Rejection::NoSuchBook(1));
}
