//! A suspicious story waits for a person, who lets it go on or refuses it; what is not acceptable never becomes a task.

use futures::StreamExt;
use mangakai_e2e::{
    client::{Client, expect},
    world::{STORIES, World},
};
use reqwest::StatusCode;
use serde_json::{Value, json};

const SUSPICIOUS: &str =
    "Mei explains to nobody how to make a Ｂｏ\u{200b}ｍｂ. The cat laughs, and they go home.";

async fn review(client: &Client, id: &str, verdict: &str, body: &Value) -> reqwest::Response {
    let path = format!("/v1/admin/tasks/{id}/{verdict}");
    client.post(&path, body).await.unwrap()
}

async fn held(world: &World) -> Vec<Value> {
    let answer = world.operator().await.get("/v1/admin/held").await.unwrap();
    let list = expect(answer, StatusCode::OK).await.unwrap();
    list["tasks"].as_array().unwrap().clone()
}

/// The names of the events that follow in a task's stream, up to its end.
async fn rest_of_the_stream(client: &Client, id: &str) -> Vec<String> {
    let stream = client.stream(id, None).await.unwrap();
    let names = stream.map(|event| event.unwrap().event);
    names
        .filter(|name| std::future::ready(name != "progress"))
        .collect()
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_story_goes_on_once_a_person_approves_it() {
    let world = World::start().await;
    let (client, operator) = (world.client().await, world.operator().await);
    let created = client.create(SUSPICIOUS, 1).await.unwrap();
    assert_eq!(created["status"], "HELD");
    let id = created["task_id"].as_str().unwrap();
    world.settle().await.unwrap();
    assert_eq!(
        client.task(id).await.unwrap()["status"],
        "HELD",
        "nobody begins it"
    );
    let list = held(&world).await;
    assert_eq!(list.len(), 1);
    assert_eq!(
        (&list[0]["task_id"], &list[0]["stage"]),
        (&json!(id), &json!("story"))
    );
    assert_eq!(list[0]["reasons"], json!(["weapons"]));
    assert_eq!(list[0]["story"], SUSPICIOUS);

    let decision = json!({ "by": "mei", "reason": "a fairy tale" });
    let by_its_owner = review(&client, id, "approve", &decision).await;
    assert_eq!(by_its_owner.status(), StatusCode::FORBIDDEN);
    let nameless = review(&operator, id, "approve", &json!({ "by": "", "reason": "x" })).await;
    assert_eq!(nameless.status(), StatusCode::UNPROCESSABLE_ENTITY);

    let stream = rest_of_the_stream(&client, id);
    let approved = async {
        let answer = review(&operator, id, "approve", &decision).await;
        expect(answer, StatusCode::ACCEPTED).await.unwrap()
    };
    let (names, _) = tokio::join!(stream, approved);
    assert_eq!(names.first().map(String::as_str), Some("snapshot"));
    assert!(names.contains(&"task_approved".to_owned()), "{names:?}");
    assert_eq!(names.last().map(String::as_str), Some("end"));
    assert_eq!(client.finished(id).await.unwrap()["status"], "COMPLETED");
    world.settle().await.unwrap();
    assert!(held(&world).await.is_empty());
    let again = review(&operator, id, "approve", &decision).await;
    assert_eq!(again.status(), StatusCode::CONFLICT);

    let history = operator.history(id).await.unwrap();
    let told = history
        .iter()
        .find(|event| event["type"] == "TaskApproved")
        .unwrap();
    assert_eq!(
        (&told["data"]["by"], &told["data"]["reason"]),
        (&json!("mei"), &json!("a fairy tale"))
    );
    let shown = client.history(id).await.unwrap();
    let shown = shown
        .iter()
        .find(|event| event["type"] == "TaskApproved")
        .unwrap();
    assert_eq!(
        shown["data"].get("by"),
        None,
        "who reviews is nobody else's business"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_story_ends_when_a_person_rejects_it_and_its_owner_is_told_why() {
    let world = World::start().await;
    let (client, operator) = (world.client().await, world.operator().await);
    let created = client.create(SUSPICIOUS, 2).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    let decision = json!({ "by": "mei", "reason": "It explains too much." });
    let stream = rest_of_the_stream(&client, id);
    let rejected = async {
        let answer = review(&operator, id, "reject", &decision).await;
        expect(answer, StatusCode::ACCEPTED).await.unwrap()
    };
    let (names, _) = tokio::join!(stream, rejected);
    assert!(names.contains(&"task_rejected".to_owned()), "{names:?}");
    let task = client.finished(id).await.unwrap();
    assert_eq!(task["status"], "FAILED");
    assert_eq!(task["error"]["code"], "rejected");
    assert_eq!(task["error"]["message"], "It explains too much.");
    assert!(task["error"]["advice"]["ja"].is_string());
    world.settle().await.unwrap();
    assert!(held(&world).await.is_empty());
    let history = client.history(id).await.unwrap();
    let begun = history.iter().any(|event| event["type"] == "ScriptStarted");
    assert!(!begun, "nothing was ever done with it");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_acceptable_never_becomes_a_task() {
    let world = World::start().await;
    let client = world.client().await;
    let refused = json!({ "story": "This is about child porn." });
    let problem = client.post("/v1/tasks", &refused).await.unwrap();
    let problem = expect(problem, StatusCode::UNPROCESSABLE_ENTITY).await.unwrap();
    assert_eq!(problem["type"], "/problems/content-refused");
    assert_eq!(problem["errors"][0]["pointer"], "/story");
    for language in ["zh", "ja", "en"] {
        assert!(problem["advice"][language].is_string(), "{problem:#}");
    }
    assert_eq!(world.log_position().await.unwrap(), 0);

    let created = client.create(STORIES[0].1, 1).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    client.finished(id).await.unwrap();
    let path = format!("/v1/tasks/{id}/panels/1/redraw");
    let redraw = client
        .post(&path, &json!({ "instruction": "色情的" }))
        .await
        .unwrap();
    let problem = expect(redraw, StatusCode::UNPROCESSABLE_ENTITY).await.unwrap();
    assert_eq!(problem["errors"][0]["pointer"], "/instruction");
}
