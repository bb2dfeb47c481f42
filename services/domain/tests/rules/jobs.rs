//! What a task owes.

use std::collections::BTreeSet;

use mangakai_domain::*;
use mangakai_events::{
    Event,
    jobs::{BindBook, DrawPanel, ShredTask, WriteScript, job::Kind},
    v1::Priority,
};
use uuid::Uuid;

use crate::facts::*;

const WRITE: Kind = Kind::WriteScript(WriteScript {});
const SHRED: Kind = Kind::ShredTask(ShredTask {});

fn draw_job(panel: u32, version: u32) -> Kind {
    Kind::DrawPanel(DrawPanel { panel, version })
}

fn bind_job(book: u32) -> Kind {
    Kind::BindBook(BindBook { book })
}

fn owed<const N: usize>(history: [Vec<Event>; N]) -> Vec<Kind> {
    pending_jobs(&task(history))
        .into_iter()
        .map(|job| job.kind)
        .collect()
}

#[test]
fn nothing_is_owed_before_there_is_a_task() {
    assert_eq!(owed([]), []);
}

#[test]
fn first_the_script_is_owed() {
    assert_eq!(owed([vec![created(2)]]), [WRITE]);
    assert_eq!(owed([vec![created(2), script_started(1)]]), []);
    assert_eq!(
        owed([vec![created(2), script_started(1), script_expired(1)]]),
        [WRITE]
    );
    assert_eq!(
        owed([vec![created(2), script_started(1), script_failed(1, true, false)]]),
        [WRITE]
    );
    assert_eq!(owed([no_script()]), []);
    assert_eq!(owed([no_script(), vec![retried(true, vec![])]]), [WRITE]);
}

#[test]
fn then_every_panel_that_nobody_is_at() {
    assert_eq!(
        owed([drawing(3)]),
        [draw_job(1, 1), draw_job(2, 1), draw_job(3, 1)]
    );
    assert_eq!(
        owed([drawing(3), draw(at(1, 1)), vec![started(at(2, 1), 1)]]),
        [draw_job(3, 1)]
    );
    assert_eq!(
        owed([
            drawing(1),
            vec![started(at(1, 1), 1), failed(at(1, 1), 1, true, false)]
        ]),
        [draw_job(1, 1)]
    );
    assert_eq!(
        owed([drawing(1), vec![started(at(1, 1), 1), expired(at(1, 1), 1)]]),
        [draw_job(1, 1)]
    );
    assert_eq!(owed([two_drawn()]), []);
}

#[test]
fn redraws_and_retries_are_owed() {
    assert_eq!(
        owed([two_drawn(), vec![redraw_requested(at(2, 2), 1)]]),
        [draw_job(2, 2)]
    );
    assert_eq!(
        owed([one_of_two(), vec![retried(false, vec![2])]]),
        [draw_job(2, 1)]
    );
}

#[test]
fn books_are_owed_until_they_are_bound_or_failed() {
    let requested = || [two_drawn(), vec![book_requested(1, 1, vec![1, 1])]].concat();
    assert_eq!(owed([requested()]), [bind_job(1)]);
    assert_eq!(
        owed([requested(), vec![book_failed(1, true, false)]]),
        [bind_job(1)]
    );
    assert_eq!(owed([requested(), vec![book_failed(1, true, true)]]), []);
    assert_eq!(owed([requested(), vec![book_bound(1)]]), []);
}

#[test]
fn a_stopped_task_owes_its_books_only() {
    for stop in [vec![cancelled()], vec![held()]] {
        assert_eq!(owed([vec![created(2)], stop.clone()]), []);
        let requested = [
            two_drawn(),
            vec![book_requested(1, 1, vec![1, 1]), redraw_requested(at(1, 2), 1)],
        ]
        .concat();
        assert_eq!(owed([requested, stop]), [bind_job(1)]);
    }
}

#[test]
fn a_refused_task_owes_nothing() {
    let requested = [
        two_drawn(),
        vec![book_requested(1, 1, vec![1, 1]), redraw_requested(at(1, 2), 1)],
    ]
    .concat();
    assert_eq!(owed([requested, vec![held(), rejected()]]), []);
}

#[test]
fn an_erased_task_owes_its_shredding() {
    assert_eq!(owed([drawing(2), vec![erased()]]), [SHRED]);
    assert_eq!(
        owed([two_drawn(), vec![book_requested(1, 1, vec![1, 1]), erased()]]),
        [SHRED]
    );
}

#[test]
fn once_it_is_shredded_it_owes_nothing_until_a_late_attempt_tells_its_end() {
    assert_eq!(owed([drawing(2), vec![erased(), shredded(0)]]), []);
    let late = discarded(at(1, 1), 1, "task_erased", paid(1));
    let open = || [drawing(1), vec![started(at(1, 1), 1), erased()]].concat();
    // It may have stored its picture after the shredding, whether it tells so before or after.
    assert_eq!(owed([open(), vec![shredded(0), late.clone()]]), [SHRED]);
    assert_eq!(owed([open(), vec![late.clone(), shredded(0)]]), [SHRED]);
    assert_eq!(owed([open(), vec![late, shredded(1)]]), []);
}

#[test]
fn what_a_late_attempt_stored_is_shredded_by_another_job() {
    let open = || [drawing(1), vec![started(at(1, 1), 1), erased()]].concat();
    let late = discarded(at(1, 1), 1, "task_erased", paid(1));
    assert!(may_owe(&late));
    let (first, second) = (
        pending_jobs(&task([open()]))[0],
        pending_jobs(&task([open(), vec![late]]))[0],
    );
    assert_ne!(first.job_id(TASK, 0), second.job_id(TASK, 0));
}

const TASK: Uuid = Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0001);

#[test]
fn a_job_id_is_the_same_whoever_computes_it() {
    let job = pending_jobs(&task([drawing(2)]))[1];
    assert_eq!(job.job_id(TASK, 0), Uuid::new_v5(&TASK, b"draw_panel/2/1/0/0"));
    assert_eq!(job.job_id(TASK, 3), Uuid::new_v5(&TASK, b"draw_panel/2/1/0/3"));
    let script = pending_jobs(&task([vec![created(2)]]))[0];
    assert_eq!(
        script.job_id(TASK, 0),
        Uuid::new_v5(&TASK, b"write_script/0/0/0/0")
    );
}

#[test]
fn work_wanted_anew_is_another_job() {
    let histories = [
        drawing(2),
        [drawing(2), lose(at(2, 1)), vec![retried(false, vec![2])]].concat(),
        [drawing(2), vec![held(), approved()]].concat(),
        [
            drawing(2),
            vec![held(), approved()],
            lose(at(2, 1)),
            vec![retried(false, vec![2])],
        ]
        .concat(),
        [drawing(2), draw(at(2, 1)), vec![redraw_requested(at(2, 2), 1)]].concat(),
    ];
    let second_panel = |history| pending_jobs(&task([history]))[1].job_id(TASK, 0);
    let ids: BTreeSet<Uuid> = histories.into_iter().map(second_panel).collect();
    // The retry and the approval each are the first new wish for the same work: they never meet in one history.
    assert_eq!(ids.len(), 4);
}

#[test]
fn a_failed_attempt_leaves_the_job_as_it_was() {
    let failed_once = vec![started(at(2, 1), 1), failed(at(2, 1), 1, true, false)];
    let before = pending_jobs(&task([drawing(2)]));
    assert_eq!(before, pending_jobs(&task([drawing(2), failed_once])));
}

#[test]
fn a_job_travels_under_its_kind_and_priority() {
    let job = pending_jobs(&task([drawing(2)]))[0];
    assert_eq!((job.subject_kind(), job.priority_token()), ("draw_panel", "high"));
    assert_eq!(job.to_job(TASK).task_id, TASK.to_string());
    assert_eq!(job.to_job(TASK).kind, Some(draw_job(1, 1)));
    assert_eq!(job.work(), Some(Work::Panel(at(1, 1))));
    let other = |kind| PendingJob {
        kind,
        priority: Priority::Low,
        round: 0,
    };
    assert_eq!(
        (other(WRITE).subject_kind(), other(WRITE).work()),
        ("write_script", Some(Work::Script))
    );
    assert_eq!(
        (other(bind_job(1)).subject_kind(), other(bind_job(1)).work()),
        ("bind_book", None)
    );
    assert_eq!(
        (other(SHRED).subject_kind(), other(SHRED).priority_token()),
        ("shred_task", "low")
    );
}
