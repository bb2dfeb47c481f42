//! `GET /v1/admin/costs`

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::session_costs::CostBody;
use crate::{app::App, auth::Caller, commands::operator, limits, patience::patiently, problem::Problem};

/// What everybody spent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DailyCostsBody {
    /// By day (UTC), the newest first.
    pub days: Vec<CostBody>,
}

/// Read what everybody spent, by day. For operators.
#[utoipa::path(get, path = "/v1/admin/costs", tag = "admin",
    responses((status = 200, description = "The costs", body = DailyCostsBody)))]
pub async fn daily_costs(State(app): State<App>, caller: Caller) -> Result<Json<DailyCostsBody>, Problem> {
    operator(caller)?;
    let days = patiently(limits::READ_MODEL_TIMEOUT, || app.queries.daily_costs()).await?;
    Ok(Json(DailyCostsBody {
        days: days.into_iter().map(CostBody::from).collect(),
    }))
}
