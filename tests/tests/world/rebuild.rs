//! A read model that is thrown away comes back the same, while the old one serves.

use mangakai_e2e::world::{STORIES, World};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_makes_the_same_rows_byte_for_byte() {
    let world = World::start().await;
    let client = world.client().await;
    let mut ids = Vec::new();
    for (_, story) in STORIES {
        let created = client.create(story, 3).await.unwrap();
        ids.push(created["task_id"].as_str().unwrap().to_owned());
    }
    for id in &ids {
        client.finished(id).await.unwrap();
    }
    client
        .post(
            &format!("/v1/tasks/{}/panels/1/redraw", ids[0]),
            &json!({ "instruction": "rain" }),
        )
        .await
        .unwrap();
    client.until_version(&ids[0], 1, 2).await.unwrap();
    world.settle().await.unwrap();

    let before = world.rows().await.unwrap();
    for projection in world.projections() {
        let serving = client.task(&ids[0]);
        let (rebuilt, served) = tokio::join!(world.rebuild(projection), serving);
        rebuilt.unwrap();
        assert_eq!(served.unwrap()["status"], "COMPLETED");
    }
    assert_eq!(world.rows().await.unwrap(), before);

    let more = client.create(STORIES[0].1, 1).await.unwrap();
    client.finished(more["task_id"].as_str().unwrap()).await.unwrap();
    assert_ne!(
        world.rows().await.unwrap(),
        before,
        "the rebuilt read model goes on"
    );
}
