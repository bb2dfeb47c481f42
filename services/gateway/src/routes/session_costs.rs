//! `GET /v1/sessions/{id}/costs`

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use mangakai_domain::{BudgetScope, SessionId};
use mangakai_projections::CostSum;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::{PRIVATE, put};
use crate::{
    app::App,
    auth::Caller,
    commands::{BudgetView, look_at_budgets},
    extract::SessionPath,
    limits,
    patience::patiently,
    problem::{Problem, ProblemKind},
};

/// What a session spent. Amounts are millionths of a US dollar, days those of UTC.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionCostsBody {
    /// The session.
    pub session_id: Uuid,
    /// All days together.
    pub cost_micros: u64,
    /// By day, the newest first.
    pub days: Vec<CostBody>,
    /// By task, the most expensive first; free ones are not among them.
    pub tasks: Vec<CostBody>,
    /// What calls of today are paid from: the session's budget, and everybody's for operators.
    pub budgets: Vec<BudgetBody>,
}

/// What calls cost together.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CostBody {
    /// A day, or the id of a task.
    #[schema(example = "2026-01-02")]
    pub of: String,
    /// Told so far.
    pub cost_micros: u64,
    /// Calls that were charged.
    pub charged_calls: u64,
    /// Calls of which nobody knows whether they were charged.
    pub perhaps_calls: u64,
}

/// A budget.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BudgetBody {
    /// `session` or `system`.
    pub scope: &'static str,
    /// The most that is spent on this day; null: no cap.
    pub cap_micros: Option<u64>,
    /// Spent, and perhaps spent.
    pub spent_micros: u64,
    /// Held for calls that are under way.
    pub reserved_micros: u64,
}

/// Read what a session spent.
#[utoipa::path(get, path = "/v1/sessions/{id}/costs", tag = "costs",
    params(("id" = Uuid, Path, description = "Session id")),
    responses((status = 200, description = "Its costs", body = SessionCostsBody)))]
pub async fn session_costs(
    State(app): State<App>,
    caller: Caller,
    SessionPath(id): SessionPath,
) -> Result<Response, Problem> {
    if caller.session().is_some_and(|session| session.0 != id) {
        return Err(Problem::new(ProblemKind::NotFound, "there is no such session"));
    }
    let session = id.to_string();
    let costs = patiently(limits::READ_MODEL_TIMEOUT, || app.queries.session_costs(&session)).await?;
    let budgets = look_at_budgets(&app, SessionId(id)).await?;
    let shown = budgets
        .into_iter()
        .filter(|budget| caller == Caller::Operator || !matches!(budget.scope, BudgetScope::System { .. }));
    let body = SessionCostsBody {
        session_id: id,
        cost_micros: costs.days.iter().map(|day| day.cost_micros).sum(),
        days: costs.days.into_iter().map(CostBody::from).collect(),
        tasks: costs.tasks.into_iter().map(CostBody::from).collect(),
        budgets: shown.map(BudgetBody::from).collect(),
    };
    let mut response = Json(body).into_response();
    put(response.headers_mut(), header::CACHE_CONTROL, PRIVATE);
    Ok(response)
}

impl From<CostSum> for CostBody {
    fn from(sum: CostSum) -> CostBody {
        CostBody {
            of: sum.of,
            cost_micros: sum.cost_micros,
            charged_calls: sum.charged_calls,
            perhaps_calls: sum.perhaps_calls,
        }
    }
}

impl From<BudgetView> for BudgetBody {
    fn from(view: BudgetView) -> BudgetBody {
        BudgetBody {
            scope: view.scope.kind().into(),
            cap_micros: view.cap_micros,
            spent_micros: view.spent_micros,
            reserved_micros: view.reserved_micros,
        }
    }
}
