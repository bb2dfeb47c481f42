//! `POST /v1/estimate`

use axum::{Json, extract::State};
use mangakai_domain::{PriceRange, ProviderEstimate};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    asked::Asked,
    problem::Problem,
    routes::create_task::Story,
    wish::{CreateBody, CreateRequest},
};

/// What a task may cost, in millionths of a US dollar, when every call succeeds at once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EstimateBody {
    /// Panels it is for.
    pub panels: u32,
    /// Unicode characters of the story.
    pub story_chars: u32,
    /// From the cheapest provider of each work to the most expensive.
    pub total: RangeBody,
    /// By provider, were it the only one. Empty: everything is drawn here and costs nothing.
    pub providers: Vec<ProviderBody>,
}

/// From the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RangeBody {
    /// The least.
    pub low_micros: u64,
    /// The most.
    pub high_micros: u64,
}

/// What one provider would take.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProviderBody {
    /// Its name.
    pub provider: String,
    /// For the script; null: it writes none.
    pub script: Option<RangeBody>,
    /// For all panels; null: it draws none.
    pub panels: Option<RangeBody>,
}

/// What a story would cost.
///
/// The body is that of `POST /v1/tasks`; nothing is kept of it.
#[utoipa::path(post, path = "/v1/estimate", tag = "costs",
    request_body(content((CreateBody = "application/json"), (CreateBody = "multipart/form-data"))),
    responses((status = 200, description = "The estimate", body = EstimateBody)))]
pub async fn estimate(
    State(app): State<App>,
    _asked: Asked,
    Story(body): Story,
) -> Result<Json<EstimateBody>, Problem> {
    let request = CreateRequest::parse(body)?;
    let story_chars = u32::try_from(request.story.chars().count()).unwrap_or(u32::MAX);
    let estimate = app.front.config.prices.estimate(story_chars, request.panels);
    Ok(Json(EstimateBody {
        panels: request.panels,
        story_chars,
        total: estimate.total.into(),
        providers: estimate.providers.into_iter().map(ProviderBody::from).collect(),
    }))
}

impl From<PriceRange> for RangeBody {
    fn from(range: PriceRange) -> RangeBody {
        RangeBody {
            low_micros: range.low_micros,
            high_micros: range.high_micros,
        }
    }
}

impl From<ProviderEstimate> for ProviderBody {
    fn from(estimate: ProviderEstimate) -> ProviderBody {
        ProviderBody {
            provider: estimate.provider,
            script: estimate.script.map(RangeBody::from),
            panels: estimate.panels.map(RangeBody::from),
        }
    }
}
