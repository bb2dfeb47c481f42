//! Money is held before anything is called that may cost some, in every budget that it is paid from. What an attempt
//! spent is told to them by the settler, from how the attempt ended in the log.

use std::time::{Duration, Instant};

use mangakai_domain::{
    AttemptId, Budget, BudgetCommand, BudgetRejection, BudgetScope, MangaTask, Reserve, ScopeKind, Work,
    exhausted,
};
use mangakai_events::{BudgetEvent, v1::Charged};
use mangakai_log::{CommandContext, ExecuteError, Origin, Outcome, Retry};

use crate::{Point, WorkError, at_hand::AtHand, lease::Granted, models::free, patience, roles::Generator};

/// How long a budget is asked again whose money is held, not spent: the settler gives back what an attempt that has just
/// ended did not need.
const SETTLING: Duration = Duration::from_secs(10);

/// The most an attempt at some work may cost; what to do with the job when that cannot be told.
pub async fn estimate(job: &AtHand, work: Work) -> Result<u64, Outcome> {
    match work {
        Work::Panel(_) => Ok(job.generator.illustrator().estimate_micros()),
        // A director that is free is free for every story: its task need not be looked at.
        Work::Script if job.generator.director().estimate_micros(u32::MAX, u32::MAX) == 0 => Ok(0),
        Work::Script => {
            let loaded = job.generator.log().load::<MangaTask>(job.task.0).await;
            let task = loaded.map_err(|error| job.after_error(error.into()))?.aggregate;
            let story_chars = task.request().map_or(0, |request| request.story_chars);
            let director = job.generator.director();
            Ok(director.estimate_micros(story_chars, task.total_panels()))
        }
    }
}

/// Holds the estimate of an attempt in the budgets of its task, its session and the whole system, in this order. Where
/// one of them refuses, the ones before give back what they hold.
///
/// # Errors
/// When a budget allows no more, or the log is away; nothing may be called then.
pub async fn reserve(job: &AtHand, granted: &Granted) -> Result<(), WorkError> {
    if granted.estimate_micros == 0 {
        return Ok(());
    }
    let owner = granted
        .task
        .owner()
        .ok_or_else(|| WorkError::ours("no_task", "The task has no owner.", false))?;
    let scopes = BudgetScope::of(job.task, owner, granted.started_unix_ms);
    let attempt = AttemptId {
        task: job.task,
        work: granted.work,
        attempt: granted.attempt,
    };
    for (held, scope) in scopes.iter().enumerate() {
        let kind = scope.kind();
        let command = BudgetCommand::Reserve(Reserve {
            scope: scope.clone(),
            attempt,
            micros: granted.estimate_micros,
            cap_micros: job.generator.config().caps.of(kind),
        });
        let settled_by = granted.until.min(Instant::now() + SETTLING);
        let said = patience::until(settled_by, may_come_back, || {
            tell(
                &job.generator,
                scope,
                command.clone(),
                &granted.origin,
                granted.until,
            )
        });
        let said = said.await;
        if let Err(error) = said {
            for scope in &scopes[..held] {
                give_back(job, granted, scope, attempt).await;
            }
            return Err(refused(kind, error));
        }
    }
    job.reach(Point::AfterReserve).await;
    if Instant::now() >= granted.until {
        // Whoever was frozen until now has lost the lease.
        return Err(WorkError::ours(
            "too_late",
            "The attempt is past its deadline.",
            true,
        ));
    }
    Ok(())
}

/// The budget would allow it if what is held for others were not spent.
fn may_come_back(error: &ExecuteError<BudgetRejection>) -> bool {
    matches!(
        error,
        ExecuteError::Rejected(BudgetRejection::Exhausted { asked, spent, cap, .. })
            if spent.saturating_add(*asked) <= *cap
    )
}

/// What is not given back now is given back when the end of the attempt is settled.
async fn give_back(job: &AtHand, granted: &Granted, scope: &BudgetScope, attempt: AttemptId) {
    let release = BudgetCommand::Release {
        attempt: attempt.id(),
    };
    if let Err(error) = tell(&job.generator, scope, release, &granted.origin, granted.until).await {
        tracing::warn!("The budget {scope} holds on to what was not spent, until it is settled: {error}");
    }
}

/// Takes a command to a budget.
pub async fn tell(
    generator: &Generator,
    scope: &BudgetScope,
    command: BudgetCommand,
    origin: &Origin,
    until: Instant,
) -> Result<(), ExecuteError<BudgetRejection>> {
    let context = CommandContext {
        command_id: mangakai_runtime::new_id(),
        origin: origin.clone(),
        actor: "budget".to_owned(),
        time: mangakai_runtime::now(),
        retry: Retry::Until(until),
    };
    let executed = generator
        .log()
        .execute_kept::<Budget>(generator.budgets(), scope.id(), command, context)
        .await?;
    measure(scope.kind(), &executed.events);
    Ok(())
}

/// Counts what the log took, and nothing twice.
fn measure(kind: ScopeKind, events: &[BudgetEvent]) {
    for event in events {
        match event {
            BudgetEvent::Reserved(e) => count("mangakai_budget_reserved_micros_total", kind, e.micros),
            BudgetEvent::Settled(e) if e.charged() == Charged::Perhaps => {
                count("mangakai_budget_perhaps_spent_micros_total", kind, e.micros);
            }
            BudgetEvent::Settled(e) => count("mangakai_budget_spent_micros_total", kind, e.micros),
            BudgetEvent::CapSet(_) | BudgetEvent::Released(_) => {}
        }
    }
}

fn count(metric: &'static str, kind: ScopeKind, amount: u64) {
    metrics::counter!(metric, "scope" => <&'static str>::from(kind)).increment(amount);
}

fn refused(kind: ScopeKind, error: ExecuteError<BudgetRejection>) -> WorkError {
    match error {
        ExecuteError::Rejected(BudgetRejection::Exhausted { .. }) => {
            count("mangakai_budget_refused_total", kind, 1);
            WorkError {
                failure: exhausted(kind),
                cost: free(),
                after: None,
                ends_request: false,
            }
        }
        error => {
            tracing::warn!("Nothing is called, because no budget could be asked: {error}");
            WorkError::ours("budget_unavailable", "The budget cannot be asked.", true)
        }
    }
}
