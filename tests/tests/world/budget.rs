//! Caps hold, whoever asks at the same time; and what they stopped goes on once they are raised.

use futures::future::join_all;
use mangakai_domain::{
    AttemptId, Budget, BudgetCaps, BudgetCommand, BudgetRejection, BudgetScope, PanelVersion, Reserve,
    SessionId, TaskId, Work,
};
use mangakai_e2e::{
    client::{Client, PATIENCE, expect},
    world::{Cast, STORIES, World, serve_settings},
};
use mangakai_events::v1::Charged;
use mangakai_log::{CommandContext, ExecuteError, Kept, Log, Origin, Retry};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::priced::{PICTURE, SCRIPT, cast};

pub const NO_CAPS: BudgetCaps = BudgetCaps {
    task: None,
    session: None,
    system: None,
};

pub async fn budget(world: &World, scope: &BudgetScope) -> Budget {
    world
        .services()
        .log
        .load::<Budget>(scope.id())
        .await
        .unwrap()
        .aggregate
}

/// The budgets of a task that began today.
pub fn scopes(task: &Value) -> [BudgetScope; 3] {
    let id = |name: &str| task[name].as_str().unwrap().parse::<Uuid>().unwrap();
    let now = mangakai_runtime::now().as_millisecond();
    BudgetScope::of(TaskId(id("task_id")), SessionId(id("session_id")), now)
}

async fn retry(client: &Client, id: &str) -> reqwest::Response {
    client
        .post(&format!("/v1/tasks/{id}/retry"), &json!({}))
        .await
        .unwrap()
}

async fn raise(world: &World, id: &str, cap_micros: u64) {
    let request = world
        .operator()
        .await
        .request(Method::PUT, &format!("/v1/admin/tasks/{id}/budget"));
    let answer = request
        .json(&json!({ "cap_micros": cap_micros }))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
}

fn context() -> CommandContext {
    let command_id = mangakai_runtime::new_id();
    CommandContext {
        command_id,
        origin: Origin::request(command_id),
        actor: "test".to_owned(),
        time: mangakai_runtime::now(),
        retry: Retry::Until(std::time::Instant::now() + PATIENCE),
    }
}

fn attempt(number: u32) -> AttemptId {
    AttemptId {
        task: TaskId(Uuid::from_u128(1)),
        work: Work::Panel(PanelVersion { panel: 1, version: 1 }),
        attempt: number,
    }
}

async fn reserve(log: &Log, kept: &Kept<Budget>, number: u32, cap: u64) -> bool {
    let scope = BudgetScope::System {
        day: "2026-01-02".to_owned(),
    };
    let id = scope.id();
    let command = BudgetCommand::Reserve(Reserve {
        scope,
        attempt: attempt(number),
        micros: 10,
        cap_micros: Some(cap),
    });
    match log.execute_kept(kept, id, command, context()).await {
        Ok(_) => true,
        Err(ExecuteError::Rejected(BudgetRejection::Exhausted { .. })) => false,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_reserve_at_the_same_time_stay_below_the_cap() {
    const ASKERS: u32 = 40;
    const CAP: u64 = 155;
    let world = World::with(Cast {
        working: &[],
        ..Cast::default()
    })
    .await;
    let logs = [
        world.other_services().await.unwrap().log,
        world.other_services().await.unwrap().log,
        world.services().log.clone(),
    ];
    let kept: Vec<Kept<Budget>> = logs.iter().map(|_| Kept::default()).collect();
    let asking = (0..ASKERS).map(|number| {
        let at = number as usize % logs.len();
        reserve(&logs[at], &kept[at], number, CAP)
    });
    let granted: Vec<bool> = join_all(asking).await;
    assert_eq!(granted.iter().filter(|granted| **granted).count(), 15);

    // The same attempts ask again, at other processes: who holds money holds it still, and nobody holds more.
    let asking = (0..ASKERS).map(|number| {
        let at = (number as usize + 1) % logs.len();
        reserve(&logs[at], &kept[at], number, CAP)
    });
    assert_eq!(join_all(asking).await, granted);
    let scope = BudgetScope::System {
        day: "2026-01-02".to_owned(),
    };
    let held = budget(&world, &scope).await;
    assert_eq!((held.reserved_micros(), held.spent_micros()), (150, 0));

    let settling = (0..ASKERS)
        .filter(|number| granted[*number as usize])
        .map(|number| {
            let command = BudgetCommand::Settle {
                attempt: attempt(number).id(),
                micros: 4,
                charged: Charged::Yes,
            };
            let at = number as usize % logs.len();
            logs[at].execute_kept(&kept[at], scope.id(), command, context())
        });
    join_all(settling)
        .await
        .into_iter()
        .for_each(|settled| drop(settled.unwrap()));
    let spent = budget(&world, &scope).await;
    assert_eq!((spent.reserved_micros(), spent.spent_micros()), (0, 60));
    let copy = kept[0].load(&logs[0], scope.id()).await.unwrap();
    assert_eq!(copy, spent, "what is kept is what a whole reading gives");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_meets_its_cap_says_so_and_goes_on_once_it_is_raised() {
    let (cast, priced) = cast(BudgetCaps {
        task: Some(SCRIPT + 3 * PICTURE + PICTURE / 2),
        ..NO_CAPS
    });
    let world = World::with(cast).await;
    let client = world.client().await;
    let created = client.create(STORIES[0].1, 5).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    let task = client.finished(id).await.unwrap();
    assert_eq!(task["status"], "PARTIAL", "{task:#}");
    assert_eq!((&task["drawn_panels"], priced.pictures()), (&json!(3), 3));
    assert_eq!(task["error"]["code"], "budget_task");
    assert!(task["error"]["advice"]["zh"].as_str().unwrap().contains("预算"));
    assert!(
        task["message"]
            .as_str()
            .unwrap()
            .starts_with("3 of 5 panels are drawn: The budget")
    );
    world.settle().await.unwrap();
    for scope in scopes(&task) {
        let budget = budget(&world, &scope).await;
        let spent = SCRIPT + 3 * PICTURE;
        assert_eq!(
            (budget.spent_micros(), budget.reserved_micros()),
            (spent, 0),
            "{scope}"
        );
    }

    raise(&world, id, SCRIPT + 5 * PICTURE).await;
    let accepted = expect(retry(&client, id).await, StatusCode::ACCEPTED)
        .await
        .unwrap();
    client
        .task_at(id, accepted["position"].as_u64().unwrap())
        .await
        .unwrap();
    let task = client.finished(id).await.unwrap();
    assert_eq!(task["status"], "COMPLETED", "{task:#}");
    assert_eq!(priced.pictures(), 5, "nothing is drawn twice");
    assert_eq!(task["cost_micros"], SCRIPT + 5 * PICTURE);
    world.settle().await.unwrap();
    for scope in scopes(&task) {
        let budget = budget(&world, &scope).await;
        assert_eq!(budget.spent_micros(), SCRIPT + 5 * PICTURE, "{scope}");
        assert_eq!(budget.reserved_micros(), 0, "{scope}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_of_a_session_has_a_cap_over_all_its_tasks() {
    let (cast, priced) = cast(BudgetCaps {
        session: Some(2 * SCRIPT + 3 * PICTURE),
        ..NO_CAPS
    });
    let world = World::with(cast).await;
    let (client, other) = (world.client().await, world.client().await);
    let first = client.create(STORIES[0].1, 2).await.unwrap();
    let second = client.create(STORIES[1].1, 2).await.unwrap();
    let mut drawn = 0;
    for task in [&first, &second] {
        let ended = client.finished(task["task_id"].as_str().unwrap()).await.unwrap();
        drawn += ended["drawn_panels"].as_u64().unwrap();
        if ended["status"] != "COMPLETED" {
            assert_eq!(ended["error"]["code"], "budget_session", "{ended:#}");
        }
    }
    assert_eq!((drawn, priced.pictures()), (3, 3));
    // What was refused by the session is not held by its task.
    world.settle().await.unwrap();
    for task in [&first, &second] {
        assert_eq!(budget(&world, &scopes(task)[0]).await.reserved_micros(), 0);
    }
    let of_others = other.create(STORIES[0].1, 1).await.unwrap();
    let ended = other
        .finished(of_others["task_id"].as_str().unwrap())
        .await
        .unwrap();
    assert_eq!(ended["status"], "COMPLETED", "another session has its own");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_free_touches_no_budget() {
    let world = World::start().await;
    let client = world.client().await;
    let created = client.create(STORIES[0].1, 2).await.unwrap();
    let task = client
        .finished(created["task_id"].as_str().unwrap())
        .await
        .unwrap();
    world.settle().await.unwrap();
    for scope in scopes(&task) {
        let loaded = world.services().log.load::<Budget>(scope.id()).await.unwrap();
        assert_eq!(loaded.commits, [], "{scope}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_nobody_could_pay_for_is_refused_at_the_door() {
    let folder = tempfile::tempdir().unwrap();
    let prices = folder.path().join("prices.json");
    let panel = json!({ "low_micros": PICTURE, "high_micros": PICTURE });
    let script = json!({ "call": { "low_micros": SCRIPT, "high_micros": SCRIPT } });
    let list = json!({ "providers": [{ "provider": "painter", "script": script, "panel": panel }] });
    std::fs::write(&prices, list.to_string()).unwrap();
    let mut serve = serve_settings(60).unwrap();
    serve.prices = Some(prices);
    serve.budget_session_day = "0.055".parse().unwrap();
    let (cast, _) = cast(serve.caps());
    let world = World::with(Cast {
        serve: Some(serve),
        ..cast
    })
    .await;
    let client = world.client().await;

    let asked = json!({ "story": STORIES[0].1, "panels": 4 });
    let estimate = client.post("/v1/estimate", &asked).await.unwrap();
    let estimate = expect(estimate, StatusCode::OK).await.unwrap();
    assert_eq!(
        estimate["total"]["high_micros"],
        SCRIPT + 4 * PICTURE,
        "{estimate:#}"
    );
    assert_eq!(estimate["providers"][0]["panels"]["low_micros"], 4 * PICTURE);

    let created = client.create(STORIES[0].1, 2).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    let task = client.finished(id).await.unwrap();
    assert_eq!(
        (&task["status"], &task["drawn_panels"]),
        (&json!("PARTIAL"), &json!(1))
    );
    world.settle().await.unwrap();

    let refused = client
        .post("/v1/tasks", &json!({ "story": "Another one." }))
        .await
        .unwrap();
    let problem = expect(refused, StatusCode::PAYMENT_REQUIRED).await.unwrap();
    assert_eq!(problem["type"], "/problems/budget-exhausted");
    for (language, word) in [("zh", "预算"), ("ja", "予算"), ("en", "tomorrow")] {
        let advice = problem["advice"][language].as_str().unwrap();
        assert!(advice.contains(word), "{problem:#}");
    }
    let again = expect(retry(&client, id).await, StatusCode::PAYMENT_REQUIRED)
        .await
        .unwrap();
    assert_eq!(again["type"], "/problems/budget-exhausted");
    let metrics = client.get("/metrics").await.unwrap().text().await.unwrap();
    for name in ["reserved_micros", "spent_micros", "refused"] {
        let line = format!("mangakai_budget_{name}_total{{scope=\"session\"}}");
        assert!(metrics.contains(&line), "{line}");
    }
}
