//! Budgets, as people meet them: whether work is taken at all, what is left, and the cap of a task.

use mangakai_domain::{Budget, BudgetCommand, BudgetScope, ScopeKind, SessionId, TaskId, exhausted};
use mangakai_runtime::now;
use uuid::Uuid;

use super::WRITE_LIMIT;
use crate::{
    access::may_read,
    app::App,
    asked::Asked,
    auth::Caller,
    limits::LOG_READ_WAIT,
    problem::{Problem, ProblemKind},
    words::Words,
};

/// A budget, in millionths of a US dollar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetView {
    /// Which it is.
    pub scope: BudgetScope,
    /// None: no cap.
    pub cap_micros: Option<u64>,
    /// Spent, and perhaps spent.
    pub spent_micros: u64,
    /// Held for calls that are under way.
    pub reserved_micros: u64,
}

/// Refuses what could not even begin: a courtesy, so that people need not wait for a task to fail. What holds the caps is
/// the budget itself, asked by the worker before each call.
///
/// # Errors
/// 402 when a budget does not allow the cheapest call; 503.
pub async fn allows(app: &App, session: SessionId, task: Option<Uuid>) -> Result<(), Problem> {
    let cheapest = app.front.config.prices.cheapest_micros();
    if cheapest == 0 {
        return Ok(());
    }
    let task = TaskId(task.unwrap_or_default());
    for scope in BudgetScope::of(task, session, now().as_millisecond()) {
        if scope == BudgetScope::Task(TaskId(Uuid::nil())) {
            continue;
        }
        let kind = scope.kind();
        let configured = app.front.config.caps.of(kind);
        let left = load(app, &scope).await?.left_micros(configured);
        if left.is_some_and(|left| left < cheapest) {
            return Err(used_up(kind));
        }
    }
    Ok(())
}

fn used_up(kind: ScopeKind) -> Problem {
    let failure = exhausted(kind);
    Problem::new(ProblemKind::BudgetExhausted, failure.message).advised(Words::of(&failure.code))
}

/// The budgets that calls of a session, and of a task of it, are paid from today.
///
/// # Errors
/// 503 when the log does not answer.
pub async fn look_at_budgets(app: &App, session: SessionId) -> Result<Vec<BudgetView>, Problem> {
    let mut views = Vec::new();
    let [_, of_session, of_system] = BudgetScope::of(TaskId(Uuid::nil()), session, now().as_millisecond());
    for scope in [of_session, of_system] {
        let configured = app.front.config.caps.of(scope.kind());
        let budget = load(app, &scope).await?;
        views.push(BudgetView {
            cap_micros: if budget.is_pinned() {
                budget.cap_micros()
            } else {
                configured
            },
            spent_micros: budget.spent_micros(),
            reserved_micros: budget.reserved_micros(),
            scope,
        });
    }
    Ok(views)
}

async fn load(app: &App, scope: &BudgetScope) -> Result<Budget, Problem> {
    let loading = tokio::time::timeout(LOG_READ_WAIT, app.budgets.load(&app.log, scope.id())).await;
    Ok(loading.map_err(|_| Problem::unavailable("the log does not answer"))??)
}

/// Sets the cap of one task, whatever the configuration says.
///
/// # Errors
/// 403 for sessions, 404, 503.
pub async fn set_task_cap(
    app: &App,
    asked: &Asked,
    task: Uuid,
    cap_micros: Option<u64>,
) -> Result<(), Problem> {
    operator(asked.caller)?;
    may_read(app, asked.caller, task).await?;
    let scope = BudgetScope::Task(TaskId(task));
    let (id, context) = (scope.id(), asked.context(task));
    let command = BudgetCommand::SetCap { scope, cap_micros };
    let executing = app.log.execute_kept::<Budget>(&app.budgets, id, command, context);
    match tokio::time::timeout(WRITE_LIMIT, executing).await {
        Ok(executed) => executed.map(drop).map_err(Problem::from),
        Err(_) => Err(Problem::outcome_unknown()),
    }
}

/// # Errors
/// 403 for everybody but operators.
pub fn operator(caller: Caller) -> Result<(), Problem> {
    match caller {
        Caller::Operator => Ok(()),
        Caller::Session(_) => Err(Problem::new(ProblemKind::NotAllowed, "this is for operators")),
    }
}
