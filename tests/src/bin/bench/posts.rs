//! Stories accepted per second by one gateway, beside an axum handler that decodes the same request and answers the same
//! bytes.

use std::time::Duration;

use axum::{Json, Router, extract::State, http::StatusCode, routing};
use bytes::Bytes;
use mangakai_e2e::{
    client::{Client, expect},
    world::{Cast, STORIES, World},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{
    load::{drive, ms},
    report::Report,
};

const WIDTHS: [usize; 3] = [1, 16, 64];
const ROUND: Duration = Duration::from_secs(3);

pub async fn run(report: &mut Report) -> anyhow::Result<()> {
    // Nobody works on what is accepted: this is about accepting.
    let world = World::with(Cast {
        working: &[],
        ..Cast::default()
    })
    .await;
    let client = world.client().await;
    let answer = client.create(STORIES[0].1, 5).await?;
    let bare = client.at(&bare_handler(answer.to_string().into()).await?);
    for width in WIDTHS {
        let ours = drive(width, ROUND, posting(client.clone())).await?;
        let ceiling = drive(width, ROUND, posting(bare.clone())).await?;
        report.line(
            format!("POST /v1/tasks, {width} connections"),
            format!("{:.0}/s", ours.per_second),
            format!("{:.0}/s bare axum handler", ceiling.per_second),
        );
        report.line(
            "  p50 / p99",
            format!("{} / {}", ms(ours.quantile(0.5)), ms(ours.quantile(0.99))),
            format!("{} / {}", ms(ceiling.quantile(0.5)), ms(ceiling.quantile(0.99))),
        );
    }
    Ok(())
}

/// Hands in a story and reads the answer.
fn posting(
    client: Client,
) -> impl Fn(u64) -> futures::future::BoxFuture<'static, anyhow::Result<()>> + Clone + Send + 'static {
    move |_| {
        let client = client.clone();
        Box::pin(async move {
            let story = json!({ "story": STORIES[0].1, "panels": 5 });
            expect(client.post("/v1/tasks", &story).await?, StatusCode::ACCEPTED).await?;
            Ok(())
        })
    }
}

async fn bare_handler(answer: Bytes) -> anyhow::Result<String> {
    let handler = async |State(answer): State<Bytes>, Json(_): Json<Value>| (StatusCode::ACCEPTED, answer);
    let router = Router::new()
        .route("/v1/tasks", routing::post(handler))
        .with_state(answer);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(format!("http://{address}"))
}
