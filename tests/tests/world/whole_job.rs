//! A story becomes a manga: the main job on real input, through the front door, in each language.

use std::collections::BTreeSet;

use mangakai_e2e::world::{STORIES, World};
use serde_json::Value;

const PANELS: u32 = 5;

#[tokio::test(flavor = "multi_thread")]
async fn a_story_becomes_a_manga_in_every_language() {
    let world = World::start().await;
    let client = world.client().await;
    for (language, story) in STORIES {
        let created = client.create(story, PANELS).await.unwrap();
        assert_eq!(created["status"], "PENDING");
        let id = created["task_id"].as_str().unwrap();

        let task = client.finished(id).await.unwrap();
        assert_eq!(task["status"], "COMPLETED", "{task:#}");
        assert_eq!(task["language"], *language);
        assert_eq!(task["progress"], 100);
        assert_eq!(task["drawn_panels"], PANELS);
        let panels = task["panels"].as_array().unwrap();
        assert_eq!(panels.len(), PANELS as usize);
        for panel in panels {
            assert!(
                picture(&client, panel["image_url"].as_str().unwrap()).await,
                "{panel:#}"
            );
        }
        assert_books(&client, id).await;
        assert_history(&client.history(id).await.unwrap());
    }
    world.settle().await.unwrap();
    assert_eq!(world.dead_letters().await.unwrap(), 0);
}

/// The address answers with a picture that decodes and may be cached for ever.
async fn picture(client: &mangakai_e2e::client::Client, url: &str) -> bool {
    let answer = client.get(url).await.unwrap().error_for_status().unwrap();
    let cached = answer.headers()["cache-control"]
        .to_str()
        .unwrap()
        .contains("immutable");
    let bytes = answer.bytes().await.unwrap();
    let decoded = image::load_from_memory(&bytes).unwrap();
    cached && decoded.width() >= 512 && decoded.height() >= 512
}

async fn assert_books(client: &mangakai_e2e::client::Client, id: &str) {
    for (format, magic) in [
        ("pdf", &b"%PDF"[..]),
        ("png", b"\x89PNG"),
        ("cbz", b"PK"),
        ("zip", b"PK"),
        ("epub", b"PK"),
        ("webtoon", b"\x89PNG"),
    ] {
        let answer = client
            .get(&format!("/v1/tasks/{id}/export?format={format}&wait=30"))
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{format}");
        assert!(answer.bytes().await.unwrap().starts_with(magic), "{format}");
    }
}

/// Positions rise, task versions are contiguous, every attempt ended, and each panel was started once.
fn assert_history(events: &[Value]) {
    let named = |name: &str| {
        events
            .iter()
            .filter(|event| event["type"] == name)
            .collect::<Vec<_>>()
    };
    let versions: BTreeSet<u64> = events
        .iter()
        .map(|event| event["version"].as_u64().unwrap())
        .collect();
    assert_eq!(
        versions.iter().copied().collect::<Vec<_>>(),
        (1..=versions.len() as u64).collect::<Vec<_>>()
    );
    let order: Vec<_> = events
        .iter()
        .map(|e| (e["position"].as_u64().unwrap(), e["index"].as_u64().unwrap()))
        .collect();
    assert!(order.is_sorted_by(|a, b| a < b));
    assert_eq!(events[0]["type"], "TaskCreated");
    assert_eq!(named("ScriptStarted").len(), 1);
    assert_eq!(named("PanelStarted").len(), PANELS as usize);
    assert_eq!(named("PanelDrawn").len(), PANELS as usize);
    assert_eq!(named("TaskCompleted").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_is_redrawn_and_an_older_version_selected() {
    let world = World::start().await;
    let client = world.client().await;
    let created = client.create(STORIES[2].1, 3).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    let first = client.finished(id).await.unwrap();

    let body = serde_json::json!({ "instruction": "make it night" });
    let redraw = client
        .post(&format!("/v1/tasks/{id}/panels/2/redraw"), &body)
        .await
        .unwrap();
    assert_eq!(redraw.status(), 202);
    let second = client.until_version(id, 2, 2).await.unwrap();
    assert_eq!(second["panels"][1]["version"], 2);
    assert_eq!(second["panels"][1]["versions"][1]["instruction"], "make it night");
    let sha = |task: &Value, panel: usize, version: usize| {
        task["panels"][panel]["versions"][version]["sha256"].clone()
    };
    assert_ne!(sha(&second, 1, 1), sha(&second, 1, 0));
    assert_eq!(sha(&second, 0, 0), sha(&first, 0, 0));

    let select = client
        .post(
            &format!("/v1/tasks/{id}/panels/2/select"),
            &serde_json::json!({ "version": 1 }),
        )
        .await
        .unwrap();
    assert_eq!(select.status(), 202);
    let position = select.json::<Value>().await.unwrap()["position"]
        .as_u64()
        .unwrap();
    let selected = client.task_at(id, position).await.unwrap();
    assert_eq!(selected["panels"][1]["version"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_gateways_serve_one_task() {
    let world = World::start().await;
    let other = world.second_gateway().await.unwrap();
    let here = world.client().await;
    let there = here.at(&other);
    let created = here.create(STORIES[0].1, 3).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    let ended = there.finished(id).await.unwrap();
    assert_eq!(ended["status"], "COMPLETED");
    assert_eq!(here.history(id).await.unwrap(), there.history(id).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_task_stays_cancelled() {
    let world = World::start().await;
    let client = world.client().await;
    let created = client.create(STORIES[0].1, 12).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    let cancel = client
        .post(&format!("/v1/tasks/{id}/cancel"), &serde_json::json!({}))
        .await
        .unwrap();
    assert_eq!(cancel.status(), 202);
    world.settle().await.unwrap();
    let task = client.task(id).await.unwrap();
    assert_eq!(task["status"], "CANCELLED");
    let types: Vec<_> = client
        .history(id)
        .await
        .unwrap()
        .iter()
        .map(|e| e["type"].clone())
        .collect();
    assert!(
        !types
            .iter()
            .any(|t| t == "TaskCompleted" || t == "TaskPartlyCompleted"),
        "{types:?}"
    );
}
