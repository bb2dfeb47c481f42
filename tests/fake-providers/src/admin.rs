//! The fake's own routes, for tests in other processes: `/_fake/...`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use strum::IntoEnumIterator as _;

use crate::Provider;
use crate::ledger::{Ledger, Totals};
use crate::scenario::{Scenario, Scenarios};
use crate::state::{Fake, Violation};

pub(crate) fn routes() -> Router<Arc<Fake>> {
    Router::new()
        .route("/script", post(script))
        .route("/release", post(release))
        .route("/reset", post(forget))
        .route("/ledger", get(ledger))
        .route("/violations", get(violations))
        .route("/providers", get(providers))
}

pub(crate) fn reset(fake: &Fake) {
    fake.change(|state| {
        state.scenarios = Scenarios::default();
        state.ledger = Ledger::default();
        state.violations.clear();
    });
}

async fn script(State(fake): State<Arc<Fake>>, Json(scenario): Json<Scenario>) -> StatusCode {
    fake.change(|state| state.scenarios.play(scenario));
    StatusCode::NO_CONTENT
}

async fn release(State(fake): State<Arc<Fake>>) -> StatusCode {
    fake.releases.send_modify(|count| *count += 1);
    StatusCode::NO_CONTENT
}

async fn forget(State(fake): State<Arc<Fake>>) -> StatusCode {
    reset(&fake);
    StatusCode::NO_CONTENT
}

async fn ledger(State(fake): State<Arc<Fake>>) -> Json<Value> {
    let ledger = fake.state().ledger.clone();
    let totals: BTreeMap<Provider, Totals> = Provider::iter()
        .map(|provider| (provider, ledger.totals(provider)))
        .filter(|(_, totals)| *totals != Totals::default())
        .collect();
    Json(json!({"total": ledger.grand_totals(), "totals": totals, "entries": ledger.entries()}))
}

async fn violations(State(fake): State<Arc<Fake>>) -> Json<Vec<Violation>> {
    Json(fake.state().violations.clone())
}

async fn providers(State(fake): State<Arc<Fake>>) -> Json<Value> {
    let one = |provider: Provider| {
        let origin = fake.origin(provider);
        let chat = provider.chat_path().map(|path| format!("{origin}{path}"));
        let base = format!("{origin}{}", provider.base_path());
        (
            provider.name(),
            json!({"origin": origin, "base_url": base, "chat_base_url": chat}),
        )
    };
    Json(
        Provider::iter()
            .map(one)
            .map(|(name, value)| (name.to_owned(), value))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    )
}
