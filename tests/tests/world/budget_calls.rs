//! A script of several calls: each is held for, paid and settled by itself, and none is made that no budget paid.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use futures::future::BoxFuture;
use mangakai_domain::BudgetCaps;
use mangakai_e2e::world::{Cast, STORIES, World};
use mangakai_events::v1::{Charged, Cost, Failure, Fault};
use mangakai_generator::{
    BuiltinDirector, BuiltinIllustrator, Director, ScriptBrief, WorkError, WrittenScript,
};
use serde_json::Value;

use crate::{
    budget::{NO_CAPS, budget, scopes},
    priced::{SCRIPT, cast},
};

const CALLS: u64 = 3;

fn paid() -> Cost {
    Cost {
        charged: Charged::Yes.into(),
        cost_micros: SCRIPT,
    }
}

/// Writes in parts, each for money.
#[derive(Debug, Default)]
struct InParts(AtomicU64);

impl Director for InParts {
    fn estimate_micros(&self, _: u32, _: u32) -> u64 {
        2 * SCRIPT
    }

    fn write(&self, brief: ScriptBrief) -> BoxFuture<'_, Result<WrittenScript, WorkError>> {
        Box::pin(async move {
            for call in 1..=CALLS {
                if call > 1 && brief.calls.another(paid()).await.is_none() {
                    let failure = Failure {
                        code: "no_leave".to_owned(),
                        retryable: true,
                        fault: Fault::Provider.into(),
                        ..Failure::default()
                    };
                    return Err(WorkError {
                        failure,
                        cost: paid(),
                        after: None,
                        ends_request: false,
                    });
                }
                self.0.fetch_add(1, Ordering::SeqCst);
            }
            let written = BuiltinDirector.write(brief).await?;
            Ok(WrittenScript {
                cost: paid(),
                ..written
            })
        })
    }
}

/// A task under such a director and a cap of its own; what its budgets say is spent and held, and how many calls were made.
async fn under(cap: Option<u64>) -> (Value, Vec<(u64, u64)>, u64) {
    let director = Arc::new(InParts::default());
    let (cast, _) = cast(BudgetCaps { task: cap, ..NO_CAPS });
    let world = World::with(Cast {
        director: director.clone(),
        illustrator: Arc::new(BuiltinIllustrator),
        ..cast
    })
    .await;
    let client = world.client().await;
    let created = client.create(STORIES[0].1, 2).await.unwrap();
    let task = client
        .finished(created["task_id"].as_str().unwrap())
        .await
        .unwrap();
    world.settle().await.unwrap();
    let mut budgets = Vec::new();
    for scope in scopes(&task) {
        let budget = budget(&world, &scope).await;
        budgets.push((budget.spent_micros(), budget.reserved_micros()));
    }
    (task, budgets, director.0.load(Ordering::SeqCst))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_a_script_is_paid_once() {
    let (task, budgets, calls) = under(None).await;
    assert_eq!(task["status"], "COMPLETED", "{task:#}");
    assert_eq!(
        (&task["cost_micros"], calls),
        (&Value::from(CALLS * SCRIPT), CALLS)
    );
    assert_eq!(budgets, [(CALLS * SCRIPT, 0); 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_no_budget_pays_is_not_made_and_the_script_says_why() {
    // Each call holds twice what it comes to: what the first did not need is there for the second, and then too little.
    let (task, budgets, calls) = under(Some(3 * SCRIPT)).await;
    assert_eq!(task["status"], "FAILED", "{task:#}");
    assert_eq!(task["error"]["code"], "budget_task", "{task:#}");
    assert_eq!(budgets, [(calls * SCRIPT, 0); 3]);
    assert_eq!(calls, 2);
    assert_eq!(task["cost_micros"], calls * SCRIPT);
}
