//! A worker dies between any two steps while models work for it: its successor pays again only for what nobody can have
//! back, and never without an attempt in the log.

use std::{sync::Arc, time::Duration};

use mangakai::roles::Role;
use mangakai_e2e::{client::PATIENCE, world::Cast};
use mangakai_fake_providers::{Behaviour, Calls, Kind, Ledger, Provider, Step};
use mangakai_generator::{NoFaults, Point};

use super::{Models, Told, charged_at};
use crate::{
    budget::{budget, scopes},
    stop_at::StopAt,
};

/// A picture at once, under an address, after a task.
const WIRES: [(&str, Provider); 3] = [
    ("gemini", Provider::Gemini),
    ("dashscope/qwen-image-3.0", Provider::DashScope),
    ("dashscope/wan2.7-image", Provider::DashScope),
];

/// Calls for pictures that are on the bill.
fn pictures(ledger: &Ledger) -> usize {
    let paid = |entry: &&mangakai_fake_providers::Entry| entry.kind == Kind::Picture && entry.charged;
    ledger.entries().iter().filter(paid).count()
}

fn assert_completed(told: &Told, what: &str) {
    assert_eq!(told.status(), "COMPLETED", "{what}: {:#?}", told.history);
    let made = (told.count("ScriptWritten"), told.count("PanelDrawn"));
    assert_eq!(made, (1, 1), "{what}: {:#?}", told.history);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_dies_pays_again_only_for_what_is_lost() {
    // How often each wire is paid: a task is in the log and taken up, a stored picture is found.
    let points = [
        (Point::AfterStart, [1, 1, 1]),
        (Point::AfterReserve, [1, 1, 1]),
        (Point::AfterCall, [2, 2, 1]),
        (Point::AfterUpload, [2, 2, 1]),
        (Point::AfterReceipt, [1, 1, 1]),
        (Point::AfterRecord, [1, 1, 1]),
    ];
    for (point, paid) in points {
        for ((wire, _), paid) in WIRES.into_iter().zip(paid) {
            let faults = StopAt::new("draw_panel", point);
            let mut models = Models::dying(&["openai"], &[wire], faults.clone()).await;
            let id = models.begin(1).await;
            faults.reached().await;
            models.world.crash(Role::Illustrator).await.unwrap();
            let told = models.ended(&id).await;
            let what = format!("{wire} after a death {point:?}");
            assert_completed(&told, &what);
            assert_eq!(pictures(&told.ledger), paid, "{what}: {:#?}", told.history);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_dies_while_the_model_is_at_work_leaves_an_attempt_that_is_perhaps_paid() {
    for (wire, provider) in &WIRES[..2] {
        let mut models = Models::dying(&["openai"], &[wire], Arc::new(NoFaults)).await;
        let calls = Calls {
            kind: Some(Kind::Picture),
            model: None,
        };
        models.fake.script_calls(*provider, calls, vec![Behaviour::Held]);
        let id = models.begin(1).await;
        let asked = models.fake.wait_until(|ledger| pictures(ledger) == 1);
        tokio::time::timeout(PATIENCE, asked).await.unwrap();
        models.world.crash(Role::Illustrator).await.unwrap();
        let told = models.ended(&id).await;
        assert_completed(&told, wire);
        assert_eq!((pictures(&told.ledger), told.count("PanelStarted")), (2, 2));
        let expired = told.all("PanelAttemptExpired").next().unwrap();
        assert_eq!(expired["cost"]["charged"], "perhaps", "{expired:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_dies_while_it_waits_for_a_task_leaves_it_to_its_successor() {
    // Enough for one picture where pictures cost something: to take one up costs nothing.
    let mut cast = Cast {
        ack_wait_seconds: 3,
        ..Cast::default()
    };
    cast.config.caps.task = Some(45_000);
    for (wire, provider) in [WIRES[2], ("bfl", Provider::Bfl), ("comfyui", Provider::ComfyUi)] {
        let mut models = Models::with(&["openai"], &[wire], cast.clone()).await;
        let steps = vec![Step::Pending, Step::Running, Step::Running, Step::Succeeded];
        let told = told_after_a_death_in_wait(&mut models, provider, steps).await;
        assert_completed(&told, wire);
        assert_eq!(
            (pictures(&told.ledger), told.count("PanelStarted")),
            (1, 2),
            "{wire}"
        );
        let drawn = told.all("PanelDrawn").next().unwrap();
        assert_eq!(drawn["resumed_attempt"], 1, "{drawn:#}");
        let submitted = told.all("PanelSubmitted").next().unwrap();
        assert_eq!(drawn["lineage"], submitted["lineage"]);
        assert_ne!(drawn["lineage"]["prompt_hmac"], "");
    }
}

/// How a task ends whose worker dies after its first look at a model that goes through `steps`.
async fn told_after_a_death_in_wait(models: &mut Models, provider: Provider, steps: Vec<Step>) -> Told {
    models.fake.script(provider, vec![Behaviour::Polls { steps }]);
    let id = models.begin(1).await;
    let looked = models
        .fake
        .wait_until(|ledger| ledger.totals(provider).polls == 1);
    tokio::time::timeout(PATIENCE, looked).await.unwrap();
    models.world.crash(Role::Illustrator).await.unwrap();
    models.ended(&id).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_taken_up_in_vain_counts_once() {
    let (wire, provider) = WIRES[2];
    for end in [Step::Failed, Step::Unknown] {
        let mut models = Models::dying(&["openai"], &[wire], Arc::new(NoFaults)).await;
        let steps = vec![Step::Pending, Step::Running, end];
        let told = told_after_a_death_in_wait(&mut models, provider, steps).await;
        assert_completed(&told, wire);
        assert_eq!((pictures(&told.ledger), told.count("PanelStarted")), (1, 3));
        let failed = told.all("PanelFailed").next().unwrap();
        assert_eq!(failed["resumed_attempt"], 1, "{failed:#}");
        // What failed cost nothing; what the vendor knows nothing of may have been paid.
        let estimate = told.all("PanelStarted").next().unwrap()["attempt"]["estimate_micros"].as_u64();
        let perhaps = if end == Step::Unknown {
            estimate.unwrap()
        } else {
            0
        };
        let task = &scopes(&told.task)[0];
        let spent = budget(&models.world, task).await.spent_micros();
        assert_eq!(spent, told.paid_micros() + perhaps, "{:#?}", told.history);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_wakes_after_its_time_makes_no_call() {
    let faults = StopAt::new("draw_panel", Point::AfterReserve);
    let mut cast = Cast {
        faults: faults.clone(),
        ..Cast::default()
    };
    cast.config.panel_deadline = Duration::from_secs(20);
    let models = Models::with(&["openai"], &["gemini"], cast).await;
    let id = models.begin(1).await;
    faults.reached().await;
    models.client.finished(&id).await.unwrap();
    faults.wake();
    let told = models.ended(&id).await;
    assert_completed(&told, "woken late");
    assert_eq!((pictures(&told.ledger), told.count("PanelStarted")), (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_director_that_dies_between_two_calls_begins_anew_and_hides_none() {
    // Before the second call, and after it: the first answer is to be corrected.
    let points = [(1, Point::AfterReserve, 2), (0, Point::AfterCall, 3)];
    for (passing, point, paid) in points {
        let faults = StopAt::after(passing, "write_script", point);
        let mut models = Models::dying(&["openai"], &["ark"], faults.clone()).await;
        models.fake.script(Provider::OpenAi, vec![Behaviour::UnfitScript]);
        let id = models.begin(1).await;
        faults.reached().await;
        models.world.crash(Role::Director).await.unwrap();
        let told = models.ended(&id).await;
        assert_completed(&told, &format!("a script after {point:?}"));
        assert_eq!(charged_at(&told.ledger, Provider::OpenAi), paid, "{point:?}");
        let attempts = ["ScriptStarted", "ScriptCallMade", "ScriptAttemptExpired"];
        assert_eq!(
            attempts.map(|kind| told.count(kind)),
            [3, 1, 1],
            "{:#?}",
            told.history
        );
    }
}
