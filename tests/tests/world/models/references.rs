//! What models are shown: who looks how, and what is to be drawn again.

use mangakai_e2e::client::expect;
use mangakai_fake_providers::{Kind, Ledger, Provider};
use reqwest::StatusCode;
use serde_json::json;

use super::Models;

/// Pictures given along with each call for a picture.
fn given(ledger: &Ledger, provider: Provider) -> Vec<usize> {
    let calls = ledger.of(provider).filter(|entry| entry.kind == Kind::Picture);
    calls.map(|entry| entry.references).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn models_see_who_is_drawn_and_what_is_drawn_again() {
    let models = Models::start(&["openai"], &["gemini"]).await;
    // The last one draws over what it is given, and is given nothing else.
    let wires = [
        ("gemini", Provider::Gemini, true),
        ("openai", Provider::OpenAi, true),
        ("sdwebui", Provider::SdWebUi, false),
    ];
    for (wire, provider, sees_sheets) in wires {
        models.hire(&["openai"], &[wire]);
        let id = models.begin(1).await;
        let told = models.ended(&id).await;
        let drawn = told.all("PanelDrawn").next().unwrap();
        let sheets = drawn["lineage"]["references"].as_array().map_or(0, Vec::len);
        assert_eq!(sheets > 0, sees_sheets, "{drawn:#}");
        assert_eq!(given(&told.ledger, provider), [sheets], "{wire}");

        let path = format!("/v1/tasks/{id}/panels/1/redraw");
        let redraw = models
            .client
            .post(&path, &json!({ "instruction": "at dawn" }))
            .await;
        expect(redraw.unwrap(), StatusCode::ACCEPTED).await.unwrap();
        models.client.until_version(&id, 1, 2).await.unwrap();
        let told = models.ended(&id).await;
        assert_eq!(given(&told.ledger, provider), [sheets, sheets + 1], "{wire}");
        let shown = told.all("PanelDrawn").next().unwrap()["image"]["sha256"].clone();
        let again = told.all("PanelDrawn").nth(1).unwrap();
        assert_eq!(again["lineage"]["references"][0], shown, "{again:#}");
    }
}
