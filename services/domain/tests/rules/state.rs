//! What can be read off a task.

use mangakai_domain::*;
use mangakai_events::v1::Priority;

use crate::facts::*;

#[test]
fn a_task_knows_what_was_asked_for() {
    let task = task([vec![created(2)]]);
    assert_eq!(task.owner(), Some(SESSION));
    assert_eq!(task.story(), Some(&sealed("a cat learns to fly")));
    assert_eq!(task.style().unwrap().art_style, "manga");
    assert_eq!((task.language(), task.reading_direction()), ("en", "ltr"));
    assert_eq!(
        (task.priority(), task.request_hmac()),
        (Priority::High, Some("f1"))
    );
    assert_eq!((task.references(), task.template()), (&[picture()][..], None));
    assert_eq!((task.total_panels(), task.drawn_panels()), (2, 0));
}

#[test]
fn no_task_is_an_empty_one() {
    let task = MangaTask::default();
    assert!(!task.exists());
    assert_eq!((task.owner(), task.story(), task.script()), (None, None, None));
    assert_eq!(
        (task.total_panels(), task.cost_micros(), task.revision()),
        (0, 0, 0)
    );
}

#[test]
fn a_task_passes_through_its_states() {
    let status = |history| task([history]).status();
    assert_eq!(status(vec![created(2)]), TaskStatus::Pending);
    assert_eq!(
        status(vec![created(2), script_started(1)]),
        TaskStatus::SceneGeneration
    );
    assert_eq!(status(drawing(2)), TaskStatus::ImageGeneration);
    assert_eq!(status(two_drawn()), TaskStatus::Completed);
    assert_eq!(status(one_of_two()), TaskStatus::Partial);
    assert_eq!(status(none_of_two()), TaskStatus::Failed);
    assert_eq!(
        status([drawing(2), vec![cancelled()]].concat()),
        TaskStatus::Cancelled
    );
    assert_eq!(status([drawing(2), vec![held()]].concat()), TaskStatus::Held);
    assert_eq!(
        status([two_drawn(), vec![redraw_requested(at(1, 2), 1)]].concat()),
        TaskStatus::ImageGeneration
    );
    assert_eq!(
        status([one_of_two(), vec![retried(false, vec![2])]].concat()),
        TaskStatus::ImageGeneration
    );
    assert_eq!(
        status([no_script(), vec![retried(true, vec![])]].concat()),
        TaskStatus::Pending
    );
}

#[test]
fn what_arrives_after_cancelling_leaves_it_cancelled() {
    let late = vec![created(2), script_started(1), cancelled(), script_written(2)];
    assert_eq!(task([late]).status(), TaskStatus::Cancelled);
    let late = vec![started(at(1, 1), 1), cancelled(), drawn(at(1, 1), 1)];
    let task = task([drawing(1), late]);
    assert_eq!((task.status(), task.drawn_panels()), (TaskStatus::Cancelled, 1));
}

#[test]
fn a_version_passes_through_its_states() {
    let status = |events| task([drawing(1), events]).version(at(1, 1)).unwrap().status();
    assert_eq!(status(vec![]), VersionStatus::Pending);
    assert_eq!(status(vec![started(at(1, 1), 1)]), VersionStatus::Drawing);
    assert_eq!(status(draw(at(1, 1))), VersionStatus::Drawn);
    assert_eq!(status(lose(at(1, 1))), VersionStatus::Failed);
    assert_eq!(
        status([lose(at(1, 1)), vec![retried(false, vec![1])]].concat()),
        VersionStatus::Pending
    );
    assert_eq!(
        status(vec![started(at(1, 1), 1), expired(at(1, 1), 1)]),
        VersionStatus::Pending
    );
}

#[test]
fn statuses_are_spelled_as_the_api_spells_them() {
    assert_eq!(TaskStatus::SceneGeneration.to_string(), "SCENE_GENERATION");
    assert_eq!("PARTIAL".parse(), Ok(TaskStatus::Partial));
    assert_eq!(serde_json::to_value(VersionStatus::Drawn).unwrap(), "DRAWN");
}

#[test]
fn a_panel_shows_the_selection_else_the_newest_picture() {
    let shown = |events| task([two_drawn(), events]).panel(1).unwrap().shown();
    let requested = || vec![redraw_requested(at(1, 2), 1), redraw_requested(at(1, 3), 1)];
    assert_eq!(shown(vec![]), Some(1));
    assert_eq!(shown(requested()), Some(1));
    assert_eq!(shown([requested(), draw(at(1, 2))].concat()), Some(2));
    assert_eq!(
        shown([requested(), draw(at(1, 2)), vec![selected(at(1, 1))]].concat()),
        Some(1)
    );
    assert_eq!(
        shown(
            [
                requested(),
                draw(at(1, 2)),
                vec![selected(at(1, 1))],
                draw(at(1, 3))
            ]
            .concat()
        ),
        Some(3)
    );
    // The wish made last wins, not the drawing that ended last.
    assert_eq!(
        shown([requested(), draw(at(1, 3)), draw(at(1, 2))].concat()),
        Some(3)
    );
    assert_eq!(task([drawing(1)]).panel(1).unwrap().shown(), None);
}

#[test]
fn a_redraw_remembers_what_it_was_asked() {
    let task = task([two_drawn(), vec![redraw_requested(at(1, 2), 1)]]);
    let version = task.version(at(1, 2)).unwrap();
    assert_eq!(
        (version.base_version(), version.instruction()),
        (1, Some(&sealed("more stars")))
    );
    assert_eq!(version.reference(), Some(&picture()));
}

#[test]
fn an_edited_scene_is_outdated_until_it_is_redrawn() {
    let outdated = |events| task([two_drawn(), events]).panel(2).unwrap().is_outdated();
    let redraw_of = |revision| {
        let mut events = draw(at(2, 2));
        let Some(mangakai_events::Event::PanelDrawn(drawn)) = events.last_mut() else {
            panic!("not drawn")
        };
        drawn.revision = revision;
        [
            vec![script_edited(2, vec![2]), redraw_requested(at(2, 2), 1)],
            events,
        ]
        .concat()
    };
    assert!(!outdated(vec![script_edited(2, vec![1])]));
    assert!(outdated(vec![script_edited(2, vec![2])]));
    assert!(outdated(redraw_of(1)));
    assert!(!outdated(redraw_of(2)));
    assert!(outdated([redraw_of(2), vec![selected(at(2, 1))]].concat()));
}

#[test]
fn the_cost_is_the_sum_of_what_attempts_cost() {
    let history = vec![
        started(at(1, 1), 1),
        failed(at(1, 1), 1, true, false),
        started(at(1, 1), 2),
    ];
    let lost = vec![
        expired(at(1, 1), 2),
        discarded(at(1, 1), 2, "lease_lost", paid(7)),
    ];
    assert_eq!(task([drawing(1), history, lost]).cost_micros(), 300 + 10 + 7);
}

#[test]
fn only_the_delivery_that_was_granted_the_lease_holds_it() {
    let work = Work::Panel(at(1, 1));
    let task = task([drawing(1), vec![started(at(1, 1), 1)]]);
    assert_eq!(task.granted(work, JOB, 1).map(|attempt| attempt.number), Some(1));
    assert_eq!(task.granted(work, JOB, 2), None);
    assert_eq!(task.granted(work, OTHER_JOB, 1), None);
    assert_eq!(task.granted(Work::Panel(at(2, 1)), JOB, 1), None);
}

#[test]
fn work_is_overdue_after_the_deadline_of_its_open_attempt() {
    let task = task([
        drawing(3),
        draw(at(1, 1)),
        vec![started(at(2, 1), 1), cancelled()],
    ]);
    assert_eq!(task.overdue(DEADLINE), []);
    assert_eq!(task.overdue(TOO_LATE), [Work::Panel(at(2, 1))]);
    assert_eq!(task.last_deadline_unix_ms(), Some(DEADLINE));
}

#[test]
fn a_request_at_a_provider_is_resumed_until_its_end_is_known() {
    let request = |events| {
        let task = task([drawing(1), events]);
        let lease = task.version(at(1, 1)).unwrap().lease();
        lease
            .open_request()
            .map(|(attempt, request)| (attempt, request.clone()))
    };
    let taken = || vec![started(at(1, 1), 1), submitted(at(1, 1), 1)];
    let lost = || [taken(), vec![expired(at(1, 1), 1)]].concat();
    let taken_up = || [lost(), vec![started_taking_up(at(1, 1), 2, 1)]].concat();
    for events in [
        taken(),
        lost(),
        taken_up(),
        [taken_up(), vec![expired_taking_up(at(1, 1), 2)]].concat(),
    ] {
        assert_eq!(request(events), Some((1, at_painter(1))));
    }
    for (events, end) in [
        (taken(), failed(at(1, 1), 1, true, false)),
        (taken_up(), failed_resuming(at(1, 1), 2, 1, true, false)),
    ] {
        assert_eq!(request([events, vec![end]].concat()), None);
    }
}

#[test]
fn the_current_book_shows_what_is_shown_now() {
    let bound = || [two_drawn(), vec![book_requested(1, 1, vec![1, 1]), book_bound(1)]].concat();
    let current = |history| {
        task([history])
            .current_book(&edition("pdf"))
            .map(|(number, book)| (number, book.status()))
    };
    assert_eq!(current(bound()), Some((1, BookStatus::Bound)));
    assert_eq!(current([bound(), vec![script_edited(2, vec![])]].concat()), None);
    assert_eq!(task([bound()]).current_book(&edition("cbz")), None);
    assert_eq!(task([bound()]).book(1).unwrap().files(), [bound_file()]);
}

#[test]
fn progress_goes_from_0_to_100() {
    let progress = |history| task([history]).progress();
    let seen = [
        (vec![created(2)], 0, "Waiting for the script to be written"),
        (vec![created(2), script_started(1)], 10, "Writing the script"),
        (drawing(2), 20, "Drawing: 0 of 2 panels are done"),
        (
            [drawing(2), draw(at(1, 1))].concat(),
            57,
            "Drawing: 1 of 2 panels are done",
        ),
        (two_drawn(), 100, "All 2 panels are drawn"),
        (one_of_two(), 100, "1 of 2 panels are drawn, the others failed"),
        (none_of_two(), 100, "No panel could be drawn"),
        (no_script(), 100, "The provider did not answer"),
        ([drawing(2), vec![cancelled()]].concat(), 100, "Cancelled"),
        ([drawing(2), vec![held()]].concat(), 20, "Waiting for review"),
        (
            [drawing(2), vec![held(), rejected()]].concat(),
            100,
            "Refused after review",
        ),
        ([drawing(2), vec![erased()]].concat(), 100, "Erased"),
        (
            [two_drawn(), vec![redraw_requested(at(1, 2), 1)]].concat(),
            57,
            "Drawing: 1 of 2 panels are done",
        ),
    ];
    for (history, percent, message) in seen {
        assert_eq!(
            progress(history),
            Progress {
                percent,
                message: message.to_owned()
            }
        );
    }
}

#[test]
fn a_task_survives_being_stored_as_json() {
    let task = task([
        one_of_two(),
        vec![
            retried(false, vec![2]),
            started(at(2, 1), 2),
            submitted(at(2, 1), 2),
        ],
    ]);
    let json = serde_json::to_string(&task).unwrap();
    assert_eq!(serde_json::from_str::<MangaTask>(&json).unwrap(), task);
}
