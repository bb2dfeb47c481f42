//! What things cost: the read model says what the events say, also after a rebuild, and so does everything that shows it.

use mangakai_domain::BudgetCaps;
use mangakai_e2e::{
    client::{Client, expect},
    world::{STORIES, World},
};
use mangakai_events::{
    Event,
    v1::{Charged, Cost},
};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::priced::{PICTURE, SCRIPT, cast};

/// What the events of the whole log say: the sum, and how many calls were charged.
async fn told(world: &World) -> (u64, u64) {
    let log = &world.services().log;
    let end = log.last_position(0).await.unwrap();
    let mut feed = log.feed::<Event>(0, 0);
    let (mut micros, mut charged) = (0, 0);
    while let Some(commit) = feed.next_until(end).await.unwrap() {
        for event in &commit.events {
            let cost: Option<&Cost> = match event {
                Event::ScriptWritten(e) => e.cost.as_ref(),
                Event::ScriptCallMade(e) => e.cost.as_ref(),
                Event::ScriptFailed(e) => e.cost.as_ref(),
                Event::PanelDrawn(e) => e.cost.as_ref(),
                Event::PanelFailed(e) => e.cost.as_ref(),
                _ => None,
            };
            let Some(cost) = cost else { continue };
            micros += cost.cost_micros;
            charged += u64::from(cost.charged() == Charged::Yes);
        }
    }
    (micros, charged)
}

async fn costs(client: &Client, session: &str) -> Value {
    let answer = client
        .get(&format!("/v1/sessions/{session}/costs"))
        .await
        .unwrap();
    expect(answer, StatusCode::OK).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sum_of_the_events_is_what_everybody_is_shown() {
    let (cast, _) = cast(BudgetCaps::default());
    let world = World::with(cast).await;
    let (client, other) = (world.client().await, world.client().await);
    let mut tasks = Vec::new();
    for (_, story) in STORIES {
        let created = client.create(story, 2).await.unwrap();
        tasks.push(
            client
                .finished(created["task_id"].as_str().unwrap())
                .await
                .unwrap(),
        );
    }
    let id = tasks[0]["task_id"].as_str().unwrap().to_owned();
    let redraw = client
        .post(
            &format!("/v1/tasks/{id}/panels/1/redraw"),
            &json!({ "instruction": "rain" }),
        )
        .await
        .unwrap();
    expect(redraw, StatusCode::ACCEPTED).await.unwrap();
    client.until_version(&id, 1, 2).await.unwrap();
    let of_other = other.create(STORIES[0].1, 1).await.unwrap();
    other
        .finished(of_other["task_id"].as_str().unwrap())
        .await
        .unwrap();
    world.settle().await.unwrap();

    let per_task = SCRIPT + 2 * PICTURE;
    let (mine, others) = (3 * per_task + PICTURE, SCRIPT + PICTURE);
    assert_eq!(told(&world).await, (mine + others, 3 * 3 + 1 + 2));
    let session = tasks[0]["session_id"].as_str().unwrap();
    let shown = costs(&client, session).await;
    assert_eq!(shown["cost_micros"], mine, "{shown:#}");
    assert_eq!(shown["days"][0]["charged_calls"], 10);
    assert_eq!(
        shown["tasks"][0],
        json!({"of": id, "cost_micros": per_task + PICTURE, "charged_calls": 4, "perhaps_calls": 0})
    );
    assert_eq!(
        shown["budgets"].as_array().unwrap().len(),
        1,
        "everybody's is not for everybody"
    );
    assert_eq!(shown["budgets"][0]["spent_micros"], mine);
    assert_eq!(client.task(&id).await.unwrap()["cost_micros"], per_task + PICTURE);

    let operator = world.operator().await;
    let daily = expect(operator.get("/v1/admin/costs").await.unwrap(), StatusCode::OK)
        .await
        .unwrap();
    let all: u64 = daily["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| day["cost_micros"].as_u64().unwrap())
        .sum();
    assert_eq!(all, mine + others);
    let refused = client.get("/v1/admin/costs").await.unwrap();
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let strange = other.get(&format!("/v1/sessions/{session}/costs")).await.unwrap();
    assert_eq!(strange.status(), StatusCode::NOT_FOUND);

    world.rebuild("costs").await.unwrap();
    assert_eq!(costs(&client, session).await, shown);
}
